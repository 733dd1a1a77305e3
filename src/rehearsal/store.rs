//! The one row that says how far the clock of a rehearsal is ahead.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{rehearsal, user};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set, UpdateMany,
    sea_query::{Expr, OnConflict},
};

use crate::{clock::Clock, db::Database, stop::Stop};

/// How often a server says that it runs the clock.
pub(super) const BEAT: TimeDelta = TimeDelta::seconds(5);
/// For how long after that it counts as running.
const RUNNING: TimeDelta = TimeDelta::seconds(20);

/// Makes an empty database one for rehearsals; one that is stays as it is. `false` for a database in which somebody works.
pub async fn make(db: &Database) -> Result<bool, Stop> {
    if is_one(db).await? {
        return Ok(true);
    }
    if user::Entity::find().count(db.connection()).await? > 0 {
        return Ok(false);
    }
    insert(db, &Clock::System).await?;
    Ok(true)
}

/// Whether a database is one for rehearsals, or a demo.
pub async fn is_one(db: &Database) -> Result<bool, Stop> {
    Ok(find(db).await?.is_some())
}

/// Gives a database a clock of its own, which runs on from what `clock` says.
pub(crate) async fn insert(db: &Database, clock: &Clock) -> Result<(), Stop> {
    let seen_at = Clock::System.now();
    let ahead_ms = (clock.now() - seen_at).num_milliseconds();
    let row = rehearsal::ActiveModel { id: Set(1), ahead_ms: Set(ahead_ms), seen_at: Set(seen_at) };
    let known = OnConflict::column(rehearsal::Column::Id)
        .update_columns([rehearsal::Column::AheadMs, rehearsal::Column::SeenAt])
        .to_owned();
    rehearsal::Entity::insert(row).on_conflict(known).exec_without_returning(db.connection()).await?;
    Ok(())
}

async fn find(db: &Database) -> Result<Option<rehearsal::Model>, Stop> {
    Ok(rehearsal::Entity::find_by_id(1).one(db.connection()).await?)
}

/// The clock that holds for a database: that of the machine, or its own, which goes on from where it stands.
pub async fn clock_of(db: &Database) -> Result<Clock, Stop> {
    let row = find(db).await?;
    Ok(row.map_or(Clock::System, |row| Clock::shifted(ahead(&row, Clock::System.now()))))
}

/// How far a clock is ahead: what its row says while a server runs it, and otherwise what makes it go on from where it
/// stood. It may have been seen up to a beat before it stopped.
fn ahead(row: &rehearsal::Model, outside: DateTime<Utc>) -> TimeDelta {
    let unseen = outside - row.seen_at;
    let stood = if unseen > RUNNING { unseen - BEAT } else { TimeDelta::zero() };
    TimeDelta::milliseconds(row.ahead_ms) - stood
}

/// Notes how far the clock is now, unless another server has moved it further.
pub(super) async fn keep(db: &Database, clock: &Clock) -> Result<(), Stop> {
    let further = rehearsal::Column::AheadMs.lt(clock.ahead().num_milliseconds());
    noted(clock).filter(further).exec(db.connection()).await?;
    Ok(())
}

/// Notes that the clock runs, and follows where another server has moved it.
pub(super) async fn beat(db: &Database, clock: &Clock) -> Result<(), Stop> {
    keep(db, clock).await?;
    let seen = Expr::value(clock.outside());
    rehearsal::Entity::update_many().col_expr(rehearsal::Column::SeenAt, seen).exec(db.connection()).await?;
    if let Some(row) = find(db).await? {
        clock.set(clock.outside() + TimeDelta::milliseconds(row.ahead_ms));
    }
    Ok(())
}

fn noted(clock: &Clock) -> UpdateMany<rehearsal::Entity> {
    rehearsal::Entity::update_many()
        .col_expr(rehearsal::Column::AheadMs, Expr::value(clock.ahead().num_milliseconds()))
        .col_expr(rehearsal::Column::SeenAt, Expr::value(clock.outside()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_while_no_server_runs_it() {
        let seen_at: DateTime<Utc> = "2027-03-01T10:00:00Z".parse().unwrap();
        let row = rehearsal::Model { id: 1, ahead_ms: -1_000, seen_at };
        let now = |passed: TimeDelta| seen_at + passed + ahead(&row, seen_at + passed);
        let stood = seen_at - TimeDelta::seconds(1);
        assert_eq!(now(TimeDelta::seconds(12)), stood + TimeDelta::seconds(12), "a server runs it");
        assert_eq!(now(TimeDelta::days(400)), stood + BEAT, "never before what was done last");
    }
}
