//! Where a release stands, and what moves it on.

use entity::kinds::{EmailStatus, EsepStatus, PublicationBatchStatus};

/// What happens to a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its set is taken down (again).
    Prepare,
    /// A second person approves exactly this set.
    Approve,
    /// The results go out.
    Publish,
    /// Every reader is reached and every result is on ESEP.
    Finish,
}

/// Where the step leads; `None` when it does not start here. A set that changed is prepared and approved again.
pub fn after(state: PublicationBatchStatus, step: Step) -> Option<PublicationBatchStatus> {
    use PublicationBatchStatus::{Approved, Emailed, EsepDone, Prepared};
    match (state, step) {
        (Prepared | Approved, Step::Prepare) => Some(Prepared),
        (Prepared, Step::Approve) => Some(Approved),
        (Approved, Step::Publish) => Some(Emailed),
        (Emailed, Step::Finish) => Some(EsepDone),
        (Prepared, Step::Publish | Step::Finish)
        | (Approved, Step::Approve | Step::Finish)
        | (Emailed, Step::Prepare | Step::Approve | Step::Publish)
        | (EsepDone, Step::Prepare | Step::Approve | Step::Publish | Step::Finish) => None,
    }
}

/// Whether the reader of a result is reached: by mail, or by staff in another way (INV-23).
pub fn is_reached(email: EmailStatus) -> bool {
    match email {
        EmailStatus::Accepted | EmailStatus::ReachedOtherwise => true,
        EmailStatus::Pending | EmailStatus::Queued | EmailStatus::Failed => false,
    }
}

/// Whether nothing is left to do for a result.
pub fn is_done(email: EmailStatus, esep: EsepStatus) -> bool {
    is_reached(email)
        && match esep {
            EsepStatus::Marked | EsepStatus::NotNeeded => true,
            EsepStatus::Pending => false,
        }
}

#[cfg(test)]
mod tests {
    use entity::kinds::{
        Kind,
        PublicationBatchStatus::{Approved, Emailed, EsepDone, Prepared},
    };

    use super::*;

    #[test]
    fn the_whole_table() {
        for (state, prepare, approve, publish, finish) in [
            (Prepared, Some(Prepared), Some(Approved), None, None),
            (Approved, Some(Prepared), None, Some(Emailed), None),
            (Emailed, None, None, None, Some(EsepDone)),
            (EsepDone, None, None, None, None),
        ] {
            for (step, expected) in
                [(Step::Prepare, prepare), (Step::Approve, approve), (Step::Publish, publish), (Step::Finish, finish)]
            {
                assert_eq!(after(state, step), expected, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn a_result_is_done_when_its_reader_is_reached_and_esep_has_it_or_needs_it_not() {
        for (email, ..) in EmailStatus::VALUES {
            for (esep, ..) in EsepStatus::VALUES {
                let reached = matches!(email, EmailStatus::Accepted | EmailStatus::ReachedOtherwise);
                assert_eq!(is_done(*email, *esep), reached && *esep != EsepStatus::Pending, "{email:?} {esep:?}");
            }
        }
    }
}
