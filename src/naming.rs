//! Whether a text names somebody. What applicants read must not give away who judges (INV-33); an ordinary word must not
//! keep anybody from writing.
//!
//! A person is named
//! - by the whole name, or the first name or its letter with the last name, in either order;
//! - by the address for mail;
//! - if the person judges this very application, also by the last name alone. It counts from three letters, with a
//!   capital, and unless the applicants use that word themselves: in what they wrote, their names, or what their project,
//!   schools and towns are called. At the start of a sentence, where every word has a capital, it does not count if the
//!   text has the same word in small letters.
//!
//! Accents, signs, width and what cannot be seen never count, and capitals do only where this says so.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::{
    fold::{self, is_sign},
    text,
};

/// Letters of a last name that names somebody by itself.
const SHORTEST: usize = 3;

/// Somebody whom a text must not name.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// The whole name.
    pub name: String,
    /// The address for mail.
    pub email: String,
    /// Whether the last name alone gives the person away.
    pub is_close: bool,
}

/// What applicants call things and each other: none of that gives anybody away.
#[derive(Clone, Debug, Default)]
pub struct Own {
    names: HashSet<String>,
    words: HashSet<String>,
}

impl Own {
    /// Takes in the name of a person.
    pub fn person(&mut self, name: &str) {
        self.names.insert(fold::plain(name));
        self.text(name);
    }

    /// Takes in what something is called, or what was written.
    pub fn text(&mut self, text: &str) {
        self.words.extend(fold::words(text));
    }
}

/// A word of a text.
struct Word {
    plain: String,
    is_capital: bool,
    /// Whether a sentence begins with it.
    is_first: bool,
}

/// Whether a text names one of these people.
pub fn names_any(text: &str, hidden: &[Hidden], own: &Own) -> bool {
    let words = words(text);
    hidden.iter().any(|person| names(&words, person, own))
}

fn names(words: &[Word], person: &Hidden, own: &Own) -> bool {
    let name = fold::words(&person.name);
    let address = person.email.split('@').map(fold::words).collect::<Vec<_>>();
    if has(words, &address.concat()) || has(words, &address.join(&"at".to_owned())) {
        return true;
    }
    if own.names.contains(&name.join(" ")) {
        return false;
    }
    let Some((first, rest)) = name.split_first() else { return false };
    if rest.is_empty() {
        return person.is_close && has_alone(words, &name, own);
    }
    if has(words, &name) {
        return true;
    }
    (0..rest.len()).filter_map(|from| rest.get(from..)).any(|last| {
        let first = std::slice::from_ref(first);
        has(words, &[first, last].concat())
            || has(words, &[last, first].concat())
            || has_letter(words, first, last)
            || (person.is_close && has_alone(words, last, own))
    })
}

/// Whether these words stand in a row.
fn has(words: &[Word], row: &[String]) -> bool {
    !row.is_empty() && words.windows(row.len()).any(|some| is_row(some, row))
}

/// Whether the letter of a first name stands before a last name, both with a capital.
fn has_letter(words: &[Word], first: &[String], last: &[String]) -> bool {
    let letter = first.iter().filter_map(|first| first.chars().next()).map(String::from);
    let row: Vec<String> = letter.chain(last.iter().cloned()).collect();
    let has_capitals = |some: &[Word]| [some.first(), some.last()].iter().flatten().all(|word| word.is_capital);
    words.windows(row.len()).any(|some| is_row(some, &row) && has_capitals(some))
}

fn is_row(some: &[Word], row: &[String]) -> bool {
    some.iter().map(|word| &word.plain).eq(row)
}

/// Whether a last name stands there that can be nothing else.
fn has_alone(words: &[Word], last: &[String], own: &Own) -> bool {
    let Some(end) = last.last() else { return false };
    if end.chars().count() < SHORTEST || own.words.contains(end) {
        return false;
    }
    let is_ordinary = || words.iter().any(|word| word.plain == *end && !word.is_capital);
    words.windows(last.len()).any(|some| {
        let has_capital = some.last().is_some_and(|word| word.is_capital);
        let is_first = last.len() == 1 && some.first().is_some_and(|word| word.is_first);
        is_row(some, last) && has_capital && !(is_first && is_ordinary())
    })
}

fn words(text: &str) -> Vec<Word> {
    let text: String = text::comparable(text).nfkc().collect();
    let mut is_first = true;
    let mut words = Vec::new();
    for piece in text.split_inclusive(is_sign) {
        let plain = fold::words(piece).concat();
        if !plain.is_empty() {
            let is_capital = piece.chars().next().is_some_and(|letter| letter.is_uppercase() || letter.is_numeric());
            words.push(Word { plain, is_capital, is_first });
            is_first = false;
        }
        is_first |= piece.ends_with(['.', '!', '?', ':', ';', '\n', '…', '"', '«', '\u{201c}', '\u{201e}', '(', '-']);
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hidden(name: &str, is_close: bool) -> Hidden {
        Hidden { name: name.to_owned(), email: "m.claes@jury.example".to_owned(), is_close }
    }

    fn is_named(text: &str, name: &str) -> bool {
        names_any(text, &[hidden(name, false)], &Own::default())
    }

    fn is_told(text: &str, name: &str) -> bool {
        names_any(text, &[hidden(name, true)], &Own::default())
    }

    #[test]
    fn a_name_is_found_in_either_order_and_any_spelling_of_it() {
        for text in [
            "Volgens An Péeters is dit goed",
            "PEETERS, An schreef dit",
            "an  peeters",
            "(An-Peeters)",
            "A. Peeters",
            "An Pee\u{301}ters",
            "An Pe\u{200b}eters",
            "Ａｎ Ｐｅｅｔｅｒｓ",
            "An\u{a0}Peeters",
            "An\nPeeters",
        ] {
            assert!(is_named(text, "An Péeters"), "{text}");
            assert!(is_named(text, "An Peeters"), "{text}");
        }
        for text in ["Zo vindt De Backer Wim het", "wim de backer", "W. De Backer", "Wim Backer", "Backer Wim"] {
            assert!(is_named(text, "Wim De Backer"), "{text}");
        }
        assert!(is_named("Anne Dupont", "Anne Marie Dupont"));
        assert!(is_named("Strauss Ida", "Ida Strauß"));
        for text in ["", "An en Peeters", "Jan Peeterson", "Peeters", "man peeters", "Mevrouw Peeters"] {
            assert!(!is_named(text, "An Peeters"), "{text}");
        }
        assert!(!is_named("iets", " "));
    }

    #[test]
    fn an_address_names_its_owner() {
        for text in [
            "Vragen? m.claes@jury.example",
            "M.CLAES@JURY.EXAMPLE",
            "m.claes (at) jury.example",
            "ｍ.ｃｌａｅｓ＠jury.example",
            "m\u{200b}.claes@jury.example",
        ] {
            assert!(is_named(text, "Marthe Claes"), "{text}");
        }
        assert!(!is_named("info@jury.example", "Marthe Claes"));
    }

    #[test]
    fn a_last_name_alone_names_who_judges() {
        for text in
            ["Claes vond het mooi", "Volgens Claes is dit goed.", "CLAES", "juf Cla\u{eb}s", "Dit is zwak (Claes)."]
        {
            assert!(is_told(text, "Marthe Claes"), "{text}");
            assert!(!is_named(text, "Marthe Claes"), "{text}");
        }
        for text in ["Volgens De Backer", "volgens de Backer", "Mevrouw Backer"] {
            assert!(is_told(text, "Wim De Backer"), "{text}");
        }
        // Ordinary words stay usable.
        for (text, name) in [
            ("een groot project met lange adem", "Jan Groot"),
            ("Groot was de inzet, groot ook de vreugde.", "Jan Groot"),
            ("We zien elkaar. Op naar morgen!", "Bo Op"),
            ("Claesens", "Marthe Claes"),
            ("de bakker op de hoek", "Ann De Bakker"),
        ] {
            assert!(!is_told(text, name), "{text}");
        }
    }

    #[test]
    fn what_applicants_call_things_names_nobody() {
        let mut own = Own::default();
        own.text("De klas van bakker Claes uit Gent");
        own.person("Lotte Verhaegen");
        let is_told = |text: &str, name: &str| names_any(text, &[hidden(name, true)], &own);
        assert!(!is_told("Het bezoek aan Claes was leerrijk.", "Marthe Claes"));
        assert!(!is_told("In Gent", "Piet Van Gent"));
        assert!(is_told("Volgens Marthe Claes", "Marthe Claes"));
        assert!(!is_told("Lotte Verhaegen kan trots zijn.", "Lotte Verhaegen"));
        assert!(is_told("Lotte Verhaegen", "Lotte De Verhaegen"));
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,40}|[A-Ca-c.@ \u{301}\u{200b}\n]{0,40}", name in "\\PC{0,12}|[a-c]{0,3}( [a-c]{1,3}){0,3}") {
            let told = names_any(&text, &[hidden(&name, true)], &Own::default());
            let named = names_any(&text, &[hidden(&name, false)], &Own::default());
            prop_assert!(told || !named);
        }

        #[test]
        fn a_whole_name_is_always_found(first in "[A-Z][a-z]{1,6}", last in "[A-Z][a-z]{1,6}", before in "[a-z ]{0,9}") {
            let name = format!("{first} {last}");
            let (whole, turned) = (format!("{before}. {name}!"), format!("{before}, {last} {first}"));
            prop_assert!(is_named(&whole, &name));
            prop_assert!(is_named(&turned, &name));
        }
    }
}
