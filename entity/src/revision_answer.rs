//! The answer on one criterion as handed in.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationRevisionId, CriterionId, RevisionAnswerId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionAnswerId,
    pub revision_id: ApplicationRevisionId,
    pub criterion_id: CriterionId,
    pub text: String,
    pub own_teacher: String,
    pub own_pupils: String,
    pub example: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
