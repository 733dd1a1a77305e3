//! A fresh database per test: a copy of a migrated SQLite file, or a schema of its own on Postgres.

use std::{
    path::PathBuf,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use migration::{Migrator, MigratorTrait};
use nql::db::{Database, PoolOptions};
use sea_orm::ConnectionTrait;
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
    let url = format!("sqlite://{}?mode=rwc", file.display());
    // A runtime of its own: a test is already inside one.
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let db = Database::connect(&url, &PoolOptions::default()).await.unwrap();
            Migrator::up(db.connection(), None).await.unwrap();
            db.connection().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            db.connection().clone().close().await.unwrap();
        });
    })
    .join()
    .unwrap();
    file
});

impl Fresh {
    pub async fn new(engine: Engine) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        match engine {
            Engine::Sqlite => {
                let file = FOLDER.path().join(format!("{number}.sqlite"));
                std::fs::copy(&*TEMPLATE, &file).unwrap();
                let url = format!("sqlite://{}?mode=rwc", file.display());
                let db =
                    Database::connect(&url, &PoolOptions { connections: 4, ..PoolOptions::default() }).await.unwrap();
                Self { db, schema: None }
            }
            Engine::Postgres => {
                let url = postgres().unwrap();
                let schema = format!("nql_test_{}_{number}", std::process::id());
                let outside =
                    Database::connect(&url, &PoolOptions { connections: 1, ..PoolOptions::default() }).await.unwrap();
                outside.connection().execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.unwrap();
                outside.connection().clone().close().await.unwrap();
                let options = PoolOptions { connections: 4, schema: Some(schema.clone()), ..PoolOptions::default() };
                let db = Database::connect(&url, &options).await.unwrap();
                Migrator::up(db.connection(), None).await.unwrap();
                Self { db, schema: Some(schema) }
            }
        }
    }

    /// Leaves nothing behind.
    pub async fn drop(self) {
        if let Some(schema) = &self.schema {
            self.db.connection().execute_unprepared(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
        }
        self.db.connection().clone().close().await.unwrap();
    }
}
