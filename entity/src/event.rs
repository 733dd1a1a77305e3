//! The day on which those who hold the label are celebrated (R96).

use sea_orm::entity::prelude::*;

use crate::{
    ids::{CampaignId, EventId},
    kinds::EventStatus,
};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub campaign_id: CampaignId,
    pub title: String,
    pub place: String,
    pub address: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    /// The first instant at which nobody can say any more to come.
    pub answers_close_at: DateTimeUtc,
    /// The day on which who has not answered is reminded.
    pub remind_on: Option<Date>,
    /// For everybody, guests too.
    pub seats: i32,
    /// How many guests each may bring.
    pub most_guests: i32,
    pub state: EventStatus,
    pub cancel_reason: Option<String>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
