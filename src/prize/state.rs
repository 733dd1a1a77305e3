//! Where a prize that was given stands, and what moves it on.

use entity::kinds::PrizeAwardStatus;

use crate::{api::fact::kept, decision::rules::exact_points};

/// What happens to a prize that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Staff say how its schools share it.
    Split,
    /// Staff change what the prize is.
    Change,
    /// A second person confirms it.
    Ratify,
    /// The proposal was wrong.
    TakeBack,
    /// It becomes public.
    Announce,
    /// The schools want it.
    Accept,
    /// They do not.
    Decline,
    /// They do not get it after all.
    Forfeit,
    /// A school says who speaks for it.
    NameContact,
    /// Staff enter the code of one of its vouchers.
    EnterVoucher,
    /// A day is set on which it is handed over, or another one.
    PlanVisit,
    /// The schools have it.
    HandOver,
    /// A school tells what it does with it.
    FollowUp,
    /// Nothing is to be done any more.
    Close,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(state: PrizeAwardStatus, step: Step) -> Option<PrizeAwardStatus> {
    use PrizeAwardStatus::{
        Accepted, Announced, Closed, Declined, FollowedUp, Forfeited, HandedOver, Proposed, Ratified, TakenBack,
        VisitPlanned,
    };
    match (state, step) {
        (Proposed, Step::Split) | (Proposed | Ratified, Step::Change) => Some(Proposed),
        (Proposed, Step::Ratify) => Some(Ratified),
        (Proposed | Ratified, Step::TakeBack) => Some(TakenBack),
        (Ratified, Step::Announce) => Some(Announced),
        (Announced, Step::Accept) => Some(Accepted),
        (Announced | Accepted, Step::Decline) => Some(Declined),
        (Announced | Accepted | VisitPlanned, Step::Forfeit) => Some(Forfeited),
        (Accepted | VisitPlanned | HandedOver, Step::NameContact | Step::EnterVoucher) => Some(state),
        (Accepted | VisitPlanned, Step::PlanVisit) => Some(VisitPlanned),
        // A prize can also come by post.
        (Accepted | VisitPlanned, Step::HandOver) => Some(HandedOver),
        (HandedOver | FollowedUp, Step::FollowUp) => Some(FollowedUp),
        // To tell what a school did with it is no condition (R113).
        (HandedOver | FollowedUp, Step::Close) => Some(Closed),
        (
            Proposed | Ratified | Announced | Accepted | Declined | Forfeited | TakenBack | VisitPlanned | HandedOver
            | FollowedUp | Closed,
            _,
        ) => None,
    }
}

/// The schools have it, or will: nobody else can win the same prize.
pub fn is_live(state: PrizeAwardStatus) -> bool {
    use PrizeAwardStatus::{
        Accepted, Announced, Closed, Declined, FollowedUp, Forfeited, HandedOver, Proposed, Ratified, TakenBack,
        VisitPlanned,
    };
    match state {
        Proposed | Ratified | Announced | Accepted | VisitPlanned | HandedOver | FollowedUp | Closed => true,
        Declined | Forfeited | TakenBack => false,
    }
}

/// Why a prize fell back, as it is kept.
pub const FALLEN: &[(&str, &str)] = &[
    ("LABEL_GONE", "no teacher of the schools holds the label for this project any more"),
    (
        "SCHOOL_GONE",
        "no teacher of one of the schools holds the label for this project any more: the others share the prize",
    ),
    ("MEAN_CHANGED", "the mean of the project's labelled applications was {was} and is {is}"),
    ("PRIZE_CHANGED", "the prize was changed: its schools share it evenly again"),
];

/// The schools of a prize of which a teacher still holds the label for the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// All of them.
    All,
    /// Some of them.
    Some,
    /// None of them.
    None,
}

/// Where a prize falls back to when it rests on another score than it was given on, or its schools lost the label, and why;
/// `None` while it stands; scores in billionths of a point. What was announced stays: that is settled with the schools.
pub fn fallen(
    state: PrizeAwardStatus,
    was: i64,
    is: Option<i64>,
    holding: Holding,
) -> Option<(PrizeAwardStatus, String)> {
    use PrizeAwardStatus::{
        Accepted, Announced, Closed, Declined, FollowedUp, Forfeited, HandedOver, Proposed, Ratified, TakenBack,
        VisitPlanned,
    };
    match (state, is, holding) {
        (
            Announced | Accepted | Declined | Forfeited | TakenBack | VisitPlanned | HandedOver | FollowedUp | Closed,
            ..,
        ) => None,
        (Proposed | Ratified, None, _) | (Proposed | Ratified, _, Holding::None) => {
            Some((Forfeited, kept("LABEL_GONE", [])))
        }
        (Proposed | Ratified, Some(_), Holding::Some) => Some((Proposed, kept("SCHOOL_GONE", []))),
        (Proposed | Ratified, Some(is), Holding::All) => (is != was).then(|| {
            let (was, is) = (exact_points(was), exact_points(is));
            (Proposed, kept("MEAN_CHANGED", [("was", was), ("is", is)]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::{
        Kind as _,
        PrizeAwardStatus::{
            Accepted, Announced, Closed, Declined, FollowedUp, Forfeited, HandedOver, Proposed, Ratified, TakenBack,
            VisitPlanned,
        },
    };

    use super::*;
    use crate::api::fact::Sentence;

    /// Every state with where each step leads from it; where none is named, none does.
    const TABLE: [(PrizeAwardStatus, &[(Step, PrizeAwardStatus)]); 11] = [
        (
            Proposed,
            &[(Step::Split, Proposed), (Step::Change, Proposed), (Step::Ratify, Ratified), (Step::TakeBack, TakenBack)],
        ),
        (Ratified, &[(Step::Change, Proposed), (Step::TakeBack, TakenBack), (Step::Announce, Announced)]),
        (Announced, &[(Step::Accept, Accepted), (Step::Decline, Declined), (Step::Forfeit, Forfeited)]),
        (
            Accepted,
            &[
                (Step::Decline, Declined),
                (Step::Forfeit, Forfeited),
                (Step::NameContact, Accepted),
                (Step::EnterVoucher, Accepted),
                (Step::PlanVisit, VisitPlanned),
                (Step::HandOver, HandedOver),
            ],
        ),
        (
            VisitPlanned,
            &[
                (Step::Forfeit, Forfeited),
                (Step::NameContact, VisitPlanned),
                (Step::EnterVoucher, VisitPlanned),
                (Step::PlanVisit, VisitPlanned),
                (Step::HandOver, HandedOver),
            ],
        ),
        (
            HandedOver,
            &[
                (Step::NameContact, HandedOver),
                (Step::EnterVoucher, HandedOver),
                (Step::FollowUp, FollowedUp),
                (Step::Close, Closed),
            ],
        ),
        (FollowedUp, &[(Step::FollowUp, FollowedUp), (Step::Close, Closed)]),
        (Closed, &[]),
        (Declined, &[]),
        (Forfeited, &[]),
        (TakenBack, &[]),
    ];
    const STEPS: [Step; 14] = [
        Step::Split,
        Step::Change,
        Step::Ratify,
        Step::TakeBack,
        Step::Announce,
        Step::Accept,
        Step::Decline,
        Step::Forfeit,
        Step::NameContact,
        Step::EnterVoucher,
        Step::PlanVisit,
        Step::HandOver,
        Step::FollowUp,
        Step::Close,
    ];

    #[test]
    fn the_whole_table() {
        assert_eq!(PrizeAwardStatus::VALUES.len(), TABLE.len());
        for (state, leads) in TABLE {
            for step in STEPS {
                let to = leads.iter().find(|(by, _)| *by == step).map(|(_, to)| *to);
                assert_eq!(after(state, step), to, "{state:?} {step:?}");
            }
            assert_eq!(is_live(state), !leads.is_empty() || state == Closed, "{state:?}");
        }
    }

    /// In billionths.
    const POINTS_23: i64 = 23_000_000_000;

    #[test]
    fn a_prize_stands_while_its_score_does_and_falls_back_until_it_is_announced() {
        let falls = |state, is, holding| fallen(state, POINTS_23, is, holding).map(|(state, _)| state);
        for (state, _) in TABLE {
            let is_open = matches!(state, Proposed | Ratified);
            let expected = |to| is_open.then_some(to);
            assert_eq!(falls(state, Some(POINTS_23), Holding::All), None);
            assert_eq!(falls(state, Some(POINTS_23 - 1), Holding::All), expected(Proposed));
            assert_eq!(falls(state, Some(POINTS_23), Holding::Some), expected(Proposed));
            assert_eq!(falls(state, Some(POINTS_23), Holding::None), expected(Forfeited));
            assert_eq!(falls(state, None, Holding::None), expected(Forfeited));
        }
        let (_, why) = fallen(Ratified, POINTS_23, Some(21_500_000_000), Holding::All).unwrap();
        let why = Sentence::of_kept(&why, FALLEN).unwrap();
        assert_eq!(why, Sentence::new("the mean of the project's labelled applications was 23.00 and is 21.50"));
    }
}
