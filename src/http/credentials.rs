//! What others need to check credentials without us: who issues them, and which were revoked. Both are for everybody.

use axum::{
    extract::{Extension, Path, State},
    http::header,
    response::{IntoResponse, Response},
};

use super::{Http, NoSecrets, RequestId, asker::Address, not_found, refuse};
use crate::{
    api::{ApiError, Caller, Code},
    auth::Actor,
    certificate::credential::{did_document, status_list},
};

const KEPT: &str = "public, max-age=300";

/// The document of the issuer, behind its `did:web`.
pub(super) async fn did(State(http): State<Http>) -> Response {
    let (Some(keys), Some(public_url)) = (&http.api.issuer, &http.api.public_url) else { return not_found().await };
    keys.refresh(http.api.clock.now());
    let kind = [(header::CONTENT_TYPE, "application/did+json"), (header::CACHE_CONTROL, KEPT)];
    (kind, did_document(keys, public_url).to_string()).into_response()
}

/// The list of revoked labels of a track and year, within the limit of nobody.
pub(super) async fn status(
    State(http): State<Http>,
    Address(address): Address,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Path(list): Path<String>,
) -> Response {
    let read = async || -> Result<String, ApiError> {
        http.api.admit(Caller { address, ..Caller::default() }).await?;
        let work = http.api.reading(&Actor::Anonymous, Some(request_id)).await?;
        Ok(status_list(&work, &list, http.api.clock.outside()).await?)
    };
    match read().await {
        Ok(list) => {
            let kind = [(header::CONTENT_TYPE, "application/vc+jwt"), (header::CACHE_CONTROL, KEPT)];
            let mut response = (kind, list).into_response();
            response.extensions_mut().insert(NoSecrets);
            response
        }
        Err(error) if error.code == Code::NotFound => not_found().await,
        Err(error) => refuse(error),
    }
}
