//! The working draft of the answer on one criterion.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationAnswerId, ApplicationId, CriterionId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationAnswerId,
    pub application_id: ApplicationId,
    pub criterion_id: CriterionId,
    pub text: String,
    pub own_teacher: String,
    pub own_pupils: String,
    pub example: String,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
