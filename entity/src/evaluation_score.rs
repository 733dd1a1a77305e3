//! One juror's score and comment on one criterion.

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, EvaluationId, EvaluationScoreId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evaluation_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvaluationScoreId,
    pub evaluation_id: EvaluationId,
    pub criterion_id: CriterionId,
    pub score: Option<i32>,
    pub comment: String,
    /// The version of the evaluation in which the score changed last.
    pub score_version: i32,
    pub comment_version: i32,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
