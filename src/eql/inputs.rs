//! What the mutations of candidates for the European label take.

use async_graphql::InputObject;
use entity::ids::{CampaignId, ProjectId};

use crate::api::Gid;

/// The campaign whose candidates for the European label are computed.
#[derive(Clone, InputObject)]
pub struct ComputeEqlCandidatesInput {
    /// The campaign. Its results are published.
    pub campaign_id: Gid<CampaignId>,
}

/// Countries outside Belgium in which a project has a national label.
#[derive(Clone, InputObject)]
pub struct RecordForeignLabelsInput {
    /// The project. It is a candidate of the campaign.
    pub project_id: Gid<ProjectId>,
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The countries, as codes of two capital letters such as `FR`, without `BE`. The list replaces the one recorded
    /// before.
    pub countries: Vec<String>,
    /// How this is known.
    pub source: String,
}
