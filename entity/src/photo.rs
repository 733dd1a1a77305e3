//! A photo of a prize, its project or its event. The pixels are two files; a row is there for as long as they are.

use sea_orm::entity::prelude::*;

use crate::ids::{PhotoId, PrizeAwardId, UserId};
use crate::kinds::{PhotoOccasion, PhotoStatus};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PhotoId,
    pub prize_award_id: PrizeAwardId,
    pub uploader_id: UserId,
    pub state: PhotoStatus,
    pub occasion: PhotoOccasion,
    /// What it shows, for who cannot see it.
    pub shows: String,
    /// The name of its file, which says nothing; the thumbnail is beside it.
    pub file: String,
    pub width: i32,
    pub height: i32,
    /// What it may be used for and where, as who declares it says so: words of closed lists.
    pub purposes: Json,
    pub channels: Json,
    /// Whether the schools, and everybody, are among these channels.
    pub for_school: bool,
    pub for_public: bool,
    /// How consent was given.
    pub statement: Option<String>,
    pub consent_by_id: Option<UserId>,
    pub consent_at: Option<DateTimeUtc>,
    pub approved_by_id: Option<UserId>,
    pub approved_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
