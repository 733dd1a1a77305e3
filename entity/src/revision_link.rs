//! An address as handed in.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationRevisionId, CriterionId, RevisionLinkId};
use crate::kinds::LinkKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionLinkId,
    pub revision_id: ApplicationRevisionId,
    pub criterion_id: Option<CriterionId>,
    pub kind: LinkKind,
    pub url: String,
    pub label: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
