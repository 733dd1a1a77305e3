//! Jurors who agree on one result for an application; one of them proposes it.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, EvaluationId, PanelId};
use crate::kinds::PanelStatus;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PanelId,
    pub application_id: ApplicationId,
    pub evaluation_id: EvaluationId,
    pub state: PanelStatus,
    pub comment: String,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
