//! The outbox, as commands write it and as it is sent.

use chrono::{DateTime, Utc};
use entity::{
    ids::{MessageId, UserId},
    kinds::{MailFailure, MessageStatus, MessageTemplate, Role, Track},
    message, project, project_member, school, school_membership, user, user_role,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    TryInsertResult, UpdateMany,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, SimpleExpr},
};

use super::{
    Mail, holds,
    rules::{LEASE, TURNS},
};
use crate::{
    auth::Person,
    db::{AT_ONCE, Database, any_conflict},
    stop::{Stop, found},
    work::Work,
};

/// What stands in the place of an address that was erased.
const NOWHERE: &str = "nobody@erased.invalid";

/// Takes address and content out of every mail to a person.
pub async fn forget_recipient(work: &Work, user: UserId) -> Result<(), Stop> {
    blank(work, message::Column::RecipientId.eq(user)).await
}

/// Takes back the links that were asked for in the name of a user and are not sent yet.
pub async fn withdraw_links(work: &Work, user: UserId) -> Result<(), Stop> {
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageStatus::Cancelled))
        .col_expr(message::Column::NextAttemptAt, Expr::value(None::<DateTime<Utc>>))
        .filter(message::Column::RecipientId.eq(user))
        .filter(message::Column::Template.eq(MessageTemplate::SignInLink))
        .filter(message::Column::State.eq(MessageStatus::Pending))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The mails written in a time that still have an address; their instants with them.
pub async fn list_to_forget(
    work: &Work,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(MessageId, DateTime<Utc>)>, Stop> {
    let rows = message::Entity::find()
        .select_only()
        .columns([message::Column::Id, message::Column::CreatedAt])
        .filter(message::Column::CreatedAt.gte(from))
        .filter(message::Column::CreatedAt.lt(to))
        .filter(message::Column::Email.ne(NOWHERE));
    Ok(rows.order_by_asc(message::Column::Id).into_tuple().all(work.tx()).await?)
}

/// Takes address and content out of mails.
pub async fn forget(work: &Work, ids: &[MessageId]) -> Result<(), Stop> {
    for some in ids.chunks(AT_ONCE) {
        blank(work, message::Column::Id.is_in(some.iter().copied())).await?;
    }
    Ok(())
}

/// A mail without an address is not sent any more.
async fn blank(work: &Work, which: SimpleExpr) -> Result<(), Stop> {
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(MessageStatus::Cancelled))
        .filter(which.clone())
        .filter(message::Column::State.eq(MessageStatus::Pending))
        .exec(work.tx())
        .await?;
    message::Entity::update_many()
        .col_expr(message::Column::Email, Expr::value(NOWHERE))
        .col_expr(message::Column::Facts, Expr::value(serde_json::json!({})))
        // The words of a mail server may name an address.
        .col_expr(message::Column::LastReply, Expr::value(None::<String>))
        .filter(which)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// A mail that this process sends now.
pub(super) struct Taken {
    /// The mail, with this attempt counted.
    pub mail: message::Model,
    /// Its reader's name.
    pub name: String,
}

/// What became of a mail.
pub(super) enum Outcome {
    /// The server took it.
    Sent { at: DateTime<Utc>, reply: String },
    /// It is tried again.
    Later { at: DateTime<Utc>, reply: String },
    /// It is given up.
    Failed { why: MailFailure, reply: Option<String> },
}

fn due(now: DateTime<Utc>) -> Select<message::Entity> {
    let next = message::Column::NextAttemptAt;
    message::Entity::find()
        .filter(message::Column::State.eq(MessageStatus::Pending))
        // What was tried long after now was tried before the clock was set back: nobody has it any more.
        .filter(next.is_null().or(next.lte(now)).or(message::Column::FirstTriedAt.gt(now + LEASE)))
}

/// Whether there is anything to send.
pub(super) async fn is_due(db: &Database, now: DateTime<Utc>) -> Result<bool, Stop> {
    Ok(due(now).one(db.connection()).await?.is_some())
}

/// Takes the next mail that is due, for the time of a lease. Somebody who waits for a link comes first, and then everybody in
/// turn: nobody's second mail of an hour goes before another's first. A mail whose cause is gone is cancelled on the way; the
/// others go to the address and in the language that their readers have now.
pub(super) async fn take(db: &Database, now: DateTime<Utc>) -> Result<Option<Taken>, Stop> {
    loop {
        let transaction = db.begin().await?;
        let next = due(now)
            .order_by_desc(message::Column::Template.eq(MessageTemplate::SignInLink))
            .order_by_asc(message::Column::Turn)
            .order_by_asc(message::Column::CreatedAt)
            .order_by_asc(message::Column::Id)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        let Some(mail) = next.one(&transaction).await? else { return Ok(None) };
        let reader = user::Entity::find_by_id(mail.recipient_id).one(&transaction).await?;
        let says = match &reader {
            Some(reader) => holds::ask(&transaction, &mail, reader, now).await?,
            None => None,
        };
        let (Some(facts), Some(reader)) = (says, reader) else {
            let cancelled = message::Model { state: MessageStatus::Cancelled, next_attempt_at: None, ..mail };
            message::ActiveModel::from(cancelled).reset_all().update(&transaction).await?;
            transaction.commit().await?;
            continue;
        };
        let taken = message::Model {
            attempts: mail.attempts + 1,
            first_tried_at: Some(mail.first_tried_at.map_or(now, |at| Ord::min(at, now))),
            next_attempt_at: Some(now + LEASE),
            email: reader.email,
            locale: reader.locale,
            facts,
            ..mail
        };
        let mail = message::ActiveModel::from(taken).reset_all().update(&transaction).await?;
        transaction.commit().await?;
        return Ok(Some(Taken { mail, name: reader.name }));
    }
}

/// Notes what became of a mail; `false` when it is not this attempt's any more.
pub(super) async fn settle(db: &Database, mail: &message::Model, outcome: Outcome) -> Result<bool, Stop> {
    let (state, at, next, failure, reply) = match outcome {
        Outcome::Sent { at, reply } => (MessageStatus::Sent, Some(at), None, None, Some(reply)),
        Outcome::Later { at, reply } => (MessageStatus::Pending, None, Some(at), None, Some(reply)),
        Outcome::Failed { why, reply } => (MessageStatus::Failed, None, None, Some(why), reply),
    };
    let changed = mine(mail)
        .col_expr(message::Column::State, Expr::value(state))
        .col_expr(message::Column::SentAt, Expr::value(at))
        .col_expr(message::Column::NextAttemptAt, Expr::value(next))
        .col_expr(message::Column::Failure, Expr::value(failure))
        .col_expr(message::Column::LastReply, Expr::value(reply));
    Ok(changed.exec(db.connection()).await?.rows_affected > 0)
}

/// Puts a mail back that was not begun.
pub(super) async fn give_back(db: &Database, mail: &message::Model, now: DateTime<Utc>) -> Result<(), Stop> {
    let back = mine(mail)
        .col_expr(message::Column::Attempts, Expr::value(mail.attempts - 1))
        .col_expr(message::Column::NextAttemptAt, Expr::value(Some(now)));
    back.exec(db.connection()).await?;
    Ok(())
}

/// The row of a mail, while this attempt has it.
fn mine(mail: &message::Model) -> UpdateMany<message::Entity> {
    message::Entity::update_many()
        .filter(message::Column::Id.eq(mail.id))
        .filter(message::Column::State.eq(MessageStatus::Pending))
        .filter(message::Column::Attempts.eq(mail.attempts))
}

/// A mail and its reader; the mail is locked until the work is over.
pub(super) async fn get_locked(work: &Work, id: MessageId) -> Result<(message::Model, user::Model), Stop> {
    let mail = found(message::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)?;
    let reader = found(user::Entity::find_by_id(mail.recipient_id).one(work.tx()).await?)?;
    Ok((mail, reader))
}

/// Whether a member of staff sees a user, as in the rows of `User`: herself, colleagues and jurors, who works at a school of
/// her community, who takes part in a Belgica project.
pub(super) async fn is_known_to(work: &Work, staff: &Person, reader: UserId) -> Result<bool, Stop> {
    let tx = work.tx();
    let colleague = user_role::Entity::find()
        .filter(user_role::Column::UserId.eq(reader))
        .filter(user_role::Column::Role.is_in([Role::Staff, Role::Juror]));
    if staff.id == reader || colleague.one(tx).await?.is_some() {
        return Ok(true);
    }
    let Some(user) = user::Entity::find_by_id(reader).one(tx).await? else { return Ok(false) };
    let is_our_own = user.made_by_community.is_some() && user.made_by_community == staff.community;
    let memberships = school_membership::Entity::find().filter(school_membership::Column::UserId.eq(reader));
    let counts = |tie: &school_membership::Model| {
        is_our_own || tie.made_by_community.is_none() || tie.made_by_community != staff.community
    };
    let memberships = memberships.all(tx).await?;
    // An account of the office's making, of which nobody else has said anything.
    if is_our_own && memberships.iter().all(|tie| tie.made_by_community == staff.community) {
        return Ok(true);
    }
    let schools: Vec<_> = memberships.into_iter().filter(counts).map(|tie| tie.school_id).collect();
    let ours = school::Entity::find()
        .filter(school::Column::Id.is_in(schools))
        .filter(school::Column::Community.eq(staff.community));
    if ours.one(tx).await?.is_some() {
        return Ok(true);
    }
    let memberships = project_member::Entity::find().filter(project_member::Column::UserId.eq(reader));
    let projects: Vec<_> = memberships.all(tx).await?.into_iter().map(|member| member.project_id).collect();
    let shared = project::Entity::find()
        .filter(project::Column::Id.is_in(projects))
        .filter(project::Column::Track.eq(Track::Belgica));
    Ok(shared.one(tx).await?.is_some())
}

/// A mail that was given up waits again, as if it were new, for the address and the language that its reader has now.
pub(super) async fn begin_again(work: &Work, mail: message::Model, reader: user::Model) -> Result<(), Stop> {
    let again = message::Model {
        state: MessageStatus::Pending,
        email: reader.email,
        locale: reader.locale,
        attempts: 0,
        next_attempt_at: None,
        first_tried_at: None,
        failure: None,
        // Somebody asked for it by hand.
        turn: 0,
        ..mail
    };
    message::ActiveModel::from(again).reset_all().update(work.tx()).await?;
    Ok(())
}

/// How many mails wait, and how many were given up.
pub async fn unsent(db: &Database) -> Result<(u64, u64), Stop> {
    let count = async |state: MessageStatus| {
        message::Entity::find().filter(message::Column::State.eq(state)).count(db.connection()).await
    };
    Ok((count(MessageStatus::Pending).await?, count(MessageStatus::Failed).await?))
}

/// Whether a mail with this dedup key is there.
pub(super) async fn is_known(work: &Work, mail: &Mail) -> Result<bool, Stop> {
    let same = message::Entity::find().filter(message::Column::DedupKey.eq(mail.dedup_key()));
    Ok(same.one(work.tx()).await?.is_some())
}

/// Writes a mail, unless one with its dedup key is there; the one that is there then.
pub(super) async fn insert(work: &Work, mail: Mail) -> Result<MessageId, Stop> {
    let dedup_key = mail.dedup_key();
    let id = work.id();
    let before = message::Entity::find()
        .filter(message::Column::RecipientId.eq(mail.recipient.id))
        .filter(message::Column::CreatedAt.gt(work.now() - TURNS));
    let turn = i32::try_from(before.count(work.tx()).await?).map_err(Stop::failure)?;
    // As the reader is now, and stays until this work ends: the address of somebody who is erased meanwhile is not kept.
    let reader = user::Entity::find_by_id(mail.recipient.id).lock(LockType::KeyShare).one(work.tx()).await?;
    let reader = found(reader)?;
    let row = message::Model {
        id,
        template: mail.template,
        recipient_id: reader.id,
        email: reader.email,
        locale: reader.locale,
        dedup_key: dedup_key.clone(),
        facts: mail.facts,
        state: MessageStatus::Pending,
        attempts: 0,
        created_at: work.now(),
        sent_at: None,
        next_attempt_at: None,
        first_tried_at: None,
        failure: None,
        last_reply: None,
        turn,
    };
    let row = message::ActiveModel::from(row).reset_all();
    match message::Entity::insert(row)
        .on_conflict(any_conflict())
        .try_insert()
        .exec_without_returning(work.tx())
        .await?
    {
        TryInsertResult::Inserted(rows) if rows > 0 => Ok(id),
        TryInsertResult::Inserted(_) | TryInsertResult::Conflicted | TryInsertResult::Empty => {
            let same = message::Entity::find().filter(message::Column::DedupKey.eq(dedup_key));
            Ok(found(same.one(work.tx()).await?)?.id)
        }
    }
}
