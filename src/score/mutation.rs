//! Mutations of evaluations and consolidations: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ApplicationId, ConsolidationId, EvaluationId, PanelId};

use super::{
    calibrate::{self, CalibrateScoresRefusal},
    calibrated::ScoreCalibration,
    commands::{
        self, ConsolidateApplicationsRefusal, ReopenEvaluationRefusal, SaveEvaluationDraftRefusal,
        SubmitEvaluationRefusal,
    },
    health::{
        JuryHealth,
        report::{self, InspectJuryRefusal},
    },
    inputs::{
        AnswerPanelResultInput, CalibrateScoresInput, ConsolidateApplicationsInput, DissolvePanelInput,
        InspectJuryInput, NameConsolidatorInput, ProposePanelResultInput, ReopenEvaluationInput,
        SaveEvaluationDraftInput, SubmitEvaluationInput,
    },
    panel::{self, AnswerPanelResultRefusal, DissolvePanelRefusal, NameConsolidatorRefusal, ProposePanelResultRefusal},
};
use crate::{
    act,
    api::{ApiResult, Payload, RequestExt, policy::policy},
    auth::Audience::{Juror, Staff},
};

/// Mutations of evaluations and consolidations.
#[derive(Default)]
pub struct ScoreMutation;

#[Object]
impl ScoreMutation {
    /// Save part of your evaluation, as often as you like. The first save begins it.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn save_evaluation_draft(
        &self,
        ctx: &Context<'_>,
        input: SaveEvaluationDraftInput,
    ) -> ApiResult<Payload<EvaluationId, SaveEvaluationDraftRefusal>> {
        act!(ctx, "saveEvaluationDraft", input, |work| commands::save_draft(work, input.clone()))
    }

    /// Hand your evaluation in: every criterion and gate has a score, every criterion a comment.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn submit_evaluation(
        &self,
        ctx: &Context<'_>,
        input: SubmitEvaluationInput,
    ) -> ApiResult<Payload<EvaluationId, SubmitEvaluationRefusal>> {
        act!(ctx, "submitEvaluation", input, |work| commands::submit(work, input.clone()))
    }

    /// Give an evaluation back to its juror, before it is used in a result.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn reopen_evaluation(
        &self,
        ctx: &Context<'_>,
        input: ReopenEvaluationInput,
    ) -> ApiResult<Payload<EvaluationId, ReopenEvaluationRefusal>> {
        act!(ctx, "reopenEvaluation", input, |work| commands::reopen(work, input.clone()))
    }

    /// Merge the evaluations of applications into results. Where the jurors differ too much, a third is asked.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn consolidate_applications(
        &self,
        ctx: &Context<'_>,
        input: ConsolidateApplicationsInput,
    ) -> ApiResult<Payload<Vec<ConsolidationId>, ConsolidateApplicationsRefusal>> {
        act!(ctx, "consolidateApplications", input, |work| commands::consolidate(work, input.clone()))
    }

    /// Let the jurors of an application agree on its result, as one of them proposes it: instead of a third juror, or after
    /// one. Naming another takes back what was proposed.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn name_consolidator(
        &self,
        ctx: &Context<'_>,
        input: NameConsolidatorInput,
    ) -> ApiResult<Payload<PanelId, NameConsolidatorRefusal>> {
        act!(ctx, "nameConsolidator", input, |work| panel::name_consolidator(work, input.clone()))
    }

    /// Propose the result on which the panel is to agree, as its consolidator; again and again until all do. A new proposal
    /// takes the answers to the one before back.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn propose_panel_result(
        &self,
        ctx: &Context<'_>,
        input: ProposePanelResultInput,
    ) -> ApiResult<Payload<PanelId, ProposePanelResultRefusal>> {
        act!(ctx, "proposePanelResult", input, |work| panel::propose(work, input.clone()))
    }

    /// Agree to what is proposed, or say why not. When all agree it is the result of the application.
    #[graphql(directive = policy::apply(vec![Juror]))]
    async fn answer_panel_result(
        &self,
        ctx: &Context<'_>,
        input: AnswerPanelResultInput,
    ) -> ApiResult<Payload<PanelId, AnswerPanelResultRefusal>> {
        act!(ctx, "answerPanelResult", input, |work| panel::answer(work, input.clone()))
    }

    /// End a panel that does not agree. A third juror is asked then, or the evaluations are merged by the rule.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn dissolve_panel(
        &self,
        ctx: &Context<'_>,
        input: DissolvePanelInput,
    ) -> ApiResult<Payload<ApplicationId, DissolvePanelRefusal>> {
        act!(ctx, "dissolvePanel", input, |work| panel::dissolve(work, input.clone()))
    }

    /// Estimate how severe each juror is, from the evaluations that are in, and where the applications would stand without
    /// that. When the scores do not allow it, the answer says why. It decides nothing, nothing changes, and nobody else
    /// learns of it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn calibrate_scores(
        &self,
        ctx: &Context<'_>,
        input: CalibrateScoresInput,
    ) -> ApiResult<Payload<ScoreCalibration, CalibrateScoresRefusal>> {
        let request = ctx.request();
        let work = request.work().await?;
        let answer = calibrate::calibrate_scores(work, input).await;
        request.answer_found("calibrateScores", answer).await
    }

    /// See how a jury is doing: load, pace, when it will be done, what is missing, how severe its jurors are, and what is
    /// worth a look; as figures, and as a page with charts. Nothing is written, and nobody else learns of it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn inspect_jury(
        &self,
        ctx: &Context<'_>,
        input: InspectJuryInput,
    ) -> ApiResult<Payload<JuryHealth, InspectJuryRefusal>> {
        let request = ctx.request();
        let work = request.work().await?;
        let answer = report::inspect(work, input).await;
        request.answer_found("inspectJury", answer).await
    }
}
