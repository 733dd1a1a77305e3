//! The evaluations of an application merged into one result.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CampaignId, ConsolidationId};
use crate::kinds::{ConsolidationMethod, ConsolidationStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consolidation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsolidationId,
    pub application_id: ApplicationId,
    pub campaign_id: CampaignId,
    pub track: Track,
    pub method: ConsolidationMethod,
    pub state: ConsolidationStatus,
    pub total_centi: Option<i32>,
    pub total_sixtieths: Option<i32>,
    pub spread_centi: i32,
    pub is_discrepant: bool,
    pub rank_key: String,
    pub merged_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
