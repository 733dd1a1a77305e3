//! The keys that all processes on one database share: their names are in a row each, so that a process with another folder
//! of keys does not start.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};

use super::keys::{KeyRing, KeyState, Purpose};
use crate::db::{Database, Transaction};

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
    Ok(judge(&known(db, keys.purpose()).await?, &keys.list(now), now))
}

fn judge(known: &[(String, DateTime<Utc>)], mine: &[KeyState], now: DateTime<Utc>) -> Agreed {
    let signing = known.iter().rfind(|(_, since)| *since <= now);
    let foreign = signing.filter(|(kid, _)| mine.iter().all(|key| key.kid != *kid));
    foreign.map_or(Agreed::Yes, |(kid, _)| Agreed::No(kid.clone()))
}

async fn known(db: &impl ConnectionTrait, of: Purpose) -> Result<Vec<(String, DateTime<Utc>)>, DbErr> {
    let sql = "SELECT kid, since FROM signing_key WHERE purpose = $1 ORDER BY since";
    let all = Statement::from_sql_and_values(db.get_database_backend(), sql, [Value::from(of.word())]);
    let rows = db.query_all_raw(all).await?;
    rows.iter().map(|row| Ok((row.try_get("", "kid")?, row.try_get("", "since")?))).collect()
}

/// The same, and writes down the keys of this process that are new.
pub async fn agree(db: &Database, keys: &KeyRing, now: DateTime<Utc>) -> Result<Agreed, DbErr> {
    let (known_before, mine) = (known(db, keys.purpose()).await?, keys.list(now));
    let agreed = judge(&known_before, &mine, now);
    if agreed != Agreed::Yes || mine.iter().all(|key| known_before.iter().any(|(kid, _)| *kid == key.kid)) {
        return Ok(agreed);
    }
    let transaction = db.begin().await?;
    // One after the other: the first process of all says which keys they are.
    transaction.alone("signing_key").await?;
    let agreed = judge(&known(&transaction, keys.purpose()).await?, &mine, now);
    if agreed == Agreed::Yes {
        write(&transaction, keys.purpose(), &mine).await?;
        transaction.commit().await?;
    }
    Ok(agreed)
}

/// Makes the keys of this process those of the database, whatever signed for it before.
pub async fn adopt(db: &Database, keys: &KeyRing, now: DateTime<Utc>) -> Result<(), DbErr> {
    let transaction = db.begin().await?;
    transaction.alone("signing_key").await?;
    let sql = "DELETE FROM signing_key WHERE purpose = $1";
    let of = [Value::from(keys.purpose().word())];
    let backend = transaction.get_database_backend();
    transaction.execute_raw(Statement::from_sql_and_values(backend, sql, of)).await?;
    write(&transaction, keys.purpose(), &keys.list(now)).await?;
    transaction.commit().await
}

/// Forgets a key that is trusted no more: nobody has to have it.
pub async fn forget(db: &Database, kid: &str) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    let gone = Statement::from_sql_and_values(backend, "DELETE FROM signing_key WHERE kid = $1", [Value::from(kid)]);
    db.execute_raw(gone).await.map(drop)
}

async fn write(transaction: &Transaction, of: Purpose, keys: &[KeyState]) -> Result<(), DbErr> {
    for key in keys {
        let values = [Value::from(key.kid.clone()), key.since.into(), of.word().into()];
        let sql = "INSERT INTO signing_key (kid, since, purpose) VALUES ($1, $2, $3) ON CONFLICT (kid) DO NOTHING";
        let insert = Statement::from_sql_and_values(transaction.get_database_backend(), sql, values);
        transaction.execute_raw(insert).await?;
    }
    Ok(())
}
