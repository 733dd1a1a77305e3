//! What nobody shall read in the database: it is sealed with ChaCha20-Poly1305, by keys that lie beside those that sign tokens,
//! one file each, named after the instant from which it seals. A new one seals from then on; what an old one sealed, it opens.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};

use super::keys::KeyError;
use crate::folder;

type Key = [u8; 32];

/// The keys that seal.
pub struct Seals {
    /// Where they are kept; nowhere if they are gone with the process.
    folder: Option<PathBuf>,
    unkept: Key,
}

impl Seals {
    /// Those of a folder, which are looked up each time: few things are sealed.
    pub fn kept_in(folder: &Path) -> Self {
        Self { folder: Some(folder.to_owned()), unkept: Key::default() }
    }

    /// One that is kept nowhere.
    pub fn unkept() -> Self {
        Self { folder: None, unkept: generate().unwrap_or_default() }
    }

    /// Seals a text for what it is about: in another place it does not open. The bytes of chance are for nothing else.
    pub fn seal(
        &self,
        (text, about): (&str, &[u8]),
        chance: [u8; NONCE_LEN],
        now: DateTime<Utc>,
    ) -> Result<String, KeyError> {
        let (name, key) = self.sealing(now)?;
        let mut bytes = text.as_bytes().to_vec();
        let sealed = open(&key).and_then(|key| {
            let nonce = Nonce::assume_unique_for_key(chance);
            key.seal_in_place_append_tag(nonce, Aad::from(about), &mut bytes).ok()
        });
        sealed.ok_or_else(|| KeyError::NotAKey(name.clone()))?;
        Ok(format!("{name}.{}", URL_SAFE_NO_PAD.encode([chance.as_slice(), &bytes].concat())))
    }

    /// Opens what was sealed for this; `None` if its key is gone, or it is not what was sealed.
    pub fn unseal(&self, sealed: &str, about: &[u8]) -> Result<Option<String>, KeyError> {
        let keys = self.keys()?;
        Ok(sealed.split_once('.').and_then(|(name, bytes)| {
            let bytes = URL_SAFE_NO_PAD.decode(bytes).ok()?;
            let (chance, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
            let (key, mut sealed) = (open(keys.get(name)?)?, sealed.to_vec());
            let text = key.open_in_place(Nonce::assume_unique_for_key(*chance), Aad::from(about), &mut sealed).ok()?;
            String::from_utf8(text.to_vec()).ok()
        }))
    }

    /// Adds a key that seals from `since`.
    pub fn rotate(&self, since: DateTime<Utc>) -> Result<(), KeyError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let file = folder.join(format!("{:013}.{ENDING}", since.timestamp_millis()));
        let draft = folder.join(format!("{}.{ENDING}-draft", std::process::id()));
        let key = generate().ok_or_else(|| KeyError::NotAKey(file.display().to_string()))?;
        // Whole or not at all: another process may look at any moment.
        let written = folder::make_secret(&draft)
            .and_then(|mut draft| draft.write_all(&key))
            .and_then(|()| fs::hard_link(&draft, &file));
        let cleared = fs::remove_file(&draft);
        match written.and(cleared) {
            // Another process made one in the same millisecond: that one is as good.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            done => done.map_err(|error| denied(&file, error)),
        }
    }

    /// The newest that has begun, or the oldest where the clock was set back; made now if there is none.
    fn sealing(&self, now: DateTime<Utc>) -> Result<(String, Key), KeyError> {
        let mut keys = self.keys()?;
        if keys.is_empty() {
            self.rotate(now)?;
            keys = self.keys()?;
        }
        // Names are as long as each other: their order is that of time.
        let last = format!("{:013}", now.timestamp_millis());
        let begun = keys.range(..=last).next_back().or_else(|| keys.first_key_value());
        begun.map(|(name, key)| (name.clone(), *key)).ok_or_else(|| KeyError::None(String::new()))
    }

    fn keys(&self) -> Result<BTreeMap<String, Key>, KeyError> {
        let Some(folder) = &self.folder else { return Ok(BTreeMap::from([(String::new(), self.unkept)])) };
        let mut keys = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(|error| denied(folder, error))? {
            let file = entry.map_err(|error| denied(folder, error))?.path();
            if file.extension().is_none_or(|ending| ending != ENDING) {
                continue;
            }
            let name = file.display().to_string();
            if folder::is_exposed(&file).map_err(|error| denied(&file, error))? {
                return Err(KeyError::Exposed(name));
            }
            let key = fs::read(&file).map_err(|error| denied(&file, error))?;
            let stem = file.file_stem().and_then(|stem| stem.to_str());
            let (Some(stem), Ok(key)) = (stem, Key::try_from(key)) else { return Err(KeyError::NotAKey(name)) };
            keys.insert(stem.to_owned(), key);
        }
        Ok(keys)
    }
}

/// What names of their files end in.
const ENDING: &str = "seal";

fn open(key: &Key) -> Option<LessSafeKey> {
    UnboundKey::new(&CHACHA20_POLY1305, key).ok().map(LessSafeKey::new)
}

fn generate() -> Option<Key> {
    let mut key = Key::default();
    SystemRandom::new().fill(&mut key).ok().map(|()| key)
}

fn denied(at: &Path, error: io::Error) -> KeyError {
    KeyError::Folder(at.display().to_string(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_and_nowhere_else() {
        let data = tempfile::tempdir().unwrap();
        let seals = Seals::kept_in(data.path());
        let first = seals.seal(("BON-1234", b"here"), [1; NONCE_LEN], instant(0)).unwrap();
        assert!(!first.contains("BON"));
        assert_eq!(seals.unseal(&first, b"here").unwrap().as_deref(), Some("BON-1234"));
        assert_eq!(seals.unseal(&first, b"there").unwrap(), None);
        let (name, bytes) = first.split_once('.').unwrap();
        let turned: String = bytes.chars().rev().collect();
        assert_eq!(seals.unseal(&format!("{name}.{turned}"), b"here").unwrap(), None);
        assert_eq!(seals.unseal("", b"here").unwrap(), None);
        // A new key seals from its instant on; the old one opens what it sealed.
        seals.rotate(instant(60)).unwrap();
        let key_at = |now| seals.sealing(now).unwrap().0;
        assert_eq!(key_at(instant(59)), name);
        assert_ne!(key_at(instant(60)), name);
        assert_eq!(key_at(instant(-60)), name, "the clock was set back");
        assert_eq!(seals.unseal(&first, b"here").unwrap().as_deref(), Some("BON-1234"));
        fs::remove_file(data.path().join(format!("{name}.seal"))).unwrap();
        assert_eq!(seals.unseal(&first, b"here").unwrap(), None);
    }

    #[test]
    fn a_key_that_others_can_read_or_that_is_none_is_refused() {
        let data = tempfile::tempdir().unwrap();
        let seals = Seals::kept_in(data.path());
        seals.rotate(instant(0)).unwrap();
        let file = data.path().join(format!("{:013}.seal", instant(0).timestamp_millis()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(seals.unseal("x.y", b""), Err(KeyError::Exposed(_))));
        }
        fs::remove_file(&file).unwrap();
        folder::make_secret(&file).unwrap().write_all(b"short").unwrap();
        assert!(matches!(seals.unseal("x.y", b""), Err(KeyError::NotAKey(_))));
    }
}
