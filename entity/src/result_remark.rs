//! What is said of the texts that go with a result, before they are approved.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CriterionId, ResultRemarkId};
use crate::kinds::{ResultRemarkCode, ResultTextPart};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result_remark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultRemarkId,
    pub application_id: ApplicationId,
    pub code: ResultRemarkCode,
    pub part: ResultTextPart,
    pub criterion_id: Option<CriterionId>,
    /// The other application that has the same text.
    pub same_as_id: Option<ApplicationId>,
    /// The language it seems to be in.
    pub language: Option<String>,
    /// Sorts the remarks as the texts are sorted.
    pub position: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
