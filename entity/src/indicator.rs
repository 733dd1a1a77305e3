//! A sub-question of a criterion (R10-R53).

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, IndicatorId};
use crate::kinds::IndicatorSource;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IndicatorId,
    pub criterion_id: CriterionId,
    pub gate_id: Option<CriterionId>,
    pub code: String,
    pub position: i32,
    pub text: String,
    pub source: IndicatorSource,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
