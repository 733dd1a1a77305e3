//! A text of a working draft as it was saved once, or as it came too late to be saved.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, CriterionId, DraftTextId};
use crate::kinds::DraftField;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DraftTextId,
    pub application_id: ApplicationId,
    pub criterion_id: Option<CriterionId>,
    pub field: DraftField,
    pub text: String,
    /// The version of the application that it belongs to; of a refused one, the version that its writer saw.
    pub version: i32,
    pub is_refused: bool,
    pub saved_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
