//! The keys that sign access tokens. They are made at the first start and kept in the data folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use aws_lc_rs::{
    encoding::AsDer,
    signature::{Ed25519KeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{DecodingKey, EncodingKey};
use sha2::{Digest, Sha256};

/// Why there are no keys to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("cannot use the key folder {0}: {1}")]
    Folder(String, #[source] io::Error),
    /// A file is not an Ed25519 key.
    #[error("{0} is not an Ed25519 key in PKCS#8 form")]
    NotAKey(String),
}

/// Every key that is trusted, by `kid`; the newest signs.
pub struct KeyRing {
    keys: BTreeMap<String, Key>,
    signing: String,
}

struct Key {
    sign: EncodingKey,
    verify: DecodingKey,
    /// The public point, base64url.
    x: String,
}

impl KeyRing {
    /// Reads the keys in `data/keys`, and makes one if there is none.
    pub fn open(data: &Path) -> Result<Self, KeyError> {
        let folder = data.join("keys");
        let denied = |error| KeyError::Folder(folder.display().to_string(), error);
        fs::create_dir_all(&folder).map_err(denied)?;
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
            .map_err(denied)?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "pk8"));
        files.sort();
        if files.is_empty() {
            let file = folder.join("0001.pk8");
            write_secret(&file, &generate()).map_err(denied)?;
            files.push(file);
        }
        let mut ring = Self { keys: BTreeMap::new(), signing: String::new() };
        for file in files {
            let pkcs8 = fs::read(&file).map_err(denied)?;
            ring.add(&pkcs8).ok_or_else(|| KeyError::NotAKey(file.display().to_string()))?;
        }
        Ok(ring)
    }

    /// A ring with one new key that is kept nowhere.
    pub fn ephemeral() -> Self {
        let mut ring = Self { keys: BTreeMap::new(), signing: String::new() };
        ring.add(&generate());
        ring
    }

    fn add(&mut self, pkcs8: &[u8]) -> Option<()> {
        let public = Ed25519KeyPair::from_pkcs8(pkcs8).ok()?.public_key().as_ref().to_vec();
        let x = URL_SAFE_NO_PAD.encode(&public);
        let kid = hex::encode(Sha256::digest(&public)).get(..16)?.to_owned();
        let verify = DecodingKey::from_ed_components(&x).ok()?;
        self.keys.insert(kid.clone(), Key { sign: EncodingKey::from_ed_der(pkcs8), verify, x });
        self.signing = kid;
        Some(())
    }

    /// The newest key and its `kid`.
    pub fn signing(&self) -> Option<(&str, &EncodingKey)> {
        self.keys.get(&self.signing).map(|key| (self.signing.as_str(), &key.sign))
    }

    /// The key that a token names; only keys of this ring are ever used.
    pub fn verifying(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys.get(kid).map(|key| &key.verify)
    }

    /// The public keys, as served at `/.well-known/jwks.json`.
    pub fn jwks(&self) -> serde_json::Value {
        let keys: Vec<serde_json::Value> = self
            .keys
            .iter()
            .map(|(kid, key)| {
                serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": key.x })
            })
            .collect();
        serde_json::json!({ "keys": keys })
    }
}

fn generate() -> Vec<u8> {
    // Only a machine without a source of randomness fails here, and it must not sign anything.
    Ed25519KeyPair::generate()
        .ok()
        .and_then(|pair| {
            AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'static>>::as_der(&pair).ok().map(|der| der.as_ref().to_vec())
        })
        .unwrap_or_default()
}

#[cfg(unix)]
fn write_secret(file: &Path, secret: &[u8]) -> io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?.write_all(secret)
}

#[cfg(not(unix))]
fn write_secret(file: &Path, secret: &[u8]) -> io::Result<()> {
    fs::write(file, secret)
}
