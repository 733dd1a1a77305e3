//! Mutations of jurors and assignments: parse, call, shape. Those that may end a begun evaluation are with the
//! scores.

use async_graphql::{Context, Object};
use entity::ids::{AssignmentId, AssignmentPlanId, ConflictClearanceId, ConflictId, JurorId};

use super::{
    answers::JurorReminders,
    clearance::{self, ClearConflictRefusal, WithdrawClearanceRefusal},
    commands::{self, AssignJurorRefusal, RevokeAssignmentRefusal, WithdrawConflictRefusal},
    inputs::{
        AssignJurorInput, CancelAssignmentPlanInput, ClearConflictInput, CommitAssignmentPlanInput,
        CompareAssignmentPlansInput, ExplainAssignmentInput, FindJurorsInput, InspectAssignmentPlanInput,
        RecordAbsenceInput, RemindJurorsInput, RemoveAbsenceInput, RevokeAssignmentInput, SimulateAssignmentInput,
        UpdateJurorInput, WithdrawClearanceInput, WithdrawConflictInput,
    },
    planning::{
        JurorChoices, PairExplanation, PlanComparison, PlanInspection,
        commands::{
            self as plans, CancelAssignmentPlanRefusal, CommitAssignmentPlanRefusal, CompareAssignmentPlansRefusal,
            ExplainAssignmentRefusal, FindJurorsRefusal, InspectAssignmentPlanRefusal, SimulateAssignmentRefusal,
        },
    },
    profile::{self, RecordAbsenceRefusal, RemoveAbsenceRefusal, UpdateJurorRefusal},
    reminders::{self, RemindJurorsRefusal},
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Juror, Staff},
};

/// Mutations of jurors and assignments.
#[derive(Default)]
pub struct JuryMutation;

#[Object]
impl JuryMutation {
    /// Note that a conflict of interest does not hold any more: a juror of what the juror declared, staff of what their office
    /// recorded. What it ended stays ended.
    #[graphql(directive = policy::apply(vec![Juror, Staff]))]
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

    /// Change what is known of a juror: staff, and she herself.
    #[graphql(directive = policy::apply(vec![Juror, Staff]))]
    async fn update_juror(
        &self,
        ctx: &Context<'_>,
        input: UpdateJurorInput,
    ) -> ApiResult<Payload<JurorId, UpdateJurorRefusal>> {
        act!(ctx, "updateJuror", input, |work| profile::update(work, input.clone()))
    }

    /// Note when a juror is away: she takes on her share of the time that is left. Staff, and she herself.
    #[graphql(directive = policy::apply(vec![Juror, Staff]))]
    async fn record_absence(
        &self,
        ctx: &Context<'_>,
        input: RecordAbsenceInput,
    ) -> ApiResult<Payload<JurorId, RecordAbsenceRefusal>> {
        act!(ctx, "recordAbsence", input, |work| profile::record_absence(work, input.clone()))
    }

    /// Take an absence out.
    #[graphql(directive = policy::apply(vec![Juror, Staff]))]
    async fn remove_absence(
        &self,
        ctx: &Context<'_>,
        input: RemoveAbsenceInput,
    ) -> ApiResult<Payload<JurorId, RemoveAbsenceRefusal>> {
        act!(ctx, "removeAbsence", input, |work| profile::remove_absence(work, input.clone()))
    }

    /// Note that a tie keeps a juror from nothing: a shared board, a project done together, a conflict to be weighed. It
    /// is not found again by itself. Her own school and project, and what she declared, cannot be cleared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn clear_conflict(
        &self,
        ctx: &Context<'_>,
        input: ClearConflictInput,
    ) -> ApiResult<Payload<ConflictClearanceId, ClearConflictRefusal>> {
        act!(ctx, "clearConflict", input, |work| clearance::clear(work, input.clone()))
    }

    /// Take a clearance back: the tie counts again.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn withdraw_clearance(
        &self,
        ctx: &Context<'_>,
        input: WithdrawClearanceInput,
    ) -> ApiResult<Payload<ConflictClearanceId, WithdrawClearanceRefusal>> {
        act!(ctx, "withdrawClearance", input, |work| clearance::withdraw(work, input.clone()))
    }

    /// Ask for the best plan of who judges what. It is worked out beside the request; follow `state` of the plan. Where
    /// jurors are asked already, what they have opened stays and as little as can be changes. Nobody learns of it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn simulate_assignment(
        &self,
        ctx: &Context<'_>,
        input: SimulateAssignmentInput,
    ) -> ApiResult<Payload<AssignmentPlanId, SimulateAssignmentRefusal>> {
        act!(ctx, "simulateAssignment", input, |work| plans::simulate(work, input.clone()))
    }

    /// Take a plan back, or put it away. Work on it stops.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn cancel_assignment_plan(
        &self,
        ctx: &Context<'_>,
        input: CancelAssignmentPlanInput,
    ) -> ApiResult<Payload<AssignmentPlanId, CancelAssignmentPlanRefusal>> {
        act!(ctx, "cancelAssignmentPlan", input, |work| plans::cancel(work, input.clone()))
    }

    /// Carry a plan out: its jurors are asked, each in one mail, and invitations that it has no place for are taken back.
    /// All of it, or nothing when what it rests on has changed.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn commit_assignment_plan(
        &self,
        ctx: &Context<'_>,
        input: CommitAssignmentPlanInput,
    ) -> ApiResult<Payload<AssignmentPlanId, CommitAssignmentPlanRefusal>> {
        act!(ctx, "commitAssignmentPlan", input, |work| plans::commit(work, input.clone()))
    }

    /// See what a plan comes to, whether it still holds and is the best one, or why there is none and what would help.
    /// Nothing is written.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn inspect_assignment_plan(
        &self,
        ctx: &Context<'_>,
        input: InspectAssignmentPlanInput,
    ) -> ApiResult<Payload<PlanInspection, InspectAssignmentPlanRefusal>> {
        answer!(ctx, "inspectAssignmentPlan", answer_unwritten, |work| plans::inspect(work, input.clone()))
    }

    /// Put two plans for the same applications beside each other. Nothing is written.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn compare_assignment_plans(
        &self,
        ctx: &Context<'_>,
        input: CompareAssignmentPlansInput,
    ) -> ApiResult<Payload<PlanComparison, CompareAssignmentPlansRefusal>> {
        answer!(ctx, "compareAssignmentPlans", answer_unwritten, |work| plans::compare(work, input.clone()))
    }

    /// See why a juror is, or is not, planned for an application, and what it would take. Nothing is written.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn explain_assignment(
        &self,
        ctx: &Context<'_>,
        input: ExplainAssignmentInput,
    ) -> ApiResult<Payload<PairExplanation, ExplainAssignmentRefusal>> {
        answer!(ctx, "explainAssignment", answer_unwritten, |work| plans::explain(work, input.clone()))
    }

    /// See who could judge an application, and what stands against each: to assign a juror by hand. Nothing is written.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn find_jurors(
        &self,
        ctx: &Context<'_>,
        input: FindJurorsInput,
    ) -> ApiResult<Payload<JurorChoices, FindJurorsRefusal>> {
        answer!(ctx, "findJurors", answer_unwritten, |work| plans::find_jurors(work, input.clone()))
    }

    /// Remind jurors of evaluations that they have not handed in, in one mail a day each. They are reminded by themselves
    /// two weeks and three days before the last day, and when they are late.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn remind_jurors(
        &self,
        ctx: &Context<'_>,
        input: RemindJurorsInput,
    ) -> ApiResult<Payload<JurorReminders, RemindJurorsRefusal>> {
        answer!(ctx, "remindJurors", answer_once, |work| reminders::remind(work, input.clone()))
    }
}
