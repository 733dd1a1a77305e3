//! Staff looked at a tie between a juror and an application, and found that it keeps her from nothing.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ConflictClearanceId, JurorId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conflict_clearance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConflictClearanceId,
    pub juror_id: JurorId,
    pub application_id: ApplicationId,
    pub reason: String,
    pub cleared_by_id: Option<UserId>,
    pub cleared_at: DateTimeUtc,
    pub withdrawn_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
