//! What the jury advises the applicant (R83).

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, FeedbackId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FeedbackId,
    pub application_id: ApplicationId,
    pub text: String,
    pub edited_by_id: UserId,
    /// Whether the text stands as it was made, and nobody wrote it.
    pub is_made: bool,
    pub approved_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
