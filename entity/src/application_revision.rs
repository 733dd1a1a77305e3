//! An application as it was handed in; never changed (INV-04).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ApplicationRevisionId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application_revision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationRevisionId,
    pub application_id: ApplicationId,
    pub number: i32,
    pub summary: String,
    pub sha256: String,
    pub submitted_at: DateTimeUtc,
    pub submitted_by_id: UserId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
