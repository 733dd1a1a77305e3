//! A comparison that a decision rests on (INV-20).

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, DecisionId, DecisionStepId};
use crate::kinds::ScoreBand;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionStepId,
    pub decision_id: DecisionId,
    pub position: i32,
    /// The criterion or gate; none of the total.
    pub criterion_id: Option<CriterionId>,
    pub score_centi: i32,
    pub score_sixtieths: i32,
    pub minimum_centi: i32,
    pub is_reached: bool,
    /// What a teacher may be told of the score; none of the total, and of what a single juror gave.
    pub band: Option<ScoreBand>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
