//! Candidates for the European label as commands load and save them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{
    eql_candidacy, eql_condition, eql_country, eql_nomination,
    ids::{CampaignId, EqlCandidacyId, EqlConditionId, EqlCountryId, ProjectId, UserId},
    kinds::{ProjectKind, Track},
    project, project_member,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::rules::Finding;
use crate::{
    db::AT_ONCE,
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

/// Where a project stands in each campaign, the latest first.
pub(super) async fn see_of(work: &Work, project: ProjectId) -> Result<Vec<eql_candidacy::Model>, Stop> {
    let its = eql_candidacy::Entity::find().filter(eql_candidacy::Column::ProjectId.eq(project));
    Ok(its.order_by_desc(eql_candidacy::Column::Id).all(work.tx()).await?)
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

/// The teachers who take part in each of these projects.
pub(super) async fn teachers(
    work: &Work,
    projects: &[ProjectId],
) -> Result<BTreeMap<ProjectId, BTreeSet<UserId>>, Stop> {
    let mut teachers: BTreeMap<ProjectId, BTreeSet<UserId>> = BTreeMap::new();
    for some in projects.chunks(AT_ONCE) {
        let theirs = project_member::Entity::find()
            .filter(project_member::Column::ProjectId.is_in(some.iter().copied()))
            .all(work.tx())
            .await?;
        for one in theirs {
            teachers.entry(one.project_id).or_default().insert(one.user_id);
        }
    }
    Ok(teachers)
}

/// The countries of each of these candidates.
pub(super) async fn countries(
    work: &Work,
    candidates: &[EqlCandidacyId],
) -> Result<BTreeMap<EqlCandidacyId, BTreeSet<String>>, Stop> {
    let mut countries: BTreeMap<EqlCandidacyId, BTreeSet<String>> = BTreeMap::new();
    for some in candidates.chunks(AT_ONCE) {
        let theirs = eql_country::Entity::find()
            .filter(eql_country::Column::CandidacyId.is_in(some.iter().copied()))
            .all(work.tx())
            .await?;
        for one in theirs {
            countries.entry(one.candidacy_id).or_default().insert(one.country);
        }
    }
    Ok(countries)
}

/// Notes that a candidate has a label in a country; `source` is none for Belgium.
pub(super) async fn insert_country(
    work: &Work,
    candidacy_id: EqlCandidacyId,
    country: String,
    (source, known_on): (Option<String>, NaiveDate),
) -> Result<(), Stop> {
    let row = eql_country::Model { id: work.id::<EqlCountryId>(), candidacy_id, country, source, known_on };
    eql_country::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Takes out the countries abroad of a candidate, before others are noted.
pub(super) async fn clear_countries(work: &Work, candidacy: EqlCandidacyId) -> Result<(), Stop> {
    eql_country::Entity::delete_many()
        .filter(eql_country::Column::CandidacyId.eq(candidacy))
        .filter(eql_country::Column::Source.is_not_null())
        .exec(work.tx())
        .await?;
    Ok(())
}

/// What each of these candidates was judged by.
pub(super) async fn traces(
    work: &Work,
    candidates: &[EqlCandidacyId],
) -> Result<BTreeMap<EqlCandidacyId, Vec<Finding>>, Stop> {
    let mut traces: BTreeMap<EqlCandidacyId, Vec<Finding>> = BTreeMap::new();
    for some in candidates.chunks(AT_ONCE) {
        let theirs = eql_condition::Entity::find()
            .filter(eql_condition::Column::CandidacyId.is_in(some.iter().copied()))
            .order_by_asc(eql_condition::Column::Position)
            .all(work.tx())
            .await?;
        for one in theirs {
            traces.entry(one.candidacy_id).or_default().push(Finding {
                condition: one.condition,
                asked_centi: one.asked_centi,
                found_centi: one.found_centi,
                is_met: one.is_met,
            });
        }
    }
    Ok(traces)
}

/// Writes what a candidate is judged by, in place of what was there.
pub(super) async fn save_trace(work: &Work, candidacy: EqlCandidacyId, trace: &[Finding]) -> Result<(), Stop> {
    let its = eql_condition::Column::CandidacyId.eq(candidacy);
    eql_condition::Entity::delete_many().filter(its).exec(work.tx()).await?;
    for (position, one) in (1..).zip(trace) {
        let row = eql_condition::Model {
            id: work.id::<EqlConditionId>(),
            candidacy_id: candidacy,
            position,
            condition: one.condition,
            asked_centi: one.asked_centi,
            found_centi: one.found_centi,
            is_met: one.is_met,
        };
        eql_condition::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    }
    Ok(())
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

/// The list of a campaign, if there is one. Who changes it holds the campaign.
pub(super) async fn find_nomination(work: &Work, campaign: CampaignId) -> Result<Option<eql_nomination::Model>, Stop> {
    let its = eql_nomination::Entity::find().filter(eql_nomination::Column::CampaignId.eq(campaign));
    Ok(its.one(work.tx()).await?)
}

/// Writes a new list.
pub(super) async fn insert_nomination(work: &Work, nomination: eql_nomination::Model) -> Result<(), Stop> {
    eql_nomination::ActiveModel::from(nomination).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed list; its version counts up.
pub(super) async fn save_nomination(work: &Work, nomination: eql_nomination::Model) -> Result<(), Stop> {
    let unchanged = eql_nomination::Column::Version.eq(nomination.version);
    let changed = eql_nomination::Model { version: nomination.version + 1, updated_at: work.now(), ..nomination };
    let changed = eql_nomination::ActiveModel::from(changed).reset_all();
    eql_nomination::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}
