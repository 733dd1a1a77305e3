//! An eTwinning project as registered on ESEP.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationRevisionId, ProjectId, UserId};
use crate::kinds::{ProjectKind, ProjectStatus, Track};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    pub title: String,
    pub title_key: String,
    pub slug: String,
    pub esep_url: String,
    pub esep_registered_on: Date,
    pub started_on: Date,
    pub ended_on: Option<Date>,
    pub summary: String,
    pub status: ProjectStatus,
    pub kind: ProjectKind,
    pub track: Option<Track>,
    pub track_reason: Option<String>,
    pub twinspace_number: Option<i32>,
    pub handed_in_revision_id: Option<ApplicationRevisionId>,
    pub created_by_id: UserId,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
