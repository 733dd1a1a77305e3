//! Mutations of decisions: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ApplicationId, DecisionId};

use super::{
    commands::{
        self, AdjustDecisionRefusal, ApproveFeedbackRefusal, ProposeDecisionsRefusal, RatifyDecisionsRefusal,
        WriteFeedbackRefusal, WriteMotivationRefusal,
    },
    inputs::{
        AdjustDecisionInput, ApproveFeedbackInput, ProposeDecisionsInput, RatifyDecisionsInput, WriteFeedbackInput,
        WriteMotivationInput,
    },
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of decisions.
#[derive(Default)]
pub struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Apply the rule of the label to every application of a track that has no decision yet: to all, or to none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn propose_decisions(
        &self,
        ctx: &Context<'_>,
        input: ProposeDecisionsInput,
    ) -> ApiResult<Payload<Vec<DecisionId>, ProposeDecisionsRefusal>> {
        act!(ctx, "proposeDecisions", input, |work| commands::propose(work, input.clone()))
    }

    /// Write the explanation that the applicant reads with the outcome.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn write_motivation(
        &self,
        ctx: &Context<'_>,
        input: WriteMotivationInput,
    ) -> ApiResult<Payload<DecisionId, WriteMotivationRefusal>> {
        act!(ctx, "writeMotivation", input, |work| commands::write_motivation(work, input.clone()))
    }

    /// Write what the jury advises the applicant. Feedback that changes must be approved again.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn write_feedback(
        &self,
        ctx: &Context<'_>,
        input: WriteFeedbackInput,
    ) -> ApiResult<Payload<ApplicationId, WriteFeedbackRefusal>> {
        act!(ctx, "writeFeedback", input, |work| commands::write_feedback(work, input.clone()))
    }

    /// Approve feedback. Without approved feedback no result goes out.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn approve_feedback(
        &self,
        ctx: &Context<'_>,
        input: ApproveFeedbackInput,
    ) -> ApiResult<Payload<ApplicationId, ApproveFeedbackRefusal>> {
        act!(ctx, "approveFeedback", input, |work| commands::approve_feedback(work, input.clone()))
    }

    /// Set another outcome than that of the rule, with a reason. The explanation must be written anew.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn adjust_decision(
        &self,
        ctx: &Context<'_>,
        input: AdjustDecisionInput,
    ) -> ApiResult<Payload<DecisionId, AdjustDecisionRefusal>> {
        act!(ctx, "adjustDecision", input, |work| commands::adjust(work, input.clone()))
    }

    /// Confirm decisions as a second person: all of them, or none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn ratify_decisions(
        &self,
        ctx: &Context<'_>,
        input: RatifyDecisionsInput,
    ) -> ApiResult<Payload<Vec<DecisionId>, RatifyDecisionsRefusal>> {
        act!(ctx, "ratifyDecisions", input, |work| commands::ratify(work, input.clone()))
    }
}
