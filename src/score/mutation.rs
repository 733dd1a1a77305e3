//! Mutations of evaluations and consolidations.

use entity::ids::{ApplicationId, ConsolidationId, EvaluationId, PanelId};

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
use crate::acts;

acts! {
    /// Save part of your evaluation, as often as you like. The first save begins it.
    saveEvaluationDraft(SaveEvaluationDraftInput) -> EvaluationId | SaveEvaluationDraftRefusal [Juror]
        = commands::save_draft;

    /// Hand your evaluation in: every criterion and gate has a score, every criterion a comment.
    submitEvaluation(SubmitEvaluationInput) -> EvaluationId | SubmitEvaluationRefusal [Juror] = commands::submit;

    /// Give an evaluation back to its juror, before it is used in a result.
    reopenEvaluation(ReopenEvaluationInput) -> EvaluationId | ReopenEvaluationRefusal [Staff] = commands::reopen;

    /// Merge the evaluations of applications into results. Where the jurors differ too much, a third is asked.
    consolidateApplications(ConsolidateApplicationsInput) -> Vec<ConsolidationId> | ConsolidateApplicationsRefusal [Staff]
        = commands::consolidate;

    /// Let the jurors of an application agree on its result, as one of them proposes it: instead of a third juror, or after
    /// one. Naming another takes back what was proposed.
    nameConsolidator(NameConsolidatorInput) -> PanelId | NameConsolidatorRefusal [Staff] = panel::name_consolidator;

    /// Propose the result on which the panel is to agree, as its consolidator; again and again until all do. A new proposal
    /// takes the answers to the one before back.
    proposePanelResult(ProposePanelResultInput) -> PanelId | ProposePanelResultRefusal [Juror] = panel::propose;

    /// Agree to what is proposed, or say why not. When all agree it is the result of the application.
    answerPanelResult(AnswerPanelResultInput) -> PanelId | AnswerPanelResultRefusal [Juror] = panel::answer;

    /// End a panel that does not agree. A third juror is asked then, or the evaluations are merged by the rule.
    dissolvePanel(DissolvePanelInput) -> ApplicationId | DissolvePanelRefusal [Staff] = panel::dissolve;
}
