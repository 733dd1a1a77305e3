//! One answer to the registration form, and what comes of it.

use sea_orm::entity::prelude::*;

use crate::ids::{CampaignId, ImportBatchId, ImportRowId, RegistrationId, UserId};
use crate::kinds::ImportOutcome;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportRowId,
    pub batch_id: ImportBatchId,
    pub campaign_id: CampaignId,
    pub number: i32,
    pub source_key: String,
    pub email: String,
    pub cells: String,
    pub outcome: ImportOutcome,
    pub teacher_id: Option<UserId>,
    pub registration_id: Option<RegistrationId>,
    pub committed_at: Option<DateTimeUtc>,
    pub made: Option<Json>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
