//! The outbox as commands write it.

use entity::{kinds::MessageState, message};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use super::Mail;
use crate::{stop::Stop, work::Work};

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
