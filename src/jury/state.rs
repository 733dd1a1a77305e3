//! Where an assignment stands, and what moves it on.

use entity::kinds::AssignmentStatus;

/// What moves an assignment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// The juror attests that there is no conflict of interest.
    Accept,
    /// The juror says no.
    Decline,
    /// The juror has read it and cannot judge it.
    CannotJudge,
    /// There is a conflict of interest, whoever found it and however late (INV-11).
    Recuse,
    /// Staff take it back.
    Revoke,
    /// The first score or comment is saved.
    Begin,
    /// The evaluation is handed in.
    HandIn,
    /// Staff give the evaluation back (INV-16).
    Reopen,
}

/// Where the verb leads; `None` when it does not start here.
pub fn after(state: AssignmentStatus, verb: Verb) -> Option<AssignmentStatus> {
    use AssignmentStatus::{Accepted, Declined, InProgress, Invited, Recused, Revoked, Submitted};
    match (state, verb) {
        (Invited, Verb::Accept) => Some(Accepted),
        (Invited | Accepted, Verb::Decline) | (Accepted | InProgress, Verb::CannotJudge) => Some(Declined),
        (Invited | Accepted | InProgress | Submitted, Verb::Recuse) => Some(Recused),
        (Invited | Accepted | InProgress, Verb::Revoke) => Some(Revoked),
        (Accepted | InProgress, Verb::Begin) | (Submitted, Verb::Reopen) => Some(InProgress),
        (InProgress, Verb::HandIn) => Some(Submitted),
        (Invited | Accepted | InProgress | Submitted | Declined | Recused | Revoked, _) => None,
    }
}

/// Whether the assignment still binds the juror to the application.
pub fn is_live(state: AssignmentStatus) -> bool {
    use AssignmentStatus::{Accepted, Declined, InProgress, Invited, Recused, Revoked, Submitted};
    match state {
        Invited | Accepted | InProgress | Submitted => true,
        Declined | Recused | Revoked => false,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn every_verb_leads_from_every_state_where_the_table_says() {
        let verbs = [
            Verb::Accept,
            Verb::Decline,
            Verb::CannotJudge,
            Verb::Recuse,
            Verb::Revoke,
            Verb::Begin,
            Verb::HandIn,
            Verb::Reopen,
        ];
        let table = [
            ("INVITED", ["ACCEPTED", "DECLINED", "", "RECUSED", "REVOKED", "", "", ""]),
            ("ACCEPTED", ["", "DECLINED", "DECLINED", "RECUSED", "REVOKED", "IN_PROGRESS", "", ""]),
            ("IN_PROGRESS", ["", "", "DECLINED", "RECUSED", "REVOKED", "IN_PROGRESS", "SUBMITTED", ""]),
            ("SUBMITTED", ["", "", "", "RECUSED", "", "", "", "IN_PROGRESS"]),
            ("DECLINED", [""; 8]),
            ("RECUSED", [""; 8]),
            ("REVOKED", [""; 8]),
        ];
        assert_eq!(table.len(), AssignmentStatus::VALUES.len());
        for (from, row) in table {
            let state = AssignmentStatus::of(from).unwrap();
            for (verb, expected) in verbs.iter().zip(row) {
                let led = after(state, *verb).map_or("", Kind::word);
                assert_eq!(led, expected, "{from} {verb:?}");
            }
        }
    }

    #[test]
    fn what_is_not_live_does_not_move() {
        for (state, ..) in AssignmentStatus::VALUES {
            let moves = after(*state, Verb::Recuse).is_some();
            assert_eq!(moves, is_live(*state), "{state:?}");
        }
    }
}
