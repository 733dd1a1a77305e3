//! Someone who can sign in.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;
use crate::kinds::{Community, UserStatus};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub name_key: String,
    pub locale: String,
    pub community: Option<Community>,
    pub status: UserStatus,
    pub erased_at: Option<DateTimeUtc>,
    /// The office that made the account; none for one that no office made.
    pub made_by_community: Option<Community>,
    pub export_asked_at: Option<DateTimeUtc>,
    pub access_version: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
