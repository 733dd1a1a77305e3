//! The merged score on one criterion.

use sea_orm::entity::prelude::*;

use crate::ids::{ConsolidationId, ConsolidationScoreId, CriterionId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consolidation_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConsolidationScoreId,
    pub consolidation_id: ConsolidationId,
    pub criterion_id: CriterionId,
    pub score_centi: i32,
    pub score_sixtieths: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
