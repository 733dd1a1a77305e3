//! Mutations of evaluations and consolidations.

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

    /// Estimate how severe each juror is, from the evaluations that are in, and where the applications would stand without
    /// that. When the scores do not allow it, the answer says why. It decides nothing, nothing changes, and nobody else
    /// learns of it.
    calibrateScores(CalibrateScoresInput) -> ScoreCalibration | CalibrateScoresRefusal [Staff] ending
        = calibrate::calibrate_scores;

    /// See how a jury is doing: load, pace, when it will be done, what is missing, how severe its jurors are, and what is
    /// worth a look; as figures, and as a page with charts. Nothing is written, and nobody else learns of it.
    inspectJury(InspectJuryInput) -> JuryHealth | InspectJuryRefusal [Staff] ending = report::inspect;
}
