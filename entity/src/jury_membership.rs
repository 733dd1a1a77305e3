//! A juror takes part in the jury of a track.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, JurorId, JuryMembershipId};
use crate::kinds::{JuryMembershipStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jury_membership")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JuryMembershipId,
    pub campaign_id: CampaignId,
    pub track: Track,
    pub juror_id: JurorId,
    pub state: JuryMembershipStatus,
    pub invited_at: DateTimeUtc,
    pub not_for: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
