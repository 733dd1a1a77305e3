//! What texts for people have in common.

pub use entity::language::{Language, Said};

use crate::fold::plain;

/// Longest piece of the name of a file.
const PIECE: usize = 40;

/// The name of a file that says what it is and whose, in letters that every computer takes; `ending` without a full stop.
pub fn file_name(pieces: &[&str], ending: &str) -> String {
    let piece = |text: &&str| {
        let text: String =
            plain(text).chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ').collect();
        let mut piece = String::new();
        for word in text.split_whitespace() {
            if !piece.is_empty() && piece.len() + word.len() >= PIECE {
                break;
            }
            piece.push_str(if piece.is_empty() { "" } else { "-" });
            piece.extend(word.chars().take(PIECE));
        }
        piece
    };
    let pieces: Vec<String> = pieces.iter().map(piece).filter(|piece| !piece.is_empty()).collect();
    format!("{}.{ending}", pieces.join("-"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_name_says_what_and_whose() {
        for (pieces, name) in [
            (
                vec!["aanvraag", "Bijen zonder grenzen", "GO! Atheneum Leieboord", "2026"],
                "aanvraag-bijen-zonder-grenzen-go-atheneum-leieboord-2026.docx",
            ),
            (
                vec!["candidature", "../../etc/passwd", "École\u{202e} d'été", "2026"],
                "candidature-etc-passwd-ecole-d-ete-2026.docx",
            ),
            (vec!["aanvraag", "نادي القراءة", "", "2026"], "aanvraag-2026.docx"),
        ] {
            assert_eq!(file_name(&pieces, "docx"), name);
        }
    }

    proptest! {
        #[test]
        fn any_title_makes_a_safe_name(title in any::<String>()) {
            let name = file_name(&["aanvraag", &title, "2026"], "txt");
            prop_assert!(name.len() < 70 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)), "{}", name);
            prop_assert_eq!(name.matches('.').count(), 1);
        }
    }
}
