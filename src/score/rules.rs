//! How scores become a result: exact arithmetic in sixtieths of a point, and nothing that cannot be recomputed from the
//! stored scores and the rubric (INV-17, INV-36, Q1-Q6). Numbers are rounded to be shown, never before they are compared.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
    fmt,
};

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

/// A score or a total, exactly: sixtieths of a point. Every mean of one to six whole scores is a whole number of them, and so
/// is a half point; one application never has more jurors than six.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(pub i32);

/// Parts of a point.
const PARTS: i32 = 60;

impl Exact {
    /// Whole points.
    pub fn points(points: i32) -> Self {
        Self(PARTS * points)
    }

    /// Half points, in hundredths.
    pub fn halves(centi: i32) -> Self {
        Self(centi * 3 / 5)
    }

    /// The mean of so many scores whose sum this is, in whole points.
    fn mean(sum: i32, count: i32) -> Self {
        Self(half_up(i64::from(sum) * i64::from(PARTS), count.into()))
    }

    /// To be shown: hundredths of a point, half up.
    pub fn centi(self) -> i32 {
        half_up(100 * i64::from(self.0), PARTS.into())
    }

    /// Whether it is at least so many hundredths: before anything is rounded.
    pub fn reaches(self, minimum_centi: i32) -> bool {
        100 * i64::from(self.0) >= i64::from(PARTS) * i64::from(minimum_centi)
    }
}

/// As people write it; where hundredths do not hold it, the fraction stands beside them.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let centi = self.centi();
        write!(f, "{}.{:02}", centi / 100, centi % 100)?;
        if i64::from(centi) * i64::from(PARTS) == 100 * i64::from(self.0) {
            return Ok(());
        }
        let mut divisor = PARTS;
        while self.0 % divisor != 0 || PARTS % divisor != 0 {
            divisor -= 1;
        }
        write!(f, " (exactly {}/{})", self.0 / divisor, PARTS / divisor)
    }
}

/// A mean of exact totals, itself exact.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    /// Of these; `None` of nothing.
    pub fn of(totals: &[Exact]) -> Option<Self> {
        let count = i64::try_from(totals.len()).ok().filter(|count| *count > 0)?;
        Some(Self { sum: totals.iter().map(|total| i64::from(total.0)).sum(), count })
    }

    /// To be shown: hundredths of a point, half up.
    pub fn centi(self) -> i32 {
        half_up(100 * self.sum, i64::from(PARTS) * self.count)
    }

    /// To be kept and compared: billionths of a point. The means of fewer than 4,000 applications are the same there only if
    /// they are the same.
    pub fn billionths(self) -> i64 {
        let (sum, parts) = (i128::from(self.sum) * 1_000_000_000, i128::from(PARTS) * i128::from(self.count));
        i64::try_from((2 * sum + parts).div_euclid(2 * parts)).unwrap_or(i64::MAX)
    }

    /// Whether it is above so many hundredths: before anything is rounded.
    pub fn is_above(self, minimum_centi: i32) -> bool {
        100 * self.sum > i64::from(PARTS) * self.count * i64::from(minimum_centi)
    }
}

impl Mean {
    /// In points, as people write a fraction: `56/3`, or `22` for a whole number.
    pub fn fraction(self) -> String {
        let (sum, parts) = (self.sum, i64::from(PARTS) * self.count);
        let (mut divisor, mut rest) = (sum.abs(), parts);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        let divisor = divisor.max(1);
        match parts / divisor {
            1 => (sum / divisor).to_string(),
            parts => format!("{}/{parts}", sum / divisor),
        }
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        let over = |one: &Self, other: &Self| i128::from(one.sum) * i128::from(other.count);
        over(self, other).cmp(&over(other, self))
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Mean {}

/// What the jury gave an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The evaluations that are used.
    pub sheets: Vec<Sheet>,
    /// What a panel agreed on, in hundredths, where one did.
    pub agreed: Option<BTreeMap<CriterionId, i32>>,
}

/// A merged result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// How.
    pub method: ConsolidationMethod,
    /// Score per item.
    pub scores: Vec<(CriterionId, Exact)>,
    /// The total: of the exact scores, not of what is shown.
    pub total: Exact,
    /// The evaluations that it is the mean of; none of what a panel agreed on.
    pub counted: Vec<EvaluationId>,
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

/// A score beside what it must reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// Of what; `None` of the total.
    pub item: Option<&'a Item>,
    /// What it is.
    pub scored: Exact,
    /// What it must reach, in hundredths.
    pub minimum_centi: i32,
}

impl Comparison<'_> {
    /// Whether it is enough; exactly enough is.
    pub fn is_reached(&self) -> bool {
        self.scored.reaches(self.minimum_centi)
    }
}

/// The lowest and the highest score that the jurors gave, in hundredths: between them a panel agrees.
pub fn range(sheets: &[Sheet], id: CriterionId) -> (i32, i32) {
    let scores = sheets.iter().map(|sheet| 100 * sheet.scores.get(&id).copied().unwrap_or(0));
    scores.fold((i32::MAX, i32::MIN), |(lowest, highest), score| (lowest.min(score), highest.max(score)))
}

impl Rule {
    /// The total of scores, in whatever part of a point: the sum over the criteria, each by its weight.
    pub fn total(&self, scores: impl Fn(CriterionId) -> i32) -> i32 {
        self.items.iter().map(|item| item.weight * scores(item.id)).sum()
    }

    /// The total of one juror's sheet, in hundredths.
    pub fn total_of(&self, sheet: &Sheet) -> i32 {
        self.total(|id| 100 * sheet.scores.get(&id).copied().unwrap_or(0))
    }

    /// Whether these scores earn the label: the total reaches the pass mark, and every criterion and every gate its
    /// minimum (Q2).
    pub fn passes(&self, scores: impl Fn(CriterionId) -> Exact) -> bool {
        self.comparisons(scores).all(|comparison| comparison.is_reached())
    }

    /// What the label depends on: the total, then every criterion and gate (Q2).
    pub fn comparisons(&self, scores: impl Fn(CriterionId) -> Exact) -> impl Iterator<Item = Comparison<'_>> {
        let sum = Exact(self.total(|id| scores(id).0));
        let total = Comparison { item: None, scored: sum, minimum_centi: self.pass_total_centi };
        let items = self.items.iter().map(move |item| Comparison {
            item: Some(item),
            scored: scores(item.id),
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
        let score = |sheet: &Sheet, id| Exact::points(sheet.scores.get(&id).copied().unwrap_or(0));
        let passing = sheets.iter().filter(|sheet| self.passes(|id| score(sheet, id)));
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
        let score = |id: CriterionId| Exact::halves(scores.get(&id).copied().unwrap_or(0));
        self.merged(ConsolidationMethod::Panel, Vec::new(), score)
    }

    fn merged(
        &self,
        method: ConsolidationMethod,
        counted: Vec<EvaluationId>,
        score: impl Fn(CriterionId) -> Exact,
    ) -> Merged {
        let scores = self.items.iter().map(|item| (item.id, score(item.id))).collect();
        Merged { method, scores, total: Exact(self.total(|id| score(id).0)), counted }
    }

    /// The mean of sheets, however much they differ.
    pub fn average(&self, sheets: &[Sheet]) -> Merged {
        self.mean(ConsolidationMethod::Average, sheets.iter())
    }

    fn mean<'a>(&self, method: ConsolidationMethod, sheets: impl Iterator<Item = &'a Sheet>) -> Merged {
        let sheets: Vec<&Sheet> = sheets.collect();
        let count = i32::try_from(sheets.len()).unwrap_or(i32::MAX);
        let sum = |id: CriterionId| sheets.iter().map(|sheet| sheet.scores.get(&id).copied().unwrap_or(0)).sum();
        let mut counted: Vec<EvaluationId> = sheets.iter().map(|sheet| sheet.id).collect();
        counted.sort_by_key(|id| id.0);
        self.merged(method, counted, |id| Exact::mean(sum(id), count))
    }

    /// The result of what the jury gave; none while it has to go on.
    pub fn result(&self, judged: &Judged) -> Option<Merged> {
        match &judged.agreed {
            Some(scores) => Some(self.agreed(scores)),
            None => self.merge(&judged.sheets).merged,
        }
    }

    /// A text that sorts like the ranking, the best last: total, then C1, C5, C2, each exactly, then the smaller spread (Q6).
    /// Never the time of handing in.
    pub fn rank_key(&self, merged: &Merged, spread_centi: i32) -> String {
        let score = |code: &str| {
            let id = self.items.iter().find(|item| item.code == code).map(|item| item.id);
            merged.scores.iter().find(|(known, _)| Some(*known) == id).map_or(0, |(_, score)| score.0)
        };
        let parts = [merged.total.0, score("C1"), score("C5"), score("C2"), 99_999_999 - spread_centi];
        parts.map(|part| format!("{part:08}")).join("")
    }
}

/// A quotient of numbers that are not negative, rounded half up.
fn half_up(sum: i64, count: i64) -> i32 {
    let count = count.max(1);
    i32::try_from((2 * sum + count).div_euclid(2 * count)).unwrap_or(i32::MAX)
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
        assert_eq!((merged.method, merged.total.centi()), (ConsolidationMethod::Average, 1950));
        assert_eq!(merged.scores[0].1.centi(), 350);
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
        assert_eq!((closest.method, closest.total.centi()), (ConsolidationMethod::ClosestTwo, 2250));
        let equal = rule().merge(&[sheet(1, [1; 8]), sheet(2, [5; 8]), sheet(3, [3; 8])]).merged.unwrap();
        assert_eq!(equal.total.centi(), 2000);
    }

    #[test]
    fn three_who_agree_are_averaged_and_thirds_are_rounded_to_be_shown_and_not_before() {
        let merged = rule().merge(&[sheet(1, [4; 8]), sheet(2, [4; 8]), sheet(3, [3; 8])]).merged.unwrap();
        assert_eq!((merged.method, merged.scores[0].1.centi()), (ConsolidationMethod::Average, 367));
        assert_eq!(merged.total.centi(), 1833, "55 points over 3 jurors, and not 5 times 3.67");
        let of = |all: [[i32; 5]; 3]| {
            let with_gates = |[a, b, c, d, e]: [i32; 5]| [a, b, c, d, e, 4, 4, 4];
            let sheets: Vec<Sheet> = (1..).zip(all).map(|(number, scores)| sheet(number, with_gates(scores))).collect();
            rule().merge(&sheets).merged.unwrap()
        };
        // 56 points over three jurors, once in thirds of each criterion and once nearly whole.
        let (thirds, whole) = (
            of([[4, 4, 4, 4, 3], [4, 4, 4, 3, 4], [4, 3, 3, 4, 4]]),
            of([[4, 4, 4, 4, 3], [4, 4, 4, 4, 3], [4, 4, 4, 3, 3]]),
        );
        assert_eq!((thirds.total, whole.total), (Exact(56 * 20), Exact(56 * 20)));
        assert_eq!(thirds.total.centi(), 1867);
        // 60 points over three are 20, though the rounded criteria add up to 20.01.
        let twenty = of([[4, 4, 4, 4, 4], [4, 5, 4, 4, 4], [3, 4, 4, 4, 4]]);
        assert_eq!((twenty.total, twenty.total.to_string().as_str()), (Exact::points(20), "20.00"));
    }

    #[test]
    fn a_minimum_is_compared_before_anything_is_rounded() {
        for (scored, minimum_centi, is_reached) in [
            (Exact::mean(11, 3), 366, true),
            (Exact::mean(11, 3), 367, false),
            (Exact::mean(10, 3), 333, true),
            (Exact::mean(10, 3), 334, false),
            (Exact::points(15), 1500, true),
        ] {
            assert_eq!(scored.reaches(minimum_centi), is_reached, "{scored} {minimum_centi}");
        }
        assert_eq!(Exact::mean(56, 3).to_string(), "18.67 (exactly 56/3)");
        assert_eq!(
            (Exact::points(4).to_string(), Exact::halves(350).to_string()),
            ("4.00".to_owned(), "3.50".to_owned())
        );
    }

    #[test]
    fn one_juror_is_a_jury_when_the_campaign_says_so_and_none_is_not() {
        assert_eq!(rule().merge(&[sheet(1, [4; 8])]).merged.unwrap().total.centi(), 2000);
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
                    let given = sheets.iter().map(|sheet| Exact::points(sheet.scores[id]));
                    prop_assert!(given.clone().min().unwrap() <= *score && *score <= given.max().unwrap());
                }
                let again = rule().total(|id| merged.scores.iter().find(|(known, _)| *known == id).unwrap().1.0);
                prop_assert_eq!(again, merged.total.0);
            }
        }

        #[test]
        fn equal_sums_of_points_are_equal_results_however_they_are_spread(
            scores in prop::array::uniform5(prop::array::uniform3(0..=5_i32)), turn in 0_usize..5,
        ) {
            let total = |scores: [[i32; 3]; 5]| {
                let sheet_of = |juror: usize| {
                    let mut all = [3; 8];
                    (0..5).for_each(|item| all[item] = scores[item][juror]);
                    sheet(juror as u128, all)
                };
                rule().mean(ConsolidationMethod::Average, [sheet_of(0), sheet_of(1), sheet_of(2)].iter()).total
            };
            let mut turned = scores;
            turned.rotate_left(turn);
            let sum: i32 = scores.iter().flatten().sum();
            prop_assert_eq!(total(scores), total(turned));
            prop_assert_eq!(total(scores).0, 20 * sum);
        }

        #[test]
        fn a_mean_is_kept_in_the_order_of_the_means(
            one in prop::collection::vec(0..=1500_i32, 1..40), other in prop::collection::vec(0..=1500_i32, 1..40),
        ) {
            let mean = |totals: &[i32]| Mean::of(&totals.iter().copied().map(Exact).collect::<Vec<_>>()).unwrap();
            let (one, other) = (mean(&one), mean(&other));
            let exact = (one.sum * other.count).cmp(&(other.sum * one.count));
            prop_assert_eq!(one.billionths().cmp(&other.billionths()), exact);
        }

        #[test]
        fn no_more_than_three_jurors_are_ever_needed(sheets in sheets()) {
            let finding = rule().merge(&sheets);
            prop_assert_eq!(finding.merged.is_none(), finding.is_discrepant && sheets.len() < 3);
        }
    }
}
