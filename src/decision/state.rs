//! Where a decision stands, and what moves it on.

use entity::kinds::DecisionStatus;

/// What happens to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its explanation is written.
    Explain,
    /// Staff set another outcome, with a reason.
    Adjust,
    /// A second person confirms it.
    Ratify,
    /// The confirmation is taken back.
    TakeBack {
        /// Whether staff had set another outcome than the rule gives.
        is_adjusted: bool,
    },
    /// The result goes out.
    Publish,
}

/// Where the step leads; `None` when it does not start here. What is ratified does not change before that is taken back, and
/// what is out does not change any more.
pub fn after(state: DecisionStatus, step: Step) -> Option<DecisionStatus> {
    use DecisionStatus::{Adjusted, Proposed, Published, Ratified};
    match (state, step) {
        (Proposed, Step::Explain) | (Ratified, Step::TakeBack { is_adjusted: false }) => Some(Proposed),
        (Adjusted, Step::Explain)
        | (Proposed | Adjusted, Step::Adjust)
        | (Ratified, Step::TakeBack { is_adjusted: true }) => Some(Adjusted),
        (Proposed | Adjusted, Step::Ratify) => Some(Ratified),
        (Ratified, Step::Publish) => Some(Published),
        (Proposed | Adjusted, Step::Publish | Step::TakeBack { .. })
        | (Ratified, Step::Explain | Step::Adjust | Step::Ratify)
        | (Published, Step::Explain | Step::Adjust | Step::Ratify | Step::TakeBack { .. } | Step::Publish) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::DecisionStatus::{Adjusted, Proposed, Published, Ratified};

    use super::*;

    #[test]
    fn the_whole_table() {
        let steps = [
            Step::Explain,
            Step::Adjust,
            Step::Ratify,
            Step::TakeBack { is_adjusted: false },
            Step::TakeBack { is_adjusted: true },
            Step::Publish,
        ];
        for (state, expected) in [
            (Proposed, [Some(Proposed), Some(Adjusted), Some(Ratified), None, None, None]),
            (Adjusted, [Some(Adjusted), Some(Adjusted), Some(Ratified), None, None, None]),
            (Ratified, [None, None, None, Some(Proposed), Some(Adjusted), Some(Published)]),
            (Published, [None; 6]),
        ] {
            assert_eq!(steps.map(|step| after(state, step)), expected, "{state:?}");
        }
    }
}
