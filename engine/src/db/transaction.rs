//! A transaction whose end is known: committed, rolled back, or gone with its connection.

use std::{
    any::{Any, TypeId},
    sync::{Arc, atomic::Ordering},
};

use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, QueryTrait, RuntimeErr, Statement,
    prelude::async_trait, sqlx::Error,
};
use tokio::{
    sync::{Mutex, OwnedSemaphorePermit},
    time::timeout,
};
use uuid::Uuid;

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

/// Writes in one statement at most.
const AT_ONCE: usize = 16;

struct Held {
    /// `None` once it is committed.
    line: Option<Line>,
    state: State,
    /// What was written so far; what was taken back since is in it too.
    written: Written,
    /// What is written with the next statement.
    later: Vec<Statement>,
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
        let line = Some(db.line().await?);
        let held = Held { line, state: State::Asked, written: Written::default(), later: Vec::new() };
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

    /// The words that lock what a statement by hand selects; none where nobody else writes, or nothing is to be locked.
    pub fn lock<'a>(&self, words: &'a str) -> &'a str {
        if self.is_alone() || self.purpose == Purpose::Read { "" } else { words }
    }

    /// What was made once of rows that never change again.
    pub fn made<T: Any + Send + Sync>(&self, of: Uuid) -> Option<Arc<T>> {
        self.db.made.get(&(TypeId::of::<T>(), of))?.downcast().ok()
    }

    /// Keeps for all transactions what was made of rows that never change again, and are committed.
    pub fn keep_made<T: Any + Send + Sync>(&self, of: Uuid, made: &Arc<T>) {
        let made: Arc<dyn Any + Send + Sync> = Arc::clone(made) as _;
        self.db.made.insert((TypeId::of::<T>(), of), made);
    }

    /// Writes what no statement before the next one asks for. On Postgres all that is written so goes there at once, in one
    /// statement: so it is of rows that do not hang on each other. An update that finds no row was overtaken.
    pub async fn later(&self, query: &impl QueryTrait) -> Result<(), DbErr> {
        let statement = query.build(self.get_database_backend());
        self.permit(&statement.sql)?;
        let mut held = self.held.lock().await;
        held.still_good()?;
        held.written.add(Written::by(&statement.sql));
        held.later.push(statement);
        if self.is_alone() || held.later.len() >= AT_ONCE { held.catch_up(&self.db).await } else { Ok(()) }
    }

    /// Whether anything was written so far.
    pub async fn has_written(&self) -> bool {
        !self.held.lock().await.written.is_nothing()
    }

    /// Marks a place that `undo` goes back to; one at a time.
    pub async fn mark(&self) -> Result<(), DbErr> {
        self.execute_unprepared("SAVEPOINT mark").await.map(drop)
    }

    /// Takes back what was done since `mark`, also when it has failed.
    pub async fn undo(&self) -> Result<(), DbErr> {
        let mut held = self.held.lock().await;
        held.later.clear();
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
        held.catch_up(&self.db).await?;
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
        self.still_good()?;
        let line = self.line.as_mut().ok_or_else(|| exec(Error::WorkerCrashed))?;
        self.state = State::Asked;
        Ok(line)
    }

    /// Nothing is added to a transaction of which a statement failed or was given up.
    fn still_good(&self) -> Result<(), DbErr> {
        match self.state {
            State::Open => Ok(()),
            State::Failed => Err(DbErr::Custom("an earlier statement of the transaction failed".to_owned())),
            State::Asked | State::Broken => Err(exec(Error::WorkerCrashed)),
        }
    }

    /// Writes what was to be written with the next statement.
    async fn catch_up(&mut self, db: &Database) -> Result<(), DbErr> {
        let later = std::mem::take(&mut self.later);
        let is_update = |statement: &Statement| statement.sql.starts_with("UPDATE ");
        let found = match later.as_slice() {
            [] => return Ok(()),
            [one] => {
                let done = self.line()?.execute(one).await;
                let rows = self.told(db, done).map_err(exec)?.rows_affected();
                !is_update(one) || rows > 0
            }
            several => {
                let done = self.line()?.one(&together(several, is_update)).await;
                let row = self.told(db, done).map_err(exec)?.ok_or(DbErr::RecordNotUpdated)?;
                row.try_get::<i64>("", "found")? > 0
            }
        };
        if found { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
    }

    /// What a statement answered, and what that leaves of the transaction.
    fn told<T>(&mut self, db: &Database, done: Result<T, Error>) -> Result<T, Error> {
        db.statements.fetch_add(1, Ordering::Relaxed);
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
        held.still_good()?;
        held.written.add(Written::by(&statement.sql));
        held.catch_up(&self.db).await?;
        let done = held.line()?.execute(&statement).await;
        held.told(&self.db, done).map_err(exec)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut held = self.held.lock().await;
        held.written.add(Written::by(sql));
        held.catch_up(&self.db).await?;
        let done = held.line()?.script(sql).await;
        held.told(&self.db, done).map_err(exec)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let statement = self.unlocked(statement);
        let mut held = self.held.lock().await;
        held.still_good()?;
        held.written.add(Written::by(&statement.sql));
        held.catch_up(&self.db).await?;
        let done = held.line()?.one(&statement).await;
        held.told(&self.db, done).map_err(query)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let statement = self.unlocked(statement);
        let mut held = self.held.lock().await;
        held.still_good()?;
        held.written.add(Written::by(&statement.sql));
        held.catch_up(&self.db).await?;
        let done = held.line()?.all(&statement).await;
        held.told(&self.db, done).map_err(query)
    }
}

/// Several writes in one statement, which says whether all of those found a row that had to.
fn together(writes: &[Statement], must_find: impl Fn(&Statement) -> bool) -> Statement {
    let (mut parts, mut found, mut values) = (Vec::new(), vec!["1::bigint".to_owned()], Vec::new());
    for (at, write) in writes.iter().enumerate() {
        parts.push(format!("w{at} AS ({} RETURNING 1)", shifted(&write.sql, values.len())));
        if must_find(write) {
            found.push(format!("(SELECT count(*) FROM w{at})"));
        }
        values.extend(write.values.iter().flat_map(|values| values.iter().cloned()));
    }
    let sql = format!("WITH {} SELECT least({}) AS found", parts.join(", "), found.join(", "));
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

/// A statement whose values come after others. Nothing else in it has a dollar sign before a digit.
fn shifted(sql: &str, by: usize) -> String {
    let mut parts = sql.split('$');
    let mut shifted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let number = number.parse::<usize>().map_or_else(|_| number.to_owned(), |number| (number + by).to_string());
        shifted.push('$');
        shifted.push_str(&number);
        shifted.push_str(rest);
    }
    shifted
}

pub(super) fn exec(error: Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

pub(super) fn query(error: Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}
