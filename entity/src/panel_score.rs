//! The score on one criterion that a panel is asked to agree on.

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, PanelId, PanelScoreId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "panel_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PanelScoreId,
    pub panel_id: PanelId,
    pub criterion_id: CriterionId,
    pub score_centi: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
