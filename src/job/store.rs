//! Jobs as they are found due, taken and done.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::JobId,
    job,
    kinds::{JobFailure, JobKind, JobStatus},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{ExprTrait, LockBehavior, LockType},
};

use super::{
    Due,
    rules::{LEASE, LONGEST_PAUSE, next_attempt},
};
use crate::{
    clock::Ids,
    db::{AT_ONCE, Database, any_conflict},
    stop::Stop,
    work::Work,
};

/// Makes the rows of a kind what is due of it: what is new is written, what is due at another instant is moved, and what is
/// due no more is cancelled. What is done stays done.
pub async fn keep(db: &Database, (now, ids): (DateTime<Utc>, &Ids), kind: JobKind, wanted: &[Due]) -> Result<(), Stop> {
    let mut known = known(db, kind, wanted).await?;
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for due in wanted {
        let Some(job) = known.remove(&due.key) else {
            new.push(fresh(kind, due, (ids.next(now), now)));
            continue;
        };
        let is_moved = job.due_at != due.due_at || job.state == JobStatus::Cancelled;
        if is_moved && job.state != JobStatus::Done {
            changed.push(waiting(job::Model { due_at: due.due_at, ..job }));
        }
    }
    let is_over = |job: &job::Model| matches!(job.state, JobStatus::Done | JobStatus::Cancelled);
    let gone = known.into_values().filter(|job| !is_over(job));
    changed.extend(gone.map(|job| ended(job, JobStatus::Cancelled, now)));
    if new.is_empty() && changed.is_empty() {
        return Ok(());
    }
    let transaction = db.begin().await?;
    for job in new {
        let row = job::ActiveModel::from(job).reset_all();
        let row = job::Entity::insert(row).on_conflict(any_conflict()).try_insert();
        row.exec_without_returning(&transaction).await?;
    }
    for job in changed {
        save(&transaction, job, now).await?;
    }
    Ok(transaction.commit().await?)
}

/// The jobs of a kind that are there already, and those that may have to go, by their keys.
async fn known(db: &Database, kind: JobKind, wanted: &[Due]) -> Result<BTreeMap<String, job::Model>, Stop> {
    let of_kind = || job::Entity::find().filter(job::Column::Kind.eq(kind));
    let open = of_kind().filter(job::Column::State.is_in([JobStatus::Waiting, JobStatus::Failed]));
    let mut rows = open.all(db.connection()).await?;
    for some in wanted.chunks(AT_ONCE) {
        let same = job::Column::Key.is_in(some.iter().map(|due| due.key.as_str()));
        rows.extend(of_kind().filter(same).all(db.connection()).await?);
    }
    Ok(rows.into_iter().map(|job| (job.key.clone(), job)).collect())
}

fn fresh(kind: JobKind, due: &Due, (id, now): (JobId, DateTime<Utc>)) -> job::Model {
    job::Model {
        id,
        kind,
        key: due.key.clone(),
        campaign_id: due.campaign_id,
        batch_id: due.batch_id,
        application_id: due.application_id,
        due_at: due.due_at,
        state: JobStatus::Waiting,
        attempts: 0,
        next_attempt_at: None,
        failure: None,
        ended_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// As if nobody had tried it.
fn waiting(job: job::Model) -> job::Model {
    job::Model { state: JobStatus::Waiting, attempts: 0, next_attempt_at: None, failure: None, ended_at: None, ..job }
}

fn ended(job: job::Model, state: JobStatus, now: DateTime<Utc>) -> job::Model {
    job::Model { state, next_attempt_at: None, ended_at: Some(now), ..job }
}

fn due(now: DateTime<Utc>) -> Select<job::Entity> {
    let next = job::Column::NextAttemptAt;
    job::Entity::find()
        .filter(job::Column::State.eq(JobStatus::Waiting))
        .filter(job::Column::DueAt.lte(now))
        // What is put off for longer than anything is was put off before the clock was set back.
        .filter(next.is_null().or(next.lte(now)).or(next.gt(now + LONGEST_PAUSE)))
}

/// What is due and nobody is at, what is due for longest first.
pub async fn list_due(db: &Database, now: DateTime<Utc>) -> Result<Vec<JobId>, Stop> {
    let rows = due(now).select_only().column(job::Column::Id);
    let rows = rows.order_by_asc(job::Column::DueAt).order_by_asc(job::Column::Id);
    Ok(rows.into_tuple().all(db.connection()).await?)
}

/// Takes a job for the time of a lease; `None` if somebody else has it, or it has ended. One whose last attempt was cut short
/// is given up.
pub async fn take(db: &Database, id: JobId, now: DateTime<Utc>) -> Result<Option<job::Model>, Stop> {
    let transaction = db.begin().await?;
    let free = due(now).filter(job::Column::Id.eq(id));
    let free = free.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let Some(job) = free.one(&transaction).await? else { return Ok(None) };
    let is_last = job.attempts > 0 && next_attempt(job.attempts, now).is_none();
    let changed = if is_last {
        ended(job::Model { failure: Some(JobFailure::Interrupted), ..job }, JobStatus::Failed, now)
    } else {
        job::Model { attempts: job.attempts + 1, next_attempt_at: Some(now + LEASE), ..job }
    };
    let taken = save(&transaction, changed, now).await?;
    transaction.commit().await?;
    Ok(taken.filter(|_| !is_last))
}

/// A job that this process took, locked until the work ends; `None` if somebody else has it since, or it has ended.
pub async fn find_taken(work: &Work, taken: &job::Model) -> Result<Option<job::Model>, Stop> {
    let same = job::Entity::find_by_id(taken.id).filter(job::Column::Version.eq(taken.version));
    Ok(same.lock_exclusive().one(work.tx()).await?)
}

/// Notes that a job is done, with what was done.
pub async fn finish(work: &Work, job: job::Model) -> Result<(), Stop> {
    let done = ended(job::Model { failure: None, ..job }, JobStatus::Done, work.now());
    save(work.tx(), done, work.now()).await?.map(|_| ()).ok_or_else(Stop::overtaken)
}

/// Notes that an attempt failed: the job is tried again, or given up.
pub async fn put_off(db: &Database, taken: job::Model, now: DateTime<Utc>) -> Result<(), Stop> {
    let failed = job::Model { failure: Some(JobFailure::Error), ..taken };
    let next = next_attempt(failed.attempts, now);
    let changed = match next {
        Some(_) => job::Model { next_attempt_at: next, ..failed },
        None => ended(failed, JobStatus::Failed, now),
    };
    save(db.connection(), changed, now).await?;
    Ok(())
}

/// Puts a job back that turned out not to be due: that was no attempt.
pub async fn give_back(db: &Database, taken: job::Model, now: DateTime<Utc>) -> Result<(), Stop> {
    let back = job::Model { attempts: taken.attempts - 1, next_attempt_at: None, ..taken };
    save(db.connection(), back, now).await?;
    Ok(())
}

/// A job that was given up waits again.
pub(super) async fn begin_again(work: &Work, job: job::Model) -> Result<(), Stop> {
    save(work.tx(), waiting(job), work.now()).await?.map(|_| ()).ok_or_else(Stop::overtaken)
}

/// How many jobs were given up.
pub async fn count_failed(db: &Database) -> Result<u64, Stop> {
    Ok(job::Entity::find().filter(job::Column::State.eq(JobStatus::Failed)).count(db.connection()).await?)
}

/// Writes a changed job; its version counts up. `None` if somebody else has changed it.
async fn save(
    connection: &impl ConnectionTrait,
    job: job::Model,
    now: DateTime<Utc>,
) -> Result<Option<job::Model>, Stop> {
    let unchanged = job::Column::Version.eq(job.version);
    let changed = job::Model { version: job.version + 1, updated_at: now, ..job };
    let changed = job::ActiveModel::from(changed).reset_all();
    match job::Entity::update(changed).validate()?.filter(unchanged).exec(connection).await {
        Ok(saved) => Ok(Some(saved)),
        Err(DbErr::RecordNotUpdated) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
