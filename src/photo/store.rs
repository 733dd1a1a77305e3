//! Photos as commands load and save them, and the files that no photo names any more.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    application,
    ids::{CampaignId, PrizeAwardId, ProjectId, SchoolId, UserId},
    label, photo, prize, prize_award, prize_share,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use super::state::takes_photos;
use crate::{
    api::{Api, right::Held},
    db::AT_ONCE,
    files::Files,
    stop::Stop,
    work::Work,
};

/// Where the files of photos are.
const FOLDER: &str = "photos";
/// For how long a file may wait for its row: a request takes seconds.
const AWAITED: TimeDelta = TimeDelta::hours(24);
/// How often files are swept.
const SWEPT: Duration = Duration::from_hours(1);

/// A name for a new file. It says nothing, and nobody can guess it.
pub(super) fn new_name(work: &Work) -> String {
    format!("{FOLDER}/{}", hex::encode(work.chance::<16>()))
}

/// The name of the thumbnail of a photo.
pub(super) fn small(file: &str) -> String {
    format!("{file}-small")
}

/// Whether a teacher holds the label for a project that won a prize.
pub(super) async fn holds_prize(work: &Work, teacher: UserId) -> Result<bool, Stop> {
    let held = label::Entity::find()
        .select_only()
        .column(label::Column::ApplicationId)
        .filter(label::Column::TeacherId.eq(teacher))
        .filter(label::Column::RevokedAt.is_null());
    let projects = application::Entity::find()
        .select_only()
        .column(application::Column::ProjectId)
        .filter(application::Column::Id.in_subquery(held.into_query()));
    let won = prize_award::Entity::find()
        .filter(prize_award::Column::ProjectId.in_subquery(projects.into_query()))
        .filter(prize_award::Column::AnnouncedAt.is_not_null());
    Ok(won.one(work.tx()).await?.is_some())
}

/// How many photos a prize has.
pub(super) async fn count_of(work: &Work, award: PrizeAwardId) -> Result<u64, Stop> {
    Ok(photo::Entity::find().filter(photo::Column::PrizeAwardId.eq(award)).count(work.tx()).await?)
}

/// Writes a new photo.
pub(super) async fn insert(work: &Work, photo: photo::Model) -> Result<(), Stop> {
    photo::ActiveModel::from(photo).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed photo; its version counts up.
pub(super) async fn save(work: &Work, photo: Held<photo::Model>) -> Result<(), Stop> {
    let photo = photo.into_row();
    let changed = photo::Model { version: photo.version + 1, updated_at: work.now(), ..photo };
    photo::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// The photos of the prizes of a campaign that were added before an instant.
pub async fn list_before(work: &Work, campaign: CampaignId, before: DateTime<Utc>) -> Result<Vec<photo::Model>, Stop> {
    let prizes =
        prize::Entity::find().select_only().column(prize::Column::Id).filter(prize::Column::CampaignId.eq(campaign));
    let awards = prize_award::Entity::find()
        .select_only()
        .column(prize_award::Column::Id)
        .filter(prize_award::Column::PrizeId.in_subquery(prizes.into_query()));
    let theirs = photo::Entity::find()
        .filter(photo::Column::PrizeAwardId.in_subquery(awards.into_query()))
        .filter(photo::Column::CreatedAt.lt(before))
        .order_by_asc(photo::Column::Id);
    Ok(theirs.all(work.tx()).await?)
}

/// Takes photos away, and their files once that lasts.
pub async fn delete(work: &Work, photos: &[photo::Model]) -> Result<(), Stop> {
    for photo in photos {
        photo::Entity::delete_by_id(photo.id).exec(work.tx()).await?;
        work.remove_file(photo.file.clone());
        work.remove_file(small(&photo.file));
    }
    Ok(())
}

/// The approved photos that a school may use of the prizes that a project won.
pub(super) async fn list_for_school(
    work: &Work,
    project: ProjectId,
    school: SchoolId,
) -> Result<Vec<photo::Model>, Stop> {
    let its = prize_share::Entity::find()
        .select_only()
        .column(prize_share::Column::PrizeAwardId)
        .filter(prize_share::Column::ProjectId.eq(project))
        .filter(prize_share::Column::SchoolId.eq(school));
    let awards = prize_award::Entity::find().filter(prize_award::Column::Id.in_subquery(its.into_query()));
    let awards = awards.all(work.tx()).await?.into_iter().filter(|award| takes_photos(award.state));
    let photos = photo::Entity::find()
        .filter(photo::Column::PrizeAwardId.is_in(awards.map(|award| award.id)))
        .filter(photo::Column::ForSchool.eq(true))
        .filter(photo::Column::ApprovedAt.is_not_null())
        .order_by_asc(photo::Column::Id);
    Ok(photos.all(work.tx()).await?)
}

/// Takes away the photos that rest on a person: those that this person sent, or declared the consent for.
pub async fn forget(work: &Work, person: UserId) -> Result<(), Stop> {
    let hers = Condition::any().add(photo::Column::UploaderId.eq(person)).add(photo::Column::ConsentById.eq(person));
    delete(work, &photo::Entity::find().filter(hers).all(work.tx()).await?).await
}

/// Removes the files that were there before an instant, by the clock of the store, and that no photo names: of an upload that was
/// cut short, or of a photo that is gone. How many they were.
pub async fn sweep(api: &Api, before: DateTime<Utc>) -> Result<usize, Stop> {
    let files: &Files = &api.files;
    let mut old: BTreeSet<String> =
        files.list(FOLDER).await?.into_iter().filter(|one| one.written_at < before).map(|one| one.name).collect();
    let names: Vec<String> = old.iter().map(|name| name.trim_end_matches("-small").to_owned()).collect();
    for some in names.chunks(AT_ONCE) {
        let known = photo::Entity::find().select_only().column(photo::Column::File);
        let known = known.filter(photo::Column::File.is_in(some.iter().map(String::as_str)));
        for file in known.into_tuple::<String>().all(api.db.connection()).await? {
            old.remove(&small(&file));
            old.remove(&file);
        }
    }
    for name in &old {
        files.remove(name).await?;
    }
    Ok(old.len())
}

/// Sweeps files for as long as the process lives.
pub async fn keep_swept(api: Arc<Api>) {
    loop {
        match sweep(&api, api.clock.outside() - AWAITED).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "files that no photo names were removed"),
            Err(error) => tracing::error!(?error, "files that no photo names were not removed"),
        }
        tokio::time::sleep(SWEPT).await;
    }
}
