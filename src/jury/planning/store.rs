//! Plans as commands and the planner load and save them, and everything that a plan depends on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    application, assignment, assignment_plan, campaign, consolidation,
    ids::{ApplicationId, AssignmentId, AssignmentPlanId, CampaignId, JurorId, SchoolId},
    juror, juror_absence, jury_membership,
    kinds::{
        ApplicationStage, AssignmentPlanStatus, AssignmentStatus, ConsolidationStatus, JuryMembershipStatus, Kind,
        PanelStatus, SchoolLevel, Subject,
    },
    panel, planned_pair, revision_subject, school,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, SelectStatement},
};

use super::rules::{ApplicationFacts, Facts, JurorFacts};
use crate::{
    db::{AT_ONCE, Database},
    jury::{commands::language_of, rules::look_back, store as jury_store},
    stop::{Stop, found},
    work::Work,
};

/// Whoever works on a plan has it for this long, and renews it while it works.
pub(super) const LEASE: chrono::TimeDelta = chrono::TimeDelta::seconds(30);

/// A plan by its id, so that nobody changes it before this work ends.
pub(super) async fn get_locked(work: &Work, id: AssignmentPlanId) -> Result<assignment_plan::Model, Stop> {
    found(assignment_plan::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The pairs of a plan, in the order of their applications and jurors.
pub(super) async fn pairs(db: &impl ConnectionTrait, id: AssignmentPlanId) -> Result<Vec<planned_pair::Model>, Stop> {
    let its = planned_pair::Entity::find().filter(planned_pair::Column::PlanId.eq(id));
    let by_id = its.order_by_asc(planned_pair::Column::ApplicationId).order_by_asc(planned_pair::Column::JurorId);
    Ok(by_id.all(db).await?)
}

/// Writes a new plan.
pub(super) async fn insert(work: &Work, plan: assignment_plan::Model) -> Result<(), Stop> {
    assignment_plan::ActiveModel::from(plan).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed plan; its version counts up.
pub(super) async fn save(work: &Work, plan: assignment_plan::Model) -> Result<(), Stop> {
    let unchanged = assignment_plan::Column::Version.eq(plan.version);
    let changed = assignment_plan::Model { version: plan.version + 1, updated_at: work.now(), ..plan };
    let changed = assignment_plan::ActiveModel::from(changed).reset_all();
    assignment_plan::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Plans for the same applications that are worked on or could be committed.
fn open_beside(plan: &assignment_plan::Model) -> Select<assignment_plan::Entity> {
    assignment_plan::Entity::find()
        .filter(assignment_plan::Column::CampaignId.eq(plan.campaign_id))
        .filter(assignment_plan::Column::Track.eq(plan.track))
        .filter(match plan.community {
            Some(community) => assignment_plan::Column::Community.eq(community),
            None => assignment_plan::Column::Community.is_null(),
        })
        .filter(assignment_plan::Column::Id.ne(plan.id))
}

/// How many applications a plan is about.
pub(super) async fn count_planned(work: &Work, plan: &assignment_plan::Model) -> Result<u64, Stop> {
    Ok(planned(plan).count(work.tx()).await?)
}

/// How many plans for the same applications wait or are worked on.
pub(super) async fn count_waiting(work: &Work, plan: &assignment_plan::Model) -> Result<u64, Stop> {
    let waiting = [AssignmentPlanStatus::Queued, AssignmentPlanStatus::Running];
    let open = open_beside(plan).filter(assignment_plan::Column::State.is_in(waiting));
    Ok(open.count(work.tx()).await?)
}

/// Whether a proposal for the same applications waits for its turn: it will see what this work writes.
pub(super) async fn has_proposal_queued(work: &Work, plan: &assignment_plan::Model) -> Result<bool, Stop> {
    let queued = open_beside(plan)
        .filter(assignment_plan::Column::State.eq(AssignmentPlanStatus::Queued))
        .filter(assignment_plan::Column::IsProposal.eq(true));
    Ok(queued.count(work.tx()).await? > 0)
}

/// Puts away the proposals for the same applications that are overtaken.
pub(super) async fn put_away(work: &Work, plan: &assignment_plan::Model) -> Result<(), Stop> {
    let overtaken = open_beside(plan)
        .filter(assignment_plan::Column::State.is_in([AssignmentPlanStatus::Ready, AssignmentPlanStatus::Impossible]))
        .filter(assignment_plan::Column::IsProposal.eq(true))
        .lock_exclusive();
    for old in overtaken.all(work.tx()).await? {
        save(work, assignment_plan::Model { state: AssignmentPlanStatus::Cancelled, ..old }).await?;
    }
    Ok(())
}

/// Everything that a plan depends on.
pub(super) async fn facts(work: &Work, plan: &assignment_plan::Model) -> Result<Facts, Stop> {
    let campaign = crate::campaign::get(work, plan.campaign_id).await?;
    let applications = planned(plan).order_by_asc(application::Column::Id).all(work.tx()).await?;
    let ids = || only(application::Column::Id, planned(plan));
    let known: BTreeMap<SchoolId, SchoolLevel> = school::Entity::find()
        .filter(school::Column::Id.in_subquery(only(application::Column::SchoolId, planned(plan))))
        .all(work.tx())
        .await?
        .into_iter()
        .map(|school| (school.id, school.level))
        .collect();
    let mut subjects: BTreeMap<_, BTreeSet<Subject>> = BTreeMap::new();
    let revisions = only(application::Column::SubmittedRevisionId, planned(plan));
    let rows = revision_subject::Entity::find().filter(revision_subject::Column::RevisionId.in_subquery(revisions));
    for row in rows.all(work.tx()).await? {
        subjects.entry(row.revision_id).or_default().insert(row.subject);
    }
    let live = assignment::Entity::find()
        .filter(assignment::Column::CampaignId.eq(campaign.id))
        .filter(assignment::Column::State.is_not_in(jury_store::OVER))
        .order_by_asc(assignment::Column::Id)
        .all(work.tx())
        .await?;
    // Where the jurors are to agree among themselves, no third is looked for.
    let agreeing = panel::Entity::find()
        .select_only()
        .column(panel::Column::ApplicationId)
        .filter(panel::Column::State.ne(PanelStatus::Agreed))
        .into_query();
    let waiting = consolidation::Entity::find()
        .filter(consolidation::Column::ApplicationId.in_subquery(ids()))
        .filter(consolidation::Column::ApplicationId.not_in_subquery(agreeing))
        .filter(consolidation::Column::State.eq(ConsolidationStatus::ThirdJuror));
    let waiting: BTreeSet<ApplicationId> =
        waiting.all(work.tx()).await?.into_iter().map(|row| row.application_id).collect();
    let mut lives: BTreeMap<ApplicationId, Vec<(JurorId, AssignmentStatus)>> = BTreeMap::new();
    let mut elsewhere: BTreeMap<JurorId, u32> = BTreeMap::new();
    let planned_ids: BTreeSet<ApplicationId> = applications.iter().map(|application| application.id).collect();
    for assignment in live {
        if planned_ids.contains(&assignment.application_id) {
            lives.entry(assignment.application_id).or_default().push((assignment.juror_id, assignment.state));
        } else {
            *elsewhere.entry(assignment.juror_id).or_default() += 1;
        }
    }
    let seats = number(campaign.jurors_per_application);
    let of_application = |row: application::Model| {
        let subjects = row.submitted_revision_id.and_then(|revision| subjects.remove(&revision));
        ApplicationFacts {
            id: row.id,
            project: row.project_id,
            language: language_of(&campaign, row.community).map(ToOwned::to_owned),
            level: known.get(&row.school_id).copied().unwrap_or(SchoolLevel::Primary),
            subjects: subjects.unwrap_or_default(),
            seats: seats + u32::from(waiting.contains(&row.id)),
            live: lives.remove(&row.id).unwrap_or_default(),
        }
    };
    let applications: Vec<ApplicationFacts> = applications.into_iter().map(of_application).collect();
    Ok(Facts {
        jurors: jurors(work, plan, &campaign, &elsewhere, &applications).await?,
        applications,
        ties: jury_store::ties_of_campaign(work, campaign.id, look_back(plan.as_of, campaign.conflict_look_back_years))
            .await?,
    })
}

async fn jurors(
    work: &Work,
    plan: &assignment_plan::Model,
    campaign: &campaign::Model,
    elsewhere: &BTreeMap<JurorId, u32>,
    applications: &[ApplicationFacts],
) -> Result<Vec<JurorFacts>, Stop> {
    let members = jury_membership::Entity::find()
        .filter(jury_membership::Column::CampaignId.eq(campaign.id))
        .filter(jury_membership::Column::Track.eq(plan.track))
        .filter(jury_membership::Column::State.eq(JuryMembershipStatus::Active));
    let mut members = members.all(work.tx()).await?;
    members.retain(|member| !jury_store::is_let_go(member, plan.community));
    let open: BTreeSet<JurorId> = members.into_iter().map(|member| member.juror_id).collect();
    let judging = applications.iter().flat_map(|application| application.live.iter().map(|(juror, _)| *juror));
    let all: BTreeSet<JurorId> = judging.chain(open.iter().copied()).collect();
    let mut jurors = Vec::new();
    for some in all.iter().copied().collect::<Vec<_>>().chunks(AT_ONCE) {
        let rows = juror::Entity::find().filter(juror::Column::Id.is_in(some.iter().copied()));
        let absences = juror_absence::Entity::find()
            .filter(juror_absence::Column::JurorId.is_in(some.iter().copied()))
            .order_by_asc(juror_absence::Column::FromOn);
        let mut away: BTreeMap<JurorId, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for row in absences.all(work.tx()).await? {
            away.entry(row.juror_id).or_default().push((row.from_on, row.to_on));
        }
        for row in rows.order_by_asc(juror::Column::Id).all(work.tx()).await? {
            jurors.push(JurorFacts {
                id: row.id,
                is_open: open.contains(&row.id),
                most: number(row.capacity),
                elsewhere: elsewhere.get(&row.id).copied().unwrap_or(0),
                languages: words(&row.languages).collect(),
                subjects: words(&row.subjects).filter_map(|word| Subject::of(&word)).collect(),
                levels: words(&row.school_levels).filter_map(|word| SchoolLevel::of(&word)).collect(),
                absences: away.remove(&row.id).unwrap_or_default(),
            });
        }
    }
    Ok(jurors)
}

/// The applications that a plan is about: with the jury, or on their way to it.
fn planned(plan: &assignment_plan::Model) -> Select<application::Entity> {
    let query = application::Entity::find()
        .filter(application::Column::CampaignId.eq(plan.campaign_id))
        .filter(application::Column::Track.eq(plan.track))
        .filter(application::Column::Stage.is_in([ApplicationStage::Admissible, ApplicationStage::InEvaluation]));
    match plan.community {
        Some(community) => query.filter(application::Column::Community.eq(community)),
        None => query,
    }
}

fn only(column: application::Column, rows: Select<application::Entity>) -> SelectStatement {
    rows.select_only().column(column).into_query()
}

fn words(list: &serde_json::Value) -> impl Iterator<Item = String> + '_ {
    list.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(ToOwned::to_owned))
}

fn number(count: i32) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

/// The invited assignments of a plan's applications, so that nobody answers them before this work ends.
pub(super) async fn list_invited_locked(
    work: &Work,
    plan: &assignment_plan::Model,
) -> Result<Vec<assignment::Model>, Stop> {
    let invited = assignment::Entity::find()
        .filter(assignment::Column::ApplicationId.in_subquery(only(application::Column::Id, planned(plan))))
        .filter(assignment::Column::State.eq(AssignmentStatus::Invited));
    Ok(invited.order_by_asc(assignment::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// A plan's applications, in the order of their ids, so that nobody else seats jurors on them before this work ends.
pub(super) async fn list_applications_locked(
    work: &Work,
    plan: &assignment_plan::Model,
) -> Result<Vec<application::Model>, Stop> {
    Ok(planned(plan).order_by_asc(application::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// Locks jurors, in the order of their ids, so that nobody gives them other work or conflicts.
pub(super) async fn lock_jurors(work: &Work, ids: &BTreeSet<JurorId>) -> Result<(), Stop> {
    for some in ids.iter().copied().collect::<Vec<_>>().chunks(AT_ONCE) {
        let rows = juror::Entity::find().filter(juror::Column::Id.is_in(some.iter().copied()));
        rows.order_by_asc(juror::Column::Id).lock_exclusive().all(work.tx()).await?;
    }
    Ok(())
}

/// Takes assignments back that a plan moves elsewhere.
pub(super) async fn revoke(work: &Work, ids: &[AssignmentId], reason: &str) -> Result<(), Stop> {
    jury_store::revoke_many(work, ids, reason).await
}

/// How many plans wait, or were left by somebody who died over them.
fn due(now: DateTime<Utc>) -> Select<assignment_plan::Entity> {
    let queued = assignment_plan::Column::State.eq(AssignmentPlanStatus::Queued);
    // A lease that is much longer than any was taken before the clock was set back.
    let until = assignment_plan::Column::LeasedUntil;
    let left = until.lt(now).or(until.gt(now + LEASE * 2));
    assignment_plan::Entity::find()
        .filter(queued.or(assignment_plan::Column::State.eq(AssignmentPlanStatus::Running).and(left)))
}

/// Takes the plan that has waited longest, for the time of a lease.
pub(super) async fn take(db: &Database, now: DateTime<Utc>) -> Result<Option<assignment_plan::Model>, Stop> {
    // Looked at without a lock first: a transaction every few seconds would keep the writers of SQLite waiting.
    if due(now).one(db.connection()).await?.is_none() {
        return Ok(None);
    }
    let transaction = db.begin().await?;
    let next = due(now)
        .order_by_asc(assignment_plan::Column::CreatedAt)
        .order_by_asc(assignment_plan::Column::Id)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let Some(plan) = next.one(&transaction).await? else { return Ok(None) };
    // Pairs of an attempt that died: it begins again, and the same comes out.
    planned_pair::Entity::delete_many().filter(planned_pair::Column::PlanId.eq(plan.id)).exec(&transaction).await?;
    let taken = assignment_plan::Model {
        state: AssignmentPlanStatus::Running,
        done: 0,
        leased_until: Some(now + LEASE),
        version: plan.version + 1,
        updated_at: now,
        ..plan
    };
    let plan = assignment_plan::ActiveModel::from(taken).reset_all().update(&transaction).await?;
    transaction.commit().await?;
    Ok(Some(plan))
}

/// Notes how far a plan is and renews its lease; `false` when it is taken back, or somebody else has it.
pub(super) async fn renew(
    db: &Database,
    plan: &assignment_plan::Model,
    (done, seats): (i32, i32),
    now: DateTime<Utc>,
) -> Result<bool, Stop> {
    let changed = assignment_plan::Entity::update_many()
        .col_expr(assignment_plan::Column::Done, Expr::value(done))
        .col_expr(assignment_plan::Column::Seats, Expr::value(seats))
        .col_expr(assignment_plan::Column::LeasedUntil, Expr::value(now + LEASE))
        .col_expr(assignment_plan::Column::UpdatedAt, Expr::value(now))
        .filter(assignment_plan::Column::Id.eq(plan.id))
        .filter(assignment_plan::Column::State.eq(AssignmentPlanStatus::Running))
        .filter(assignment_plan::Column::Version.eq(plan.version));
    Ok(changed.exec(db.connection()).await?.rows_affected > 0)
}

/// Writes what came of a plan, with its pairs; nothing when it was taken back meanwhile.
pub(super) async fn finish(
    work: &Work,
    plan: assignment_plan::Model,
    pairs: Vec<planned_pair::Model>,
) -> Result<bool, Stop> {
    let known = get_locked(work, plan.id).await?;
    if known.state != AssignmentPlanStatus::Running || known.version != plan.version {
        return Ok(false);
    }
    for some in pairs.chunks(AT_ONCE) {
        let rows = some.iter().cloned().map(|row| planned_pair::ActiveModel::from(row).reset_all());
        planned_pair::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    save(work, plan).await?;
    Ok(true)
}

/// Forgets that a juror was planned for applications of a campaign, and what its plans told of its jurors.
pub async fn forget(work: &Work, juror: JurorId, campaign: CampaignId) -> Result<(), Stop> {
    let plans = assignment_plan::Entity::find()
        .select_only()
        .column(assignment_plan::Column::Id)
        .filter(assignment_plan::Column::CampaignId.eq(campaign))
        .into_query();
    planned_pair::Entity::delete_many()
        .filter(planned_pair::Column::JurorId.eq(juror))
        .filter(planned_pair::Column::PlanId.in_subquery(plans))
        .exec(work.tx())
        .await?;
    assignment_plan::Entity::update_many()
        .col_expr(assignment_plan::Column::Outcome, Expr::value(serde_json::json!({})))
        .filter(assignment_plan::Column::CampaignId.eq(campaign))
        .filter(assignment_plan::Column::Outcome.is_not_null())
        .exec(work.tx())
        .await?;
    Ok(())
}
