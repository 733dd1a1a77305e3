//! The project of an application as it was when that was handed in (INV-04); its id is that of the revision.

use sea_orm::entity::prelude::*;

use crate::ids::ApplicationRevisionId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationRevisionId,
    pub title: String,
    pub title_key: String,
    pub summary: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
