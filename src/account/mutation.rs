//! Mutations of users: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::UserId;

use super::{
    AnswerSchoolInvitationInput, ChangeRolesInput, CreateUserInput, InviteToSchoolInput, LockUserInput,
    UnlockUserInput,
    answers::Invited,
    commands::{self, ChangeRolesRefusal, CreateUserRefusal, LockUserRefusal, UnlockUserRefusal},
    invitation::{self, AnswerSchoolInvitationRefusal, InviteToSchoolRefusal},
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Juror, Staff, Teacher},
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

    /// Ask the owner of an account by mail whether they work at a school of your community: so an account that works
    /// elsewhere, or nowhere, becomes one that you may import for. Nothing changes before the owner confirms it
    /// (`answerSchoolInvitation`). The answer is the same for an address that nobody has.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn invite_to_school(
        &self,
        ctx: &Context<'_>,
        input: InviteToSchoolInput,
    ) -> ApiResult<Payload<Invited, InviteToSchoolRefusal>> {
        answer!(ctx, "inviteToSchool", answer_once, |work| invitation::invite(work, input.clone()))
    }

    /// Say whether you work at a school, when its office asks (`schoolInvitations` of `viewer`).
    #[graphql(directive = policy::apply(vec![Teacher, Juror]))]
    async fn answer_school_invitation(
        &self,
        ctx: &Context<'_>,
        input: AnswerSchoolInvitationInput,
    ) -> ApiResult<Payload<UserId, AnswerSchoolInvitationRefusal>> {
        act!(ctx, "answerSchoolInvitation", input, |work| invitation::answer(work, input.clone()))
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
