//! The results of a track, released at once (R95): of one community, or of all for Belgica, which they share.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, PublicationBatchId, UserId};
use crate::kinds::{Community, PublicationBatchStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicationBatchId,
    pub campaign_id: CampaignId,
    pub track: Track,
    /// Whose results; none for Belgica.
    pub community: Option<Community>,
    pub state: PublicationBatchStatus,
    pub set_hash: String,
    pub prepared_by_id: UserId,
    pub approved_by_id: Option<UserId>,
    pub approved_at: Option<DateTimeUtc>,
    /// Whether it goes out by itself when results are planned.
    pub is_scheduled: bool,
    /// When it was to go out by itself, and its results were not those that were approved.
    pub held_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
