//! Whether those who are invited come: they say so signed in, or by a link in a mail.

use chrono::NaiveDate;
use entity::{event, event_invitation, ids::EventInvitationId, kinds::EventStatus, message};

use super::{
    answers::InvitationByLink,
    inputs::{AnswerEventInvitationByLinkInput, AnswerEventInvitationInput},
    invitation::{free, seat, stand},
    objects::EventInvitation,
    rules::{Late, late},
    state::{NotTaken, Reply, after},
    store,
};
use crate::{
    campaign::rules::last_day_before,
    refusals,
    session::rules::{digest, secret},
    stop::{Answer, Stop, found},
    work::Work,
};
use entity::kinds::EventInvitationStatus;

/// Characters of what somebody needs, at most.
const LONGEST: usize = 1_000;

/// Why an answer is not taken.
enum Flaw {
    Cancelled,
    Begun,
    AnswersClosed { closed_on: NaiveDate },
    Withdrawn,
    GuestsOutOfBounds { limit: i32 },
    NoSeats { free: i32 },
    TextTooLong,
}

/// Declares why an answer is not taken, with what else it is refused for.
macro_rules! of_an_answer {
    ($(#[doc = $doc:literal])+ $name:ident on $row:literal { $($more:tt)* }) => {
        refusals! {
            $(#[doc = $doc])+
            $name {
                $($more)*
                /// The event is cancelled.
                Cancelled "CANCELLED" on [$row] = "the event is cancelled";
                /// The event has begun.
                Begun "BEGUN" on [$row] = "the event has begun";
                /// The day to answer is past. The teacher can still say not to come, or to bring fewer guests.
                AnswersClosed { closed_on: NaiveDate } "ANSWERS_CLOSED" on [$row] = "answers were possible until {closed_on}; it is still possible not to come, or to bring fewer guests";
                /// The invitation does not hold any more.
                Withdrawn "WITHDRAWN" on [$row] = "this invitation does not hold any more; ask the eTwinning team";
                /// The number of guests is negative, or too high.
                GuestsOutOfBounds { limit: i32 } "GUESTS_OUT_OF_BOUNDS" on ["guests"] = "bring 0 to {limit} guests";
                /// There are not so many seats more. The teacher keeps the seats that there were.
                NoSeats { free: i32 } "NO_SEATS" on ["guests"] = "there is no seat for so many: {free} guests can come";
                /// The text is too long.
                TextTooLong { limit: usize } "TEXT_TOO_LONG" on ["needs"] = "this text has more than {limit} characters";
            }
        }

        impl From<Flaw> for $name {
            fn from(flaw: Flaw) -> Self {
                match flaw {
                    Flaw::Cancelled => Self::Cancelled,
                    Flaw::Begun => Self::Begun,
                    Flaw::AnswersClosed { closed_on } => Self::AnswersClosed { closed_on },
                    Flaw::Withdrawn => Self::Withdrawn,
                    Flaw::GuestsOutOfBounds { limit } => Self::GuestsOutOfBounds { limit },
                    Flaw::NoSeats { free } => Self::NoSeats { free },
                    Flaw::TextTooLong => Self::TextTooLong { limit: LONGEST },
                }
            }
        }
    };
}

of_an_answer! {
    /// Why an answer is not taken.
    AnswerEventInvitationRefusal on "eventInvitationId" {}
}

of_an_answer! {
    /// Why an answer by a link is not taken.
    AnswerEventInvitationByLinkRefusal on "linkToken" {
        /// No invitation has this link, or not any more. The refusal does not say which.
        LinkInvalid "LINK_INVALID" on ["linkToken"] = "this link is not valid, or not any more; sign in, or ask the eTwinning team";
    }
}

/// What somebody says to an invitation.
struct Words {
    reply: Reply,
    needs: Option<String>,
}

impl Words {
    fn of(is_coming: bool, guests: i32, needs: Option<String>) -> Self {
        let reply = if is_coming { Reply::Comes { guests } } else { Reply::StaysAway };
        Self { reply, needs: needs.filter(|needs| is_coming && !needs.is_empty()) }
    }
}

/// The teacher, or the office on the word of the teacher, answers an invitation.
pub async fn answer(
    work: &Work,
    input: AnswerEventInvitationInput,
) -> Answer<EventInvitationId, AnswerEventInvitationRefusal> {
    let seen = work.look(EventInvitation::ANSWER, input.event_invitation_id.0).await?;
    // The event first, so that one seat is given once.
    let event = store::get_locked(work, seen.event_id).await?;
    let invitation = work.hold(EventInvitation::ANSWER, seen.id).await?.into_row();
    let words = Words::of(input.is_coming, input.guests, input.needs);
    match take(work, &event, invitation, words).await? {
        Ok(taken) => {
            work.audit(taken.id).await?;
            Ok(Ok(taken.id))
        }
        Err(flaws) => Ok(Err(flaws.into_iter().map(Into::into).collect())),
    }
}

/// Whoever has the link answers an invitation; once it is answered, it can be answered otherwise.
pub(super) async fn answer_by_link(
    work: &Work,
    input: AnswerEventInvitationByLinkInput,
) -> Answer<InvitationByLink, AnswerEventInvitationByLinkRefusal> {
    let Some(seen) = store::find_linked(work, &digest(&input.link_token)).await? else {
        return Ok(Err(vec![AnswerEventInvitationByLinkRefusal::LinkInvalid]));
    };
    let event = store::get_locked(work, seen.event_id).await?;
    let invitation = store::invitation_locked(work, seen.id).await?;
    let words = Words::of(input.is_coming, input.guests, input.needs);
    match take(work, &event, invitation, words).await? {
        Ok(taken) => {
            work.audit_as("answerEventInvitationByLink", taken.id).await?;
            Ok(Ok(InvitationByLink::of(&event, &taken, work.now())))
        }
        Err(flaws) => Ok(Err(flaws.into_iter().map(Into::into).collect())),
    }
}

refusals! {
    /// Why an invitation is not shown.
    EventInvitationByLinkRefusal {
        /// No invitation has this link, or not any more. The refusal does not say which.
        LinkInvalid "LINK_INVALID" on ["linkToken"] = "this link is not valid, or not any more; sign in, or ask the eTwinning team";
    }
}

/// What whoever has the link sees of an invitation.
pub(super) async fn show_by_link(work: &Work, token: &str) -> Answer<InvitationByLink, EventInvitationByLinkRefusal> {
    let Some(invitation) = store::find_linked(work, &digest(token)).await? else {
        return Ok(Err(vec![EventInvitationByLinkRefusal::LinkInvalid]));
    };
    let event = store::get(work, invitation.event_id).await?;
    Ok(Ok(InvitationByLink::of(&event, &invitation, work.now())))
}

/// Takes an answer down: the event and the invitation are locked. What falls free is given to those who wait.
async fn take(
    work: &Work,
    event: &event::Model,
    invitation: event_invitation::Model,
    Words { reply, needs }: Words,
) -> Result<Result<event_invitation::Model, Vec<Flaw>>, Stop> {
    let mut flaws = Vec::new();
    let before = stand(&invitation);
    if event.state == EventStatus::Cancelled {
        flaws.push(Flaw::Cancelled);
    }
    match late(work.now(), (event.answers_close_at, event.starts_at), (before.seats(), reply.seats())) {
        Some(Late::Begun) => flaws.push(Flaw::Begun),
        Some(Late::Closed) => {
            flaws.push(Flaw::AnswersClosed { closed_on: last_day_before(event.answers_close_at) });
        }
        None => {}
    }
    // Who was let bring more guests once may bring them still.
    let limit = event.most_guests.max(before.guests);
    if let Reply::Comes { guests } = reply
        && !(0..=limit).contains(&guests)
    {
        flaws.push(Flaw::GuestsOutOfBounds { limit });
    }
    if needs.as_ref().is_some_and(|needs| needs.chars().count() > LONGEST) {
        flaws.push(Flaw::TextTooLong);
    }
    if !flaws.is_empty() {
        return Ok(Err(flaws));
    }
    let free = free(event, &store::invitations(work, event.id).await?, Some(&invitation));
    let next = match after(before, reply, free) {
        Ok(next) => next,
        Err(NotTaken::Withdrawn) => return Ok(Err(vec![Flaw::Withdrawn])),
        Err(NotTaken::NoSeats) => return Ok(Err(vec![Flaw::NoSeats { free: free - 1 }])),
    };
    let is_waiting = next.state == EventInvitationStatus::Waiting;
    let taken = event_invitation::Model {
        state: next.state,
        guests: next.guests,
        needs,
        answered_at: Some(work.now()),
        // Who waits already keeps the place in the row.
        queued_at: is_waiting.then(|| invitation.queued_at.unwrap_or(work.now())),
        ..invitation
    };
    store::save_invitation(work, taken.clone()).await?;
    seat(work, event).await?;
    Ok(Ok(taken))
}

/// Makes the secret of the link in a mail about an invitation. Only its hash is kept.
pub async fn make_link(work: &Work, mail: &message::Model) -> Result<String, Stop> {
    let id = mail.facts.get("invitation").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
    let id: EventInvitationId = found(id)?;
    let token = secret(work.chance());
    store::insert_link(work, digest(&token), id).await?;
    work.audit_as("makeEventLink", id).await?;
    Ok(token)
}
