//! Passwords, links, sessions, accounts of providers and attempts as commands load and save them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    credential, external_identity,
    ids::{AttemptId, ServiceKeyId, SessionId, UserId},
    kinds::SessionEnd,
    refresh_token, service_key, session, sign_in_attempt, sign_in_link, used_id_token, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QuerySelect,
    QueryTrait, Set, TryInsertResult,
};

use super::rules::{account_subject, digest};
use crate::{
    clock::Clock,
    db::Database,
    stop::{Stop, found},
    work::Work,
};

/// How long a session or a link is remembered when it is over: what came in last month can still be looked into.
pub const REMEMBERED: TimeDelta = TimeDelta::days(30);
/// Between one tidying and the next.
const TIDIED: Duration = Duration::from_hours(1);

/// A user by id.
pub(super) async fn get_user(db: &impl ConnectionTrait, id: UserId) -> Result<Option<user::Model>, Stop> {
    Ok(user::Entity::find_by_id(id).one(db).await?)
}

/// The hash of a user's password.
pub(super) async fn password_hash(db: &impl ConnectionTrait, user: UserId) -> Result<Option<String>, Stop> {
    Ok(credential::Entity::find_by_id(user).one(db).await?.map(|known| known.password_hash))
}

/// Writes the hash of a user's password.
pub(super) async fn save_password(work: &Work, user_id: UserId, hash: String) -> Result<(), Stop> {
    let is_known = password_hash(work.tx(), user_id).await?.is_some();
    let row = credential::Model { user_id, password_hash: hash, changed_at: work.now() };
    let row = credential::ActiveModel::from(row).reset_all();
    if is_known {
        row.update(work.tx()).await?;
    } else {
        row.insert(work.tx()).await?;
    }
    Ok(())
}

/// Notes an attempt, whatever comes of it, and forgets old ones. Outside any other work: it counts when that fails.
pub(super) async fn note_attempt(
    db: &Database,
    id: AttemptId,
    subject: String,
    at: DateTime<Utc>,
    forgotten: DateTime<Utc>,
) -> Result<(), Stop> {
    let row = sign_in_attempt::ActiveModel { id: Set(id), subject: Set(subject), at: Set(at) };
    row.insert(db.connection()).await?;
    let old = sign_in_attempt::Entity::delete_many().filter(sign_in_attempt::Column::At.lt(forgotten));
    old.exec(db.connection()).await?;
    Ok(())
}

/// How many attempts there were since.
pub(super) async fn attempts_since(db: &Database, subject: &str, since: DateTime<Utc>) -> Result<u64, Stop> {
    let rows = sign_in_attempt::Entity::find()
        .filter(sign_in_attempt::Column::Subject.eq(subject))
        .filter(sign_in_attempt::Column::At.gt(since));
    Ok(rows.count(db.connection()).await?)
}

/// Forgets sessions and links that were over `before`, and the tokens of those sessions.
pub async fn forget_over(db: &Database, before: DateTime<Utc>) -> Result<(), Stop> {
    let ended = session::Column::EndedAt.lt(before).or(session::Column::ExpiresAt.lt(before));
    let over = session::Entity::find().select_only().column(session::Column::Id).filter(ended.clone());
    let transaction = db.begin().await?;
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(over.into_query()))
        .exec(&transaction)
        .await?;
    session::Entity::delete_many().filter(ended).exec(&transaction).await?;
    sign_in_link::Entity::delete_many().filter(sign_in_link::Column::ExpiresAt.lt(before)).exec(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// Forgets what has been over for long enough, for as long as the process lives.
pub async fn keep_tidy(db: Database, clock: Clock) {
    loop {
        if let Err(error) = forget_over(&db, clock.now() - REMEMBERED).await {
            tracing::error!(?error, "sessions that are over were not forgotten");
        }
        tokio::time::sleep(TIDIED).await;
    }
}

/// Writes a new session.
pub(super) async fn insert_session(work: &Work, session: session::Model) -> Result<(), Stop> {
    session::ActiveModel::from(session).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// A session, locked until the work is over.
pub(super) async fn session_locked(work: &Work, id: SessionId) -> Result<Option<session::Model>, Stop> {
    Ok(session::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// Ends a session, unless it is over.
pub(super) async fn end_session(work: &Work, session: session::Model, reason: SessionEnd) -> Result<(), Stop> {
    if session.ended_at.is_some() {
        return Ok(());
    }
    let ended = session::Model { ended_at: Some(work.now()), end_reason: Some(reason), ..session };
    session::ActiveModel::from(ended).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes a new refresh token.
pub(super) async fn insert_token(work: &Work, hash: String, session_id: SessionId) -> Result<(), Stop> {
    let row = refresh_token::Model { hash, session_id, issued_at: work.now(), used_at: None, successor_salt: None };
    refresh_token::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// A refresh token by its hash.
pub(super) async fn find_token(work: &Work, hash: &str) -> Result<Option<refresh_token::Model>, Stop> {
    Ok(refresh_token::Entity::find_by_id(hash).one(work.tx()).await?)
}

/// Notes that a refresh token was used.
pub(super) async fn use_token(work: &Work, token: refresh_token::Model, salt: String) -> Result<(), Stop> {
    let used = refresh_token::Model { used_at: Some(work.now()), successor_salt: Some(salt), ..token };
    refresh_token::ActiveModel::from(used).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Writes a new link.
pub(super) async fn insert_link(
    work: &Work,
    hash: String,
    user_id: UserId,
    expires_at: DateTime<Utc>,
) -> Result<(), Stop> {
    let row = sign_in_link::Model { hash, user_id, made_at: work.now(), expires_at, used_at: None };
    sign_in_link::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// A link by its hash, locked until the work is over.
pub(super) async fn link_locked(work: &Work, hash: &str) -> Result<Option<sign_in_link::Model>, Stop> {
    Ok(sign_in_link::Entity::find_by_id(hash).lock_exclusive().one(work.tx()).await?)
}

/// Notes that a link was used.
pub(super) async fn use_link(work: &Work, link: sign_in_link::Model) -> Result<(), Stop> {
    let used = sign_in_link::Model { used_at: Some(work.now()), ..link };
    sign_in_link::ActiveModel::from(used).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes out everything that a person signs in with, and what is known of when she did.
pub async fn forget(work: &Work, user: &user::Model) -> Result<(), Stop> {
    let hers =
        session::Entity::find().select_only().column(session::Column::Id).filter(session::Column::UserId.eq(user.id));
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(hers.into_query()))
        .exec(work.tx())
        .await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(work.tx()).await?;
    sign_in_link::Entity::delete_many().filter(sign_in_link::Column::UserId.eq(user.id)).exec(work.tx()).await?;
    credential::Entity::delete_by_id(user.id).exec(work.tx()).await?;
    let accounts = external_identity::Column::UserId.eq(user.id);
    external_identity::Entity::delete_many().filter(accounts).exec(work.tx()).await?;
    let attempts = sign_in_attempt::Column::Subject.eq(digest(&account_subject(&user.email)));
    sign_in_attempt::Entity::delete_many().filter(attempts).exec(work.tx()).await?;
    Ok(())
}

/// Writes a new key of a program.
pub(super) async fn insert_key(work: &Work, key: service_key::Model) -> Result<(), Stop> {
    service_key::ActiveModel::from(key).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// A key of a program, locked until the work is over.
pub(super) async fn key_locked(work: &Work, id: ServiceKeyId) -> Result<service_key::Model, Stop> {
    found(service_key::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// A key of a program by the hash of its secret, locked until the work is over.
pub(super) async fn key_by_hash_locked(work: &Work, hash: &str) -> Result<Option<service_key::Model>, Stop> {
    let known = service_key::Entity::find().filter(service_key::Column::Hash.eq(hash));
    Ok(known.lock_exclusive().one(work.tx()).await?)
}

/// Writes a changed key of a program; the version counts up.
pub(super) async fn save_key(work: &Work, key: service_key::Model) -> Result<(), Stop> {
    let changed = service_key::Model { version: key.version + 1, ..key };
    service_key::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Notes that an ID token was used, and forgets those that are good no more; `false` when it was used before.
pub(super) async fn use_id_token(work: &Work, hash: String, over_at: DateTime<Utc>) -> Result<bool, Stop> {
    let old = used_id_token::Entity::delete_many().filter(used_id_token::Column::OverAt.lt(work.now()));
    old.exec(work.tx()).await?;
    let row = used_id_token::ActiveModel { hash: Set(hash), over_at: Set(over_at) };
    let written = used_id_token::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work.tx()).await?;
    Ok(matches!(written, TryInsertResult::Inserted(1)))
}

/// An account of a provider, if it is linked to a user.
pub(super) async fn find_identity(
    work: &Work,
    issuer: &str,
    subject: &str,
) -> Result<Option<external_identity::Model>, Stop> {
    let known = external_identity::Entity::find()
        .filter(external_identity::Column::Issuer.eq(issuer))
        .filter(external_identity::Column::Subject.eq(subject));
    Ok(known.one(work.tx()).await?)
}

/// The account of a provider that is linked to a user.
pub(super) async fn identity_of(
    work: &Work,
    issuer: &str,
    user: UserId,
) -> Result<Option<external_identity::Model>, Stop> {
    let known = external_identity::Entity::find()
        .filter(external_identity::Column::Issuer.eq(issuer))
        .filter(external_identity::Column::UserId.eq(user));
    Ok(known.one(work.tx()).await?)
}

/// Writes a new account of a provider; `false` when it is linked to somebody already.
pub(super) async fn insert_identity(work: &Work, identity: external_identity::Model) -> Result<bool, Stop> {
    let row = external_identity::ActiveModel::from(identity).reset_all();
    let account = [external_identity::Column::Issuer, external_identity::Column::Subject];
    let written = external_identity::Entity::insert(row).on_conflict_do_nothing_on(account);
    Ok(matches!(written.exec_without_returning(work.tx()).await?, TryInsertResult::Inserted(1)))
}

/// Notes that an account of a provider signs in now.
pub(super) async fn use_identity(work: &Work, identity: external_identity::Model) -> Result<(), Stop> {
    let used = external_identity::Model { last_used_at: Some(work.now()), ..identity };
    external_identity::ActiveModel::from(used).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes an account of a provider from its user.
pub(super) async fn delete_identity(work: &Work, identity: external_identity::Model) -> Result<(), Stop> {
    external_identity::Entity::delete_by_id(identity.id).exec(work.tx()).await?;
    Ok(())
}
