//! News of the European label on its day (R122, R123): every teacher who holds a label with a candidate is told by mail where
//! it stands, once, and without a figure.

use entity::{
    application as applications,
    ids::CampaignId,
    job,
    kinds::{DecisionStatus, MessageTemplate, MilestoneKind, Track},
};
use serde_json::json;

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

/// The applications that hold a label with a candidate.
async fn list_told(work: &Work, campaign: CampaignId) -> Result<Vec<applications::Model>, Stop> {
    let candidates = store::see(work, campaign).await?;
    let awarded = decision::list_awarded(work, campaign, Track::Nql).await?;
    let told = awarded.into_iter().filter(|one| one.state == DecisionStatus::Published);
    let told = told.map(|one| one.application);
    Ok(told.filter(|one| candidates.iter().any(|candidate| candidate.project_id == one.project_id)).collect())
}

/// Tells the teacher of an application where the project stands.
pub async fn tell(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let campaign = campaign::get(work, job.campaign_id).await?;
    let days = campaign::list_published_with(work, MilestoneKind::EqlInfo).await?;
    let is_due = days.into_iter().any(|(of, day)| of == campaign.id && start_of_day(day) <= work.now());
    let Some(application) = job.application_id.filter(|_| is_due) else { return Ok(false) };
    if !decision::holds_label(work, application).await? {
        return Ok(false);
    }
    let application = application::get(work, application).await?;
    let project = project::get(work, application.project_id).await?;
    let candidacy = store::get_locked(work, project.id, campaign.id).await?;
    let teacher = account::get(work, application.teacher_id).await?;
    let facts = json!({
        "projectTitle": project.title,
        "schoolYear": campaign.school_year,
        "candidacy": candidacy.state,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let mail = Mail::to(&teacher, MessageTemplate::EqlInfo).once_per(candidacy.id).saying(facts);
    notification::enqueue(work, mail).await?;
    Ok(true)
}
