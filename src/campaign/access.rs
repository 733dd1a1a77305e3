//! Who may run campaigns.

use crate::auth::{Actor, Verdict};

/// Prepare a campaign and lead it through its year: staff and admin.
pub fn may_run(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("campaigns are run by staff")
        }
    }
}
