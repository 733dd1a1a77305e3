//! A prize that can be won in a track of a campaign.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, PrizeId};
use crate::kinds::{SchoolLevel, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeId,
    pub campaign_id: CampaignId,
    pub track: Track,
    pub rank: i32,
    pub title: String,
    /// Which schools it is for; none for all.
    pub level: Option<SchoolLevel>,
    /// What the projects are about that it is for; none for all.
    pub theme: Option<String>,
    /// Set when nobody can win it any more.
    pub removed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
