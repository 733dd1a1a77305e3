//! One refresh token of a session, hashed; used once.

use sea_orm::entity::prelude::*;

use crate::ids::SessionId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub hash: String,
    pub session_id: SessionId,
    pub issued_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    pub successor_salt: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
