//! What the jury work needs to know of a juror; the id is that of the user.

use sea_orm::entity::prelude::*;

use crate::ids::JurorId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "juror")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JurorId,
    pub experience: String,
    pub languages: Json,
    pub subjects: Json,
    pub school_levels: Json,
    pub capacity: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
