//! The server: routes, limits, headers. Every answer that is not a page is JSON.

mod asker;
mod certificates;
mod clock;
pub mod connections;
mod credentials;
mod graphiql;
mod graphql;
mod json;
mod jury;
mod photos;
mod socket;
mod uploads;
mod verify;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{any, get, post},
};
pub use graphiql::DemoUser;
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;
use sha2::{Digest, Sha256};
pub use socket::{Sockets, Times};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{Predicate, SizeAbove},
    },
    cors::{AllowOrigin, CorsLayer},
};
use tracing::{Instrument, field::Empty};

use crate::{
    api::{
        Api, ApiError, Code,
        error::{BROKEN, PASSES, TRY_LATER},
        fact::Sentence,
    },
    rehearsal::Rehearsal,
    words::Language,
};

/// Largest body of a request, in bytes.
const BODY: usize = 256 * 1024;
/// Longest time for a request.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest time for a request that brings a file: a photo comes from a telephone.
const PATIENCE_WITH_FILES: Duration = Duration::from_mins(3);
/// Longest time to find out in which language somebody reads.
const WORDED: Duration = Duration::from_secs(1);
/// Longest time to find out whether the database answers.
const READY: Duration = Duration::from_secs(8);
/// Bytes from which an answer is compressed.
const COMPRESSED: u64 = 1_024;
/// Names a request in answers, logs and the audit log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the routes need.
#[derive(Clone)]
pub struct Http {
    /// The API.
    pub api: Arc<Api>,
    /// How many proxies of ours stand before the server.
    pub proxies: usize,
    /// Pages of other origins that may call: exactly these (C7).
    pub origins: Vec<HeaderValue>,
    /// Sockets that are open.
    pub sockets: Arc<Sockets>,
    /// The clock, where it can be moved: in a demo or a rehearsal.
    pub rehearsal: Option<Arc<Rehearsal>>,
}

/// The id of a request, as handlers find it.
#[derive(Clone, Debug)]
struct RequestId(String);

/// On an answer of errors that nobody has worded yet: it is done in one place, where the answer leaves.
#[derive(Clone)]
struct Unworded(Vec<ApiError>);

/// On an answer that holds no secret: only such a one is compressed, as its length would tell of what is in it (BREACH).
#[derive(Clone, Copy)]
struct NoSecrets;

/// All routes.
pub fn router(http: Http) -> Router {
    let graphql = Router::new()
        .route("/graphql", get(graphql::answer_get).post(graphql::answer).fallback(only_post))
        .route("/uploads", post(uploads::receive).fallback(uploads::only_post))
        .route("/certificates/{campaign}/{file}", get(certificates::give))
        .route("/photos/{photo}", get(photos::whole))
        .route("/photos/{photo}/thumbnail", get(photos::small))
        .route("/sponsors/{sponsor}/logo", get(photos::logo))
        .route("/promo-kits/{label}", get(photos::promo_kit))
        .layer(cors(&http.origins));
    let routes = Router::new()
        .merge(graphql)
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .route("/graphiql", get(graphiql::page))
        .route("/graphiql/", get(graphiql::page))
        .route("/graphiql/graphiql.js", get(graphiql::script))
        .route("/graphiql/graphiql.css", get(graphiql::style))
        .route("/graphiql/config.json", get(graphiql::config))
        .route("/jury", get(jury::page))
        .route("/jury/jury.js", get(jury::script))
        .route("/jury/jury.css", get(jury::style))
        .route("/verify", get(verify::form))
        .route("/verify/", get(verify::form))
        .route("/verify/verify.css", get(verify::style))
        .route("/verify/{code}", get(verify::of_code))
        .route("/health/live", get(|| async { axum::Json(json!({ "status": "live" })) }))
        .route("/health/ready", get(ready))
        .route("/.well-known/jwks.json", get(jwks))
        .route("/.well-known/did.json", get(credentials::did))
        .route("/did.json", get(credentials::did))
        .route("/credentials/status/{list}", get(credentials::status))
        .fallback(any(not_found));
    let routes = match http.rehearsal {
        Some(_) => routes.route("/clock", get(clock::tell).post(clock::advance)),
        None => routes,
    };
    guard(routes, http, PATIENCE)
}

/// The figures, for a listener of their own.
pub fn figures(handle: PrometheusHandle) -> Router {
    let figures = move || async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()) };
    Router::new().route("/metrics", get(figures)).fallback(any(not_found))
}

/// What holds for every route: a time within which it answers, an answer when it panics, headers (C8, C9).
pub fn guard(routes: Router<Http>, http: Http, patience: Duration) -> Router {
    routes
        .layer(middleware::from_fn_with_state(patience, patiently))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(COMPRESSED).and(has_no_secrets)))
        .layer(middleware::from_fn_with_state(http.clone(), envelope))
        .with_state(http)
}

#[allow(clippy::needless_pass_by_value, reason = "the form that the layer asks for")]
fn has_no_secrets(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<NoSecrets>().is_some()
}

/// An answer with a tag that names what is in it: whoever has that already is told so, and gets no more.
async fn tagged(asked: &HeaderMap, kept: &'static str, answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    // Weak: compressed it is still the same.
    let tag = format!("W/\"{}\"", hex::encode(Sha256::digest(&body)));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    parts.headers.extend(HeaderValue::from_str(&tag).map(|tag| (header::ETAG, tag)));
    let given = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|given| given.to_str().ok());
    if given.flat_map(|given| given.split(',')).any(|given| given.trim() == tag || given.trim() == "*") {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(body))
}

/// Other origins call with a token in a header; there are no cookies, so no credentials.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::IF_NONE_MATCH,
            HeaderName::from_static(graphql::ROLE),
            HeaderName::from_static(graphql::SCHEMA),
            REQUEST_ID,
        ])
        .expose_headers([
            REQUEST_ID,
            header::ETAG,
            header::RETRY_AFTER,
            header::WWW_AUTHENTICATE,
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
        ])
        .max_age(Duration::from_hours(1))
}

/// Answers for whatever takes too long; what it was about to write is rolled back.
async fn patiently(State(patience): State<Duration>, request: Request, next: Next) -> Response {
    let brings_a_file = request.uri().path() == "/uploads";
    let patience = if brings_a_file { patience.max(PATIENCE_WITH_FILES) } else { patience };
    tokio::time::timeout(patience, next.run(request)).await.unwrap_or_else(|_| {
        tracing::error!("a request took too long");
        let mut response = plain_error(StatusCode::SERVICE_UNAVAILABLE, Code::TryLater, TRY_LATER);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(PASSES));
        response
    })
}

/// Gives every request an id, every answer its headers and, when it is an error, its words; and both a line in the log.
async fn envelope(State(http): State<Http>, mut request: Request, next: Next) -> Response {
    let given = request.headers().get(&REQUEST_ID).and_then(|id| id.to_str().ok());
    let id =
        given.filter(|id| is_request_id(id)).map_or_else(|| hex::encode(http.api.ids.bytes::<12>()), ToOwned::to_owned);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let asked = request.headers().contains_key(header::UPGRADE).then(|| request.extensions().clone());
    request.extensions_mut().insert(RequestId(id.clone()));
    let reader = Reader::of(request.headers());
    let started = std::time::Instant::now();
    // Who asked for what is filled in as soon as it is known, and stands on every line from there on.
    let span = tracing::info_span!("request", request_id = id, operation = Empty, role = Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Some(asked) = asked.filter(|_| response.status() == StatusCode::SWITCHING_PROTOCOLS) {
        // How the client writes the names of headers: some find those of the handshake only as they write them.
        response.extensions_mut().extend(asked);
    }
    if let Some(Unworded(errors)) = response.extensions_mut().remove() {
        let language = reader.language(&http).await;
        let errors: Vec<ApiError> = errors.into_iter().map(|error| error.in_language(language)).collect();
        *response.body_mut() = Body::from(json!({ "errors": graphql::listed(&errors, &id) }).to_string());
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let seconds = started.elapsed().as_secs_f64();
    let status = response.status().as_u16();
    metrics::histogram!("http_request_seconds", "route" => route(&path), "status" => status.to_string())
        .record(seconds);
    // The route and not the path, which may be of any length and hold anything.
    let (route, milliseconds) = (route(&path), u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
    span.in_scope(|| {
        // Whoever looks whether the server is there asks every few seconds.
        if route == "health" {
            tracing::debug!(%method, route, status, milliseconds, "answered");
        } else {
            tracing::info!(%method, route, status, milliseconds, "answered");
        }
    });
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Who reads an answer, as far as the request says it.
struct Reader {
    asked: Option<Language>,
    authorization: Option<HeaderValue>,
}

impl Reader {
    fn of(headers: &HeaderMap) -> Self {
        let authorization = headers.get(header::AUTHORIZATION).cloned();
        Self { asked: graphql::asked(headers), authorization }
    }

    /// The language that the request asks for, else that of the account, else English: also when the database does not say.
    async fn language(&self, http: &Http) -> Language {
        let token = self.authorization.as_ref().and_then(|value| graphql::bearer(value.to_str().ok()?));
        let token = token.and_then(|token| http.api.tokens.read(token, http.api.clock.now()).ok());
        let language = http.api.language(self.asked, token.map(|token| token.user));
        match tokio::time::timeout(WORDED, language).await {
            Ok(Ok(language)) => language,
            Ok(Err(_)) | Err(_) => Language::En,
        }
    }
}

/// What a caller may call a request, in the log too. A UUID fits in, and no secret of ours: each has 43 characters or
/// more.
fn is_request_id(text: &str) -> bool {
    (8..=36).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// A route as a label: nobody can make up new ones.
fn route(path: &str) -> &'static str {
    match path {
        "/graphql" => "graphql",
        "/uploads" => "uploads",
        path if path.starts_with("/certificates/") => "certificates",
        path if path.starts_with("/photos/") => "photos",
        path if path.starts_with("/sponsors/") => "sponsors",
        path if path.starts_with("/promo-kits/") => "promo-kits",
        path if path.starts_with("/credentials/") || path.ends_with("/did.json") => "credentials",
        "/health/live" | "/health/ready" => "health",
        path if path.starts_with("/graphiql") => "graphiql",
        path if path.starts_with("/jury") => "jury",
        path if path.starts_with("/verify") => "verify",
        _ => "other",
    }
}

async fn ready(State(http): State<Http>) -> Response {
    match tokio::time::timeout(READY, http.api.db.check()).await {
        Ok(Ok(())) => axum::Json(json!({ "status": "ready" })).into_response(),
        answered => {
            let error = answered.map_or_else(|late| late.to_string(), |failed| format!("{failed:?}"));
            tracing::error!(error, "the database does not answer, or takes no writes");
            let status = json!({ "status": "the database does not answer, or takes no writes" });
            let wait = [(header::RETRY_AFTER, HeaderValue::from(PASSES))];
            (StatusCode::SERVICE_UNAVAILABLE, wait, axum::Json(status)).into_response()
        }
    }
}

async fn jwks(State(http): State<Http>) -> Response {
    ([(header::CACHE_CONTROL, "public, max-age=300")], axum::Json(http.api.tokens.jwks(http.api.clock.now())))
        .into_response()
}

async fn not_found() -> Response {
    plain_error(StatusCode::NOT_FOUND, Code::NotFound, "There is nothing at this address.")
}

async fn only_post() -> Response {
    let mut response =
        plain_error(StatusCode::METHOD_NOT_ALLOWED, Code::BadRequest, "Operations go over POST, queries over GET too.");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

/// A file that a browser keeps under this name.
fn attachment(media: &'static str, name: &str, content: Vec<u8>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, media)], content).into_response();
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    response.headers_mut().extend(name.map(|name| (header::CONTENT_DISPOSITION, name)));
    response
}

/// An error of what was asked beside GraphQL, with the status that it has there.
fn refuse(error: ApiError) -> Response {
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

/// An error of the transport, in the form of a GraphQL answer.
fn plain_error(status: StatusCode, code: Code, sentence: impl Into<Sentence>) -> Response {
    plain(status, ApiError::said(code, sentence))
}

fn plain(status: StatusCode, error: ApiError) -> Response {
    let body = json!({ "errors": [{ "message": error.message, "extensions": { "code": error.code.word() } }] });
    let mut response = (status, axum::Json(body)).into_response();
    response.extensions_mut().insert(Unworded(vec![error]));
    response
}

#[allow(clippy::needless_pass_by_value, reason = "the form that the layer asks for")]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response<Body> {
    let text =
        panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    tracing::error!(panic = text.unwrap_or_default(), "a request panicked");
    plain_error(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, BROKEN)
}
