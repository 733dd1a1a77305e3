//! What was done, by whom, and why. Written once (INV-29).

use sea_orm::entity::prelude::*;

use crate::ids::{AuditEventId, UserId};
use crate::kinds::Community;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEventId,
    pub at: DateTimeUtc,
    pub actor_id: Option<UserId>,
    pub role: String,
    pub community: Option<Community>,
    pub action: String,
    pub entity: String,
    pub entity_id: Option<Uuid>,
    pub reason: Option<String>,
    pub request_id: Option<String>,
    pub facts: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
