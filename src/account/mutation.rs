//! Mutations of users: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::UserId;

use super::{
    ChangeRolesInput, CreateUserInput, LockUserInput, UnlockUserInput,
    commands::{self, ChangeRolesRefusal, CreateUserRefusal, LockUserRefusal, UnlockUserRefusal},
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

    /// Keep a user from signing in. Her sessions and tokens end at once.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn lock_user(&self, ctx: &Context<'_>, input: LockUserInput) -> ApiResult<Payload<UserId, LockUserRefusal>> {
        act!(ctx, "lockUser", input, |work| commands::lock(work, input.clone()))
    }

    /// Let a user sign in again.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn unlock_user(
        &self,
        ctx: &Context<'_>,
        input: UnlockUserInput,
    ) -> ApiResult<Payload<UserId, UnlockUserRefusal>> {
        act!(ctx, "unlockUser", input, |work| commands::unlock(work, input.clone()))
    }

    /// Change what a user may act as. Her sessions and tokens end at once.
    #[graphql(directive = policy::apply(vec![Admin]))]
    async fn change_roles(
        &self,
        ctx: &Context<'_>,
        input: ChangeRolesInput,
    ) -> ApiResult<Payload<UserId, ChangeRolesRefusal>> {
        act!(ctx, "changeRoles", input, |work| commands::change_roles(work, input.clone()))
    }
}
