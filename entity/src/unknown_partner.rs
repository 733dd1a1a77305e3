//! A school that a project is told to have, and that is not known.

use sea_orm::entity::prelude::*;

use crate::ids::{ProjectId, UnknownPartnerId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unknown_partner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnknownPartnerId,
    pub project_id: ProjectId,
    pub name: String,
    pub name_key: String,
    pub country: String,
    pub community: Community,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
