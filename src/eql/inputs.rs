//! What the mutations of candidates for the European label take.

use async_graphql::InputObject;
use entity::ids::{CampaignId, ProjectId};

use crate::api::Gid;

/// A campaign whose candidates are computed.
#[derive(Clone, InputObject)]
pub struct ComputeEqlCandidatesInput {
    /// The campaign; it is published.
    pub campaign_id: Gid<CampaignId>,
}

/// Labels that a project earned in other countries.
#[derive(Clone, InputObject)]
pub struct RecordForeignLabelsInput {
    /// The project; a candidate of the campaign.
    pub project_id: Gid<ProjectId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The countries, as two capitals such as `FR`; without Belgium. They replace what was recorded before.
    pub countries: Vec<String>,
    /// Where this is known from.
    pub source: String,
}
