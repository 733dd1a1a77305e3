//! `/photos`: the file of a photo, for those who may see it at that moment; and `/promo-kits`, what a school gets to tell
//! others of its label.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, Extension, Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::ids::{LabelId, PhotoId};

use super::{Http, RequestId, graphql, not_found, uploads::refuse};
use crate::{
    api::{ApiError, Code},
    photo::{
        commands::look,
        kit::{Kit, note},
    },
    stop::Stop,
};

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

/// Answers a photo.
pub(super) async fn whole(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Peer,
    headers: HeaderMap,
    Path(photo): Path<String>,
) -> Response {
    show(&http, request_id, peer, &headers, (&photo, false)).await
}

/// Answers the thumbnail of a photo.
pub(super) async fn small(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Peer,
    headers: HeaderMap,
    Path(photo): Path<String>,
) -> Response {
    show(&http, request_id, peer, &headers, (&photo, true)).await
}

/// What is not there and what is not for the caller answer alike.
async fn show(
    http: &Http,
    request_id: String,
    peer: Peer,
    headers: &HeaderMap,
    (photo, is_small): (&str, bool),
) -> Response {
    let Ok(photo) = photo.parse::<PhotoId>() else { return not_found().await };
    let read = async || -> Result<Vec<u8>, ApiError> {
        let address = graphql::address(headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), http.proxies);
        let actor = http.api.admit(graphql::caller(http, headers, address)?).await?;
        tracing::Span::current().record("role", actor.audience().word()).record("operation", "photo");
        let work = http.api.reading(&actor, Some(request_id)).await?;
        Ok(look(&work, photo, is_small).await?)
    };
    match read().await {
        Ok(content) => {
            // Not kept by anybody: a photo that is withdrawn is seen nowhere. And what is in the file is a picture, whatever else
            // it could be taken for.
            let about = [
                (header::CONTENT_TYPE, "image/jpeg"),
                (header::CACHE_CONTROL, "private, no-store"),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
            ];
            (about, content).into_response()
        }
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => not_found().await,
        Err(error) => refuse(error),
    }
}

/// Answers the promo kit of a label.
pub(super) async fn promo_kit(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    peer: Peer,
    headers: HeaderMap,
    Path(label): Path<String>,
) -> Response {
    let Ok(label) = label.parse::<LabelId>() else { return not_found().await };
    let pack = async || -> Result<(String, Vec<u8>), ApiError> {
        let address = graphql::address(&headers, peer.map(|Extension(ConnectInfo(peer))| peer.ip()), http.proxies);
        let actor = http.api.admit(graphql::caller(&http, &headers, address)?).await?;
        tracing::Span::current().record("role", actor.audience().word()).record("operation", "promoKit");
        if actor.person().is_none() {
            return Err(ApiError::said(Code::Unauthenticated, "Sign in first."));
        }
        let work = http.api.reading(&actor, Some(request_id.clone())).await?;
        let kit = Kit::of(&work, label).await?;
        let name = kit.name();
        // It is packed when nobody waits for the database any more.
        let content = work.end().run(move |go_on| kit.archive(go_on)).await?.map_err(Stop::failure)?;
        let work = http.api.work(&actor, Some(request_id)).await?;
        note(&work, label).await?;
        work.commit().await?;
        Ok((name, content))
    };
    match pack().await {
        Ok((name, content)) => {
            let mut response = (StatusCode::OK, content).into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
            let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            response.headers_mut().extend(name.map(|name| (header::CONTENT_DISPOSITION, name)));
            response
        }
        Err(error) if matches!(error.code, Code::NotFound | Code::Forbidden) => not_found().await,
        Err(error) => refuse(error),
    }
}
