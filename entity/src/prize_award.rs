//! A prize given to a school for a project.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeAwardId, PrizeId, ProjectId, SchoolId, UserId};
use crate::kinds::PrizeAwardStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize_award")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeAwardId,
    pub prize_id: PrizeId,
    pub project_id: ProjectId,
    pub school_id: SchoolId,
    pub basis_score_centi: i32,
    pub basis_score_billionths: Option<i64>,
    pub state: PrizeAwardStatus,
    pub proposed_by_id: UserId,
    pub ratified_by_id: Option<UserId>,
    pub announced_at: Option<DateTimeUtc>,
    pub fall_reason: Option<String>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
