//! From a configuration to a running server: open, check, serve, stop gracefully.

use std::{fs, io, net::SocketAddr, sync::Arc, time::Duration};

use chrono::TimeDelta;
use hyper_util::rt::TokioTimer;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use tokio::net::TcpListener;

use crate::{
    api::{Api, Pace, Settings},
    auth::{
        keys::{KeyError, KeyRing},
        provider::{ProviderError, Providers},
        token::Tokens,
    },
    clock::{Clock, Ids},
    config::Config,
    db::{Database, PoolOptions},
    demo::DemoError,
    http::{self, Http},
    jury::{planning::Planner, reminders::keep_reminding},
    notification::{Post, Sender},
    session,
    stop::Stop,
};

/// Why the program cannot start: one plain sentence each.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error("cannot use the data folder {0}: {1}; choose another with --data")]
    DataFolder(String, #[source] io::Error),
    /// The keys.
    #[error("{0}")]
    Keys(#[from] KeyError),
    /// The identity providers.
    #[error("{0}")]
    Providers(#[from] ProviderError),
    /// The database does not answer.
    #[error("cannot reach the database: {0}; check DATABASE_URL")]
    Database(String),
    /// The port.
    #[error("cannot listen on {0}: {1}; choose another address with --listen")]
    Listen(SocketAddr, #[source] io::Error),
    /// The database was used by a newer program.
    #[error(
        "the database has the step {0}, which this program does not know: it was used by a newer version; upgrade the program"
    )]
    NewerSchema(String),
    /// The database is behind.
    #[error("the database schema is {0} step(s) behind; run `nql migrate up`")]
    OlderSchema(usize),
    /// The schema has a hole.
    #[error("the API is not safe to start: {0}")]
    Unguarded(String),
    /// There is no such user.
    #[error("there is no active user with the address {0}")]
    NoSuchUser(String),
    /// Mail.
    #[error("mail cannot be sent: {0}")]
    Mail(String),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl From<Stop> for StartError {
    fn from(stop: Stop) -> Self {
        let mut text = stop.to_string();
        let mut next = std::error::Error::source(&stop);
        while let Some(cause) = next {
            text = format!("{text}: {cause}");
            next = cause.source();
        }
        Self::Other(text)
    }
}

impl From<DemoError> for StartError {
    fn from(error: DemoError) -> Self {
        Self::Other(error.to_string())
    }
}

impl From<DbErr> for StartError {
    fn from(error: DbErr) -> Self {
        if let DbErr::Custom(text) = error {
            return Self::Database(text);
        }
        // The outer layers only say that something went wrong below them.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(next) = cause.source() {
            cause = next;
        }
        Self::Database(cause.to_string())
    }
}

/// Makes the data folder if it is not there.
pub fn data_folder(config: &Config) -> Result<(), StartError> {
    let denied = |error| StartError::DataFolder(config.data.display().to_string(), error);
    fs::create_dir_all(&config.data).map_err(denied)?;
    // One of its own: several processes may start at once.
    let probe = config.data.join(format!(".writable-{}", std::process::id()));
    fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)).map_err(denied)
}

/// Connects to the database.
pub async fn database(config: &Config) -> Result<Database, StartError> {
    if config.is_embedded() {
        data_folder(config)?;
    }
    let pool = PoolOptions { connections: config.database_connections, ..PoolOptions::default() };
    Ok(Database::connect(&config.database(), &pool).await?)
}

/// Steps that the database has and this program does not know, and steps that it lacks.
pub async fn schema_state(db: &Database) -> Result<(Vec<String>, Vec<String>), StartError> {
    let known: Vec<String> = Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
    let connection = db.connection();
    let rows = connection
        .query_all_raw(Statement::from_string(
            connection.get_database_backend(),
            "SELECT version FROM seaql_migrations",
        ))
        .await
        // No such table: nothing was ever applied.
        .unwrap_or_default();
    let applied: Vec<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
    let newer = applied.iter().filter(|step| !known.contains(step)).cloned().collect();
    let missing = known.into_iter().filter(|step| !applied.contains(step)).collect();
    Ok((newer, missing))
}

/// Brings the schema up to date, or says why not. The embedded database follows the program by itself;
/// one that is shared is migrated by whoever runs it.
pub async fn settle_schema(db: &Database, follows: Follows) -> Result<(), StartError> {
    let (newer, missing) = schema_state(db).await?;
    if let Some(step) = newer.into_iter().next() {
        return Err(StartError::NewerSchema(step));
    }
    match follows {
        Follows::Program => Ok(Migrator::up(db.connection(), None).await?),
        Follows::Operator if missing.is_empty() => Ok(()),
        Follows::Operator => Err(StartError::OlderSchema(missing.len())),
    }
}

/// Who brings a schema up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follows {
    /// The program, at its start.
    Program,
    /// Whoever runs it.
    Operator,
}

/// The maker and reader of access tokens.
pub fn tokens(config: &Config) -> Result<Tokens, StartError> {
    data_folder(config)?;
    let keys = Arc::new(KeyRing::open(&config.data, Clock::System.now())?);
    let tokens = Tokens::new(keys, &config.issuer, "nql-api", TimeDelta::minutes(config.token_minutes));
    tokens.self_test(Clock::System.now())?;
    Ok(tokens)
}

/// What an operator decides of the API.
pub fn settings(config: &Config) -> Result<Settings, StartError> {
    let providers = match &config.providers {
        Some(file) => Providers::read(file)?,
        None => Providers::default(),
    };
    Ok(Settings {
        limits: config.limits.clone(),
        is_schema_public: config.public_schema,
        notes_reading: true,
        pace: Pace::default(),
        providers,
    })
}

/// Builds the API on a database.
pub fn api(db: Database, tokens: Tokens, settings: Settings) -> Result<Arc<Api>, StartError> {
    Api::new(db, Clock::System, Ids::random(), tokens, settings).map(Arc::new).map_err(StartError::Unguarded)
}

/// The way out for mail and the address of the front end, if the operator named a mail server.
pub fn post(config: &Config) -> Result<Option<(Post, String)>, StartError> {
    let Some(relay) = &config.smtp else { return Ok(None) };
    let missing = |option: &str| StartError::Mail(format!("--smtp needs {option} too"));
    let from = config.mail_from.clone().ok_or_else(|| missing("--mail-from"))?;
    let front = config.front_end.as_ref().ok_or_else(|| missing("--front-end"))?;
    let post = Post::new(relay.clone(), config.smtp_ca.as_deref(), from).map_err(StartError::Mail)?;
    Ok(Some((post, front.as_str().trim_end_matches('/').to_owned())))
}

/// What sends mail, if the operator named a mail server.
pub fn sender(config: &Config, db: Database) -> Result<Option<Sender>, StartError> {
    let Some((post, front)) = post(config)? else { return Ok(None) };
    Ok(Some(Sender {
        db,
        clock: Clock::System,
        ids: Ids::random(),
        post,
        front,
        pause: Duration::from_mins(1) / config.mail_rate.max(1),
        make_link: |work, user| Box::pin(session::commands::make_link(work, user)),
    }))
}

/// Opens the port.
pub async fn listen(config: &Config) -> Result<TcpListener, StartError> {
    TcpListener::bind(config.listen).await.map_err(|error| StartError::Listen(config.listen, error))
}

/// Where it listens, for a client on this machine; the port is the real one when any was asked for.
pub fn address(listener: &TcpListener) -> Result<String, StartError> {
    let address = listener.local_addr().map_err(|error| StartError::Other(error.to_string()))?;
    Ok(format!("http://{address}"))
}

/// Serves until the process is asked to stop; requests under way are answered first.
pub async fn serve(listener: TcpListener, http: Http, sender: Option<Sender>) -> Result<(), StartError> {
    let stopped = |error: io::Error| StartError::Other(format!("the server stopped: {error}"));
    let api = Arc::clone(&http.api);
    tokio::spawn({
        let api = Arc::clone(&api);
        async move {
            loop {
                tokio::time::sleep(PRUNED).await;
                api.meter.prune();
            }
        }
    });
    tokio::spawn(crate::audit::keep_sealing(http.api.db.clone()));
    tokio::spawn(session::keep_tidy(http.api.db.clone(), http.api.clock.clone()));
    tokio::spawn(session::keep_writing_refused(Arc::clone(&http.api)));
    tokio::spawn(http.api.db.clone().pass_beats());
    let (db, clock, ids) = (http.api.db.clone(), http.api.clock.clone(), http.api.ids.clone());
    tokio::spawn(Planner { db: db.clone(), clock: clock.clone(), ids: ids.clone() }.keep_planning());
    tokio::spawn(keep_reminding(db, clock, ids));
    if let Some(sender) = sender {
        tokio::spawn(sender.keep_sending());
    }
    let handle = axum_server::Handle::new();
    let sockets = Arc::clone(&http.sockets);
    tokio::spawn({
        let (handle, sockets) = (handle.clone(), Arc::clone(&sockets));
        async move {
            asked_to_stop().await;
            sockets.close();
            handle.graceful_shutdown(Some(UNDER_WAY));
        }
    });
    let mut server = axum_server::from_tcp(listener.into_std().map_err(stopped)?).map_err(stopped)?.handle(handle);
    // Whoever sends a header byte by byte holds a connection no longer than this (C3).
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER);
    let router = http::router(http).into_make_service_with_connect_info::<SocketAddr>();
    server.serve(router).await.map_err(stopped)?;
    let _ = tokio::time::timeout(UNDER_WAY, sockets.closed()).await;
    if let Err(error) = session::write_refused(&api).await {
        tracing::error!(?error, "the last refused attempts are not in the audit log");
    }
    Ok(())
}

/// Longest time for the header of a request.
const HEADER: Duration = Duration::from_secs(10);
/// How long requests under way may take once the process is asked to stop.
const UNDER_WAY: Duration = Duration::from_secs(30);
/// How often callers who ask for nothing are forgotten.
const PRUNED: Duration = Duration::from_mins(1);

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => {
                let _ = interrupt.await;
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
    tracing::info!("stopping");
}
