//! A condition of the European label beside what was found of a project: the trace of the rule.

use sea_orm::entity::prelude::*;

use crate::ids::{EqlCandidacyId, EqlConditionId};
use crate::kinds::EqlConditionKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eql_condition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EqlConditionId,
    pub candidacy_id: EqlCandidacyId,
    pub position: i32,
    pub condition: EqlConditionKind,
    pub asked_centi: i32,
    pub found_centi: Option<i32>,
    pub is_met: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
