//! How scores become a result: exact arithmetic in hundredths of a point, and nothing that cannot be recomputed from
//! the stored scores and the rubric (INV-17, INV-36, Q1-Q6).

use std::{cmp::Reverse, collections::BTreeMap};

use entity::{
    ids::{CriterionId, EvaluationId},
    kinds::ConsolidationMethod,
};

/// Something that is scored: a criterion, or a gate under one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub id: CriterionId,
    /// `C1`, `G1`.
    pub code: String,
    /// What it weighs in the total; a gate weighs nothing.
    pub weight: i32,
    /// What it must reach, in hundredths.
    pub minimum_centi: i32,
}

/// What a campaign judges by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What is scored.
    pub items: Vec<Item>,
    /// What the total must reach, in hundredths.
    pub pass_total_centi: i32,
    /// From which gap between two totals a third juror is asked, in hundredths (Q5).
    pub discrepancy_centi: i32,
}

/// The scores of one juror, whole points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Which evaluation; settles the order of equals.
    pub id: EvaluationId,
    /// Score per item.
    pub scores: BTreeMap<CriterionId, i32>,
}

/// A merged result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// How.
    pub method: ConsolidationMethod,
    /// Score per item, in hundredths.
    pub scores: Vec<(CriterionId, i32)>,
    /// The total, in hundredths.
    pub total_centi: i32,
}

/// What comes of the evaluations of one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Largest gap between two totals, in hundredths.
    pub spread_centi: i32,
    /// Whether the jurors differ too much.
    pub is_discrepant: bool,
    /// The result; `None` when a third juror must judge first.
    pub merged: Option<Merged>,
}

/// A score beside what it must reach, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// `C1`, `G1`; `None` of the total.
    pub code: Option<&'a str>,
    /// What it is.
    pub scored_centi: i32,
    /// What it must reach.
    pub minimum_centi: i32,
}

impl Comparison<'_> {
    /// Whether it is enough; exactly enough is.
    pub fn is_reached(&self) -> bool {
        self.scored_centi >= self.minimum_centi
    }
}

/// The lowest and the highest score that the jurors gave, in hundredths: between them a panel agrees.
pub fn range(sheets: &[Sheet], id: CriterionId) -> (i32, i32) {
    let scores = sheets.iter().map(|sheet| 100 * sheet.scores.get(&id).copied().unwrap_or(0));
    scores.fold((i32::MAX, i32::MIN), |(lowest, highest), score| (lowest.min(score), highest.max(score)))
}

impl Rule {
    /// The total of scores in hundredths: the sum over the criteria, each by its weight.
    pub fn total(&self, scores: impl Fn(CriterionId) -> i32) -> i32 {
        self.items.iter().map(|item| item.weight * scores(item.id)).sum()
    }

    /// The total of one juror's sheet, in hundredths.
    pub fn total_of(&self, sheet: &Sheet) -> i32 {
        self.total(|id| 100 * sheet.scores.get(&id).copied().unwrap_or(0))
    }

    /// Whether these scores, in hundredths, earn the label: the total reaches the pass mark, and every criterion and
    /// every gate its minimum (Q2).
    pub fn passes(&self, scores: impl Fn(CriterionId) -> i32) -> bool {
        self.comparisons(scores).all(|comparison| comparison.is_reached())
    }

    /// What the label depends on: the total, then every criterion and gate (Q2).
    pub fn comparisons(&self, scores: impl Fn(CriterionId) -> i32) -> impl Iterator<Item = Comparison<'_>> {
        let total = Comparison { code: None, scored_centi: self.total(&scores), minimum_centi: self.pass_total_centi };
        let items = self.items.iter().map(move |item| Comparison {
            code: Some(&item.code),
            scored_centi: scores(item.id),
            minimum_centi: item.minimum_centi,
        });
        std::iter::once(total).chain(items)
    }

    /// Merges the evaluations of one application (Q4, Q5). When the jurors differ too much, or stand on different
    /// sides of the rule, a third is asked; with three or more, the two whose totals are closest decide, and of two
    /// pairs that are equally close the higher one.
    pub fn merge(&self, sheets: &[Sheet]) -> Finding {
        let mut ranked: Vec<(i32, &Sheet)> = sheets.iter().map(|sheet| (self.total_of(sheet), sheet)).collect();
        ranked.sort_by_key(|(total, sheet)| (Reverse(*total), sheet.id.0));
        let highest = ranked.first().map_or(0, |(total, _)| *total);
        let lowest = ranked.last().map_or(0, |(total, _)| *total);
        let passing = sheets.iter().filter(|sheet| self.passes(|id| 100 * sheet.scores.get(&id).copied().unwrap_or(0)));
        let passing = passing.count();
        let spread_centi = highest - lowest;
        let is_discrepant = spread_centi >= self.discrepancy_centi || (passing > 0 && passing < sheets.len());
        let is_discrepant = is_discrepant && sheets.len() > 1;
        let merged = match (is_discrepant, sheets.len()) {
            (_, 0) | (true, 1 | 2) => None,
            (false, _) => Some(self.mean(ConsolidationMethod::Average, sheets.iter())),
            (true, _) => {
                // min_by_key keeps the first of equals, and the pairs come from the highest down.
                let closest = ranked.windows(2).min_by_key(|pair| match pair {
                    [(higher, _), (lower, _)] => higher - lower,
                    _ => i32::MAX,
                });
                let pair = closest.unwrap_or_default().iter().map(|(_, sheet)| *sheet);
                Some(self.mean(ConsolidationMethod::ClosestTwo, pair))
            }
        };
        Finding { spread_centi, is_discrepant, merged }
    }

    /// What a panel agreed on, as a result; scores in hundredths.
    pub fn agreed(&self, scores: &BTreeMap<CriterionId, i32>) -> Merged {
        let score = |id: CriterionId| scores.get(&id).copied().unwrap_or(0);
        let all = self.items.iter().map(|item| (item.id, score(item.id))).collect();
        Merged { method: ConsolidationMethod::Panel, total_centi: self.total(score), scores: all }
    }

    fn mean<'a>(&self, method: ConsolidationMethod, sheets: impl Iterator<Item = &'a Sheet>) -> Merged {
        let sheets: Vec<&Sheet> = sheets.collect();
        let mean = |id: CriterionId| {
            let sum = sheets.iter().map(|sheet| 100 * sheet.scores.get(&id).copied().unwrap_or(0)).sum();
            half_up(sum, i32::try_from(sheets.len()).unwrap_or(i32::MAX))
        };
        let scores: Vec<(CriterionId, i32)> = self.items.iter().map(|item| (item.id, mean(item.id))).collect();
        Merged { method, total_centi: self.total(mean), scores }
    }

    /// A text that sorts like the ranking, the best last: total, then C1, C5, C2, then the smaller spread (Q6). Never
    /// the time of handing in.
    pub fn rank_key(&self, merged: &Merged, spread_centi: i32) -> String {
        let score = |code: &str| {
            let id = self.items.iter().find(|item| item.code == code).map(|item| item.id);
            merged.scores.iter().find(|(known, _)| Some(*known) == id).map_or(0, |(_, score)| *score)
        };
        let parts = [merged.total_centi, score("C1"), score("C5"), score("C2"), 99_999 - spread_centi];
        parts.map(|part| format!("{part:06}")).join("")
    }
}

/// A quotient of numbers that are not negative, rounded half up.
fn half_up(sum: i32, count: i32) -> i32 {
    (2 * sum + count) / (2 * count)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CODES: [&str; 8] = ["C1", "C2", "C3", "C4", "C5", "G1", "G2", "G3"];

    fn rule() -> Rule {
        let item = |(number, code): (usize, &&str)| Item {
            id: CriterionId(Uuid::from_u128(number as u128)),
            code: (*code).to_owned(),
            weight: i32::from(code.starts_with('C')),
            minimum_centi: 250,
        };
        Rule { items: CODES.iter().enumerate().map(item).collect(), pass_total_centi: 1500, discrepancy_centi: 750 }
    }

    fn sheet(number: u128, scores: [i32; 8]) -> Sheet {
        let scores = (0..8).zip(scores).map(|(number, score)| (CriterionId(Uuid::from_u128(number)), score)).collect();
        Sheet { id: EvaluationId(Uuid::from_u128(number)), scores }
    }

    #[test]
    fn two_jurors_who_agree_are_averaged() {
        let finding = rule().merge(&[sheet(1, [4; 8]), sheet(2, [3, 4, 4, 4, 4, 4, 4, 4])]);
        assert!(!finding.is_discrepant);
        assert_eq!(finding.spread_centi, 100);
        let merged = finding.merged.unwrap();
        assert_eq!((merged.method, merged.total_centi), (ConsolidationMethod::Average, 1950));
        assert_eq!(merged.scores[0].1, 350);
    }

    #[test]
    fn a_gap_of_thirty_percent_asks_for_a_third() {
        let (low, high) = (sheet(1, [3; 8]), sheet(2, [5, 5, 5, 4, 4, 5, 5, 5]));
        let finding = rule().merge(&[low.clone(), high.clone()]);
        assert_eq!((finding.spread_centi, finding.is_discrepant, finding.merged), (800, true, None));
        let just_below = rule().merge(&[low, sheet(2, [5, 5, 4, 4, 4, 5, 5, 5])]);
        assert_eq!((just_below.spread_centi, just_below.is_discrepant), (700, false));
    }

    #[test]
    fn different_sides_of_the_rule_ask_for_a_third() {
        // A gate below its minimum is enough, whatever the totals.
        let finding = rule().merge(&[sheet(1, [4; 8]), sheet(2, [4, 4, 4, 4, 4, 4, 2, 4])]);
        assert_eq!((finding.spread_centi, finding.is_discrepant), (0, true));
        assert_eq!(finding.merged, None);
    }

    #[test]
    fn of_three_the_closest_two_decide_and_of_equals_the_higher_two() {
        let closest = rule().merge(&[sheet(1, [1; 8]), sheet(2, [5; 8]), sheet(3, [4; 8])]).merged.unwrap();
        assert_eq!((closest.method, closest.total_centi), (ConsolidationMethod::ClosestTwo, 2250));
        let equal = rule().merge(&[sheet(1, [1; 8]), sheet(2, [5; 8]), sheet(3, [3; 8])]).merged.unwrap();
        assert_eq!(equal.total_centi, 2000);
    }

    #[test]
    fn three_who_agree_are_averaged_and_thirds_round_half_up() {
        let merged = rule().merge(&[sheet(1, [4; 8]), sheet(2, [4; 8]), sheet(3, [3; 8])]).merged.unwrap();
        assert_eq!((merged.method, merged.scores[0].1), (ConsolidationMethod::Average, 367));
        assert_eq!(merged.total_centi, 5 * 367);
    }

    #[test]
    fn one_juror_is_a_jury_when_the_campaign_says_so_and_none_is_not() {
        assert_eq!(rule().merge(&[sheet(1, [4; 8])]).merged.unwrap().total_centi, 2000);
        assert_eq!(rule().merge(&[]).merged, None);
    }

    #[test]
    fn ties_are_broken_by_c1_then_c5_then_c2_then_the_spread() {
        let key = |scores: [i32; 8], spread| {
            let rule = rule();
            let merged = rule.merge(&[sheet(1, scores)]).merged.unwrap();
            rule.rank_key(&merged, spread)
        };
        let base = [3, 3, 3, 3, 3, 3, 3, 3];
        assert!(key([5, 3, 3, 3, 3, 3, 3, 3], 700) > key(base, 0), "the total first");
        assert!(key([4, 3, 3, 2, 3, 3, 3, 3], 0) > key([3, 3, 3, 2, 4, 3, 3, 3], 0), "C1 before C5");
        assert!(key([3, 3, 3, 2, 4, 3, 3, 3], 0) > key([3, 4, 3, 2, 3, 3, 3, 3], 0), "C5 before C2");
        assert!(key([3, 4, 3, 2, 3, 3, 3, 3], 0) > key([3, 3, 4, 2, 3, 3, 3, 3], 0), "C2 before the rest");
        assert!(key(base, 100) > key(base, 200), "the smaller spread last");
    }

    fn sheets() -> impl Strategy<Value = Vec<Sheet>> {
        prop::collection::vec(prop::array::uniform8(0..=5_i32), 1..5)
            .prop_map(|all| all.into_iter().enumerate().map(|(number, scores)| sheet(number as u128, scores)).collect())
    }

    proptest! {
        #[test]
        fn the_order_of_the_evaluations_does_not_matter(sheets in sheets()) {
            let mut turned = sheets.clone();
            turned.reverse();
            prop_assert_eq!(rule().merge(&sheets), rule().merge(&turned));
        }

        #[test]
        fn a_merged_score_lies_between_the_scores_it_comes_from(sheets in sheets()) {
            if let Some(merged) = rule().merge(&sheets).merged {
                for (id, score) in &merged.scores {
                    let given = sheets.iter().map(|sheet| 100 * sheet.scores[id]);
                    prop_assert!(given.clone().min().unwrap() <= *score && *score <= given.max().unwrap());
                }
                let again = rule().total(|id| merged.scores.iter().find(|(known, _)| *known == id).unwrap().1);
                prop_assert_eq!(again, merged.total_centi);
            }
        }

        #[test]
        fn no_more_than_three_jurors_are_ever_needed(sheets in sheets()) {
            let finding = rule().merge(&sheets);
            prop_assert_eq!(finding.merged.is_none(), finding.is_discrepant && sheets.len() < 3);
        }
    }
}
