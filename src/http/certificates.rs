//! `/certificates`: all certificates of a release in one file, for the printer or to send on.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Extension, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::{
    ids::CampaignId,
    kinds::{Kind, Track},
};

use super::{Http, RequestId, graphql, not_found, uploads::refuse};
use crate::{
    api::{ApiError, Code},
    certificate::printing::{Release, note},
    stop::Stop,
};

/// What is asked for.
#[derive(Clone, Copy)]
enum Form {
    Document,
    Archive,
}

/// `NQL.pdf`: the label, and the form of the file.
fn asked(file: &str) -> Option<(Track, Form)> {
    let (track, form) = file.split_once('.')?;
    let (track, ..) = Track::VALUES.iter().find(|(_, word, ..)| *word == track)?;
    match form {
        "pdf" => Some((*track, Form::Document)),
        "zip" => Some((*track, Form::Archive)),
        _ => None,
    }
}

/// Answers the file.
pub(super) async fn give(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Path((campaign, file)): Path<(String, String)>,
) -> Response {
    let (Ok(campaign), Some((track, form))) = (campaign.parse(), asked(&file)) else { return not_found().await };
    let address = graphql::address(&headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), http.proxies);
    match made(&http, &headers, address, request_id, (campaign, track, form)).await {
        Ok(content) => {
            let media = match form {
                Form::Document => "application/pdf",
                Form::Archive => "application/zip",
            };
            let mut response = (StatusCode::OK, content).into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
            let name = HeaderValue::from_str(&format!("attachment; filename=\"certificates-{file}\""));
            response.headers_mut().extend(name.map(|name| (header::CONTENT_DISPOSITION, name)));
            response
        }
        Err(error) => refuse(error),
    }
}

async fn made(
    http: &Http,
    headers: &HeaderMap,
    address: Option<std::net::IpAddr>,
    request_id: String,
    (campaign, track, form): (CampaignId, Track, Form),
) -> Result<Vec<u8>, ApiError> {
    let caller = graphql::caller(http, headers, address)?;
    let actor = http.api.admit(caller).await?;
    tracing::Span::current().record("role", actor.audience().word()).record("operation", "certificates");
    if actor.person().is_none() {
        return Err(ApiError::said(Code::Unauthenticated, "Sign in first."));
    }
    let work = http.api.reading(&actor, Some(request_id.clone())).await?;
    let release = match Release::of(&work, campaign, track).await {
        Ok(release) => release,
        Err(stop) => {
            drop(work);
            let error = ApiError::from(stop);
            if error.code == Code::Forbidden {
                http.api.note_refusal(&actor, Some(request_id), "certificates", error.code).await?;
            }
            return Err(error);
        }
    };
    // It is drawn when nobody waits for the database any more.
    let computing = work.end();
    let content = computing.run(move |go_on| match form {
        Form::Document => release.document(go_on),
        Form::Archive => release.archive(go_on),
    });
    let content = content.await?.map_err(Stop::failure)?;
    let work = http.api.work(&actor, Some(request_id)).await?;
    note(&work, campaign).await?;
    work.commit().await?;
    Ok(content)
}
