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
    /// The label.
    pub track: Word<Track>,
    /// 1 is the first prize. There is one prize of each rank for each label.
    pub rank: i32,
    /// Title of the prize.
    pub title: String,
    /// The parts of the prize; at least one.
    pub components: Vec<PrizeComponentInput>,
}

/// A part of a prize.
#[derive(Clone, InputObject)]
pub struct PrizeComponentInput {
    /// What it is: money, a voucher, goods or a service.
    pub kind: Word<ComponentKind>,
    /// Its worth in cents of a euro; it counts towards the budget of the campaign.
    pub amount_cents: i32,
    /// A description.
    pub description: String,
    /// Name of the organisation that pays for it. Null or left out: the national support organisation itself.
    pub sponsor_name: Option<String>,
}

/// A prize for a school.
#[derive(Clone, InputObject)]
#[expect(clippy::struct_field_names, reason = "fields of the API are called after what they name")]
pub struct AwardPrizeInput {
    /// The prize.
    pub prize_id: Gid<PrizeId>,
    /// The project that wins it.
    pub project_id: Gid<ProjectId>,
    /// The school that gets the prize.
    pub school_id: Gid<SchoolId>,
}

/// A prize that you confirm as a second person.
#[derive(Clone, InputObject)]
pub struct RatifyPrizeAwardInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// Prizes to announce to the public.
#[derive(Clone, InputObject)]
pub struct AnnouncePrizesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label. All its results are published.
    pub track: Word<Track>,
}
