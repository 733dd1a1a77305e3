//! What the mutations of evaluations and consolidations take.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{ApplicationId, AssignmentId, EvaluationId};

use crate::api::Gid;

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
    /// The version of the evaluation that you saw; left out at the first save only.
    pub expected_version: Option<i32>,
    /// Scores and comments that change.
    #[graphql(default)]
    pub scores: Vec<CriterionScoreInput>,
    /// Comment on the whole, for the applicant.
    pub comment: Option<String>,
    /// Note for staff; no applicant ever reads it.
    pub internal_note: Option<String>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// An evaluation that is done.
#[derive(Clone, InputObject)]
pub struct SubmitEvaluationInput {
    /// Your assignment.
    pub assignment_id: Gid<AssignmentId>,
    /// The version of the evaluation that you saw.
    pub expected_version: i32,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
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
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}

/// Applications whose evaluations are in.
#[derive(Clone, InputObject)]
pub struct ConsolidateApplicationsInput {
    /// From 1 to 100 applications. All are merged, or none.
    pub application_ids: Vec<Gid<ApplicationId>>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}
