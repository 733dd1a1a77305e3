//! The database: connections, transactions, and what differs between SQLite and Postgres.

mod line;
mod pulse;
mod transaction;
mod trouble;

use std::{
    any::{Any, TypeId},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use quick_cache::sync::Cache;
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, SqlErr,
    Statement,
    prelude::async_trait,
    sea_query::OnConflict,
    sqlx::{self, Connection, postgres::PgListener},
};
use uuid::Uuid;

use self::{
    line::Line,
    pulse::Written,
    transaction::{exec, query},
    trouble::Health,
};
pub use self::{
    pulse::{Feeling, Pulse, VIEWS},
    transaction::{Purpose, Transaction},
    trouble::Trouble,
};
use crate::{api::bound::Bound, stop::Stop};

/// Puts a statement outside of a transaction. One that only reads is put once more, on a fresh connection, when the first
/// turns out to be gone. A connection in trouble is closed.
macro_rules! outside {
    ($db:expr, $only_reads:expr, |$line:ident| $ask:expr) => {
        async {
            let only_reads: bool = $only_reads;
            let _turn = if only_reads { None } else { $db.turn().await? };
            let mut may_repeat = only_reads;
            loop {
                $db.statements.fetch_add(1, Ordering::Relaxed);
                let done = match $db.line().await {
                    Ok(mut $line) => {
                        let done = $ask.await;
                        if done.as_ref().is_err_and(Trouble::spoils) {
                            $line.spoil();
                        }
                        done
                    }
                    Err(error) => Err(error),
                };
                let Err(error) = &done else {
                    if !only_reads {
                        $db.health.has_written();
                    }
                    return done;
                };
                if $db.note(error, !only_reads) != Some(Trouble::Lost) || !std::mem::take(&mut may_repeat) {
                    return done;
                }
            }
        }
        .await
    };
}

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// One file, nothing to install.
    Sqlite,
    /// What production runs on.
    Postgres,
}

/// A pool of connections to one of the two databases.
#[derive(Clone, Debug)]
pub struct Database {
    pool: DatabaseConnection,
    dialect: Dialect,
    reads: Arc<AtomicU64>,
    statements: Arc<AtomicU64>,
    pulse: Pulse,
    health: Arc<Health>,
    /// Whose turn it is to write: SQLite lets one write at a time.
    turns: Arc<Semaphore>,
    /// What was made of rows that never change again, by its type and their id.
    made: Arc<Made>,
}

type Made = Cache<(TypeId, Uuid), Arc<dyn Any + Send + Sync>>;

/// How a pool is set up.
#[derive(Clone, Debug)]
pub struct PoolOptions {
    /// Connections at most.
    pub connections: u32,
    /// Longest time a statement may take on Postgres.
    pub statement_timeout: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self { connections: 16, statement_timeout: Duration::from_secs(10) }
    }
}

/// The address of the embedded database in a data folder.
pub fn embedded(data: &Path) -> String {
    format!("sqlite://{}?mode=rwc", data.join("nql.sqlite").display())
}

/// The file of an embedded database, if its address is of one.
pub fn file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path).split('?').next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path.as_ref()))
}

/// The name of a database, for people: the file, or the server and the database on it. Never who signs in and how.
pub fn name(url: &str) -> String {
    if let Some(file) = file(url) {
        return file.display().to_string();
    }
    let parsed = url.parse::<url::Url>().ok();
    let named = parsed.as_ref().map(|url| {
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}{}", url.scheme(), url.host_str().unwrap_or_default(), url.path())
    });
    named.unwrap_or_else(|| "DATABASE_URL".to_owned())
}

/// What is wrong with the file of a database, if an error says that it is damaged or none at all.
pub fn damage(error: &DbErr) -> Option<String> {
    let (DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error else { return None };
    let RuntimeErr::SqlxError(error) = inner else { return None };
    let error = error.as_database_error()?;
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    // CORRUPT, NOTADB
    let is_damage = error.code()?.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 11 | 26));
    is_damage.then(|| error.message().to_owned())
}

/// What a look through the file of a database has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Nothing wrong; or it is no file of ours.
    Whole,
    /// The first thing that is wrong.
    Damaged(String),
    /// Nothing so far; it was not looked at to the end.
    NotToTheEnd,
}

/// Looks through the file of SQLite for damage, for so long at most.
pub async fn look_through(url: &str, patience: Duration) -> Result<Looked, DbErr> {
    if file(url).is_none() {
        return Ok(Looked::Whole);
    }
    // A connection of its own: it is let go of in the middle when it takes too long.
    let look = async {
        let mut line = sqlx::SqliteConnection::connect(url).await?;
        let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut line).await?;
        line.close().await?;
        Ok::<String, sqlx::Error>(found)
    };
    match timeout(patience, look).await {
        Err(_) => Ok(Looked::NotToTheEnd),
        Ok(Ok(found)) if found == "ok" => Ok(Looked::Whole),
        Ok(Ok(found)) => Ok(Looked::Damaged(found)),
        Ok(Err(error)) => Err(query(error)),
    }
}

impl Database {
    /// Connects to `url`: `sqlite://...` or `postgres://...`.
    pub async fn connect(url: &str, pool: &PoolOptions) -> Result<Self, DbErr> {
        let dialect = match url.split_once(':') {
            Some(("sqlite", _)) => Dialect::Sqlite,
            Some(("postgres" | "postgresql", _)) => Dialect::Postgres,
            _ => return Err(DbErr::Custom("a database address starts with postgres:// or sqlite://".to_owned())),
        };
        if dialect == Dialect::Postgres {
            // A pool would try again until it times out, and say no more than that.
            let probe = tokio::time::timeout(PATIENCE, sqlx::PgConnection::connect(url)).await;
            let probe = probe.map_err(|_| DbErr::Custom("it does not answer".to_owned()))?;
            probe.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))))?.close().await.ok();
        }
        let health = Arc::new(Health::default());
        let mut options = ConnectOptions::new(url);
        options.max_connections(pool.connections).acquire_timeout(PATIENCE).sqlx_logging(false);
        // A ping before every statement would double the round trips of a read.
        options.test_before_acquire_if_idle_for(Duration::from_secs(30));
        match dialect {
            Dialect::Sqlite => {
                options.map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .foreign_keys(true)
                        .busy_timeout(Duration::from_secs(10))
                        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                        // What was acknowledged survives a power cut, not only a crash.
                        .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                        // What is erased is overwritten in the file, and not only forgotten.
                        .pragma("secure_delete", "ON")
                        .statement_cache_capacity(STATEMENTS)
                });
            }
            Dialect::Postgres => {
                let timeout = pool.statement_timeout.as_millis().to_string();
                options.map_sqlx_postgres_opts(move |postgres| {
                    postgres
                        .options([("statement_timeout", timeout.as_str()), ("jit", "off")])
                        .application_name("nql")
                        .statement_cache_capacity(STATEMENTS)
                });
                let health = Arc::clone(&health);
                options.map_sqlx_postgres_before_acquire(move |connection, known| {
                    let is_suspect = health.is_suspect(known.idle_for);
                    Box::pin(async move {
                        // One that has just gone seldom goes alone: after a restart all of them have.
                        if is_suspect {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                });
            }
        }
        Ok(Self {
            pool: sea_orm::Database::connect(options).await?,
            dialect,
            reads: Arc::default(),
            statements: Arc::default(),
            pulse: Pulse::new(),
            health,
            turns: Arc::new(Semaphore::new(1)),
            made: Arc::new(Cache::new(MADE)),
        })
    }

    /// Beats after every write.
    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// Passes beats between the processes on one Postgres, for as long as the process lives. A write pays nothing for it,
    /// and nothing depends on it: a beat that is lost only means that somebody looks again later. SQLite is served by one
    /// process.
    pub async fn pass_beats(self) {
        if self.dialect == Dialect::Sqlite {
            return;
        }
        loop {
            if let Err(error) = self.pass_beats_until_lost().await {
                self.note(&error, false);
                tracing::warn!(%error, "not in touch with the other processes");
            }
            tokio::time::sleep(OUT_OF_TOUCH).await;
        }
    }

    async fn pass_beats_until_lost(&self) -> Result<(), sqlx::Error> {
        let pool = self.pool.get_postgres_connection_pool();
        // A channel is known in the whole database, and schemas are databases of their own to us.
        let (channel, me): (String, String) =
            sqlx::query_as("SELECT 'nql_' || current_schema(), gen_random_uuid()::text").fetch_one(pool).await?;
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(&channel).await?;
        // Out of touch until now, anything may have been written.
        self.pulse.hear_of(None);
        let hear = async {
            loop {
                match listener.try_recv().await? {
                    Some(heard) => match heard.payload().split_once(' ') {
                        Some((by, _)) if by == me => {}
                        told => self.pulse.hear_of(told.map(|(_, what)| what)),
                    },
                    // Without a connection for a while, anything may have been written.
                    None => self.pulse.hear_of(None),
                }
            }
        };
        let tell = async {
            loop {
                let what = self.pulse.to_tell().await;
                let told = format!("{me} {what}");
                sqlx::query("SELECT pg_notify($1, $2)").bind(&channel).bind(told).execute(pool).await?;
                // Many writes are one beat.
                tokio::time::sleep(BEAT).await;
            }
        };
        tokio::select! { lost = hear => lost, lost = tell => lost }
    }

    /// What migrations run on, and what is closed at the end; everything else goes through [`Self::connection`] and
    /// [`crate::work::Work`].
    pub fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Where one statement is read or written outside of a transaction.
    pub fn connection(&self) -> &Self {
        self
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Opens a write transaction.
    pub async fn begin(&self) -> Result<Transaction, DbErr> {
        Transaction::begin(self, Purpose::Write).await
    }

    /// Opens a transaction that only reads.
    pub async fn begin_reading(&self) -> Result<Transaction, DbErr> {
        Transaction::begin(self, Purpose::Read).await
    }

    /// Whether it can be read; and written, if the last write met with trouble.
    pub async fn check(&self) -> Result<(), DbErr> {
        if !self.health.is_doubtful() {
            return self.query_one_raw(Statement::from_string(self.get_database_backend(), "SELECT 1")).await.map(drop);
        }
        if !self.health.may_try(BETWEEN_TRIES) {
            return Err(DbErr::Custom("the last write was not possible".to_owned()));
        }
        // As large as the largest request: a smaller one finds a place on a disk that is as good as full. And never the same:
        // what is already there would not be written.
        let ballast = match self.dialect {
            Dialect::Sqlite => "hex(randomblob(131072))",
            Dialect::Postgres => "repeat(md5(random()::text), 8192)",
        };
        let transaction = self.begin().await?;
        let beat = format!(
            "INSERT INTO heartbeat (id, ballast) VALUES (1, {ballast}) ON CONFLICT (id) DO UPDATE SET ballast = excluded.ballast"
        );
        transaction.execute_unprepared(&beat).await?;
        transaction.commit().await
    }

    /// How many statements [`Self::read_text`] has run.
    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }

    /// How many statements were put to it, those that begin and end transactions with them.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Runs one statement that only reads, and whose answer is one cell of text; `None` for NULL or no row.
    pub async fn read_text(&self, sql: &str, values: &[Bound]) -> Result<Option<String>, Stop> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        outside!(self, true, |line| line.cell(sql, values)).map_err(Stop::failure)
    }

    async fn line(&self) -> Result<Line, sqlx::Error> {
        Ok(match self.dialect {
            Dialect::Postgres => Line::Postgres(self.pool.get_postgres_connection_pool().acquire().await?),
            Dialect::Sqlite => Line::Sqlite(self.pool.get_sqlite_connection_pool().acquire().await?),
        })
    }

    /// Waits for the turn to write. On Postgres nobody has to.
    async fn turn(&self) -> Result<Option<OwnedSemaphorePermit>, sqlx::Error> {
        match self.dialect {
            Dialect::Postgres => Ok(None),
            Dialect::Sqlite => match timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
                Ok(Ok(turn)) => Ok(Some(turn)),
                Ok(Err(_)) | Err(_) => Err(sqlx::Error::PoolTimedOut),
            },
        }
    }

    /// Tells those who wait of a statement that changed rows outside of a transaction.
    fn beat_after(&self, sql: &str, has_changed: bool) {
        if has_changed && !only_reads(sql) {
            self.pulse.beat(Written::by(sql));
        }
    }

    /// Remembers the trouble that an error tells of.
    fn note(&self, error: &sqlx::Error, was_write: bool) -> Option<Trouble> {
        let trouble = Trouble::of_sqlx(error);
        if let Some(trouble) = trouble {
            self.health.note(trouble, was_write);
        }
        trouble
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Database {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let done = outside!(self, only_reads(&statement.sql), |line| line.execute(&statement)).map_err(exec)?;
        self.beat_after(&statement.sql, done.rows_affected() > 0);
        Ok(done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let done = outside!(self, only_reads(sql), |line| line.script(sql)).map_err(exec)?;
        self.beat_after(sql, done.rows_affected() > 0);
        Ok(done)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = outside!(self, only_reads(&statement.sql), |line| line.one(&statement)).map_err(query)?;
        self.beat_after(&statement.sql, row.is_some());
        Ok(row)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = outside!(self, only_reads(&statement.sql), |line| line.all(&statement)).map_err(query)?;
        self.beat_after(&statement.sql, !rows.is_empty());
        Ok(rows)
    }
}

/// Whether a statement may be put twice without doing anything twice.
fn only_reads(sql: &str) -> bool {
    sql.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("SELECT "))
}

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two beats that other processes are told of.
const BEAT: Duration = Duration::from_millis(100);
/// Between two tries to be in touch with them.
const OUT_OF_TOUCH: Duration = Duration::from_secs(2);
/// Between two writes that only try whether one is possible.
const BETWEEN_TRIES: Duration = Duration::from_secs(1);
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;
/// A longer statement is prepared anew each time: callers decide how many there are, and how long.
const PREPARED: usize = 16 * 1024;

/// Things that are kept because what they were made of never changes.
const MADE: usize = 100;

/// Ids in one statement at most; both databases have a bound on the values of one.
pub const AT_ONCE: usize = 500;

/// Leaves a row out that any constraint calls a double. The library's own `on_conflict_do_nothing` heeds the primary key
/// alone, which with new ids is never taken: every other double would be a failure.
pub fn any_conflict() -> OnConflict {
    OnConflict::new().do_nothing().to_owned()
}

/// The row that was written, or `None` when a unique constraint says that it is already there.
pub fn unless_taken<T>(written: Result<T, DbErr>) -> Result<Option<T>, Stop> {
    match written {
        Ok(row) => Ok(Some(row)),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether `error` is the guard of the rule `rule` (see the migrations) speaking.
pub fn is_guard(error: &DbErr, rule: &str) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    error.as_database_error().is_some_and(|error| error.message().contains(rule))
}
