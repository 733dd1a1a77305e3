//! Candidates for the European label as commands load and save them.

use entity::{
    eql_candidacy,
    ids::{CampaignId, ProjectId},
    kinds::{ProjectKind, Track},
    project,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    stop::{Stop, found},
    work::Work,
};

/// The candidates of a campaign, so that nobody changes them before this work ends.
pub(super) async fn list(work: &Work, campaign: CampaignId) -> Result<Vec<eql_candidacy::Model>, Stop> {
    let theirs = eql_candidacy::Entity::find().filter(eql_candidacy::Column::CampaignId.eq(campaign));
    Ok(theirs.order_by_asc(eql_candidacy::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// The same, as they stand now.
pub(super) async fn see(work: &Work, campaign: CampaignId) -> Result<Vec<eql_candidacy::Model>, Stop> {
    let theirs = eql_candidacy::Entity::find().filter(eql_candidacy::Column::CampaignId.eq(campaign));
    Ok(theirs.order_by_asc(eql_candidacy::Column::Id).all(work.tx()).await?)
}

/// Where a project stands in a campaign, so that nobody changes it before this work ends.
pub(super) async fn get_locked(
    work: &Work,
    project: ProjectId,
    campaign: CampaignId,
) -> Result<eql_candidacy::Model, Stop> {
    let row = eql_candidacy::Entity::find()
        .filter(eql_candidacy::Column::ProjectId.eq(project))
        .filter(eql_candidacy::Column::CampaignId.eq(campaign));
    found(row.lock_exclusive().one(work.tx()).await?)
}

/// Those of these projects whose founders come from different countries (INV-27).
pub(super) async fn list_european(work: &Work, projects: &[ProjectId]) -> Result<Vec<ProjectId>, Stop> {
    let rows = project::Entity::find()
        .filter(project::Column::Id.is_in(projects.iter().copied()))
        .filter(project::Column::Kind.eq(ProjectKind::European))
        .filter(project::Column::Track.eq(Track::Nql));
    let rows = rows.order_by_asc(project::Column::Id).all(work.tx()).await?;
    Ok(rows.into_iter().map(|project| project.id).collect())
}

/// Writes a new candidate.
pub(super) async fn insert(work: &Work, candidacy: eql_candidacy::Model) -> Result<(), Stop> {
    eql_candidacy::ActiveModel::from(candidacy).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed candidate; its version counts up.
pub(super) async fn save(work: &Work, candidacy: eql_candidacy::Model) -> Result<(), Stop> {
    let unchanged = eql_candidacy::Column::Version.eq(candidacy.version);
    let changed = eql_candidacy::Model { version: candidacy.version + 1, updated_at: work.now(), ..candidacy };
    let changed = eql_candidacy::ActiveModel::from(changed).reset_all();
    eql_candidacy::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}
