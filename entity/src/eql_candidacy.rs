//! Where a project stands for the European label (R121).

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, EqlCandidacyId, ProjectId};
use crate::kinds::EqlCandidacyStatus;

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
    pub countries_source: Option<String>,
    pub state: EqlCandidacyStatus,
    pub reason: String,
    pub computed_at: DateTimeUtc,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
