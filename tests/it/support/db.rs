//! A fresh database per test: a copy of a migrated SQLite file, or a schema of its own on Postgres.

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use migration::{Migrator, MigratorTrait};
use nql::db::{Database, PoolOptions};
use sea_orm::{ConnectionTrait, Statement};
use tempfile::TempDir;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// What is in the database when a test starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Nothing,
    /// The demo data: made once per run, the same rows on both databases. On Postgres all tests share them.
    Demo,
}

/// A database, and what must be done when the test is over.
pub struct Fresh {
    pub db: Database,
    schema: Option<String>,
}

/// Address of the Postgres to test on.
pub fn postgres() -> Option<String> {
    std::env::var("NQL_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// A folder for all SQLite files of this run; it goes with the process.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());
static COUNT: AtomicU32 = AtomicU32::new(0);

/// The migrated file that every SQLite test starts from.
static TEMPLATE: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = FOLDER.path().join("template.sqlite");
    let db = file.clone();
    apart(async move {
        let db = open(&db).await;
        Migrator::up(db.pool(), None).await.unwrap();
        settle(db).await;
    });
    file
});

/// The same with the demo data.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = FOLDER.path().join("demo.sqlite");
    std::fs::copy(&*TEMPLATE, &file).unwrap();
    let db = file.clone();
    apart(async move {
        let db = open(&db).await;
        nql::demo::fill(&db, 1).await.unwrap();
        settle(db).await;
    });
    file
});

/// The schema on Postgres with the demo data.
static DEMO_SCHEMA: LazyLock<String> = LazyLock::new(|| {
    let schema = format!("nql_test_{}_demo", std::process::id());
    let name = schema.clone();
    apart(async move {
        create(&name).await;
        let db = enter(&name).await;
        Migrator::up(db.pool(), None).await.unwrap();
        nql::demo::fill(&db, 1).await.unwrap();
        db.connection().execute_unprepared("ANALYZE").await.unwrap();
        db.pool().clone().close().await.unwrap();
    });
    schema
});

/// The stack of a main thread: without optimisation every step of a mutation takes its place there, and other threads have a
/// quarter of that.
pub const STACK: usize = 8 * 1024 * 1024;

/// Runs something to its end in a runtime of its own: a test is already inside one.
fn apart(work: impl Future<Output = ()> + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK);
    thread.spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(work)).unwrap().join().unwrap();
}

async fn open(file: &Path) -> Database {
    let url = format!("sqlite://{}?mode=rwc", file.display());
    Database::connect(&url, &PoolOptions { connections: 4, ..PoolOptions::default() }).await.unwrap()
}

/// Closes a file so that it can be copied.
async fn settle(db: Database) {
    db.connection().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
    db.pool().clone().close().await.unwrap();
}

async fn outside() -> Database {
    Database::connect(&postgres().unwrap(), &PoolOptions { connections: 1, ..PoolOptions::default() }).await.unwrap()
}

async fn create(schema: &str) {
    let db = outside().await;
    db.connection().execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.unwrap();
    db.pool().clone().close().await.unwrap();
}

async fn enter(schema: &str) -> Database {
    let options = PoolOptions { connections: 4, schema: Some(schema.to_owned()), ..PoolOptions::default() };
    Database::connect(&postgres().unwrap(), &options).await.unwrap()
}

/// The schema that a database on Postgres is in.
pub async fn schema(db: &Database) -> String {
    let schema = Statement::from_string(db.get_database_backend(), "SELECT current_schema()");
    let row = db.query_one_raw(schema).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Other connections to the same schema.
pub async fn beside(db: &Database) -> Database {
    enter(&schema(db).await).await
}

/// When all tests are over: what they shared goes.
pub fn clear() {
    if LazyLock::get(&DEMO_SCHEMA).is_some() {
        apart(async {
            let db = outside().await;
            db.connection().execute_unprepared(&format!("DROP SCHEMA {} CASCADE", *DEMO_SCHEMA)).await.unwrap();
        });
    }
}

impl Fresh {
    pub async fn new(engine: Engine, start: Start) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        match (engine, start) {
            (Engine::Sqlite, _) => {
                let file = FOLDER.path().join(format!("{number}.sqlite"));
                let from = if start == Start::Demo { &DEMO } else { &TEMPLATE };
                std::fs::copy(&**from, &file).unwrap();
                Self { db: open(&file).await, schema: None }
            }
            (Engine::Postgres, Start::Nothing) => {
                let schema = format!("nql_test_{}_{number}", std::process::id());
                create(&schema).await;
                let db = enter(&schema).await;
                Migrator::up(db.pool(), None).await.unwrap();
                Self { db, schema: Some(schema) }
            }
            (Engine::Postgres, Start::Demo) => Self { db: enter(&DEMO_SCHEMA).await, schema: None },
        }
    }

    /// Leaves nothing behind.
    pub async fn drop(self) {
        if let Some(schema) = &self.schema {
            self.db.connection().execute_unprepared(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
        }
        self.db.pool().clone().close().await.unwrap();
    }
}
