//! Words of the API as people say them, where a document or a mail shows one, and what such texts have in common.
//!
//! Each is an exhaustive `match`: a new word does not compile before it is said in every language.

use entity::kinds::{Community, LinkKind, Method, Subject};

use crate::fold::plain;

/// A language that people are spoken to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nl, Self::Fr, Self::De, Self::En];

    /// The language of a locale; Dutch for those that we do not speak.
    pub fn of(locale: &str) -> Self {
        match locale.get(..2) {
            Some("fr") => Self::Fr,
            Some("de") => Self::De,
            Some("en") => Self::En,
            Some(_) | None => Self::Nl,
        }
    }

    /// The language that a header asks for, `Accept-Language: fr-BE, nl;q=0.5`; none when we speak none of those.
    pub fn asked(header: &str) -> Option<Self> {
        let known = header.split(',').filter_map(|one| {
            let (tag, weight) = one.split_once(';').map_or((one, None), |(tag, rest)| (tag, Some(rest)));
            let weight =
                weight.and_then(|rest| rest.trim().strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok())?;
            let language = tag.trim().split('-').next()?;
            let spoken = Self::ALL.into_iter().find(|it| it.word().eq_ignore_ascii_case(language))?;
            (weight > 0.0).then_some((spoken, weight))
        });
        // Of those that are asked for alike, the first.
        known.reduce(|best: (Self, f32), next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }

    /// As a header says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// A word that people read.
pub trait Said {
    /// In Dutch, French, German and English.
    fn in_all(self) -> [&'static str; 4];

    /// In a language.
    fn said(self, language: Language) -> &'static str
    where
        Self: Sized,
    {
        let [nl, fr, de, en] = self.in_all();
        match language {
            Language::Nl => nl,
            Language::Fr => fr,
            Language::De => de,
            Language::En => en,
        }
    }
}

impl Said for Subject {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Arts => ["kunst en muziek", "arts et musique", "Kunst und Musik", "art and music"],
            Self::Citizenship => [
                "burgerschap en levensbeschouwing",
                "citoyenneté, religion et philosophie",
                "Politische Bildung, Religion und Ethik",
                "citizenship, religion and philosophy",
            ],
            Self::Economics => ["economie", "économie", "Wirtschaft", "economics"],
            Self::English => ["Engels", "anglais", "Englisch", "English"],
            Self::French => ["Frans", "français", "Französisch", "French"],
            Self::Geography => ["aardrijkskunde", "géographie", "Geografie", "geography"],
            Self::German => ["Duits", "allemand", "Deutsch", "German"],
            Self::History => ["geschiedenis", "histoire", "Geschichte", "history"],
            Self::Informatics => [
                "informatica en media",
                "informatique et médias",
                "Informatik und Medien",
                "information technology and media",
            ],
            Self::Mathematics => ["wiskunde", "mathématiques", "Mathematik", "mathematics"],
            Self::MotherTongue => {
                ["onderwijstaal", "langue de l'école", "Unterrichtssprache", "language of the school"]
            }
            Self::OtherLanguage => ["een andere taal", "une autre langue", "eine andere Sprache", "another language"],
            Self::PhysicalEducation => ["lichamelijke opvoeding", "éducation physique", "Sport", "physical education"],
            Self::Science => ["natuurwetenschappen", "sciences", "Naturwissenschaften", "natural sciences"],
            Self::Technology => ["techniek", "technologie", "Technik", "technology and crafts"],
            Self::Vocational => {
                ["een beroepsvak", "un cours professionnel", "ein berufsbildendes Fach", "a vocational subject"]
            }
            Self::Other => ["een ander vak", "une autre matière", "ein anderes Fach", "another subject"],
        }
    }
}

impl Said for Method {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Analysis => ["analyseren", "analyse", "Analyse", "analysis"],
            Self::CollaborativeLearning => {
                ["samenwerkend leren", "apprentissage collaboratif", "kooperatives Lernen", "collaborative learning"]
            }
            Self::CreativeWork => ["creatief werk", "travail créatif", "kreatives Arbeiten", "creative work"],
            Self::Debate => ["debat", "débat", "Debatte", "debate"],
            Self::GameBasedLearning => {
                ["spelend leren", "apprentissage par le jeu", "spielerisches Lernen", "game-based learning"]
            }
            Self::PeerTeaching => {
                ["leren van elkaar", "enseignement entre pairs", "Lernen durch Lehren", "peer teaching"]
            }
            Self::ProblemSolving => {
                ["problemen oplossen", "résolution de problèmes", "Problemlösen", "problem solving"]
            }
            Self::ProjectBasedLearning => {
                ["projectwerk", "apprentissage par projet", "Projektarbeit", "project-based learning"]
            }
            Self::Research => ["onderzoek", "recherche", "Forschen", "research"],
            Self::Other => ["een andere werkvorm", "une autre méthode", "eine andere Methode", "another method"],
        }
    }
}

impl Said for LinkKind {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Twinspace => ["TwinSpace"; 4],
            Self::WorkPlan => ["werkplan", "plan de travail", "Arbeitsplan", "work plan"],
            Self::MeetingNotes => {
                ["verslag van een overleg", "compte rendu de réunion", "Protokoll eines Treffens", "notes of a meeting"]
            }
            Self::FinalProduct => ["eindproduct", "produit final", "Endprodukt", "final product"],
            Self::PupilGuide => [
                "gids voor leerlingen",
                "guide pour les élèves",
                "Leitfaden für Schülerinnen und Schüler",
                "guide for pupils",
            ],
            Self::Other => ["andere", "autre", "Sonstiges", "other"],
        }
    }
}

/// With the article: what an office is called.
impl Said for Community {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Vl => [
                "de Vlaamse Gemeenschap",
                "la Communauté flamande",
                "die Flämische Gemeinschaft",
                "the Flemish Community",
            ],
            Self::Fwb => [
                "de Franse Gemeenschap",
                "la Communauté française",
                "die Französische Gemeinschaft",
                "the French Community",
            ],
            Self::Dg => [
                "de Duitstalige Gemeenschap",
                "la Communauté germanophone",
                "die Deutschsprachige Gemeinschaft",
                "the German-speaking Community",
            ],
            Self::Foreign => ["het buitenland", "l'étranger", "das Ausland", "abroad"],
        }
    }
}

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
    use std::collections::BTreeSet;

    use entity::kinds::Kind;
    use proptest::prelude::*;

    use super::*;

    fn walk<K: Kind + Said + Copy>() {
        for at in 0..4 {
            let said: BTreeSet<&str> = K::VALUES.iter().map(|(kind, ..)| kind.in_all()[at]).collect();
            assert_eq!(said.len(), K::VALUES.len(), "each has a word of its own");
            for (kind, ..) in K::VALUES {
                let word = kind.said(Language::ALL[at]);
                assert!(!word.trim().is_empty() && word != kind.word() && !word.contains('_'), "{word}");
            }
        }
    }

    #[test]
    fn every_word_is_said_in_every_language() {
        walk::<Subject>();
        walk::<Method>();
        walk::<LinkKind>();
        walk::<Community>();
    }

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
