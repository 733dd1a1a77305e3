//! A teacher who holds a label is invited to an event, once.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ApplicationId, EventId, EventInvitationId, UserId},
    kinds::EventInvitationStatus,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventInvitationId,
    pub event_id: EventId,
    pub teacher_id: UserId,
    /// One of the applications that earned a label.
    pub application_id: ApplicationId,
    pub state: EventInvitationStatus,
    /// How many people come with the teacher; nothing else is kept of them.
    pub guests: i32,
    pub needs: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    /// Since when there was no seat.
    pub queued_at: Option<DateTimeUtc>,
    pub attended_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
