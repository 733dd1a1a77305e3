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
    /// The result goes out.
    Publish,
}

/// Where the step leads; `None` when it does not start here. What was ratified does not change any more.
pub fn after(state: DecisionStatus, step: Step) -> Option<DecisionStatus> {
    use DecisionStatus::{Adjusted, Proposed, Published, Ratified};
    match (state, step) {
        (Proposed, Step::Explain) => Some(Proposed),
        (Adjusted, Step::Explain) | (Proposed | Adjusted, Step::Adjust) => Some(Adjusted),
        (Proposed | Adjusted, Step::Ratify) => Some(Ratified),
        (Ratified, Step::Publish) => Some(Published),
        (Proposed | Adjusted, Step::Publish)
        | (Ratified, Step::Explain | Step::Adjust | Step::Ratify)
        | (Published, Step::Explain | Step::Adjust | Step::Ratify | Step::Publish) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::DecisionStatus::{Adjusted, Proposed, Published, Ratified};

    use super::*;

    #[test]
    fn the_whole_table() {
        for (state, explain, adjust, ratify, publish) in [
            (Proposed, Some(Proposed), Some(Adjusted), Some(Ratified), None),
            (Adjusted, Some(Adjusted), Some(Adjusted), Some(Ratified), None),
            (Ratified, None, None, None, Some(Published)),
            (Published, None, None, None, None),
        ] {
            for (step, expected) in
                [(Step::Explain, explain), (Step::Adjust, adjust), (Step::Ratify, ratify), (Step::Publish, publish)]
            {
                assert_eq!(after(state, step), expected, "{state:?} {step:?}");
            }
        }
    }
}
