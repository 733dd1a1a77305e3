//! Mutations of mails.

use entity::ids::MessageId;

use super::{
    commands::{self, ResendMessageRefusal},
    inputs::ResendMessageInput,
};
use crate::acts;

acts! {
    /// Send a mail that could not be delivered again, to the present address of the user.
    resendMessage(ResendMessageInput) -> MessageId | ResendMessageRefusal [Staff, Admin] = commands::resend;
}
