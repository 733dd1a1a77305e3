//! One juror's judgement of one application.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ApplicationRevisionId, AssignmentId, EvaluationId, JurorId};
use crate::kinds::EvaluationStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evaluation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvaluationId,
    pub assignment_id: AssignmentId,
    pub application_id: ApplicationId,
    pub juror_id: JurorId,
    pub revision_id: ApplicationRevisionId,
    pub state: EvaluationStatus,
    pub total_centi: Option<i32>,
    pub comment: String,
    pub internal_note: String,
    pub submitted_at: Option<DateTimeUtc>,
    /// The version in which the comment changed last.
    pub comment_version: i32,
    pub internal_note_version: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
