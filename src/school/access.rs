//! Who may enter schools.

use crate::auth::{Actor, Verdict};

/// Enter a school: staff and admin. Teachers choose from what is there.
pub fn may_create(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("schools are entered by staff")
        }
    }
}
