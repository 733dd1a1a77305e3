//! Passwords as they are kept: argon2id, 19 MiB and two passes (C37), away from the threads that answer requests. One
//! password on every keyboard: both what is set and what is tried is brought into the form NFKC first.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{stop::Stop, text};

/// Kibibytes.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes at a time: each takes a core for a while, and its memory.
static AT_ONCE: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2))));
/// How many may wait for that; the next one is turned away.
static WAITING: Semaphore = Semaphore::const_new(64);
/// Nobody's password: it is checked for accounts that do not exist, so that they take as long as others.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed("nobody").unwrap_or_default());

fn hasher() -> Argon2<'static> {
    let params = Params::new(MEMORY, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed(password: &str) -> Result<String, Stop> {
    let hash: PasswordHash = hasher().hash_password(text::password(password).as_bytes()).map_err(Stop::failure)?;
    Ok(hash.to_string())
}

/// The hash that is kept of `password`.
pub async fn hash(password: String) -> Result<String, Stop> {
    apart(move || hashed(&password)).await?
}

/// Whether `password` is the one that was hashed; without a hash it never is, and that takes as long.
pub async fn matches(password: String, hash: Option<String>) -> Result<bool, Stop> {
    apart(move || {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let password = text::password(&password);
        let is_right =
            PasswordHash::new(&hash).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok());
        is_known && is_right
    })
    .await
}

/// Whether a hash was made with less than what is asked for today.
pub fn is_outdated(hash: &str) -> bool {
    let today = format!("$m={MEMORY},t={PASSES},p=1$");
    !hash.contains(&today)
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Stop> {
    let _place = WAITING.try_acquire().map_err(|_| Stop::TooMany { retry_after: 5 })?;
    let _core = AT_ONCE.acquire().await.map_err(Stop::failure)?;
    tokio::task::spawn_blocking(work).await.map_err(Stop::failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hash = hash("rustig-paard".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(!is_outdated(&hash));
        assert!(is_outdated("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
        assert!(matches("rustig-paard".to_owned(), Some(hash.clone())).await.unwrap());
        let (composed, apart) = ("caf\u{e9} \u{fb01}n".to_owned(), "cafe\u{301} fin".to_owned());
        assert!(matches(composed.clone(), Some(super::hash(apart.clone()).await.unwrap())).await.unwrap());
        assert!(matches(apart, Some(super::hash(composed).await.unwrap())).await.unwrap());
        assert!(!matches("rustig-paarD".to_owned(), Some(hash)).await.unwrap());
        assert!(!matches("nobody".to_owned(), None).await.unwrap());
        assert!(!matches("x".to_owned(), Some("no hash".to_owned())).await.unwrap());
    }
}
