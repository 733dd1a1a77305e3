//! Step 1: a teacher tells that an application will follow (R61).

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, ProjectId, RegistrationId, SchoolId, UserId};
use crate::kinds::{Community, RegistrationStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub campaign_id: CampaignId,
    pub project_id: ProjectId,
    pub teacher_id: UserId,
    pub school_id: SchoolId,
    pub community: Community,
    pub track: Track,
    pub state: RegistrationStatus,
    pub submitted_at: Option<DateTimeUtc>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub review_reason: Option<String>,
    pub is_beyond_limit: bool,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
