//! Who is invited to an event: those who hold a label, each once. What mails to them say, and who gets a seat that falls free.

use entity::{
    campaign as campaigns, event, event_invitation,
    ids::{EventId, MessageId},
    kinds::{EventInvitationStatus, EventStatus, MessageTemplate, Track},
    user,
};
use serde_json::{Value, json};

use super::{inputs::InviteToEventInput, objects::Event, rules::admitted, state::Stand, store};
use crate::{
    account, campaign,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why nobody is invited.
    InviteToEventRefusal {
        /// The event is cancelled.
        Cancelled "CANCELLED" on ["eventId"] = "the event is cancelled";
        /// Nobody can answer any more.
        AnswersClosed "ANSWERS_CLOSED" on ["eventId"] = "the day to answer is past: give more time first (`updateEvent`)";
        /// No label is named.
        TracksMissing "TRACKS_MISSING" on ["tracks"] = "name the labels whose holders are invited";
        /// Everybody whom the caller's community looks after and who holds such a label is invited, or nobody holds one.
        NobodyToInvite "NOBODY_TO_INVITE" on ["tracks"] = "everybody who holds such a label is invited already, or nobody of your community holds one";
    }
}

/// Invite those who hold a label, and are not invited yet (R96).
pub async fn invite(work: &Work, input: InviteToEventInput) -> Answer<EventId, InviteToEventRefusal> {
    use InviteToEventRefusal as Refusal;
    // The campaign first, as where a label is revoked: nobody is invited for a label that does not hold.
    let seen = work.look(Event::LEAD, input.event_id.0).await?;
    let campaign = campaign::get_locked(work, seen.campaign_id).await?;
    let event = work.hold(Event::LEAD, seen.id).await?.into_row();
    let tracks: Vec<Track> = input.tracks.iter().map(|track| track.0).collect();
    let refusals = reasons([
        (event.state == EventStatus::Cancelled, Refusal::Cancelled),
        (event.answers_close_at.min(event.starts_at) <= work.now(), Refusal::AnswersClosed),
        (tracks.is_empty(), Refusal::TracksMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let office = work.actor().person().and_then(|person| person.community);
    let known = store::invitations(work, event.id).await?;
    let mut count = 0;
    for holder in store::list_holders(work, campaign.id, (&tracks, office)).await? {
        let invitation = match known.iter().find(|one| one.teacher_id == holder.teacher_id) {
            Some(known) if known.state == EventInvitationStatus::Withdrawn => {
                let again = event_invitation::Model {
                    state: EventInvitationStatus::Invited,
                    application_id: holder.id,
                    ..known.clone()
                };
                store::save_invitation(work, again.clone()).await?;
                again
            }
            Some(_) => continue,
            None => {
                let new = fresh(work, event.id, &holder);
                store::insert_invitation(work, new.clone()).await?;
                new
            }
        };
        tell(work, MessageTemplate::EventInvitation, (&event, &campaign), &invitation).await?;
        count += 1;
    }
    if count == 0 {
        return Ok(Err(vec![Refusal::NobodyToInvite]));
    }
    work.audit_because(event.id, None, Some(json!({ "invited": count }))).await?;
    Ok(Ok(event.id))
}

fn fresh(work: &Work, event_id: EventId, holder: &entity::application::Model) -> event_invitation::Model {
    event_invitation::Model {
        id: work.id(),
        event_id,
        teacher_id: holder.teacher_id,
        application_id: holder.id,
        state: EventInvitationStatus::Invited,
        guests: 0,
        needs: None,
        answered_at: None,
        queued_at: None,
        attended_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    }
}

/// Writes one mail about an invitation.
pub(super) async fn tell(
    work: &Work,
    template: MessageTemplate,
    (event, campaign): (&event::Model, &campaigns::Model),
    invitation: &event_invitation::Model,
) -> Result<(), Stop> {
    let reader = account::get(work, invitation.teacher_id).await?;
    tell_once(work, mail(work, template, &reader, invitation), (event, campaign), invitation).await
}

/// A mail about an invitation, another than any before.
fn mail(work: &Work, template: MessageTemplate, reader: &user::Model, invitation: &event_invitation::Model) -> Mail {
    Mail::to(reader, template).once_per(invitation.id).once_per(work.id::<MessageId>())
}

async fn tell_once(
    work: &Work,
    mail: Mail,
    (event, campaign): (&event::Model, &campaigns::Model),
    invitation: &event_invitation::Model,
) -> Result<(), Stop> {
    notification::enqueue(work, mail.saying(facts(event, campaign, invitation))).await?;
    Ok(())
}

/// The reminder of an invitation, once.
pub(super) async fn remind_once(
    work: &Work,
    (event, campaign): (&event::Model, &campaigns::Model),
    invitation: &event_invitation::Model,
) -> Result<(), Stop> {
    let reader = account::get(work, invitation.teacher_id).await?;
    let mail = Mail::to(&reader, MessageTemplate::EventReminder).once_per(invitation.id);
    tell_once(work, mail, (event, campaign), invitation).await
}

/// What a mail about an event says.
fn facts(event: &event::Model, campaign: &campaigns::Model, invitation: &event_invitation::Model) -> Value {
    json!({
        "event": event.title,
        "eventStartsAt": event.starts_at,
        "eventEndsAt": event.ends_at,
        "place": event.place,
        "address": event.address,
        "answersCloseAt": event.answers_close_at,
        "mostGuests": event.most_guests,
        "guests": invitation.guests,
        "reason": event.cancel_reason.as_deref().unwrap_or_default(),
        "eventId": event.id.0,
        "invitation": invitation.id.to_string(),
        "revision": event.version,
        "plannedAt": event.updated_at,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    })
}

/// How many seats an invitation takes, and for how many it waits.
pub(super) fn stand(invitation: &event_invitation::Model) -> Stand {
    Stand { state: invitation.state, guests: invitation.guests }
}

/// How many seats are free, those of one invitation not counted as taken.
pub(super) fn free(
    event: &event::Model,
    invitations: &[event_invitation::Model],
    but: Option<&event_invitation::Model>,
) -> i32 {
    let others = invitations.iter().filter(|one| but.is_none_or(|but| but.id != one.id));
    event.seats - others.map(|one| stand(one).taken()).sum::<i32>()
}

/// Gives the seats that are free to those who wait, in the order in which they began to, each who fits. The event is locked.
pub(super) async fn seat(work: &Work, event: &event::Model) -> Result<(), Stop> {
    let invitations = store::invitations(work, event.id).await?;
    let mut waiting: Vec<_> = invitations.iter().filter(|one| one.state == EventInvitationStatus::Waiting).collect();
    waiting.sort_by_key(|one| (one.queued_at, one.id));
    let come_in = admitted(free(event, &invitations, None), waiting.into_iter().map(|one| (one, stand(one).seats())));
    if come_in.is_empty() {
        return Ok(());
    }
    let campaign = campaign::get(work, event.campaign_id).await?;
    for one in come_in {
        let seated = event_invitation::Model { state: EventInvitationStatus::Accepted, queued_at: None, ..one.clone() };
        store::save_invitation(work, seated.clone()).await?;
        tell(work, MessageTemplate::EventSeat, (event, &campaign), &seated).await?;
        work.audit_as("seatAtEvent", seated.id).await?;
    }
    Ok(())
}
