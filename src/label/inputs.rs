//! What the mutations of labels take.

use async_graphql::InputObject;
use entity::ids::LabelId;

use crate::api::{Day, Gid};

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

/// How a certificate names its holder.
#[derive(Clone, InputObject)]
pub struct SetCertificateHolderInput {
    /// The label.
    pub label_id: Gid<LabelId>,
    /// The name on the certificate, at most 100 characters; null for the name of the account.
    pub name: Option<String>,
    /// Whether everybody who checks the certificate sees the name.
    pub is_name_public: bool,
}

/// Labels whose certificates were collected.
#[derive(Clone, InputObject)]
pub struct RecordCollectionsInput {
    /// The labels, 1 to 100.
    pub label_ids: Vec<Gid<LabelId>>,
    /// Whether the gift was handed over too.
    #[graphql(default = true)]
    pub has_gift: bool,
}

/// Labels whose certificates went by post.
#[derive(Clone, InputObject)]
pub struct RecordPostingsInput {
    /// The labels, 1 to 100.
    pub label_ids: Vec<Gid<LabelId>>,
    /// The day; not later than today.
    pub posted_on: Day,
    /// Whether the gift went with them.
    #[graphql(default = true)]
    pub has_gift: bool,
}
