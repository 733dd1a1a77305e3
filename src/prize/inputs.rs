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

/// The ranking of a label.
#[derive(Clone, InputObject)]
pub struct ProjectRankingInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
}

/// The prizes of a label that nobody has.
#[derive(Clone, InputObject)]
pub struct ProposePrizesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The label.
    pub track: Word<Track>,
}

/// A prize for the schools of a project.
#[derive(Clone, InputObject)]
pub struct AwardPrizeInput {
    /// The prize.
    pub prize_id: Gid<PrizeId>,
    /// The project that wins it.
    pub project_id: Gid<ProjectId>,
    /// The schools that get it. They share it evenly; `splitPrize` changes that.
    pub school_ids: Vec<Gid<SchoolId>>,
    /// Why this project. Needed if the ranking does not say that it wins this prize: because projects are tied, because the
    /// prize is for one level or theme, or because another project comes first.
    pub reason: Option<String>,
}

/// How the schools share a prize.
#[derive(Clone, InputObject)]
pub struct SplitPrizeInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// What each school gets; together exactly what the prize is worth. Schools that are left out get nothing.
    pub shares: Vec<PrizeShareInput>,
}

/// What a school gets of a prize.
#[derive(Clone, InputObject)]
pub struct PrizeShareInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// In cents of a euro.
    pub amount_cents: i32,
}

/// A prize that is not given after all.
#[derive(Clone, InputObject)]
pub struct TakeBackPrizeAwardInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept with the prize and in the audit log.
    pub reason: String,
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
