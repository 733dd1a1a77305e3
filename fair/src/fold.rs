//! How texts are compared: without capitals, accents and signs, however they are spelled.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::text::{is_blank, is_hidden};

/// In small letters without accents, one blank between words, no signs, nothing that cannot be seen.
pub fn plain(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(|letter| is_blank(*letter) || !is_hidden(*letter))
        .flat_map(letters)
        .map(|letter| if is_sign(letter) { ' ' } else { letter })
        .collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a text is searched and sorted: as [`plain`] has it, and behind a sign that sorts before all others the text itself, so
/// that texts that are the same but for capitals, accents and signs stand in one order everywhere. It is kept beside the
/// text, and nothing that is searched for is found in it that is not in the plain text.
pub fn key(text: &str) -> String {
    format!("{}\u{1f}{text}", plain(text))
}

/// The words of a text as they are compared.
pub fn words(text: &str) -> Vec<String> {
    plain(text).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Whether it stands between words: neither a letter, nor a digit, nor the accent on one.
pub fn is_sign(letter: char) -> bool {
    !letter.is_alphanumeric() && !is_combining_mark(letter)
}

/// A letter in small letters, without its accents, and written out where it stands for several; nothing for an accent that
/// stands alone.
pub fn letters(letter: char) -> impl Iterator<Item = char> {
    std::iter::once(letter)
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|part| !is_combining_mark(*part))
        .flat_map(|letter| written_out(letter).chars().chain(written_out(letter).is_empty().then_some(letter)))
}

/// Letters that no rule of Unicode takes apart, as readers of our languages write them without.
fn written_out(letter: char) -> &'static str {
    match letter {
        'ß' => "ss",
        'œ' => "oe",
        'æ' => "ae",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        // Letters by name, but written as apostrophes.
        '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2bd}' | '\u{2be}' | '\u{2bf}' | '\u{a78c}' => "'",
        _ => "",
    }
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
            ("D\u{131}yarbak\u{131}r", "diyarbakir"),
            ("Straße, STRASSE, STRA\u{1e9e}E", "strasse strasse strasse"),
            ("Œuvre, œuvre du Sacré-Cœur", "oeuvre oeuvre du sacre coeur"),
            ("l’Athénée, l'Athénée, l\u{2bc}Athénée, l´Athénée", "l athenee l athenee l athenee l athenee"),
            ("Sint–Jan, Sint\u{2011}Jan, Sint-Jan", "sint jan sint jan sint jan"),
            ("Ａｔｈéｎée ３", "athenee 3"),
            ("ﬁets ĳsje Ĳzer", "fiets ijsje ijzer"),
            ("Łódź, Đakovo, Ærø", "lodz dakovo aero"),
            ("Hauptstraße, Łódź, Sørensen, Œuvre", "hauptstrasse lodz sorensen oeuvre"),
            ("Ｃｌａｅｓ Cla\u{200b}es \u{202e}Cla\u{ad}es", "claes claes claes"),
            ("een\u{b}twee\u{85}drie\u{2028}vier\u{2800}vijf", "een twee drie vier vijf"),
            ("...", ""),
        ] {
            assert_eq!(plain(text), bare);
        }
    }

    #[test]
    fn names_sort_as_readers_expect() {
        let names = ["Ecole", "École", "Ecole du Parc", "Edegem", "Ève", "Zele", "Œuvre", "Oever"];
        let mut sorted = names;
        sorted.sort_by_key(|name| key(name));
        assert_eq!(sorted, ["Ecole", "École", "Ecole du Parc", "Edegem", "Ève", "Œuvre", "Oever", "Zele"]);
    }

    proptest! {
        #[test]
        fn what_is_found_in_a_key_is_in_the_plain_text(text in "\\PC{0,20}", sought in "[a-cA-C ß'éœ-]{0,4}") {
            let sought = plain(&sought);
            prop_assert_eq!(key(&text).contains(&sought), plain(&text).contains(&sought));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            prop_assert_eq!(plain(&plain(&text)), plain(&text));
        }
    }
}
