//! Whom a caller may let take part in a project.

use crate::{
    account::{Account, access::may_bind},
    auth::{Actor, Verdict},
};

/// Let this teacher take part: those who started the project choose for themselves, staff whom they may bind.
pub fn may_seat(actor: &Actor, teacher: &Account) -> Verdict {
    match actor {
        Actor::Teacher(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            may_bind(actor, teacher)
        }
    }
}
