//! What the mutations of mails take.

use async_graphql::InputObject;
use entity::ids::MessageId;

use crate::api::Gid;

/// A mail that was given up.
#[derive(Clone, InputObject)]
pub struct ResendMessageInput {
    /// Which.
    pub message_id: Gid<MessageId>,
    /// Why it may arrive this time; for the audit log.
    pub reason: String,
}
