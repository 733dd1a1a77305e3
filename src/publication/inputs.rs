//! What the mutations of publications take.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, PublicationBatchId, PublicationItemId},
    kinds::Track,
};

use crate::api::{Gid, Word};

/// A track whose results are ready to go out.
#[derive(Clone, InputObject)]
pub struct PreparePublicationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Which label.
    pub track: Word<Track>,
}

/// A release that a second person approves.
#[derive(Clone, InputObject)]
pub struct ApprovePublicationInput {
    /// The release.
    pub batch_id: Gid<PublicationBatchId>,
    /// The `setHash` that you saw: approval is of exactly these results.
    pub expected_hash: String,
}

/// A release that goes out.
#[derive(Clone, InputObject)]
pub struct PublishResultsInput {
    /// The release.
    pub batch_id: Gid<PublicationBatchId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// A reader whom the mail did not reach, and who was reached in another way.
#[derive(Clone, InputObject)]
pub struct MarkReachedOtherwiseInput {
    /// The result.
    pub item_id: Gid<PublicationItemId>,
    /// How; kept in the audit log.
    pub how: String,
}

/// Results that are on ESEP.
#[derive(Clone, InputObject)]
pub struct MarkEsepPublishedInput {
    /// The results, 1 to 100: all of them are marked, or none.
    pub item_ids: Vec<Gid<PublicationItemId>>,
}
