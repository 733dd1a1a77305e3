//! Whether an address that was handed in could be opened, when somebody last tried.

use sea_orm::entity::prelude::*;

use crate::ids::{LinkCheckId, RevisionLinkId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "link_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkCheckId,
    #[sea_orm(unique)]
    pub revision_link_id: RevisionLinkId,
    pub is_reachable: bool,
    pub checked_by_id: UserId,
    pub checked_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
