//! A spreadsheet of the registration form, as it was read.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, ImportBatchId, UserId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "import_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportBatchId,
    pub campaign_id: CampaignId,
    pub made_by_id: UserId,
    pub community: Community,
    pub sha256: String,
    pub sheet: String,
    pub ignored_columns: Json,
    pub committed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
