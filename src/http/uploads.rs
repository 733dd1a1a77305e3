//! `/uploads`: a file that a mutation names afterwards. GraphQL carries no files.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::{ConnectInfo, Extension, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Http, RequestId, graphql, plain, plain_error};
use crate::{
    api::{ApiError, Code, fact::Sentence},
    intake::{keep_upload, sheet::LARGEST},
};

/// What a spreadsheet or a picture is sent as. Browsers on Windows call a csv file by the second name.
const MEDIA: [&str; 5] = [
    "text/csv",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
];

/// Keeps a file of staff for a day and answers its id.
pub(super) async fn receive(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let said = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
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
            let error = ApiError::from(stop);
            if error.code == Code::Forbidden {
                http.api.note_refusal(&actor, Some(request_id.to_owned()), "upload", error.code).await?;
            }
            Err(error)
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
