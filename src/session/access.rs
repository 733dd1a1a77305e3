//! Who may make keys for programs, and link accounts of identity providers.

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

/// Link an account of an identity provider to a user, and take that back: admins.
pub fn may_link(actor: &Actor) -> Verdict {
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Service(_) => {
            Verdict::Refuse("accounts of identity providers are linked by admins")
        }
    }
}
