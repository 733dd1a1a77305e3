//! Who may make users.

use entity::kinds::Role;

use crate::auth::{Actor, Verdict};

/// Make a user with these roles. Staff make teachers and jurors; admins make all but jurors: who runs the
/// system must not be able to seat himself in the jury.
pub fn may_create(actor: &Actor, roles: &[Role]) -> Verdict {
    let within = |mine: &[Role]| roles.iter().all(|role| mine.contains(role));
    match actor {
        Actor::Staff(_) if within(&[Role::Teacher, Role::Juror]) => Verdict::Allow,
        Actor::Staff(_) => Verdict::Refuse("staff make teachers and jurors only"),
        Actor::Admin(_) if within(&[Role::Teacher, Role::Staff, Role::Admin, Role::Service]) => Verdict::Allow,
        Actor::Admin(_) => Verdict::Refuse("jurors are invited by staff"),
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("users are made by staff")
        }
    }
}

/// Lock and unlock users, and change their roles: admins.
pub fn may_run(actor: &Actor) -> Verdict {
    match actor {
        Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Service(_) => {
            Verdict::Refuse("admins decide who may sign in, and as what")
        }
    }
}

/// Make the first user. Nobody can be signed in yet.
pub fn may_found(actor: &Actor) -> Verdict {
    match actor {
        Actor::Anonymous => Verdict::Allow,
        Actor::Teacher(_) | Actor::Juror(_) | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => {
            Verdict::Refuse("the first user is made from the command line")
        }
    }
}
