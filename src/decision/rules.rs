//! The rule of the label (R81, INV-20).

use std::collections::BTreeSet;

use entity::{
    ids::{CriterionId, EvaluationId},
    kinds::{ConsolidationMethod, DecisionBasis, Outcome, ReplayStep, ScoreBand},
};

use fair::calibration::Fixed;

use crate::score::{
    self,
    rules::{Comparison, Exact, Judged, Merged, Rule},
};

/// What the rule says of an application, and what that rests on: the trace of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruled {
    /// What it says.
    pub outcome: Outcome,
    /// Of what.
    pub basis: DecisionBasis,
    /// How the evaluations were merged; none without them.
    pub method: Option<ConsolidationMethod>,
    /// The evaluations.
    pub evaluations: Vec<Used>,
    /// The comparisons: the total, then every criterion and gate.
    pub steps: Vec<Step>,
}

/// An evaluation behind a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Used {
    /// Which.
    pub evaluation: EvaluationId,
    /// Its total, in hundredths.
    pub total_centi: i32,
    /// Whether the scores are those of it and of others that count: of three, two can be closer.
    pub is_counted: bool,
}

/// One comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The criterion or gate; none of the total.
    pub criterion: Option<CriterionId>,
    /// What it is.
    pub scored: Exact,
    /// What it must reach, in hundredths.
    pub minimum_centi: i32,
    /// Whether it does.
    pub is_reached: bool,
}

impl From<Comparison<'_>> for Step {
    fn from(comparison: Comparison<'_>) -> Self {
        Self {
            criterion: comparison.item.map(|item| item.id),
            scored: comparison.scored,
            minimum_centi: comparison.minimum_centi,
            is_reached: comparison.is_reached(),
        }
    }
}

/// In which band a score is: below its minimum, or in one of three parts of the same width from there to the end of the scale,
/// the higher one between two.
pub fn band(scored: Exact, minimum_centi: i32, highest_centi: i32) -> ScoreBand {
    if !scored.reaches(minimum_centi) {
        return ScoreBand::BelowMinimum;
    }
    // Three times the score beside three times where a part begins: nothing is rounded.
    let (minimum, highest) = (i64::from(minimum_centi), i64::from(highest_centi));
    let reaches = |tripled: i64| 3 * 100 * i64::from(scored.0) >= 60 * tripled;
    if reaches(minimum + 2 * highest) {
        ScoreBand::Excellent
    } else if reaches(2 * minimum + highest) {
        ScoreBand::Good
    } else {
        ScoreBand::Sufficient
    }
}

/// Everything is reached, or the label is not earned (Q2).
pub fn outcome(steps: &[Step]) -> Outcome {
    if steps.iter().all(|step| step.is_reached) { Outcome::Awarded } else { Outcome::NotAwarded }
}

impl Ruled {
    /// Of an application that did not go to the jury.
    pub fn not_admissible() -> Self {
        Self {
            outcome: Outcome::Inadmissible,
            basis: DecisionBasis::NotAdmissible,
            ..Self::waiting(Outcome::Inadmissible)
        }
    }

    /// Of one whose result was taken back: the outcome is what it was until the jury gives another.
    pub fn waiting(outcome: Outcome) -> Self {
        Self { outcome, basis: DecisionBasis::TakenBack, method: None, evaluations: Vec::new(), steps: Vec::new() }
    }

    /// Of a result, which was made of what the jury gave.
    pub fn of(rule: &Rule, judged: &Judged, result: &Merged) -> Self {
        let score = |id| result.scores.iter().find(|(known, _)| *known == id).map(|(_, score)| *score);
        let steps: Vec<Step> = rule.comparisons(|id| score(id).unwrap_or_default()).map(Into::into).collect();
        let evaluations = judged.sheets.iter().map(|sheet| Used {
            evaluation: sheet.id,
            total_centi: rule.total_of(sheet),
            is_counted: result.counted.contains(&sheet.id),
        });
        let (method, evaluations) = (Some(result.method), evaluations.collect());
        Self { outcome: outcome(&steps), basis: DecisionBasis::Evaluations, method, evaluations, steps }
    }

    /// What a teacher may be told of a comparison (Q10): of a criterion or gate, and if more than one juror is behind it, as the
    /// band of a single score would tell of that juror (INV-33).
    pub fn band(&self, step: &Step, highest_centi: i32) -> Option<ScoreBand> {
        let jurors = match self.method {
            Some(ConsolidationMethod::Panel) => self.evaluations.len(),
            Some(ConsolidationMethod::Average | ConsolidationMethod::ClosestTwo) => {
                self.evaluations.iter().filter(|used| used.is_counted).count()
            }
            None => 0,
        };
        (step.criterion.is_some() && jurors > 1).then(|| band(step.scored, step.minimum_centi, highest_centi))
    }

    /// What the rule would say if the total were what calibration estimates, where it would say something else; with that total in
    /// hundredths. A panel has agreed on its result: no juror's severity is in it.
    pub fn advised(&self, estimate: Fixed) -> Option<(Outcome, i32)> {
        let is_mean = match self.method {
            Some(ConsolidationMethod::Average | ConsolidationMethod::ClosestTwo) => true,
            Some(ConsolidationMethod::Panel) | None => false,
        };
        let mut steps = self.steps.clone();
        for step in steps.iter_mut().filter(|step| step.criterion.is_none()) {
            step.is_reached = estimate >= Fixed::whole(step.minimum_centi);
        }
        let would_be = outcome(&steps);
        (is_mean && would_be != self.outcome).then(|| (would_be, score::points(estimate).centi()))
    }

    /// Where another trace of the same application differs, in the order in which one follows from the other.
    pub fn differences(&self, again: &Self) -> Vec<Difference> {
        let mut all = Vec::new();
        let mut differ = |step, criterion, numbers: Option<(Exact, Exact)>| {
            let (kept, computed) = numbers.unzip();
            all.push(Difference { step, criterion, kept, computed });
        };
        if self.basis != again.basis {
            differ(ReplayStep::Basis, None, None);
        }
        let set = |ruled: &Self| ruled.evaluations.iter().copied().collect::<BTreeSet<Used>>();
        if set(self) != set(again) {
            differ(ReplayStep::Evaluations, None, None);
        }
        if self.method != again.method {
            differ(ReplayStep::Method, None, None);
        }
        // The total follows from the scores.
        let (totals, scores): (Vec<&Step>, Vec<&Step>) = self.steps.iter().partition(|step| step.criterion.is_none());
        for kept in scores.iter().chain(&totals) {
            let Some(computed) = again.steps.iter().find(|step| step.criterion == kept.criterion) else { continue };
            let (score, minimum) = match kept.criterion {
                Some(_) => (ReplayStep::Score, ReplayStep::Minimum),
                None => (ReplayStep::Total, ReplayStep::Threshold),
            };
            if kept.scored != computed.scored {
                differ(score, kept.criterion, Some((kept.scored, computed.scored)));
            }
            if kept.minimum_centi != computed.minimum_centi {
                let minima = (Exact::halves(kept.minimum_centi), Exact::halves(computed.minimum_centi));
                differ(minimum, kept.criterion, Some(minima));
            }
        }
        let compared = |ruled: &Self| ruled.steps.iter().map(|step| step.criterion).collect::<BTreeSet<_>>();
        if compared(self) != compared(again) {
            differ(ReplayStep::Criteria, None, None);
        }
        if self.outcome != again.outcome || (!self.steps.is_empty() && outcome(&self.steps) != self.outcome) {
            differ(ReplayStep::Outcome, None, None);
        }
        all
    }
}

/// Where a decision does not come out as it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// At what.
    pub step: ReplayStep,
    /// At which criterion or gate, where it is about one.
    pub criterion: Option<CriterionId>,
    /// What was kept, where it is a number.
    pub kept: Option<Exact>,
    /// What is computed.
    pub computed: Option<Exact>,
}

/// Billionths of a point as people write them: two decimals, and more where there are more.
pub fn exact_points(billionths: i64) -> String {
    let text = format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000);
    let kept = text.trim_end_matches('0').len().max(text.len() - 7);
    text.chars().take(kept).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::score::rules::{Item, Sheet};

    fn id(number: u128) -> CriterionId {
        CriterionId(Uuid::from_u128(number))
    }

    fn rule(minima: &[i32], pass_total_centi: i32) -> Rule {
        let item = |(number, minimum_centi): (usize, &i32)| Item {
            id: id(number as u128),
            code: format!("C{number}"),
            weight: 1,
            minimum_centi: *minimum_centi,
        };
        Rule { items: minima.iter().enumerate().map(item).collect(), pass_total_centi, discrepancy_centi: 300 }
    }

    fn judged(sheets: &[Vec<i32>]) -> Judged {
        let sheet = |(number, scores): (usize, &Vec<i32>)| Sheet {
            id: EvaluationId(Uuid::from_u128(number as u128)),
            scores: scores.iter().enumerate().map(|(number, score)| (id(number as u128), *score)).collect(),
        };
        Judged { sheets: sheets.iter().enumerate().map(sheet).collect(), agreed: None }
    }

    fn ruled(rule: &Rule, judged: &Judged) -> Ruled {
        Ruled::of(rule, judged, &rule.result(judged).unwrap())
    }

    #[test]
    fn a_trace_has_the_numbers_of_every_comparison() {
        let rule = rule(&[250, 250], 600);
        let trace = ruled(&rule, &judged(&[vec![4, 3], vec![3, 3]]));
        let step = |criterion, scored, minimum_centi, is_reached| Step {
            criterion,
            scored: Exact(scored),
            minimum_centi,
            is_reached,
        };
        assert_eq!(
            trace.steps,
            [step(None, 390, 600, true), step(Some(id(0)), 210, 250, true), step(Some(id(1)), 180, 250, true)]
        );
        assert_eq!((trace.outcome, trace.method), (Outcome::Awarded, Some(ConsolidationMethod::Average)));
        let totals: Vec<(i32, bool)> =
            trace.evaluations.iter().map(|used| (used.total_centi, used.is_counted)).collect();
        assert_eq!(totals, [(700, true), (600, true)]);
    }

    #[test]
    fn bands_begin_where_a_third_does() {
        use ScoreBand::{BelowMinimum, Excellent, Good, Sufficient};
        // From 2.50 to 5.00: Good from 3 1/3, Excellent from 4 1/6.
        for (sixtieths, expected) in [
            (0, BelowMinimum),
            (149, BelowMinimum),
            (150, Sufficient),
            (199, Sufficient),
            (200, Good),
            (249, Good),
            (250, Excellent),
            (300, Excellent),
        ] {
            assert_eq!(band(Exact(sixtieths), 250, 500), expected, "{sixtieths}");
        }
        assert_eq!(band(Exact(0), 0, 500), Sufficient);
        assert_eq!(band(Exact(300), 500, 500), Excellent);
    }

    #[test]
    fn no_band_is_told_of_a_total_or_of_what_one_juror_gave() {
        let rule = rule(&[250, 250], 600);
        let bands = |trace: &Ruled| trace.steps.iter().map(|step| trace.band(step, 500)).collect::<Vec<_>>();
        let two = ruled(&rule, &judged(&[vec![4, 3], vec![5, 3]]));
        assert_eq!(bands(&two), [None, Some(ScoreBand::Excellent), Some(ScoreBand::Sufficient)]);
        let alone = Ruled { evaluations: two.evaluations.iter().take(1).copied().collect(), ..two.clone() };
        assert_eq!(bands(&alone), [None, None, None]);
        let panel = Ruled {
            method: Some(ConsolidationMethod::Panel),
            evaluations: two.evaluations.iter().map(|used| Used { is_counted: false, ..*used }).collect(),
            ..two.clone()
        };
        assert_eq!(bands(&panel), bands(&two));
    }

    #[test]
    fn an_estimate_advises_where_it_leads_elsewhere_and_only_there() {
        let rule = rule(&[250, 250], 600);
        let earned = ruled(&rule, &judged(&[vec![4, 3], vec![3, 3]]));
        let advised = |trace: &Ruled, points: f64| trace.advised(Fixed::of(100.0 * points));
        assert_eq!(advised(&earned, 6.0), None);
        assert_eq!(advised(&earned, 5.989), Some((Outcome::NotAwarded, 599)));
        let short = ruled(&self::rule(&[250, 250], 650), &judged(&[vec![3, 3], vec![3, 3]]));
        assert_eq!((advised(&short, 6.4), advised(&short, 6.7)), (None, Some((Outcome::Awarded, 670))));
        // What a criterion lacks no estimate of the total makes good.
        let uneven = ruled(&rule, &judged(&[vec![1, 4], vec![1, 4]]));
        assert_eq!(advised(&uneven, 9.0), None);
        let panel = Ruled { method: Some(ConsolidationMethod::Panel), ..short };
        assert_eq!(advised(&panel, 6.7), None);
        assert_eq!(advised(&Ruled::not_admissible(), 9.0), None);
    }

    #[test]
    fn of_three_that_differ_two_count() {
        let rule = rule(&[0, 0], 500);
        let trace = ruled(&rule, &judged(&[vec![5, 5], vec![1, 1], vec![5, 4]]));
        let counted: Vec<bool> = trace.evaluations.iter().map(|used| used.is_counted).collect();
        assert_eq!((trace.method, counted), (Some(ConsolidationMethod::ClosestTwo), vec![true, false, true]));
    }

    #[test]
    fn a_replay_says_where_it_differs() {
        use ReplayStep::{Basis, Criteria, Evaluations, Method, Minimum, Outcome as Result, Score, Threshold, Total};

        let rule_now = rule(&[250, 250], 600);
        let jury = judged(&[vec![4, 3], vec![3, 3]]);
        let kept = ruled(&rule_now, &jury);
        assert_eq!(kept.differences(&kept), []);
        let steps = |again: &Ruled| kept.differences(again).iter().map(|one| one.step).collect::<Vec<_>>();
        assert_eq!(steps(&ruled(&rule(&[250, 310], 600), &jury)), [Minimum, Result]);
        assert_eq!(steps(&ruled(&rule(&[250, 250], 500), &jury)), [Threshold]);
        assert_eq!(steps(&ruled(&rule_now, &judged(&[vec![3, 3], vec![3, 3]]))), [Evaluations, Score, Total]);
        assert_eq!(steps(&ruled(&rule(&[250], 600), &jury)), [Evaluations, Total, Criteria, Result]);
        assert_eq!(steps(&Ruled::not_admissible()), [Basis, Evaluations, Method, Criteria, Result]);
        let first = kept.differences(&ruled(&rule(&[250, 310], 600), &jury))[0];
        assert_eq!((first.criterion, first.kept, first.computed), (Some(id(1)), Some(Exact(150)), Some(Exact(186))));
        // A trace that does not lead to its own outcome differs too.
        let changed = Ruled { outcome: Outcome::NotAwarded, ..kept.clone() };
        assert_eq!(changed.differences(&kept).iter().map(|one| one.step).collect::<Vec<_>>(), [Result]);
    }

    #[test]
    fn points_have_as_many_digits_as_they_need() {
        assert_eq!(
            (exact_points(18_666_666_667).as_str(), exact_points(20_500_000_000).as_str()),
            ("18.666666667", "20.50")
        );
    }

    proptest! {
        #[test]
        fn the_label_is_earned_exactly_when_everything_is_reached(
            scores in prop::collection::vec((0..=5, 0..=500), 1..9), pass in 0..=2000,
        ) {
            let rule = rule(&scores.iter().map(|(_, minimum)| *minimum).collect::<Vec<_>>(), pass);
            let given: Vec<i32> = scores.iter().map(|(score, _)| *score).collect();
            let trace = ruled(&rule, &judged(std::slice::from_ref(&given)));
            let holds = 100 * given.iter().sum::<i32>() >= pass && scores.iter().all(|(score, minimum)| 100 * score >= *minimum);
            prop_assert_eq!(trace.outcome == Outcome::Awarded, holds);
            prop_assert_eq!(trace.steps.len(), scores.len() + 1);
            prop_assert_eq!(trace.differences(&trace), vec![]);
        }

        #[test]
        fn a_band_rises_with_the_score_and_begins_at_the_minimum(
            sixtieths in 0..=300_i32, more in 0..=300_i32, minimum in (0..=50_i32).prop_map(|tenths| 10 * tenths),
        ) {
            let place = |band| match band {
                ScoreBand::BelowMinimum => 0,
                ScoreBand::Sufficient => 1,
                ScoreBand::Good => 2,
                ScoreBand::Excellent => 3,
            };
            let (low, high) = (Exact(sixtieths.min(more)), Exact(sixtieths.max(more)));
            prop_assert!(place(band(low, minimum, 500)) <= place(band(high, minimum, 500)));
            prop_assert_eq!(band(low, minimum, 500) == ScoreBand::BelowMinimum, !low.reaches(minimum));
        }
    }
}
