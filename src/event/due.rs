//! What happens to an event by itself: who has not answered is reminded once, and a while after it what guests needed is
//! forgotten.

use entity::{
    job,
    kinds::{EventInvitationStatus, EventStatus},
};
use serde_json::json;

use super::{invitation::remind_once, rules::KEPT, store};
use crate::{
    campaign::{self, rules::start_of_day},
    job::Due,
    stop::Stop,
    work::Work,
};

/// When people are reminded.
pub async fn due_to_remind(work: &Work) -> Result<Vec<Due>, Stop> {
    let events = store::list_to_remind(work).await?.into_iter();
    let due = events.filter_map(|event| Some((event.remind_on.map(start_of_day)?, event)));
    Ok(due.map(|(due_at, event)| of(&event, due_at)).collect())
}

/// When what guests needed is forgotten.
pub async fn due_to_clean(work: &Work) -> Result<Vec<Due>, Stop> {
    let events = store::list_to_clean(work).await?;
    Ok(events.into_iter().map(|event| of(&event, event.ends_at + KEPT)).collect())
}

fn of(event: &entity::event::Model, due_at: chrono::DateTime<chrono::Utc>) -> Due {
    Due { key: event.id.to_string(), due_at, campaign_id: event.campaign_id, batch_id: None, application_id: None }
}

/// Reminds those who have not answered.
pub async fn remind(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let Some(id) = job.key.parse().ok() else { return Ok(false) };
    let event = store::get_locked(work, id).await?;
    let is_due = event.remind_on.is_some_and(|day| start_of_day(day) <= work.now());
    if event.state == EventStatus::Cancelled || !is_due || event.answers_close_at <= work.now() {
        return Ok(false);
    }
    let campaign = campaign::get(work, event.campaign_id).await?;
    let silent = store::invitations(work, event.id).await?;
    let silent: Vec<_> = silent.iter().filter(|one| one.state == EventInvitationStatus::Invited).collect();
    for invitation in &silent {
        remind_once(work, (&event, &campaign), invitation).await?;
    }
    work.audit_as_because("remindOfEvent", event.id, None, Some(json!({ "reminded": silent.len() }))).await?;
    Ok(true)
}

/// Forgets what guests needed, and the links to answer with.
pub async fn clean(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let Some(id) = job.key.parse().ok() else { return Ok(false) };
    let event = store::get_locked(work, id).await?;
    if event.ends_at + KEPT > work.now() {
        return Ok(false);
    }
    let ids: Vec<_> = store::invitations(work, event.id).await?.into_iter().map(|one| one.id).collect();
    store::blank(work, &ids).await?;
    Ok(true)
}
