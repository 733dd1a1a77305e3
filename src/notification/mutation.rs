//! Mutations of mails.

use entity::ids::MessageId;

use super::{
    commands::{self, ResendMessageRefusal},
    inputs::ResendMessageInput,
};
use crate::acts;

acts! {
    /// Send a mail again that was given up, to the address that its reader has now.
    resendMessage(ResendMessageInput) -> MessageId | ResendMessageRefusal [Staff, Admin] = commands::resend;
}
