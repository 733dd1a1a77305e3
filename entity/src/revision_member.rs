//! A teacher who took part in the project when an application was handed in.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationRevisionId, RevisionMemberId, SchoolId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_member")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionMemberId,
    pub revision_id: ApplicationRevisionId,
    pub user_id: UserId,
    pub school_id: SchoolId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
