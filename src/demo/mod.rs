//! Demo data: three campaigns in believable Dutch, made by the same mutations that people call, the same in
//! every run. Schools, projects and people are invented.

#![allow(clippy::indexing_slicing, reason = "a JSON value read by a key that is missing is null")]

mod content;
mod director;
mod scale;
mod script;

use std::{fmt::Write, path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{audit_event, kinds::Kind, user};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    api::{Api, Settings},
    auth::{Actor, provider::Providers, token::Tokens},
    clock::{Clock, Ids, day_of},
    config::Config,
    db::Database,
    files::Files,
    http::DemoUser,
    rehearsal,
    stop::Stop,
};

/// How far the making is, for whoever waits.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// Why there is no demo data.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database is not ours to fill.
    #[error("the database has users that the demo did not make; give the demo a database of its own")]
    NotEmpty,
    /// An earlier start was interrupted.
    #[error(
        "the demo data is incomplete, because an earlier start was interrupted; remove the database and start again"
    )]
    Incomplete,
    /// A step of the script was not accepted: a bug in the script or in the rules.
    #[error("the demo script failed at {step}: {why}")]
    Script {
        /// The mutation or query.
        step: String,
        /// What came back.
        why: String,
    },
    /// Something else.
    #[error("the demo data cannot be made: {0}")]
    Failed(String),
}

impl From<Stop> for DemoError {
    fn from(stop: Stop) -> Self {
        Self::Failed(format!("{stop:?}"))
    }
}

impl From<sea_orm::DbErr> for DemoError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What the audit trail says once everything is there.
const FILLED: &str = "fillDemo";
/// The address of the first user; by it a demo database is known.
const FIRST: &str = "ada.beheer@nql.example";

/// Makes the demo data, multiplied by `scale`, if the database is empty. A database that has it is left as it is. When
/// its story ends.
pub async fn fill(db: &Database, scale: u32) -> Result<DateTime<Utc>, DemoError> {
    let silent: Tell = Arc::new(|_: &str| ());
    fill_telling(db, scale, Files::in_memory(), &silent).await
}

/// Whether a database is a demo, by whatever version it was made.
pub async fn is_one(db: &Database) -> bool {
    first(db).await.is_ok_and(|email| email.is_some_and(|email| email == FIRST))
}

/// The address of the first user of a database; an error where there is no such table yet.
async fn first(db: &Database) -> Result<Option<String>, DbErr> {
    let users = user::Entity::find().select_only().column(user::Column::Email);
    let users = users.order_by_asc(user::Column::CreatedAt).order_by_asc(user::Column::Id);
    users.into_tuple().one(db.connection()).await
}

/// The same with files that are kept there, and tells how far it is.
pub async fn fill_telling(db: &Database, scale: u32, files: Files, tell: &Tell) -> Result<DateTime<Utc>, DemoError> {
    match first(db).await? {
        Some(email) if email == FIRST => {
            let filled = audit_event::Entity::find().filter(audit_event::Column::Action.eq(FILLED));
            let end = filled.one(db.connection()).await?.ok_or(DemoError::Incomplete)?.at;
            if !rehearsal::is_one(db).await? {
                rehearsal::insert(db, &Clock::fixed(end)).await?;
            }
            return Ok(end);
        }
        Some(_) => return Err(DemoError::NotEmpty),
        None => {}
    }
    let clock = Clock::fixed(chrono::DateTime::UNIX_EPOCH);
    let trusted = serde_json::json!([
        { "name": "Scholen", "issuer": script::PROVIDER, "audience": "nql", "by": "SUBJECT" },
    ]);
    let providers = Providers::parse(&trusted.to_string(), Path::new("demo"));
    let settings = Settings {
        providers: providers.map_err(|error| DemoError::Failed(error.to_string()))?,
        files,
        ..Settings::open()
    };
    let api = Api::new(db.clone(), clock.clone(), Ids::seeded(2024), Tokens::unkept(), settings)
        .map_err(DemoError::Failed)?;
    let api = Arc::new(api);
    // A whole story is a large future.
    let first = Box::pin(script::play(Arc::clone(&api), clock.clone(), Arc::clone(tell))).await?;
    scale::multiply(db, scale, tell).await?;
    let work = api.work(&Actor::Anonymous, None).await?;
    work.audit_as(FILLED, first).await?;
    work.commit().await?;
    rehearsal::insert(db, &clock).await?;
    Ok(clock.now())
}

/// For how long a token of the demo lasts: as long as somebody looks around.
const LOOK: TimeDelta = TimeDelta::hours(12);

/// Users to act as, with tokens: two of each role, those with the most to see.
pub async fn users(db: &Database, tokens: &Tokens, clock: &Clock) -> Result<Vec<DemoUser>, DemoError> {
    let (mut offered, tokens) = (Vec::new(), tokens.lasting(LOOK));
    for (role, names) in script::CAST {
        for email in *names {
            let found = user::Entity::find().filter(user::Column::Email.eq(*email)).one(db.connection()).await?;
            if let Some(user) = found {
                let token = tokens.mint(user.id, user.access_version, clock.now())?;
                offered.push(DemoUser { label: user.name, email: user.email, role: role.word().to_owned(), token });
            }
        }
    }
    Ok(offered)
}

/// What somebody who starts the demo reads: where it is, who is who, and what to try.
pub fn welcome(address: &str, users: &[DemoUser], now: DateTime<Utc>, config: &Config) -> String {
    let day = day_of(now).format("%-d %B %Y");
    let mut text = format!(
        "\n  {address}/graphiql\n\n  In the story of the demo it is {day}. Choose who you are under \"Act as\":\n\n"
    );
    for user in users {
        let _ = writeln!(text, "  {:<8} {:<22} {}", user.role.to_lowercase(), user.label, user.email);
    }
    let data = config.data.display();
    let afresh = if config.is_embedded() {
        format!("stop, and remove the folder {data}")
    } else {
        "with an empty database".to_owned()
    };
    let _ = write!(
        text,
        "\n  Each role opens with operations of its own; the README has a tour of them.\n  \
         The jury in charts, for staff:   {address}/jury\n  \
         Later in the year:               \"Move on to\" in the bar, or nql demo --at 2026-10-30\n  \
         A token for a program:           nql token --data {data} --user EMAIL\n  \
         Afresh:                          {afresh}\n\n"
    );
    text
}
