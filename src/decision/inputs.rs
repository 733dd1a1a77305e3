//! What the mutations of decisions take.

use async_graphql::InputObject;
use entity::{
    ids::{ApplicationId, CampaignId, DecisionId},
    kinds::{Outcome, Track},
};

use crate::api::{Gid, Word};

/// The applications of one label for which decisions are proposed. All must have a result.
#[derive(Clone, InputObject)]
pub struct ProposeDecisionsInput {
    /// The campaign. It is in the phase `DELIBERATION`.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
}

/// The explanation of a decision.
#[derive(Clone, InputObject)]
pub struct WriteMotivationInput {
    /// The decision.
    pub decision_id: Gid<DecisionId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The explanation. The applicant reads it; it must not name a juror.
    pub motivation: String,
}

/// The advice of the jury to an applicant.
#[derive(Clone, InputObject)]
pub struct WriteFeedbackInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the feedback that you saw. 0, null or left out: there is no feedback yet.
    pub expected_version: Option<i32>,
    /// The advice. The applicant reads it; it must not name a juror.
    pub text: String,
}

/// Feedback that may be published.
#[derive(Clone, InputObject)]
pub struct ApproveFeedbackInput {
    /// The application.
    pub application_id: Gid<ApplicationId>,
    /// The version of the feedback that you saw.
    pub expected_version: i32,
}

/// Another outcome than the rule gives.
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

/// Decisions that you confirm as a second person.
#[derive(Clone, InputObject)]
pub struct RatifyDecisionsInput {
    /// The decisions, 1 to 100.
    pub decision_ids: Vec<Gid<DecisionId>>,
}
