//! An identity provider on this machine: it counts who asks, changes its keys, fails when it is told to.

use std::sync::{Arc, Mutex};

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair},
};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    response::IntoResponse,
};
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use nql::auth::provider::Providers;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Engine, House};

/// What the provider calls us.
pub const AUDIENCE: &str = "nql-front";
/// What the front end asked with.
pub const NONCE: &str = "n-0S6_WzA2Mj";

/// A key of a provider.
#[derive(Clone)]
pub struct Pair {
    pub kid: String,
    pub algorithm: Algorithm,
    pub sign: EncodingKey,
    /// Its public half.
    pub jwk: Value,
}

impl Pair {
    pub fn new(kid: &str, algorithm: Algorithm) -> Self {
        let sign = match algorithm {
            Algorithm::EdDSA => {
                let pair = Ed25519KeyPair::generate().unwrap();
                EncodingKey::from_ed_der(AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).unwrap().as_ref())
            }
            Algorithm::ES256 => {
                let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
                EncodingKey::from_ec_der(pair.unwrap().as_ref())
            }
            _ => {
                let pair = aws_lc_rs::rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
                let pkcs8 = AsDer::<Pkcs8V1Der<'static>>::as_der(&pair).unwrap();
                // The key itself, without what says that it is one of RSA.
                EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
            }
        };
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&sign, algorithm).unwrap()).unwrap();
        jwk["kid"] = json!(kid);
        jwk["use"] = json!("sig");
        Self { kid: kid.to_owned(), algorithm, sign, jwk }
    }

    /// The header of a token that it signs.
    pub fn header(&self) -> Header {
        Header { kid: Some(self.kid.clone()), ..Header::new(self.algorithm) }
    }

    /// A token.
    pub fn sign(&self, claims: &Value) -> String {
        jsonwebtoken::encode(&self.header(), claims, &self.sign).unwrap()
    }
}

/// What the provider does when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    Down,
    /// It sends whoever asks for keys elsewhere.
    Redirects,
    /// It answers too much.
    Talks,
    /// It says that it is somebody else.
    Lies,
}

struct Inside {
    issuer: String,
    keys: Vec<Value>,
    mood: Mood,
    discoveries: usize,
    fetches: usize,
}

/// A provider that listens.
#[derive(Clone)]
pub struct Outside {
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
}

async fn answer(State(inside): State<Arc<Mutex<Inside>>>, uri: Uri) -> axum::response::Response {
    let mut inside = inside.lock().unwrap();
    let is_discovery = uri.path() == "/realm/.well-known/openid-configuration";
    if is_discovery {
        inside.discoveries += 1;
    } else {
        inside.fetches += 1;
    }
    let text = match (is_discovery, inside.mood) {
        (_, Mood::Down) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        (true, Mood::Lies) => json!({ "issuer": "https://id.example", "jwks_uri": format!("{}/jwks", inside.issuer) }),
        (true, _) => json!({ "issuer": inside.issuer, "jwks_uri": format!("{}/jwks", inside.issuer) }),
        (false, Mood::Redirects) if uri.path() == "/realm/jwks" => {
            let to = format!("{}/elsewhere", inside.issuer);
            return (StatusCode::FOUND, [(header::LOCATION, to)]).into_response();
        }
        (false, Mood::Talks) => json!({ "keys": inside.keys, "more": "x".repeat(256 * 1024) }),
        (false, _) => json!({ "keys": inside.keys }),
    };
    text.to_string().into_response()
}

impl Outside {
    /// A provider with these keys.
    pub async fn open(keys: &[&Pair]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}/realm", listener.local_addr().unwrap());
        let inside = Inside { issuer: issuer.clone(), keys: Vec::new(), mood: Mood::Well, discoveries: 0, fetches: 0 };
        let inside = Arc::new(Mutex::new(inside));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inside));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let outside = Self { issuer, inside };
        outside.rotate(keys);
        outside
    }

    /// It has these keys from now on.
    pub fn rotate(&self, keys: &[&Pair]) {
        self.inside.lock().unwrap().keys = keys.iter().map(|pair| pair.jwk.clone()).collect();
    }

    pub fn is(&self, mood: Mood) {
        self.inside.lock().unwrap().mood = mood;
    }

    /// How often it was asked where its keys are, and for the keys.
    pub fn asked(&self) -> (usize, usize) {
        let inside = self.inside.lock().unwrap();
        (inside.discoveries, inside.fetches)
    }

    /// The providers that trust it.
    pub fn trusted(&self, by: &str) -> Providers {
        let entry = json!([{ "name": "School", "issuer": self.issuer, "audience": AUDIENCE, "by": by }]);
        Providers::parse(&entry.to_string(), std::path::Path::new("providers.json")).unwrap()
    }

    /// A house that trusts it.
    pub fn house(&self, house: &House, by: &str) -> House {
        let settings = nql::api::Settings { providers: self.trusted(by), ..nql::api::Settings::open() };
        let engine: Engine = house.engine;
        House::with(engine, house.db.clone(), settings)
    }

    /// What it says of somebody who has just signed in there.
    pub fn claims(&self, house: &House, subject: &str, email: &str) -> Value {
        let now = house.clock.now().timestamp();
        json!({
            "iss": self.issuer, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 300, "nonce": NONCE,
            "email": email, "email_verified": true,
        })
    }
}
