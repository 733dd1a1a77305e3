//! What the system does by itself: it looks what is due, and does each once. What that is follows from rows of the concepts;
//! [`crate::job`] keeps a row for each.
//!
//! Several servers may do so side by side, and each may be killed at any time. Who takes a job has it for a while. What it
//! does and that it is done are committed together, and only if nobody else took it since: that it is done once does not
//! rest on clocks. What fails is tried again later, and keeps nothing else.

use std::time::Duration;

use entity::{
    job,
    kinds::{JobKind, Kind},
};
use serde_json::json;

use crate::{
    auth::Actor,
    clock::{Clock, Ids},
    db::Database,
    eql, event,
    job::{self as jobs, Due},
    jury::reminders,
    prize, publication,
    stop::Stop,
    work::Work,
};

/// Does what is due.
#[derive(Clone)]
pub struct Runner {
    /// Where the jobs are.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// Chance.
    pub ids: Ids,
}

/// What is due of a kind, and what will be.
async fn due(work: &Work, kind: JobKind) -> Result<Vec<Due>, Stop> {
    match kind {
        JobKind::Release => publication::due(work).await,
        JobKind::JuryReminder => reminders::due(work).await,
        JobKind::EqlInfo => eql::due(work).await,
        JobKind::EqlOutcome => eql::outcomes_due(work).await,
        JobKind::PrizeFollowUp => prize::due(work).await,
        JobKind::EventReminder => event::due_to_remind(work).await,
        JobKind::EventCleanup => event::due_to_clean(work).await,
    }
}

/// Does a job; `false` if it is not due any more, and nothing was done.
async fn run(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    match job.kind {
        JobKind::Release => publication::release(work, job).await,
        JobKind::JuryReminder => reminders::remind_by_itself(work, job).await,
        JobKind::EqlInfo => eql::tell(work, job).await,
        JobKind::EqlOutcome => eql::tell_outcome(work, job).await,
        JobKind::PrizeFollowUp => prize::ask(work, job).await,
        JobKind::EventReminder => event::remind(work, job).await,
        JobKind::EventCleanup => event::clean(work, job).await,
    }
}

impl Runner {
    /// Does what is due, for as long as the process lives.
    pub async fn keep_running(self) {
        loop {
            if let Err(error) = self.run_due().await {
                tracing::error!(?error, "what is due was not done");
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Does everything that is due now; how much of it was done.
    pub async fn run_due(&self) -> Result<usize, Stop> {
        for (kind, word, _) in JobKind::VALUES {
            if let Err(error) = self.look(*kind).await {
                tracing::error!(?error, kind = word, "nobody knows what is due");
            }
        }
        let mut count = 0;
        for id in jobs::list_due(&self.db, self.clock.now()).await? {
            if let Some(taken) = jobs::take(&self.db, id, self.clock.now()).await? {
                count += usize::from(self.attempt(taken).await?);
            }
        }
        Ok(count)
    }

    /// Keeps a row for what is due of a kind, and for what will be.
    pub async fn look(&self, kind: JobKind) -> Result<(), Stop> {
        let now = self.clock.now();
        let work = Work::reading(&self.db, now, self.ids.clone(), &Actor::Anonymous, None).await?;
        let due = due(&work, kind).await?;
        drop(work);
        jobs::keep(&self.db, (now, &self.ids), kind, &due).await
    }

    /// Tries a job that this process took; whether it is done.
    pub async fn attempt(&self, taken: job::Model) -> Result<bool, Stop> {
        // By itself, so that what breaks in the middle breaks nothing else.
        let (runner, job) = (self.clone(), taken.clone());
        let outcome = tokio::spawn(async move { runner.work_off(&job).await }).await.map_err(Stop::failure).flatten();
        match outcome {
            Ok(true) => Ok(true),
            Ok(false) => jobs::give_back(&self.db, taken, self.clock.now()).await.map(|()| false),
            Err(error) => {
                tracing::error!(?error, job = %taken.id, "a job failed");
                jobs::put_off(&self.db, taken, self.clock.now()).await.map(|()| false)
            }
        }
    }

    async fn work_off(&self, taken: &job::Model) -> Result<bool, Stop> {
        let work = Work::begin(&self.db, self.clock.now(), self.ids.clone(), &Actor::Anonymous, None).await?;
        let Some(job) = jobs::find_taken(&work, taken).await? else { return Ok(false) };
        if !run(&work, &job).await? {
            return Ok(false);
        }
        let (id, facts) = (job.id, json!({ "kind": job.kind, "key": job.key }));
        jobs::finish(&work, job).await?;
        work.audit_as_because("runJob", id, None, Some(facts)).await?;
        work.commit().await?;
        Ok(true)
    }
}

/// Between two looks.
const AGAIN: Duration = Duration::from_mins(1);
