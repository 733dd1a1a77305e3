//! How much a condition for taking part counts in a campaign.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, EligibilityRuleId};
use crate::kinds::{EligibilityCondition, RuleSeverity};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eligibility_rule")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EligibilityRuleId,
    pub campaign_id: CampaignId,
    pub condition: EligibilityCondition,
    pub at_registration: RuleSeverity,
    pub at_hand_in: RuleSeverity,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
