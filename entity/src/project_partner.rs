//! A school that takes part in a project.

use sea_orm::entity::prelude::*;

use crate::ids::{ProjectId, ProjectPartnerId, SchoolId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project_partner")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectPartnerId,
    pub project_id: ProjectId,
    pub school_id: SchoolId,
    pub is_founder: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
