//! The national quality label of one teacher for one project (INV-24).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, LabelId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "label")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LabelId,
    pub application_id: ApplicationId,
    pub teacher_id: UserId,
    pub serial: String,
    pub verify_code: String,
    pub granted_at: DateTimeUtc,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoke_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
