//! Mutations of users: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::UserId;

use super::{
    CreateUserInput,
    commands::{self, CreateUserRefusal},
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Mutations of users.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Make a user. Staff make teachers and jurors; admins make all but jurors.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        input: CreateUserInput,
    ) -> ApiResult<Payload<UserId, CreateUserRefusal>> {
        act!(ctx, "createUser", input, |work| commands::create(work, input.clone()))
    }
}
