//! A teacher asks to look at a result again (Q8): once for each application.

use sea_orm::entity::prelude::*;

use crate::ids::{ApplicationId, ReconsiderationId, UserId};
use crate::kinds::{ReconsiderationGround, ReconsiderationStatus};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reconsideration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReconsiderationId,
    pub application_id: ApplicationId,
    pub state: ReconsiderationStatus,
    pub ground: ReconsiderationGround,
    /// What went wrong, in the words of the teacher.
    pub text: String,
    pub admitted_by_id: Option<UserId>,
    pub admitted_at: Option<DateTimeUtc>,
    /// What the teacher was told last.
    pub answer: Option<String>,
    pub answered_by_id: Option<UserId>,
    pub answered_at: Option<DateTimeUtc>,
    /// When it ended, in whatever way.
    pub settled_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
