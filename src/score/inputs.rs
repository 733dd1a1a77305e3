//! What the mutations of evaluations and consolidations take.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{ApplicationId, AssignmentId, CampaignId, EvaluationId, JurorId},
    kinds::Track,
};

use crate::api::{Decimal, Gid, Word};

/// Score and comment of a juror on one criterion or gate.
#[derive(Clone, InputObject)]
pub struct CriterionScoreInput {
    /// `C1` to `C5`, or a gate such as `G1`.
    pub criterion_code: String,
    /// The score on the scale of the rubric. Left out: it stays as it is. Null: the score is removed.
    pub score: MaybeUndefined<i32>,
    /// The comment; the applicant may read it later. Null or left out: it stays as it is.
    pub comment: Option<String>,
}

/// A part of an evaluation. What is left out stays as it is; it can be saved as often as needed.
#[derive(Clone, InputObject)]
pub struct SaveEvaluationDraftInput {
    /// Your assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version whose scores and texts you saw; take it from an answer only together with them, or a later save can
    /// replace what another window wrote. 0, null or left out: there was no evaluation yet.
    pub expected_version: Option<i32>,
    /// The scores and comments that change.
    #[graphql(default)]
    pub scores: Vec<CriterionScoreInput>,
    /// Comment on the whole application, for the applicant. Null or left out: it stays as it is.
    pub comment: Option<String>,
    /// Note for staff; applicants never read it. Null or left out: it stays as it is.
    pub internal_note: Option<String>,
}

/// An evaluation to hand in.
#[derive(Clone, InputObject)]
pub struct SubmitEvaluationInput {
    /// Your assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version of the evaluation that you saw; 0 if there is no evaluation yet.
    pub expected_version: i32,
}

/// An evaluation to give back to its juror.
#[derive(Clone, InputObject)]
pub struct ReopenEvaluationInput {
    /// The evaluation.
    pub evaluation_id: Gid<EvaluationId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// Applications whose evaluations are merged into results.
#[derive(Clone, InputObject)]
pub struct ConsolidateApplicationsInput {
    /// The applications, 1 to 100.
    pub application_ids: Vec<Gid<ApplicationId>>,
}

/// The juror who proposes a result on which the jurors of an application must agree.
#[derive(Clone, InputObject)]
pub struct NameConsolidatorInput {
    /// The application. All its evaluations are handed in, at least two, and it has no result.
    pub application_id: Gid<ApplicationId>,
    /// One of the jurors who handed in.
    pub juror_id: Gid<JurorId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The proposed score on one criterion or gate.
#[derive(Clone, InputObject)]
pub struct PanelScoreInput {
    /// `C1` to `C5`, or a gate such as `G1`.
    pub criterion_code: String,
    /// The score: whole or half points. It is between the lowest and the highest score of the jurors.
    pub score: Decimal,
}

/// A proposal of a result, for the other jurors of the panel.
#[derive(Clone, InputObject)]
pub struct ProposePanelResultInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the panel that you saw.
    pub expected_version: i32,
    /// The scores: every criterion and gate once.
    pub scores: Vec<PanelScoreInput>,
    /// Why this result; read by the panel and staff.
    pub comment: String,
}

/// The answer of a juror of the panel to the proposal. The juror can change it until all have answered.
#[derive(Clone, InputObject)]
pub struct AnswerPanelResultInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the panel that you saw.
    pub expected_version: i32,
    /// Whether you agree with the proposal.
    pub has_agreed: bool,
    /// Why you do not agree. Needed if `hasAgreed` is false. The panel reads it without your name; staff read it too.
    pub reason: Option<String>,
}

/// A panel to end without a result.
#[derive(Clone, InputObject)]
pub struct DissolvePanelInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The jury whose scores are calibrated. Only evaluations that are handed in count.
#[derive(Clone, InputObject)]
pub struct CalibrationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// A criterion or gate, such as `C1`. Null or left out: the total.
    pub criterion_code: Option<String>,
    /// The score that is needed. Null or left out: for the total the score for the label, for a criterion its minimum.
    pub threshold: Option<Decimal>,
    /// Number of prizes. Null or left out: for the total the prizes that are defined, for a criterion 0.
    pub prizes: Option<i32>,
    /// True: the answer has only applications whose label or prize would be different. False: all applications.
    #[graphql(default)]
    pub is_changed_only: bool,
}

/// The jury to look at.
#[derive(Clone, InputObject)]
pub struct JuryHealthInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label. For NQL you see the applications of your own community, for Belgica all.
    pub track: Word<Track>,
}
