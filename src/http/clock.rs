//! `/clock`: the clock of a demo or a rehearsal. Where time is real, there is nothing at this address.

use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{Http, asker::Asker, plain_error, refuse};
use crate::{
    api::{ApiError, Code, fact::Sentence},
    auth::Actor,
    clock,
    rehearsal::{FURTHEST, Rehearsal, Unmoved},
};

/// Where to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// A day; the clock goes to its morning.
    day: String,
}

/// What time it is.
pub(super) async fn tell(State(http): State<Http>) -> Response {
    Json(json!({ "now": http.api.clock.now() })).into_response()
}

/// An admin moves the clock.
pub(super) async fn advance(
    State(http): State<Http>,
    asker: Asker,
    wish: Result<Json<Wish>, JsonRejection>,
) -> Response {
    let Some(rehearsal) = &http.rehearsal else { return super::not_found().await };
    match may_move(&http, rehearsal, asker, wish).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

async fn may_move(
    http: &Http,
    rehearsal: &Rehearsal,
    asker: Asker,
    wish: Result<Json<Wish>, JsonRejection>,
) -> Result<Response, ApiError> {
    let caller = asker.signed_in(http, "moveClock").await?;
    let Actor::Admin(admin) = &caller.actor else {
        return Err(caller.refused(ApiError::said(Code::Forbidden, "The clock is moved by an admin.")).await);
    };
    let Some(day) = wish.ok().and_then(|Json(Wish { day })| clock::day(&day)) else {
        return Err(ApiError::said(Code::BadRequest, "Say the day, such as 2026-10-30, in the JSON field `day`."));
    };
    let to = rehearsal.morning(day);
    if let Err(unmoved) = rehearsal.check(to) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(plain_error(status, Code::BadUserInput, sentence(&unmoved)));
    }
    let work = caller.work().await?;
    work.audit_as_because("moveClock", admin.id, None, Some(json!({ "to": day }))).await?;
    work.commit().await?;
    match rehearsal.advance(to).await {
        Ok(now) => Ok(Json(json!({ "now": now })).into_response()),
        Err(Unmoved::Stopped(_, stop)) => Err(stop.into()),
        // Somebody else was faster.
        Err(Unmoved::Back(_) | Unmoved::TooFar) => Ok(tell(State(http.clone())).await),
    }
}

fn sentence(unmoved: &Unmoved) -> Sentence {
    match unmoved {
        Unmoved::Back(day) => {
            Sentence::new("It is {day} already, and the clock does not go back: begin again with a new database.")
                .with("day", *day)
        }
        Unmoved::TooFar => Sentence::new("The clock moves {limit} days at most at once.").with("limit", FURTHEST),
        Unmoved::Stopped(day, _) => Sentence::new("The clock came to {day} and no further.").with("day", *day),
    }
}
