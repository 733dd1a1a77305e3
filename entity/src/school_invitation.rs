//! An office asks whether somebody works at a school.

use sea_orm::entity::prelude::*;

use crate::ids::{SchoolId, SchoolInvitationId, UserId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolInvitationId,
    pub user_id: UserId,
    pub school_id: SchoolId,
    pub from_on: Date,
    pub made_by_community: Community,
    pub asked_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
