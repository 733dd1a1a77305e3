//! What a password must be, how long a sign-in lasts, and what a refresh token is worth.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use crate::{fold, text};

/// A session ends after this long, however busy it is.
pub const SESSION: TimeDelta = TimeDelta::days(30);
/// A key of a program is good for this long at most.
pub const KEY: TimeDelta = TimeDelta::days(731);
/// A link signs in for this long (C38).
pub const LINK: TimeDelta = TimeDelta::hours(1);
/// A refresh token that comes again within this time is no theft: the first answer may have been lost, or two windows of
/// one browser asked at once.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);
/// Characters of the name that a provider gives an account.
pub const SUBJECT: std::ops::RangeInclusive<usize> = 1..=255;
/// A network from which an account got in is known for it for this long.
pub const KNOWN: TimeDelta = TimeDelta::days(30);
/// Wrong passwords of one account from one network, and of a caller who changes it: 2,890 a day.
pub const GUESSES: Pace = Pace { at_once: 10, then_every: TimeDelta::seconds(30) };
/// Wrong passwords of one account, from all networks that are not known for it: 8,740 a day, however many those are.
pub const GUESSES_OF_ACCOUNT: Pace = Pace { at_once: 100, then_every: TimeDelta::seconds(10) };
/// Wrong passwords of all accounts from one network, and there what was no secret of ours: a whole school may share it.
pub const MISSES: Pace = Pace { at_once: 100, then_every: TimeDelta::seconds(3) };
/// Links that are asked for from one network.
pub const LINKS_ASKED: Pace = Pace { at_once: 100, then_every: TimeDelta::seconds(3) };
/// Links that are sent to one user. The newest is never older than a quarter of an hour when somebody asks for another.
pub const LINKS_SENT: Pace = Pace { at_once: 3, then_every: TimeDelta::minutes(15) };
/// How often somebody gets in, and a program with one key: far more often than anybody needs to. Only who holds what is
/// right is counted, so nobody is kept out by others; each time is a row of the audit log, which cannot be shortened.
pub const ENTRIES: Pace = Pace { at_once: 100, then_every: TimeDelta::seconds(10) };
/// How often a session goes on: an access token is good for minutes.
pub const REFRESHES: Pace = Pace { at_once: 30, then_every: TimeDelta::seconds(30) };
/// How far the clocks of two processes may be apart.
const SKEW: TimeDelta = TimeDelta::minutes(10);
/// Characters of a password.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=128;
/// How hard a password is to guess, from 0 to 4: 3 withstands somebody who stole the hashes for a while.
const STRENGTH: u8 = 3;

/// How often something may be tried: so often at once, and then once in a while. Nothing is ever shut: whoever waits
/// for `then_every` has another try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Tries that need not wait.
    pub at_once: i32,
    /// The time that each of them takes up.
    pub then_every: TimeDelta,
}

impl Pace {
    /// How far ahead of its time a try may be, in milliseconds.
    pub fn ahead(self) -> i64 {
        (self.then_every * (self.at_once - 1)).num_milliseconds()
    }

    /// Until when something may be busy at `now`. What is busy for longer was tried before the clock was set back, and
    /// counts for nothing.
    pub fn longest(self, now: i64) -> i64 {
        now + self.ahead() + (self.then_every + SKEW).num_milliseconds()
    }

    /// Milliseconds to wait for a try at `now` of something that is busy until then; none if it need not wait.
    pub fn wait(self, busy_until: i64, now: i64) -> Option<i64> {
        Some(busy_until - self.ahead() - now).filter(|wait| *wait > 0 && busy_until <= self.longest(now))
    }
}

/// What is wrong with a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Not 8 to 128 characters.
    Length,
    /// Too easy to guess: common words, words of this house, a row of keys, or the person's own name, address or school.
    Guessable,
}

/// Words that everybody here has in mind: no password is made of them.
const HOUSE: [&str; 44] = [
    "etwinning",
    "twinning",
    "twinspace",
    "erasmus",
    "erasmusplus",
    "nationaal kwaliteitslabel",
    "label de qualité national",
    "nationales Qualitätssiegel",
    "Qualitätslabel",
    "national quality label",
    "nql",
    "eql",
    "esep",
    "belgica",
    "label",
    "kwaliteit",
    "qualité",
    "Qualität",
    "school",
    "école",
    "Schule",
    "basisschool",
    "atheneum",
    "leerkracht",
    "leraar",
    "enseignant",
    "Lehrer",
    "teacher",
    "jury",
    "jurylid",
    "project",
    "projet",
    "Projekt",
    "campagne",
    "vlaanderen",
    "Wallonie",
    "bruxelles",
    "brussel",
    "belgië",
    "belgique",
    "Belgien",
    "wachtwoord",
    "mot de passe",
    "Passwort",
];

/// Whether `password` may be the password of a person with these words about the person: the name, the address, the
/// schools. Those words and the words of this house count for nothing in it, in whatever capitals and accents, with
/// digits for letters, or with a year behind them.
pub fn weakness(password: &str, about: &[&str]) -> Option<Weakness> {
    let password = text::password(password);
    if !PASSWORD.contains(&password.chars().count()) {
        return Some(Weakness::Length);
    }
    let texts = about.iter().chain(&HOUSE);
    let mut known: Vec<String> = texts
        .flat_map(|text| {
            let words = fold::words(text);
            [text.to_lowercase(), words.concat()].into_iter().chain(words)
        })
        .filter(|word| word.len() > 2)
        .collect();
    // The longest first: a word may have another in it.
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let words: Vec<&str> = known.iter().map(String::as_str).collect();
    let is_strong = |text: &str| u8::from(zxcvbn::zxcvbn(text, &words).score()) >= STRENGTH;
    let left = |text: String| words.iter().fold(text, |left, word| left.replace(word, ""));
    let bare: String = password.chars().flat_map(fold::letters).collect();
    let spelled: String = bare.chars().map(letter_for).collect();
    let turned: String = bare.chars().rev().collect();
    let are_strong = is_strong(&password) && [bare, spelled, turned].into_iter().all(|text| is_strong(&left(text)));
    (!are_strong).then_some(Weakness::Guessable)
}

/// The letter for which a digit or a sign stands.
fn letter_for(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// What a refresh token is worth when it is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is good, once.
    Fresh,
    /// It was used a moment ago: whoever brings it again goes on with the newest token that came of it.
    Again,
    /// It was used before: two hold it, so nobody goes on (C35).
    Stolen,
}

/// What a token that was used at `used_at`, or not yet, is worth at `now`. Clocks go back now and then: what was used a
/// moment ahead was used a moment ago.
pub fn worth(used_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Worth {
    match used_at {
        None => Worth::Fresh,
        Some(used_at) if (now - used_at).abs() < GRACE => Worth::Again,
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

/// How a secret is kept.
pub fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_the_first_guess() {
        let about = ["an.peeters@school.example", "An Peeters", "Sint-Bavohumaniora Léon", "Gent"];
        let of = |password: &str| weakness(password, &about);
        assert_eq!(of("x7!q"), Some(Weakness::Length));
        assert_eq!(of(&"é".repeat(129)), Some(Weakness::Length));
        for guess in ["password", "qwertyuiop", "anpeeters", "peeters2024", "Welkom123", "aaaaaaaaaaaa"] {
            assert_eq!(of(guess), Some(Weakness::Guessable), "{guess}");
        }
        for guess in [
            "eTwinning!",
            "eTwinning2026",
            "Kwaliteitslabel2026",
            "Kwaliteitslabel!1",
            "eTwinning-Kwaliteitslabel",
            "3tw1nn1ng2026!",
            "ｅＴｗｉｎｎｉｎｇ！",
            "gninniwte",
            "QualitätslabelBelgien",
            "labeldequalite",
            "ErasmusPlus2027",
            "an.peeters@school.example",
            "AnPeetersGent",
            "Leon-Peeters1",
            "SintBavohumaniora",
            "sintbavohumaniora2026",
            "Jurylid2026!",
            "Gent-Peeters-eTwinning",
            "nql.belgica.2026",
        ] {
            assert_eq!(of(guess), Some(Weakness::Guessable), "{guess}");
        }
        for good in ["rustig-paard-kiest-blauw", "kT9#vLq2!mZr", "rustig-eTwinning-paard-kiest-blauw"] {
            assert_eq!(of(good), None, "{good}");
        }
    }

    #[test]
    fn a_token_is_good_once_and_its_answer_may_be_lost() {
        let (now, second) = (DateTime::UNIX_EPOCH, TimeDelta::seconds(1));
        let table = [
            (None, Worth::Fresh),
            (Some(now), Worth::Again),
            (Some(now - GRACE + second), Worth::Again),
            (Some(now - GRACE), Worth::Stolen),
            (Some(now + GRACE - second), Worth::Again),
            (Some(now + GRACE), Worth::Stolen),
        ];
        for (used_at, expected) in table {
            assert_eq!(worth(used_at, now), expected, "{used_at:?}");
        }
    }

    #[test]
    fn a_pace_slows_down_and_never_shuts() {
        // As the statement in the store moves it.
        let day = |pace: Pace| {
            let (mut busy_until, mut tries) = (0, 0);
            for second in 0..24 * 60 * 60 {
                let now = second * 1_000;
                while pace.wait(busy_until, now).is_none() {
                    busy_until = busy_until.max(now) + pace.then_every.num_milliseconds();
                    tries += 1;
                }
                assert!(pace.wait(busy_until, now).unwrap() <= pace.then_every.num_milliseconds());
            }
            tries
        };
        let full = GUESSES.ahead() + 30_000;
        assert_eq!(GUESSES.wait(full, 0), Some(30_000));
        assert_eq!(GUESSES.wait(full, -60_000), Some(90_000), "another process has another clock");
        assert_eq!(GUESSES.wait(full, -7_200_000), None, "the clock was set back");
        assert_eq!(day(GUESSES), 2_889);
        assert_eq!(day(GUESSES_OF_ACCOUNT), 8_739);
        assert_eq!(day(MISSES), 28_899);
        assert_eq!(day(LINKS_SENT), 98);
    }

    #[test]
    fn a_successor_needs_both_halves() {
        assert_eq!(successor("token", "salt"), successor("token", "salt"));
        assert_ne!(successor("token", "salt"), successor("token", "other"));
        assert_ne!(successor("token", "salt"), successor("other", "salt"));
        assert_eq!(digest("secret").len(), 64);
    }
}
