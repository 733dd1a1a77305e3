//! What goes out by itself: approved releases at the instant for which results are planned (R93), only as they were approved.

use entity::{job, publication_batch};
use serde_json::json;

use super::{
    commands::{go_out, hash_of, unit_of},
    standing::standings,
    store,
};
use crate::{campaign, decision::Hold, job::Due, stop::Stop, work::Work};

/// The releases that are to go out by themselves. One that is scheduled anew is another: the first may have been held.
pub async fn due(work: &Work) -> Result<Vec<Due>, Stop> {
    let mut due = Vec::new();
    for batch in store::list_scheduled(work).await? {
        due.push(Due {
            key: format!("{}:{}", batch.id, batch.version),
            due_at: campaign::get(work, batch.campaign_id).await?.results_planned_at,
            campaign_id: batch.campaign_id,
            batch_id: Some(batch.id),
            application_id: None,
        });
    }
    Ok(due)
}

/// Lets a release out if it still is due, and its results are those that were approved. Otherwise it is held, and staff see
/// that.
pub async fn release(work: &Work, job: &job::Model) -> Result<bool, Stop> {
    let Some(id) = job.batch_id else { return Ok(false) };
    let campaign = campaign::get_locked(work, job.campaign_id).await?;
    let batch = store::get_locked(work, id).await?;
    if !batch.is_scheduled || work.now() < campaign.results_planned_at {
        return Ok(false);
    }
    let standings = standings(work, campaign.id, (unit_of(&batch), Hold::Locked)).await?;
    let now = hash_of(&standings);
    if now == batch.set_hash {
        go_out(work, &campaign, batch, (standings, None)).await?;
    } else {
        let facts = json!({ "approved": batch.set_hash, "now": now });
        let held = publication_batch::Model { is_scheduled: false, held_at: Some(work.now()), ..batch };
        store::save_batch(work, held).await?;
        work.audit_as_because("holdRelease", id, None, Some(facts)).await?;
    }
    Ok(true)
}
