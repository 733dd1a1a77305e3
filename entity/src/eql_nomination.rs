//! The projects that a campaign proposes for the European label, as a list that two persons stand for.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, EqlNominationId, UserId};
use crate::kinds::EqlNominationStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eql_nomination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EqlNominationId,
    pub campaign_id: CampaignId,
    pub state: EqlNominationStatus,
    pub set_hash: String,
    /// Own projects with a label, of which a share may be proposed.
    pub labelled: i32,
    pub places: i32,
    pub listed: i32,
    pub proposed_by_id: UserId,
    pub confirmed_by_id: Option<UserId>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
