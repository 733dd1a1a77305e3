//! Passwords, links, sessions, accounts of providers and attempts as commands load and save them.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    credential, external_identity,
    ids::{ServiceKeyId, SessionId, UserId},
    kinds::SessionEnd,
    refresh_token, school, school_membership, service_key, session, sign_in_attempt, sign_in_link, used_id_token, user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Set, TryInsertResult,
    sea_query::{CaseStatement, Expr, OnConflict},
};

use super::rules::{KNOWN, Pace, digest};
use crate::{
    bound::SESSIONS,
    clock::Clock,
    db::{Database, any_conflict},
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

/// The schools where a user works or worked.
pub(super) async fn schools_of(work: &Work, user: UserId) -> Result<Vec<school::Model>, Stop> {
    let ties = school_membership::Entity::find().filter(school_membership::Column::UserId.eq(user));
    let ids = ties.all(work.tx()).await?.into_iter().map(|tie| tie.school_id);
    Ok(school::Entity::find().filter(school::Column::Id.is_in(ids)).all(work.tx()).await?)
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

/// Takes one try of something, in one statement: two at a time cannot both take the last one. Otherwise, how many
/// milliseconds there are to wait.
pub(super) async fn take_try(
    db: &impl ConnectionTrait,
    subject: &str,
    pace: Pace,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Stop> {
    use sign_in_attempt::{ActiveModel, Column, Entity};
    let (subject, now, each) = (digest(subject), now.timestamp_millis(), pace.then_every.num_milliseconds());
    let busy_until = || Expr::col((Entity, Column::BusyUntil));
    let longest = pace.longest(now);
    let is_busy = busy_until().gt(now).and(busy_until().lte(longest));
    let begin = CaseStatement::new().case(is_busy, busy_until()).finally(now);
    let moved = OnConflict::column(Column::Subject)
        .value(Column::BusyUntil, Expr::expr(begin).add(each))
        .action_and_where(busy_until().lte(now + pace.ahead()).or(busy_until().gt(longest)))
        .to_owned();
    let row = ActiveModel {
        subject: Set(subject.clone()),
        busy_until: Set(now + each),
        user_id: Set(None),
        known_at: Set(None),
    };
    if Entity::insert(row).on_conflict(moved).exec_without_returning(db).await? > 0 {
        return Ok(None);
    }
    let known = Entity::find_by_id(subject).one(db).await?;
    Ok(Some(known.and_then(|row| pace.wait(row.busy_until, now)).unwrap_or(1)))
}

/// Gives a try back: it was no failure.
pub(super) async fn give_try_back(work: &Work, subject: &str, pace: Pace) -> Result<(), Stop> {
    let busy_until = Expr::col(sign_in_attempt::Column::BusyUntil).sub(pace.then_every.num_milliseconds());
    sign_in_attempt::Entity::update_many()
        .col_expr(sign_in_attempt::Column::BusyUntil, busy_until)
        .filter(sign_in_attempt::Column::Subject.eq(digest(subject)))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// As if nobody had tried it.
pub(super) async fn forget_tries(db: &impl ConnectionTrait, subject: &str) -> Result<(), Stop> {
    sign_in_attempt::Entity::delete_by_id(digest(subject)).exec(db).await?;
    Ok(())
}

/// As if nobody had tried it, and somebody got in as this.
pub(super) async fn remember_known(work: &Work, subject: &str, user: UserId) -> Result<(), Stop> {
    use sign_in_attempt::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        subject: Set(digest(subject)),
        busy_until: Set(work.now().timestamp_millis()),
        user_id: Set(Some(user)),
        known_at: Set(Some(work.now())),
    };
    let again = OnConflict::column(Column::Subject)
        .update_columns([Column::BusyUntil, Column::UserId, Column::KnownAt])
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// Whether somebody got in as this since then.
pub(super) async fn is_known(db: &impl ConnectionTrait, subject: &str, since: DateTime<Utc>) -> Result<bool, Stop> {
    let known = sign_in_attempt::Entity::find_by_id(digest(subject)).one(db).await?;
    Ok(known.and_then(|row| row.known_at).is_some_and(|at| at > since))
}

/// Forgets what nobody has tried for a while, and networks from which nobody got in for long.
pub async fn forget_tried(db: &Database, now: DateTime<Utc>) -> Result<(), Stop> {
    use sign_in_attempt::Column;
    let free = Column::BusyUntil.lt(now.timestamp_millis());
    let strange = Column::KnownAt.is_null().or(Column::KnownAt.lt(now - KNOWN));
    sign_in_attempt::Entity::delete_many().filter(free.and(strange)).exec(db.connection()).await?;
    Ok(())
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

/// Forgets sessions, links and attempts that have been over for long enough.
pub async fn tidy(db: &Database, clock: &Clock) -> Result<(), Stop> {
    forget_over(db, clock.now() - REMEMBERED).await?;
    forget_tried(db, clock.now()).await
}

/// Forgets what has been over for long enough, for as long as the process lives.
pub async fn keep_tidy(db: Database, clock: Clock) {
    loop {
        if let Err(error) = tidy(&db, &clock).await {
            tracing::error!(?error, "what is over was not forgotten");
        }
        tokio::time::sleep(TIDIED).await;
    }
}

/// Writes a new session. Of one person the latest are kept: with one too many, the oldest goes.
pub(super) async fn insert_session(work: &Work, session: session::Model) -> Result<(), Stop> {
    let hers = session::Column::UserId.eq(session.user_id);
    session::ActiveModel::from(session).reset_all().insert(work.tx()).await?;
    let latest = session::Entity::find().select_only().column(session::Column::Id).filter(hers);
    let latest = latest.order_by_desc(session::Column::StartedAt).order_by_desc(session::Column::Id);
    let most = u64::from(SESSIONS.most);
    let old: Vec<SessionId> = latest.offset(most).limit(most).into_tuple().all(work.tx()).await?;
    if !old.is_empty() {
        let theirs = refresh_token::Column::SessionId.is_in(old.iter().copied());
        refresh_token::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
        session::Entity::delete_many().filter(session::Column::Id.is_in(old)).exec(work.tx()).await?;
    }
    Ok(())
}

/// A session.
pub(super) async fn find_session(work: &Work, id: SessionId) -> Result<Option<session::Model>, Stop> {
    Ok(session::Entity::find_by_id(id).one(work.tx()).await?)
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

/// Writes a new link for a version of its user's rights.
pub(super) async fn insert_link(
    work: &Work,
    hash: String,
    user: &user::Model,
    expires_at: DateTime<Utc>,
) -> Result<(), Stop> {
    let row = sign_in_link::Model {
        hash,
        user_id: user.id,
        made_at: work.now(),
        expires_at,
        used_at: None,
        access_version: user.access_version,
    };
    sign_in_link::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// A link by its hash.
pub(super) async fn find_link(db: &impl ConnectionTrait, hash: &str) -> Result<Option<sign_in_link::Model>, Stop> {
    Ok(sign_in_link::Entity::find_by_id(hash).one(db).await?)
}

/// Notes that a link of a user was used: it, and every other one.
pub(super) async fn use_links(work: &Work, user: UserId) -> Result<(), Stop> {
    sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::UsedAt, Expr::value(Some(work.now())))
        .filter(sign_in_link::Column::UserId.eq(user))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .exec(work.tx())
        .await?;
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
    let networks = sign_in_attempt::Column::UserId.eq(user.id);
    sign_in_attempt::Entity::delete_many().filter(networks).exec(work.tx()).await?;
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
    let unchanged = service_key::Column::Version.eq(key.version);
    let changed = service_key::Model { version: key.version + 1, ..key };
    let changed = service_key::ActiveModel::from(changed).reset_all();
    service_key::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// Notes that an ID token was used, and forgets those that are good no more; `false` when it was used before.
pub(super) async fn use_id_token(work: &Work, hash: String, over_at: DateTime<Utc>) -> Result<bool, Stop> {
    let old = used_id_token::Entity::delete_many().filter(used_id_token::Column::OverAt.lt(work.now()));
    old.exec(work.tx()).await?;
    let row = used_id_token::ActiveModel { hash: Set(hash), over_at: Set(over_at) };
    let written = used_id_token::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?;
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
