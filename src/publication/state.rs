//! Where a release stands, and what moves it on.

use entity::kinds::{EmailStatus, PublicationBatchStatus};

/// What happens to a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its set is taken down (again).
    Prepare,
    /// A second person approves exactly this set.
    Approve,
    /// The results go out.
    Publish,
}

/// Where the step leads; `None` when it does not start here. A set that changed is prepared and approved again. That all is
/// done is no step: it follows from the results, and ends when a mail comes back.
pub fn after(state: PublicationBatchStatus, step: Step) -> Option<PublicationBatchStatus> {
    use PublicationBatchStatus::{Approved, Emailed, EsepDone, Prepared};
    match (state, step) {
        (Prepared | Approved, Step::Prepare) => Some(Prepared),
        (Prepared, Step::Approve) => Some(Approved),
        (Approved, Step::Publish) => Some(Emailed),
        (Prepared, Step::Publish)
        | (Approved, Step::Approve)
        | (Emailed | EsepDone, Step::Prepare | Step::Approve | Step::Publish) => None,
    }
}

/// Whether the reader of a result is reached: by mail, or by staff in another way (INV-23).
pub fn is_reached(email: EmailStatus) -> bool {
    match email {
        EmailStatus::Accepted | EmailStatus::ReachedOtherwise => true,
        EmailStatus::Pending | EmailStatus::Queued | EmailStatus::Failed => false,
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
        for (state, expected) in [
            (Prepared, [Some(Prepared), Some(Approved), None]),
            (Approved, [Some(Prepared), None, Some(Emailed)]),
            (Emailed, [None; 3]),
            (EsepDone, [None; 3]),
        ] {
            assert_eq!(
                [Step::Prepare, Step::Approve, Step::Publish].map(|step| after(state, step)),
                expected,
                "{state:?}"
            );
        }
    }

    #[test]
    fn a_reader_is_reached_by_mail_or_otherwise() {
        for (email, ..) in EmailStatus::VALUES {
            let reached = matches!(email, EmailStatus::Accepted | EmailStatus::ReachedOtherwise);
            assert_eq!(is_reached(*email), reached, "{email:?}");
        }
    }
}
