//! `/graphql`: from bytes to an operation, from a reply to bytes.

use std::{cmp::Reverse, collections::BTreeMap, net::IpAddr};

use async_graphql::Variables;
use axum::{
    body::Bytes,
    extract::{
        Extension, RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::kinds::{Kind, Role};
use serde::Deserialize;
use serde_json::json;

use super::{BODY, Http, NoSecrets, RequestId, Unworded, asker::Address, json::Plain, plain_error, socket, tagged};
use crate::{
    api::{ApiError, Caller, Code, Executed, Operation, Reply, Shown, fact::Sentence, limit::Standing},
    words::Language,
};

/// Role that the request acts in, for people who hold several.
pub(super) const ROLE: &str = "x-nql-role";
/// What introspection is to tell of, for people who make tools for others.
pub(super) const SCHEMA: &str = "x-nql-schema";

/// An operation as JSON.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wire {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<serde_json::Map<String, serde_json::Value>>,
    extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Wire {
    pub(super) fn operation(self, request_id: &str) -> Result<Operation, ApiError> {
        let Some(query) = self.query else {
            // A client that sends the hash of a document first sends the document when it hears this, and no hash again.
            let is_hash = self.extensions.is_some_and(|extensions| extensions.contains_key("persistedQuery"));
            let no_query = ApiError::said(Code::BadRequest, "There is no `query`.");
            let not_supported = || ApiError::new(Code::PersistedQueryNotSupported, "PersistedQueryNotSupported");
            return Err(if is_hash { not_supported() } else { no_query });
        };
        Ok(Operation {
            query,
            name: self.operation_name.filter(|name| !name.is_empty()),
            variables: Variables::from_json(serde_json::Value::Object(self.variables.unwrap_or_default())),
            request_id: Some(request_id.to_owned()),
            is_read_only: false,
        })
    }
}

/// Says that another token might bring another answer (RFC 6750, and RFC 9110 for answers other than 401).
const INVALID_TOKEN: HeaderValue = HeaderValue::from_static("Bearer error=\"invalid_token\"");

/// What an answer depends on.
const VARY: &str = "accept, accept-language, authorization, x-nql-role, x-nql-schema";

/// The two media types of an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/graphql-response+json`: the status says whether anything was executed.
    GraphQl,
    /// `application/json`: 200 for whatever was understood.
    Json,
}

/// Answers one operation that comes by POST.
pub(super) async fn answer(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Address(address): Address,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Response {
    let (media, caller) = match arrival(&http, &headers, address) {
        Ok(arrival) => arrival,
        Err(refused) => return refused(&request_id),
    };
    if !is_json(&headers) {
        return plain_error(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, "Send application/json in UTF-8.");
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        let mut response = plain_error(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, "Send it uncompressed.");
        response.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        return response;
    }
    let Ok(body) = axum::body::to_bytes(body, BODY).await else {
        return plain_error(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::QueryTooLarge,
            Sentence::new("The request is larger than {limit} kB.").with("limit", BODY / 1024),
        );
    };
    let operation = match parse(&body, &request_id) {
        Ok(operation) => operation,
        Err(error) => return refuse_bad(error, &request_id),
    };
    execute(&http, media, caller, operation, &request_id).await
}

/// Answers one query that comes by GET; nothing is written over GET (C2). Or opens a WebSocket.
pub(super) async fn answer_get(
    State(http): State<Http>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Address(address): Address,
    headers: HeaderMap,
    RawQuery(text): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if headers.contains_key(header::UPGRADE) {
        return socket::open(http, &headers, address, request_id, upgrade);
    }
    let (media, caller) = match arrival(&http, &headers, address) {
        Ok(arrival) => arrival,
        Err(refused) => return refused(&request_id),
    };
    match parse_get(text.as_deref().unwrap_or_default(), &request_id) {
        Ok(operation) => {
            let answer = execute(&http, media, caller, operation, &request_id).await;
            // What was read for nobody in particular anybody may keep, as long as they ask whether it is still so.
            let is_read = answer.status() == StatusCode::OK && answer.extensions().get::<NoSecrets>().is_some();
            let is_public = is_read && !headers.contains_key(header::AUTHORIZATION);
            if is_public { tagged(&headers, "public, no-cache", answer).await } else { answer }
        }
        Err(error) => refuse_bad(error, &request_id),
    }
}

type Refused = Box<dyn FnOnce(&str) -> Response + Send>;

/// In which form an answer is wanted, and who wants it.
fn arrival(http: &Http, headers: &HeaderMap, address: Option<IpAddr>) -> Result<(Media, Caller), Refused> {
    let Some(media) = accepted(headers) else {
        return Err(Box::new(|_| {
            plain_error(
                StatusCode::NOT_ACCEPTABLE,
                Code::BadRequest,
                "Accept application/graphql-response+json or application/json.",
            )
        }));
    };
    let caller = caller(http, headers, address);
    caller
        .map(|caller| (media, caller))
        .map_err(|error| -> Refused { Box::new(move |request_id| refuse_unworded(media, error, request_id)) })
}

async fn execute(http: &Http, media: Media, caller: Caller, operation: Operation, request_id: &str) -> Response {
    let is_anonymous = caller.user.is_none() && !caller.is_void;
    match http.api.execute_for_anybody(caller, operation).await {
        Reply::Executed(Executed { body, retry_after, is_trouble, standing, is_token_ignored, is_read }) => {
            let status = match retry_after {
                Some(_) if is_trouble => StatusCode::SERVICE_UNAVAILABLE,
                Some(_) => StatusCode::TOO_MANY_REQUESTS,
                None => StatusCode::OK,
            };
            let mut response = respond(media, status, body);
            tell_limits(response.headers_mut(), retry_after, standing);
            if is_token_ignored {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, INVALID_TOKEN);
            }
            if is_read {
                response.extensions_mut().insert(NoSecrets);
            }
            response
        }
        Reply::Refused(errors) => {
            let mut response = refuse(media, &errors, request_id);
            if is_anonymous && let Some(challenge) = response.headers_mut().get_mut(header::WWW_AUTHENTICATE) {
                // No token was sent, so none is invalid (RFC 6750).
                *challenge = HeaderValue::from_static("Bearer");
            }
            response
        }
    }
}

/// A GET has its parts in its address.
fn parse_get(text: &str, request_id: &str) -> Result<Operation, ApiError> {
    let bad = |what: Sentence| ApiError::said(Code::BadRequest, what);
    let mut parts: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        if parts.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(bad("A part of the address is there twice.".into()));
        }
    }
    let mut object = |name: &str| match parts.remove(name).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => match serde_json::from_str(&text) {
            Ok(Plain(serde_json::Value::Object(object))) => Ok(Some(object)),
            Ok(Plain(serde_json::Value::Null)) => Ok(None),
            Ok(_) | Err(_) => Err(bad(Sentence::new("`{name}` is not a JSON object.").with("name", name.to_owned()))),
        },
    };
    let (variables, extensions) = (object("variables")?, object("extensions")?);
    let (query, operation_name) = (parts.remove("query"), parts.remove("operationName"));
    let wire = Wire { query, operation_name, variables, extensions };
    Ok(Operation { is_read_only: true, ..wire.operation(request_id)? })
}

fn parse(body: &Bytes, request_id: &str) -> Result<Operation, ApiError> {
    let bad = |what: &'static str| ApiError::said(Code::BadRequest, what);
    // Some programs put a mark of the byte order before the text, which says nothing in UTF-8.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // A derived reader would take a list for an object by position.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
        return Err(bad("The request is one JSON object; there are no batches."));
    }
    let wire = serde_json::from_slice(body).and_then(|Plain(value)| serde_json::from_value::<Wire>(value));
    wire.map_err(|_| bad("The request is not the JSON of a GraphQL request."))?.operation(request_id)
}

pub(super) fn caller(http: &Http, headers: &HeaderMap, address: Option<IpAddr>) -> Result<Caller, ApiError> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let bearer = match (given.next(), given.next()) {
        (None, _) => None,
        (Some(_), Some(_)) => return Err(invalid_token()),
        // What cannot be read as a token is one that is not good.
        (Some(value), None) => Some(value.to_str().ok().and_then(bearer).unwrap_or_default()),
    };
    let role = headers.get(ROLE).map(|word| word.to_str().unwrap_or_default());
    let unknown = || ApiError::said(Code::BadRequest, "x-nql-schema names no role, and is not WHOLE.");
    let shown =
        headers.get(SCHEMA).map(|word| word.to_str().ok().and_then(Shown::of).ok_or_else(unknown)).transpose()?;
    Ok(Caller { language: asked(headers), shown, ..identify(http, bearer, role, address)? })
}

/// The language that the headers ask for.
pub(super) fn asked(headers: &HeaderMap) -> Option<Language> {
    Language::asked(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

fn invalid_token() -> ApiError {
    ApiError::said(Code::Unauthenticated, "The token is not valid.")
}

/// The token in `Bearer ...`.
pub(super) fn bearer(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The token in the text that a socket brings, with its scheme or without.
pub(super) fn credential(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.contains(' ') { bearer(text) } else { Some(text) }
}

/// Who calls, by token and role. A token that is not good, or not any more, is told apart from none.
pub(super) fn identify(
    http: &Http,
    token: Option<&str>,
    role: Option<&str>,
    address: Option<IpAddr>,
) -> Result<Caller, ApiError> {
    let bearer = token.and_then(|token| http.api.tokens.read(token, http.api.clock.now()).ok());
    let no_role = || ApiError::said(Code::BadRequest, "x-nql-role names no role.");
    let role = role.map(|word| Role::of(word).ok_or_else(no_role)).transpose()?;
    Ok(Caller {
        user: bearer.map(|bearer| bearer.user),
        access_version: bearer.map(|bearer| bearer.access_version),
        is_void: token.is_some() && bearer.is_none(),
        is_token_ignored: false,
        scopes: bearer.and_then(|bearer| bearer.scopes),
        key: bearer.and_then(|bearer| bearer.key),
        role,
        address,
        language: None,
        shown: None,
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let is_utf8 = |parameter: &str| {
        parameter.split_once('=').is_none_or(|(name, value)| {
            let value = value.trim_matches('"');
            !name.eq_ignore_ascii_case("charset") || ["utf-8", "utf8"].iter().any(|it| value.eq_ignore_ascii_case(it))
        })
    };
    is_json && parts.all(is_utf8)
}

/// The media type that the caller prefers of the two; `None` when it takes neither (RFC 9110). Several lines are one list,
/// and a list with nothing in it asks for nothing. Of two that are as welcome, the one that is named goes first, and of two
/// that are named the first.
fn accepted(headers: &HeaderMap) -> Option<Media> {
    let lines = headers.get_all(header::ACCEPT).iter().map(|line| line.to_str().unwrap_or_default());
    let ranges: Vec<Range> = lines.flat_map(|line| line.split(',')).filter_map(Range::read).collect();
    if ranges.is_empty() {
        return Some(Media::Json);
    }
    let rank = |media: &str| {
        let fitting = ranges.iter().enumerate().filter_map(|(place, range)| Some((range.fits(media)?, place, range)));
        let (precision, place, range) = fitting.max_by_key(|(precision, place, _)| (*precision, Reverse(*place)))?;
        (range.quality > 0).then_some((range.quality, precision, Reverse(place)))
    };
    let (graphql, json) = (rank("application/graphql-response+json"), rank("application/json"));
    if graphql > json { Some(Media::GraphQl) } else { json.map(|_| Media::Json) }
}

/// What an `Accept` asks for: `application/*;q=0.5`.
struct Range {
    media: String,
    /// In thousandths.
    quality: u16,
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media = parts.next().filter(|media| !media.is_empty())?.to_ascii_lowercase();
        let weight =
            parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        let weight = weight.and_then(|(_, weight)| weight.trim().parse::<f32>().ok()).unwrap_or(1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number is clamped before")]
        let quality = (weight.clamp(0.0, 1.0) * 1_000.0).round() as u16;
        Some(Self { media, quality })
    }

    /// How precisely it names a media type, if it does.
    fn fits(&self, media: &str) -> Option<u8> {
        match self.media.as_str() {
            "*/*" => Some(0),
            "application/*" => Some(1),
            named => (named == media).then_some(2),
        }
    }
}

/// The one place that says which status an error has.
pub(super) fn status(media: Media, code: Code) -> StatusCode {
    match code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::TryLater => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::QueryTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Forbidden if media == Media::GraphQl => StatusCode::FORBIDDEN,
        Code::BadRequest => StatusCode::BAD_REQUEST,
        // As the protocol of these clients has it.
        Code::PersistedQueryNotSupported => StatusCode::OK,
        Code::WriteOverGet => StatusCode::METHOD_NOT_ALLOWED,
        Code::ParseFailed
        | Code::ValidationFailed
        | Code::BadUserInput
        | Code::OperationResolutionFailure
        | Code::Forbidden
        | Code::NotFound
        | Code::QueryTooComplex
        | Code::IntrospectionDisabled
        | Code::IdempotencyKeyReused => match media {
            Media::GraphQl => StatusCode::BAD_REQUEST,
            Media::Json => StatusCode::OK,
        },
    }
}

/// Errors as they stand on the wire.
pub(super) fn listed(errors: &[ApiError], request_id: &str) -> Vec<serde_json::Value> {
    let wire = |error: &ApiError| {
        let mut wire = json!({
            "message": error.message,
            "extensions": { "code": error.code.word(), "requestId": request_id },
        });
        if let Some(seconds) = error.retry_after
            && let Some(extensions) = wire.get_mut("extensions").and_then(serde_json::Value::as_object_mut)
        {
            extensions.insert("retryAfter".to_owned(), seconds.into());
        }
        if !error.argument.is_empty()
            && let Some(extensions) = wire.get_mut("extensions").and_then(serde_json::Value::as_object_mut)
        {
            extensions.insert("argument".to_owned(), json!(error.argument));
        }
        if !error.locations.is_empty()
            && let Some(fields) = wire.as_object_mut()
        {
            let locations = error.locations.iter().map(|at| json!({ "line": at.line, "column": at.column }));
            fields.insert("locations".to_owned(), locations.collect());
        }
        wire
    };
    errors.iter().map(wire).collect()
}

/// An answer to a request that was not executed: no `data`.
fn refuse(media: Media, errors: &[ApiError], request_id: &str) -> Response {
    let code = errors.first().map_or(Code::Internal, |error| error.code);
    let listed = listed(errors, request_id);
    let mut response = respond(media, status(media, code), json!({ "errors": listed }).to_string().into_bytes());
    let retry_after = errors.iter().filter_map(|error| error.retry_after).max();
    tell_limits(response.headers_mut(), retry_after, None);
    if code == Code::WriteOverGet {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    if code == Code::Unauthenticated {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, INVALID_TOKEN);
    }
    response
}

/// Says how much is left, and when to come back (draft-ietf-httpapi-ratelimit-headers).
fn tell_limits(headers: &mut HeaderMap, retry_after: Option<u64>, standing: Option<Standing>) {
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let Some(standing) = standing else { return };
    let policy = format!("\"minute\";q={};w=60", standing.limit);
    let left = format!("\"minute\";r={};t={}", standing.remaining, standing.reset());
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// What is no GraphQL request is a bad request in any media type.
fn refuse_bad(error: ApiError, request_id: &str) -> Response {
    refuse_unworded(Media::Json, error, request_id)
}

fn refuse_unworded(media: Media, error: ApiError, request_id: &str) -> Response {
    let mut response = refuse(media, std::slice::from_ref(&error), request_id);
    response.extensions_mut().insert(Unworded(vec![error]));
    response
}

fn respond(media: Media, status: StatusCode, body: Vec<u8>) -> Response {
    let content_type = match media {
        Media::GraphQl => "application/graphql-response+json; charset=utf-8",
        Media::Json => "application/json; charset=utf-8",
    };
    (status, [(header::CONTENT_TYPE, content_type), (header::VARY, VARY)], body).into_response()
}
