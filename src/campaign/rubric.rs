//! The rubric that ships with the system, and the help beside its questions: versioned data, never code (F15).

use serde::{Deserialize, Serialize};

use super::reader::{At, Flaw};
use crate::decimal;

/// The text of the rubric.
const RUBRIC: &str = include_str!("rubric.json");
/// The help beside its questions.
const HELP: &str = include_str!("help.json");

/// A version of the rubric.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rubric {
    /// Names the version.
    pub code: String,
    /// Lowest score.
    pub scale_min: i32,
    /// Highest score.
    pub scale_max: i32,
    /// Total that earns the label, in hundredths (Q2).
    #[serde(rename = "passTotal", with = "decimal")]
    pub pass_total_centi: i32,
    /// What each criterion and gate must reach, in hundredths (Q2).
    #[serde(rename = "criterionMinimum", with = "decimal")]
    pub criterion_minimum_centi: i32,
    /// Sub-criteria with a minimum of their own (F3); they add nothing to the total.
    pub gates: Vec<Gate>,
    /// The five criteria.
    pub criteria: Vec<Criterion>,
}

/// A sub-criterion that is scored on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "a language is its own explanation")]
pub struct Titles {
    pub nl: String,
    pub en: String,
    pub fr: String,
    pub de: String,
}

/// A sub-question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// Characters of a title, a sub-question or a guidance at most.
const LONGEST: usize = 2_000;
/// Criteria, gates, or sub-questions of a criterion at most.
const MOST: usize = 30;

impl Rubric {
    /// Whether a criterion, not a gate, is called this.
    pub(super) fn has_criterion(&self, code: &str) -> bool {
        self.criteria.iter().any(|criterion| criterion.code == code)
    }

    /// What a document says; what cannot be a rubric is noted with its path.
    pub(super) fn read(at: &At<'_>) -> Self {
        at.only(&["code", "scaleMin", "scaleMax", "passTotal", "criterionMinimum", "gates", "criteria"]);
        let code = at.field("code").text(40);
        let before = at.noted();
        let mut rubric = Self {
            code,
            scale_min: at.field("scaleMin").number(0..=100),
            scale_max: at.field("scaleMax").number(1..=100),
            pass_total_centi: at.field("passTotal").decimal(0..=1_000_000),
            criterion_minimum_centi: at.field("criterionMinimum").decimal(0..=10_000),
            gates: Vec::new(),
            criteria: Vec::new(),
        };
        let has_numbers = at.noted() == before;
        rubric.gates = at.field("gates").items(MOST).iter().map(Gate::read).collect();
        rubric.criteria = at.field("criteria").items(MOST).iter().map(Criterion::read).collect();
        if has_numbers {
            rubric.check_numbers(at);
        }
        rubric.check_codes(at);
        rubric
    }

    fn check_numbers(&self, at: &At<'_>) {
        let most = i64::from(self.scale_max) * 100;
        let criteria = i64::try_from(self.criteria.len()).unwrap_or(i64::MAX);
        if self.scale_min >= self.scale_max {
            at.field("scaleMax").note(Flaw::Contradiction, "the highest score is above the lowest");
        }
        if i64::from(self.pass_total_centi) > most.saturating_mul(criteria) {
            at.field("passTotal").note(Flaw::OutOfBounds, "no application can reach this total");
        }
        if i64::from(self.criterion_minimum_centi) > most {
            at.field("criterionMinimum").note(Flaw::OutOfBounds, "no criterion can reach this minimum");
        }
    }

    fn check_codes(&self, at: &At<'_>) {
        if self.criteria.is_empty() {
            at.field("criteria").note(Flaw::OutOfBounds, "there is nothing to judge");
        }
        let has_gate = |code: &str| self.gates.iter().any(|gate| gate.code == code);
        let mut codes: Vec<&str> = Vec::new();
        for (at, criterion) in at.field("criteria").items(MOST).iter().zip(&self.criteria) {
            once(&at.field("code"), &criterion.code, &mut codes);
            let mut inside = Vec::new();
            for (at, indicator) in at.field("indicators").items(MOST).iter().zip(&criterion.indicators) {
                once(&at.field("code"), &indicator.code, &mut inside);
                if indicator.gate.as_deref().is_some_and(|code| !has_gate(code)) {
                    at.field("gate").note(Flaw::Contradiction, "there is no such gate");
                }
            }
        }
        for (at, gate) in at.field("gates").items(MOST).iter().zip(&self.gates) {
            once(&at.field("code"), &gate.code, &mut codes);
            if !self.has_criterion(&gate.of) {
                at.field("of").note(Flaw::Contradiction, "there is no such criterion");
            }
        }
    }
}

/// Notes a code that was there before.
fn once<'a>(at: &At<'_>, code: &'a str, known: &mut Vec<&'a str>) {
    if known.contains(&code) {
        at.note(Flaw::Contradiction, "this code is there already");
    }
    known.push(code);
}

impl Gate {
    fn read(at: &At<'_>) -> Self {
        at.only(&["code", "of", "titles", "guidance"]);
        Self {
            code: at.field("code").text(40),
            of: at.field("of").text(40),
            titles: Titles::read(&at.field("titles")),
            guidance: at.field("guidance").text(LONGEST),
        }
    }
}

impl Criterion {
    fn read(at: &At<'_>) -> Self {
        at.only(&["code", "titles", "guidance", "indicators"]);
        Self {
            code: at.field("code").text(40),
            titles: Titles::read(&at.field("titles")),
            guidance: at.field("guidance").text(LONGEST),
            indicators: at.field("indicators").items(MOST).iter().map(Indicator::read).collect(),
        }
    }
}

impl Titles {
    fn read(at: &At<'_>) -> Self {
        at.only(&["nl", "en", "fr", "de"]);
        let [nl, en, fr, de] = ["nl", "en", "fr", "de"].map(|language| at.field(language).text(LONGEST));
        Self { nl, en, fr, de }
    }
}

impl Indicator {
    fn read(at: &At<'_>) -> Self {
        at.only(&["code", "text", "gate", "source"]);
        Self {
            code: at.field("code").text(40),
            text: at.field("text").text(LONGEST),
            gate: at.field("gate").if_any().map(|gate| gate.text(40)),
            source: at.field("source").word().unwrap_or(entity::kinds::IndicatorSource::Deck),
        }
    }
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
