//! What a juror wrote in an evaluation and could not save: it came from a window that was behind, or too late.

use sea_orm::entity::prelude::*;

use crate::ids::{AssignmentId, CriterionId, RefusedTextId};
use crate::kinds::EvaluationField;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refused_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefusedTextId,
    pub assignment_id: AssignmentId,
    pub criterion_id: Option<CriterionId>,
    pub field: EvaluationField,
    pub text: String,
    /// The version of the evaluation that its writer saw.
    pub version: i32,
    pub refused_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
