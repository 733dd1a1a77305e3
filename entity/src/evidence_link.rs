//! An address that shows what the draft says.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CriterionId, EvidenceLinkId};
use crate::kinds::LinkKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceLinkId,
    pub application_id: ApplicationId,
    pub criterion_id: Option<CriterionId>,
    pub kind: LinkKind,
    pub url: String,
    pub label: String,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
