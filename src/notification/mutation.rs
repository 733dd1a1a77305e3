//! Mutations of mails: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::MessageId;

use super::{
    commands::{self, ResendMessageRefusal},
    inputs::ResendMessageInput,
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Mutations of mails.
#[derive(Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Send a mail again that was given up, to the address that its reader has now.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn resend_message(
        &self,
        ctx: &Context<'_>,
        input: ResendMessageInput,
    ) -> ApiResult<Payload<MessageId, ResendMessageRefusal>> {
        act!(ctx, "resendMessage", input, |work| commands::resend(work, input.clone()))
    }
}
