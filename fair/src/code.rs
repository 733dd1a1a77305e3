//! Codes that people read from paper and type.

use unicode_normalization::UnicodeNormalization;

use crate::{
    fold::is_sign,
    text::{is_blank, is_hidden},
};

/// Letters of a code: no letter that can be taken for a digit, or for another letter.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// A code that cannot be guessed: 26 letters of five bits each.
pub fn random(chance: [u8; 26]) -> String {
    chance.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31))).collect()
}

/// A code as it is kept, from what somebody types: in small letters, in groups, with the letters O, I and L for the
/// digits that they look like. Empty when it can be no code.
pub fn typed(text: &str) -> String {
    let is_between = |letter: &char| is_blank(*letter) || is_hidden(*letter) || is_sign(*letter);
    let letters = text.nfkc().filter(|letter| !is_between(letter)).flat_map(char::to_uppercase);
    let code: String = letters
        .map(|letter| match letter {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    if code.chars().all(|letter| ALPHABET.contains(&letter)) { code } else { String::new() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        for text in [
            "01ABCDEFGHJKMNPQRSTVWXYZ23",
            " o1abcdefghjkmnpqrstvwxyz23\n",
            "OIAB-CDEF.GHJK MNPQ\u{a0}RSTV\u{2013}WXYZ_23",
            "0lab/cdef\u{200b}ghjkmnpqrstvwxyz23",
            "０１ABCDEFGHJKMNPQRSTVWXYZ23",
        ] {
            assert_eq!(typed(text), "01ABCDEFGHJKMNPQRSTVWXYZ23", "{text:?}");
        }
        for none in ["", "é", "U", "'; --", "\u{0}"] {
            assert_eq!(typed(none), "", "{none:?}");
        }
    }

    proptest! {
        #[test]
        fn a_code_that_was_given_out_is_found(chance in prop::array::uniform26(any::<u8>()), every in 1usize..9) {
            let code = random(chance);
            let groups: Vec<String> = code.as_bytes().chunks(every).map(|part| String::from_utf8_lossy(part).to_lowercase()).collect();
            prop_assert_eq!(typed(&groups.join("-")), code);
        }

        #[test]
        fn a_code_has_26_letters_that_nobody_mistakes(chance in prop::array::uniform26(any::<u8>())) {
            let code = random(chance);
            prop_assert_eq!(code.len(), 26);
            prop_assert!(code.chars().all(|letter| ALPHABET.contains(&letter) && !"ILOU".contains(letter)));
        }
    }
}
