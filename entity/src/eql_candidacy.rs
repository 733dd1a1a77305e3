//! Where a project stands for the European label (R121).

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, EqlCandidacyId, ProjectId};
use crate::kinds::{EqlCandidacyStatus, EqlOutcome};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eql_candidacy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EqlCandidacyId,
    pub project_id: ProjectId,
    pub campaign_id: CampaignId,
    pub average_centi: i32,
    pub average_billionths: i64,
    pub countries_with_nql: i32,
    /// What follows from the facts below, the labels and the rule.
    pub state: EqlCandidacyStatus,
    pub reason: String,
    /// It is among the best that may be proposed; once the list is confirmed, it was.
    pub is_listed: bool,
    /// Staff chose it among equal ones.
    pub is_chosen: bool,
    /// A confirmed list has it.
    pub is_nominated: bool,
    pub withdrawn_at: Option<DateTimeUtc>,
    pub withdraw_reason: Option<String>,
    pub outcome: Option<EqlOutcome>,
    pub outcome_source: Option<String>,
    pub outcome_on: Option<Date>,
    pub outcome_recorded_at: Option<DateTimeUtc>,
    pub computed_at: DateTimeUtc,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
