//! An identity provider on this machine: it counts who asks, changes its keys, fails when it is told to.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header},
    response::IntoResponse,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header};
use nql::auth::provider::Providers;
use ring::{
    rand::SystemRandom,
    rsa::{self, PublicKeyComponents},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    },
};
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
    pub secret: Arc<Secret>,
    /// Its public half.
    pub jwk: Value,
}

/// Its private half.
pub enum Secret {
    Ed(Ed25519KeyPair),
    Ec(EcdsaKeyPair),
    Rsa(rsa::KeyPair),
}

impl Pair {
    pub fn new(kid: &str, algorithm: Algorithm) -> Self {
        let chance = SystemRandom::new();
        let (secret, mut jwk) = match algorithm {
            Algorithm::EdDSA => {
                let pair = Ed25519KeyPair::generate_pkcs8(&chance).unwrap();
                let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap();
                let x = URL_SAFE_NO_PAD.encode(pair.public_key());
                (Secret::Ed(pair), json!({ "kty": "OKP", "crv": "Ed25519", "x": x }))
            }
            Algorithm::ES256 => {
                let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
                let pair = EcdsaKeyPair::generate_pkcs8(how, &chance).unwrap();
                let pair = EcdsaKeyPair::from_pkcs8(how, pair.as_ref(), &chance).unwrap();
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                let jwk = json!({ "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) });
                (Secret::Ec(pair), jwk)
            }
            _ => {
                // Made once and kept: it takes a while.
                let pair = rsa::KeyPair::from_der(include_bytes!("../samples/provider-rsa.der")).unwrap();
                let PublicKeyComponents::<Vec<u8>> { n, e } = pair.public().into();
                let jwk = json!({ "kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": URL_SAFE_NO_PAD.encode(e) });
                (Secret::Rsa(pair), jwk)
            }
        };
        jwk["kid"] = json!(kid);
        jwk["use"] = json!("sig");
        jwk["alg"] = json!(algorithm);
        Self { kid: kid.to_owned(), algorithm, secret: Arc::new(secret), jwk }
    }

    /// The header of a token that it signs.
    pub fn header(&self) -> Header {
        Header { kid: Some(self.kid.clone()), ..Header::new(self.algorithm) }
    }

    /// A token.
    pub fn sign(&self, claims: &Value) -> String {
        let part = |part: String| URL_SAFE_NO_PAD.encode(part);
        let header = serde_json::to_string(&self.header()).unwrap();
        let message = format!("{}.{}", part(header), part(claims.to_string()));
        format!("{message}.{}", self.signature(&message))
    }

    /// The signature under a message.
    pub fn signature(&self, message: &str) -> String {
        let (message, chance) = (message.as_bytes(), SystemRandom::new());
        let signature = match &*self.secret {
            Secret::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Secret::Ec(pair) => pair.sign(&chance, message).unwrap().as_ref().to_vec(),
            Secret::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                match self.algorithm {
                    Algorithm::PS256 => pair.sign(&RSA_PSS_SHA256, &chance, message, &mut signature),
                    _ => pair.sign(&RSA_PKCS1_SHA256, &chance, message, &mut signature),
                }
                .unwrap();
                signature
            }
        };
        URL_SAFE_NO_PAD.encode(signature)
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
