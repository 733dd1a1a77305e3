//! What the mutations of labels take.

use async_graphql::InputObject;
use entity::ids::LabelId;

use crate::api::Gid;

/// A label to revoke.
#[derive(Clone, InputObject)]
pub struct RevokeLabelInput {
    /// The label of the teacher.
    pub label_id: Gid<LabelId>,
    /// Why; the teacher reads it, and it is kept in the audit log.
    pub reason: String,
}

/// A label that was revoked by mistake.
#[derive(Clone, InputObject)]
pub struct RestoreLabelInput {
    /// The revoked label.
    pub label_id: Gid<LabelId>,
    /// Why; kept in the audit log.
    pub reason: String,
}
