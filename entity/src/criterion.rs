//! Something a juror scores: one of the five criteria, or a gate under one (F3).

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, RubricVersionId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "criterion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CriterionId,
    pub rubric_version_id: RubricVersionId,
    pub gate_of_id: Option<CriterionId>,
    pub code: String,
    pub position: i32,
    pub title_nl: String,
    pub title_en: String,
    pub title_fr: String,
    pub title_de: String,
    pub guidance: String,
    pub weight: i32,
    pub minimum_centi: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
