//! Where a correction stands, and what moves it on.

use entity::kinds::CorrectionStatus;

/// What happens to a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A second person confirms it: the result is this one now.
    Confirm,
    /// It is taken back.
    TakeBack,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(state: CorrectionStatus, step: Step) -> Option<CorrectionStatus> {
    match (state, step) {
        (CorrectionStatus::Proposed, Step::Confirm) => Some(CorrectionStatus::Confirmed),
        (CorrectionStatus::Proposed, Step::TakeBack) => Some(CorrectionStatus::TakenBack),
        (CorrectionStatus::Confirmed | CorrectionStatus::TakenBack, Step::Confirm | Step::TakeBack) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::CorrectionStatus::{Confirmed, Proposed, TakenBack};

    use super::*;

    #[test]
    fn the_whole_table() {
        for (state, expected) in
            [(Proposed, [Some(Confirmed), Some(TakenBack)]), (Confirmed, [None; 2]), (TakenBack, [None; 2])]
        {
            assert_eq!([Step::Confirm, Step::TakeBack].map(|step| after(state, step)), expected, "{state:?}");
        }
    }
}
