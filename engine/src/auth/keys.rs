//! The keys that sign access tokens, and those that sign credentials. They are made at the first start and kept in the data
//! folder, one file each, named after the instant from which it signs: `nql keys rotate` adds one, and running servers take
//! it up by themselves.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock, RwLockReadGuard},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use ring::{
    rand::SystemRandom,
    signature::{Ed25519KeyPair, KeyPair},
};
use sha2::{Digest, Sha256};

use super::{crypto, seal::Seals};
use crate::{folder, stop::Stop};

/// How often the folder is looked at.
const LOOK: TimeDelta = TimeDelta::seconds(10);
/// A new key is published for so long before it signs: whoever keeps our public keys has read them again by then.
pub const PUBLISHED: TimeDelta = TimeDelta::minutes(10);

/// Why there are no keys to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("cannot use the key folder {0}: {1}")]
    Folder(String, #[source] io::Error),
    /// A file is not an Ed25519 key.
    #[error("{0} is not an Ed25519 key in PKCS#8 form, named after the second from which it signs")]
    NotAKey(String),
    /// Others can read a secret.
    #[error("others can read {0}; run `chmod 600` on it")]
    Exposed(String),
    /// There is no such key.
    #[error("there is no key {0}")]
    Unknown(String),
    /// There are none yet.
    #[error("there are no keys in {0}; the first start of `nql serve` makes one")]
    None(String),
    /// It is needed.
    #[error("{0} is the only key that signs now; run `nql keys rotate --now` first")]
    Needed(String),
}

/// What keys sign. Those of credentials are apart: they are read for years, and a key of access tokens that has become known
/// is retired within the hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Access tokens.
    Access,
    /// Credentials that holders keep.
    Credentials,
}

impl Purpose {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Access, Self::Credentials];

    /// The folder of its keys in the data folder.
    pub fn folder(self, data: &Path) -> PathBuf {
        match self {
            Self::Access => data.join("keys"),
            Self::Credentials => data.join("keys").join("credentials"),
        }
    }

    /// Its name in the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Credentials => "credentials",
        }
    }
}

/// Every key of a purpose that is trusted, by `kid`; the newest that has begun signs.
pub struct KeyRing {
    purpose: Purpose,
    folder: Option<PathBuf>,
    seals: Seals,
    ring: RwLock<Ring>,
}

impl fmt::Debug for KeyRing {
    /// Never a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRing({})", self.purpose.word())
    }
}

struct Ring {
    keys: BTreeMap<String, Key>,
    files: BTreeSet<PathBuf>,
    looked_at: DateTime<Utc>,
}

#[derive(Clone)]
struct Key {
    sign: EncodingKey,
    verify: DecodingKey,
    /// The public point, base64url.
    x: String,
    /// From when it signs.
    since: DateTime<Utc>,
    file: PathBuf,
}

/// A key as `nql keys list` tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// Its name in tokens.
    pub kid: String,
    /// From when it signs.
    pub since: DateTime<Utc>,
    /// Whether it signs now.
    pub is_signing: bool,
}

impl KeyRing {
    /// Reads the keys in the data folder, and makes one if there is none.
    pub fn open(data: &Path, purpose: Purpose, now: DateTime<Utc>) -> Result<Self, KeyError> {
        let folder = purpose.folder(data);
        folder::make(&folder).map_err(|error| denied(&folder, error))?;
        if files(&folder)?.is_empty() {
            write(&folder, now)?;
        }
        let mut ring = Ring::read(&folder, now)?;
        // A rehearsal may play before any of them was made.
        if ring.signing(now).is_none() {
            write(&folder, now)?;
            ring = Ring::read(&folder, now)?;
        }
        Ok(Self { purpose, seals: Seals::kept_in(&folder), folder: Some(folder), ring: RwLock::new(ring) })
    }

    /// Reads the keys in the data folder, and makes nothing.
    pub fn read(data: &Path, purpose: Purpose, now: DateTime<Utc>) -> Result<Self, KeyError> {
        let folder = purpose.folder(data);
        let none = || KeyError::None(folder.display().to_string());
        if !folder.try_exists().map_err(|error| denied(&folder, error))? {
            return Err(none());
        }
        let ring = Ring::read(&folder, now)?;
        if ring.keys.is_empty() {
            return Err(none());
        }
        Ok(Self { purpose, seals: Seals::kept_in(&folder), folder: Some(folder), ring: RwLock::new(ring) })
    }

    /// A ring with one new key that is kept nowhere.
    pub fn ephemeral(purpose: Purpose) -> Self {
        let mut keys = BTreeMap::new();
        if let Some((kid, key)) = Key::read(&generate(), DateTime::UNIX_EPOCH, PathBuf::new()) {
            keys.insert(kid, key);
        }
        let ring = Ring { keys, files: BTreeSet::new(), looked_at: DateTime::UNIX_EPOCH };
        Self { purpose, folder: None, seals: Seals::unkept(), ring: RwLock::new(ring) }
    }

    /// What its keys sign.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Looks for keys that came or went since; `true` if any did. A folder that cannot be read changes nothing.
    pub fn refresh(&self, now: DateTime<Utc>) -> bool {
        let Some(folder) = &self.folder else { return false };
        let known = {
            let ring = self.ring();
            if (ring.looked_at..ring.looked_at + LOOK).contains(&now) {
                return false;
            }
            ring.files.clone()
        };
        let read =
            files(folder).and_then(|found| if found == known { Ok(None) } else { Ring::read(folder, now).map(Some) });
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        ring.looked_at = now;
        match read {
            Ok(Some(read)) => {
                tracing::info!(keys = read.keys.len(), "the keys have changed");
                *ring = read;
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::error!(%error, "the keys stay as they are");
                false
            }
        }
    }

    /// The newest key that signs now, and its `kid`.
    pub fn signing(&self, now: DateTime<Utc>) -> Option<(String, EncodingKey)> {
        let ring = self.ring();
        let (kid, key) = ring.signing(now)?;
        Some((kid.clone(), key.sign.clone()))
    }

    /// The key that a token names; only keys of this ring are ever used.
    pub fn verifying(&self, kid: &str) -> Option<DecodingKey> {
        self.ring().keys.get(kid).map(|key| key.verify.clone())
    }

    /// The public keys as JSON Web Keys, each with its `kid`.
    pub fn public(&self) -> Vec<serde_json::Value> {
        let ring = self.ring();
        let keys = ring.keys.iter().map(|(kid, key)| {
            serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": key.x })
        });
        keys.collect()
    }

    /// A token of these claims, signed by the newest key. `kid` makes of the name of the key what the token names.
    pub fn sign<T: serde::Serialize>(
        &self,
        typ: &str,
        claims: &T,
        kid: impl FnOnce(&str) -> String,
        now: DateTime<Utc>,
    ) -> Result<String, Stop> {
        self.refresh(now);
        let (name, key) = self.signing(now).ok_or_else(|| Stop::failure("no key to sign with"))?;
        let header = Header { typ: Some(typ.to_owned()), kid: Some(kid(&name)), ..Header::new(Algorithm::EdDSA) };
        crypto::encode(&header, claims, &key).map_err(Stop::failure)
    }

    /// Every key, the oldest first.
    pub fn list(&self, now: DateTime<Utc>) -> Vec<KeyState> {
        let ring = self.ring();
        let signing = ring.signing(now).map(|(kid, _)| kid.clone());
        let mut keys: Vec<KeyState> = ring
            .keys
            .iter()
            .map(|(kid, key)| KeyState {
                kid: kid.clone(),
                since: key.since,
                is_signing: signing.as_ref() == Some(kid),
            })
            .collect();
        keys.sort_by_key(|key| key.since);
        keys
    }

    /// The keys that seal what nobody shall read in the database; they lie in the same folder.
    pub fn seals(&self) -> &Seals {
        &self.seals
    }

    /// Adds a key that signs from `since`; with those of access tokens, one that seals. Servers that run take them up within
    /// seconds.
    pub fn rotate(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), KeyError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        write(folder, since)?;
        if self.purpose == Purpose::Access {
            self.seals.rotate(since)?;
        }
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Ring::read(folder, now)?;
        Ok(())
    }

    /// Trusts a key no more: every token that it signed is void within seconds.
    pub fn retire(&self, kid: &str, now: DateTime<Utc>) -> Result<(), KeyError> {
        let file = {
            let ring = self.ring();
            let key = ring.keys.get(kid).ok_or_else(|| KeyError::Unknown(kid.to_owned()))?;
            let others = ring.keys.iter().any(|(other, key)| other != kid && key.since <= now);
            if !others {
                return Err(KeyError::Needed(kid.to_owned()));
            }
            key.file.clone()
        };
        fs::remove_file(&file).map_err(|error| denied(&file, error))?;
        let Some(folder) = &self.folder else { return Ok(()) };
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Ring::read(folder, now)?;
        Ok(())
    }

    fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn read(folder: &Path, now: DateTime<Utc>) -> Result<Self, KeyError> {
        let files = files(folder)?;
        let mut keys = BTreeMap::new();
        for file in &files {
            let name = file.display().to_string();
            if folder::is_exposed(file).map_err(|error| denied(file, error))? {
                return Err(KeyError::Exposed(name));
            }
            let pkcs8 = fs::read(file).map_err(|error| denied(file, error))?;
            let since = file.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            let since = since.and_then(DateTime::from_timestamp_millis);
            let key = since.and_then(|since| Key::read(&pkcs8, since, file.clone()));
            let (kid, key) = key.ok_or(KeyError::NotAKey(name))?;
            keys.insert(kid, key);
        }
        Ok(Self { keys, files, looked_at: now })
    }

    /// The newest that has begun. A clock that was set back may be before all of them: then the oldest, which was the
    /// first to sign.
    fn signing(&self, now: DateTime<Utc>) -> Option<(&String, &Key)> {
        let begun = self.keys.iter().filter(|(_, key)| key.since <= now).max_by_key(|(_, key)| key.since);
        begun.or_else(|| self.keys.iter().min_by_key(|(_, key)| key.since))
    }
}

impl Key {
    fn read(pkcs8: &[u8], since: DateTime<Utc>, file: PathBuf) -> Option<(String, Self)> {
        let public = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).ok()?.public_key().as_ref().to_vec();
        let x = URL_SAFE_NO_PAD.encode(&public);
        let kid = hex::encode(Sha256::digest(&public)).get(..16)?.to_owned();
        let verify = DecodingKey::from_ed_components(&x).ok()?;
        Some((kid, Self { sign: EncodingKey::from_ed_der(pkcs8), verify, x, since, file }))
    }
}

fn denied(at: &Path, error: io::Error) -> KeyError {
    KeyError::Folder(at.display().to_string(), error)
}

fn files(folder: &Path) -> Result<BTreeSet<PathBuf>, KeyError> {
    let found: io::Result<BTreeSet<PathBuf>> =
        fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect());
    let mut found = found.map_err(|error| denied(folder, error))?;
    found.retain(|file| file.extension().is_some_and(|extension| extension == "pk8"));
    Ok(found)
}

fn write(folder: &Path, since: DateTime<Utc>) -> Result<(), KeyError> {
    let file = folder.join(format!("{:013}.pk8", since.timestamp_millis()));
    // Whole or not at all: another process may look at any moment.
    let draft = folder.join(format!("{}.draft", std::process::id()));
    let written = folder::make_secret(&draft)
        .and_then(|mut draft| draft.write_all(&generate()))
        .and_then(|()| fs::hard_link(&draft, &file));
    let cleared = fs::remove_file(&draft);
    match written.and(cleared) {
        // Another process made one in the same millisecond: that one is as good.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.map_err(|error| denied(&file, error)),
    }
}

fn generate() -> Vec<u8> {
    // Only a machine without a source of randomness fails here, and it must not sign anything.
    let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
    pair.map(|pair| pair.as_ref().to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_new_key_is_published_before_it_signs_and_an_old_one_is_trusted_until_it_is_retired() {
        let data = tempfile::tempdir().unwrap();
        let running = KeyRing::open(data.path(), Purpose::Access, instant(0)).unwrap();
        let (old, _) = running.signing(instant(0)).unwrap();
        // The command line is another process.
        let command = KeyRing::open(data.path(), Purpose::Access, instant(1)).unwrap();
        command.rotate(instant(1) + PUBLISHED, instant(1)).unwrap();
        let new = command.list(instant(1)).into_iter().find(|key| key.kid != old).unwrap().kid;
        assert!(running.verifying(&new).is_none());
        assert!(!running.refresh(instant(5)), "not looked at yet");
        assert!(running.refresh(instant(10)));
        assert!(running.verifying(&new).is_some() && running.verifying(&old).is_some());
        assert_eq!(running.signing(instant(600)).unwrap().0, old);
        assert_eq!(running.signing(instant(601)).unwrap().0, new);
        assert_eq!(running.signing(instant(-7_200)).unwrap().0, old, "the clock was set back");
        assert_eq!(running.public().len(), 2);
        assert!(matches!(command.retire(&new, instant(2)), Ok(())), "it does not sign yet");
        assert!(matches!(command.retire(&old, instant(2)), Err(KeyError::Needed(_))));
        assert!(matches!(command.retire("x", instant(2)), Err(KeyError::Unknown(_))));
        assert!(running.refresh(instant(30)));
        assert!(running.verifying(&new).is_none());
    }

    #[test]
    fn a_key_that_is_made_in_the_same_second_is_another() {
        let data = tempfile::tempdir().unwrap();
        let ring = KeyRing::open(data.path(), Purpose::Access, instant(0)).unwrap();
        let (first, _) = ring.signing(instant(0)).unwrap();
        let soon = instant(0) + TimeDelta::milliseconds(40);
        ring.rotate(soon, soon).unwrap();
        assert_ne!(ring.signing(soon).unwrap().0, first);
        ring.retire(&first, soon).unwrap();
        assert_eq!(KeyRing::read(data.path(), Purpose::Access, soon).unwrap().list(soon).len(), 1);
    }

    #[test]
    fn who_only_looks_makes_no_keys() {
        let data = tempfile::tempdir().unwrap();
        assert!(matches!(KeyRing::read(data.path(), Purpose::Access, instant(0)), Err(KeyError::None(_))));
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
        let made = KeyRing::open(data.path(), Purpose::Access, instant(0)).unwrap().list(instant(0));
        assert_eq!(KeyRing::read(data.path(), Purpose::Access, instant(0)).unwrap().list(instant(0)), made);
    }

    #[test]
    fn what_is_no_key_or_no_secret_is_refused() {
        let data = tempfile::tempdir().unwrap();
        KeyRing::open(data.path(), Purpose::Access, instant(0)).unwrap();
        let file = data.path().join("keys/0000000009000.pk8");
        folder::make_secret(&file).unwrap().write_all(b"secret").unwrap();
        assert!(matches!(KeyRing::open(data.path(), Purpose::Access, instant(0)), Err(KeyError::NotAKey(_))));
        fs::remove_file(&file).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let key = files(&data.path().join("keys")).unwrap().pop_first().unwrap();
            fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(KeyRing::open(data.path(), Purpose::Access, instant(0)), Err(KeyError::Exposed(_))));
        }
    }
}
