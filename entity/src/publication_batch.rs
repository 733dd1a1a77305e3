//! The results of a track, released at once (R95).

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, PublicationBatchId, UserId};
use crate::kinds::{PublicationBatchStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "publication_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublicationBatchId,
    pub campaign_id: CampaignId,
    pub track: Track,
    pub state: PublicationBatchStatus,
    pub set_hash: String,
    pub prepared_by_id: UserId,
    pub approved_by_id: Option<UserId>,
    pub approved_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
