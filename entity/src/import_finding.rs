//! What is wrong with an answer to the registration form, or worth a look.

use sea_orm::entity::prelude::*;

use crate::ids::{ImportFindingId, ImportRowId};
use crate::kinds::{ImportCode, ImportColumn, ImportSeverity};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_finding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportFindingId,
    pub row_id: ImportRowId,
    pub position: i32,
    pub severity: ImportSeverity,
    pub code: ImportCode,
    pub about: Option<ImportColumn>,
    pub text: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
