//! What a school gets of a prize.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeAwardId, PrizeShareId, ProjectId, SchoolId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize_share")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeShareId,
    pub prize_award_id: PrizeAwardId,
    /// That of the prize: the school is one of its partners (INV-26).
    pub project_id: ProjectId,
    pub school_id: SchoolId,
    pub amount_cents: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
