//! News of the European label on its day (R122, R123): every teacher who holds a label with a candidate is told by mail where
//! it stands, once, and without a figure; and once more when it is known what became of it.

use entity::{
    application as applications, eql_candidacy,
    ids::CampaignId,
    job,
    kinds::{DecisionStatus, MessageTemplate, MilestoneKind, Track},
    user,
};
use serde_json::{Map, Value, json};

use super::store;
use crate::{
    account, application,
    campaign::{self, rules::start_of_day},
    decision,
    job::Due,
    notification::{self, Mail},
    project,
    stop::Stop,
    work::Work,
};

/// Whom to tell on which day.
pub async fn due(work: &Work) -> Result<Vec<Due>, Stop> {
    let mut due = Vec::new();
    for (campaign_id, day) in campaign::list_published_with(work, MilestoneKind::EqlInfo).await? {
        due.extend(list_told(work, campaign_id).await?.into_iter().map(|application| Due {
            key: application.id.to_string(),
            due_at: start_of_day(day),
            campaign_id,
            batch_id: None,
            application_id: Some(application.id),
        }));
    }
    Ok(due)
}

/// Whom to tell what became of a candidate: from the day of the news on. What is known before that day is told by the news.
pub async fn outcomes_due(work: &Work) -> Result<Vec<Due>, Stop> {
    let mut due = Vec::new();
    for (campaign_id, day) in campaign::list_published_with(work, MilestoneKind::EqlInfo).await? {
        let candidates = store::see(work, campaign_id).await?;
        for application in list_told(work, campaign_id).await? {
            let its = candidates.iter().find(|candidate| candidate.project_id == application.project_id);
            let recorded_at = its.and_then(|candidate| candidate.outcome_recorded_at);
            // An outcome that is set right is told too.
            due.extend(recorded_at.filter(|at| *at >= start_of_day(day)).map(|at| Due {
                key: format!("{}:{}", application.id, at.timestamp_millis()),
                due_at: at,
                campaign_id,
                batch_id: None,
                application_id: Some(application.id),
            }));
        }
    }
    Ok(due)
}

/// The applications that hold a label with a candidate.
async fn list_told(work: &Work, campaign: CampaignId) -> Result<Vec<applications::Model>, Stop> {
    let candidates = store::see(work, campaign).await?;
    let awarded = decision::list_awarded(work, campaign, Track::Nql).await?;
    let told = awarded.into_iter().filter(|one| one.state == DecisionStatus::Published);
    let told = told.map(|one| one.application);
    Ok(told.filter(|one| candidates.iter().any(|candidate| candidate.project_id == one.project_id)).collect())
}

/// A candidate of which a teacher with a label is told, from the day of the news on.
struct Told {
    teacher: user::Model,
    candidacy: eql_candidacy::Model,
    /// What every mail on it says.
    facts: Map<String, Value>,
}

/// What a job is to tell; `None` if the day has not come, or no label is left.
async fn told(work: &Work, job: &job::Model) -> Result<Option<Told>, Stop> {
    let campaign = campaign::get(work, job.campaign_id).await?;
    let days = campaign::list_published_with(work, MilestoneKind::EqlInfo).await?;
    let is_due = days.into_iter().any(|(of, day)| of == campaign.id && start_of_day(day) <= work.now());
    let Some(application) = job.application_id.filter(|_| is_due) else { return Ok(None) };
    if !decision::holds_label(work, application).await? {
        return Ok(None);
    }
    let application = application::get(work, application).await?;
    let project = project::get(work, application.project_id).await?;
    let candidacy = store::get_locked(work, project.id, campaign.id).await?;
    let facts = [
        ("projectTitle", json!(project.title)),
        ("schoolYear", json!(campaign.school_year)),
        ("contactEmail", json!(campaign.contact_email)),
        ("contactUrl", json!(campaign.contact_url)),
    ];
    let facts = facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect();
    Ok(Some(Told { teacher: account::get(work, application.teacher_id).await?, candidacy, facts }))
}

/// Tells the teacher of an application where the project stands.
pub async fn tell(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let Some(Told { teacher, candidacy, mut facts }) = told(work, job).await? else { return Ok(false) };
    facts.insert("candidacy".to_owned(), json!(candidacy.state));
    let mail = Mail::to(&teacher, MessageTemplate::EqlInfo).once_per(candidacy.id).saying(Value::Object(facts));
    notification::enqueue(work, mail).await?;
    Ok(true)
}

/// Tells the teacher of an application what became of the project.
pub async fn tell_outcome(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let Some(Told { teacher, candidacy, mut facts }) = told(work, job).await? else { return Ok(false) };
    let Some(outcome) = candidacy.outcome else { return Ok(false) };
    facts.insert("europeanOutcome".to_owned(), json!(outcome));
    let mail = Mail::to(&teacher, MessageTemplate::EqlOutcome)
        .once_per(candidacy.id)
        .once_per(job.id)
        .saying(Value::Object(facts));
    notification::enqueue(work, mail).await?;
    Ok(true)
}
