//! What a member of a panel says to what is proposed.

use sea_orm::entity::prelude::*;

use crate::ids::{EvaluationId, PanelAnswerId, PanelId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PanelAnswerId,
    pub panel_id: PanelId,
    pub evaluation_id: EvaluationId,
    pub agrees: Option<bool>,
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
