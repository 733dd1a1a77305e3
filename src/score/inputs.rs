//! What the mutations of evaluations and consolidations take.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{ApplicationId, AssignmentId, CampaignId, EvaluationId, JurorId},
    kinds::Track,
};

use crate::api::{Gid, Word};

/// Score and comment on one criterion or gate.
#[derive(Clone, InputObject)]
pub struct CriterionScoreInput {
    /// `C1` to `C5`, or a gate such as `G1`.
    pub criterion_code: String,
    /// The score on the scale of the rubric. Left out, it stays as it is; null takes it back.
    pub score: MaybeUndefined<i32>,
    /// The comment; the applicant may read it one day. Left out, it stays as it is.
    pub comment: Option<String>,
}

/// Part of an evaluation, as often as you like: only what is given changes.
#[derive(Clone, InputObject)]
pub struct SaveEvaluationDraftInput {
    /// Your assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version of the evaluation that you saw; 0, or left out, when there is none yet.
    pub expected_version: Option<i32>,
    /// Scores and comments that change.
    #[graphql(default)]
    pub scores: Vec<CriterionScoreInput>,
    /// Comment on the whole, for the applicant.
    pub comment: Option<String>,
    /// Note for staff; no applicant ever reads it.
    pub internal_note: Option<String>,
}

/// An evaluation that is done.
#[derive(Clone, InputObject)]
pub struct SubmitEvaluationInput {
    /// Your assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version of the evaluation that you saw; 0 when there is none yet.
    pub expected_version: i32,
}

/// An evaluation that goes back to its juror.
#[derive(Clone, InputObject)]
pub struct ReopenEvaluationInput {
    /// The evaluation.
    pub evaluation_id: Gid<EvaluationId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// Applications whose evaluations are in.
#[derive(Clone, InputObject)]
pub struct ConsolidateApplicationsInput {
    /// From 1 to 100 applications. All are merged, or none.
    pub application_ids: Vec<Gid<ApplicationId>>,
}

/// A juror who is to propose on what the jurors of an application agree.
#[derive(Clone, InputObject)]
pub struct NameConsolidatorInput {
    /// The application. All its evaluations are in, two at least, and it has no result.
    pub application_id: Gid<ApplicationId>,
    /// One of the jurors who handed in.
    pub juror_id: Gid<JurorId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The score that a panel is asked to agree on, for one criterion or gate.
#[derive(Clone, InputObject)]
pub struct PanelScoreInput {
    /// `C1` to `C5`, or a gate such as `G1`.
    pub criterion_code: String,
    /// The score in hundredths, by half points: 350 is 3.5. Between the lowest and the highest that the jurors gave.
    pub score_centi: i32,
}

/// A result on which a panel is asked to agree.
#[derive(Clone, InputObject)]
pub struct ProposePanelResultInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the panel that you saw.
    pub expected_version: i32,
    /// Every criterion and gate, once.
    pub scores: Vec<PanelScoreInput>,
    /// How the panel comes to it; for the panel and staff.
    pub comment: String,
}

/// What a member of a panel says to what is proposed. She may change her mind while the others answer.
#[derive(Clone, InputObject)]
pub struct AnswerPanelResultInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the panel that you saw.
    pub expected_version: i32,
    /// Whether you agree.
    pub agrees: bool,
    /// Why not; needed when you do not agree. The panel reads it, without your name, and staff.
    pub reason: Option<String>,
}

/// A panel that ends without a result.
#[derive(Clone, InputObject)]
pub struct DissolvePanelInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The scores of a jury that are to be calibrated: those that are in.
#[derive(Clone, InputObject)]
pub struct CalibrationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// For which label.
    pub track: Word<Track>,
    /// A criterion or gate, such as `C1`; left out, the total.
    pub criterion_code: Option<String>,
    /// What a score must reach, in hundredths; left out, the pass mark of the total or the minimum of the criterion.
    pub threshold_centi: Option<i32>,
    /// How many prizes there are; left out, those that are defined, and none for one criterion.
    pub prizes: Option<i32>,
    /// Whether only the applications are told whose label or prize would differ.
    #[graphql(default)]
    pub only_changed: bool,
}

/// A jury to be looked at.
#[derive(Clone, InputObject)]
pub struct JuryHealthInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// For which label. For NQL you see the applications of your own community, for Belgica all.
    pub track: Word<Track>,
}
