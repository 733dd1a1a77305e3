//! A school that took part in the project when an application was handed in.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationRevisionId, RevisionPartnerId, SchoolId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_partner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionPartnerId,
    pub revision_id: ApplicationRevisionId,
    pub school_id: SchoolId,
    pub is_founder: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
