//! A version of the rubric: scale and pass mark. Frozen when a campaign opens with it (INV-08).

use sea_orm::entity::prelude::*;

use crate::ids::RubricVersionId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rubric_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RubricVersionId,
    pub code: String,
    pub scale_min: i32,
    pub scale_max: i32,
    pub pass_total_centi: i32,
    pub frozen_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
