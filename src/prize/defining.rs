//! Prizes and sponsors before anybody wins something: what prizes are made of, and what that leaves of the budget.

use std::collections::HashMap;

use entity::{
    campaign as campaigns,
    ids::{ApplicationId, CampaignId, PrizeId, SponsorId},
    kinds::SchoolLevel,
    prize, prize_award, prize_component, sponsor,
};

use super::{
    answers::{PrizeBudget, SponsorBudget},
    commands::stakes_in,
    inputs::{
        CreateSponsorInput, DefinePrizeInput, PrizeBudgetInput, PrizeComponentInput, RemovePrizeInput,
        SetSponsorLogoInput, UpdatePrizeInput, UpdateSponsorInput,
    },
    objects::Sponsor,
    state::{Step, after, is_live},
    store,
};
use crate::{
    api::fact::kept,
    application::rules::Stake,
    campaign::{self, Campaign, rules::is_web_address},
    intake,
    picture::{self, MOST_POINTS},
    project::Project,
    refusals,
    stop::{Answer, Stop, reasons},
    wording::{Unfit, shown, unfit_name},
    work::Work,
};

/// A prize as staff describe it.
struct Described {
    rank: i32,
    title: String,
    level: Option<SchoolLevel>,
    theme: Option<String>,
    components: Vec<PrizeComponentInput>,
}

/// What is wrong with it.
enum Flaw {
    RankOutOfBounds,
    RankTaken,
    TitleMissing,
    NameUnfit { name: String, why: Unfit },
    ComponentsMissing,
    AmountNegative { place: usize },
    BudgetExceeded { budget: i64, needed: i64 },
}

/// Has a refusal say each flaw in its own words.
macro_rules! said_by {
    ($($refusal:ident)*) => {$(
        impl From<Flaw> for $refusal {
            fn from(flaw: Flaw) -> Self {
                match flaw {
                    Flaw::RankOutOfBounds => Self::RankOutOfBounds,
                    Flaw::RankTaken => Self::RankTaken,
                    Flaw::TitleMissing => Self::TitleMissing,
                    Flaw::NameUnfit { name, why } => Self::NameUnfit { name, why },
                    Flaw::ComponentsMissing => Self::ComponentsMissing,
                    Flaw::AmountNegative { place } => Self::AmountNegative { place },
                    Flaw::BudgetExceeded { budget, needed } => Self::BudgetExceeded { budget, needed },
                }
            }
        }
    )*};
}

said_by! { DefinePrizeRefusal UpdatePrizeRefusal }

impl Described {
    /// What is wrong with it, beside the other prizes of the campaign (INV-25).
    async fn flaws(
        &self,
        work: &Work,
        campaign: &campaigns::Model,
        (track, own): (entity::kinds::Track, Option<PrizeId>),
    ) -> Result<Vec<Flaw>, Stop> {
        let mut others = store::list_prizes(work, campaign.id).await?;
        others.retain(|prize| Some(prize.id) != own);
        let mut flaws = reasons([
            (self.rank < 1, Flaw::RankOutOfBounds),
            (others.iter().any(|prize| prize.track == track && prize.rank == self.rank), Flaw::RankTaken),
            (self.title.is_empty(), Flaw::TitleMissing),
        ]);
        let sponsors = self.components.iter().filter_map(|part| part.sponsor_name.as_deref());
        for name in std::iter::once(self.title.as_str()).chain(self.theme.as_deref()).chain(sponsors) {
            flaws.extend(unfit_name(name).map(|why| Flaw::NameUnfit { name: shown(name), why }));
        }
        flaws.extend(self.components.is_empty().then_some(Flaw::ComponentsMissing));
        let negative = self.components.iter().enumerate().filter(|(_, part)| part.amount_cents < 0);
        flaws.extend(negative.map(|(place, _)| Flaw::AmountNegative { place }));
        let budget = campaign.prize_budget_cents;
        let needed = self.components.iter().map(|part| i64::from(part.amount_cents)).sum::<i64>()
            + store::worth(work, &others).await?;
        flaws.extend((needed > budget).then_some(Flaw::BudgetExceeded { budget, needed }));
        Ok(flaws)
    }

    async fn write_components(self, work: &Work, prize_id: PrizeId) -> Result<(), Stop> {
        for part in self.components {
            let sponsor = part.sponsor_name.as_deref().filter(|name| !name.is_empty());
            let component = prize_component::Model {
                id: work.id(),
                prize_id,
                kind: part.kind.0,
                amount_cents: part.amount_cents.into(),
                currency: "EUR".to_owned(),
                sponsor_id: match sponsor {
                    Some(name) => Some(store::ensure_sponsor(work, name).await?),
                    None => None,
                },
                description: part.description,
            };
            store::insert_component(work, component).await?;
        }
        Ok(())
    }
}

refusals! {
    /// Why a prize cannot be defined.
    DefinePrizeRefusal {
        /// The rank is below 1.
        RankOutOfBounds "RANK_OUT_OF_BOUNDS" on ["rank"] = "the first prize has number 1: give 1 or more";
        /// Another prize for this label has this rank.
        RankTaken "RANK_TAKEN" on ["rank"] = "there is already a prize with this number for this label";
        /// The prize has no name.
        TitleMissing "TITLE_MISSING" on ["title"] = "give the prize a name";
        /// The name of the prize, its theme or the name of a sponsor is too long, or contains a web or mail address or
        /// invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on [] = "the name {name} {why}";
        /// The prize has no parts.
        ComponentsMissing "COMPONENTS_MISSING" on ["components"] = "a prize has at least one part";
        /// An amount is negative.
        AmountNegative { place: usize } "AMOUNT_NEGATIVE" on ["components", place, "amountCents"] = "an amount cannot be negative";
        /// All prizes together would cost more than the budget of the campaign.
        BudgetExceeded { budget: i64, needed: i64 } "BUDGET_EXCEEDED" on ["components"] = "all prizes together cost {needed} cents, and the budget is {budget} cents";
    }
}

/// Define a prize: its rank, and what it is made of (R110, R111), within the budget of the campaign (INV-25).
pub async fn define(work: &Work, input: DefinePrizeInput) -> Answer<PrizeId, DefinePrizeRefusal> {
    // Locked, so that two prizes do not spend the same money.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    let described = Described {
        rank: input.rank,
        title: input.title,
        level: input.level.map(|level| level.0),
        theme: input.theme.filter(|theme| !theme.is_empty()),
        components: input.components,
    };
    let track = input.track.0;
    let flaws = described.flaws(work, &campaign, (track, None)).await?;
    if !flaws.is_empty() {
        return Ok(Err(flaws.into_iter().map(Into::into).collect()));
    }
    let id: PrizeId = work.id();
    let prize = prize::Model {
        id,
        campaign_id: campaign.id,
        track,
        rank: described.rank,
        title: described.title.clone(),
        level: described.level,
        theme: described.theme.clone(),
        removed_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert(work, prize).await?;
    described.write_components(work, id).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a prize is not changed.
    UpdatePrizeRefusal {
        VersionConflict;
        /// The prize was removed.
        Removed "REMOVED" on ["prizeId"] = "this prize was removed";
        /// Its winner is public, or was: what it is stays as it was announced.
        AlreadyAnnounced "ALREADY_ANNOUNCED" on ["prizeId"] = "the winner of this prize was announced: it stays as it is";
        /// The rank is below 1.
        RankOutOfBounds "RANK_OUT_OF_BOUNDS" on ["rank"] = "the first prize has number 1: give 1 or more";
        /// Another prize for this label has this rank.
        RankTaken "RANK_TAKEN" on ["rank"] = "there is already a prize with this number for this label";
        /// The prize has no name.
        TitleMissing "TITLE_MISSING" on ["title"] = "give the prize a name";
        /// The name of the prize, its theme or the name of a sponsor is too long, or contains a web or mail address or
        /// invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on [] = "the name {name} {why}";
        /// The prize has no parts.
        ComponentsMissing "COMPONENTS_MISSING" on ["components"] = "a prize has at least one part";
        /// An amount is negative.
        AmountNegative { place: usize } "AMOUNT_NEGATIVE" on ["components", place, "amountCents"] = "an amount cannot be negative";
        /// All prizes together would cost more than the budget of the campaign.
        BudgetExceeded { budget: i64, needed: i64 } "BUDGET_EXCEEDED" on ["components"] = "all prizes together cost {needed} cents, and the budget is {budget} cents";
        /// The caller has an interest in an application of the project that the prize is given for, or evaluated one; other
        /// staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Describe a prize anew. Who is to win it by then wins something else: its schools share it evenly again, and a second
/// person confirms it anew.
pub async fn update(work: &Work, input: UpdatePrizeInput) -> Answer<PrizeId, UpdatePrizeRefusal> {
    use UpdatePrizeRefusal as Refusal;
    let id = input.prize_id.0;
    let campaign = work.hold(Campaign::DECIDE, store::get(work, id).await?.campaign_id).await?;
    let prize = store::get_locked(work, id).await?;
    if prize.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: prize.version }]));
    }
    let awards = store::list_awards(work, &[id]).await?;
    let described = Described {
        rank: input.rank,
        title: input.title,
        level: input.level.map(|level| level.0),
        theme: input.theme.filter(|theme| !theme.is_empty()),
        components: input.components,
    };
    let mut refusals = reasons([
        (prize.removed_at.is_some(), Refusal::Removed),
        (awards.iter().any(|award| award.announced_at.is_some()), Refusal::AlreadyAnnounced),
    ]);
    let flaws = described.flaws(work, &campaign, (prize.track, Some(id))).await?;
    refusals.extend(flaws.into_iter().map(Into::into));
    let given = awards.into_iter().find(|award| is_live(award.state));
    if let Some(award) = &given {
        work.look(Project::CHANGE, award.project_id).await?;
        let mine = stakes_in(work, &prize, award.project_id).await?;
        refusals
            .extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let changed = prize::Model {
        rank: described.rank,
        title: described.title.clone(),
        level: described.level,
        theme: described.theme.clone(),
        ..prize
    };
    store::save(work, changed).await?;
    store::delete_components(work, id).await?;
    described.write_components(work, id).await?;
    if let Some(award) = given {
        give_anew(work, award).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Whoever changed a prize stands for who gets it from then on.
async fn give_anew(work: &Work, award: prize_award::Model) -> Result<(), Stop> {
    let Some(state) = after(award.state, Step::Change) else { return Ok(()) };
    let shares = store::list_shares(work, &[award.id]).await?;
    let schools: Vec<_> = shares.into_iter().map(|share| share.school_id).collect();
    store::share_evenly(work, (award.id, award.prize_id, award.project_id), &schools).await?;
    let id = award.id;
    let changed = prize_award::Model {
        state,
        proposed_by_id: work.user()?,
        ratified_by_id: None,
        fall_reason: Some(kept("PRIZE_CHANGED", [])),
        ..award
    };
    store::save_award(work, changed).await?;
    work.audit_as("reconsiderPrize", id).await
}

refusals! {
    /// Why a prize is not removed.
    RemovePrizeRefusal {
        VersionConflict;
        /// The prize was removed before.
        Removed "REMOVED" on ["prizeId"] = "this prize was removed";
        /// Somebody has it, or had it when it was announced.
        AlreadyAwarded "ALREADY_AWARDED" on ["prizeId"] = "this prize is given already";
    }
}

/// Nobody can win a prize any more. What it was, and what was proposed, is kept.
pub async fn remove(work: &Work, input: RemovePrizeInput) -> Answer<CampaignId, RemovePrizeRefusal> {
    use RemovePrizeRefusal as Refusal;
    let id = input.prize_id.0;
    let campaign = work.hold(Campaign::DECIDE, store::get(work, id).await?.campaign_id).await?;
    let prize = store::get_locked(work, id).await?;
    if prize.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: prize.version }]));
    }
    let awards = store::list_awards(work, &[id]).await?;
    let refusals = reasons([
        (prize.removed_at.is_some(), Refusal::Removed),
        (awards.iter().any(|one| is_live(one.state) || one.announced_at.is_some()), Refusal::AlreadyAwarded),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    store::save(work, prize::Model { removed_at: Some(work.now()), ..prize }).await?;
    work.audit(id).await?;
    Ok(Ok(campaign.id))
}

refusals! {
    /// Why a sponsor is not noted.
    CreateSponsorRefusal {
        /// The sponsor has no name.
        NameMissing "NAME_MISSING" on ["name"] = "give the sponsor a name";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on ["name"] = "the name {name} {why}";
        /// There is a sponsor of this name.
        NameTaken "NAME_TAKEN" on ["name"] = "there is already a sponsor with this name";
        /// The website is no address of a page.
        NotAWebAddress "NOT_A_WEB_ADDRESS" on ["website"] = "give the address of a web page, http or https";
        /// The budget is negative.
        BudgetNegative "BUDGET_NEGATIVE" on ["budgetCents"] = "an amount cannot be negative";
    }
}

/// Note an organisation that pays for prizes.
pub async fn create_sponsor(work: &Work, input: CreateSponsorInput) -> Answer<SponsorId, CreateSponsorRefusal> {
    use CreateSponsorRefusal as Refusal;
    let [website, contact] = [input.website, input.contact].map(|text| text.filter(|text| !text.is_empty()));
    let mut refusals = reasons([
        (input.name.is_empty(), Refusal::NameMissing),
        (store::find_sponsor(work, &input.name).await?.is_some(), Refusal::NameTaken),
        (website.as_deref().is_some_and(|url| !is_web_address(url)), Refusal::NotAWebAddress),
        (input.budget_cents.is_some_and(|cents| cents < 0), Refusal::BudgetNegative),
    ]);
    refusals.extend(unfit_name(&input.name).map(|why| Refusal::NameUnfit { name: shown(&input.name), why }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = work.id();
    let budget_cents = input.budget_cents.map(i64::from);
    let sponsor = sponsor::Model { website, contact, budget_cents, ..store::new_sponsor(id, input.name) };
    store::insert_sponsor(work, sponsor).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a sponsor is not changed.
    UpdateSponsorRefusal {
        VersionConflict;
        /// The sponsor has no name.
        NameMissing "NAME_MISSING" on ["name"] = "give the sponsor a name";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on ["name"] = "the name {name} {why}";
        /// There is another sponsor of this name.
        NameTaken "NAME_TAKEN" on ["name"] = "there is already a sponsor with this name";
        /// The website is no address of a page.
        NotAWebAddress "NOT_A_WEB_ADDRESS" on ["website"] = "give the address of a web page, http or https";
        /// The budget is negative.
        BudgetNegative "BUDGET_NEGATIVE" on ["budgetCents"] = "an amount cannot be negative";
    }
}

/// Correct what is noted of a sponsor.
pub async fn update_sponsor(work: &Work, input: UpdateSponsorInput) -> Answer<SponsorId, UpdateSponsorRefusal> {
    use UpdateSponsorRefusal as Refusal;
    let sponsor = work.hold(Sponsor::CHANGE, input.sponsor_id.0).await?;
    if sponsor.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: sponsor.version }]));
    }
    let [website, contact] = [input.website, input.contact].map(|text| text.filter(|text| !text.is_empty()));
    let same = store::find_sponsor(work, &input.name).await?;
    let mut refusals = reasons([
        (input.name.is_empty(), Refusal::NameMissing),
        (same.is_some_and(|same| same.id != sponsor.id), Refusal::NameTaken),
        (website.as_deref().is_some_and(|url| !is_web_address(url)), Refusal::NotAWebAddress),
        (input.budget_cents.is_some_and(|cents| cents < 0), Refusal::BudgetNegative),
    ]);
    refusals.extend(unfit_name(&input.name).map(|why| Refusal::NameUnfit { name: shown(&input.name), why }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = sponsor.id;
    let budget_cents = input.budget_cents.map(i64::from);
    let changed = sponsor::Model { name: input.name, website, contact, budget_cents, ..sponsor.into_row() };
    store::save_sponsor(work, changed).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Characters of what a logo shows, at most.
const SHOWN: usize = 300;

refusals! {
    /// Why the logo of a sponsor is not set.
    SetSponsorLogoRefusal {
        VersionConflict;
        /// It is not said what the logo shows.
        ShowsMissing "SHOWS_MISSING" on ["shows"] = "say what the picture shows, for readers who cannot see it";
        /// A text is too long.
        TextTooLong { limit: usize } "TEXT_TOO_LONG" on ["shows"] = "this text has more than {limit} characters";
        /// The file is no picture.
        Unreadable "UNREADABLE" on ["uploadId"] = "this file cannot be read as a picture: send a PNG or JPEG";
        /// The picture has too many points.
        TooLarge { limit: u64 } "TOO_LARGE" on ["uploadId"] = "the picture has more than {limit} points: send a smaller one";
        /// The sponsor has no logo, and no file is named.
        NothingChanged "NOTHING_CHANGED" on [] = "nothing would change: it is so already";
    }
}

/// Give a sponsor a logo, or take it away. The pixels are written anew: what else is in the file is not kept.
pub async fn set_sponsor_logo(work: &Work, input: SetSponsorLogoInput) -> Answer<SponsorId, SetSponsorLogoRefusal> {
    use SetSponsorLogoRefusal as Refusal;
    let sponsor = work.hold(Sponsor::CHANGE, input.sponsor_id.0).await?;
    if sponsor.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: sponsor.version }]));
    }
    let shows = input.shows.filter(|shows| !shows.is_empty());
    let refusals = reasons([
        (input.upload_id.is_none() && sponsor.logo.is_none(), Refusal::NothingChanged),
        (input.upload_id.is_some() && shows.is_none(), Refusal::ShowsMissing),
        (shows.as_deref().is_some_and(|shows| shows.chars().count() > SHOWN), Refusal::TextTooLong { limit: SHOWN }),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (mut logo, mut logo_shows) = (None, None);
    if let Some(upload) = input.upload_id {
        let content = intake::take_upload(work, upload.0).await?.content;
        match work.compute(move |go_on| picture::prepare_logo(&content, go_on)).await? {
            Ok(prepared) => (logo, logo_shows) = (Some(prepared), shows),
            Err(picture::Flaw::Heic | picture::Flaw::Unreadable) => return Ok(Err(vec![Refusal::Unreadable])),
            Err(picture::Flaw::TooLarge) => return Ok(Err(vec![Refusal::TooLarge { limit: MOST_POINTS }])),
        }
    }
    let id = sponsor.id;
    store::save_sponsor(work, sponsor::Model { logo, logo_shows, ..sponsor.into_row() }).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// The logo of a sponsor that the caller may see now.
pub async fn look_at_logo(work: &Work, id: SponsorId) -> Result<Vec<u8>, Stop> {
    work.look(Sponsor::VIEW, id).await?.logo.ok_or(Stop::NotFound)
}

refusals! {
    /// Why the budget is not told.
    PrizeBudgetRefusal {
        /// There is no such campaign.
        CampaignUnknown "CAMPAIGN_UNKNOWN" on ["campaignId"] = "there is nothing with this id that you may see";
    }
}

/// What the prizes of a campaign cost, and what that leaves.
pub async fn budget(work: &Work, input: PrizeBudgetInput) -> Answer<PrizeBudget, PrizeBudgetRefusal> {
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    let prizes = store::list_prizes(work, campaign.id).await?;
    let awards = store::see_awards(work, &prizes.iter().map(|prize| prize.id).collect::<Vec<_>>()).await?;
    let is_out = |award: &prize_award::Model| is_live(award.state) && award.announced_at.is_some();
    let is_awarded = |prize: &&prize::Model| awards.iter().any(|award| award.prize_id == prize.id && is_out(award));
    let awarded: Vec<prize::Model> = prizes.iter().filter(is_awarded).cloned().collect();
    let of_sponsors = (store::worth_by_sponsor(work, &prizes).await?, store::worth_by_sponsor(work, &awarded).await?);
    let paid = |sums: &HashMap<SponsorId, i64>, sponsor| sums.get(&sponsor).copied().unwrap_or_default();
    let sponsors = store::list_budgets(work).await?.into_iter();
    let sponsors = sponsors.filter(|(id, budget)| budget.is_some() || of_sponsors.0.contains_key(id));
    let sponsors =
        sponsors.map(|(id, budget)| SponsorBudget::of(id, budget, paid(&of_sponsors.0, id), paid(&of_sponsors.1, id)));
    let sponsors = sponsors.collect();
    let (planned, awarded) = (store::worth(work, &prizes).await?, store::worth(work, &awarded).await?);
    Ok(Ok(PrizeBudget::of(campaign.prize_budget_cents, planned, awarded, sponsors)))
}
