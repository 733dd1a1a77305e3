//! Everything the process is told from outside; the only reader of the environment.

use std::{convert::Infallible, fmt, net::SocketAddr, path::PathBuf, str::FromStr};

use axum::http::HeaderValue;
use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand, ValueEnum};
use tracing_subscriber::EnvFilter;
use url::Url;

use crate::{
    api::limit::Limits,
    auth::{Audience, keys::Purpose},
    clock, db,
    notification::Relay,
    rehearsal::Wanted,
};

/// Where files are kept that people send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder.
    Folder(PathBuf),
    /// A folder in a store that speaks S3: `s3://bucket/folder`.
    Store(Url),
}

impl FromStr for Place {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let store = Url::parse(text).ok().filter(|url| url.scheme() == "s3" && url.has_host());
        Ok(store.map_or_else(|| Self::Folder(text.into()), Self::Store))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(to),
            Self::Store(store) => store.fmt(to),
        }
    }
}

/// An origin as browsers send it: scheme, host, and the port if it is not that of the scheme.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let wanted = "an origin is https:// and a host, such as https://nql.example, and nothing after it";
    let page = text.trim().parse::<Url>().map_err(|_| wanted.to_owned())?;
    let origin = page.origin().ascii_serialization();
    if !matches!(page.scheme(), "http" | "https") || page.host().is_none() {
        return Err(wanted.to_owned());
    }
    if !text.trim().eq_ignore_ascii_case(&origin) {
        return Err(format!("{wanted}; write {origin}"));
    }
    HeaderValue::from_str(&origin).map_err(|_| wanted.to_owned())
}

/// The address of a front end: links are made by putting something behind it.
fn front_end(text: &str) -> Result<Url, String> {
    let page = text.parse::<Url>().map_err(|error| format!("this is no address: {error}"))?;
    let is_plain = page.query().is_none() && page.fragment().is_none() && page.username().is_empty();
    if !matches!(page.scheme(), "http" | "https") || page.host().is_none() || !is_plain {
        return Err("an address of a front end is https://, a host and perhaps a path, and nothing after it".to_owned());
    }
    Ok(page)
}

/// What is logged. A word alone is a level: a mistyped one would be taken for a part of the program, and nothing logged.
fn log(text: &str) -> Result<String, String> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let levels = || format!("the levels are {}", LEVELS.join(", "));
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let is_level = LEVELS.iter().any(|level| level.eq_ignore_ascii_case(part));
        if !(is_level || part.contains(['=', '['])) {
            return Err(format!("`{part}` is no level, and names none for a part of the program; {}", levels()));
        }
    }
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| format!("{error}; {}", levels()))
}

/// The yearly cycle of the eTwinning national quality label, as a GraphQL API.
#[derive(Debug, Parser)]
#[command(name = "nql", version, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a database with demo data, made on the first start.
    Demo {
        /// Where things are.
        #[command(flatten)]
        config: Config,
        /// Print address, users and tokens as one JSON line when ready.
        #[arg(long)]
        json: bool,
        /// Multiply the data for load tests.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
        scale: u32,
        /// Make the data and stop.
        #[arg(long)]
        only_data: bool,
        /// Move the clock of the demo forward: to the morning of a day, such as `2026-10-30`, or to a time in Brussels, such as
        /// `2026-10-30T14:30`. It starts where its story ends, stands while no server runs, and never goes back.
        #[arg(long, value_name = "DAY or TIME", value_parser = wanted)]
        at: Option<Wanted>,
    },
    /// Serve a database that is there, and says which one it is.
    Serve {
        /// Make the database, if there is none.
        #[arg(long, env = "NQL_CREATE")]
        create: bool,
        /// Apply the steps of the schema that are missing, as `nql migrate up` does.
        #[arg(long, env = "NQL_MIGRATE")]
        migrate: bool,
        /// Make an empty database one for rehearsals: its clock can be moved, and it can never be used for a real year.
        #[arg(long)]
        rehearsal: bool,
        /// How far the clock of a rehearsal is ahead of that of this machine, such as `200d` or `36h`. Refused for a
        /// database that was not made for rehearsals.
        #[arg(long, value_name = "TIME", value_parser = offset)]
        clock_offset: Option<TimeDelta>,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Change the database schema, or show where it stands.
    Migrate {
        /// Which way.
        #[arg(value_enum)]
        direction: Direction,
        /// With `up`: make an empty database one for rehearsals, whose clock can be moved.
        #[arg(long)]
        rehearsal: bool,
        /// Take a step back without a question.
        #[arg(long)]
        yes: bool,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Print the GraphQL schema.
    Schema {
        /// Only what is for this role, such as `TEACHER`; `ANONYMOUS` is for those who are not signed in.
        #[arg(long, value_parser = audience)]
        role: Option<Audience>,
    },
    /// Mint an access token, for development.
    Token {
        /// Address of the user.
        #[arg(long)]
        user: String,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Make a link that signs a user in once, within the hour: prints the token in it.
    Link {
        /// Address of the user.
        #[arg(long)]
        user: String,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// The keys that sign access tokens, and those that sign credentials; running servers follow within seconds.
    Keys {
        /// What to do.
        #[command(subcommand)]
        what: Keys,
    },
    /// Make the first user of an empty system: an admin, who makes all others.
    FirstAdmin {
        /// Address.
        #[arg(long)]
        email: String,
        /// Name.
        #[arg(long)]
        name: String,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Show how a mail looks, with examples for its facts.
    PreviewMail {
        /// Which, such as `RESULT_PUBLISHED`; all of them if left out.
        template: Option<String>,
        /// Language: `nl`, `fr`, `de` or `en`.
        #[arg(long, default_value = "nl")]
        locale: String,
    },
    /// Plan who judges what, from files: the highest sum of scores, proven. Needs no database.
    Plan {
        /// Table of scores in csv: a line an application, a column a juror; an empty cell for a pair that must not be.
        #[arg(long)]
        scores: PathBuf,
        /// Table of loads in csv: juror, min, max.
        #[arg(long)]
        loads: PathBuf,
        /// Jurors that each application needs.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100))]
        per_application: u32,
        /// Applications that each juror takes at least, whatever her own minimum is.
        #[arg(long, default_value_t = 0)]
        min_load: u32,
        /// What breaks ties: the same files and seed give the same plan.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Check configuration, database and invariants, and say what to do.
    Doctor {
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
}

/// What keys sign.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum KeysOf {
    /// Access tokens.
    Access,
    /// Credentials.
    Credentials,
}

impl KeysOf {
    /// The same, as the engine has it.
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Access => Purpose::Access,
            Self::Credentials => Purpose::Credentials,
        }
    }
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Show them.
    List {
        /// What they sign: `access` (tokens) or `credentials` (that holders of labels keep for years).
        #[arg(long, default_value = "access")]
        of: KeysOf,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Add one. It is published at once and signs ten minutes later.
    Rotate {
        /// Sign with it at once: when the old one has become known.
        #[arg(long)]
        now: bool,
        /// What they sign: `access` (tokens) or `credentials` (that holders of labels keep for years).
        #[arg(long, default_value = "access")]
        of: KeysOf,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Make the keys of this folder those of the database, whatever signed for it before: tokens of other keys are void.
    /// Credentials that other keys signed cannot be checked any more.
    Adopt {
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
    /// Trust one no more: what it signed is void, credentials in the hands of their holders too.
    Retire {
        /// Which.
        kid: String,
        /// What they sign: `access` (tokens) or `credentials` (that holders of labels keep for years).
        #[arg(long, default_value = "access")]
        of: KeysOf,
        /// Where things are.
        #[command(flatten)]
        config: Config,
    },
}

/// Which way to migrate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Direction {
    /// Apply every step that is missing.
    Up,
    /// Take back the last step.
    Down,
    /// Show what is applied.
    Status,
}

/// Where things are.
#[derive(Clone, Debug, Args)]
pub struct Config {
    /// Database: `postgres://...`; an embedded SQLite file in the data folder if left out.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address to listen on.
    #[arg(long, env = "NQL_LISTEN", default_value = "127.0.0.1:8000")]
    pub listen: SocketAddr,
    /// Folder for keys and the embedded database.
    #[arg(long, env = "NQL_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Where files are kept that people send, such as photos: a folder, or `s3://bucket/folder` in a store that speaks S3;
    /// `files` in the data folder if left out. All processes of a database use the same.
    #[arg(long, env = "NQL_FILES")]
    pub files: Option<Place>,
    /// Address on which `/metrics` answers, such as `127.0.0.1:9100`: for whoever collects figures, and not for
    /// everybody. Without it none are collected.
    #[arg(long, env = "NQL_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// Connections at most; as many as the descriptors of the process allow (`ulimit -n`) if left out.
    #[arg(long, env = "NQL_CONNECTIONS", value_parser = clap::value_parser!(u32).range(8..=1_000_000))]
    pub connections: Option<u32>,
    /// Proxies of yours before the server: so many addresses at the end of X-Forwarded-For are believed.
    #[arg(long, env = "NQL_PROXIES", default_value_t = 0)]
    pub proxies: usize,
    /// Origins whose pages may call, such as `https://nql.example`; several with commas.
    #[arg(long, env = "NQL_ORIGINS", value_delimiter = ',', value_parser = origin)]
    pub origins: Vec<HeaderValue>,
    /// File that names the identity providers whose sign-ins are trusted: a list in JSON (see the README).
    #[arg(long, env = "NQL_PROVIDERS")]
    pub providers: Option<PathBuf>,
    /// What a role may ask for, in cost a minute and in one operation: `STAFF=2000000/50000,TEACHER=...`; or `off`.
    #[arg(long, env = "NQL_LIMITS", default_value = "")]
    pub limits: Limits,
    /// Show the schema by introspection to callers who are not signed in too.
    #[arg(long, env = "NQL_PUBLIC_SCHEMA")]
    pub public_schema: bool,
    /// Mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host`. Without it no mail is sent.
    #[arg(long, env = "NQL_SMTP", hide_env_values = true)]
    pub smtp: Option<Relay>,
    /// File with a certificate in PEM that is trusted for the mail server, beside the public authorities.
    #[arg(long, env = "NQL_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// From whom mail comes: `NQL <no-reply@nql.example>`. Needed to send.
    #[arg(long, env = "NQL_MAIL_FROM")]
    pub mail_from: Option<lettre::message::Mailbox>,
    /// Address of the front end, to which links in mails go: `https://nql.example`. Needed to send.
    #[arg(long, env = "NQL_FRONT_END", value_parser = front_end)]
    pub front_end: Option<Url>,
    /// Address at which the public reaches this server: `https://nql.example`. Certificates carry it, so without it none are
    /// made; a demo has its own.
    #[arg(long, env = "NQL_PUBLIC_URL", value_parser = front_end)]
    pub public_url: Option<Url>,
    /// Mails a minute that this process sends at most.
    #[arg(long, env = "NQL_MAIL_RATE", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub mail_rate: u32,
    /// How logs are written.
    #[arg(long, env = "NQL_LOG_FORMAT", value_enum, default_value_t = LogFormat::Pretty)]
    pub log_format: LogFormat,
    /// What is logged, such as `info` or `nql=debug`.
    #[arg(long, env = "NQL_LOG", default_value = "info,sea_orm_migration=warn,sqlx=warn", value_parser = log)]
    pub log: String,
    /// Connections to the database at most.
    #[arg(long, env = "NQL_DATABASE_CONNECTIONS", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub database_connections: u32,
    /// Who issues access tokens, and for whom.
    #[arg(long, env = "NQL_ISSUER", default_value = "nql", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub issuer: String,
    /// Minutes for which an access token is good.
    #[arg(long, env = "NQL_TOKEN_MINUTES", default_value_t = 15, value_parser = clap::value_parser!(i64).range(1..=1440))]
    pub token_minutes: i64,
}

fn audience(text: &str) -> Result<Audience, String> {
    let words = || Audience::ALL.map(Audience::word).join(", ");
    Audience::of(text).ok_or_else(|| format!("the roles are {}", words()))
}

fn wanted(text: &str) -> Result<Wanted, String> {
    let found = clock::day(text).map(Wanted::Day).or_else(|| clock::local_instant(text).map(Wanted::Instant));
    found
        .ok_or_else(|| "a day such as 2026-10-30, or a time in Brussels such as 2026-10-30T14:30, is wanted".to_owned())
}

/// Days or hours: `200d`, `36h`.
fn offset(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "give days or hours, such as 200d or 36h".to_owned();
    let unit: fn(i64) -> Option<TimeDelta> = match text.chars().last() {
        Some('d') => TimeDelta::try_days,
        Some('h') => TimeDelta::try_hours,
        _ => return Err(wrong()),
    };
    let number = text.get(..text.len() - 1).and_then(|number| number.parse::<u16>().ok());
    number.and_then(|number| unit(number.into())).ok_or_else(wrong)
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// For programs: one JSON object a line.
    Json,
}

impl Config {
    /// The address of the database.
    pub fn database(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| db::embedded(&self.data))
    }

    /// Where files are kept that people send.
    pub fn files(&self) -> Place {
        self.files.clone().unwrap_or_else(|| Place::Folder(self.data.join("files")))
    }

    /// Whether the database is the embedded one.
    pub fn is_embedded(&self) -> bool {
        self.database_url.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_in_a_folder_unless_a_store_is_named() {
        let place = |text: &str| text.parse::<Place>().unwrap_or_else(|never| match never {});
        for (text, is_store) in
            [("s3://bucket/folder", true), ("s3://bucket", true), ("s3:", false), ("files", false), ("/srv/s3", false)]
        {
            assert_eq!(matches!(place(text), Place::Store(_)), is_store, "{text}");
            assert_eq!(place(text).to_string(), text);
        }
    }

    #[test]
    fn the_clock_of_a_demo_goes_to_a_day_or_to_a_time_in_brussels() {
        assert_eq!(wanted("2026-10-30"), Ok(Wanted::Day("2026-10-30".parse().unwrap())));
        assert_eq!(wanted("2026-10-30T09:00"), Ok(Wanted::Instant("2026-10-30T08:00:00Z".parse().unwrap())));
        for wrong in ["", "soon", "2026-10-32", "2026-10-30T9", "2027-03-28T02:30"] {
            assert!(wanted(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_offset_is_days_or_hours() {
        assert_eq!(offset("200d"), Ok(TimeDelta::days(200)));
        assert_eq!(offset("36h"), Ok(TimeDelta::hours(36)));
        for wrong in ["", "d", "3", "3x", "-1d", "1.5h", "70000d", "3é"] {
            assert!(offset(wrong).is_err(), "{wrong}");
        }
    }
}
