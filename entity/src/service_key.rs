//! A key of a service account, hashed.

use sea_orm::entity::prelude::*;

use crate::ids::{ServiceKeyId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "service_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceKeyId,
    pub user_id: UserId,
    pub name: String,
    pub hash: String,
    pub scopes: Json,
    pub made_by_id: UserId,
    pub made_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub last_used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
