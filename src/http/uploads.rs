//! `/uploads`: a file that a mutation names afterwards. GraphQL carries no files.

use axum::{
    body::{Body, to_bytes},
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Http, asker::Asker, plain_error, refuse};
use crate::{
    api::{ApiError, Code, fact::Sentence},
    intake::{keep_upload, sheet::LARGEST},
    photo::commands::{keep as keep_photo, may_send},
    picture::{self, Flaw},
};

/// What a spreadsheet or a picture is sent as. Browsers on Windows call a csv file by the second name.
const MEDIA: [&str; 5] = [
    "text/csv",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "image/jpeg",
];

/// What the log calls it.
const UPLOAD: &str = "upload";
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
    asker: Asker,
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
        return match receive_photo(&http, asker, body).await {
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
    match keep(&http, asker, &media, body).await {
        Ok(response) => response,
        Err(error) => refuse(error),
    }
}

/// A photo is written anew before it is kept: what else is in the file never reaches the database.
async fn receive_photo(http: &Http, asker: Asker, body: Body) -> Result<Response, ApiError> {
    let caller = asker.signed_in(http, UPLOAD).await?;
    let work = caller.reading().await?;
    // Known before a byte of the file is read.
    if let Err(stop) = may_send(&work).await {
        drop(work);
        return Err(caller.refused(stop).await);
    }
    let computing = work.end();
    let Ok(content) = to_bytes(body, picture::LARGEST).await else { return Ok(too_large(picture::LARGEST)) };
    let prepared = match computing.run(move |go_on| picture::prepare(&content, go_on)).await? {
        Ok(prepared) => prepared,
        Err(flaw) => return Ok(unfit(flaw)),
    };
    let work = caller.work().await?;
    let id = keep_photo(&work, prepared).await?;
    work.commit().await?;
    Ok(kept(id))
}

async fn keep(http: &Http, asker: Asker, media: &str, body: Body) -> Result<Response, ApiError> {
    // Known before a byte of the file is read.
    let caller = asker.signed_in(http, UPLOAD).await?;
    let Ok(content) = to_bytes(body, LARGEST).await else { return Ok(too_large(LARGEST)) };
    let work = caller.work().await?;
    match keep_upload(&work, media, content.to_vec()).await {
        Ok(id) => {
            work.commit().await?;
            Ok(kept(id))
        }
        Err(stop) => {
            drop(work);
            Err(caller.refused(stop).await)
        }
    }
}

fn kept(id: impl std::fmt::Display) -> Response {
    (StatusCode::CREATED, axum::Json(json!({ "id": id.to_string() }))).into_response()
}

fn too_large(limit: usize) -> Response {
    let hint = Sentence::new("A file has {limit} MB at most.").with("limit", limit / 1_000_000);
    plain_error(StatusCode::PAYLOAD_TOO_LARGE, Code::QueryTooLarge, hint)
}

/// What is answered to other methods.
pub(super) async fn only_post() -> Response {
    let mut response = plain_error(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, "Files come by POST.");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}
