//! Names and titles: what people call things, and what goes into mails and official documents in their words. They are short,
//! can be seen whole, and lead nowhere: nobody puts an address of their own under our name.

use crate::{
    only_said,
    text::{self, seen},
    words::Said,
};

/// Longest name of a person, a campaign, a prize or who pays for it. Titles of projects and names of schools are longer.
const LONGEST_NAME: usize = 100;

/// Why a text is no name or title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is longer than a name.
    TooLong,
    /// It holds an address that a reader could open or write to.
    HasAddress,
    /// It holds characters that cannot be seen, end a line, or turn the order of others round.
    Hidden,
}

impl Said for Unfit {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::TooLong => [
                "heeft meer dan 100 tekens",
                "a plus de 100 caractères",
                "hat mehr als 100 Zeichen",
                "has more than 100 characters",
            ],
            Self::HasAddress => [
                "bevat een adres: laat het weg",
                "contient une adresse : retirez-la",
                "enthält eine Adresse: Lassen Sie sie weg",
                "holds an address: leave it out",
            ],
            Self::Hidden => [
                "bevat onzichtbare tekens: typ de tekst opnieuw",
                "contient des caractères invisibles : retapez le texte",
                "enthält unsichtbare Zeichen: Geben Sie den Text neu ein",
                "holds characters that cannot be seen: type it anew",
            ],
        }
    }
}

only_said!(Unfit);

/// What keeps a text from being a title, if anything but its length.
pub fn unfit(text: &str) -> Option<Unfit> {
    if text.contains(['\n', '\t']) || seen(text).count() < text.chars().count() {
        Some(Unfit::Hidden)
    } else if text.split_whitespace().any(has_address) {
        Some(Unfit::HasAddress)
    } else {
        None
    }
}

/// What keeps a text from being a name, if anything.
pub fn unfit_name(text: &str) -> Option<Unfit> {
    if text.chars().count() > LONGEST_NAME { Some(Unfit::TooLong) } else { unfit(text) }
}

/// A name or title as a mail shows it: what was kept before names were looked at is shown without what is unfit in it.
pub fn shown(text: &str) -> String {
    let kept = text::line(text);
    let words = kept.split(' ').map(|word| if has_address(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Endings of names that readers of mail open without more.
const ENDINGS: [&str; 56] = [
    "ai",
    "app",
    "be",
    "biz",
    "brussels",
    "cc",
    "ch",
    "click",
    "cloud",
    "club",
    "cn",
    "co",
    "com",
    "de",
    "dev",
    "edu",
    "es",
    "eu",
    "fr",
    "ga",
    "gent",
    "gg",
    "gov",
    "icu",
    "info",
    "io",
    "it",
    "link",
    "live",
    "lu",
    "ly",
    "me",
    "mobi",
    "net",
    "nl",
    "nu",
    "online",
    "org",
    "page",
    "pl",
    "pro",
    "ru",
    "sh",
    "shop",
    "site",
    "store",
    "tk",
    "top",
    "tv",
    "uk",
    "us",
    "vlaanderen",
    "website",
    "work",
    "xyz",
    "zip",
];

/// Whether a word is an address, or has one in it: of a page or of a mailbox.
fn has_address(word: &str) -> bool {
    let word: String = word.chars().map(narrow).flat_map(char::to_lowercase).collect();
    let is_around = |letter: char| {
        !letter.is_alphanumeric() && !matches!(letter, '.' | '/' | ':' | '?' | '#' | '@' | '-' | '%' | '_')
    };
    word.contains("://")
        || ["http:", "https:", "ftp:", "mailto:"].iter().any(|scheme| word.contains(scheme))
        || word
            .split(is_around)
            .any(|piece| leads_somewhere(piece) || piece.split(['/', ':', '?', '#']).any(leads_somewhere))
}

/// Letters of double width stand for those that we know, and so do the full stops of other scripts.
pub fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3002}' | '\u{ff61}' | '\u{2024}' => '.',
        _ => letter,
    }
}

/// Whether a piece without quotes or brackets is a name of the network: with `www.` before it, with a mailbox before it, with
/// a path behind it, or with an ending that everybody knows.
fn leads_somewhere(piece: &str) -> bool {
    let is_edge = |letter: char| matches!(letter, '.' | ':' | '?' | '-' | '/' | '#' | '%' | '_');
    let piece = piece.trim_start_matches(is_edge);
    let (mailbox, rest) = piece.rsplit_once('@').map_or((false, piece), |(before, rest)| (!before.is_empty(), rest));
    let end = rest.find(['/', ':', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let has_path = path.chars().any(char::is_alphanumeric);
    let host = host.trim_end_matches(['.', '-', '_', '%']);
    let Some((before, ending)) = host.rsplit_once('.') else { return false };
    let is_label = |label: &str| label.chars().any(char::is_alphanumeric);
    if !before.split('.').all(is_label) {
        return false;
    }
    let is_number = |label: &str| label.chars().all(|letter| letter.is_ascii_digit());
    if host.split('.').all(is_number) {
        return has_path && host.split('.').count() == 4;
    }
    let is_ending = ending.chars().count() >= 2 && ending.chars().all(|letter| letter.is_alphabetic() || letter == '-')
        || ending.starts_with("xn--");
    is_ending && (mailbox || has_path || host.starts_with("www.") || ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_leads_somewhere_is_no_name() {
        for text in [
            "confirm at https://evil.example/x",
            "HTTP://EVIL.EXAMPLE",
            "zie http:evil.example",
            "(www.evil.example)",
            "bevestig op evil.example/login nu",
            "evil.com",
            "Bevestig:evil.be",
            "\"evil.xyz\"",
            "«evil.online»",
            "evil.museum/x?y=z",
            "evil.museum:8080",
            "evil.museum?token",
            "schrijf naar an@evil.museum",
            "mailto:an",
            "ｅｖｉｌ．ｃｏｍ",
            "evil。com",
            "192.0.2.7/login",
            "xn--bcher-kva.xn--p1ai/x",
            "bücher.com",
            "De bijen,evil.com",
            "evil.com.",
        ] {
            assert_eq!(unfit(text), Some(Unfit::HasAddress), "{text}");
            assert!(!shown(text).to_lowercase().contains("evil."), "{text}: {}", shown(text));
        }
    }

    #[test]
    fn what_schools_and_projects_are_called_is_a_name() {
        for text in [
            "Klas 3.2",
            "Dr. Peeters",
            "Dr.Peeters",
            "De bijen",
            "Dhr./Mevr. De Smet",
            "Basisschool St.-Jan",
            "V.Z.W. De Zeven Wegen",
            "v.z.w./a.s.b.l.",
            "3.A/3.B",
            "Erasmus+ 2.0: samen & anders (2025/2026)",
            "1.2.3.4 hoedje van",
            "Onder de sneeuw, onder de zon...",
            "Wat is dat?Water!",
            "@home: leren",
            "L\u{2019}école d\u{2019}été – «saisons»",
            "Node.js in de klas",
            "Les 1/2",
            "24/7",
            "H₂O",
            "Καλημέρα Ελλάδα",
            "🐝 De bijen",
            "👩\u{200d}🏫 en 🏳\u{fe0f}\u{200d}🌈",
        ] {
            assert_eq!(unfit(text), None, "{text}");
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_no_name() {
        for text in [
            "De\nbijen",
            "De\u{202e}nejib",
            "De\u{200b}bijen",
            "De\u{200d}bijen",
            "🐝\u{200d}\u{200d}🐝",
            "De\u{2028}bijen",
            "De\u{0}bijen",
            "De\u{ad}bijen",
            "\u{feff}De bijen",
            "\u{2066}De",
            "a\u{e0041}",
        ] {
            assert_eq!(unfit(text), Some(Unfit::Hidden), "{text:?}");
        }
        assert_eq!(shown("De\r\nbij\u{200b}en\u{202e}"), "De bijen");
        // An address is not hidden behind what cannot be seen.
        assert_eq!(shown("evil\u{200b}.com"), "…");
    }

    #[test]
    fn a_name_is_short() {
        assert_eq!(unfit_name(&"é".repeat(100)), None);
        assert_eq!(unfit_name(&"é".repeat(101)), Some(Unfit::TooLong));
    }

    proptest! {
        #[test]
        fn what_is_shown_could_have_been_entered(text in "\\PC{0,40}|[a-z./:@ \u{202e}\u{200b}\n]{0,40}") {
            let shown = shown(&text);
            prop_assert_eq!(unfit(&shown), None);
        }
    }
}
