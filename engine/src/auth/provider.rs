//! Identity providers outside, by `OpenID` Connect: which ones are trusted, by configuration, and what their ID tokens
//! must be like (C34). They say who somebody is, never what she may do.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, Header, Validation, dangerous};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    crypto,
    jwks::{self, Keys, Missing, ReadError, Source},
};

/// How far two clocks may differ.
const LEEWAY: TimeDelta = TimeDelta::seconds(30);
/// An ID token is good for this long after it was issued, whatever it says itself.
const AGE: TimeDelta = TimeDelta::minutes(10);
/// Longer texts are not looked at.
const LONGEST: usize = 8 * 1024;
/// Characters of a subject, a nonce or the name of a key.
const NAME: std::ops::RangeInclusive<usize> = 1..=255;

/// Why the file of providers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be read.
    #[error("cannot read the providers in {0}: {1}; give another file with --providers")]
    File(String, #[source] io::Error),
    /// It is not what it should be.
    #[error("{0} is not a list of providers: {1}")]
    NotProviders(String, #[source] serde_json::Error),
    /// Something is empty or too long.
    #[error("the provider {0} needs a name, an issuer and an audience of 1 to 255 characters")]
    Empty(String),
    /// An issuer or an address of keys without TLS.
    #[error("the provider {0} has the address {1}; it starts with https://, or with http:// on this machine")]
    Unsafe(String, String),
    /// Two of a kind.
    #[error("two providers have the name or the issuer {0}")]
    Twice(String),
    /// A file of keys cannot be used.
    #[error("cannot use the keys of the provider {0} in {1}: {2}")]
    Keys(String, String, #[source] ReadError),
}

/// How an account of a provider is found to be one of our users, the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum By {
    /// By the address, if the provider has verified it.
    #[serde(rename = "EMAIL")]
    Email,
    /// Not by itself: an admin links the subject.
    #[serde(rename = "SUBJECT")]
    Subject,
}

/// A provider as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    issuer: String,
    audience: String,
    jwks: Option<String>,
    by: By,
}

/// Every provider that is trusted, by issuer.
#[derive(Clone, Default)]
pub struct Providers(Arc<BTreeMap<String, Provider>>);

struct Provider {
    name: String,
    audience: String,
    by: By,
    keys: Arc<Keys>,
}

/// Somebody for whom a provider vouches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// What we call the provider.
    pub provider: String,
    /// What it calls itself.
    pub issuer: String,
    /// Whom it speaks of; only together with the issuer.
    pub subject: String,
    /// Her address, where the provider has verified it and may be believed in that.
    pub email: Option<String>,
    /// Names this ID token, whatever its signature looks like.
    pub hash: String,
    /// From when the token is good no more, and its hash can be forgotten.
    pub over_at: DateTime<Utc>,
}

/// Why an ID token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It is not good. Nobody is told why.
    Invalid,
    /// The keys of its provider cannot be had; try again.
    Unavailable,
}

/// Whom an ID token is for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audiences {
    One(String),
    Many(Vec<String>),
}

/// What an ID token says.
#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audiences,
    azp: Option<String>,
    exp: i64,
    nbf: Option<i64>,
    iat: i64,
    nonce: String,
    email: Option<String>,
    /// Only `true` counts, not a text that says so.
    email_verified: Option<serde_json::Value>,
}

/// The one claim that is looked at before the signature: it says whose keys to use.
#[derive(Deserialize)]
struct Issuer {
    iss: String,
}

impl Providers {
    /// Reads the file of providers.
    pub fn read(file: &Path) -> Result<Self, ProviderError> {
        let name = || file.display().to_string();
        let text = fs::read_to_string(file).map_err(|error| ProviderError::File(name(), error))?;
        Self::parse(&text, file)
    }

    /// Reads the text of a file of providers. Files in it are looked for beside it.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ProviderError> {
        let entries: Vec<Entry> = serde_json::from_str(text)
            .map_err(|error| ProviderError::NotProviders(file.display().to_string(), error))?;
        let mut providers: BTreeMap<String, Provider> = BTreeMap::new();
        for entry in entries {
            if [&entry.name, &entry.issuer, &entry.audience].iter().any(|text| !NAME.contains(&text.chars().count())) {
                return Err(ProviderError::Empty(entry.name));
            }
            if providers.values().any(|known| known.name == entry.name) {
                return Err(ProviderError::Twice(entry.name));
            }
            let unsafe_at = |address: &str| ProviderError::Unsafe(entry.name.clone(), address.to_owned());
            let issuer = jwks::address(&entry.issuer).filter(|address| address.query().is_none());
            issuer.ok_or_else(|| unsafe_at(&entry.issuer))?;
            let source = match entry.jwks {
                None => Source::Discovery,
                Some(at) if at.contains("://") => Source::Address(jwks::address(&at).ok_or_else(|| unsafe_at(&at))?),
                Some(path) => {
                    let path = file.parent().unwrap_or(Path::new("")).join(PathBuf::from(path));
                    let unreadable = |error| ProviderError::Keys(entry.name.clone(), path.display().to_string(), error);
                    jwks::read_file(&path).map_err(unreadable)?;
                    Source::File(path)
                }
            };
            let keys = Arc::new(Keys::new(&entry.name, &entry.issuer, source));
            let provider = Provider { name: entry.name, audience: entry.audience, by: entry.by, keys };
            if providers.insert(entry.issuer.clone(), provider).is_some() {
                return Err(ProviderError::Twice(entry.issuer));
            }
        }
        Ok(Self(Arc::new(providers)))
    }

    /// What we call the provider that calls itself `issuer`, if it is trusted.
    pub fn name_of(&self, issuer: &str) -> Option<&str> {
        self.0.get(issuer).map(|provider| provider.name.as_str())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whom an ID token speaks of, if it is good: of a provider that is trusted, for us, asked for with this nonce a
    /// moment ago, and signed by a key that the provider has now.
    pub async fn verify(&self, token: &str, nonce: &str, now: DateTime<Utc>) -> Result<Vouched, Doubt> {
        if token.len() > LONGEST {
            return Err(Doubt::Invalid);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| Doubt::Invalid)?;
        let kid = key_name(&header).ok_or(Doubt::Invalid)?;
        let Issuer { iss } = dangerous::insecure_decode_claims(token).map_err(|_| Doubt::Invalid)?;
        let provider = self.0.get(&iss).ok_or(Doubt::Invalid)?;
        let key = provider.keys.get(kid, now).await.map_err(|missing| match missing {
            Missing::Unknown => Doubt::Invalid,
            Missing::Unavailable => Doubt::Unavailable,
        })?;
        if !key.algorithms.contains(&header.alg) {
            return Err(Doubt::Invalid);
        }
        let signed = crypto::decode::<Claims>(token, &key.decoding, &signature_only(header.alg));
        let claims = signed.map_err(|_| Doubt::Invalid)?.claims;
        provider.believe(claims, &iss, token, nonce, now).ok_or(Doubt::Invalid)
    }
}

impl fmt::Debug for Providers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Provider {
    /// What the claims of a token with a good signature are worth.
    fn believe(&self, claims: Claims, issuer: &str, token: &str, nonce: &str, now: DateTime<Utc>) -> Option<Vouched> {
        let at = |seconds: i64| DateTime::from_timestamp(seconds, 0);
        let (issued_at, expires_at) = (at(claims.iat)?, at(claims.exp)?);
        let begins = claims.nbf.map_or(Some(issued_at), at)?;
        let over = expires_at.min(issued_at + AGE);
        let is_for_us = match &claims.aud {
            Audiences::One(audience) => *audience == self.audience,
            // Of several, the one it was issued to must be us.
            Audiences::Many(all) => {
                all.contains(&self.audience) && (all.len() == 1 || claims.azp.as_ref() == Some(&self.audience))
            }
        };
        let is_good = claims.iss == issuer
            && is_for_us
            && claims.azp.is_none_or(|party| party == self.audience)
            && issued_at.max(begins) <= now + LEEWAY
            && now < over + LEEWAY
            && NAME.contains(&nonce.chars().count())
            && claims.nonce == nonce
            && NAME.contains(&claims.sub.chars().count())
            && !claims.sub.contains('\0');
        let is_verified = claims.email_verified == Some(serde_json::Value::Bool(true));
        let signed = token.rsplit_once('.').map_or(token, |(signed, _)| signed);
        is_good.then(|| Vouched {
            provider: self.name.clone(),
            issuer: claims.iss,
            subject: claims.sub,
            // An address of other letters could look like hers, or become hers in lower case.
            email: claims.email.filter(|email| self.by == By::Email && is_verified && email.is_ascii()),
            hash: hex::encode(Sha256::digest(signed)),
            over_at: over + LEEWAY,
        })
    }
}

/// The name of the key, if the header is one that an ID token may have. Keys and addresses of keys in it mean nothing.
fn key_name(header: &Header) -> Option<&str> {
    let is_id_token = header.typ.as_ref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    let kid = header.kid.as_deref().filter(|kid| NAME.contains(&kid.chars().count()));
    kid.filter(|_| is_id_token && header.crit.is_none())
}

/// The library checks the signature; the claims are held against our own clock, which tests can stop.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_required_spec_claims::<&str>(&[]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse(entries: &Value) -> Result<Providers, ProviderError> {
        Providers::parse(&entries.to_string(), Path::new("providers.json"))
    }

    fn entry(changes: &Value) -> Value {
        let mut entry = json!({ "name": "School", "issuer": "https://id.example", "audience": "nql", "by": "EMAIL" });
        for (key, value) in changes.as_object().unwrap() {
            entry[key] = value.clone();
        }
        entry
    }

    #[test]
    fn a_file_of_providers_is_refused_with_one_sentence() {
        assert_eq!(parse(&json!([])).unwrap().count(), 0);
        let good = parse(&json!([
            entry(&json!({})),
            entry(&json!({ "name": "Here", "issuer": "http://127.0.0.1:9000", "by": "SUBJECT" }))
        ]));
        assert_eq!(good.unwrap().name_of("https://id.example"), Some("School"));
        for (entries, told) in [
            (json!({}), "is not a list of providers"),
            (json!([entry(&json!({ "clientId": "x" }))]), "unknown field `clientId`"),
            (json!([entry(&json!({ "by": "NAME" }))]), "unknown variant `NAME`"),
            (json!([{ "name": "School", "issuer": "https://id.example", "by": "EMAIL" }]), "missing field `audience`"),
            (json!([entry(&json!({ "audience": "" }))]), "needs a name"),
            (json!([entry(&json!({ "issuer": "http://id.example" }))]), "https://"),
            (json!([entry(&json!({ "issuer": "https://id.example?x=1" }))]), "https://"),
            (json!([entry(&json!({ "jwks": "http://id.example/jwks" }))]), "https://"),
            (json!([entry(&json!({ "jwks": "missing.json" }))]), "cannot use the keys of the provider School"),
            (json!([entry(&json!({})), entry(&json!({ "name": "Other" }))]), "two providers"),
            (json!([entry(&json!({})), entry(&json!({ "issuer": "https://other.example" }))]), "two providers"),
        ] {
            let error = parse(&entries).unwrap_err().to_string();
            assert!(error.contains(told) && !error.contains('\n'), "{entries}: {error}");
        }
    }

    #[test]
    fn claims_are_believed_when_every_one_of_them_holds() {
        let providers = parse(&json!([entry(&json!({}))])).unwrap();
        let provider = providers.0.get("https://id.example").unwrap();
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let good = json!({
            "iss": "https://id.example", "sub": "s", "aud": "nql", "exp": 1_000_300, "iat": 999_990, "nonce": "n",
            "email": "an@school.example", "email_verified": true,
        });
        let believed = |changes: Value| {
            let mut claims = good.clone();
            for (key, value) in changes.as_object().unwrap() {
                claims[key] = value.clone();
            }
            let claims = serde_json::from_value(claims).unwrap();
            provider.believe(claims, "https://id.example", "a.b.c", "n", now)
        };
        let email = |changes: Value| believed(changes).unwrap().email;
        for good in [
            json!({}),
            json!({ "aud": ["nql"] }),
            json!({ "aud": ["nql", "other"], "azp": "nql" }),
            json!({ "exp": 999_971 }),
            json!({ "iat": 1_000_030 }),
            json!({ "iat": 999_371 }),
            json!({ "nbf": 1_000_030 }),
            json!({ "exp": 99_999_999_999_i64 }),
        ] {
            assert!(believed(good.clone()).is_some(), "{good}");
        }
        for bad in [
            json!({ "iss": "https://id.example/" }),
            json!({ "aud": "other" }),
            json!({ "aud": [] }),
            json!({ "aud": ["nql", "other"] }),
            json!({ "aud": ["other", "more"], "azp": "nql" }),
            json!({ "azp": "other" }),
            json!({ "exp": 999_970 }),
            json!({ "exp": i64::MAX }),
            json!({ "iat": 1_000_031 }),
            json!({ "iat": 999_370 }),
            json!({ "iat": i64::MIN }),
            json!({ "nbf": 1_000_031 }),
            json!({ "nonce": "m" }),
            json!({ "sub": "" }),
            json!({ "sub": "s".repeat(256) }),
            json!({ "sub": "a\0b" }),
        ] {
            assert!(believed(bad.clone()).is_none(), "{bad}");
        }
        assert_eq!(email(json!({})).as_deref(), Some("an@school.example"));
        for unverified in [json!(false), json!("true"), json!(1), json!(null)] {
            assert_eq!(email(json!({ "email_verified": unverified })), None, "{unverified}");
        }
        // The sign for kelvin becomes a k.
        assert_eq!(email(json!({ "email": "\u{212a}aat@school.example" })), None);
        // A token is forgotten when it is good no more, not before, however long it says it is.
        assert_eq!(believed(json!({ "exp": 99_999_999_999_i64 })).unwrap().over_at.timestamp(), 999_990 + 630);
    }
}
