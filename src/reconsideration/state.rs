//! Where a request to look at a result again stands, and what moves it on.

use entity::kinds::{ReconsiderationRuling, ReconsiderationStatus};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its teacher takes it back.
    Withdraw,
    /// Staff look into it.
    Admit,
    /// Staff answer it.
    Answer(ReconsiderationRuling),
    /// Its result was set right.
    Revise,
}

/// Where the step leads; `None` when it does not start here.
pub fn after(state: ReconsiderationStatus, step: Step) -> Option<ReconsiderationStatus> {
    use ReconsiderationRuling as Ruling;
    use ReconsiderationStatus::{Admitted, Granted, Inadmissible, Revised, Submitted, Upheld, Withdrawn};
    match (state, step) {
        (Submitted | Admitted, Step::Withdraw) => Some(Withdrawn),
        (Submitted, Step::Admit) => Some(Admitted),
        (Submitted, Step::Answer(Ruling::Inadmissible)) => Some(Inadmissible),
        (Admitted, Step::Answer(Ruling::Grant)) => Some(Granted),
        (Admitted | Granted, Step::Answer(Ruling::Uphold)) => Some(Upheld),
        (Granted, Step::Revise) => Some(Revised),
        (
            Submitted | Withdrawn | Inadmissible | Admitted | Granted | Upheld | Revised,
            Step::Withdraw
            | Step::Admit
            | Step::Answer(Ruling::Inadmissible | Ruling::Uphold | Ruling::Grant)
            | Step::Revise,
        ) => None,
    }
}

/// Whether nothing happens to it any more.
pub fn is_settled(state: ReconsiderationStatus) -> bool {
    use ReconsiderationStatus::{Admitted, Granted, Inadmissible, Revised, Submitted, Upheld, Withdrawn};
    match state {
        Withdrawn | Inadmissible | Upheld | Revised => true,
        Submitted | Admitted | Granted => false,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::ReconsiderationStatus::{
        Admitted, Granted, Inadmissible, Revised, Submitted, Upheld, Withdrawn,
    };

    use super::*;

    #[test]
    fn the_whole_table() {
        let steps = [
            Step::Withdraw,
            Step::Admit,
            Step::Answer(ReconsiderationRuling::Inadmissible),
            Step::Answer(ReconsiderationRuling::Uphold),
            Step::Answer(ReconsiderationRuling::Grant),
            Step::Revise,
        ];
        for (state, expected) in [
            (Submitted, [Some(Withdrawn), Some(Admitted), Some(Inadmissible), None, None, None]),
            (Admitted, [Some(Withdrawn), None, None, Some(Upheld), Some(Granted), None]),
            (Granted, [None, None, None, Some(Upheld), None, Some(Revised)]),
            (Withdrawn, [None; 6]),
            (Inadmissible, [None; 6]),
            (Upheld, [None; 6]),
            (Revised, [None; 6]),
        ] {
            assert_eq!(steps.map(|step| after(state, step)), expected, "{state:?}");
            assert_eq!(is_settled(state), expected == [None; 6], "{state:?}");
        }
    }
}
