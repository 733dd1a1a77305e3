//! Answers about prizes that no row holds.

use async_graphql::SimpleObject;
use entity::{
    ids::{ApplicationId, PrizeAwardId, PrizeId, PrizeVoucherId, ProjectId, SponsorId},
    kinds::PrizeChoiceReason,
};

use super::rules::{Choice, Place};
use crate::{
    answered,
    api::{Decimal, Many, One, Word, policy::policy},
    auth::Audience::{Staff, Teacher},
};

/// The projects with a labelled application, the best first. For the national label only those with a labelled application
/// of the caller's community.
#[derive(SimpleObject)]
pub struct ProjectRanking {
    /// How projects with the same mean are parted, in this order: codes of criteria, and `SPREAD`, which puts the project
    /// first whose jurors differed less. Part of the configuration of the campaign.
    #[graphql(directive = policy::apply(vec![Staff]))]
    tie_breaks: Vec<String>,
    /// The projects.
    #[graphql(directive = policy::apply(vec![Staff]))]
    places: Vec<RankedProject>,
}

/// A project in the ranking.
#[derive(SimpleObject)]
pub struct RankedProject {
    /// 1 is the best. Projects that nothing parts have the same rank.
    #[graphql(directive = policy::apply(vec![Staff]))]
    rank: i32,
    /// The project; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    project: One<ProjectId>,
    /// Mean of the totals of its labelled applications, in points, rounded to hundredths.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mean: Decimal,
    /// The same, exactly, as a fraction such as `56/3`, or a whole number.
    #[graphql(directive = policy::apply(vec![Staff]))]
    exact_mean: String,
    /// The labelled applications; those that you may see.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Many<ApplicationId>,
    /// The last of the campaign's tie breaks that was needed to part it from the other projects with its mean; null if no
    /// other project has its mean, or no tie break parts it from them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    tie_break: Option<String>,
    /// Whether nothing parts it from another project: a person must choose between them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_tied: bool,
    /// The prize of this label that it has; null if it has none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prize_award: Option<One<PrizeAwardId>>,
}

impl ProjectRanking {
    /// Of these places, with the prizes that projects have.
    pub(super) fn of(tie_breaks: Vec<String>, places: Vec<Place>, awards: &[(ProjectId, PrizeAwardId)]) -> Self {
        let place = |place: Place| RankedProject {
            rank: i32::try_from(place.rank).unwrap_or(i32::MAX),
            project: One(place.standing.project),
            mean: Decimal(place.standing.mean.centi().into()),
            exact_mean: place.standing.mean.fraction(),
            tie_break: place.tie_break.and_then(|step| tie_breaks.get(step).cloned()),
            is_tied: place.is_tied,
            prize_award: awards
                .iter()
                .find(|(project, _)| *project == place.standing.project)
                .map(|(_, award)| One(*award)),
            applications: Many(place.standing.applications),
        };
        let places = places.into_iter().map(place).collect();
        Self { tie_breaks, places }
    }
}

/// Who was proposed for prizes, and where a person must choose.
#[derive(SimpleObject)]
pub struct PrizeProposal {
    /// The prizes that were given by the ranking; a second person must confirm each.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prize_awards: Many<PrizeAwardId>,
    /// The prizes that a person must give, with `awardPrize`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    choices: Vec<PrizeChoice>,
}

/// Prizes that the ranking does not give.
#[derive(SimpleObject)]
pub struct PrizeChoice {
    /// Why a person must choose.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reason: Word<PrizeChoiceReason>,
    /// The prizes, the first one first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prizes: Many<PrizeId>,
    /// The projects that can win them, the best first.
    #[graphql(directive = policy::apply(vec![Staff]))]
    projects: Many<ProjectId>,
}

impl PrizeProposal {
    /// Of what was given and what was not.
    pub(super) fn of(given: Vec<PrizeAwardId>, choices: Vec<Choice>) -> Self {
        let choice = |choice: Choice| PrizeChoice {
            reason: Word(choice.reason),
            prizes: Many(choice.prizes),
            projects: Many(choice.projects),
        };
        Self { prize_awards: Many(given), choices: choices.into_iter().map(choice).collect() }
    }
}

/// What the prizes of a campaign cost, in euros.
#[derive(SimpleObject)]
pub struct PrizeBudget {
    /// What there is for all prizes together.
    #[graphql(directive = policy::apply(vec![Staff]))]
    budget: Decimal,
    /// What all prizes that can be won are worth together.
    #[graphql(directive = policy::apply(vec![Staff]))]
    planned: Decimal,
    /// Of that, the prizes whose winners are announced.
    #[graphql(directive = policy::apply(vec![Staff]))]
    awarded: Decimal,
    /// What is left of the budget for more prizes.
    #[graphql(directive = policy::apply(vec![Staff]))]
    left: Decimal,
    /// The same of each sponsor that pays for a part of these prizes, or that gives a budget, by name.
    #[graphql(directive = policy::apply(vec![Staff]))]
    sponsors: Vec<SponsorBudget>,
}

/// What a sponsor gives for the prizes of a campaign, and what of it is spent. Amounts are in euros.
#[derive(SimpleObject)]
pub struct SponsorBudget {
    /// The sponsor; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    sponsor: One<SponsorId>,
    /// What it gives for a campaign; null if that is not agreed.
    #[graphql(directive = policy::apply(vec![Staff]))]
    budget: Option<Decimal>,
    /// What the parts are worth together that it pays for, of all prizes that can be won.
    #[graphql(directive = policy::apply(vec![Staff]))]
    planned: Decimal,
    /// Of that, what is spent: the parts of prizes whose winners are announced.
    #[graphql(directive = policy::apply(vec![Staff]))]
    awarded: Decimal,
    /// What is left of its budget for more prizes. Negative if it pays for more than it gives, null if no budget is agreed.
    #[graphql(directive = policy::apply(vec![Staff]))]
    left: Option<Decimal>,
}

impl PrizeBudget {
    /// Of these amounts in cents.
    pub(super) fn of(budget: i64, planned: i64, awarded: i64, sponsors: Vec<SponsorBudget>) -> Self {
        let [budget, planned, awarded, left] = [budget, planned, awarded, budget - planned].map(Decimal);
        Self { budget, planned, awarded, left, sponsors }
    }
}

impl SponsorBudget {
    /// Of these amounts in cents.
    pub(super) fn of(sponsor: SponsorId, budget: Option<i64>, planned: i64, awarded: i64) -> Self {
        let left = budget.map(|budget| Decimal(budget - planned));
        let (budget, planned, awarded) = (budget.map(Decimal), Decimal(planned), Decimal(awarded));
        Self { sponsor: One(sponsor), budget, planned, awarded, left }
    }
}

/// The code of a voucher. It is shown once, and kept nowhere after that.
#[derive(SimpleObject)]
pub struct VoucherSecret {
    /// The voucher; null if you do not speak for the school any more.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    prize_voucher: One<PrizeVoucherId>,
    /// Its code, as it was entered.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    secret: String,
}

impl VoucherSecret {
    /// Of a voucher.
    pub(super) fn of(voucher: PrizeVoucherId, secret: String) -> Self {
        Self { prize_voucher: One(voucher), secret }
    }
}

answered! {
    PrizeBudget => "prizeBudget";
    PrizeProposal => "prizeProposal";
    ProjectRanking => "projectRanking";
    VoucherSecret => "voucherSecret";
}
