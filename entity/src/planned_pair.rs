//! A juror and an application that belong together in a plan.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, AssignmentPlanId, JurorId, PlannedPairId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "planned_pair")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlannedPairId,
    pub plan_id: AssignmentPlanId,
    pub application_id: ApplicationId,
    pub juror_id: JurorId,
    pub is_fixed: bool,
    pub is_new: bool,
    pub costs: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
