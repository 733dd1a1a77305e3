//! GraphiQL, from files that are compiled in: no other server is asked for anything, and the page may run
//! nothing but its own script.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Http, NoSecrets, plain_error, tagged};
use crate::{
    api::{Code, error::BROKEN},
    demo,
};

const PAGE: &str = include_str!("graphiql/index.html");
const SCRIPT: &str = include_str!("graphiql/graphiql.js");
const STYLE: &str = include_str!("graphiql/graphiql.css");
/// Useful operations per role.
const TABS: &str = include_str!("graphiql/tabs.json");
/// What the page may do.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                   base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A user that the page offers to act as; in demo data only.
#[derive(Clone, Debug, Serialize)]
pub struct DemoUser {
    /// Name and role.
    pub label: String,
    /// Address.
    pub email: String,
    /// Role.
    pub role: String,
    /// Access token.
    pub token: String,
}

/// What the page asks for when it loads, and after it has moved the clock.
fn page_config(users: &[DemoUser], now: Option<DateTime<Utc>>) -> Value {
    let tabs: Value = serde_json::from_str(TABS).unwrap_or_default();
    json!({ "endpoint": "/graphql", "users": users, "tabs": tabs, "now": now })
}

pub(super) async fn page() -> Response {
    asset(&HeaderMap::new(), "text/html; charset=utf-8", PAGE).await
}

pub(super) async fn script(headers: HeaderMap) -> Response {
    asset(&headers, "text/javascript; charset=utf-8", SCRIPT).await
}

pub(super) async fn style(headers: HeaderMap) -> Response {
    asset(&headers, "text/css; charset=utf-8", STYLE).await
}

pub(super) async fn config(State(http): State<Http>) -> Response {
    let Some(rehearsal) = &http.rehearsal else { return axum::Json(page_config(&[], None)).into_response() };
    let api = &http.api;
    let users = if rehearsal.is_open { demo::users(&api.db, &api.tokens, &api.clock).await } else { Ok(Vec::new()) };
    match users {
        Ok(users) => axum::Json(page_config(&users, Some(api.clock.now()))).into_response(),
        Err(error) => {
            tracing::error!(%error, "nobody can be offered to act as");
            plain_error(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, BROKEN)
        }
    }
}

/// A file; unchanged since the release that the browser has it from, it is not sent again.
async fn asset(headers: &HeaderMap, content_type: &'static str, body: &'static str) -> Response {
    let mut response = body.into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.extensions_mut().insert(NoSecrets);
    tagged(headers, "no-cache", response).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_tabs() {
        let config = page_config(&[], None);
        for role in ["ANONYMOUS", "TEACHER", "JUROR", "STAFF", "ADMIN", "SERVICE"] {
            assert!(config["tabs"][role].as_array().is_some_and(|tabs| !tabs.is_empty()), "{role}");
        }
    }
}
