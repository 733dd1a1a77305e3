//! What a school gets of a prize.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeAwardId, PrizeShareId, ProjectId, SchoolId, UserId};

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
    /// The teacher who speaks for the school.
    pub contact_id: Option<UserId>,
    /// What the school does with it, and the project it leads to.
    pub use_text: Option<String>,
    pub new_project: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
