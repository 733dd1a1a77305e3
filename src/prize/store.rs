//! Prizes as commands load and save them.

use std::collections::HashMap;

use entity::{
    ids::{CampaignId, PrizeAwardId, PrizeComponentId, PrizeId, PrizeShareId, ProjectId, SchoolId, SponsorId},
    kinds::PrizeChoiceReason,
    prize, prize_award, prize_component, prize_share, prize_voucher, project_partner, sponsor,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use fair::fold::key;

use super::rules::even;
use crate::{
    moved::Moved,
    stop::{Stop, found},
    work::Work,
};

/// A prize by its id.
pub(super) async fn get(work: &Work, id: PrizeId) -> Result<prize::Model, Stop> {
    found(prize::Entity::find_by_id(id).one(work.tx()).await?)
}

/// A prize by its id, so that nobody gives it before this work ends.
pub(super) async fn get_locked(work: &Work, id: PrizeId) -> Result<prize::Model, Stop> {
    found(prize::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The prizes of a campaign that can be won, of both labels.
pub(super) async fn list_prizes(work: &Work, campaign: CampaignId) -> Result<Vec<prize::Model>, Stop> {
    let theirs =
        prize::Entity::find().filter(prize::Column::CampaignId.eq(campaign)).filter(prize::Column::RemovedAt.is_null());
    Ok(theirs.order_by_asc(prize::Column::Rank).all(work.tx()).await?)
}

/// What prizes are worth together, in cents.
pub(super) async fn worth(work: &Work, prizes: &[prize::Model]) -> Result<i64, Stop> {
    let theirs = prize_component::Column::PrizeId.is_in(prizes.iter().map(|prize| prize.id));
    let parts = prize_component::Entity::find().filter(theirs).all(work.tx()).await?;
    Ok(parts.into_iter().map(|part| part.amount_cents).sum())
}

/// What the parts of prizes are worth together that each sponsor pays for, in cents.
pub(super) async fn worth_by_sponsor(work: &Work, prizes: &[prize::Model]) -> Result<HashMap<SponsorId, i64>, Stop> {
    let theirs = prize_component::Column::PrizeId.is_in(prizes.iter().map(|prize| prize.id));
    let mut sums = HashMap::new();
    for part in prize_component::Entity::find().filter(theirs).all(work.tx()).await? {
        if let Some(sponsor) = part.sponsor_id {
            *sums.entry(sponsor).or_default() += part.amount_cents;
        }
    }
    Ok(sums)
}

/// Every sponsor by name, with what it gives for the prizes of a campaign.
pub(super) async fn list_budgets(work: &Work) -> Result<Vec<(SponsorId, Option<i64>)>, Stop> {
    let sponsors = sponsor::Entity::find()
        .select_only()
        .column(sponsor::Column::Id)
        .column(sponsor::Column::BudgetCents)
        .order_by_asc(sponsor::Column::NameKey)
        .order_by_asc(sponsor::Column::Id);
    Ok(sponsors.into_tuple().all(work.tx()).await?)
}

/// Writes a new prize.
pub(super) async fn insert(work: &Work, prize: prize::Model) -> Result<(), Stop> {
    prize::ActiveModel::from(prize).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a change to a prize; its version counts up.
pub(super) async fn save(work: &Work, prize: prize::Model) -> Result<(), Stop> {
    let changed = prize::Model { version: prize.version + 1, updated_at: work.now(), ..prize };
    prize::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes the parts of a prize away, for others in their place.
pub(super) async fn delete_components(work: &Work, prize: PrizeId) -> Result<(), Stop> {
    let its = prize_component::Column::PrizeId.eq(prize);
    prize_component::Entity::delete_many().filter(its).exec(work.tx()).await?;
    Ok(())
}

/// Writes a part of a new prize.
pub(super) async fn insert_component(work: &Work, component: prize_component::Model) -> Result<(), Stop> {
    prize_component::ActiveModel::from(component).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// The sponsor of this name, written now if it is new.
pub(super) async fn ensure_sponsor(work: &Work, name: &str) -> Result<SponsorId, Stop> {
    if let Some(known) = find_sponsor(work, name).await? {
        return Ok(known.id);
    }
    let id = work.id();
    insert_sponsor(work, new_sponsor(id, name.to_owned())).await?;
    Ok(id)
}

/// A sponsor of whom nothing is noted but the name.
pub(super) fn new_sponsor(id: SponsorId, name: String) -> sponsor::Model {
    sponsor::Model {
        id,
        name_key: key(&name),
        name,
        website: None,
        contact: None,
        budget_cents: None,
        logo: None,
        logo_shows: None,
        version: 1,
    }
}

/// The sponsor of this name.
pub(super) async fn find_sponsor(work: &Work, name: &str) -> Result<Option<sponsor::Model>, Stop> {
    Ok(sponsor::Entity::find().filter(sponsor::Column::Name.eq(name)).one(work.tx()).await?)
}

/// Writes a new sponsor.
pub(super) async fn insert_sponsor(work: &Work, sponsor: sponsor::Model) -> Result<(), Stop> {
    sponsor::ActiveModel::from(sponsor).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a change to a sponsor; its version counts up.
pub(super) async fn save_sponsor(work: &Work, sponsor: sponsor::Model) -> Result<(), Stop> {
    let changed = sponsor::Model { version: sponsor.version + 1, name_key: key(&sponsor.name), ..sponsor };
    sponsor::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Whether a school takes part in a project.
pub(super) async fn takes_part(work: &Work, project: ProjectId, school: SchoolId) -> Result<bool, Stop> {
    let partner = project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(project))
        .filter(project_partner::Column::SchoolId.eq(school));
    Ok(partner.one(work.tx()).await?.is_some())
}

/// The campaign in which a prize was given.
pub(super) async fn campaign_of(work: &Work, id: PrizeAwardId) -> Result<CampaignId, Stop> {
    let award = found(prize_award::Entity::find_by_id(id).one(work.tx()).await?)?;
    Ok(get(work, award.prize_id).await?.campaign_id)
}

/// A prize as it was given, so that nobody changes it before this work ends.
pub(super) async fn get_award_locked(work: &Work, id: PrizeAwardId) -> Result<prize_award::Model, Stop> {
    found(prize_award::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// Who got these prizes, in the order in which they were proposed, so that nobody changes it before this work ends.
pub(super) async fn list_awards(work: &Work, prizes: &[PrizeId]) -> Result<Vec<prize_award::Model>, Stop> {
    let theirs = prize_award::Column::PrizeId.is_in(prizes.iter().copied());
    let awards = prize_award::Entity::find().filter(theirs).order_by_asc(prize_award::Column::Id);
    Ok(awards.lock_exclusive().all(work.tx()).await?)
}

/// The same, as it stands now.
pub(super) async fn see_awards(work: &Work, prizes: &[PrizeId]) -> Result<Vec<prize_award::Model>, Stop> {
    let theirs = prize_award::Column::PrizeId.is_in(prizes.iter().copied());
    Ok(prize_award::Entity::find().filter(theirs).order_by_asc(prize_award::Column::Id).all(work.tx()).await?)
}

/// What each school gets of these prizes.
pub(super) async fn list_shares(work: &Work, awards: &[PrizeAwardId]) -> Result<Vec<prize_share::Model>, Stop> {
    let theirs = prize_share::Column::PrizeAwardId.is_in(awards.iter().copied());
    Ok(prize_share::Entity::find().filter(theirs).order_by_asc(prize_share::Column::Id).all(work.tx()).await?)
}

/// What schools got and told nothing of, with who gave it and the campaign: those for which somebody speaks.
pub(super) async fn list_to_ask(
    work: &Work,
) -> Result<Vec<(prize_share::Model, prize_award::Model, CampaignId)>, Stop> {
    let awards = prize_award::Entity::find().filter(prize_award::Column::HandedOverOn.is_not_null());
    let awards: HashMap<_, _> = awards.all(work.tx()).await?.into_iter().map(|award| (award.id, award)).collect();
    let prizes = prize::Entity::find().filter(prize::Column::Id.is_in(awards.values().map(|award| award.prize_id)));
    let campaigns: HashMap<_, _> =
        prizes.all(work.tx()).await?.into_iter().map(|prize| (prize.id, prize.campaign_id)).collect();
    let silent = prize_share::Entity::find()
        .filter(prize_share::Column::PrizeAwardId.is_in(awards.keys().copied()))
        .filter(prize_share::Column::ContactId.is_not_null())
        .filter(prize_share::Column::UseText.is_null())
        .order_by_asc(prize_share::Column::Id);
    let shares = silent.all(work.tx()).await?.into_iter().filter_map(|share| {
        let award = awards.get(&share.prize_award_id)?.clone();
        let campaign = *campaigns.get(&award.prize_id)?;
        Some((share, award, campaign))
    });
    Ok(shares.collect())
}

/// What a school gets, and of which prize.
pub(super) async fn get_share(work: &Work, id: PrizeShareId) -> Result<(prize_share::Model, prize::Model), Stop> {
    let share = found(prize_share::Entity::find_by_id(id).one(work.tx()).await?)?;
    let award = found(prize_award::Entity::find_by_id(share.prize_award_id).one(work.tx()).await?)?;
    Ok((share, get(work, award.prize_id).await?))
}

/// Writes a change to what a school gets of a prize.
pub(super) async fn save_share(work: &Work, share: prize_share::Model) -> Result<(), Stop> {
    prize_share::ActiveModel::from(share).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes what was proposed in the place of a prize that its schools do not get, or why nothing was.
pub(super) async fn succeed(
    work: &Work,
    id: PrizeAwardId,
    successor: Option<PrizeAwardId>,
    why_none: Option<PrizeChoiceReason>,
) -> Result<(), Stop> {
    prize_award::Entity::update_many()
        .col_expr(prize_award::Column::SuccessorId, Expr::value(successor))
        .col_expr(prize_award::Column::ChoiceReason, Expr::value(why_none))
        .filter(prize_award::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// A part of a prize.
pub(super) async fn find_component(work: &Work, id: PrizeComponentId) -> Result<Option<prize_component::Model>, Stop> {
    Ok(prize_component::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Writes a voucher.
pub(super) async fn insert_voucher(work: &Work, voucher: prize_voucher::Model) -> Result<(), Stop> {
    prize_voucher::ActiveModel::from(voucher).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a change to a voucher.
pub(super) async fn save_voucher(work: &Work, voucher: prize_voucher::Model) -> Result<(), Stop> {
    prize_voucher::ActiveModel::from(voucher).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes the vouchers of schools away, of one part of a prize or of all.
pub(super) async fn delete_vouchers(
    work: &Work,
    shares: &[PrizeShareId],
    component: Option<PrizeComponentId>,
) -> Result<(), Stop> {
    use prize_voucher::{Column, Entity};
    let mut theirs = Entity::delete_many().filter(Column::ShareId.is_in(shares.iter().copied()));
    if let Some(component) = component {
        theirs = theirs.filter(Column::ComponentId.eq(component));
    }
    theirs.exec(work.tx()).await?;
    Ok(())
}

/// Writes which schools share a prize, and how, in the place of what was there.
pub(super) async fn share(
    work: &Work,
    (award, project): (PrizeAwardId, ProjectId),
    shares: &[(SchoolId, i64)],
) -> Result<(), Stop> {
    let theirs = prize_share::Column::PrizeAwardId.eq(award);
    prize_share::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
    for (school_id, amount_cents) in shares {
        let row = prize_share::Model {
            id: work.id(),
            prize_award_id: award,
            project_id: project,
            school_id: *school_id,
            amount_cents: *amount_cents,
            contact_id: None,
            use_text: None,
            new_project: None,
        };
        prize_share::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    }
    Ok(())
}

/// The same, evenly.
pub(super) async fn share_evenly(
    work: &Work,
    (award, prize, project): (PrizeAwardId, PrizeId, ProjectId),
    schools: &[SchoolId],
) -> Result<(), Stop> {
    let worth = worth(work, &[get(work, prize).await?]).await?;
    let shares: Vec<(SchoolId, i64)> = schools.iter().copied().zip(even(worth, schools.len())).collect();
    share(work, (award, project), &shares).await
}

/// Writes that a prize is given.
pub(super) async fn insert_award(work: &Work, award: prize_award::Model) -> Result<(), Stop> {
    prize_award::ActiveModel::from(award).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a change to a prize that was given; its version counts up.
pub(super) async fn save_award(work: &Work, award: prize_award::Model) -> Result<(), Stop> {
    let unchanged = prize_award::Column::Version.eq(award.version);
    let changed = prize_award::Model { version: award.version + 1, updated_at: work.now(), ..award };
    let changed = prize_award::ActiveModel::from(changed).reset_all();
    prize_award::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Moves what a school gets of prizes to another that it is a double of, and that has a seat at the same projects. What both
/// get of one prize is added up.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    use prize_share::{ActiveModel, Column, Entity};
    let of = |school: SchoolId| Entity::find().filter(Column::SchoolId.eq(school)).order_by_asc(Column::Id);
    let (shares, kept) = (of(from).all(work.tx()).await?, of(to).all(work.tx()).await?);
    let mut all = Moved::of("prize_share");
    for share in shares {
        if let Some(kept) = kept.iter().find(|kept| kept.prize_award_id == share.prize_award_id) {
            let sum = prize_share::Model { amount_cents: kept.amount_cents + share.amount_cents, ..kept.clone() };
            all.joined.push(share.id.into());
            prize_voucher::Entity::update_many()
                .col_expr(prize_voucher::Column::ShareId, Expr::value(kept.id))
                .filter(prize_voucher::Column::ShareId.eq(share.id))
                .exec(work.tx())
                .await?;
            Entity::delete_by_id(share.id).exec(work.tx()).await?;
            ActiveModel::from(sum).reset_all().update(work.tx()).await?;
        } else {
            all.moved.push(share.id.into());
            let moved = prize_share::Model { school_id: to, ..share };
            ActiveModel::from(moved).reset_all().update(work.tx()).await?;
        }
    }
    Ok(all)
}
