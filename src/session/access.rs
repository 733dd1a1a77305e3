//! Who may make keys for programs.

use crate::auth::{Actor, Verdict};

/// Make and revoke keys of programs: admins.
pub fn may_run(actor: &Actor) -> Verdict {
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Service(_) => {
            Verdict::Refuse("keys of programs are made by admins")
        }
    }
}
