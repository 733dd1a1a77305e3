//! A plan of who judges what, worked out and not yet carried out.

use sea_orm::entity::prelude::*;

use crate::ids::{AssignmentPlanId, CampaignId, UserId};
use crate::kinds::{AssignmentPlanStatus, Community, ProjectWish, Track};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment_plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssignmentPlanId,
    pub campaign_id: CampaignId,
    pub track: Track,
    pub community: Option<Community>,
    pub state: AssignmentPlanStatus,
    pub is_proposal: bool,
    pub seed: i32,
    pub fewest: i32,
    pub project_wish: Option<ProjectWish>,
    pub as_of: Date,
    pub due_on: Date,
    pub done: i32,
    pub seats: i32,
    pub hash: Option<String>,
    pub outcome: Option<Json>,
    pub failure: Option<String>,
    pub asked_by_id: Option<UserId>,
    pub leased_until: Option<DateTimeUtc>,
    pub finished_at: Option<DateTimeUtc>,
    pub committed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
