//! Mutations of decisions, and those of the jury that may take a result and its decision back: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ApplicationId, AssignmentId, ConflictId, DecisionId, JurorId};

use super::{
    commands::{
        self, AdjustDecisionRefusal, ApproveFeedbackRefusal, ProposeDecisionsRefusal, RatifyDecisionsRefusal,
        WriteFeedbackRefusal, WriteMotivationRefusal,
    },
    inputs::{
        AdjustDecisionInput, ApproveFeedbackInput, ProposeDecisionsInput, RatifyDecisionsInput, WriteFeedbackInput,
        WriteMotivationInput,
    },
    late,
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Juror, Staff},
    jury::{
        self, DeclareConflictInput, InviteJurorInput, RecordConflictInput, RecordJurorSchoolInput,
        RespondToAssignmentInput, ScreenConflictsInput, WithdrawJurorInput,
        clearance::ScreenConflictsRefusal,
        commands::{DeclareConflictRefusal, InviteJurorRefusal, RecordConflictRefusal, RespondToAssignmentRefusal},
        profile::{RecordJurorSchoolRefusal, WithdrawJurorRefusal},
    },
};

/// Mutations of decisions.
#[derive(Default)]
pub struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Invite a juror to the jury of a campaign. Her schools and projects become conflicts of interest.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn invite_juror(
        &self,
        ctx: &Context<'_>,
        input: InviteJurorInput,
    ) -> ApiResult<Payload<JurorId, InviteJurorRefusal>> {
        act!(ctx, "inviteJuror", input, |work| late::following(work, jury::commands::invite(work, input.clone())))
    }

    /// Accept, decline or recuse. Accepting attests that you have no conflict of interest, and opens the application.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn respond_to_assignment(
        &self,
        ctx: &Context<'_>,
        input: RespondToAssignmentInput,
    ) -> ApiResult<Payload<AssignmentId, RespondToAssignmentRefusal>> {
        act!(ctx, "respondToAssignment", input, |work| late::following(
            work,
            jury::commands::respond(work, input.clone())
        ))
    }

    /// Declare what keeps you away. Assignments that it touches end, and your evaluations there do not count.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn declare_conflict(
        &self,
        ctx: &Context<'_>,
        input: DeclareConflictInput,
    ) -> ApiResult<Payload<ConflictId, DeclareConflictRefusal>> {
        act!(ctx, "declareConflict", input, |work| late::following(
            work,
            jury::commands::declare_conflict(work, input.clone())
        ))
    }

    /// Record what keeps a juror away. With a hard one, assignments that it touches end, and the evaluations there do not
    /// count: those of applications that the caller looks after. For those of other communities it is noted, and their
    /// staff are told (`ConflictOfInterest.leftTo`).
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn record_conflict(
        &self,
        ctx: &Context<'_>,
        input: RecordConflictInput,
    ) -> ApiResult<Payload<ConflictId, RecordConflictRefusal>> {
        act!(ctx, "recordConflict", input, |work| late::following(
            work,
            jury::commands::record_conflict(work, input.clone())
        ))
    }

    /// Note where a juror works or worked: assignments that this touches end, and the evaluations there do not count. The
    /// juror, and staff for the applications that they look after; for others it is noted, and their staff are told.
    #[graphql(directive = policy::apply(vec![Juror, Staff]))]
    async fn record_juror_school(
        &self,
        ctx: &Context<'_>,
        input: RecordJurorSchoolInput,
    ) -> ApiResult<Payload<JurorId, RecordJurorSchoolRefusal>> {
        act!(ctx, "recordJurorSchool", input, |work| late::following(
            work,
            jury::profile::record_school(work, input.clone())
        ))
    }

    /// Let a juror leave the jury of a label. What was handed in stays; what was not ends, and a plan that gives it to others
    /// is proposed. While the juror has work for another community, the juror stays in the jury for that one
    /// (`JuryMembership.notFor`), and its staff are told.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn withdraw_juror(
        &self,
        ctx: &Context<'_>,
        input: WithdrawJurorInput,
    ) -> ApiResult<Payload<JurorId, WithdrawJurorRefusal>> {
        act!(ctx, "withdrawJuror", input, |work| late::following(work, jury::profile::withdraw(work, input.clone())))
    }

    /// Look through the assignments of a campaign for ties that came up since jurors were asked: somebody changed
    /// schools, or joined a project. Those end, their evaluations do not count, and a repair is proposed. What was decided
    /// on them is decided anew; a result that is out stays, and staff are told.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn screen_conflicts(
        &self,
        ctx: &Context<'_>,
        input: ScreenConflictsInput,
    ) -> ApiResult<Payload<Vec<AssignmentId>, ScreenConflictsRefusal>> {
        act!(ctx, "screenConflicts", input, |work| late::following(work, jury::clearance::screen(work, input.clone())))
    }

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
