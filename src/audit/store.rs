//! The chain over the audit log. Events are written by the works that cause them and sealed a moment later, in one row
//! after the other: no work waits for another to be sealed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{audit_event, audit_seal, kinds::Kind};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use super::rules::{BEGINNING, Said, seal};
use crate::{clock::Clock, db::Database, stop::Stop};

/// Events that are sealed in one go.
const AT_ONCE: u64 = 500;
/// Between a write and its seal.
const PAUSE: Duration = Duration::from_secs(1);
/// Longest time without a look.
const QUIET: Duration = Duration::from_secs(30);
/// Longest time that a work may take.
const WORK: TimeDelta = TimeDelta::minutes(10);
/// Within this time an event is sealed.
const SEALED: TimeDelta = TimeDelta::minutes(5);

/// How far back to look for events that are not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of them: at the start of a process.
    All,
    /// A little before the last one that was sealed, and before now, whichever is earlier: no work takes longer than that,
    /// and a clock that was set back tells earlier instants than those that are sealed.
    Recent(DateTime<Utc>),
}

/// Seals what has been written since; returns how much.
pub async fn seal_new(db: &Database, reach: Reach) -> Result<u64, Stop> {
    let transaction = db.begin().await?;
    // One at a time, whichever process it is.
    transaction.alone("audit_seal").await?;
    let last = audit_seal::Entity::find().order_by_desc(audit_seal::Column::Seq).one(&transaction).await?;
    let mut events = unsealed();
    if let (Some(last), Reach::Recent(now)) = (&last, reach) {
        let event = audit_event::Entity::find_by_id(last.event_id).one(&transaction).await?;
        let since = event.map_or(DateTime::UNIX_EPOCH, |event| Ord::min(event.at, now) - WORK);
        events = events.filter(audit_event::Column::At.gte(since));
    }
    let events = events.order_by_asc(audit_event::Column::Id).limit(AT_ONCE).all(&transaction).await?;
    let (mut seq, mut hash) = last.map_or((0, BEGINNING.to_owned()), |last| (last.seq, last.hash));
    let count = events.len();
    for event in events {
        seq += 1;
        let event_id = event.id;
        hash = seal(&hash, &said(event));
        let row = audit_seal::Model { seq, event_id, hash: hash.clone() };
        audit_seal::ActiveModel::from(row).reset_all().insert(&transaction).await?;
    }
    transaction.commit().await?;
    Ok(u64::try_from(count).unwrap_or(u64::MAX))
}

/// Seals for as long as the process lives.
pub async fn keep_sealing(db: Database, clock: Clock) {
    let mut is_first = true;
    let mut pulse = db.pulse().feel(&["audit_event"]);
    loop {
        let reach = if is_first { Reach::All } else { Reach::Recent(clock.now()) };
        match seal_new(&db, reach).await {
            Ok(AT_ONCE) => continue,
            Ok(_) => is_first = false,
            Err(error) => tracing::error!(error = ?error, "the audit log was not sealed"),
        }
        // Nothing written, nothing to seal; but not every beat of other processes arrives.
        let _ = tokio::time::timeout(QUIET, pulse.changed()).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// What the chain says of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Seals that hold.
    pub sealed: u64,
    /// The last of them: keep it elsewhere, and nobody can take the end of the log away unseen.
    pub head: String,
    /// The first event whose seal does not hold.
    pub broken_at: Option<String>,
    /// Events that should have been sealed by now.
    pub late: u64,
}

/// Recomputes the chain.
pub async fn verify(db: &Database, now: DateTime<Utc>) -> Result<Chain, Stop> {
    let connection = db.connection();
    let mut chain = Chain { sealed: 0, head: BEGINNING.to_owned(), broken_at: None, late: 0 };
    let mut seq = 0;
    while chain.broken_at.is_none() {
        let rows = audit_seal::Entity::find()
            .filter(audit_seal::Column::Seq.gt(seq))
            .order_by_asc(audit_seal::Column::Seq)
            .limit(AT_ONCE)
            .all(connection)
            .await?;
        if rows.is_empty() {
            break;
        }
        let ids: Vec<_> = rows.iter().map(|row| row.event_id).collect();
        let events = audit_event::Entity::find().filter(audit_event::Column::Id.is_in(ids)).all(connection).await?;
        for row in rows {
            seq += 1;
            let event = events.iter().find(|event| event.id == row.event_id);
            let expected = event.map(|event| seal(&chain.head, &said(event.clone())));
            if row.seq != seq || expected.as_ref() != Some(&row.hash) {
                chain.broken_at = Some(row.event_id.to_string());
                break;
            }
            chain.sealed += 1;
            chain.head = row.hash;
        }
    }
    let late = unsealed().filter(audit_event::Column::At.lt(now - SEALED));
    chain.late = late.count(connection).await?;
    Ok(chain)
}

/// Events without a seal: looked up one by one, whatever the log has grown to.
fn unsealed() -> sea_orm::Select<audit_event::Entity> {
    let seal = Query::select()
        .expr(Expr::val(1))
        .from(audit_seal::Entity)
        .and_where(
            Expr::col((audit_seal::Entity, audit_seal::Column::EventId))
                .equals((audit_event::Entity, audit_event::Column::Id)),
        )
        .to_owned();
    audit_event::Entity::find().filter(Condition::all().not().add(Expr::exists(seal)))
}

fn said(event: audit_event::Model) -> Said {
    Said {
        id: event.id.to_string(),
        at: event.at,
        actor: event.actor_id.map(|id| id.to_string()),
        role: event.role,
        community: event.community.map(|community| community.word().to_owned()),
        action: event.action,
        entity: event.entity,
        entity_id: event.entity_id.map(|id| id.to_string()),
        reason: event.reason,
        request_id: event.request_id,
        facts: event.facts,
    }
}
