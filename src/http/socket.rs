//! `/graphql` over a WebSocket: the protocol `graphql-transport-ws`, for queries and for what can be watched (C42, C43).
//!
//! One task per socket reads, writes and keeps the time; one task per operation works for it over a bounded queue. When the
//! other side does not read, the queue fills and operations wait: nothing grows, and after a while the socket is dropped.

use std::{
    collections::HashMap,
    net::IpAddr,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_graphql::futures_util::FutureExt;
use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};
use tracing::{Instrument, field::Empty};

use super::{
    Http,
    graphql::{ROLE, Wire, asked, credential, identify, listed},
    json::Plain,
    plain_error,
};
use crate::{
    api::{
        Api, ApiError, Caller, Code, Executed, Opened, Operation, Reply,
        fact::Sentence,
        limit::{Subject, network},
    },
    words::Language,
};

/// Under which a client may have the token, beside the header of a request.
const TOKEN: [&str; 4] = ["authorization", "authToken", "accessToken", "token"];
const PROTOCOL: &str = "graphql-transport-ws";
/// Largest message that is read, in bytes.
const MESSAGE: usize = 64 * 1024;
/// Operations of one socket.
const OPERATIONS: usize = 50;
/// Longest id of an operation.
const ID: usize = 128;
/// Events that wait to be sent.
const QUEUE: usize = 16;
/// Sockets of one user.
const PER_USER: usize = 10;
/// Sockets from one network that nobody has signed in on.
const PER_NETWORK: usize = 100;

/// Bytes of the reason in a close frame (RFC 6455).
const REASON: usize = 123;

/// How long the other side may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(1);

/// How long a socket waits for what.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// For the first message.
    pub init: Duration,
    /// Between one look whether the caller may still come in and the next.
    pub look: Duration,
    /// Between pings; a socket from which nothing comes for twice as long is dropped.
    pub ping: Duration,
    /// For the other side to take a message.
    pub send: Duration,
    /// To hear whether the caller may stay.
    pub asked: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            init: Duration::from_secs(10),
            look: Duration::from_secs(5),
            ping: Duration::from_secs(20),
            send: Duration::from_secs(10),
            asked: Duration::from_secs(2),
        }
    }
}

/// The sockets of this process.
pub struct Sockets {
    times: Times,
    most: usize,
    open: Mutex<HashMap<Subject, usize>>,
    count: watch::Sender<usize>,
    stop: watch::Sender<bool>,
}

impl Sockets {
    /// None yet.
    pub fn new(times: Times) -> Self {
        Self {
            times,
            most: usize::MAX,
            open: Mutex::default(),
            count: watch::Sender::new(0),
            stop: watch::Sender::new(false),
        }
    }

    /// Never more than `most`: connections are for questions too.
    #[must_use]
    pub fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Closes all of them, and those that come.
    pub fn close(&self) {
        self.stop.send_replace(true);
    }

    /// When the last one is closed.
    pub async fn closed(&self) {
        let _ = self.count.subscribe().wait_for(|count| *count == 0).await;
    }

    /// A place for one more socket of `subject`.
    fn enter(self: &Arc<Self>, subject: Subject) -> Option<Place> {
        let most = if matches!(subject, Subject::User(_)) { PER_USER } else { PER_NETWORK.min(self.most / 2) };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= self.most {
            return None;
        }
        let count = open.entry(subject.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { sockets: Arc::clone(self), subject })
    }
}

/// Counts a socket for as long as it is open.
struct Place {
    sockets: Arc<Sockets>,
    subject: Subject,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.sockets.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.subject) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.subject);
            }
        }
    }
}

/// Why we close a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Close {
    /// It is closed by the other side, or takes nothing any more: there is nothing to tell.
    Lost,
    GoingAway,
    /// What cannot be read: too large, no text, or no WebSocket.
    Unreadable(u16, &'static str),
    BadMessage(&'static str),
    InitWanted,
    /// Who calls may not stay, or may come again with another token.
    Forbidden(&'static str),
    /// The database does not answer now.
    TryLater,
    InitLate,
    IdTaken(String),
    InitTwice,
    TooMany,
}

impl Close {
    /// The code of the protocol, and words for whoever looks into it.
    fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Lost => return None,
            Self::GoingAway => (1001, "Going away".into()),
            Self::TryLater => (1013, "Try again later".into()),
            Self::Unreadable(code, what) => (*code, (*what).into()),
            Self::BadMessage(what) => (4400, (*what).into()),
            Self::InitWanted => (4401, "Unauthorized".into()),
            Self::Forbidden(why) => (4403, format!("Forbidden: {why}").into()),
            Self::InitLate => (4408, "Connection initialisation timeout".into()),
            Self::IdTaken(id) => (4409, fitting(&format!("Subscriber for {id} already exists")).into()),
            Self::InitTwice => (4429, "Too many initialisation requests".into()),
            Self::TooMany => (4429, "Too many sockets".into()),
        };
        Some(CloseFrame { code, reason })
    }

    /// What went wrong with reading.
    fn of(error: axum::Error) -> Self {
        let error = error.into_inner();
        match error.downcast_ref::<tungstenite::Error>() {
            Some(tungstenite::Error::Capacity(_)) => Self::Unreadable(1009, "Message too large"),
            Some(tungstenite::Error::Utf8(_)) => Self::Unreadable(1007, "A message is text in UTF-8"),
            Some(tungstenite::Error::Protocol(_)) => Self::Unreadable(1002, "This is no WebSocket"),
            _ => Self::Lost,
        }
    }
}

/// As much of a text as fits into a close frame, cut where a character ends.
fn fitting(text: &str) -> &str {
    text.get(..text.floor_char_boundary(REASON)).unwrap_or_default()
}

/// Opens a socket, for pages of our own and of trusted origins, and for programs.
pub(super) fn open(
    http: Http,
    headers: &HeaderMap,
    address: Option<IpAddr>,
    request_id: String,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if !is_trusted(headers, &http.origins) {
        return plain_error(StatusCode::FORBIDDEN, Code::Forbidden, "This origin may not open a socket.");
    }
    let Ok(upgrade) = upgrade else {
        return plain_error(StatusCode::BAD_REQUEST, Code::BadRequest, "This is no handshake of a WebSocket.");
    };
    if !upgrade.requested_protocols().any(|offered| offered == PROTOCOL) {
        return plain_error(StatusCode::BAD_REQUEST, Code::BadRequest, "The protocol is graphql-transport-ws.");
    }
    let Some(place) = http.sockets.enter(Subject::Network(address.map(network).unwrap_or_default())) else {
        return plain_error(StatusCode::TOO_MANY_REQUESTS, Code::RateLimited, "Too many sockets from this network.");
    };
    let handshake = Handshake {
        token: headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned()),
        role: headers.get(ROLE).map(|word| word.to_str().unwrap_or_default().to_owned()),
        language: asked(headers),
    };
    upgrade.protocols([PROTOCOL]).max_message_size(MESSAGE).max_frame_size(MESSAGE).on_upgrade(move |socket| {
        let span = tracing::info_span!("socket", request_id);
        Session::run(http, request_id, address, handshake, place, socket).instrument(span)
    })
}

/// A browser says which page opens the socket; what is no browser says nothing, and has no user to deceive.
fn is_trusted(headers: &HeaderMap, origins: &[HeaderValue]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let page = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, page)| page);
    origins.contains(origin) || page.is_some_and(|page| host.is_some_and(|host| host.eq_ignore_ascii_case(page)))
}

/// What the headers of the handshake say of the caller; what the first message says goes before.
struct Handshake {
    token: Option<String>,
    role: Option<String>,
    language: Option<Language>,
}

/// An operation that goes on; it stops when it is let go.
struct Running {
    serial: u64,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What an operation has to say.
struct Told {
    id: String,
    /// Tells operations apart that had the same id one after the other.
    serial: u64,
    what: What,
}

enum What {
    /// An answer, as JSON.
    Next(Vec<u8>),
    /// It is over.
    Complete,
    /// It failed, and is over.
    Errors(Vec<ApiError>),
}

/// A socket that is open.
struct Session {
    http: Http,
    request_id: String,
    address: Option<IpAddr>,
    handshake: Handshake,
    caller: Option<Caller>,
    /// When the token is over with which the caller came.
    expires: Option<DateTime<Utc>>,
    place: Place,
    operations: HashMap<String, Running>,
    serial: u64,
    tell: mpsc::Sender<Told>,
    heard: Instant,
    pinged: Instant,
}

impl Session {
    /// Talks until one side closes.
    async fn run(
        http: Http,
        request_id: String,
        address: Option<IpAddr>,
        handshake: Handshake,
        place: Place,
        mut socket: WebSocket,
    ) {
        let (tell, mut told) = mpsc::channel(QUEUE);
        let sockets = Arc::clone(&http.sockets);
        sockets.count.send_modify(|count| *count += 1);
        let now = Instant::now();
        let mut session = Self {
            http,
            request_id,
            address,
            handshake,
            caller: None,
            expires: None,
            place,
            operations: HashMap::new(),
            serial: 0,
            tell,
            heard: now,
            pinged: now,
        };
        let close = session.talk(&mut socket, &mut told).await;
        tracing::info!(code = close.frame().map(|frame| frame.code), "socket closed");
        session.operations.clear();
        // Whoever closes waits for the other side to say so too.
        let goodbye = async {
            if let Some(frame) = close.frame() {
                socket.send(Message::Close(Some(frame))).await?;
            }
            while let Some(message) = socket.recv().await {
                message?;
            }
            Ok::<(), axum::Error>(())
        };
        let _ = timeout(GOODBYE, goodbye).await;
        drop(session);
        sockets.count.send_modify(|count| *count -= 1);
    }

    async fn talk(&mut self, socket: &mut WebSocket, told: &mut mpsc::Receiver<Told>) -> Close {
        let times = self.http.sockets.times;
        let init = Instant::now() + times.init;
        let mut stop = self.http.sockets.stop.subscribe();
        let mut look = interval(times.look.min(times.ping));
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                message = socket.recv() => match message {
                    Some(Ok(message)) => self.hear(socket, message).await,
                    Some(Err(error)) => Err(Close::of(error)),
                    None => Err(Close::Lost),
                },
                Some(told) = told.recv() => self.pass_on(socket, told).await,
                _ = look.tick() => self.look(socket).await,
                () = sleep_until(init), if self.caller.is_none() => Err(Close::InitLate),
                () = stop.wait_for(|stop| *stop).map(drop) => Err(Close::GoingAway),
            };
            if let Err(close) = done {
                return close;
            }
        }
    }

    async fn hear(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Close> {
        self.heard = Instant::now();
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Err(Close::BadMessage("Messages are text")),
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(Close::Lost),
        };
        let Ok(Plain(Value::Object(mut message))) = serde_json::from_str(&text) else {
            return Err(Close::BadMessage("A message is one JSON object"));
        };
        let kind = message.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let payload = message.remove("payload").filter(|payload| !payload.is_null());
        match kind.as_str() {
            "connection_init" => self.init(socket, payload).await,
            "ping" => {
                let pong = payload
                    .map_or_else(|| json!({ "type": "pong" }), |payload| json!({ "type": "pong", "payload": payload }));
                self.send(socket, pong.to_string()).await
            }
            "pong" => Ok(()),
            "subscribe" => {
                let id = id_of(&mut message)?;
                let Some(Value::Object(payload)) = payload else {
                    return Err(Close::BadMessage("`payload` is an operation"));
                };
                self.subscribe(socket, id, payload).await
            }
            "complete" => {
                self.operations.remove(&id_of(&mut message)?);
                Ok(())
            }
            _ => Err(Close::BadMessage("There is no message of this type")),
        }
    }

    /// The first message says who comes, by the names of the headers of a request or by those that clients have made
    /// usual; or the handshake has said so. A token in another place is refused: nobody is taken for nobody who is not.
    async fn init(&mut self, socket: &mut WebSocket, payload: Option<Value>) -> Result<(), Close> {
        if self.caller.is_some() {
            return Err(Close::InitTwice);
        }
        let payload = match payload {
            None => Map::new(),
            Some(Value::Object(payload)) => payload,
            Some(_) => return Err(Close::BadMessage("`payload` is an object")),
        };
        let said = Said::of(&payload)?;
        let token = match said.token.or(self.handshake.token.as_deref()) {
            Some(text) => Some(credential(text).ok_or(Close::Forbidden("a token comes as `Bearer TOKEN`"))?),
            None => None,
        };
        let role = said.role.or(self.handshake.role.as_deref());
        let no_role = |_| Close::Forbidden("x-nql-role names no role");
        let caller = identify(&self.http, token, role, self.address).map_err(no_role)?;
        let language = said.languages.and_then(Language::asked).or(self.handshake.language);
        let caller = Caller { language, ..caller };
        let api = &self.http.api;
        self.expires = token.and_then(|token| api.tokens.read_expiry(token, api.clock.now()).ok());
        // Not a moment longer than it says: a socket that is closed at once is opened again at once, with the same token.
        if caller.is_void || self.is_over() {
            return Err(Close::Forbidden("the token is not valid, or not any more"));
        }
        if !self.is_welcome(caller).await {
            return Err(Close::Forbidden("the rights of the user have changed"));
        }
        if let Some(user) = caller.user {
            self.place = self.http.sockets.enter(Subject::User(user)).ok_or(Close::TooMany)?;
        }
        self.caller = Some(caller);
        self.send(socket, json!({ "type": "connection_ack" }).to_string()).await
    }

    async fn subscribe(
        &mut self,
        socket: &mut WebSocket,
        id: String,
        payload: Map<String, Value>,
    ) -> Result<(), Close> {
        let Some(caller) = self.caller else { return Err(Close::InitWanted) };
        if self.operations.contains_key(&id) {
            return Err(Close::IdTaken(id));
        }
        let Ok(wire) = serde_json::from_value::<Wire>(Value::Object(payload)) else {
            return Err(Close::BadMessage("`payload` is an operation"));
        };
        let operation = match wire.operation(&self.request_id) {
            Ok(operation) => Operation { is_read_only: true, ..operation },
            Err(error) if error.code == Code::BadRequest => return Err(Close::BadMessage("`payload` is an operation")),
            Err(error) => return self.send_errors(socket, &id, &[error]).await,
        };
        if self.operations.len() >= OPERATIONS {
            let message = Sentence::new("A socket has {limit} operations at most.").with("limit", OPERATIONS);
            return self.send_errors(socket, &id, &[ApiError::said(Code::RateLimited, message)]).await;
        }
        self.serial += 1;
        let teller = Teller { id: id.clone(), serial: self.serial, tell: self.tell.clone() };
        let span = tracing::info_span!("operation", request_id = self.request_id, operation = Empty, role = Empty);
        let task = tokio::spawn(work(Arc::clone(&self.http.api), caller, operation, teller).instrument(span));
        self.operations.insert(id, Running { serial: self.serial, task });
        Ok(())
    }

    async fn pass_on(&mut self, socket: &mut WebSocket, told: Told) -> Result<(), Close> {
        let Told { id, serial, what } = told;
        if self.operations.get(&id).is_none_or(|running| running.serial != serial) {
            return Ok(());
        }
        match what {
            What::Next(body) => {
                let body = String::from_utf8(body).unwrap_or_default();
                let text = format!("{{\"id\":{},\"type\":\"next\",\"payload\":{body}}}", Value::from(id));
                self.send(socket, text).await
            }
            What::Complete => {
                self.operations.remove(&id);
                self.send(socket, json!({ "id": id, "type": "complete" }).to_string()).await
            }
            What::Errors(errors) => {
                self.operations.remove(&id);
                let is = |code| errors.iter().any(|error| error.code == code);
                if is(Code::Unauthenticated) && self.caller.is_some_and(|caller| caller.user.is_some()) {
                    return Err(Close::Forbidden("the rights of the user have changed"));
                }
                // After an error an operation is over, and clients do not ask again; after this they do.
                if is(Code::TryLater) {
                    return Err(Close::TryLater);
                }
                self.send_errors(socket, &id, &errors).await
            }
        }
    }

    /// Whether the caller may stay, and is still there.
    async fn look(&mut self, socket: &mut WebSocket) -> Result<(), Close> {
        let times = self.http.sockets.times;
        if self.is_over() {
            return Err(Close::Forbidden("the token is not valid any more"));
        }
        if !self.is_welcome(self.caller.unwrap_or_default()).await {
            return Err(Close::Forbidden("the rights of the user have changed"));
        }
        if self.heard.elapsed() > times.ping * 2 {
            return Err(Close::Lost);
        }
        if self.pinged.elapsed() >= times.ping {
            self.pinged = Instant::now();
            return self.put(socket, Message::Ping(Vec::new().into())).await;
        }
        Ok(())
    }

    /// Whether the token is over with which the caller came.
    fn is_over(&self) -> bool {
        self.expires.is_some_and(|expires| expires <= self.http.api.clock.now())
    }

    /// Whether the caller may come in or stay. While the database does not answer there is nothing to read for anybody, and
    /// messages go on being heard.
    async fn is_welcome(&self, caller: Caller) -> bool {
        timeout(self.http.sockets.times.asked, self.http.api.is_welcome(caller)).await.unwrap_or(true)
    }

    async fn send_errors(&self, socket: &mut WebSocket, id: &str, errors: &[ApiError]) -> Result<(), Close> {
        let Caller { language, user, .. } = self.caller.unwrap_or_default();
        let language = timeout(self.http.sockets.times.asked, self.http.api.language(language, user)).await;
        let language = language.ok().and_then(Result::ok).unwrap_or(Language::En);
        let errors: Vec<ApiError> = errors.iter().map(|error| error.clone().in_language(language)).collect();
        let errors = listed(&errors, &self.request_id);
        self.send(socket, json!({ "id": id, "type": "error", "payload": errors }).to_string()).await
    }

    async fn send(&self, socket: &mut WebSocket, text: String) -> Result<(), Close> {
        self.put(socket, Message::Text(Utf8Bytes::from(text))).await
    }

    async fn put(&self, socket: &mut WebSocket, message: Message) -> Result<(), Close> {
        match timeout(self.http.sockets.times.send, socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Close::Lost),
        }
    }
}

/// What the payload of the first message says of the caller.
#[derive(Default)]
struct Said<'a> {
    token: Option<&'a str>,
    role: Option<&'a str>,
    languages: Option<&'a str>,
}

impl<'a> Said<'a> {
    fn of(payload: &'a Map<String, Value>) -> Result<Self, Close> {
        let mut said = Self::default();
        said.read(payload)?;
        Ok(said)
    }

    fn read(&mut self, payload: &'a Map<String, Value>) -> Result<(), Close> {
        for (key, value) in payload.iter().filter(|(_, value)| !value.is_null()) {
            let is = |names: &[&str]| names.iter().any(|name| key.eq_ignore_ascii_case(name));
            let into = if is(&TOKEN) {
                &mut self.token
            } else if is(&[ROLE]) {
                &mut self.role
            } else if is(&[header::ACCEPT_LANGUAGE.as_str()]) {
                &mut self.languages
            } else if let (true, Value::Object(headers)) = (is(&["headers"]), value) {
                self.read(headers)?;
                continue;
            } else if value.as_str().is_some_and(is_like_a_token) {
                return Err(Close::Forbidden("put the token into `authorization`"));
            } else {
                continue;
            };
            let text = value.as_str().ok_or(Close::BadMessage("A header is a text"))?;
            if into.is_some_and(|other| other != text) {
                return Err(Close::Forbidden("two texts for one header"));
            }
            *into = Some(text);
        }
        Ok(())
    }
}

/// Whether a text is most likely meant to say who somebody is.
fn is_like_a_token(text: &str) -> bool {
    text.starts_with("eyJ") || text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

fn id_of(message: &mut Map<String, Value>) -> Result<String, Close> {
    match message.remove("id") {
        Some(Value::String(id)) if (1..=ID).contains(&id.len()) => Ok(id),
        _ => Err(Close::BadMessage("`id` is a text of 1 to 128 characters")),
    }
}

/// Tells the socket what an operation has to say; waits while there is too much of it.
struct Teller {
    id: String,
    serial: u64,
    tell: mpsc::Sender<Told>,
}

impl Teller {
    async fn say(&self, what: What) {
        // Nobody hears it any more: the socket is closed, and lets go of this task too.
        let _ = self.tell.send(Told { id: self.id.clone(), serial: self.serial, what }).await;
    }
}

async fn work(api: Arc<Api>, caller: Caller, operation: Operation, teller: Teller) {
    let done = AssertUnwindSafe(answer(&api, caller, operation, &teller)).catch_unwind().await;
    if done.is_err() {
        let error = std::io::Error::other("an operation over a socket panicked");
        teller.say(What::Errors(vec![ApiError::internal(&error)])).await;
    }
}

async fn answer(api: &Arc<Api>, caller: Caller, operation: Operation, teller: &Teller) {
    match api.open(caller, operation).await {
        Opened::Answered(Reply::Executed(Executed { body, .. })) => {
            teller.say(What::Next(body)).await;
            teller.say(What::Complete).await;
        }
        Opened::Answered(Reply::Refused(errors)) => teller.say(What::Errors(errors)).await,
        Opened::Watching(mut watching) => loop {
            match watching.next().await {
                Ok(body) => teller.say(What::Next(body)).await,
                Err(errors) => return teller.say(What::Errors(errors)).await,
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_our_own_and_of_trusted_origins_open_sockets() {
        let origins = [HeaderValue::from_static("https://nql.example")];
        let trusted = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("api.nql.example"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            is_trusted(&headers, &origins)
        };
        for good in [None, Some("https://nql.example"), Some("https://api.nql.example"), Some("http://API.nql.example")]
        {
            assert!(trusted(good), "{good:?}");
        }
        for bad in
            ["null", "https://evil.example", "https://nql.example.evil.example", "https://api.nql.example:8443", ""]
        {
            assert!(!trusted(Some(bad)), "{bad}");
        }
    }
}
