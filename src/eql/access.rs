//! Who may compute candidates for the European label.

use crate::auth::{Actor, Verdict};

/// Compute candidates and record what other countries did: staff. No teacher has to act (R122).
pub fn may_compute(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("candidates for the European label are computed by staff")
        }
    }
}
