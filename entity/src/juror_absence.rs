//! When a juror is away.

use sea_orm::entity::prelude::*;

use crate::ids::{JurorAbsenceId, JurorId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "juror_absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JurorAbsenceId,
    pub juror_id: JurorId,
    pub from_on: Date,
    pub to_on: Date,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
