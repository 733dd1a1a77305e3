//! The public keys of an outside identity provider: where they come from, and how long they are good (C34).
//!
//! Nothing that a caller sends can make us ask a provider often: an unknown key is asked for once a minute, by one
//! request on behalf of all that wait, and a provider that does not answer is left alone for some seconds.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Empty, Limited};
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse},
};
use serde::Deserialize;
use tokio::sync::{Mutex, OwnedMutexGuard};
use url::Url;

use crate::web::{Web, web};

/// Keys that were read so long ago are read again when they are needed.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// A key that is not known makes us read again, this often at most.
const UNKNOWN: TimeDelta = TimeDelta::minutes(1);
/// A provider that did not answer is left alone for this long.
const PAUSE: TimeDelta = TimeDelta::seconds(10);
/// Known keys are good for this long while a provider does not answer.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Longest time for an answer of a provider.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer of a provider, in bytes.
const LARGEST: usize = 256 * 1024;

/// Where the keys of a provider are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In a file, which is read again when it changes.
    File(PathBuf),
    /// At an address.
    Address(Url),
    /// At the address that the provider names at its own, `{issuer}/.well-known/openid-configuration`.
    Discovery,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The provider has no such key.
    Unknown,
    /// The provider does not answer, so nobody knows.
    Unavailable,
}

/// A public key, and the algorithms that it may be used with.
#[derive(Clone)]
pub(super) struct Key {
    pub decoding: DecodingKey,
    pub algorithms: Vec<Algorithm>,
}

/// Why keys could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The network, or TLS.
    #[error("{0} does not answer: {1}")]
    Network(String, String),
    /// Another answer than 200.
    #[error("{0} answers {1}")]
    Status(String, StatusCode),
    /// Not the JSON that was wanted.
    #[error("not a set of keys: {0}")]
    NotKeys(#[from] serde_json::Error),
    /// Longer than anything we read.
    #[error("the file is longer than 256 kB")]
    TooLong,
    /// The provider calls itself something else.
    #[error("{0} speaks for the issuer {1}")]
    OtherIssuer(String, String),
    /// The provider names an address that we do not call.
    #[error("{0} is not an address with https")]
    Unsafe(String),
}

/// The keys of one provider.
pub(super) struct Keys {
    name: String,
    issuer: String,
    source: Source,
    client: Web<Empty<Bytes>>,
    known: RwLock<Known>,
    /// Whoever reads holds this; the others wait for what comes of it.
    turn: Arc<Mutex<()>>,
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, Key>,
    /// When they were read.
    read_at: Option<DateTime<Utc>>,
    /// When that was last tried, and whether it succeeded.
    tried: Option<(DateTime<Utc>, bool)>,
    /// Where discovery found them.
    address: Option<Url>,
    /// Time and length of the file.
    file: Option<(SystemTime, u64)>,
}

/// What is known of a key.
enum Found {
    /// It is good.
    Fresh(Key),
    /// It was good a while ago.
    Stale(Key),
    /// There is none, and the provider answered.
    Absent,
    /// There is none, and the provider did not answer.
    Unheard,
}

impl Known {
    fn find(&self, kid: &str, now: DateTime<Utc>) -> Found {
        let within = |span: TimeDelta| self.read_at.is_some_and(|at| (at..at + span).contains(&now));
        match self.keys.get(kid) {
            Some(key) if within(FRESH) => Found::Fresh(key.clone()),
            Some(key) if within(KEPT) => Found::Stale(key.clone()),
            Some(_) | None if self.tried.is_some_and(|(_, is_read)| is_read) => Found::Absent,
            Some(_) | None => Found::Unheard,
        }
    }

    /// Whether the provider may be asked now for the sake of a key that is not known, or not fresh.
    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.tried.is_none_or(|(at, is_read)| !(at..at + if is_read { UNKNOWN } else { PAUSE }).contains(&now))
    }
}

impl Keys {
    pub(super) fn new(name: &str, issuer: &str, source: Source) -> Self {
        Self {
            name: name.to_owned(),
            issuer: issuer.to_owned(),
            source,
            client: web(0, true),
            known: RwLock::default(),
            turn: Arc::default(),
        }
    }

    /// The key of this name.
    pub(super) async fn get(self: &Arc<Self>, kid: &str, now: DateTime<Utc>) -> Result<Key, Missing> {
        if let Source::File(path) = &self.source {
            self.reread(path, now);
            return self.known().keys.get(kid).cloned().ok_or(Missing::Unknown);
        }
        let found = self.known().find(kid, now);
        let found = match found {
            Found::Fresh(key) => return Ok(key),
            // One asks; nobody else waits for it, because the key is most likely still good.
            Found::Stale(_) => match Arc::clone(&self.turn).try_lock_owned() {
                Ok(turn) => {
                    self.refresh(turn, now).await;
                    self.known().find(kid, now)
                }
                Err(_) => found,
            },
            Found::Absent | Found::Unheard => {
                let turn = Arc::clone(&self.turn).lock_owned().await;
                self.refresh(turn, now).await;
                self.known().find(kid, now)
            }
        };
        match found {
            Found::Fresh(key) | Found::Stale(key) => Ok(key),
            Found::Absent => Err(Missing::Unknown),
            Found::Unheard => Err(Missing::Unavailable),
        }
    }

    /// Asks the provider, unless it was asked a moment ago. Whoever waits may go away: the answer is kept all the same.
    async fn refresh(self: &Arc<Self>, turn: OwnedMutexGuard<()>, now: DateTime<Utc>) {
        if !self.known().is_due(now) {
            return;
        }
        let keys = Arc::clone(self);
        let asked = tokio::spawn(async move {
            let read = keys.ask().await;
            keys.keep(read, now);
            drop(turn);
        });
        if let Err(error) = asked.await {
            tracing::error!(%error, provider = self.name, "asking for keys failed");
        }
    }

    async fn ask(&self) -> Result<(HashMap<String, Key>, Option<Url>), ReadError> {
        let known = self.known().address.clone();
        let address = match (&self.source, known) {
            (Source::Address(address), _) => address.clone(),
            (Source::Discovery | Source::File(_), Some(known)) => known,
            (Source::Discovery | Source::File(_), None) => self.discover().await?,
        };
        Ok((read(&self.fetch(&address).await?)?, Some(address)))
    }

    /// Where the provider says that its keys are.
    async fn discover(&self) -> Result<Url, ReadError> {
        #[derive(Deserialize)]
        struct Discovered {
            issuer: String,
            jwks_uri: String,
        }
        let at = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let at = address(&at).ok_or(ReadError::Unsafe(at))?;
        let discovered: Discovered = serde_json::from_slice(&self.fetch(&at).await?)?;
        if discovered.issuer != self.issuer {
            return Err(ReadError::OtherIssuer(at.into(), discovered.issuer));
        }
        let found = address(&discovered.jwks_uri);
        // An address on the open network does not send us to one on this machine.
        let found = found.filter(|found| found.scheme() == "https" || at.scheme() == "http");
        found.ok_or(ReadError::Unsafe(discovered.jwks_uri))
    }

    async fn fetch(&self, address: &Url) -> Result<Bytes, ReadError> {
        let failed = |error: &dyn std::error::Error| {
            let mut text = error.to_string();
            let mut next = error.source();
            while let Some(cause) = next {
                text = format!("{text}: {cause}");
                next = cause.source();
            }
            ReadError::Network(address.to_string(), text)
        };
        let request = Request::get(address.as_str()).header(header::ACCEPT, "application/json").body(Empty::new());
        let request = request.map_err(|error| failed(&error))?;
        let answered = tokio::time::timeout(PATIENCE, async {
            let response = self.client.request(request).await.map_err(|error| failed(&error))?;
            if response.status() != StatusCode::OK {
                return Err(ReadError::Status(address.to_string(), response.status()));
            }
            let body = Limited::new(response.into_body(), LARGEST).collect().await;
            Ok(body.map_err(|error| failed(error.as_ref()))?.to_bytes())
        });
        answered.await.map_err(|error| failed(&error))?
    }

    fn keep(&self, read: Result<(HashMap<String, Key>, Option<Url>), ReadError>, now: DateTime<Utc>) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.tried = Some((now, read.is_ok()));
        match read {
            Ok((keys, address)) => {
                tracing::info!(provider = self.name, keys = keys.len(), "read the keys of a provider");
                (known.keys, known.address, known.read_at) = (keys, address, Some(now));
            }
            Err(error) => {
                tracing::warn!(provider = self.name, %error, "the keys of a provider stay as they are");
                // Discovered anew the next time: it may have moved.
                known.address = None;
            }
        }
    }

    /// Reads the file again if it has changed. One that cannot be read changes nothing.
    fn reread(&self, path: &Path, now: DateTime<Utc>) {
        let state = fs::metadata(path).and_then(|file| Ok((file.modified()?, file.len()))).ok();
        if state.is_none() || state == self.known().file {
            return;
        }
        let read = read_file(path);
        self.known.write().unwrap_or_else(PoisonError::into_inner).file = state;
        self.keep(read.map(|keys| (keys, None)), now);
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An address that we call: with TLS, or on this machine.
pub(super) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_here = match url.host()? {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(ip) => ip.is_loopback(),
        url::Host::Ipv6(ip) => ip.is_loopback(),
    };
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (is_plain && (url.scheme() == "https" || url.scheme() == "http" && is_here)).then_some(url)
}

/// The keys in a file.
pub(super) fn read_file(path: &Path) -> Result<HashMap<String, Key>, ReadError> {
    let bytes = fs::read(path)?;
    if bytes.len() > LARGEST {
        return Err(ReadError::TooLong);
    }
    read(&bytes)
}

/// The keys that a set has for us: those that sign, have a name, and are of a kind that we know. Others are passed over.
fn read(bytes: &[u8]) -> Result<HashMap<String, Key>, ReadError> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<serde_json::Value>,
    }
    let set: Set = serde_json::from_slice(bytes)?;
    let mut keys = HashMap::new();
    for key in set.keys {
        let Ok(jwk) = serde_json::from_value::<Jwk>(key) else { continue };
        if let (Some(kid), Some(key)) = (jwk.common.key_id.clone(), usable(&jwk)) {
            keys.insert(kid, key);
        }
    }
    Ok(keys)
}

/// The key, with the algorithms of its kind; if it names one itself, only that.
fn usable(jwk: &Jwk) -> Option<Key> {
    if jwk.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
        return None;
    }
    let of_kind: &[Algorithm] = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => &[Algorithm::RS256, Algorithm::PS256],
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => &[Algorithm::ES256],
        AlgorithmParameters::OctetKeyPair(curve) if curve.curve == EllipticCurve::Ed25519 => &[Algorithm::EdDSA],
        // A shared secret is no proof of who signed.
        AlgorithmParameters::EllipticCurve(_)
        | AlgorithmParameters::OctetKey(_)
        | AlgorithmParameters::OctetKeyPair(_)
        | AlgorithmParameters::Other(_)
        | _ => return None,
    };
    let named = jwk.common.key_algorithm;
    let algorithms = of_kind.iter().copied().filter(|algorithm| named.is_none_or(|named| named == (*algorithm).into()));
    let key = Key { decoding: DecodingKey::from_jwk(jwk).ok()?, algorithms: algorithms.collect() };
    (!key.algorithms.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_has_tls_or_is_on_this_machine() {
        for good in ["https://id.example/a", "http://127.0.0.1:9000", "http://localhost/x", "http://[::1]:1/"] {
            assert!(address(good).is_some(), "{good}");
        }
        for bad in [
            "http://id.example",
            "http://127.0.0.1.id.example",
            "http://localhost.example",
            "ftp://localhost/x",
            "file:///etc/passwd",
            "https://me:secret@id.example",
            "https://id.example/#a",
            "keys.json",
        ] {
            assert!(address(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_set_of_keys_is_read_for_what_we_can_use() {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        let ed = |more: serde_json::Value| {
            let mut key = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": "a" });
            key.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            key
        };
        let algorithms = |key: serde_json::Value| {
            let keys = read(json!({ "keys": [key] }).to_string().as_bytes()).unwrap();
            keys.get("a").map(|key| key.algorithms.clone())
        };
        assert_eq!(algorithms(ed(json!({}))), Some(vec![Algorithm::EdDSA]));
        assert_eq!(algorithms(ed(json!({ "use": "sig", "alg": "EdDSA", "x-extra": 1 }))), Some(vec![Algorithm::EdDSA]));
        assert_eq!(algorithms(ed(json!({ "use": "enc" }))), None);
        assert_eq!(algorithms(ed(json!({ "alg": "RS256" }))), None);
        assert_eq!(algorithms(ed(json!({ "alg": "NEW" }))), None);
        assert_eq!(algorithms(json!({ "kty": "oct", "k": "c2VjcmV0", "kid": "a" })), None);
        assert_eq!(algorithms(json!({ "kty": "AKP", "pub": "AA", "kid": "a" })), None);
        let rsa = json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "a" });
        assert_eq!(algorithms(rsa), Some(vec![Algorithm::RS256, Algorithm::PS256]));
        // A key that we do not know does not spoil the others.
        let set = json!({ "keys": [{ "kty": "??" }, 7, ed(json!({}))] }).to_string();
        assert_eq!(read(set.as_bytes()).unwrap().len(), 1);
        assert!(read(b"{}").is_err());
    }
}
