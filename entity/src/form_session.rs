//! For how long the form of an application stays open: one lease each, renewed by writing.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, FormSessionId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "form_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FormSessionId,
    pub application_id: ApplicationId,
    pub opened_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub warns_at: DateTimeUtc,
    pub warns_again_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
    pub last_saved_version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
