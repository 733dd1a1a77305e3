//! Reminding jurors of evaluations that are due (Q20): two weeks and three days before, and when they are late.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{
    assignment, campaign,
    ids::JurorId,
    job,
    kinds::{CampaignStatus, MessageTemplate},
};
use serde_json::json;

use super::{answers::JurorReminders, inputs::RemindJurorsInput, store};
use crate::{
    account,
    api::Word,
    campaign as campaigns,
    campaign::rules::{day_of, end_of_day, last_day_before, start_of_day},
    job::Due,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Days before an evaluation is due on which its juror is reminded by herself; on the last one it is late.
const STEPS: [i64; 3] = [14, 3, -1];

refusals! {
    /// Why nobody is reminded.
    RemindJurorsRefusal {
        /// The campaign is not in the phase `EVALUATION`.
        CampaignNotInEvaluation { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_IN_EVALUATION" on ["campaignId"] = "the jury works only while the campaign is in evaluation; the campaign is {campaign_status}";
        /// The number of days is not 1 to 365.
        DaysOutOfBounds "DAYS_OUT_OF_BOUNDS" on ["dueWithinDays"] = "give 0 to 365 days";
    }
}

/// Remind jurors of what they have open, in one mail a day each.
pub async fn remind(work: &Work, input: RemindJurorsInput) -> Answer<JurorReminders, RemindJurorsRefusal> {
    use RemindJurorsRefusal as Refusal;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let days = input.due_within_days;
    let refusals = reasons([
        (
            campaign.status != CampaignStatus::Evaluation,
            Refusal::CampaignNotInEvaluation { campaign_status: Word(campaign.status) },
        ),
        (days.is_some_and(|days| !(0..=365).contains(&days)), Refusal::DaysOutOfBounds),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    // Days of the calendar: 0 is what is due today, until its midnight in Brussels.
    let until = days.map(|days| end_of_day(day_of(work.now()) + TimeDelta::days(days.into())));
    let (mut queued, mut before) = (0, Vec::new());
    for (juror, open) in open_by_juror(work, &campaign).await? {
        if until.is_some_and(|until| open.iter().all(|assignment| assignment.due_at > until)) {
            continue;
        }
        let mail = mail(work, &campaign, juror, &open).await?.once_on(day_of(work.now()));
        if notification::is_known(work, &mail).await? {
            before.push(juror);
        } else {
            notification::enqueue(work, mail).await?;
            queued += 1;
        }
    }
    let facts = json!({ "queued": queued, "remindedToday": before.len(), "dueWithinDays": days });
    work.audit_because(campaign.id, None, Some(facts)).await?;
    Ok(Ok(JurorReminders::of(queued, before)))
}

/// What each juror of a campaign has not handed in.
async fn open_by_juror(
    work: &Work,
    campaign: &campaign::Model,
) -> Result<BTreeMap<JurorId, Vec<assignment::Model>>, Stop> {
    let mut open: BTreeMap<JurorId, Vec<assignment::Model>> = BTreeMap::new();
    for assignment in store::list_open_of_campaign(work, campaign.id).await? {
        open.entry(assignment.juror_id).or_default().push(assignment);
    }
    Ok(open)
}

async fn mail(
    work: &Work,
    campaign: &campaign::Model,
    juror: JurorId,
    open: &[assignment::Model],
) -> Result<Mail, Stop> {
    let recipient = account::get(work, juror.into()).await?;
    let late = open.iter().filter(|assignment| assignment.due_at <= work.now()).count();
    let next = open.iter().map(|assignment| assignment.due_at).filter(|due| *due > work.now()).min();
    let facts = json!({
        "schoolYear": campaign.school_year,
        "open": open.len(),
        "late": late,
        "dueAt": next.unwrap_or(campaign.evaluations_due_at),
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    Ok(Mail::to(&recipient, MessageTemplate::EvaluationReminder).once_per(campaign.id).saying(facts))
}

/// The step that is reached for something due then: the latest one; `None` before the first.
fn step(due_at: DateTime<Utc>, today: NaiveDate) -> Option<i64> {
    let left = last_day_before(due_at).signed_duration_since(today).num_days();
    STEPS.into_iter().rfind(|step| left <= *step)
}

/// What of a juror is due first, and when the juror was asked for it.
fn first_of(open: &[assignment::Model]) -> Option<(DateTime<Utc>, NaiveDate)> {
    let first = open.iter().min_by_key(|assignment| (assignment.due_at, assignment.created_at))?;
    Some((first.due_at, day_of(first.created_at)))
}

/// The day on which a step is reached for something due then.
fn day_of_step(due_at: DateTime<Utc>, step: i64) -> NaiveDate {
    last_day_before(due_at) - TimeDelta::days(step)
}

/// The days on which jurors are reminded by themselves. Nobody is, on a day of before being asked.
pub async fn due(work: &Work) -> Result<Vec<Due>, Stop> {
    let mut due = Vec::new();
    for campaign in campaigns::list_in_evaluation(work).await? {
        let open = open_by_juror(work, &campaign).await?;
        let firsts = open.values().filter_map(|open| first_of(open));
        let days: BTreeSet<NaiveDate> = firsts
            .flat_map(|(due_at, asked_on)| STEPS.map(|step| (day_of_step(due_at, step), asked_on)))
            .filter_map(|(day, asked_on)| (day > asked_on).then_some(day))
            .collect();
        due.extend(days.into_iter().map(|day| Due {
            key: format!("{}:{day}", campaign.id),
            due_at: start_of_day(day),
            campaign_id: campaign.id,
            batch_id: None,
            application_id: None,
        }));
    }
    Ok(due)
}

/// Reminds the jurors of a campaign who have reached a step: once for each step and last day, however often this runs.
pub async fn remind_by_itself(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let campaign = campaigns::get(work, job.campaign_id).await?;
    if campaign.status != CampaignStatus::Evaluation {
        return Ok(false);
    }
    let today = day_of(work.now());
    let mut queued = 0;
    for (juror, open) in open_by_juror(work, &campaign).await? {
        let Some((due_at, asked_on)) = first_of(&open) else { continue };
        let reached = step(due_at, today).map(|step| day_of_step(due_at, step)).filter(|day| *day > asked_on);
        let Some(reached) = reached else { continue };
        let mail = mail(work, &campaign, juror, &open).await?.once_on(reached);
        if !notification::is_known(work, &mail).await? {
            notification::enqueue(work, mail).await?;
            queued += 1;
        }
    }
    if queued > 0 {
        work.audit_as_because("remindJurors", campaign.id, None, Some(json!({ "queued": queued }))).await?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_reached_on_its_day_and_the_latest_one_counts() {
        let due: DateTime<Utc> = "2026-09-15T22:00:00Z".parse().unwrap();
        let on = |day: &str| step(due, day.parse().unwrap());
        assert_eq!(on("2026-08-31"), None);
        assert_eq!(on("2026-09-01"), Some(14));
        assert_eq!(on("2026-09-11"), Some(14));
        assert_eq!(on("2026-09-12"), Some(3));
        assert_eq!(on("2026-09-15"), Some(3), "the last day is not late");
        assert_eq!(on("2026-09-16"), Some(-1));
        assert_eq!(on("2026-12-16"), Some(-1));
    }
}
