//! First versions of what a teacher reads with a result: an explanation of the outcome, and what the jurors advise.
//!
//! They tell no score, and neither who judged nor in which order.

use std::collections::BTreeSet;

use entity::kinds::{Outcome, Track};
use sha2::{Digest, Sha256};

use crate::{
    text::says_something,
    wording::shown,
    words::{Language, Said},
};

/// What an outcome rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The rule gave the label.
    Reached,
    /// The rule did not: what the application stays under.
    Missed {
        /// The titles of the criteria and gates.
        criteria: Vec<String>,
        /// Whether the total is too low.
        is_total: bool,
    },
    /// It was not admissible, and nobody judged it.
    NotJudged,
    /// Staff set another outcome than the rule gives; why is theirs alone.
    Adjusted(Outcome),
}

/// Why this is the outcome, as a text that a person could have written (R94).
pub fn motivation(language: Language, track: Track, title: &str, ground: &Ground) -> String {
    let (title, label) = (language.quote(&shown(title)), track.said(language));
    match ground {
        Ground::Reached => reached(language, &title, label),
        Ground::Missed { criteria, is_total } => {
            let criteria: Vec<String> = criteria.iter().map(|title| language.quote(title)).collect();
            let why = missed(language, &criteria, *is_total);
            match language {
                Language::Nl => format!(
                    "Je aanvraag voor {title} krijgt {label} deze keer niet. {why} \
                     De feedback van de jury zegt hoe je verder kunt bouwen op wat er al is."
                ),
                Language::Fr => format!(
                    "Votre candidature pour {title} ne reçoit pas {label} cette fois-ci. {why} \
                     Les conseils du jury disent comment aller plus loin à partir de ce qui existe déjà."
                ),
                Language::De => format!(
                    "Ihr Antrag für {title} erhält {label} dieses Mal nicht. {why} \
                     Das Feedback der Jury sagt, wie Sie auf dem aufbauen können, was schon da ist."
                ),
                Language::En => format!(
                    "Your application for {title} does not get {label} this time. {why} \
                     The feedback of the jury says how to build on what is there already."
                ),
            }
        }
        Ground::NotJudged | Ground::Adjusted(Outcome::Inadmissible) => not_judged(language, &title, label),
        Ground::Adjusted(Outcome::Awarded) => match language {
            Language::Nl => format!("Na overleg over de beoordeling krijgt je aanvraag voor {title} {label}."),
            Language::Fr => {
                format!("Après concertation sur l'évaluation, votre candidature pour {title} reçoit {label}.")
            }
            Language::De => format!("Nach Beratung über die Bewertung erhält Ihr Antrag für {title} {label}."),
            Language::En => {
                format!("After discussion of the assessment, your application for {title} gets {label}.")
            }
        },
        Ground::Adjusted(Outcome::NotAwarded) => match language {
            Language::Nl => {
                format!("Na overleg over de beoordeling krijgt je aanvraag voor {title} {label} deze keer niet.")
            }
            Language::Fr => format!(
                "Après concertation sur l'évaluation, votre candidature pour {title} ne reçoit pas {label} cette fois-ci."
            ),
            Language::De => {
                format!("Nach Beratung über die Bewertung erhält Ihr Antrag für {title} {label} dieses Mal nicht.")
            }
            Language::En => format!(
                "After discussion of the assessment, your application for {title} does not get {label} this time."
            ),
        },
    }
}

fn reached(language: Language, title: &str, label: &str) -> String {
    match language {
        Language::Nl => format!(
            "Je aanvraag voor {title} haalt op elk criterium het minimum, en ook het geheel overtuigt de jury. \
             Daarom krijg je {label}."
        ),
        Language::Fr => format!(
            "Votre candidature pour {title} atteint le minimum pour chaque critère, et l'ensemble convainc le jury. \
             Vous recevez donc {label}."
        ),
        Language::De => format!(
            "Ihr Antrag für {title} erreicht bei jedem Kriterium das Minimum, und auch insgesamt überzeugt er die Jury. \
             Sie erhalten daher {label}."
        ),
        Language::En => format!(
            "Your application for {title} reaches the minimum on every criterion, and convinces the jury as a whole too. \
             So you get {label}."
        ),
    }
}

fn not_judged(language: Language, title: &str, label: &str) -> String {
    match language {
        Language::Nl => format!(
            "Je aanvraag voor {title} voldoet niet aan de voorwaarden om deel te nemen. De jury heeft ze daarom niet \
             beoordeeld, en je krijgt {label} niet."
        ),
        Language::Fr => format!(
            "Votre candidature pour {title} ne remplit pas les conditions de participation. Le jury ne l'a donc pas \
             évaluée, et vous ne recevez pas {label}."
        ),
        Language::De => format!(
            "Ihr Antrag für {title} erfüllt die Bedingungen für die Teilnahme nicht. Die Jury hat ihn daher nicht \
             bewertet, und Sie erhalten {label} nicht."
        ),
        Language::En => format!(
            "Your application for {title} does not meet the conditions for taking part. So the jury did not judge it, \
             and you do not get {label}."
        ),
    }
}

/// What the application stays under.
fn missed(language: Language, criteria: &[String], is_total: bool) -> String {
    let are_several = criteria.len() > 1;
    let all = list(language, criteria);
    match (language, criteria.is_empty()) {
        (Language::Nl, true) => {
            "Ze haalt op elk criterium het minimum, maar het geheel blijft onder wat voor het label nodig is."
                .to_owned()
        }
        (Language::Fr, true) => {
            "Elle atteint le minimum pour chaque critère, mais l'ensemble reste sous ce que le label demande."
                .to_owned()
        }
        (Language::De, true) => {
            "Er erreicht bei jedem Kriterium das Minimum, bleibt aber insgesamt unter dem, was das Siegel verlangt."
                .to_owned()
        }
        (Language::En, true) => {
            "It reaches the minimum on every criterion, but as a whole stays below what the label asks.".to_owned()
        }
        (Language::Nl, false) => {
            let word = if are_several { "de criteria" } else { "het criterium" };
            let total = if is_total { ", en ook het geheel blijft onder wat voor het label nodig is" } else { "" };
            format!("Op {word} {all} haalt ze het minimum niet{total}.")
        }
        (Language::Fr, false) => {
            let word = if are_several { "les critères" } else { "le critère" };
            let total = if is_total { ", et l'ensemble aussi reste sous ce que le label demande" } else { "" };
            format!("Elle n'atteint pas le minimum pour {word} {all}{total}.")
        }
        (Language::De, false) => {
            let word = if are_several { "den Kriterien" } else { "dem Kriterium" };
            let total = if is_total { ", und bleibt auch insgesamt unter dem, was das Siegel verlangt" } else { "" };
            format!("Bei {word} {all} erreicht er das Minimum nicht{total}.")
        }
        (Language::En, false) => {
            let word = if are_several { "the criteria" } else { "the criterion" };
            let total = if is_total { ", and as a whole stays below what the label asks" } else { "" };
            format!("On {word} {all} it does not reach the minimum{total}.")
        }
    }
}

/// One after the other: `a, b and c`.
fn list(language: Language, all: &[String]) -> String {
    let and = match language {
        Language::Nl => "en",
        Language::Fr => "et",
        Language::De => "und",
        Language::En => "and",
    };
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} {and} {last}", before.join(", ")),
    }
}

/// Feedback on an application that nobody judged.
pub fn advice_without_jury(language: Language) -> &'static str {
    match language {
        Language::Nl => {
            "De jury heeft deze aanvraag niet beoordeeld, omdat ze niet aan de voorwaarden om deel te nemen voldoet."
        }
        Language::Fr => {
            "Le jury n'a pas évalué cette candidature, car elle ne remplit pas les conditions de participation."
        }
        Language::De => {
            "Die Jury hat diesen Antrag nicht bewertet, weil er die Bedingungen für die Teilnahme nicht erfüllt."
        }
        Language::En => {
            "The jury did not judge this application, because it does not meet the conditions for taking part."
        }
    }
}

/// What the jurors wrote for the applicant, as one text: each comment once, in an order that comes of the comments alone, and
/// so says nothing of who wrote which (INV-33).
pub fn merged<'a>(comments: impl IntoIterator<Item = &'a str>) -> String {
    let said = comments.into_iter().map(str::trim).filter(|comment| says_something(comment));
    let said: BTreeSet<(String, &str)> = said.map(|comment| (hex::encode(Sha256::digest(comment)), comment)).collect();
    said.into_iter().map(|(_, comment)| comment).collect::<Vec<_>>().join("\n\n")
}

/// Feedback as a teacher reads it in one piece: on the whole, then on each criterion under its title.
pub fn whole<'a>(feedback: &str, parts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let parts = parts.into_iter().filter(|(_, text)| says_something(text));
    let parts = parts.map(|(title, text)| format!("{title}\n{text}"));
    let all: Vec<String> =
        Some(feedback.to_owned()).filter(|text| says_something(text)).into_iter().chain(parts).collect();
    all.join("\n\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn grounds() -> Vec<Ground> {
        let missed = |criteria: &[&str], is_total| Ground::Missed {
            criteria: criteria.iter().map(|title| (*title).to_owned()).collect(),
            is_total,
        };
        vec![
            Ground::Reached,
            missed(&[], true),
            missed(&["Samenwerking"], false),
            missed(&["Samenwerking", "Technologie", "Resultaten"], true),
            Ground::NotJudged,
            Ground::Adjusted(Outcome::Awarded),
            Ground::Adjusted(Outcome::NotAwarded),
            Ground::Adjusted(Outcome::Inadmissible),
        ]
    }

    #[test]
    fn an_explanation_says_why_in_plain_words() {
        let of = |language, ground: &Ground| motivation(language, Track::Nql, "De bijen", ground);
        let all = grounds();
        assert_eq!(
            of(Language::Nl, &all[0]),
            "Je aanvraag voor “De bijen” haalt op elk criterium het minimum, en ook het geheel overtuigt de jury. \
             Daarom krijg je het nationale kwaliteitslabel."
        );
        assert_eq!(
            of(Language::Nl, &all[3]),
            "Je aanvraag voor “De bijen” krijgt het nationale kwaliteitslabel deze keer niet. Op de criteria \
             “Samenwerking”, “Technologie” en “Resultaten” haalt ze het minimum niet, en ook het geheel blijft onder wat \
             voor het label nodig is. De feedback van de jury zegt hoe je verder kunt bouwen op wat er al is."
        );
        assert!(of(Language::Fr, &all[2]).contains("Elle n'atteint pas le minimum pour le critère « Samenwerking »."));
        assert!(of(Language::De, &all[1]).contains("bleibt aber insgesamt unter dem, was das Siegel verlangt."));
        assert!(of(Language::En, &all[6]).ends_with("does not get the national quality label this time."));
    }

    #[test]
    fn no_explanation_has_a_number() {
        for ground in grounds() {
            for language in Language::ALL {
                for track in [Track::Nql, Track::Belgica] {
                    let text = motivation(language, track, "De bijen", &ground);
                    assert!(!text.chars().any(|letter| letter.is_ascii_digit()), "{text}");
                    assert!(text.contains(track.said(language)) && text.ends_with('.'), "{text}");
                }
            }
        }
    }

    #[test]
    fn feedback_in_one_piece_has_what_there_is() {
        assert_eq!(whole("Mooi.", []), "Mooi.");
        assert_eq!(whole("", [("Samenwerking", "Meer."), ("Technologie", " ")]), "Samenwerking\nMeer.");
        assert_eq!(whole("Mooi.", [("Samenwerking", "Meer.")]), "Mooi.\n\nSamenwerking\nMeer.");
    }

    proptest! {
        #[test]
        fn the_order_of_the_jurors_does_not_matter(comments in prop::collection::vec("[a-c]{0,3}", 0..6), turn in 0usize..6) {
            let mut turned = comments.clone();
            if !turned.is_empty() {
                let turn = turn % turned.len();
                turned.rotate_left(turn);
            }
            let text = merged(comments.iter().map(String::as_str));
            prop_assert_eq!(&text, &merged(turned.iter().map(String::as_str)));
            let said: BTreeSet<&str> = comments.iter().map(String::as_str).filter(|one| !one.is_empty()).collect();
            let found: Vec<&str> = text.split("\n\n").filter(|one| !one.is_empty()).collect();
            prop_assert_eq!(found.len(), said.len());
            prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), said);
        }
    }
}
