//! The rubric that ships with the system, and the help beside its questions: versioned data, never code (F15).

use serde::Deserialize;

/// The text of the rubric.
const RUBRIC: &str = include_str!("rubric.json");
/// The help beside its questions.
const HELP: &str = include_str!("help.json");

/// A version of the rubric.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rubric {
    /// Names the version.
    pub code: String,
    /// Lowest score.
    pub scale_min: i32,
    /// Highest score.
    pub scale_max: i32,
    /// Total that earns the label, in hundredths (Q2).
    pub pass_total_centi: i32,
    /// What each criterion and gate must reach, in hundredths (Q2).
    pub criterion_minimum_centi: i32,
    /// Sub-criteria with a minimum of their own (F3); they add nothing to the total.
    pub gates: Vec<Gate>,
    /// The five criteria.
    pub criteria: Vec<Criterion>,
}

/// A sub-criterion that is scored on its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// `G1`.
    pub code: String,
    /// The criterion it belongs to.
    pub of: String,
    /// Titles by language.
    pub titles: Titles,
    /// What to look for, in Dutch.
    pub guidance: String,
}

/// A criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// `C1`.
    pub code: String,
    /// Titles by language.
    pub titles: Titles,
    /// What to look for, in Dutch.
    pub guidance: String,
    /// Its sub-questions.
    pub indicators: Vec<Indicator>,
}

/// Help beside a question of a form (R65, R130-R134).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// Where it is shown.
    pub place: entity::kinds::HelpPlace,
    /// Beside which criterion, `C1`; none for all.
    pub criterion: Option<String>,
    /// The help by language.
    pub texts: Titles,
}

/// A text in the languages of the system.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "a language is its own explanation")]
pub struct Titles {
    pub nl: String,
    pub en: String,
    pub fr: String,
    pub de: String,
}

/// A sub-question.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// `C1.1`.
    pub code: String,
    /// The question, in Dutch.
    pub text: String,
    /// The gate it counts for.
    pub gate: Option<String>,
    /// `DECK` or `ESEP`.
    pub source: entity::kinds::IndicatorSource,
}

/// The help of this release, in the order of the forms.
pub fn help() -> Result<Vec<Help>, serde_json::Error> {
    serde_json::from_str(HELP)
}

/// The rubric of this release.
pub fn current() -> Result<Rubric, serde_json::Error> {
    serde_json::from_str(RUBRIC)
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn the_rubric_has_five_criteria_with_all_sub_questions_of_the_deck() {
        let rubric = current().unwrap();
        let counts: Vec<(&str, usize)> =
            rubric.criteria.iter().map(|criterion| (criterion.code.as_str(), criterion.indicators.len())).collect();
        assert_eq!(counts, [("C1", 8), ("C2", 8), ("C3", 7), ("C4", 7), ("C5", 6)]);
        assert_eq!(rubric.gates.len(), 3);
        let gates =
            rubric.criteria.iter().flat_map(|criterion| &criterion.indicators).filter_map(|one| one.gate.as_ref());
        assert!(gates.into_iter().all(|gate| rubric.gates.iter().any(|known| known.code == *gate)));
    }

    #[test]
    fn there_is_help_everywhere_and_in_every_language() {
        let (rubric, help) = (current().unwrap(), help().unwrap());
        for (place, ..) in entity::kinds::HelpPlace::VALUES {
            assert!(help.iter().any(|one| one.place == *place), "{place:?}");
        }
        for criterion in &rubric.criteria {
            assert!(help.iter().any(|one| one.criterion.as_ref() == Some(&criterion.code)), "{}", criterion.code);
        }
        for one in &help {
            let Titles { nl, en, fr, de } = &one.texts;
            assert!([nl, en, fr, de].into_iter().all(|text| text.len() > 40), "{:?}", one.place);
        }
    }
}
