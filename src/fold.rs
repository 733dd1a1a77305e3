//! How texts are compared: without capitals, accents and signs.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// In small letters without accents, one blank between words, no signs.
pub fn plain(text: &str) -> String {
    let bare: String =
        text.chars().flat_map(letters).map(|letter| if is_sign(letter) { ' ' } else { letter }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether it stands between words: neither a letter, nor a digit, nor the accent on one.
pub fn is_sign(letter: char) -> bool {
    !letter.is_alphanumeric() && !is_combining_mark(letter)
}

/// A letter in small letters and without its accents; nothing for an accent that stands alone.
pub fn letters(letter: char) -> impl Iterator<Item = char> {
    std::iter::once(letter)
        .nfd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|part| !is_combining_mark(*part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn capitals_accents_and_signs_do_not_count() {
        for (text, bare) in [
            ("École  du Parc", "ecole du parc"),
            ("E\u{301}COLE-DU-PARC!", "ecole du parc"),
            ("GO! Atheneum «Zuid»", "go atheneum zuid"),
            ("\u{130}zmir", "izmir"),
            ("...", ""),
        ] {
            assert_eq!(plain(text), bare);
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert_eq!(plain(&plain(&text)), plain(&text));
        }
    }
}
