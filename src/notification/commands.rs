//! What can happen to a mail after it was written.

use entity::{ids::MessageId, kinds::MessageStatus};

use super::{inputs::ResendMessageInput, store};
use crate::{
    api::Word,
    auth::Actor,
    refusals,
    stop::{Answer, Stop},
    work::Work,
};

refusals! {
    /// Why a mail is not sent again.
    ResendMessageRefusal {
        /// The mail is not in the status `FAILED`.
        NotFailed { status: Word<MessageStatus> } "NOT_FAILED" on ["messageId"] = "only a mail that was given up can be sent again; this one is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Send a mail again that was given up, to the address that its reader has now.
pub async fn resend(work: &Work, input: ResendMessageInput) -> Answer<MessageId, ResendMessageRefusal> {
    use ResendMessageRefusal as Refusal;
    let (mail, reader) = store::get_locked(work, input.message_id.0).await?;
    match work.actor() {
        Actor::Staff(person) if !store::is_known_to(work, person, reader.id).await? => return Err(Stop::NotFound),
        Actor::Staff(_)
        | Actor::Admin(_)
        | Actor::Anonymous
        | Actor::Teacher(_)
        | Actor::Juror(_)
        | Actor::Service(_) => {}
    }
    let mut refusals = Vec::new();
    // A mail to somebody who was erased has no text left.
    if mail.state != MessageStatus::Failed || reader.erased_at.is_some() {
        refusals.push(Refusal::NotFailed { status: Word(mail.state) });
    }
    let reason = input.reason.as_str();
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = mail.id;
    store::begin_again(work, mail, reader).await?;
    work.audit_because(id, Some(reason), None).await?;
    Ok(Ok(id))
}
