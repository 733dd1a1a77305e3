//! What a school can tell of its label, and the label as a drawing of our own.

use std::fmt::Write as _;

use entity::kinds::Track;

use crate::words::{Language, Said};

/// Words of a promo kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// What the archive is called.
    Kit,
    /// What the school received, of `{school}`, `{project}` and `{year}`.
    Received(Track),
    /// What the label means.
    Meaning(Track),
    /// Where the label is checked, at `{address}`.
    Check,
    /// How the photos may be used.
    Photos,
}

impl Said for Phrase {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::Kit => ["promopakket", "kit-promo", "werbepaket", "promo-kit"],
            Self::Received(Track::Nql) => [
                "{school} kreeg voor het project {project} het nationaal kwaliteitslabel eTwinning van het schooljaar {year}.",
                "{school} a reçu, pour le projet {project}, le label de qualité national eTwinning de l'année scolaire {year}.",
                "{school} hat für das Projekt {project} das nationale eTwinning-Qualitätssiegel des Schuljahres {year} erhalten.",
                "{school} received the eTwinning National Quality Label of the school year {year} for the project {project}.",
            ],
            Self::Received(Track::Belgica) => [
                "{school} kreeg voor het project {project} het eTwinning-label Belgica van het schooljaar {year}.",
                "{school} a reçu, pour le projet {project}, le label eTwinning Belgica de l'année scolaire {year}.",
                "{school} hat für das Projekt {project} das eTwinning-Siegel Belgica des Schuljahres {year} erhalten.",
                "{school} received the eTwinning Belgica Label of the school year {year} for the project {project}.",
            ],
            Self::Meaning(Track::Nql) => [
                "Een onafhankelijke jury bekeek het werk: leerlingen en leerkrachten werkten samen met scholen in het buitenland.",
                "Un jury indépendant a examiné le travail : élèves et enseignants ont collaboré avec des écoles à l'étranger.",
                "Eine unabhängige Jury hat die Arbeit begutachtet: Kinder und Lehrkräfte haben mit Schulen im Ausland zusammengearbeitet.",
                "An independent jury looked at the work: pupils and teachers worked together with schools abroad.",
            ],
            Self::Meaning(Track::Belgica) => [
                "Een onafhankelijke jury bekeek het werk: leerlingen en leerkrachten werkten samen met andere Belgische scholen.",
                "Un jury indépendant a examiné le travail : élèves et enseignants ont collaboré avec d'autres écoles belges.",
                "Eine unabhängige Jury hat die Arbeit begutachtet: Kinder und Lehrkräfte haben mit anderen belgischen Schulen zusammengearbeitet.",
                "An independent jury looked at the work: pupils and teachers worked together with other Belgian schools.",
            ],
            Self::Check => [
                "Wie het label wil nakijken, vindt het op {address}",
                "Le label peut être vérifié sur {address}",
                "Das Siegel kann auf {address} geprüft werden",
                "The label can be checked at {address}",
            ],
            Self::Photos => [
                "De foto's in dit pakket mag de school gebruiken zolang hun toestemming geldt. Wordt een foto ingetrokken, gebruik ze dan ook niet meer.",
                "L'école peut utiliser les photos de ce kit tant que leur accord est valable. Si une photo est retirée, ne l'utilisez plus.",
                "Die Schule darf die Fotos in diesem Paket verwenden, solange die Zustimmung gilt. Wird ein Foto zurückgezogen, verwenden Sie es nicht mehr.",
                "The school may use the photos in this kit for as long as their consent holds. If a photo is withdrawn, do not use it any more.",
            ],
        }
    }
}

/// What stands in the text, beside its words.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The language of the school.
    pub language: Language,
    /// The label.
    pub track: Track,
    /// The school.
    pub school: &'a str,
    /// The title of the project.
    pub project: &'a str,
    /// The school year.
    pub school_year: &'a str,
    /// The page on which the label is checked.
    pub address: &'a str,
    /// Whether there are photos.
    pub has_photos: bool,
}

/// The text of a kit: what is filled in is not read as a gap itself.
pub fn text(told: &Told<'_>) -> String {
    let said = |phrase: Phrase| {
        let mut text = String::new();
        let mut rest = phrase.said(told.language);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            match name {
                "school" => text.push_str(told.school),
                "project" => text.push_str(&told.language.quote(told.project)),
                "year" => text.push_str(told.school_year),
                _ => text.push_str(told.address),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    };
    let photos = told.has_photos.then_some(Phrase::Photos);
    let phrases = [Phrase::Received(told.track), Phrase::Meaning(told.track), Phrase::Check];
    phrases.into_iter().chain(photos).map(said).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The label as a drawing: a ring of two hands' worth of points round two schools, with its name below. It holds no text that
/// somebody wrote.
pub fn drawing(language: Language, track: Track, school_year: &str) -> String {
    let name = crate::certificate::rules::Phrase::Label(track).said(language);
    let year: String = school_year.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').collect();
    let mut points = String::new();
    for turn in 0..10 {
        let turned = turn * 36;
        let _ = write!(points, "<circle cx=\"200\" cy=\"60\" r=\"11\" transform=\"rotate({turned} 200 190)\"/>");
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 460\" role=\"img\" aria-label=\"{name} {year}\">\
         <circle cx=\"200\" cy=\"190\" r=\"165\" fill=\"#003380\"/><g fill=\"#e0a820\">{points}</g>\
         <g fill=\"none\" stroke=\"#ffffff\" stroke-width=\"10\" stroke-linejoin=\"round\">\
         <path d=\"M105 220v-50l45-32 45 32v50z\"/><path d=\"M205 220v-50l45-32 45 32v50z\"/><path d=\"M150 245q50 34 100 0\"/></g>\
         <g font-family=\"sans-serif\" text-anchor=\"middle\" fill=\"#212530\">\
         <text x=\"200\" y=\"400\" font-size=\"21\" font-weight=\"bold\">{name}</text>\
         <text x=\"200\" y=\"436\" font-size=\"21\">{year}</text></g></svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_no_gaps_whatever_a_project_is_called() {
        for language in Language::ALL {
            for track in [Track::Nql, Track::Belgica] {
                let told = Told {
                    language,
                    track,
                    school: "GO! {year}",
                    project: "{address}",
                    school_year: "2025-2026",
                    address: "https://nql.example/verify/7K",
                    has_photos: true,
                };
                let text = text(&told);
                assert!(text.contains("GO! {year}") && text.contains("{address}"), "{text}");
                assert_eq!((text.matches("2025-2026").count(), text.matches("verify/7K").count()), (1, 1), "{text}");
                assert!(!super::text(&Told { has_photos: false, ..told }).contains(Phrase::Photos.said(language)));
            }
        }
    }

    #[test]
    fn the_drawing_is_well_formed_and_holds_nothing_but_the_label() {
        let drawing = drawing(Language::De, Track::Nql, "2025-2026<script>");
        let mut reader = quick_xml::Reader::from_str(&drawing);
        loop {
            let event = reader.read_event().unwrap();
            if event == quick_xml::events::Event::Eof {
                break;
            }
            assert!(!format!("{event:?}").contains("script"));
        }
    }
}
