//! Who pays for (part of) a prize.

use sea_orm::entity::prelude::*;

use crate::ids::SponsorId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sponsor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SponsorId,
    pub name: String,
    /// What the name is searched and sorted by.
    pub name_key: String,
    pub website: Option<String>,
    /// Whom to ask there.
    pub contact: Option<String>,
    /// What it gives for the prizes of a campaign.
    pub budget_cents: Option<i64>,
    /// Its logo, a PNG, with what it shows for who cannot see it.
    pub logo: Option<Vec<u8>>,
    pub logo_shows: Option<String>,
    pub version: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
