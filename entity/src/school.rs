//! A school, in Belgium or abroad.

use sea_orm::entity::prelude::*;

use crate::ids::SchoolId;
use crate::kinds::{Community, SchoolLevel};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolId,
    pub name: String,
    pub name_key: String,
    pub community: Community,
    pub country: String,
    pub city: String,
    pub city_key: String,
    pub level: SchoolLevel,
    pub institution_number: Option<String>,
    pub fase_number: Option<String>,
    pub oid: Option<String>,
    pub pic: Option<String>,
    pub board: Option<String>,
    pub board_key: Option<String>,
    pub search_key: String,
    pub merged_into_id: Option<SchoolId>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
