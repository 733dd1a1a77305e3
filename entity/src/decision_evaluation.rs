//! An evaluation that a decision rests on (INV-20).

use sea_orm::entity::prelude::*;

use crate::ids::{DecisionEvaluationId, DecisionId, EvaluationId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_evaluation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionEvaluationId,
    pub decision_id: DecisionId,
    pub evaluation_id: EvaluationId,
    pub total_centi: i32,
    /// Whether its scores are in the result.
    pub is_counted: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
