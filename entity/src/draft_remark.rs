//! What is said of a working draft: what is missing, and what could be better.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CriterionId, DraftRemarkId, EvidenceLinkId};
use crate::kinds::{DraftField, RemarkCode};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_remark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DraftRemarkId,
    pub application_id: ApplicationId,
    pub code: RemarkCode,
    pub criterion_id: Option<CriterionId>,
    pub field: Option<DraftField>,
    pub evidence_link_id: Option<EvidenceLinkId>,
    /// Sorts the remarks as the form is sorted.
    pub position: i32,
    pub words: Option<i32>,
    pub words_expected: Option<i32>,
    /// The language it seems to be in.
    pub language: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
