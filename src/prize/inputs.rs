//! What the mutations of prizes take.

use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use entity::{
    ids::{
        CampaignId, PrizeAwardId, PrizeComponentId, PrizeId, PrizeVoucherId, ProjectId, SchoolId, SponsorId, UploadId,
        UserId,
    },
    kinds::{ComponentKind, SchoolLevel, Track},
};

use crate::api::{Day, Gid, Word};

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
    /// The level of the schools that it is for. Left out: it is for all. A prize for one level is given with `awardPrize`.
    pub level: Option<Word<SchoolLevel>>,
    /// What the projects are about that it is for. Left out: it is for all. A prize for one theme is given with `awardPrize`.
    pub theme: Option<String>,
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

/// A prize, described anew. What is left out goes.
#[derive(Clone, InputObject)]
pub struct UpdatePrizeInput {
    /// The prize.
    pub prize_id: Gid<PrizeId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// 1 is the first prize. There is one prize of each rank for each label.
    pub rank: i32,
    /// Title of the prize.
    pub title: String,
    /// The level of the schools that it is for. Left out: it is for all. A prize for one level is given with `awardPrize`.
    pub level: Option<Word<SchoolLevel>>,
    /// What the projects are about that it is for. Left out: it is for all. A prize for one theme is given with `awardPrize`.
    pub theme: Option<String>,
    /// The parts of the prize, all of them; at least one.
    pub components: Vec<PrizeComponentInput>,
}

/// A prize that nobody shall win.
#[derive(Clone, InputObject)]
pub struct RemovePrizeInput {
    /// The prize.
    pub prize_id: Gid<PrizeId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// An organisation that pays for prizes.
#[derive(Clone, InputObject)]
pub struct CreateSponsorInput {
    /// Its name; no other sponsor has it. Parts of prizes name the sponsor by it.
    pub name: String,
    /// Its website. The public sees it beside the prizes.
    pub website: Option<String>,
    /// Whom to ask there, for the office only.
    pub contact: Option<String>,
    /// What it gives for the prizes of a campaign, in cents of a euro, for the office only; `prizeBudget` says how much of that
    /// is spent. Null or left out: it is not agreed.
    pub budget_cents: Option<i32>,
}

/// What is noted of a sponsor. What is left out goes; its logo stays.
#[derive(Clone, InputObject)]
pub struct UpdateSponsorInput {
    /// The sponsor.
    pub sponsor_id: Gid<SponsorId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its name; no other sponsor has it.
    pub name: String,
    /// Its website. The public sees it beside the prizes.
    pub website: Option<String>,
    /// Whom to ask there, for the office only.
    pub contact: Option<String>,
    /// What it gives for the prizes of a campaign, in cents of a euro, for the office only; `prizeBudget` says how much of that
    /// is spent. Null or left out: it is not agreed.
    pub budget_cents: Option<i32>,
}

/// The logo of a sponsor.
#[derive(Clone, InputObject)]
pub struct SetSponsorLogoInput {
    /// The sponsor.
    pub sponsor_id: Gid<SponsorId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// A file that was sent to `/uploads` as `image/png` or `image/jpeg`, 2 MB at most. Null or left out: the sponsor has no logo
    /// any more.
    pub upload_id: Option<Gid<UploadId>>,
    /// What it shows, for readers who cannot see it, such as `De Letterzee`. Needed with a file. At most 300 characters.
    pub shows: Option<String>,
}

/// What the prizes of a campaign cost.
#[derive(Clone, InputObject)]
pub struct PrizeBudgetInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
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

/// A prize that its schools want.
#[derive(Clone, InputObject)]
pub struct AcceptPrizeInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The teacher of the project who speaks for a school that gets the prize: for your own school, if you are a teacher. Left
    /// out: you, if you are a teacher; nobody yet, if you are staff.
    pub contact_id: Option<Gid<UserId>>,
    /// How staff know that the school wants it, such as a phone call; only staff give it, and must. Kept in the audit log.
    pub reason: Option<String>,
}

/// The teacher who speaks for a school about a prize.
#[derive(Clone, InputObject)]
pub struct NamePrizeContactInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// A teacher of the project at a school that gets the prize: at your own school, if you are a teacher.
    pub contact_id: Gid<UserId>,
}

/// A prize that its schools do not want.
#[derive(Clone, InputObject)]
pub struct DeclinePrizeInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why, or how staff know it. Staff must give it. Kept with the prize and in the audit log.
    pub reason: Option<String>,
}

/// A prize that its schools do not get after all.
#[derive(Clone, InputObject)]
pub struct ForfeitPrizeInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept with the prize and in the audit log.
    pub reason: String,
}

/// The code of a voucher that a school gets.
#[derive(Clone, InputObject)]
pub struct EnterVoucherInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The part of the prize: a voucher.
    pub prize_component_id: Gid<PrizeComponentId>,
    /// The school that gets the voucher.
    pub school_id: Gid<SchoolId>,
    /// The code, or the address where the voucher is, exactly as it is used; at most 500 characters.
    pub secret: String,
}

/// A voucher whose code you want to read.
#[derive(Clone, InputObject)]
pub struct RevealVoucherInput {
    /// The voucher.
    pub prize_voucher_id: Gid<PrizeVoucherId>,
}

/// The day on which schools get their prize.
#[derive(Clone, InputObject)]
pub struct PlanPrizeVisitInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// When the visit begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Where it is; the schools read it.
    pub place: String,
    /// Who of the office comes; the schools read it.
    pub staff: String,
    /// Whether the pupils present their project. The prize is handed over at every visit.
    #[graphql(default = true)]
    pub has_presentation: bool,
    /// How many pieces of cake are needed; left out for no cake.
    pub cake_pieces: Option<i32>,
    /// What whoever brings the cake must know, such as allergies. Without names of pupils.
    pub cake_note: Option<String>,
}

/// A prize that its schools have.
#[derive(Clone, InputObject)]
pub struct RecordPrizeHandoverInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The day on which they got it; not later than today.
    pub handed_over_on: Day,
}

/// What your school does with its prize.
#[derive(Clone, InputObject)]
pub struct ReportPrizeUseInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// What the school does with it, without names of pupils.
    pub text: String,
    /// The new project that it leads to: a title or an address. Left out if there is none.
    pub new_project: Option<String>,
}

/// A prize about which nothing is to be done any more.
#[derive(Clone, InputObject)]
pub struct ClosePrizeAwardInput {
    /// The prize that was given.
    pub prize_award_id: Gid<PrizeAwardId>,
    /// The version that you saw.
    pub expected_version: i32,
}
