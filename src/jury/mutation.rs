//! Mutations of jurors and assignments: parse, call, shape. Those that may end a begun evaluation are with the
//! scores.

use async_graphql::{Context, Object};
use entity::ids::{AssignmentId, ConflictId};

use super::{
    commands::{self, AssignJurorRefusal, RevokeAssignmentRefusal, WithdrawConflictRefusal},
    inputs::{AssignJurorInput, RevokeAssignmentInput, WithdrawConflictInput},
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of jurors and assignments.
#[derive(Default)]
pub struct JuryMutation;

#[Object]
impl JuryMutation {
    /// Note that a conflict of interest does not hold any more. What it ended stays ended.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn withdraw_conflict(
        &self,
        ctx: &Context<'_>,
        input: WithdrawConflictInput,
    ) -> ApiResult<Payload<ConflictId, WithdrawConflictRefusal>> {
        act!(ctx, "withdrawConflict", input, |work| commands::withdraw_conflict(work, input.clone()))
    }

    /// Ask a juror to judge an application; she gets a mail. Staff of the community of its school; Belgica is shared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn assign_juror(
        &self,
        ctx: &Context<'_>,
        input: AssignJurorInput,
    ) -> ApiResult<Payload<AssignmentId, AssignJurorRefusal>> {
        act!(ctx, "assignJuror", input, |work| commands::assign(work, input.clone()))
    }

    /// Take an assignment back, before its evaluation is in.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn revoke_assignment(
        &self,
        ctx: &Context<'_>,
        input: RevokeAssignmentInput,
    ) -> ApiResult<Payload<AssignmentId, RevokeAssignmentRefusal>> {
        act!(ctx, "revokeAssignment", input, |work| commands::revoke(work, input.clone()))
    }
}
