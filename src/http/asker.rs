//! Who asks, and from where: what the routes find out before anything else.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, request::Parts},
};

use super::{Http, RequestId, graphql};
use crate::{
    api::{ApiError, Caller, Code},
    auth::Actor,
    stop::Stop,
    work::Work,
};

/// The address that a request comes from, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct Address(pub Option<IpAddr>);

impl FromRequestParts<Http> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Ok(Self(client(&parts.headers, peer, http.proxies)))
    }
}

/// Behind our own proxies each of them has written down who spoke to it, the last one rightmost; what stands further left
/// anybody may have made up (C40).
fn client(headers: &HeaderMap, peer: Option<IpAddr>, proxies: usize) -> Option<IpAddr> {
    if proxies == 0 {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    hops.len().checked_sub(proxies).and_then(|at| hops.get(at)).and_then(|hop| hop.parse().ok()).or(peer)
}

/// Who asks for something beside GraphQL, as the request says it. It is not looked up yet.
pub(super) struct Asker {
    caller: Result<Caller, ApiError>,
    request_id: String,
}

impl FromRequestParts<Http> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, http: &Http) -> Result<Self, Infallible> {
        let Address(address) = Address::from_request_parts(parts, http).await?;
        let request_id = parts.extensions.get::<RequestId>().map(|RequestId(id)| id.clone()).unwrap_or_default();
        Ok(Self { caller: graphql::caller(http, &parts.headers, address), request_id })
    }
}

impl Asker {
    /// Looks the caller up, who may be nobody. It counts as a request.
    pub async fn admitted<'a>(self, http: &'a Http, operation: &'static str) -> Result<Admitted<'a>, ApiError> {
        let actor = http.api.admit(self.caller?).await?;
        tracing::Span::current().record("role", actor.audience().word()).record("operation", operation);
        Ok(Admitted { http, actor, request_id: self.request_id, operation })
    }

    /// The same, of somebody who has signed in.
    pub async fn signed_in<'a>(self, http: &'a Http, operation: &'static str) -> Result<Admitted<'a>, ApiError> {
        let admitted = self.admitted(http, operation).await?;
        match admitted.actor.person() {
            Some(_) => Ok(admitted),
            None => Err(ApiError::said(Code::Unauthenticated, "Sign in first.")),
        }
    }
}

/// A caller who may ask.
pub(super) struct Admitted<'a> {
    http: &'a Http,
    pub actor: Actor,
    request_id: String,
    operation: &'static str,
}

impl Admitted<'_> {
    /// Opens a transaction that only reads.
    pub async fn reading(&self) -> Result<Work, Stop> {
        self.http.api.reading(&self.actor, Some(self.request_id.clone())).await
    }

    /// Opens a transaction.
    pub async fn work(&self) -> Result<Work, Stop> {
        self.http.api.work(&self.actor, Some(self.request_id.clone())).await
    }

    /// The error to answer, once it is written down if the caller was refused something. No other transaction may be open.
    pub async fn refused(&self, why: impl Into<ApiError>) -> ApiError {
        let error = why.into();
        if error.code != Code::Forbidden {
            return error;
        }
        let id = Some(self.request_id.clone());
        let noted = self.http.api.note_refusal(&self.actor, id, self.operation, error.code).await;
        noted.map_or_else(ApiError::from, |()| error)
    }
}
