//! What the mutations of labels take.

use async_graphql::InputObject;
use entity::ids::LabelId;

use crate::api::Gid;

/// A label that does not hold any more.
#[derive(Clone, InputObject)]
pub struct RevokeLabelInput {
    /// The label.
    pub label_id: Gid<LabelId>,
    /// Why; its teacher reads it, and it is kept in the audit log.
    pub reason: String,
}
