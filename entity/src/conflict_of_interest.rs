//! A tie between a juror and a school, project, teacher or application.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ConflictId, JurorId, ProjectId, SchoolId, UserId};
use crate::kinds::{Community, ConflictKind, ConflictScope};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict_of_interest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConflictId,
    pub juror_id: JurorId,
    pub scope: ConflictScope,
    pub school_id: Option<SchoolId>,
    pub project_id: Option<ProjectId>,
    pub teacher_id: Option<UserId>,
    pub application_id: Option<ApplicationId>,
    pub kind: ConflictKind,
    pub is_hard: bool,
    pub reason: String,
    pub told_by: Option<Community>,
    pub recorded_by_id: Option<UserId>,
    pub recorded_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
