//! Publications as commands load and save them.

use chrono::{DateTime, Utc};
use entity::{
    ids::{ApplicationId, CampaignId, PublicationBatchId},
    message, publication_batch, publication_item,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::rules::Unit;
use crate::{
    stop::{Stop, found},
    work::Work,
};

/// A release by its id, so that nobody changes it before this work ends.
pub(super) async fn get_locked(work: &Work, id: PublicationBatchId) -> Result<publication_batch::Model, Stop> {
    found(publication_batch::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

fn batch_of(campaign: CampaignId, unit: Unit) -> Select<publication_batch::Entity> {
    let community = publication_batch::Column::Community;
    publication_batch::Entity::find()
        .filter(publication_batch::Column::CampaignId.eq(campaign))
        .filter(publication_batch::Column::Track.eq(unit.track))
        .filter(unit.community.map_or_else(|| community.is_null(), |of| community.eq(of)))
}

/// The release of these results, if it is prepared, so that nobody changes it before this work ends.
pub(super) async fn find_batch(
    work: &Work,
    campaign: CampaignId,
    unit: Unit,
) -> Result<Option<publication_batch::Model>, Stop> {
    Ok(batch_of(campaign, unit).lock_exclusive().one(work.tx()).await?)
}

/// The same, as it stands now.
pub(super) async fn see_batch(
    work: &Work,
    campaign: CampaignId,
    unit: Unit,
) -> Result<Option<publication_batch::Model>, Stop> {
    Ok(batch_of(campaign, unit).one(work.tx()).await?)
}

/// The releases that go out by themselves.
pub(super) async fn list_scheduled(work: &Work) -> Result<Vec<publication_batch::Model>, Stop> {
    let scheduled = publication_batch::Entity::find().filter(publication_batch::Column::IsScheduled.eq(true));
    Ok(scheduled.order_by_asc(publication_batch::Column::Id).all(work.tx()).await?)
}

/// Writes a new release.
pub(super) async fn insert_batch(work: &Work, batch: publication_batch::Model) -> Result<(), Stop> {
    publication_batch::ActiveModel::from(batch).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed release; its version counts up.
pub(super) async fn save_batch(work: &Work, batch: publication_batch::Model) -> Result<(), Stop> {
    let unchanged = publication_batch::Column::Version.eq(batch.version);
    let changed = publication_batch::Model { version: batch.version + 1, updated_at: work.now(), ..batch };
    let changed = publication_batch::ActiveModel::from(changed).reset_all();
    publication_batch::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// The items of a release.
pub(super) async fn list_items(work: &Work, batch: PublicationBatchId) -> Result<Vec<publication_item::Model>, Stop> {
    let theirs = publication_item::Entity::find().filter(publication_item::Column::BatchId.eq(batch));
    Ok(theirs.order_by_asc(publication_item::Column::Id).all(work.tx()).await?)
}

/// The release of the result of an application, if there is one.
pub(super) async fn find_item(
    work: &Work,
    application: ApplicationId,
) -> Result<Option<publication_item::Model>, Stop> {
    let its = publication_item::Entity::find().filter(publication_item::Column::ApplicationId.eq(application));
    Ok(its.one(work.tx()).await?)
}

/// Takes out the items of a release that is prepared again.
pub(super) async fn clear_items(work: &Work, batch: PublicationBatchId) -> Result<(), Stop> {
    let theirs = publication_item::Column::BatchId.eq(batch);
    publication_item::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
    Ok(())
}

/// Writes a new item.
pub(super) async fn insert_item(work: &Work, item: publication_item::Model) -> Result<(), Stop> {
    publication_item::ActiveModel::from(item).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed item.
pub(super) async fn save_item(work: &Work, item: publication_item::Model) -> Result<(), Stop> {
    publication_item::ActiveModel::from(item).reset_all().update(work.tx()).await?;
    Ok(())
}

/// When the mail server took the mail of a result; `None` before.
pub(super) async fn accepted_at(work: &Work, item: &publication_item::Model) -> Result<Option<DateTime<Utc>>, Stop> {
    let Some(mail) = item.message_id else { return Ok(None) };
    Ok(message::Entity::find_by_id(mail).one(work.tx()).await?.and_then(|mail| mail.sent_at))
}
