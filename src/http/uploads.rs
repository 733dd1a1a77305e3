//! `/uploads`: a file that a mutation names afterwards. GraphQL carries no files.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::{ConnectInfo, Extension, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Http, RequestId, graphql, plain, plain_error};
use crate::{
    api::{ApiError, Code, fact::Sentence},
    auth::Actor,
    intake::{keep_upload, sheet::LARGEST},
    photo::{
        commands::{keep as keep_photo, may_send},
        picture::{self, Flaw},
    },
    stop::Stop,
};

/// What a spreadsheet or a picture is sent as. Browsers on Windows call a csv file by the second name.
const MEDIA: [&str; 5] = [
    "text/csv",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
];

/// What a photo is sent as.
const PHOTOS: [&str; 3] = ["image/jpeg", "image/png", "image/webp"];
/// What some telephones keep photos as.
const HEIC: [&str; 4] = ["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"];

/// Whether a file is sent as a photo: `?for=photo`.
fn is_photo(query: Option<&str>) -> bool {
    let mut asked = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    asked.any(|(name, value)| name == "for" && value.eq_ignore_ascii_case("photo"))
}

/// Why a photo is not taken.
fn unfit(flaw: Flaw) -> Response {
    let (status, code, hint) = match flaw {
        Flaw::Heic => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadRequest,
            Sentence::new(
                "Photos in the form HEIC cannot be read. Set the camera to the most compatible form, or save the photo as JPEG, and send it again.",
            ),
        ),
        Flaw::Unreadable => (
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadRequest,
            Sentence::new("This file cannot be read as a photo. Send a JPEG, PNG or WebP."),
        ),
        Flaw::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::QueryTooLarge,
            Sentence::new("A photo has {limit} million points at most. Send a smaller one.")
                .with("limit", picture::MOST_POINTS / 1_000_000),
        ),
    };
    plain_error(status, code, hint)
}

/// Keeps a file for a day and answers its id: of staff a spreadsheet or a picture, and of whoever may send photos one of these.
pub(super) async fn receive(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if is_photo(query.as_deref()) {
        if HEIC.contains(&media.as_str()) {
            return unfit(Flaw::Heic);
        }
        if !PHOTOS.contains(&media.as_str()) {
            return unfit(Flaw::Unreadable);
        }
        return match receive_photo(&http, &request_id, peer, &headers, body).await {
            Ok(response) => response,
            Err(error) => refuse(error),
        };
    }
    if !MEDIA.contains(&media.as_str()) {
        let hint = Sentence::new(
            "Send text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, image/png or image/jpeg.",
        );
        return plain_error(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, hint);
    }
    match keep(&http, &request_id, peer, &headers, &media, body).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

/// A photo is written anew before it is kept: what else is in the file never reaches the database.
async fn receive_photo(
    http: &Http,
    request_id: &str,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let address = graphql::address(headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), http.proxies);
    let actor = http.api.admit(graphql::caller(http, headers, address)?).await?;
    tracing::Span::current().record("role", actor.audience().word()).record("operation", "upload");
    if actor.person().is_none() {
        return Err(ApiError::said(Code::Unauthenticated, "Sign in first."));
    }
    let work = http.api.reading(&actor, Some(request_id.to_owned())).await?;
    // Known before a byte of the file is read.
    if let Err(stop) = may_send(&work).await {
        drop(work);
        return Err(noted(http, &actor, request_id, stop).await?);
    }
    let computing = work.end();
    let Ok(content) = axum::body::to_bytes(body, picture::LARGEST).await else {
        let hint = Sentence::new("A file has {limit} MB at most.").with("limit", picture::LARGEST / 1_000_000);
        return Ok(plain_error(StatusCode::PAYLOAD_TOO_LARGE, Code::QueryTooLarge, hint));
    };
    let prepared = match computing.run(move |go_on| picture::prepare(&content, go_on)).await? {
        Ok(prepared) => prepared,
        Err(flaw) => return Ok(unfit(flaw)),
    };
    let work = http.api.work(&actor, Some(request_id.to_owned())).await?;
    let id = keep_photo(&work, prepared).await?;
    work.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(json!({ "id": id.to_string() }))).into_response())
}

/// A refusal, when it is written down that somebody was refused something.
async fn noted(http: &Http, actor: &Actor, request_id: &str, stop: Stop) -> Result<ApiError, ApiError> {
    let error = ApiError::from(stop);
    if error.code == Code::Forbidden {
        http.api.note_refusal(actor, Some(request_id.to_owned()), "upload", error.code).await?;
    }
    Ok(error)
}

async fn keep(
    http: &Http,
    request_id: &str,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: &HeaderMap,
    media: &str,
    body: Body,
) -> Result<Response, ApiError> {
    let address = graphql::address(headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), http.proxies);
    let caller = graphql::caller(http, headers, address)?;
    // Known before a byte of the file is read.
    let actor = http.api.admit(caller).await?;
    tracing::Span::current().record("role", actor.audience().word()).record("operation", "upload");
    if actor.person().is_none() {
        return Err(ApiError::said(Code::Unauthenticated, "Sign in first."));
    }
    let Ok(content) = axum::body::to_bytes(body, LARGEST).await else {
        let hint = Sentence::new("A file has {limit} MB at most.").with("limit", LARGEST / 1_000_000);
        return Ok(plain_error(StatusCode::PAYLOAD_TOO_LARGE, Code::QueryTooLarge, hint));
    };
    let work = http.api.work(&actor, Some(request_id.to_owned())).await?;
    match keep_upload(&work, media, content.to_vec()).await {
        Ok(id) => {
            work.commit().await?;
            Ok((StatusCode::CREATED, axum::Json(json!({ "id": id.to_string() }))).into_response())
        }
        Err(stop) => {
            drop(work);
            Err(noted(http, &actor, request_id, stop).await?)
        }
    }
}

pub(super) fn refuse(error: ApiError) -> Response {
    let status = graphql::status(graphql::Media::GraphQl, error.code);
    let (code, retry_after) = (error.code, error.retry_after);
    let mut response = plain(status, error);
    if code == Code::Unauthenticated {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// What is answered to other methods.
pub(super) async fn only_post() -> Response {
    let mut response = plain_error(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, "Files come by POST.");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}
