//! Where an evaluation stands, and what moves it on.

use entity::kinds::EvaluationStatus;

/// What moves an evaluation on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// The juror saves a score or a comment.
    Write,
    /// The juror hands it in.
    Submit,
    /// Staff give it back (INV-16).
    Reopen,
    /// It is used in a result (INV-17).
    Lock,
    /// The result it was used in is taken back, because of another juror's conflict.
    Unlock,
    /// The juror turns out to have a conflict: kept, not used (INV-11).
    Void,
}

/// Where the verb leads; `None` when it does not start here.
pub fn after(state: EvaluationStatus, verb: Verb) -> Option<EvaluationStatus> {
    use EvaluationStatus::{Draft, Locked, Reopened, Submitted, Void};
    match (state, verb) {
        (Draft, Verb::Write) => Some(Draft),
        (Submitted, Verb::Reopen) | (Reopened, Verb::Write) => Some(Reopened),
        (Draft | Reopened, Verb::Submit) | (Locked, Verb::Unlock) => Some(Submitted),
        (Submitted, Verb::Lock) => Some(Locked),
        (Draft | Submitted | Locked | Reopened, Verb::Void) => Some(Void),
        (Draft | Submitted | Locked | Reopened | Void, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use entity::kinds::Kind;

    use super::*;

    #[test]
    fn every_verb_leads_from_every_state_where_the_table_says() {
        let verbs = [Verb::Write, Verb::Submit, Verb::Reopen, Verb::Lock, Verb::Unlock, Verb::Void];
        let table = [
            ("DRAFT", ["DRAFT", "SUBMITTED", "", "", "", "VOID"]),
            ("SUBMITTED", ["", "", "REOPENED", "LOCKED", "", "VOID"]),
            ("LOCKED", ["", "", "", "", "SUBMITTED", "VOID"]),
            ("REOPENED", ["REOPENED", "SUBMITTED", "", "", "", "VOID"]),
            ("VOID", [""; 6]),
        ];
        assert_eq!(table.len(), EvaluationStatus::VALUES.len());
        for (from, row) in table {
            let state = EvaluationStatus::of(from).unwrap();
            for (verb, expected) in verbs.iter().zip(row) {
                assert_eq!(after(state, *verb).map_or("", Kind::word), expected, "{from} {verb:?}");
            }
        }
    }
}
