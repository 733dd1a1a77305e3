//! From a configuration to a running server: open, check, serve, stop gracefully.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, middleware};
use axum_server::Handle;
use chrono::TimeDelta;
use entity::{campaign, message};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, Statement};
use tokio::net::TcpListener;
use url::Url;

use crate::{
    api::{Api, Pace, Settings},
    auth::{
        keys::{KeyError, KeyRing, Purpose},
        provider::{ProviderError, Providers},
        shared::{Agreed, agree},
        token::Tokens,
    },
    clock::{Clock, Ids},
    config::{Config, Place},
    db::{self, Database, Looked, PoolOptions, Trouble},
    demo::DemoError,
    due::Runner,
    event,
    files::Files,
    folder,
    http::{
        self, Http,
        connections::{self, Connections},
    },
    jury::planning::Planner,
    notification::{Opens, Post, Sender},
    photo,
    rehearsal::{self, Rehearsal, Unmoved},
    session,
    stop::Stop,
    telemetry,
    work::Work,
};

/// Why the program cannot start: one plain sentence each.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error("cannot use the data folder {0}: {1}; choose another with --data")]
    DataFolder(String, #[source] io::Error),
    /// Where files are kept.
    #[error("cannot keep files in {0}: {1}; choose another place with --files")]
    Files(Place, #[source] io::Error),
    /// Others can read what is for nobody else.
    #[error("others can read {0}; run `chmod {1}`")]
    Exposed(String, String),
    /// The keys.
    #[error("{0}")]
    Keys(#[from] KeyError),
    /// The identity providers.
    #[error("{0}")]
    Providers(#[from] ProviderError),
    /// The database does not answer.
    #[error("cannot reach the database: {0}; check DATABASE_URL")]
    Database(String),
    /// There is no database.
    #[error("there is no database at {0}; check --data and DATABASE_URL, or make one with `nql serve --create`")]
    NoDatabase(String),
    /// The file of the database is damaged.
    #[error("the database {0} is damaged: {1}; keep a copy of it, and put the last backup in its place")]
    Damaged(String, String),
    /// Nothing was ever made in the database.
    #[error("the database is empty; check DATABASE_URL, or make its tables with `nql serve --create`")]
    Empty,
    /// Other keys sign for the database.
    #[error(
        "{0} has not the key {1}, which signs for this database: use the folder of keys that its other servers have, or, if \
         there are none, say `nql keys adopt`"
    )]
    OtherKeys(String, String),
    /// The port.
    #[error("cannot listen on {0}: {1}; choose another address with --listen")]
    Listen(SocketAddr, #[source] io::Error),
    /// The database was used by a newer program.
    #[error(
        "the database has the step {0}, which this program does not know: it was used by a newer version; upgrade the program"
    )]
    NewerSchema(String),
    /// The database is behind.
    #[error("the database schema is {0} step(s) behind; run `nql migrate up`, or serve with --migrate")]
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
    /// Somebody works in the database.
    #[error("the database has users: make a rehearsal of one that is empty")]
    InUse,
    /// A database in which time is real.
    #[error(
        "the database is not one for rehearsals, and its clock is that of this machine; make one with `nql migrate up --rehearsal`"
    )]
    RealTime,
    /// The clock of a rehearsal.
    #[error("{0}")]
    Unmoved(#[from] Unmoved),
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

/// Makes the data folder if it is not there. One that others can enter is closed to them, if it is ours; what lies
/// open in it is refused where it is read, because they may have read it.
pub fn data_folder(config: &Config) -> Result<(), StartError> {
    let data = &config.data;
    let denied = |error| StartError::DataFolder(data.display().to_string(), error);
    folder::make(data).map_err(denied)?;
    if folder::is_exposed(data).map_err(denied)? {
        let name = data.display().to_string();
        folder::close(data).map_err(|_| StartError::Exposed(name.clone(), format!("700 {name}")))?;
        tracing::warn!(folder = name, "the data folder was open to others, and is closed now");
    }
    // One of its own: several processes may start at once.
    let probe = data.join(format!(".writable-{}", std::process::id()));
    fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)).map_err(denied)
}

/// Connects to the database, and makes its file if `create` says so and there is none.
pub async fn database(config: &Config, create: bool) -> Result<Database, StartError> {
    let file = db::file(&config.database());
    let name = db::name(&config.database());
    if let Some(file) = &file {
        let denied = |error| StartError::DataFolder(file.display().to_string(), error);
        if !create && !file.try_exists().map_err(denied)? {
            return Err(StartError::NoDatabase(name));
        }
        if config.is_embedded() {
            data_folder(config)?;
        }
        closed(file)?;
    }
    let pool = PoolOptions { connections: config.database_connections, ..PoolOptions::default() };
    Database::connect(&config.database(), &pool).await.map_err(|error| damage(config, error))
}

/// Looks for a while whether the file of a database is whole, before it is used for long.
pub async fn look_through(config: &Config) -> Result<(), StartError> {
    let database = db::name(&config.database());
    match db::look_through(&config.database(), LOOKED_THROUGH).await.map_err(|error| damage(config, error))? {
        Looked::Whole => {}
        Looked::Damaged(what) => return Err(StartError::Damaged(database, what)),
        Looked::NotToTheEnd => {
            tracing::warn!(database, "the database is large: it was not looked through to the end for damage");
        }
    }
    Ok(())
}

fn damage(config: &Config, error: DbErr) -> StartError {
    match db::damage(&error) {
        Some(what) => StartError::Damaged(db::name(&config.database()), what),
        None => error.into(),
    }
}

/// Says in the log which database it is.
pub async fn tell_database(config: &Config, db: &Database) -> Result<(), StartError> {
    let campaigns = campaign::Entity::find().count(db.connection()).await?;
    let (database, schema) = (db::name(&config.database()), Migrator::migrations().len());
    tracing::info!(database, schema, campaigns, version = env!("CARGO_PKG_VERSION"), "nql serves this database");
    Ok(())
}

/// Whether this process has the keys that sign for the database.
pub async fn settle_keys(config: &Config, db: &Database, keys: &KeyRing, clock: &Clock) -> Result<(), StartError> {
    match agree(db, keys, clock.now()).await? {
        Agreed::Yes => Ok(()),
        Agreed::No(kid) => Err(StartError::OtherKeys(keys.purpose().folder(&config.data).display().to_string(), kid)),
    }
}

/// Tells the database of keys that come, and the log of keys that others have and this process has not, for as long as the
/// process lives.
async fn keep_agreeing(api: Arc<Api>) {
    loop {
        tokio::time::sleep(AGREED).await;
        // Of a key that was retired meanwhile nobody is told again.
        for keys in [Some(api.tokens.keys()), api.issuer.as_deref()].into_iter().flatten() {
            keys.refresh(api.clock.now());
            match agree(&api.db, keys, api.clock.now()).await {
                Ok(Agreed::Yes) => {}
                Ok(Agreed::No(kid)) => {
                    tracing::error!(kid, "another server of this database signs with a key that this one has not");
                }
                Err(error) => tracing::warn!(%error, "cannot tell which keys sign for the database"),
            }
        }
    }
}

/// A database file, made if there is none, that only its owner reads, and so are those that SQLite makes beside it: they
/// take its rights.
fn closed(file: &Path) -> Result<(), StartError> {
    let name = file.display().to_string();
    let denied = |error| StartError::DataFolder(name.clone(), error);
    if !file.try_exists().map_err(denied)? {
        match folder::make_secret(file) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(denied(error)),
            Ok(_) | Err(_) => {}
        }
    }
    for part in ["", "-wal", "-shm", "-journal"] {
        let part = PathBuf::from(format!("{name}{part}"));
        match folder::is_exposed(&part) {
            Ok(true) => return Err(StartError::Exposed(part.display().to_string(), format!("600 {name}*"))),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(denied(error)),
            Ok(false) | Err(_) => {}
        }
    }
    Ok(())
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
        .await;
    let rows = match rows {
        Err(error) if Trouble::of(&error).is_some() => return Err(error.into()),
        // No such table: nothing was ever applied.
        rows => rows.unwrap_or_default(),
    };
    let applied: Vec<String> = rows.iter().filter_map(|row| row.try_get_by_index(0).ok()).collect();
    let newer = applied.iter().filter(|step| !known.contains(step)).cloned().collect();
    let missing = known.into_iter().filter(|step| !applied.contains(step)).collect();
    Ok((newer, missing))
}

/// Brings the schema up to date as far as the operator has said so, or says why not.
pub async fn settle_schema(db: &Database, may: May) -> Result<(), StartError> {
    let (newer, missing) = schema_state(db).await?;
    if let Some(step) = newer.into_iter().next() {
        return Err(StartError::NewerSchema(step));
    }
    let is_new = missing.len() == Migrator::migrations().len();
    if missing.is_empty() {
        Ok(())
    } else if (is_new && may.create) || (!is_new && may.migrate) {
        Ok(Migrator::up(db.pool(), None).await?)
    } else if is_new {
        Err(StartError::Empty)
    } else {
        Err(StartError::OlderSchema(missing.len()))
    }
}

/// What a command may do to a database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Make one where there is none.
    pub create: bool,
    /// Apply the steps that it lacks.
    pub migrate: bool,
}

/// The clock that holds for a database whose schema is not known yet.
pub async fn clock(db: &Database) -> Result<Clock, StartError> {
    settle_schema(db, May::default()).await?;
    Ok(rehearsal::clock_of(db).await?)
}

/// Makes an empty database one for rehearsals.
pub async fn make_rehearsal(db: &Database) -> Result<(), StartError> {
    if rehearsal::make(db).await? { Ok(()) } else { Err(StartError::InUse) }
}

/// The clock of a rehearsal that is served, moved to where the operator wants it; `None` where time is real.
pub async fn rehearse(
    api: &Arc<Api>,
    sender: Option<&Arc<Sender>>,
    offset: Option<TimeDelta>,
) -> Result<Option<Arc<Rehearsal>>, StartError> {
    if !rehearsal::is_one(&api.db).await? {
        return if offset.is_some() { Err(StartError::RealTime) } else { Ok(None) };
    }
    let rehearsal = Rehearsal::begin(Arc::clone(api), sender.cloned(), false).await?;
    if let Some(offset) = offset {
        rehearsal.advance(api.clock.outside() + offset).await?;
    }
    tracing::warn!(now = %api.clock.now(), "this is a rehearsal: its clock is not that of this machine");
    Ok(Some(rehearsal))
}

/// The maker and reader of access tokens.
pub fn tokens(config: &Config, clock: &Clock) -> Result<Tokens, StartError> {
    data_folder(config)?;
    let keys = Arc::new(KeyRing::open(&config.data, Purpose::Access, clock.now())?);
    let tokens = Tokens::new(keys, &config.issuer, "nql-api", TimeDelta::minutes(config.token_minutes));
    tokens.self_test(clock.now())?;
    Ok(tokens)
}

/// The keys that sign credentials, if this process may sign for the database.
pub async fn issuer(config: &Config, db: &Database, clock: &Clock) -> Result<Arc<KeyRing>, StartError> {
    let keys = KeyRing::open(&config.data, Purpose::Credentials, clock.now())?;
    settle_keys(config, db, &keys, clock).await?;
    Ok(Arc::new(keys))
}

/// What an operator decides of the API. Nothing is made by that: where [`files`] are kept comes once there is a database.
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
        public_url: config.public_url.as_ref().map(|url| url.as_str().trim_end_matches('/').into()),
        issuer: None,
        files: Files::in_memory(),
        front: config.front_end.as_ref().map(front).unwrap_or_default(),
    })
}

/// Where files are kept that people send; a folder is made.
pub async fn files(config: &Config) -> Result<Files, StartError> {
    let place = config.files();
    if config.files.is_none() {
        data_folder(config)?;
    }
    let opened = match &place {
        Place::Folder(folder) => Files::in_folder(folder),
        Place::Store(store) => Files::in_store(store).await,
    };
    opened.map_err(|error| StartError::Files(place, error))
}

/// Builds the API on a database.
pub fn api(db: Database, clock: Clock, tokens: Tokens, settings: Settings) -> Result<Arc<Api>, StartError> {
    Api::new(db, clock, Ids::random(), tokens, settings).map(Arc::new).map_err(StartError::Unguarded)
}

/// The way out for mail and the address of the front end, if the operator named a mail server.
pub fn post(config: &Config) -> Result<Option<(Post, String)>, StartError> {
    let Some(relay) = &config.smtp else { return Ok(None) };
    let missing = |option: &str| StartError::Mail(format!("--smtp needs {option} too"));
    let from = config.mail_from.clone().ok_or_else(|| missing("--mail-from"))?;
    let address = config.front_end.as_ref().ok_or_else(|| missing("--front-end"))?;
    let post = Post::new(relay.clone(), config.smtp_ca.as_deref(), from).map_err(StartError::Mail)?;
    Ok(Some((post, front(address))))
}

/// The address of the front end, as something is put behind it.
fn front(address: &Url) -> String {
    address.as_str().trim_end_matches('/').to_owned()
}

/// Makes the link of a mail: the page of the front end, with its secret behind `#`.
pub fn make_link<'a>(
    work: &'a Work,
    mail: &'a message::Model,
    opens: Opens,
) -> Pin<Box<dyn Future<Output = Result<String, Stop>> + Send + 'a>> {
    Box::pin(async move {
        Ok(match opens {
            Opens::Session(lives) => {
                format!("sign-in#{}", session::commands::make_link_for(work, mail.recipient_id, lives).await?)
            }
            Opens::Invitation => format!("event#{}", event::make_link(work, mail).await?),
        })
    })
}

/// What sends mail, if the operator named a mail server.
pub fn sender(config: &Config, db: Database, clock: Clock) -> Result<Option<Arc<Sender>>, StartError> {
    let Some((post, front)) = post(config)? else { return Ok(None) };
    Ok(Some(Arc::new(Sender {
        db,
        clock,
        ids: Ids::random(),
        post,
        front,
        pause: Duration::from_mins(1) / config.mail_rate.max(1),
        make_link,
    })))
}

/// Opens the port.
pub async fn listen(config: &Config) -> Result<TcpListener, StartError> {
    listen_on(config.listen).await
}

async fn listen_on(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen(address, error))
}

/// The connections that there may be, beside what the database needs.
pub fn connections(config: &Config) -> Connections {
    let of_database = usize::try_from(config.database_connections).unwrap_or(usize::MAX);
    // Each of SQLite's has the file and its log open.
    let of_database = if config.database().starts_with("sqlite") { of_database * 2 } else { of_database };
    let most = config.connections.and_then(|most| usize::try_from(most).ok());
    Connections::new(
        most.unwrap_or_else(|| connections::allowed(connections::descriptors(), of_database)),
        config.proxies,
    )
}

/// Serves the figures of this process at an address of their own, if the operator named one.
pub async fn serve_figures(config: &Config) -> Result<(), StartError> {
    let Some(address) = config.metrics_listen else { return Ok(()) };
    let listener = listen_on(address).await?;
    let Some(handle) = telemetry::figures() else { return Ok(()) };
    let connections = Connections::new(FIGURES, 0);
    tokio::spawn(async move {
        if let Err(error) = serve_on(listener, http::figures(handle), connections, Handle::new()).await {
            tracing::error!(%error, "the figures are not served any more");
        }
    });
    Ok(())
}

/// Serves routes on a port, within the bounds of its connections.
async fn serve_on(
    listener: TcpListener,
    routes: Router,
    connections: Connections,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let watch = tokio::spawn(connections.clone().keep_watch());
    let routes = routes.layer(middleware::from_fn_with_state(connections.clone(), connections::answering));
    let failed = connections.clone();
    let mut door = axum_server::from_tcp(listener.into_std()?)?;
    door.http_builder().http1().preserve_header_case(true);
    let served = door
        .handle(handle)
        .acceptor(connections)
        .accept_error_handler(move |peer, _| {
            // What was accepted and found no place is counted there.
            if peer.is_none() {
                failed.note_failed();
            }
        })
        .serve(routes.into_make_service_with_connect_info::<SocketAddr>())
        .await;
    watch.abort();
    served
}

/// Where it listens, for a client on this machine; the port is the real one when any was asked for.
pub fn address(listener: &TcpListener) -> Result<String, StartError> {
    let address = listener.local_addr().map_err(|error| StartError::Other(error.to_string()))?;
    Ok(format!("http://{address}"))
}

/// Serves until the process is asked to stop; requests under way are answered first.
pub async fn serve(
    listener: TcpListener,
    http: Http,
    sender: Option<Arc<Sender>>,
    connections: Connections,
) -> Result<(), StartError> {
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
    tokio::spawn(keep_agreeing(Arc::clone(&api)));
    tokio::spawn(crate::audit::keep_sealing(http.api.db.clone(), http.api.clock.clone()));
    tokio::spawn(session::keep_tidy(http.api.db.clone(), http.api.clock.clone()));
    tokio::spawn(session::keep_writing_refused(Arc::clone(&http.api)));
    tokio::spawn(photo::keep_swept(Arc::clone(&http.api)));
    tokio::spawn(http.api.db.clone().pass_beats());
    let (db, clock, ids) = (http.api.db.clone(), http.api.clock.clone(), http.api.ids.clone());
    tokio::spawn(Planner { db: db.clone(), clock: clock.clone(), ids: ids.clone() }.keep_planning());
    tokio::spawn(Runner { db, clock, ids }.keep_running());
    if let Some(sender) = sender {
        tokio::spawn(sender.keep_sending());
    }
    if let Some(rehearsal) = &http.rehearsal {
        tokio::spawn(Arc::clone(rehearsal).keep_running());
    }
    let handle = Handle::new();
    let sockets = Arc::clone(&http.sockets);
    tokio::spawn({
        let (handle, sockets) = (handle.clone(), Arc::clone(&sockets));
        async move {
            asked_to_stop().await;
            sockets.close();
            handle.graceful_shutdown(Some(UNDER_WAY));
        }
    });
    serve_on(listener, http::router(http), connections, handle).await.map_err(stopped)?;
    let _ = tokio::time::timeout(UNDER_WAY, sockets.closed()).await;
    if let Err(error) = session::write_refused(&api).await {
        tracing::error!(?error, "the last refused attempts are not in the audit log");
    }
    Ok(())
}

/// Connections of whoever collects figures.
const FIGURES: usize = 16;
/// How long requests under way may take once the process is asked to stop.
const UNDER_WAY: Duration = Duration::from_secs(30);
/// How long the file of a database is looked at before it is served.
const LOOKED_THROUGH: Duration = Duration::from_secs(10);
/// Between two looks at which keys sign for the database.
const AGREED: Duration = Duration::from_mins(1);
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
