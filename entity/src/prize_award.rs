//! A prize given for a project, to the schools that share it.

use sea_orm::entity::prelude::*;

use crate::ids::{PrizeAwardId, PrizeId, ProjectId, UserId};
use crate::kinds::{PrizeAwardStatus, PrizeChoiceReason};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prize_award")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PrizeAwardId,
    pub prize_id: PrizeId,
    pub project_id: ProjectId,
    pub basis_score_centi: i32,
    pub basis_score_billionths: Option<i64>,
    pub state: PrizeAwardStatus,
    /// Why it goes to this project, where the ranking does not say so.
    pub reason: Option<String>,
    /// Why it fell back before it was announced, in words of the system.
    pub fall_reason: Option<String>,
    /// Why the schools do not get it.
    pub closing_reason: Option<String>,
    /// What was proposed in its place, and why nothing was.
    pub successor_id: Option<PrizeAwardId>,
    pub choice_reason: Option<PrizeChoiceReason>,
    /// The visit at which it is handed over, and what is planned for it.
    pub visit_starts_at: Option<DateTimeUtc>,
    pub visit_ends_at: Option<DateTimeUtc>,
    pub visit_place: Option<String>,
    /// Who of the office comes.
    pub visit_staff: Option<String>,
    pub has_presentation: bool,
    pub cake_pieces: Option<i32>,
    pub cake_note: Option<String>,
    /// The day on which the schools got it, and who noted it.
    pub handed_over_on: Option<Date>,
    pub handed_over_by_id: Option<UserId>,
    pub proposed_by_id: UserId,
    pub ratified_by_id: Option<UserId>,
    pub announced_at: Option<DateTimeUtc>,
    pub version: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
