//! Prizes as commands load and save them.

use entity::{
    ids::{CampaignId, PrizeAwardId, PrizeId, ProjectId, SchoolId, SponsorId},
    kinds::PrizeAwardStatus,
    prize, prize_award, prize_component, project_partner, sponsor,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

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

/// The prizes of a campaign, of both labels.
pub(super) async fn list_prizes(work: &Work, campaign: CampaignId) -> Result<Vec<prize::Model>, Stop> {
    let theirs = prize::Entity::find().filter(prize::Column::CampaignId.eq(campaign));
    Ok(theirs.order_by_asc(prize::Column::Rank).all(work.tx()).await?)
}

/// What prizes are worth together, in cents.
pub(super) async fn worth(work: &Work, prizes: &[prize::Model]) -> Result<i64, Stop> {
    let theirs = prize_component::Column::PrizeId.is_in(prizes.iter().map(|prize| prize.id));
    let parts = prize_component::Entity::find().filter(theirs).all(work.tx()).await?;
    Ok(parts.into_iter().map(|part| part.amount_cents).sum())
}

/// Writes a new prize.
pub(super) async fn insert(work: &Work, prize: prize::Model) -> Result<(), Stop> {
    prize::ActiveModel::from(prize).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a part of a new prize.
pub(super) async fn insert_component(work: &Work, component: prize_component::Model) -> Result<(), Stop> {
    prize_component::ActiveModel::from(component).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// The sponsor of this name, written now if it is new.
pub(super) async fn ensure_sponsor(work: &Work, name: &str) -> Result<SponsorId, Stop> {
    if let Some(known) = sponsor::Entity::find().filter(sponsor::Column::Name.eq(name)).one(work.tx()).await? {
        return Ok(known.id);
    }
    let row = sponsor::Model { id: work.id(), name: name.to_owned(), website: None };
    Ok(sponsor::ActiveModel::from(row).reset_all().insert(work.tx()).await?.id)
}

/// Whether a school takes part in a project.
pub(super) async fn takes_part(work: &Work, project: ProjectId, school: SchoolId) -> Result<bool, Stop> {
    let partner = project_partner::Entity::find()
        .filter(project_partner::Column::ProjectId.eq(project))
        .filter(project_partner::Column::SchoolId.eq(school));
    Ok(partner.one(work.tx()).await?.is_some())
}

/// Whether a prize is given.
pub(super) async fn is_given(work: &Work, prize: PrizeId) -> Result<bool, Stop> {
    let given = prize_award::Entity::find()
        .filter(prize_award::Column::PrizeId.eq(prize))
        .filter(prize_award::Column::State.ne(PrizeAwardStatus::Declined));
    Ok(given.one(work.tx()).await?.is_some())
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

/// Who gets these prizes, so that nobody changes it before this work ends.
pub(super) async fn list_awards(work: &Work, prizes: &[PrizeId]) -> Result<Vec<prize_award::Model>, Stop> {
    let theirs = prize_award::Column::PrizeId.is_in(prizes.iter().copied());
    let awards = prize_award::Entity::find().filter(theirs).order_by_asc(prize_award::Column::Id);
    Ok(awards.lock_exclusive().all(work.tx()).await?)
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

/// Moves prizes of a school to another that it is a double of, and that has a seat at the same projects.
pub async fn move_school(work: &Work, from: SchoolId, to: SchoolId) -> Result<Moved, Stop> {
    let its = prize_award::Column::SchoolId.eq(from);
    let rows = prize_award::Entity::find().filter(its.clone()).order_by_asc(prize_award::Column::Id);
    let moved = rows.all(work.tx()).await?.into_iter().map(|row| row.id.into()).collect();
    prize_award::Entity::update_many()
        .col_expr(prize_award::Column::SchoolId, Expr::value(to))
        .filter(its)
        .exec(work.tx())
        .await?;
    Ok(Moved { moved, ..Moved::of("prize_award") })
}
