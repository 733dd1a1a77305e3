//! Where a prize that was given stands, and what moves it on.

use entity::kinds::PrizeAwardStatus;

use crate::{api::fact::kept, decision::rules::exact_points};

/// What happens to a prize that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A second person confirms it.
    Ratify,
    /// It becomes public.
    Announce,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(state: PrizeAwardStatus, step: Step) -> Option<PrizeAwardStatus> {
    use PrizeAwardStatus::{Announced, Declined, Proposed, Ratified};
    match (state, step) {
        (Proposed, Step::Ratify) => Some(Ratified),
        (Ratified, Step::Announce) => Some(Announced),
        (Proposed, Step::Announce)
        | (Ratified, Step::Ratify)
        | (Announced | Declined, Step::Ratify | Step::Announce) => None,
    }
}

/// Why a prize fell back, as it is kept.
pub const FALLEN: &[(&str, &str)] = &[
    ("LABEL_GONE", "no teacher of this school holds the label for this project any more"),
    ("MEAN_CHANGED", "the mean of the project's labelled applications was {was} and is {is}"),
];

/// Where a prize falls back to when it rests on another score than it was given on, or on none, and why; `None` while it
/// stands; in billionths of a point. What was announced stays: that is settled with the school.
pub fn fallen(state: PrizeAwardStatus, was: i64, is: Option<i64>) -> Option<(PrizeAwardStatus, String)> {
    match (state, is) {
        (PrizeAwardStatus::Announced | PrizeAwardStatus::Declined, _) => None,
        (PrizeAwardStatus::Proposed | PrizeAwardStatus::Ratified, None) => {
            Some((PrizeAwardStatus::Declined, kept("LABEL_GONE", [])))
        }
        (PrizeAwardStatus::Proposed | PrizeAwardStatus::Ratified, Some(is)) => (is != was).then(|| {
            let (was, is) = (exact_points(was), exact_points(is));
            (PrizeAwardStatus::Proposed, kept("MEAN_CHANGED", [("was", was), ("is", is)]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::PrizeAwardStatus::{Announced, Declined, Proposed, Ratified};

    use super::*;
    use crate::api::fact::Sentence;

    #[test]
    fn the_whole_table() {
        for (state, ratify, announce) in [
            (Proposed, Some(Ratified), None),
            (Ratified, None, Some(Announced)),
            (Announced, None, None),
            (Declined, None, None),
        ] {
            assert_eq!(after(state, Step::Ratify), ratify, "{state:?}");
            assert_eq!(after(state, Step::Announce), announce, "{state:?}");
        }
    }

    /// In billionths.
    const POINTS_23: i64 = 23_000_000_000;

    #[test]
    fn a_prize_stands_while_its_score_does_and_falls_back_until_it_is_announced() {
        let falls = |state, is| fallen(state, POINTS_23, is).map(|(state, _)| state);
        for open in [Proposed, Ratified] {
            assert_eq!(falls(open, Some(POINTS_23)), None);
            assert_eq!(falls(open, Some(POINTS_23 - 1)), Some(Proposed));
            assert_eq!(falls(open, None), Some(Declined));
        }
        for closed in [Announced, Declined] {
            assert_eq!(falls(closed, Some(POINTS_23 - 1)), None);
            assert_eq!(falls(closed, None), None);
        }
        let (_, why) = fallen(Ratified, POINTS_23, Some(21_500_000_000)).unwrap();
        let why = Sentence::of_kept(&why, FALLEN).unwrap();
        assert_eq!(why, Sentence::new("the mean of the project's labelled applications was 23.00 and is 21.50"));
    }
}
