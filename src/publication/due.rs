//! What goes out by itself: approved releases at the instant for which results are planned (R93), exactly once and only as
//! they were approved.

use std::time::Duration;

use entity::{
    ids::{CampaignId, PublicationBatchId},
    publication_batch,
};
use serde_json::json;

use super::{
    commands::{go_out, hash_of, unit_of},
    standing::standings,
    store,
};
use crate::{
    auth::Actor,
    campaign,
    clock::{Clock, Ids},
    db::Database,
    decision::Hold,
    stop::Stop,
    work::Work,
};

/// Lets out every release that is due, each in a transaction of its own; how many went out. One that cannot go out for trouble
/// of ours is tried again the next time, and keeps none of the others.
pub async fn release_due(db: &Database, clock: &Clock, ids: &Ids) -> Result<usize, Stop> {
    let now = clock.now();
    let look = Work::reading(db, now, ids.clone(), &Actor::Anonymous, None).await?;
    let due = store::list_due(&look).await?;
    drop(look);
    let mut out = 0;
    for batch in due {
        let work = Work::begin(db, now, ids.clone(), &Actor::Anonymous, None).await?;
        match release(work, (batch.campaign_id, batch.id)).await {
            Ok(is_out) => out += usize::from(is_out),
            Err(error) => tracing::error!(?error, release = %batch.id, "a release that is due did not go out"),
        }
    }
    Ok(out)
}

/// Lets a release out if it still is due, and its results are those that were approved. Otherwise it is held, and staff see
/// that.
async fn release(work: Work, (campaign, id): (CampaignId, PublicationBatchId)) -> Result<bool, Stop> {
    // Locked, so that of several processes one lets it out.
    let campaign = campaign::get_locked(&work, campaign).await?;
    let batch = store::get_locked(&work, id).await?;
    if !batch.is_scheduled || work.now() < campaign.results_planned_at {
        return Ok(false);
    }
    let standings = standings(&work, campaign.id, (unit_of(&batch), Hold::Locked)).await?;
    let now = hash_of(&standings);
    let is_as_approved = now == batch.set_hash;
    if is_as_approved {
        go_out(&work, &campaign, batch, (standings, None)).await?;
    } else {
        let facts = json!({ "approved": batch.set_hash, "now": now });
        let held = publication_batch::Model { is_scheduled: false, held_at: Some(work.now()), ..batch };
        store::save_batch(&work, held).await?;
        work.audit_as_because("holdRelease", id, None, Some(facts)).await?;
    }
    work.commit().await?;
    Ok(is_as_approved)
}

/// Lets out what is due, for as long as the process lives. Several processes do so side by side: a release goes out once.
pub async fn keep_releasing(db: Database, clock: Clock, ids: Ids) {
    loop {
        if let Err(error) = release_due(&db, &clock, &ids).await {
            tracing::error!(?error, "releases that are due did not go out");
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Between two looks.
const AGAIN: Duration = Duration::from_mins(1);
