//! Who may give prizes.

use crate::auth::{Actor, Verdict};

/// Define prizes, give them and announce them: staff.
pub fn may_give(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("prizes are given by staff")
        }
    }
}
