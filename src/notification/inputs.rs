//! What the mutations of mails take.

use async_graphql::InputObject;
use entity::ids::MessageId;

use crate::api::Gid;

/// A mail that could not be delivered, to send again.
#[derive(Clone, InputObject)]
pub struct ResendMessageInput {
    /// The mail.
    pub message_id: Gid<MessageId>,
    /// Why it may be delivered this time; for the audit log.
    pub reason: String,
}
