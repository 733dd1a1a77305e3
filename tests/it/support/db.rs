//! A fresh database per test: a copy of a migrated one.

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
use url::Url;

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
    /// Its name on Postgres, unless it is shared.
    name: Option<String>,
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

/// The migrated database that every test on Postgres starts from.
static TEMPLATE_DATABASE: LazyLock<String> = LazyLock::new(|| {
    let name = named("template");
    let made = name.clone();
    apart(async move {
        create(&made, "template1").await;
        let db = enter(&made).await;
        Migrator::up(db.pool(), None).await.unwrap();
        db.pool().clone().close().await.unwrap();
    });
    name
});

/// The same with the demo data.
static DEMO_DATABASE: LazyLock<String> = LazyLock::new(|| {
    let name = named("demo");
    let made = name.clone();
    apart(async move {
        create(&made, &TEMPLATE_DATABASE).await;
        let db = enter(&made).await;
        nql::demo::fill(&db, 1).await.unwrap();
        db.connection().execute_unprepared("ANALYZE").await.unwrap();
        db.pool().clone().close().await.unwrap();
    });
    name
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

fn named(what: &str) -> String {
    format!("nql_test_{}_{what}", std::process::id())
}

async fn create(name: &str, from: &str) {
    let db = outside().await;
    db.connection().execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {from}")).await.unwrap();
    db.pool().clone().close().await.unwrap();
}

/// Whoever is still in it is put out.
async fn remove(name: &str) {
    let db = outside().await;
    db.connection().execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    db.pool().clone().close().await.unwrap();
}

async fn enter(name: &str) -> Database {
    let options = PoolOptions { connections: 4, ..PoolOptions::default() };
    Database::connect(address(name).as_str(), &options).await.unwrap()
}

/// The address of a database on the Postgres to test on.
pub fn address(name: &str) -> Url {
    let mut url = Url::parse(&postgres().unwrap()).unwrap();
    url.set_path(name);
    url
}

/// What a database on Postgres is called.
pub async fn name(db: &Database) -> String {
    let name = Statement::from_string(db.get_database_backend(), "SELECT current_database()::text");
    let row = db.query_one_raw(name).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Other connections to the same database.
pub async fn beside(db: &Database) -> Database {
    enter(&name(db).await).await
}

/// When all tests are over: what they shared goes.
pub fn clear() {
    for shared in [&DEMO_DATABASE, &TEMPLATE_DATABASE] {
        if let Some(name) = LazyLock::get(shared) {
            apart(remove(name));
        }
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
                Self { db: open(&file).await, name: None }
            }
            (Engine::Postgres, Start::Nothing) => {
                let name = named(&number.to_string());
                create(&name, &TEMPLATE_DATABASE).await;
                Self { db: enter(&name).await, name: Some(name) }
            }
            (Engine::Postgres, Start::Demo) => Self { db: enter(&DEMO_DATABASE).await, name: None },
        }
    }

    /// Leaves nothing behind.
    pub async fn drop(self) {
        self.db.pool().clone().close().await.unwrap();
        if let Some(name) = &self.name {
            remove(name).await;
        }
    }
}
