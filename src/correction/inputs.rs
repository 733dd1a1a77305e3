//! What the mutations of corrections take.

use async_graphql::InputObject;
use entity::{
    ids::{CorrectionId, DecisionId},
    kinds::Outcome,
};

use crate::api::{Gid, Word};

/// How a result that is out is set right.
#[derive(Clone, InputObject)]
pub struct ReviseDecisionInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
    /// The version of it that you read.
    pub expected_version: i32,
    /// The right outcome; the same one if only the explanation is wrong.
    pub outcome: Word<Outcome>,
    /// The explanation that the teacher reads from then on.
    pub motivation: String,
    /// What was wrong. Only staff read it.
    pub reason: String,
}

/// A correction to confirm.
#[derive(Clone, InputObject)]
pub struct ConfirmCorrectionInput {
    /// The correction.
    pub correction_id: Gid<CorrectionId>,
    /// The version of it that you read.
    pub expected_version: i32,
}

/// A correction that is not made.
#[derive(Clone, InputObject)]
pub struct TakeBackCorrectionInput {
    /// The correction.
    pub correction_id: Gid<CorrectionId>,
    /// Why it is not made.
    pub reason: String,
}
