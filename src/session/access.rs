//! What keys of programs open.

use entity::kinds::ServiceScope;

use crate::api::model::Opens;

/// What each scope of a key opens: objects that a program may read, mutations that it may call. What no scope names is closed
/// to keys, but for what anybody may see.
pub const OPENS: [Opens; 9] = [
    (ServiceScope::SchoolRead, &["School"], &[]),
    (ServiceScope::ProjectRead, &["Project"], &[]),
    (ServiceScope::RegistrationRead, &["Registration"], &[]),
    (ServiceScope::ApplicationRead, &["Application", "Decision"], &[]),
    (ServiceScope::LabelRead, &["Label"], &[]),
    (ServiceScope::EqlRead, &["EqlCandidacy"], &[]),
    (ServiceScope::EqlWrite, &[], &["importEqlOutcomes"]),
    (ServiceScope::PublicationRead, &["PublicationBatch", "PublicationItem"], &[]),
    (ServiceScope::PublicationWrite, &[], &["markEsepPublished"]),
];
/// A program asks for its next token, whatever its key opens.
pub const OPEN: &[&str] = &["exchangeServiceKey"];
