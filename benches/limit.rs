//! The limit that `benches/compare.sh` measures against: each operation as one hand-written statement that
//! answers with the JSON of the answer, served by axum. It checks the caller in the statement, as an endpoint
//! written by hand does, and reads no token.
//!
//! `cargo bench --bench limit -- serve`, with `DATABASE_URL`; without `serve` it does nothing.

use std::{env, error::Error, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use sea_orm::sqlx::{
    self, Arguments, PgPool, Row,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions},
};
use serde::Deserialize;
use uuid::Uuid;

/// The same as the default of nql.
const CONNECTIONS: u32 = 16;

type Failed = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failed> {
    if !env::args().any(|argument| argument == "serve") {
        println!("limit: nothing to do without `serve`; see benches/compare.sh");
        return Ok(());
    }
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve())
}

async fn serve() -> Result<(), Failed> {
    let options: PgConnectOptions = env::var("DATABASE_URL")?.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .connect_with(options.options([("jit", "off")]))
        .await?;
    let router = Router::new()
        .route("/q1", get(work_list))
        .route("/q2", get(staff_list))
        .route("/q3", get(one_application))
        .route("/q4", get(ranking))
        .route("/m1", post(save_score))
        .with_state(Arc::new(pool));
    let address = env::var("LIMIT_LISTEN").unwrap_or_else(|_| "127.0.0.1:8001".to_owned());
    axum::serve(tokio::net::TcpListener::bind(address).await?, router).await?;
    Ok(())
}

/// Anything that goes wrong is the caller's fault here.
struct Refused(Failed);

impl<E: Into<Failed>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0.to_string()).into_response()
    }
}

type Answer = Result<Response, Refused>;

async fn work_list(State(pool): State<Arc<PgPool>>, RawQuery(query): RawQuery) -> Answer {
    let mut values = PgArguments::default();
    values.add(id(query.as_deref(), "me")?)?;
    read(&pool, include_str!("limit/q1.sql"), values).await
}

async fn staff_list(State(pool): State<Arc<PgPool>>, RawQuery(query): RawQuery) -> Answer {
    let mut values = PgArguments::default();
    values.add(id(query.as_deref(), "me")?)?;
    values.add(id(query.as_deref(), "campaign")?)?;
    read(&pool, include_str!("limit/q2.sql"), values).await
}

async fn one_application(State(pool): State<Arc<PgPool>>, RawQuery(query): RawQuery) -> Answer {
    let mut values = PgArguments::default();
    values.add(id(query.as_deref(), "me")?)?;
    values.add(id(query.as_deref(), "id")?)?;
    read(&pool, include_str!("limit/q3.sql"), values).await
}

async fn ranking(State(pool): State<Arc<PgPool>>, RawQuery(query): RawQuery) -> Answer {
    let mut values = PgArguments::default();
    values.add(id(query.as_deref(), "me")?)?;
    values.add(id(query.as_deref(), "campaign")?)?;
    values.add(value(query.as_deref(), "track")?)?;
    read(&pool, include_str!("limit/q4.sql"), values).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Saved {
    me: Uuid,
    assignment: Uuid,
    expected_version: i32,
    criterion: String,
    score: i32,
    comment: String,
}

async fn save_score(State(pool): State<Arc<PgPool>>, body: Bytes) -> Answer {
    let saved: Saved = serde_json::from_slice(&body)?;
    let mut values = PgArguments::default();
    values.add(saved.me)?;
    values.add(saved.assignment)?;
    values.add(saved.expected_version)?;
    values.add(saved.criterion)?;
    values.add(saved.score)?;
    values.add(saved.comment)?;
    read(&pool, include_str!("limit/m1.sql"), values).await
}

/// The text of a parameter.
fn value<'a>(query: Option<&'a str>, name: &str) -> Result<&'a str, Failed> {
    let pairs = query.unwrap_or_default().split('&');
    let found = pairs.filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
    found.map(|(_, value)| value).ok_or_else(|| format!("{name} is missing").into())
}

fn id(query: Option<&str>, name: &str) -> Result<Uuid, Failed> {
    Ok(value(query, name)?.parse()?)
}

/// Runs a statement whose answer is one cell of JSON.
async fn read(pool: &PgPool, sql: &'static str, values: PgArguments) -> Answer {
    let row = sqlx::query_with(sql, values).fetch_one(pool).await?;
    let json: String = row.try_get(0)?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response())
}
