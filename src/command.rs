//! The command line.

use std::{
    io::{IsTerminal, stdin},
    ops::ControlFlow,
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use chrono::TimeDelta;
use clap::Parser;
use entity::{
    kinds::{Kind, MessageTemplate, UserStatus},
    user,
};
use fair::assign::{self, Unsolved};
use migration::{Migrator, MigratorTrait};
use tokio::net::TcpListener;

use crate::{
    account::{self, EmailAddress, commands},
    api::{Api, Settings, schema},
    auth::{
        Actor,
        keys::{KeyRing, PUBLISHED, Purpose},
        shared,
    },
    clock::{Clock, Ids},
    config::{Cli, Command, Config, Direction, Keys},
    db::Database,
    demo, doctor,
    http::{Http, Sockets, Times},
    jury::plan_file,
    notification::text,
    print,
    rehearsal::{self, Rehearsal, Wanted},
    say, session,
    start::{self, May, StartError},
    telemetry,
    words::Language,
    work::Work,
};

/// Does what the command line says.
pub fn main() -> ExitCode {
    crate::declare();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(error) => fail(&error.to_string()),
    }
}

/// One plain sentence, and exit code 2.
fn fail(sentence: &str) -> ExitCode {
    telemetry::tell_end(sentence);
    ExitCode::from(2)
}

async fn run(command: Command) -> Result<ExitCode, StartError> {
    match command {
        Command::Demo { config, json, scale, only_data, at } => demo(&config, json, scale, only_data, at).await?,
        Command::Serve { rehearsal, clock_offset, create, migrate, config } => {
            serve(&config, May { create, migrate }, rehearsal, clock_offset).await?;
        }
        Command::Migrate { direction, rehearsal, yes, config } => migrate(&config, direction, rehearsal, yes).await?,
        Command::Schema { role } => {
            let shown = role.map_or_else(schema::build, schema::build_for);
            print::text(format_args!("{}", schema::print(&shown)));
        }
        Command::Token { user, config } => say!("{}", token(&config, &user).await?),
        Command::Link { user, config } => say!("{}", link(&config, &user).await?),
        Command::Keys { what } => keys(what).await?,
        Command::FirstAdmin { email, name, config } => first_admin(&config, &email, &name).await?,
        Command::PreviewMail { template, locale } => preview_mail(template.as_deref(), &locale)?,
        Command::Plan { scores, loads, per_application, min_load, seed, json } => {
            return plan(&scores, &loads, (per_application, min_load, seed), json);
        }
        Command::Doctor { config } => return doctor::examine(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: &Config, may: May, rehearsal: bool, offset: Option<TimeDelta>) -> Result<(), StartError> {
    telemetry::start(config.log_format, &config.log);
    let mut settings = start::settings(config)?;
    let db = start::database(config, may.create).await?;
    settings.files = start::files(config).await?;
    start::look_through(config).await?;
    start::settle_schema(&db, may).await?;
    if rehearsal {
        start::make_rehearsal(&db).await?;
    }
    let clock = rehearsal::clock_of(&db).await?;
    let tokens = start::tokens(config, &clock)?;
    start::settle_keys(config, &db, tokens.keys(), &clock).await?;
    start::tell_database(config, &db).await?;
    let issuer = Some(start::issuer(config, &db, &clock).await?);
    let sender = start::sender(config, db.clone(), clock.clone())?;
    let api = start::api(db, clock, tokens, Settings { issuer, ..settings })?;
    let rehearsal = start::rehearse(&api, sender.as_ref(), offset).await?;
    let listener = start::listen(config).await?;
    tracing::info!("nql listens on {} (GraphiQL: /graphiql)", start::address(&listener)?);
    let connections = start::connections(config);
    start::serve_figures(config).await?;
    let http = http(config, api, rehearsal, connections.most());
    start::serve(listener, http, sender, connections).await
}

async fn demo(config: &Config, json: bool, scale: u32, only_data: bool, at: Option<Wanted>) -> Result<(), StartError> {
    telemetry::start(config.log_format, &config.log);
    let mut settings = start::settings(config)?;
    let db = start::database(config, true).await?;
    settings.files = start::files(config).await?;
    start::look_through(config).await?;
    // Somebody else's database is not changed before it is refused.
    start::settle_schema(&db, May { create: true, migrate: demo::is_one(&db).await }).await?;
    let line = Line::on_terminal();
    let tell: demo::Tell = Arc::new(move |news: &str| line.show(news));
    let filled = demo::fill_telling(&db, scale, settings.files.clone(), &tell).await;
    line.clear();
    filled?;
    let clock = rehearsal::clock_of(&db).await?;
    let tokens = start::tokens(config, &clock)?;
    start::settle_keys(config, &db, tokens.keys(), &clock).await?;
    let issuer = Some(start::issuer(config, &db, &clock).await?);
    let sender = start::sender(config, db.clone(), clock.clone())?;
    let listener = if only_data { None } else { Some(start::listen(config).await?) };
    // Whoever looks around sees all of it.
    let port = listener.as_ref().map_or(Ok(config.listen), TcpListener::local_addr).map(|here| here.port());
    let port = port.map_err(|error| StartError::Other(error.to_string()))?;
    let public_url = settings.public_url.clone().or_else(|| Some(format!("http://localhost:{port}").into()));
    let api = start::api(db, clock, tokens, Settings { is_schema_public: true, public_url, issuer, ..settings })?;
    let rehearsal = Rehearsal::begin(Arc::clone(&api), sender.clone(), true).await?;
    if let Some(wanted) = at {
        rehearsal.advance(rehearsal.at(wanted)).await?;
    }
    let Some(listener) = listener else { return Ok(()) };
    let users = demo::users(&api.db, &api.tokens, &api.clock).await?;
    let address = start::address(&listener)?;
    if json {
        say!(
            "{}",
            serde_json::json!({ "address": address, "graphiql": format!("{address}/graphiql"), "users": users })
        );
    } else {
        print::text(format_args!("{}", demo::welcome(&address, &users, api.clock.now(), config)));
    }
    let connections = start::connections(config);
    start::serve_figures(config).await?;
    let http = http(config, api, Some(rehearsal), connections.most());
    start::serve(listener, http, sender, connections).await
}

/// One line on a terminal that tells how far something is; nothing where nobody watches.
#[derive(Clone, Copy)]
struct Line(bool);

impl Line {
    fn on_terminal() -> Self {
        Self(std::io::stderr().is_terminal())
    }

    fn show(self, news: &str) {
        if self.0 {
            eprint!("\r\x1b[K{news}");
        }
    }

    fn clear(self) {
        self.show("");
    }
}

/// Half of the connections may be sockets.
fn http(config: &Config, api: Arc<Api>, rehearsal: Option<Arc<Rehearsal>>, connections: usize) -> Http {
    let sockets = Arc::new(Sockets::new(Times::default()).at_most(connections / 2));
    Http { api, proxies: config.proxies, origins: config.origins.clone(), sockets, rehearsal }
}

fn preview_mail(word: Option<&str>, locale: &str) -> Result<(), StartError> {
    let language = Language::ALL.into_iter().find(|language| language.word() == locale);
    let language = language.ok_or_else(|| StartError::Mail("a locale is nl, fr, de or en".to_owned()))?;
    let all = MessageTemplate::VALUES.iter().map(|(template, ..)| *template);
    let shown: Vec<_> = all.filter(|template| word.is_none_or(|word| template.word() == word)).collect();
    if shown.is_empty() {
        let words: Vec<_> = MessageTemplate::VALUES.iter().map(|(template, ..)| template.word()).collect();
        return Err(StartError::Mail(format!("there is no such template; there are {}", words.join(", "))));
    }
    for template in shown {
        let letter = text::preview(template, language).map_err(|error| StartError::Mail(error.to_string()))?;
        say!("Subject: {}\n\n{}\n", letter.subject, letter.text);
    }
    Ok(())
}

/// Exit code 1: there is no plan, and why; 2: the files are not what they should be.
fn plan(scores: &Path, loads: &Path, wish: (u32, u32, u64), json: bool) -> Result<ExitCode, StartError> {
    let open = |path: &Path| {
        std::fs::read(path).map_err(|error| StartError::Other(format!("cannot read {}: {error}", path.display())))
    };
    let (per_application, min_load, seed) = wish;
    let problem = plan_file::read(&open(scores)?, &open(loads)?, per_application, min_load, seed)
        .map_err(|misread| StartError::Other(misread.to_string()))?;
    let start = Instant::now();
    let plan = match assign::solve(&problem.case, &mut |_| ControlFlow::Continue(())) {
        Ok(plan) => plan,
        Err(Unsolved::Impossible(shortage)) => {
            eprintln!("nql: {shortage}");
            return Ok(ExitCode::from(1));
        }
        Err(unsolved) => return Err(StartError::Other(unsolved.to_string())),
    };
    let milliseconds = start.elapsed().as_secs_f64() * 1_000.0;
    assign::check(&problem.case, &plan)
        .map_err(|doubt| StartError::Other(format!("the certificate does not hold: {doubt}")))?;
    if json {
        say!("{}", problem.json(&plan, milliseconds));
    } else {
        print::text(format_args!("{}", problem.text(&plan, milliseconds)));
    }
    Ok(ExitCode::SUCCESS)
}

async fn first_admin(config: &Config, email: &str, name: &str) -> Result<(), StartError> {
    let db = start::database(config, false).await?;
    start::settle_schema(&db, May::default()).await?;
    let work = Work::begin(&db, rehearsal::clock_of(&db).await?.now(), Ids::random(), &Actor::Anonymous, None).await?;
    match commands::found(&work, email, name).await? {
        Ok(id) => {
            work.commit().await?;
            say!("{id}");
            Ok(())
        }
        Err(refusals) => {
            Err(StartError::Other(refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
        }
    }
}

async fn migrate(config: &Config, direction: Direction, rehearsal: bool, yes: bool) -> Result<(), StartError> {
    let db = start::database(config, direction == Direction::Up).await?;
    let (newer, missing) = start::schema_state(&db).await?;
    match direction {
        Direction::Up => {
            start::settle_schema(&db, May { create: true, migrate: true }).await?;
            say!("{} step(s) applied", missing.len());
            if rehearsal {
                start::make_rehearsal(&db).await?;
                say!("this is a database for rehearsals now: `nql serve --clock-offset`");
            }
        }
        Direction::Down => {
            if let Some(step) = newer.into_iter().next() {
                return Err(StartError::NewerSchema(step));
            }
            let steps = Migrator::migrations();
            let last = steps.iter().rfind(|step| missing.iter().all(|name| name != step.name()));
            let Some(last) = last else { return Err(StartError::Other("there is no step to take back".to_owned())) };
            if !(yes || is_agreed(last.name())?) {
                return Err(StartError::Other(format!("{} stays", last.name())));
            }
            Migrator::down(db.pool(), Some(1)).await?;
            say!("{} is taken back", last.name());
        }
        Direction::Status => {
            for step in Migrator::migrations() {
                let state = if missing.iter().any(|name| name == step.name()) { "missing" } else { "applied" };
                say!("{state}  {}", step.name());
            }
            for step in newer {
                say!("unknown  {step}");
            }
        }
    }
    Ok(())
}

/// Asks whether a step is to be taken back, when there is somebody to ask.
fn is_agreed(step: &str) -> Result<bool, StartError> {
    let what = format!("taking back {step} loses what is in its tables and columns");
    if !stdin().is_terminal() {
        return Err(StartError::Other(format!("{what}: say so with --yes")));
    }
    eprint!("nql: {what}. Take it back? [y/N] ");
    let mut answer = String::new();
    stdin().read_line(&mut answer).map_err(|error| StartError::Other(error.to_string()))?;
    Ok(["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str()))
}

async fn token(config: &Config, email: &str) -> Result<String, StartError> {
    let db = start::database(config, false).await?;
    let user = find(&db, email).await?.ok_or_else(|| StartError::NoSuchUser(email.to_owned()))?;
    let clock = start::clock(&db).await?;
    let tokens = start::tokens(config, &clock)?;
    start::settle_keys(config, &db, tokens.keys(), &clock).await?;
    Ok(tokens.mint(user.id, user.access_version, clock.now())?)
}

async fn keys(what: Keys) -> Result<(), StartError> {
    let now = Clock::System.now();
    let open = |config: &Config, of: Purpose| -> Result<KeyRing, StartError> {
        start::data_folder(config)?;
        Ok(KeyRing::open(&config.data, of, now)?)
    };
    let ring = match what {
        Keys::List { of, config } => KeyRing::read(&config.data, of.purpose(), now)?,
        Keys::Adopt { config } => {
            let ring = KeyRing::read(&config.data, Purpose::Access, now)?;
            let db = start::database(&config, false).await?;
            start::settle_schema(&db, May::default()).await?;
            shared::adopt(&db, &ring, now).await?;
            // Those of credentials were in the same folder.
            shared::adopt(&db, &open(&config, Purpose::Credentials)?, now).await?;
            ring
        }
        Keys::Rotate { now: at_once, of, config } => {
            let ring = open(&config, of.purpose())?;
            ring.rotate(if at_once { now } else { now + PUBLISHED }, now)?;
            ring
        }
        Keys::Retire { kid, of, config } => {
            let ring = open(&config, of.purpose())?;
            let db = start::database(&config, false).await?;
            start::settle_schema(&db, May::default()).await?;
            ring.retire(&kid, now)?;
            shared::forget(&db, &kid).await?;
            ring
        }
    };
    for key in ring.list(now) {
        let word = if key.is_signing { "signs" } else { "trusted" };
        say!("{}  {word:<7}  from {}", key.kid, key.since.to_rfc3339());
    }
    Ok(())
}

async fn link(config: &Config, email: &str) -> Result<String, StartError> {
    let db = start::database(config, false).await?;
    let user = find(&db, email).await?.ok_or_else(|| StartError::NoSuchUser(email.to_owned()))?;
    let now = start::clock(&db).await?.now();
    let work = Work::begin(&db, now, Ids::random(), &Actor::Anonymous, None).await?;
    let token = session::commands::make_link(&work, user.id).await?;
    work.commit().await?;
    Ok(token)
}

async fn find(db: &Database, email: &str) -> Result<Option<user::Model>, StartError> {
    let Ok(email) = email.parse::<EmailAddress>() else { return Ok(None) };
    let known = account::find_by_email(db.connection(), &email).await?;
    Ok(known.filter(|user| user.status == UserStatus::Active))
}
