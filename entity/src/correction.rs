//! A result that is out is set right: what staff propose, and what it was before a second person confirmed it.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CorrectionId, DecisionId, UserId};
use crate::kinds::{CorrectionStatus, Outcome};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    pub decision_id: DecisionId,
    pub application_id: ApplicationId,
    pub state: CorrectionStatus,
    pub outcome: Outcome,
    pub motivation: String,
    pub reason: String,
    /// What is corrected, as it was when this was proposed.
    pub earlier_outcome: Outcome,
    pub earlier_motivation: String,
    pub proposed_by_id: UserId,
    pub confirmed_by_id: Option<UserId>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
