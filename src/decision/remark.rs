//! What is said of the texts that go with a result, before they are approved (R83, R94).

use std::collections::HashMap;

use entity::{
    ids::{ApplicationId, CriterionId},
    kinds::{Outcome, ResultRemarkCode as Code, ResultTextPart as Part},
};

use crate::{
    application::remark::{count_words, other_language},
    decimal, fold,
    text::says_something,
};

/// A text with fewer words is very short.
const FEW_WORDS: i32 = 10;

/// The texts of one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts<'a> {
    /// The outcome, once there is one.
    pub outcome: Option<Outcome>,
    /// The explanation, and whether it stands as it was made.
    pub motivation: (&'a str, bool),
    /// The feedback on the whole.
    pub feedback: &'a str,
    /// The feedback on each criterion that there should be some on.
    pub criteria: Vec<(CriterionId, &'a str)>,
    /// The language of its community.
    pub language: &'a str,
}

/// One thing that is said of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What.
    pub code: Code,
    /// Of which text.
    pub part: Part,
    /// On which criterion, where it is about one.
    pub criterion: Option<CriterionId>,
    /// The language that the text seems to be in.
    pub language: Option<&'static str>,
    /// The other application that has the same text.
    pub same_as: Option<ApplicationId>,
}

impl<'a> Texts<'a> {
    /// Each of them, with the criterion that it is about.
    pub fn each(&self) -> impl Iterator<Item = (Part, Option<CriterionId>, &'a str)> {
        let criteria = self.criteria.iter().map(|(criterion, text)| (Part::Criterion, Some(*criterion), *text));
        let first = [(Part::Motivation, None, self.motivation.0), (Part::Feedback, None, self.feedback)];
        first.into_iter().chain(criteria.collect::<Vec<_>>())
    }
}

/// What blocks their approval; the rest is advice.
pub const BLOCKING: &[&str] = &["MISSING", "NAMES_A_JUROR"];

/// Everything that is said of the texts of one application by themselves, in the order of the texts.
pub fn remarks(texts: &Texts<'_>, names_a_juror: impl Fn(&str) -> bool) -> Vec<Remark> {
    let mut all = Vec::new();
    for (part, criterion, text) in texts.each() {
        let on = |code| Remark { code, part, criterion, language: None, same_as: None };
        if !says_something(text) {
            all.push(on(Code::Missing));
            continue;
        }
        if names_a_juror(text) {
            all.push(on(Code::NamesAJuror));
        }
        if count_words(text) < FEW_WORDS {
            all.push(on(Code::VeryShort));
        }
        if let Some(language) = other_language(text, texts.language) {
            all.push(Remark { language: Some(language), ..on(Code::OtherLanguage) });
        }
        if tells_a_score(text) {
            all.push(on(Code::TellsAScore));
        }
        if part == Part::Motivation && texts.outcome.is_some_and(|outcome| contradicts(text, outcome)) {
            all.push(on(Code::ContradictsOutcome));
        }
    }
    all
}

/// Which texts of which applications are also those of another: the first other one. An explanation that stands as it was
/// made is the same where the reasons are the same, and is not told.
pub fn same_texts<'a>(all: &[(ApplicationId, Texts<'a>)]) -> HashMap<ApplicationId, Vec<Remark>> {
    let of = |texts: &Texts<'a>| -> Vec<(Part, Option<CriterionId>, &'a str)> {
        let is_made = texts.motivation.1;
        let told =
            texts.each().filter(|(part, _, text)| says_something(text) && !(*part == Part::Motivation && is_made));
        told.collect()
    };
    let mut owners: HashMap<&str, Vec<ApplicationId>> = HashMap::new();
    for (id, texts) in all.iter().filter(|(_, texts)| texts.outcome != Some(Outcome::Inadmissible)) {
        for (_, _, text) in of(texts) {
            let owners = owners.entry(text).or_default();
            // The same text on two criteria of one application is for its writer to see.
            if owners.last() != Some(id) {
                owners.push(*id);
            }
        }
    }
    let mut told = HashMap::new();
    for (id, texts) in all {
        let remark = |(part, criterion, text): (Part, Option<CriterionId>, &str)| {
            let owners = owners.get(text).filter(|owners| owners.contains(id))?;
            let other = owners.iter().find(|other| *other != id)?;
            Some(Remark { code: Code::SameText, part, criterion, language: None, same_as: Some(*other) })
        };
        let remarks: Vec<Remark> = of(texts).into_iter().filter_map(remark).collect();
        if !remarks.is_empty() {
            told.insert(*id, remarks);
        }
    }
    told
}

/// What scores are out of, in hundredths.
const OUT_OF: [i32; 8] = [500, 1_000, 2_000, 2_500, 3_000, 4_000, 5_000, 10_000];

/// Whether a text seems to tell a score: `18/25`, `3,5 op 5`, `17 punten`, `70 %`.
fn tells_a_score(text: &str) -> bool {
    let text = text.replace('/', " / ").replace('%', " % ");
    let words: Vec<&str> = text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let is_score = |some: &[&str]| match some {
        [number, sign, rest @ ..] => {
            let Some(scored) = value(number) else { return false };
            let sign = fold::plain(sign);
            let out_of = |most: Option<&&str>| {
                most.and_then(|most| value(most)).is_some_and(|most| scored <= most && OUT_OF.contains(&most))
            };
            match (sign.as_str(), rest) {
                ("punt" | "punten" | "point" | "points" | "punkt" | "punkte" | "punkten", _) => true,
                ("op" | "sur" | "von", most) => out_of(most.first()),
                ("out", ["of", most, ..]) => out_of(Some(most)),
                // Signs are nothing when folded.
                ("", most) => some.get(1) == Some(&"%") || (some.get(1) == Some(&"/") && out_of(most.first())),
                _ => false,
            }
        }
        _ => false,
    };
    (0..words.len()).filter_map(|from| words.get(from..)).any(is_score)
}

/// A word without the signs around it; signs that belong to scores stay.
fn bare(word: &str) -> &str {
    if ["/", "%"].contains(&word) { word } else { word.trim_matches(|letter: char| !letter.is_alphanumeric()) }
}

/// A number, in hundredths.
fn value(word: &str) -> Option<i32> {
    decimal::parse(&word.replace(',', "."))
}

/// Words that go with the label, and words that go without it, as they are compared.
const GLAD: [&str; 5] = ["gefeliciteerd", "proficiat", "felicitations", "herzlichen gluckwunsch", "congratulations"];
const SORRY: [&str; 19] = [
    "helaas",
    "jammer genoeg",
    "deze keer niet",
    "label niet",
    "geen label",
    "niet toegekend",
    "malheureusement",
    "ne recoit pas",
    "ne recevez pas",
    "n est pas attribue",
    "n obtient pas",
    "leider",
    "dieses mal nicht",
    "siegel nicht",
    "kein siegel",
    "nicht verliehen",
    "unfortunately",
    "does not get",
    "not awarded",
];

/// Whether an explanation seems to speak of another outcome.
fn contradicts(text: &str, outcome: Outcome) -> bool {
    let text = format!(" {} ", fold::words(text).join(" "));
    let has = |some: &[&str]| some.iter().any(|words| text.contains(&format!(" {words} ")));
    match outcome {
        Outcome::Awarded => has(&SORRY),
        Outcome::NotAwarded | Outcome::Inadmissible => has(&GLAD),
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Track;
    use uuid::Uuid;

    use super::*;
    use crate::{
        decision::text::{Ground, motivation},
        words::Language,
    };

    const LONG: &str = "De jury vond de samenwerking sterk en raadt aan om leerlingen nog vaker samen te laten kiezen.";

    fn texts<'a>(outcome: Outcome, motivation: &'a str, feedback: &'a str) -> Texts<'a> {
        Texts {
            outcome: Some(outcome),
            motivation: (motivation, false),
            feedback,
            criteria: Vec::new(),
            language: "nl",
        }
    }

    fn codes(texts: &Texts<'_>) -> Vec<(Part, Code)> {
        remarks(texts, |text| text.contains("Claes")).iter().map(|remark| (remark.part, remark.code)).collect()
    }

    #[test]
    fn each_text_is_there_says_enough_and_names_nobody() {
        let criterion = CriterionId::from(Uuid::from_u128(7));
        let all = Texts { criteria: vec![(criterion, " ")], ..texts(Outcome::Awarded, "", "Claes vond het mooi.") };
        let said = remarks(&all, |text| text.contains("Claes"));
        let found: Vec<_> = said.iter().map(|remark| (remark.part, remark.code, remark.criterion)).collect();
        assert_eq!(
            found,
            [
                (Part::Motivation, Code::Missing, None),
                (Part::Feedback, Code::NamesAJuror, None),
                (Part::Feedback, Code::VeryShort, None),
                (Part::Criterion, Code::Missing, Some(criterion)),
            ]
        );
        assert_eq!(codes(&texts(Outcome::Awarded, LONG, LONG)), []);
    }

    #[test]
    fn a_text_in_another_language_is_told() {
        let french = "Le jury a trouvé la collaboration entre les élèves très forte, et conseille de leur laisser encore plus \
                      souvent le choix des activités pendant toute la durée du projet.";
        let said = remarks(&texts(Outcome::Awarded, LONG, french), |_| false);
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].code, said[0].language), (Code::OtherLanguage, Some("fr")));
    }

    #[test]
    fn scores_are_found_and_other_numbers_are_not() {
        for text in [
            "Je haalt 18/25.",
            "goed voor 3,5 op 5",
            "een totaal van 17.5 punten",
            "Vous obtenez 12 sur 20, bravo",
            "4 von 5",
            "a score of 4 out of 5!",
            "(70%)",
            "70 % op dit criterium",
            "17 Punkte",
        ] {
            assert!(tells_a_score(text), "{text}");
        }
        for text in [
            "24/7 bereikbaar",
            "de 3 scholen en hun 45 leerlingen",
            "in 2025 begonnen",
            "op 5 mei",
            "12 op de 20 leerlingen",
            "1/2",
            "",
            "een punt van aandacht",
            "eTwinning/TwinSpace",
        ] {
            assert!(!tells_a_score(text), "{text}");
        }
    }

    #[test]
    fn an_explanation_fits_its_outcome() {
        for (text, glad) in [
            ("Proficiat met dit mooie project, waarvoor je terecht het label krijgt van de jury.", true),
            ("Félicitations à toute la classe pour ce beau projet qui reçoit le label cette année.", true),
            ("Helaas krijgt dit project het label niet, want de samenwerking bleef te beperkt.", false),
            ("Leider erhält dieses Projekt das Siegel nicht, weil die Zusammenarbeit zu gering war.", false),
        ] {
            assert_eq!(contradicts(text, Outcome::NotAwarded), glad, "{text}");
            assert_eq!(contradicts(text, Outcome::Awarded), !glad, "{text}");
        }
        assert!(!contradicts("Wie van gewoonten loskomt, begeleider of niet, wint.", Outcome::Awarded));
    }

    #[test]
    fn what_was_made_gets_no_remark() {
        let missed = Ground::Missed { criteria: vec!["Samenwerking".to_owned()], is_total: true };
        for (ground, outcome) in [
            (Ground::Reached, Outcome::Awarded),
            (missed, Outcome::NotAwarded),
            (Ground::NotJudged, Outcome::Inadmissible),
            (Ground::Adjusted(Outcome::Awarded), Outcome::Awarded),
            (Ground::Adjusted(Outcome::NotAwarded), Outcome::NotAwarded),
        ] {
            for language in Language::ALL {
                for track in [Track::Nql, Track::Belgica] {
                    let made = motivation(language, track, "De bijen", &ground);
                    let texts = Texts { language: language.word(), ..texts(outcome, &made, LONG) };
                    let said = remarks(&texts, |_| false);
                    assert!(said.iter().all(|remark| remark.part != Part::Motivation), "{made}: {said:?}");
                }
            }
        }
    }

    #[test]
    fn the_same_text_is_told_to_both() {
        let ids: Vec<ApplicationId> = (1..4).map(|number| Uuid::from_u128(number).into()).collect();
        let made = Texts { motivation: ("Zo is het.", true), ..texts(Outcome::Awarded, "", "Anders.") };
        let all = vec![
            (ids[0], texts(Outcome::Awarded, "Zo is het.", LONG)),
            (ids[1], texts(Outcome::Awarded, "Zo is het niet.", LONG)),
            (ids[2], made),
        ];
        let told = same_texts(&all);
        let of = |id: &ApplicationId| told.get(id).map(|said| (said.len(), said[0].part, said[0].same_as));
        assert_eq!(of(&ids[0]), Some((1, Part::Feedback, Some(ids[1]))));
        assert_eq!(of(&ids[1]), Some((1, Part::Feedback, Some(ids[0]))));
        assert_eq!(of(&ids[2]), None);
    }
}
