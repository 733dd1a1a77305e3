//! Mutations of evaluations and consolidations.

use entity::ids::{ApplicationId, ConsolidationId, EvaluationId, PanelId};

use super::objects::Evaluation;
use super::{
    commands::{
        self, ConsolidateApplicationsRefusal, ReopenEvaluationRefusal, SaveEvaluationDraftRefusal,
        SubmitEvaluationRefusal,
    },
    inputs::{
        AnswerPanelResultInput, ConsolidateApplicationsInput, DissolvePanelInput, NameConsolidatorInput,
        ProposePanelResultInput, ReopenEvaluationInput, SaveEvaluationDraftInput, SubmitEvaluationInput,
    },
    panel::{self, AnswerPanelResultRefusal, DissolvePanelRefusal, NameConsolidatorRefusal, ProposePanelResultRefusal},
};
use crate::{acts, api::Part, application::Application, jury::Assignment};

acts! {
    /// Save a part of your evaluation, as often as you like. The first save creates the evaluation. Two windows can save
    /// at the same time: a save is refused with `VERSION_CONFLICT` only if another window has changed the same score or
    /// text since `expectedVersion`. Then `evaluation` is what is stored, and what you sent is kept in
    /// `Assignment.refusedTexts`; so is what comes too late. If `version` is more than one higher than the one you sent,
    /// another window has saved other parts: show the scores and texts of the answer.
    saveEvaluationDraft(SaveEvaluationDraftInput) -> EvaluationId | SaveEvaluationDraftRefusal
        [Juror; Assignment::EVALUATE(assignmentId)] keeping
        = commands::save_draft;

    /// Hand in your evaluation. Every criterion and gate must have a score, and every criterion a comment.
    submitEvaluation(SubmitEvaluationInput) -> EvaluationId | SubmitEvaluationRefusal
        [Juror; Assignment::EVALUATE(assignmentId)] = commands::submit;

    /// Give an evaluation back to its juror. This is possible until it is used in a result.
    reopenEvaluation(ReopenEvaluationInput) -> EvaluationId | ReopenEvaluationRefusal
        [Staff; Evaluation::REOPEN(evaluationId)] = commands::reopen;

    /// Merge the evaluations of applications into results. If the jurors of an application differ too much, a third
    /// juror is asked.
    consolidateApplications(ConsolidateApplicationsInput) -> Part<Vec<ConsolidationId>> | ConsolidateApplicationsRefusal
        [Staff; Application::MERGE(applicationIds)]
        = commands::consolidate;

    /// Form a panel: the jurors of an application must agree on its result, and one of them (the consolidator) proposes
    /// it. A panel can be formed instead of asking a third juror, or after one. If another juror is named later, the
    /// earlier proposal is removed.
    nameConsolidator(NameConsolidatorInput) -> PanelId | NameConsolidatorRefusal
        [Staff; Application::MERGE(applicationId)] = panel::name_consolidator;

    /// Propose a result to the panel, as its consolidator. This can be repeated until all agree. A new proposal removes
    /// the answers to the earlier one.
    proposePanelResult(ProposePanelResultInput) -> PanelId | ProposePanelResultRefusal
        [Juror; Application::SIT(applicationId)] = panel::propose;

    /// Agree to the proposal, or say why not. When all agree, it is the result of the application.
    answerPanelResult(AnswerPanelResultInput) -> PanelId | AnswerPanelResultRefusal
        [Juror; Application::SIT(applicationId)] = panel::answer;

    /// End a panel that does not agree. A third juror is then asked, or the evaluations are merged by the rule.
    dissolvePanel(DissolvePanelInput) -> ApplicationId | DissolvePanelRefusal
        [Staff; Application::MERGE(applicationId)] = panel::dissolve;
}
