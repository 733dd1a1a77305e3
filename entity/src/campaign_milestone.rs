//! A date on the public timeline (R60).

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, CampaignMilestoneId};
use crate::kinds::MilestoneKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign_milestone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignMilestoneId,
    pub campaign_id: CampaignId,
    pub kind: MilestoneKind,
    pub takes_place_on: Date,
    pub public_text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
