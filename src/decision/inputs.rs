//! What the mutations of decisions take.

use async_graphql::InputObject;
use entity::{
    ids::{ApplicationId, CampaignId, DecisionId},
    kinds::{Outcome, Track},
};

use crate::api::{Gid, Word};

/// A track whose results are all in.
#[derive(Clone, InputObject)]
pub struct ProposeDecisionsInput {
    /// The campaign; it deliberates.
    pub campaign_id: Gid<CampaignId>,
    /// Which label.
    pub track: Word<Track>,
}

/// The explanation that goes with a decision.
#[derive(Clone, InputObject)]
pub struct WriteMotivationInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The explanation, as the applicant will read it; it names no juror.
    pub motivation: String,
}

/// What the jury advises an applicant.
#[derive(Clone, InputObject)]
pub struct WriteFeedbackInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the feedback that you saw; 0, or left out, when there is none yet.
    pub expected_version: Option<i32>,
    /// The advice, as the applicant will read it; it names no juror.
    pub text: String,
}

/// Feedback that may go out.
#[derive(Clone, InputObject)]
pub struct ApproveFeedbackInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the feedback that you saw.
    pub expected_version: i32,
}

/// Another outcome than that of the rule.
#[derive(Clone, InputObject)]
pub struct AdjustDecisionInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The outcome.
    pub outcome: Word<Outcome>,
    /// Why; kept with the decision and in the audit log.
    pub reason: String,
}

/// Decisions that a second person confirms.
#[derive(Clone, InputObject)]
pub struct RatifyDecisionsInput {
    /// The decisions, 1 to 100: all of them are confirmed, or none.
    pub decision_ids: Vec<Gid<DecisionId>>,
}
