//! What a password must be, how long a sign-in lasts, and what a refresh token is worth.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

/// A session ends after this long, however busy it is.
pub const SESSION: TimeDelta = TimeDelta::days(30);
/// A key of a program is good for this long at most.
pub const KEY: TimeDelta = TimeDelta::days(731);
/// A link signs in for this long (C38).
pub const LINK: TimeDelta = TimeDelta::hours(1);
/// A refresh token that comes again within this time answers as it did: the first answer may have been lost.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);
/// Characters of the name that a provider gives an account.
pub const SUBJECT: std::ops::RangeInclusive<usize> = 1..=255;
/// Attempts are counted over this time.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Attempts on one account.
pub const PER_ACCOUNT: u64 = 10;
/// Attempts from one address: a whole school may share it.
pub const PER_ADDRESS: u64 = 100;
/// Characters of a password.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=128;
/// How hard a password is to guess, from 0 to 4: 3 withstands somebody who stole the hashes for a while.
const STRENGTH: u8 = 3;

/// What is wrong with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Not 8 to 128 characters.
    Length,
    /// Too easy to guess: a common word, a row of keys, or the person's own name or address.
    Guessable,
}

/// Whether `password` may be the password of a person with these words about her.
pub fn weakness(password: &str, about: &[&str]) -> Option<Weakness> {
    if !PASSWORD.contains(&password.chars().count()) {
        return Some(Weakness::Length);
    }
    let words = about.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| word.len() > 2).chain(about.iter().copied()).collect();
    let is_strong = u8::from(zxcvbn::zxcvbn(password, &words).score()) >= STRENGTH;
    (!is_strong).then_some(Weakness::Guessable)
}

/// What a refresh token is worth when it is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is good, once.
    Fresh,
    /// It was used a moment ago: the same successor is handed out again.
    Again,
    /// It was used before: two hold it, so nobody goes on (C35).
    Stolen,
}

/// What a token that was used at `used_at`, or not yet, is worth at `now`. `is_successor_used` tells whether what came
/// after it was used too: then its answer was not lost.
pub fn worth(used_at: Option<DateTime<Utc>>, is_successor_used: bool, now: DateTime<Utc>) -> Worth {
    match used_at {
        None => Worth::Fresh,
        Some(used_at) if now < used_at + GRACE && !is_successor_used => Worth::Again,
        Some(_) => Worth::Stolen,
    }
}

/// A secret from 32 random bytes.
pub fn secret(chance: [u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(chance)
}

/// The token that follows `token`: whoever holds the token and the salt makes it again, whoever holds only one does not.
pub fn successor(token: &str, salt: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(salt).chain_update(token).finalize())
}

/// Under which name attempts to sign in as somebody are counted.
pub fn account_subject(email: &str) -> String {
    format!("account {email}")
}

/// How a secret is kept.
pub fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_the_first_guess() {
        let about = ["an.peeters@school.example", "An Peeters"];
        let of = |password: &str| weakness(password, &about);
        assert_eq!(of("x7!q"), Some(Weakness::Length));
        assert_eq!(of(&"é".repeat(129)), Some(Weakness::Length));
        for guess in ["password", "qwertyuiop", "anpeeters", "peeters2024", "Welkom123", "aaaaaaaaaaaa"] {
            assert_eq!(of(guess), Some(Weakness::Guessable), "{guess}");
        }
        for good in ["rustig-paard-kiest-blauw", "kT9#vLq2!mZr"] {
            assert_eq!(of(good), None, "{good}");
        }
    }

    #[test]
    fn a_token_is_good_once_and_its_answer_may_be_lost_once() {
        let (now, second) = (DateTime::UNIX_EPOCH, TimeDelta::seconds(1));
        let table = [
            (None, false, Worth::Fresh),
            (Some(now), false, Worth::Again),
            (Some(now - GRACE + second), false, Worth::Again),
            (Some(now - GRACE), false, Worth::Stolen),
            (Some(now), true, Worth::Stolen),
        ];
        for (used_at, is_successor_used, expected) in table {
            assert_eq!(worth(used_at, is_successor_used, now), expected, "{used_at:?} {is_successor_used}");
        }
    }

    #[test]
    fn a_successor_needs_both_halves() {
        assert_eq!(successor("token", "salt"), successor("token", "salt"));
        assert_ne!(successor("token", "salt"), successor("token", "other"));
        assert_ne!(successor("token", "salt"), successor("other", "salt"));
        assert_eq!(digest("secret").len(), 64);
    }
}
