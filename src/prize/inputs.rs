//! What the mutations of prizes take.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, PrizeAwardId, PrizeId, ProjectId, SchoolId},
    kinds::{ComponentKind, Track},
};

use crate::api::{Gid, Word};

/// A prize that schools can win.
#[derive(Clone, InputObject)]
pub struct DefinePrizeInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// For which label.
    pub track: Word<Track>,
    /// 1 is the first prize; each rank once per track.
    pub rank: i32,
    /// What it is called.
    pub title: String,
    /// What it is made of; at least one part.
    pub components: Vec<PrizeComponentInput>,
}

/// A part of a prize.
#[derive(Clone, InputObject)]
pub struct PrizeComponentInput {
    /// What it is.
    pub kind: Word<ComponentKind>,
    /// What it is worth, in cents; counts for the budget of the campaign.
    pub amount_cents: i32,
    /// What it is, in words.
    pub description: String,
    /// The organisation that pays for it; left out for the national support organisation itself.
    pub sponsor_name: Option<String>,
}

/// A prize for a school.
#[derive(Clone, InputObject)]
pub struct AwardPrizeInput {
    /// The prize.
    pub prize_id: Gid<PrizeId>,
    /// The project that wins it.
    pub project_id: Gid<ProjectId>,
    /// The school that gets it.
    pub school_id: Gid<SchoolId>,
}

/// A prize that a second person confirms.
#[derive(Clone, InputObject)]
pub struct RatifyPrizeAwardInput {
    /// The prize as it was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// Prizes that become public.
#[derive(Clone, InputObject)]
pub struct AnnouncePrizesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Of which label; its results are published.
    pub track: Word<Track>,
}
