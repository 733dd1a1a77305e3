//! What the mutations of publications take.

use async_graphql::InputObject;
use entity::{
    ids::{ApplicationId, CampaignId, PublicationBatchId, PublicationItemId},
    kinds::{Community, Track},
};

use crate::api::{Gid, Word};

/// The results that are prepared for release.
#[derive(Clone, InputObject)]
pub struct PreparePublicationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community, for `NQL`. Leave it out for `BELGICA`, which is released for all communities together.
    pub community: Option<Word<Community>>,
}

/// A release to look at before it goes out.
#[derive(Clone, InputObject)]
pub struct ReleasePreviewInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
    /// The community, for `NQL`: the one that you work for. Leave it out for `BELGICA`.
    pub community: Option<Word<Community>>,
    /// How many results to show, 1 to 100.
    #[graphql(default = 20)]
    pub first: i32,
    /// Show the results after this application: the last one that you have.
    pub after: Option<Gid<ApplicationId>>,
}

/// A release that you approve as a second person.
#[derive(Clone, InputObject)]
pub struct ApprovePublicationInput {
    /// The release.
    pub publication_batch_id: Gid<PublicationBatchId>,
    /// The `setHash` that you saw: you approve exactly these results.
    pub expected_hash: String,
}

/// A release to publish.
#[derive(Clone, InputObject)]
pub struct PublishResultsInput {
    /// The release.
    pub publication_batch_id: Gid<PublicationBatchId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why the results go out before `Campaign.resultsPlannedAt`; needed only then, and kept in the audit log.
    pub reason: Option<String>,
}

/// A release that goes out by itself, or does not.
#[derive(Clone, InputObject)]
pub struct ScheduleReleaseInput {
    /// The approved release.
    pub publication_batch_id: Gid<PublicationBatchId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Whether it goes out by itself at `Campaign.resultsPlannedAt`.
    pub is_scheduled: bool,
}

/// A campaign to put away.
#[derive(Clone, InputObject)]
pub struct ArchiveCampaignInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// A teacher who did not get the mail, and was reached in another way.
#[derive(Clone, InputObject)]
pub struct MarkReachedOtherwiseInput {
    /// The result.
    pub publication_item_id: Gid<PublicationItemId>,
    /// How the teacher was reached; kept in the audit log.
    pub how: String,
}

/// Results that will not be on ESEP.
#[derive(Clone, InputObject)]
pub struct ExcuseFromEsepInput {
    /// The results, 1 to 100.
    pub publication_item_ids: Vec<Gid<PublicationItemId>>,
    /// Why, for example that the teacher never sent the form there; kept in the audit log.
    pub reason: String,
}

/// Results of which the mail came back.
#[derive(Clone, InputObject)]
pub struct RecordBouncesInput {
    /// The results, 1 to 100.
    pub publication_item_ids: Vec<Gid<PublicationItemId>>,
    /// What the mail server of the reader said, the same for all; kept in the audit log.
    pub what: Option<String>,
}

/// Results that are published on ESEP.
#[derive(Clone, InputObject)]
pub struct MarkEsepPublishedInput {
    /// The results, 1 to 100.
    pub publication_item_ids: Vec<Gid<PublicationItemId>>,
}
