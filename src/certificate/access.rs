//! Who prints the certificates of a release.

use crate::auth::{Actor, Verdict};

/// All certificates that an office hands out: its staff.
pub fn may_print_all(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the certificates of a release are printed by staff")
        }
    }
}
