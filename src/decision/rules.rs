//! The rule of the label (R81, INV-20).

use entity::kinds::Outcome;

use crate::{decimal, score::rules::Comparison};

/// The outcome by the frozen rule, and how it follows: everything is reached or the label is not earned (Q2). One
/// sentence per comparison, with the numbers used.
pub fn outcome<'a>(comparisons: impl Iterator<Item = Comparison<'a>>) -> (Outcome, Vec<String>) {
    let mut outcome = Outcome::Awarded;
    let steps = comparisons.map(|comparison| {
        if !comparison.is_reached() {
            outcome = Outcome::NotAwarded;
        }
        let word = if comparison.is_reached() { "reached" } else { "not reached" };
        let (scored, minimum) = (comparison.scored, decimal::show(comparison.minimum_centi));
        format!("{} is {scored}, at least {minimum} is needed: {word}.", comparison.code.unwrap_or("The total"))
    });
    let steps = steps.collect();
    (outcome, steps)
}

/// What was judged, and by which rule: the first sentence of a trace.
pub fn basis(revision: i32, rubric: &str) -> String {
    format!("Revision {revision} was judged by the rubric {rubric}.")
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

    use super::*;
    use crate::score::rules::Exact;

    fn compared(code: Option<&str>, scored_centi: i32, minimum_centi: i32) -> Comparison<'_> {
        // Hundredths are sixtieths where they are of a twentieth.
        Comparison { code, scored: Exact(scored_centi * 3 / 5), minimum_centi }
    }

    #[test]
    fn a_trace_has_the_numbers_of_every_comparison() {
        let comparisons = [compared(None, 1750, 1500), compared(Some("C1"), 350, 250), compared(Some("G1"), 245, 250)];
        let (outcome, trace) = outcome(comparisons.into_iter());
        assert_eq!(outcome, Outcome::NotAwarded);
        assert_eq!(
            trace,
            [
                "The total is 17.50, at least 15.00 is needed: reached.",
                "C1 is 3.50, at least 2.50 is needed: reached.",
                "G1 is 2.45, at least 2.50 is needed: not reached.",
            ]
        );
    }

    #[test]
    fn exactly_enough_is_enough() {
        let total = |scored| std::iter::once(compared(None, scored, 1500));
        assert_eq!(outcome(total(1500)).0, Outcome::Awarded);
        assert_eq!(outcome(total(1495)).0, Outcome::NotAwarded);
        // What is compared is not what is shown.
        let just_below = Comparison { code: None, scored: Exact(899), minimum_centi: 1499 };
        let (outcome, trace) = outcome(std::iter::once(just_below));
        assert_eq!(outcome, Outcome::NotAwarded);
        assert_eq!(trace, ["The total is 14.98 (exactly 899/60), at least 14.99 is needed: not reached."]);
        assert_eq!(
            (exact_points(18_666_666_667).as_str(), exact_points(20_500_000_000).as_str()),
            ("18.666666667", "20.50")
        );
    }

    proptest! {
        #[test]
        fn the_label_is_earned_exactly_when_everything_is_reached(
            scores in prop::collection::vec((0..=500, 0..=500), 0..9),
        ) {
            let comparisons = scores.iter().map(|(scored, minimum)| Comparison {
                code: Some("C"), scored: Exact(*scored), minimum_centi: *minimum,
            });
            let (outcome, trace) = outcome(comparisons);
            let holds = scores.iter().all(|(scored, minimum)| 100 * scored >= 60 * minimum);
            prop_assert_eq!(outcome == Outcome::Awarded, holds);
            prop_assert_eq!(trace.len(), scores.len());
            prop_assert_eq!(trace.iter().any(|step| step.ends_with("not reached.")), !holds);
        }
    }
}
