//! Access tokens: who is calling, signed. A token carries no role: the database has the roles.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{ServiceKeyId, UserId};
use jsonwebtoken::{Algorithm, Validation};
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};

use super::{
    crypto,
    keys::{KeyRing, Purpose},
    scope::Scopes,
};
use crate::stop::Stop;

/// How far two clocks may differ.
const LEEWAY_SECONDS: i64 = 30;
/// `typ` of an access token (RFC 9068); no other token passes for one.
const TYPE: &str = "at+jwt";
/// Longer texts are not looked at.
const LONGEST: usize = 8 * 1024;

/// Makes and reads access tokens.
#[derive(Clone)]
pub struct Tokens {
    keys: Arc<KeyRing>,
    issuer: String,
    audience: String,
    lifetime: TimeDelta,
    known: Arc<Cache<String, Known>>,
}

/// Tokens whose signature was checked are remembered, this many at most; the instants are checked every time.
const REMEMBERED: usize = 4096;

/// Whom a token speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The user.
    pub user: UserId,
    /// The version of her rights for which it was made: when that moves on, the token is void (C33).
    pub access_version: i32,
    /// What the key allows that it was exchanged for; none where it was not a key.
    pub scopes: Option<Scopes>,
    /// The key that it was exchanged for.
    pub key: Option<ServiceKeyId>,
}

/// What a token with a good signature says.
#[derive(Clone, Copy)]
struct Known {
    bearer: Bearer,
    not_before: i64,
    expires: i64,
}

impl Known {
    fn at(self, now: DateTime<Utc>) -> Result<Bearer, InvalidToken> {
        // Held against our own clock, which tests can stop.
        let seconds = now.timestamp();
        let is_good = seconds < self.expires + LEEWAY_SECONDS && self.not_before <= seconds + LEEWAY_SECONDS;
        if is_good { Ok(self.bearer) } else { Err(InvalidToken) }
    }
}

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    /// The version of the user's rights.
    ver: i32,
    /// Words of scopes, with blanks between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scp: Option<String>,
    /// The key of a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    exp: i64,
    nbf: i64,
    iat: i64,
}

/// The token is not one of ours, or not any more. The wire never says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid token")]
pub struct InvalidToken;

impl Tokens {
    /// Tokens of `issuer` for `audience`, good for `lifetime`.
    pub fn new(keys: Arc<KeyRing>, issuer: &str, audience: &str, lifetime: TimeDelta) -> Self {
        Self {
            keys,
            issuer: issuer.to_owned(),
            audience: audience.to_owned(),
            lifetime,
            known: Arc::new(Cache::new(REMEMBERED)),
        }
    }

    /// The keys that sign and verify them.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Tokens of a key that is kept nowhere: no other process reads them.
    pub fn unkept() -> Self {
        Self::new(Arc::new(KeyRing::ephemeral(Purpose::Access)), "nql", "nql-api", TimeDelta::minutes(15))
    }

    /// The same, with another lifetime.
    #[must_use]
    pub fn lasting(&self, lifetime: TimeDelta) -> Self {
        Self { lifetime, ..self.clone() }
    }

    /// Until when a token that is made now is good.
    pub fn expiry(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + self.lifetime
    }

    /// A token that says "the bearer is `user`", as long as her rights have this version.
    pub fn mint(&self, user: UserId, access_version: i32, now: DateTime<Utc>) -> Result<String, Stop> {
        self.sign(Bearer { user, access_version, scopes: None, key: None }, now)
    }

    /// A token that says whom it speaks of, and what she may do with it.
    pub fn sign(&self, bearer: Bearer, now: DateTime<Utc>) -> Result<String, Stop> {
        self.refresh(now);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: bearer.user.to_string(),
            ver: bearer.access_version,
            scp: bearer.scopes.map(|scopes| scopes.words().join(" ")),
            key: bearer.key.map(|key| key.to_string()),
            exp: self.expiry(now).timestamp(),
            nbf: now.timestamp(),
            iat: now.timestamp(),
        };
        self.keys.sign(TYPE, &claims, ToOwned::to_owned, now)
    }

    /// Who the token speaks of.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Result<Bearer, InvalidToken> {
        self.know(token, now)?.at(now)
    }

    /// Until when the token is good.
    pub fn read_expiry(&self, token: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, InvalidToken> {
        DateTime::from_timestamp(self.know(token, now)?.expires, 0).ok_or(InvalidToken)
    }

    fn know(&self, token: &str, now: DateTime<Utc>) -> Result<Known, InvalidToken> {
        if token.len() > LONGEST {
            return Err(InvalidToken);
        }
        self.refresh(now);
        if let Some(known) = self.known.get(token) {
            return Ok(known);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| InvalidToken)?;
        if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) || header.crit.is_some() {
            return Err(InvalidToken);
        }
        let key = header.kid.as_deref().and_then(|kid| self.keys.verifying(kid)).ok_or(InvalidToken)?;
        let claims = crypto::decode::<Claims>(token, &key, &self.validation()).map_err(|_| InvalidToken)?.claims;
        let user = claims.sub.parse().map_err(|_| InvalidToken)?;
        let scopes = claims.scp.as_deref().map(|words| Scopes::of(words.split(' ')));
        let key = claims.key.map(|key| key.parse()).transpose().map_err(|_| InvalidToken)?;
        let bearer = Bearer { user, access_version: claims.ver, scopes, key };
        let known = Known { bearer, not_before: claims.nbf.max(claims.iat), expires: claims.exp };
        self.known.insert(token.to_owned(), known);
        Ok(known)
    }

    /// Takes up keys that came, and forgets what was signed by keys that went.
    fn refresh(&self, now: DateTime<Utc>) {
        if self.keys.refresh(now) {
            self.known.clear();
        }
    }

    fn validation(&self) -> Validation {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.set_audience(&[&self.audience]);
        validation.set_issuer(&[&self.issuer]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation
    }

    /// The public keys.
    pub fn jwks(&self, now: DateTime<Utc>) -> serde_json::Value {
        self.refresh(now);
        serde_json::json!({ "keys": self.keys.public() })
    }

    /// Signs and reads one token, so that a build without working cryptography stops at its start.
    pub fn self_test(&self, now: DateTime<Utc>) -> Result<(), Stop> {
        let nobody = UserId(uuid::Uuid::nil());
        match self.read(&self.mint(nobody, 1, now)?, now) {
            Ok(bearer) if bearer.user == nobody => Ok(()),
            Ok(_) | Err(InvalidToken) => Err(Stop::failure("a token we signed does not verify")),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    fn tokens(audience: &str, keys: &Arc<KeyRing>) -> Tokens {
        Tokens::new(Arc::clone(keys), "nql", audience, TimeDelta::minutes(15))
    }

    fn user() -> UserId {
        UserId(uuid::Uuid::from_u128(7))
    }

    fn bearer() -> Bearer {
        Bearer { user: user(), access_version: 3, scopes: None, key: None }
    }

    #[test]
    fn a_token_reads_back_until_it_expires() {
        let (keys, now) = (Arc::new(KeyRing::ephemeral(Purpose::Access)), DateTime::UNIX_EPOCH + TimeDelta::days(1));
        let tokens = tokens("nql", &keys);
        let token = tokens.mint(user(), 3, now).unwrap();
        assert_eq!(tokens.read(&token, now), Ok(bearer()));
        assert_eq!(tokens.read(&token, now + TimeDelta::minutes(15)), Ok(bearer()), "within the leeway");
        assert_eq!(tokens.read(&token, now + TimeDelta::minutes(16)), Err(InvalidToken));
        assert_eq!(tokens.read(&token, now - TimeDelta::minutes(2)), Err(InvalidToken), "not yet valid");
    }

    #[test]
    fn a_token_for_another_audience_or_of_another_key_is_refused() {
        let (keys, now) = (Arc::new(KeyRing::ephemeral(Purpose::Access)), DateTime::UNIX_EPOCH);
        let token = tokens("elsewhere", &keys).mint(user(), 3, now).unwrap();
        assert_eq!(tokens("nql", &keys).read(&token, now), Err(InvalidToken));
        let token = tokens("nql", &Arc::new(KeyRing::ephemeral(Purpose::Access))).mint(user(), 3, now).unwrap();
        assert_eq!(tokens("nql", &keys).read(&token, now), Err(InvalidToken));
    }

    #[test]
    fn a_forged_header_is_refused() {
        let (keys, now) = (Arc::new(KeyRing::ephemeral(Purpose::Access)), DateTime::UNIX_EPOCH);
        let tokens = tokens("nql", &keys);
        let token = tokens.mint(user(), 3, now).unwrap();
        let (kid, _) = keys.signing(now).unwrap();
        let rest = token.split_once('.').unwrap().1;
        for header in [
            format!(r#"{{"alg":"none","typ":"at+jwt","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"HS256","typ":"at+jwt","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"EdDSA","typ":"JWT","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":"{kid}","crit":["exp"]}}"#),
            r#"{"alg":"EdDSA","typ":"at+jwt","kid":"unknown"}"#.to_owned(),
        ] {
            let forged = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(&header));
            assert_eq!(tokens.read(&forged, now), Err(InvalidToken), "{header}");
        }
    }
}
