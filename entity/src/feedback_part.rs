//! What the jury advises the applicant on one criterion (R83).

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, FeedbackId, FeedbackPartId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FeedbackPartId,
    pub feedback_id: FeedbackId,
    pub criterion_id: CriterionId,
    pub text: String,
    /// Who wrote it last; nobody while it stands as it was made.
    pub edited_by_id: Option<UserId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
