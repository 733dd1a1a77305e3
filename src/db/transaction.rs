//! A transaction whose end is known: committed, rolled back, or gone with its connection.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, prelude::async_trait,
    sqlx::Error,
};
use tokio::{
    sync::{Mutex, OwnedSemaphorePermit},
    time::timeout,
};

use super::{Database, Dialect, PATIENCE, line::Line, pulse::Written, trouble::Trouble};

/// A write transaction. Dropped without `commit`, it is rolled back.
///
/// The database may end a transaction by itself: when the disk is full, when a connection breaks, when a statement fails
/// on Postgres. Nothing can be added to one of which a statement has failed, so that no part of it is ever kept without
/// the rest; and a connection on which one did not end as it should is closed, and never used again.
pub struct Transaction {
    db: Database,
    held: Mutex<Held>,
    /// The turn to write, on SQLite. Nobody else gets it before this one has ended.
    turn: Option<OwnedSemaphorePermit>,
    purpose: Purpose,
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It writes.
    Write,
    /// It only reads, and sees the same all the time. It waits for nobody, and nobody waits for it.
    Read,
}

struct Held {
    /// `None` once it is committed.
    line: Option<Line>,
    state: State,
    /// What was written so far; what was taken back since is in it too.
    written: Written,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Everything went well so far.
    Open,
    /// A statement is on its way; whoever asked may be gone before it is answered.
    Asked,
    /// A statement failed; going back is all that is left.
    Failed,
    /// Nobody knows what the connection is in.
    Broken,
}

impl Transaction {
    /// Opens one; once more on a fresh connection, when the first is gone before anything began.
    pub(super) async fn begin(db: &Database, purpose: Purpose) -> Result<Self, DbErr> {
        let begun = match Self::try_begin(db, purpose).await {
            Err(error) if Trouble::of_sqlx(&error) == Some(Trouble::Lost) => Self::try_begin(db, purpose).await,
            begun => begun,
        };
        begun.map_err(|error| {
            db.note(&error, true);
            DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
        })
    }

    async fn try_begin(db: &Database, purpose: Purpose) -> Result<Self, Error> {
        let turn = if purpose == Purpose::Write { db.turn().await? } else { None };
        let held = Held { line: Some(db.line().await?), state: State::Asked, written: Written::default() };
        let mut begun = Self { db: db.clone(), held: Mutex::new(held), turn, purpose };
        let held = begun.held.get_mut();
        let words = match (purpose, db.dialect) {
            // SQLite takes its one write lock at once: nothing can fail half way for want of it.
            (Purpose::Write, Dialect::Sqlite) => "BEGIN IMMEDIATE",
            (Purpose::Write, Dialect::Postgres) | (Purpose::Read, Dialect::Sqlite) => "BEGIN",
            (Purpose::Read, Dialect::Postgres) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        if let Some(line) = &mut held.line {
            let done = line.script(words).await;
            held.told(db, done)?;
        }
        Ok(begun)
    }

    /// Keeps others who write to `table` waiting until the transaction is over. SQLite lets one write at a time anyway.
    pub async fn alone(&self, table: &'static str) -> Result<(), DbErr> {
        if self.db.dialect == Dialect::Postgres && self.purpose == Purpose::Write {
            self.execute_unprepared(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")).await?;
        }
        Ok(())
    }

    /// Waits for whoever does the same thing, by its name, until the transaction is over. SQLite lets one write at a time
    /// anyway.
    pub async fn queue_for(&self, name: &str) -> Result<(), DbErr> {
        if self.db.dialect == Dialect::Postgres && self.purpose == Purpose::Write {
            let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
            self.query_one_raw(statement).await?;
        }
        Ok(())
    }

    /// Whether nobody else writes before the transaction is over.
    pub fn is_alone(&self) -> bool {
        self.db.dialect == Dialect::Sqlite
    }

    /// Marks a place that `undo` goes back to; one at a time.
    pub async fn mark(&self) -> Result<(), DbErr> {
        self.execute_unprepared("SAVEPOINT mark").await.map(drop)
    }

    /// Takes back what was done since `mark`, also when it has failed.
    pub async fn undo(&self) -> Result<(), DbErr> {
        let mut held = self.held.lock().await;
        if held.state == State::Failed {
            held.state = State::Open;
        }
        let done = held.line()?.script("ROLLBACK TO SAVEPOINT mark").await;
        held.told(&self.db, done).map(drop).map_err(exec)
    }

    /// Forgets the mark.
    pub async fn unmark(&self) -> Result<(), DbErr> {
        self.execute_unprepared("RELEASE SAVEPOINT mark").await.map(drop)
    }

    /// A transaction that only reads takes no locks: what a command would lock, to write it, stays free for others.
    fn unlocked(&self, mut statement: Statement) -> Statement {
        const LOCKS: [&str; 4] = [" FOR UPDATE", " FOR NO KEY UPDATE", " FOR SHARE", " FOR KEY SHARE"];
        if self.purpose == Purpose::Read
            && let Some(bare) = LOCKS.iter().find_map(|lock| statement.sql.strip_suffix(lock))
        {
            statement.sql = bare.to_owned();
        }
        statement
    }

    /// SQLite would let a transaction write that was begun to read.
    fn permit(&self, sql: &str) -> Result<(), DbErr> {
        let first = sql.split_whitespace().next().unwrap_or_default();
        if self.purpose == Purpose::Write || ["SELECT", "WITH"].iter().any(|word| first.eq_ignore_ascii_case(word)) {
            return Ok(());
        }
        Err(DbErr::Custom("a transaction that only reads was to write".to_owned()))
    }

    /// Makes it last. An error says that it is not known to be: the answer may have been lost on the way.
    pub async fn commit(self) -> Result<(), DbErr> {
        let mut held = self.held.lock().await;
        let done = held.line()?.script("COMMIT").await;
        held.told(&self.db, done).map_err(exec)?;
        held.line = None;
        self.db.health.has_written();
        self.db.pulse.beat(std::mem::take(&mut held.written));
        Ok(())
    }
}

impl Held {
    /// The connection, for one statement.
    fn line(&mut self) -> Result<&mut Line, DbErr> {
        match (self.state, &mut self.line) {
            (State::Open, Some(line)) => {
                self.state = State::Asked;
                Ok(line)
            }
            (State::Failed, _) => Err(DbErr::Custom("an earlier statement of the transaction failed".to_owned())),
            (State::Open | State::Asked | State::Broken, _) => Err(exec(Error::WorkerCrashed)),
        }
    }

    /// What a statement answered, and what that leaves of the transaction.
    fn told<T>(&mut self, db: &Database, done: Result<T, Error>) -> Result<T, Error> {
        self.state = match &done {
            Ok(_) => State::Open,
            Err(error) if Trouble::spoils(error) => State::Broken,
            Err(_) => State::Failed,
        };
        if let Err(error) = &done {
            db.note(error, true);
        }
        done
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let held = self.held.get_mut();
        let Some(mut line) = held.line.take() else { return };
        let is_sound = matches!(held.state, State::Open | State::Failed);
        let turn = self.turn.take();
        tokio::spawn(async move {
            let is_back = is_sound && matches!(timeout(PATIENCE, line.script("ROLLBACK")).await, Ok(Ok(_)));
            if !is_back {
                let _ = timeout(PATIENCE, line.close()).await;
            }
            drop(turn);
        });
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.permit(&statement.sql)?;
        let mut held = self.held.lock().await;
        held.written.add(Written::by(&statement.sql));
        let done = held.line()?.execute(&statement).await;
        held.told(&self.db, done).map_err(exec)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut held = self.held.lock().await;
        held.written.add(Written::by(sql));
        let done = held.line()?.script(sql).await;
        held.told(&self.db, done).map_err(exec)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let statement = self.unlocked(statement);
        let mut held = self.held.lock().await;
        held.written.add(Written::by(&statement.sql));
        let done = held.line()?.one(&statement).await;
        held.told(&self.db, done).map_err(query)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let statement = self.unlocked(statement);
        let mut held = self.held.lock().await;
        held.written.add(Written::by(&statement.sql));
        let done = held.line()?.all(&statement).await;
        held.told(&self.db, done).map_err(query)
    }
}

pub(super) fn exec(error: Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

pub(super) fn query(error: Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}
