//! One juror asked to judge one application.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, AssignmentId, CampaignId, JurorId};
use crate::kinds::AssignmentStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentId,
    pub application_id: ApplicationId,
    pub juror_id: JurorId,
    pub campaign_id: CampaignId,
    pub round: i32,
    pub state: AssignmentStatus,
    pub due_at: DateTimeUtc,
    pub attested_at: Option<DateTimeUtc>,
    pub ended_reason: Option<String>,
    pub cannot_judge: bool,
    pub conflicts_since: Option<Date>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
