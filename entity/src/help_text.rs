//! Help beside a question of the forms, in the languages of the country.

use sea_orm::entity::prelude::*;

use crate::ids::{CriterionId, HelpTextId, RubricVersionId};
use crate::kinds::HelpPlace;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "help_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: HelpTextId,
    pub rubric_version_id: RubricVersionId,
    pub place: HelpPlace,
    pub criterion_id: Option<CriterionId>,
    pub position: i32,
    pub text_nl: String,
    pub text_en: String,
    pub text_fr: String,
    pub text_de: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
