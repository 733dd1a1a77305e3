//! Who may make keys for programs, and link accounts of identity providers.

use entity::kinds::ServiceScope;

use crate::{
    api::model::Opens,
    auth::{Actor, Verdict},
};

/// What each scope of a key opens: objects that a program may read, mutations that it may call. What no scope names is closed
/// to keys, but for what anybody may see.
pub const OPENS: [Opens; 8] = [
    (ServiceScope::SchoolRead, &["School"], &[]),
    (ServiceScope::ProjectRead, &["Project"], &[]),
    (ServiceScope::RegistrationRead, &["Registration"], &[]),
    (ServiceScope::ApplicationRead, &["Application", "Decision"], &[]),
    (ServiceScope::LabelRead, &["Label"], &[]),
    (ServiceScope::EqlRead, &["EqlCandidacy"], &[]),
    (ServiceScope::PublicationRead, &["PublicationBatch", "PublicationItem"], &[]),
    (ServiceScope::PublicationWrite, &[], &["markEsepPublished"]),
];
/// A program asks for its next token, whatever its key opens.
pub const OPEN: &[&str] = &["exchangeServiceKey"];

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
