//! Works plans out, for as long as the process lives. Who takes a plan has it for a while and renews that; a plan whose
//! planner died is begun again by another, and the same comes out.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use entity::{
    assignment_plan,
    kinds::{AssignmentPlanStatus, CampaignStatus},
    planned_pair,
};
use fair::assign::{Plan, Progress, Reader, Unsolved, check, solve};
use serde_json::json;

use super::{
    commands::question_of,
    rules::{Built, build},
    store,
    told::Told,
};
use crate::{
    api::fact::kept,
    auth::Actor,
    clock::{Clock, Ids},
    db::Database,
    stop::Stop,
    work::Work,
};

/// Works plans out.
pub struct Planner {
    /// Where the plans are.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// Chance.
    pub ids: Ids,
}

/// What a run and its watcher tell each other.
#[derive(Default)]
struct Line {
    done: AtomicUsize,
    of: AtomicUsize,
    stop: AtomicBool,
}

/// What came of a run.
enum Outcome {
    Ready(Plan, Vec<Vec<i64>>),
    Impossible(Told),
    Failed(String),
    Stopped,
}

impl Planner {
    /// Plans, for as long as the process lives.
    pub async fn keep_planning(self) {
        let mut pulse = self.db.pulse().feel(&["assignment_plan"]);
        loop {
            if let Err(error) = self.run_due().await {
                tracing::error!(?error, "a plan was not worked out");
                tokio::time::sleep(AWAY).await;
            }
            // Not every beat of other processes arrives.
            let _ = tokio::time::timeout(QUIET, pulse.changed()).await;
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Works out every plan that waits; how many.
    pub async fn run_due(&self) -> Result<usize, Stop> {
        let mut count = 0;
        while let Some(plan) = store::take(&self.db, self.clock.now()).await? {
            self.run(plan).await?;
            count += 1;
        }
        Ok(count)
    }

    async fn work(&self) -> Result<Work, Stop> {
        Work::begin(&self.db, self.clock.now(), self.ids.clone(), &Actor::Anonymous, None).await
    }

    async fn run(&self, plan: assignment_plan::Model) -> Result<(), Stop> {
        let work = self.work().await?;
        let campaign = crate::campaign::get(&work, plan.campaign_id).await?;
        if !awaits_plans(campaign.status, plan.is_proposal) {
            return put_away(work, plan).await;
        }
        let facts = store::facts(&work, &plan).await?;
        drop(work);
        let question = question_of(&plan);
        let line = Arc::new(Line::default());
        let mut run = tokio::task::spawn_blocking({
            let line = Arc::clone(&line);
            move || {
                let built = build(&facts, &question);
                let outcome = work_out(&built, &line);
                (built, outcome)
            }
        });
        let (built, outcome) = loop {
            let Ok(ended) = tokio::time::timeout(TOLD, &mut run).await else {
                if !store::renew(&self.db, &plan, progress(&line), self.clock.now()).await? {
                    line.stop.store(true, Ordering::Relaxed);
                }
                continue;
            };
            break ended.map_err(Stop::failure)?;
        };
        self.finish(plan, &built, outcome, progress(&line).1).await
    }

    async fn finish(
        &self,
        plan: assignment_plan::Model,
        built: &Built,
        outcome: Outcome,
        seats: i32,
    ) -> Result<(), Stop> {
        let work = self.work().await?;
        let id = plan.id;
        let mut pairs = Vec::new();
        let mut ended =
            assignment_plan::Model { leased_until: None, finished_at: Some(work.now()), done: seats, seats, ..plan };
        match outcome {
            // Whoever took it back has written that.
            Outcome::Stopped => return Ok(()),
            Outcome::Ready(solved, costs) => {
                ended.state = AssignmentPlanStatus::Ready;
                ended.hash = Some(hex::encode(solved.hash));
                ended.outcome = Some(serde_json::to_value(Told::of_plan(built, &solved)).map_err(Stop::failure)?);
                pairs = rows(&work, &ended, built, &solved, costs);
            }
            Outcome::Impossible(told) => {
                ended.state = AssignmentPlanStatus::Impossible;
                ended.outcome = Some(serde_json::to_value(told).map_err(Stop::failure)?);
            }
            Outcome::Failed(why) => {
                ended.state = AssignmentPlanStatus::Failed;
                ended.failure = Some(why);
            }
        }
        let facts = json!({ "state": ended.state, "hash": ended.hash, "pairs": pairs.len() });
        if store::finish(&work, ended, pairs).await? {
            work.audit_as_because("workOutAssignmentPlan", id, None, Some(facts)).await?;
            work.commit().await?;
        }
        Ok(())
    }
}

/// Whether a plan is still of use: the campaign may have moved on while it waited, or while its planner was away.
fn awaits_plans(status: CampaignStatus, is_proposal: bool) -> bool {
    match status {
        CampaignStatus::Evaluation => true,
        CampaignStatus::Closed => !is_proposal,
        CampaignStatus::Draft
        | CampaignStatus::Open
        | CampaignStatus::Deliberation
        | CampaignStatus::Published
        | CampaignStatus::Archived => false,
    }
}

async fn put_away(work: Work, plan: assignment_plan::Model) -> Result<(), Stop> {
    let id = plan.id;
    let over = assignment_plan::Model {
        state: AssignmentPlanStatus::Cancelled,
        leased_until: None,
        finished_at: Some(work.now()),
        ..plan
    };
    if store::finish(&work, over, Vec::new()).await? {
        work.audit_as_because("cancelAssignmentPlan", id, Some("The campaign moved on."), None).await?;
        work.commit().await?;
    }
    Ok(())
}

/// The part that takes the time.
fn work_out(built: &Built, line: &Line) -> Outcome {
    if !built.stuck.is_empty() {
        let pair = |(application, juror): &(_, _)| format!("{application} / {juror}");
        let stuck: Vec<String> = built.stuck.iter().map(pair).collect();
        return Outcome::Failed(kept("STUCK", [("pairs", stuck.join(", "))]));
    }
    let watch = &mut |progress: Progress| {
        line.done.store(progress.done, Ordering::Relaxed);
        line.of.store(progress.of, Ordering::Relaxed);
        if line.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    match solve(&built.case, watch) {
        Ok(plan) => match (check(&built.case, &plan), Reader::new(&built.case, &plan)) {
            (Ok(()), Ok(reader)) => {
                let costs = plan.pairs.iter().map(|(application, juror)| reader.parts(*application, *juror));
                let costs = costs.map(Option::unwrap_or_default).collect();
                Outcome::Ready(plan, costs)
            }
            // A plan that cannot be proven is not shown to anybody.
            (Err(doubt), _) | (_, Err(doubt)) => Outcome::Failed(kept("UNPROVEN", [("text", doubt.to_string())])),
        },
        Err(Unsolved::Impossible(shortage)) => Outcome::Impossible(Told::of_shortage(built, &shortage)),
        Err(Unsolved::Flawed(flaws)) => {
            let flaws: Vec<String> = flaws.iter().map(ToString::to_string).collect();
            Outcome::Failed(kept("FLAWED", [("text", flaws.join("; "))]))
        }
        Err(Unsolved::Stopped) => Outcome::Stopped,
    }
}

fn rows(
    work: &Work,
    of: &assignment_plan::Model,
    built: &Built,
    plan: &Plan,
    costs: Vec<Vec<i64>>,
) -> Vec<planned_pair::Model> {
    let row = |((application, juror), costs): (&(usize, usize), Vec<i64>)| {
        Some(planned_pair::Model {
            id: work.id(),
            plan_id: of.id,
            application_id: *built.applications.get(*application)?,
            juror_id: *built.jurors.get(*juror)?,
            is_fixed: built.case.is_fixed(*application, *juror),
            is_new: !built.case.was_before(*application, *juror),
            costs: json!(costs),
        })
    };
    plan.pairs.iter().zip(costs).filter_map(row).collect()
}

fn progress(line: &Line) -> (i32, i32) {
    let number = |count: &AtomicUsize| i32::try_from(count.load(Ordering::Relaxed)).unwrap_or(i32::MAX);
    let (done, of) = (number(&line.done), number(&line.of));
    (done.min(of), of)
}

/// Between two looks, at most.
const QUIET: Duration = Duration::from_secs(15);
/// Between two looks, at least.
const PAUSE: Duration = Duration::from_millis(100);
/// After something went wrong.
const AWAY: Duration = Duration::from_secs(5);
/// Between two notes of how far a plan is.
const TOLD: Duration = Duration::from_millis(500);
