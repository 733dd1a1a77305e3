//! A mail to be sent: written with the change that causes it (INV-15).

use sea_orm::entity::prelude::*;

use crate::ids::{MessageId, UserId};
use crate::kinds::{MailFailure, MessageStatus, MessageTemplate};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    pub template: MessageTemplate,
    pub recipient_id: UserId,
    pub email: String,
    pub locale: String,
    pub dedup_key: String,
    pub facts: Json,
    pub state: MessageStatus,
    pub attempts: i32,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    pub next_attempt_at: Option<DateTimeUtc>,
    pub first_tried_at: Option<DateTimeUtc>,
    pub failure: Option<MailFailure>,
    pub last_reply: Option<String>,
    pub turn: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
