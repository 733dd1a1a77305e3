//! The keys that all processes on one database share: their names are in a row each, so that a process with another folder
//! of keys does not start.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

use super::keys::KeyRing;
use crate::db::Database;

/// Whether a process may sign for a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// It has the key that signs for it.
    Yes,
    /// It has not: the name of that key.
    No(String),
}

/// Holds the keys of this process against the one that signs for the database: the newest that has begun. Before all of
/// them, which is a clock that was set back, nobody can say.
pub async fn compare(db: &impl ConnectionTrait, keys: &KeyRing, now: DateTime<Utc>) -> Result<Agreed, DbErr> {
    let known = known(db).await?;
    let signing = known.iter().rfind(|(_, since)| *since <= now);
    let mine = keys.list(now);
    let foreign = signing.filter(|(kid, _)| mine.iter().all(|key| key.kid != *kid));
    Ok(foreign.map_or(Agreed::Yes, |(kid, _)| Agreed::No(kid.clone())))
}

async fn known(db: &impl ConnectionTrait) -> Result<Vec<(String, DateTime<Utc>)>, DbErr> {
    let all = Statement::from_string(db.get_database_backend(), "SELECT kid, since FROM signing_key ORDER BY since");
    let rows = db.query_all_raw(all).await?;
    rows.iter().map(|row| Ok((row.try_get("", "kid")?, row.try_get("", "since")?))).collect()
}

/// The same, and writes down the keys of this process that are new.
pub async fn agree(db: &Database, keys: &KeyRing, now: DateTime<Utc>) -> Result<Agreed, DbErr> {
    let agreed = compare(db, keys, now).await?;
    let (known, mine) = (known(db).await?, keys.list(now));
    if agreed != Agreed::Yes || mine.iter().all(|key| known.iter().any(|(kid, _)| *kid == key.kid)) {
        return Ok(agreed);
    }
    let transaction = db.begin().await?;
    // One after the other: the first process of all says which keys they are.
    transaction.alone("signing_key").await?;
    let agreed = compare(&transaction, keys, now).await?;
    if agreed == Agreed::Yes {
        for key in mine {
            let values = [Value::from(key.kid), key.since.into()];
            let sql = "INSERT INTO signing_key (kid, since) VALUES ($1, $2) ON CONFLICT (kid) DO NOTHING";
            let insert = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
            transaction.execute_raw(insert).await?;
        }
        transaction.commit().await?;
    }
    Ok(agreed)
}

/// Makes the keys of this process those of the database, whatever signed for it before.
pub async fn adopt(db: &Database, keys: &KeyRing, now: DateTime<Utc>) -> Result<(), DbErr> {
    db.execute_unprepared("DELETE FROM signing_key").await?;
    agree(db, keys, now).await.map(drop)
}
