//! The outbox as commands write it.

use chrono::{DateTime, Utc};
use entity::{
    ids::{MessageId, UserId},
    kinds::MessageState,
    message,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, SimpleExpr},
};

use super::Mail;
use crate::{db::AT_ONCE, stop::Stop, work::Work};

/// What stands in the place of an address that was erased.
const NOWHERE: &str = "nobody@erased.invalid";

/// Takes address and content out of every mail to a person.
pub async fn forget_recipient(work: &Work, user: UserId) -> Result<(), Stop> {
    blank(work, message::Column::RecipientId.eq(user)).await
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
        .col_expr(message::Column::State, Expr::value(MessageState::Cancelled))
        .filter(which.clone())
        .filter(message::Column::State.eq(MessageState::Pending))
        .exec(work.tx())
        .await?;
    message::Entity::update_many()
        .col_expr(message::Column::Email, Expr::value(NOWHERE))
        .col_expr(message::Column::Facts, Expr::value(serde_json::json!({})))
        .filter(which)
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Writes a mail, unless one with its dedup key is there.
pub(super) async fn insert(work: &Work, mail: Mail) -> Result<(), Stop> {
    let dedup_key = mail.dedup_key();
    // Asked first: on Postgres a refused insert would end the transaction.
    let known = message::Entity::find().filter(message::Column::DedupKey.eq(&dedup_key)).one(work.tx()).await?;
    if known.is_some() {
        return Ok(());
    }
    let row = message::Model {
        id: work.id(),
        template: mail.template,
        recipient_id: mail.recipient.id,
        email: mail.recipient.email,
        locale: mail.recipient.locale,
        dedup_key,
        facts: mail.facts,
        state: MessageState::Pending,
        attempts: 0,
        created_at: work.now(),
        sent_at: None,
    };
    message::ActiveModel::from(row).reset_all().insert(work.tx()).await?;
    Ok(())
}
