//! Who may release results.

use crate::auth::{Actor, Verdict};

/// Prepare a release, let it go, and follow it up: staff.
pub fn may_release(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("results are released by staff")
        }
    }
}

/// Approve a release: staff and admin.
pub fn may_approve(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("releases are approved by staff")
        }
    }
}

/// Note that a result is on ESEP: staff, and the program that puts it there.
pub fn may_mark(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Service(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) => {
            Verdict::Refuse("results are put on ESEP by staff")
        }
    }
}
