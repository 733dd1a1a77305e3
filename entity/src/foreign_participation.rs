//! Teachers of a project in one other country: how many, never who.

use sea_orm::entity::prelude::*;

use crate::ids::{ForeignParticipationId, ProjectId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "foreign_participation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ForeignParticipationId,
    pub project_id: ProjectId,
    pub country: String,
    pub teachers: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
