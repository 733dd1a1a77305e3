//! Step 2: one teacher's own application. `state` is what its teacher does, `stage` what staff and jury do.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ApplicationRevisionId, CampaignId, ProjectId, RegistrationId, SchoolId, UserId};
use crate::kinds::{ApplicationStage, ApplicationState, Community, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "application")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApplicationId,
    pub registration_id: RegistrationId,
    pub campaign_id: CampaignId,
    pub project_id: ProjectId,
    pub teacher_id: UserId,
    pub track: Track,
    pub school_id: SchoolId,
    pub community: Community,
    pub state: ApplicationState,
    pub stage: Option<ApplicationStage>,
    pub summary: String,
    pub consent_declared_at: Option<DateTimeUtc>,
    pub submitted_at: Option<DateTimeUtc>,
    pub published_at: Option<DateTimeUtc>,
    pub esep_submitted_at: Option<DateTimeUtc>,
    pub sequence_in_school_year: Option<i32>,
    pub texts_erased_at: Option<DateTimeUtc>,
    pub previous_application_id: Option<ApplicationId>,
    /// The version in which it was handed in last.
    pub handed_in_version: Option<i32>,
    /// The version in which the subjects changed last.
    pub subjects_version: i32,
    pub methods_version: i32,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub submitted_revision_id: Option<ApplicationRevisionId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
