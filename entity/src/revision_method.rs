//! A way of teaching that an application is about, as handed in.

use sea_orm::entity::prelude::*;

use crate::ids::ApplicationRevisionId;
use crate::kinds::Method;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision_method")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub revision_id: ApplicationRevisionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub method: Method,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
