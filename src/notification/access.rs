//! Who may send a mail again.

use crate::auth::{Actor, Verdict};

/// Send a mail again that was given up: whoever sees it in the log of mails.
pub fn may_resend(actor: &Actor) -> Verdict {
    match actor {
        Actor::Staff(_) | Actor::Admin(_) => Verdict::Allow,
        Actor::Anonymous | Actor::Teacher(_) | Actor::Juror(_) | Actor::Service(_) => {
            Verdict::Refuse("staff look after mail")
        }
    }
}
