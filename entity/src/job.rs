//! Something that the system does by itself once it is due: exactly once for each kind and key.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CampaignId, JobId, PublicationBatchId};
use crate::kinds::{JobFailure, JobKind, JobStatus};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: JobKind,
    /// What tells it from others of its kind.
    pub key: String,
    pub campaign_id: CampaignId,
    pub batch_id: Option<PublicationBatchId>,
    pub application_id: Option<ApplicationId>,
    pub due_at: DateTimeUtc,
    pub state: JobStatus,
    pub attempts: i32,
    /// Nobody tries it before that: it failed a while ago, or somebody is at it.
    pub next_attempt_at: Option<DateTimeUtc>,
    pub failure: Option<JobFailure>,
    pub ended_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
