//! Answers about events that no row holds.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use entity::{
    event, event_invitation,
    ids::{EventInvitationId, LabelId},
    kinds::{EventInvitationStatus, EventStatus},
};

use crate::{
    answered,
    api::{Instant, Many, One, Word, policy::policy},
    auth::Audience::{self, Admin, Staff},
    spreadsheet::{Column, Entry},
    words::Language,
};

/// An invitation, for whoever has the link to it. It names nobody.
#[derive(SimpleObject)]
pub struct InvitationByLink {
    /// Name of the event.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    title: String,
    /// Where it is.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    place: String,
    /// Street, number and town.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    address: String,
    /// When it begins.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    starts_at: Instant,
    /// When it ends.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    ends_at: Instant,
    /// Whether the event takes place.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    event_status: Word<EventStatus>,
    /// From this instant on nobody can say any more to come.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    answers_close_at: Instant,
    /// How many guests the teacher may bring.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    most_guests: i32,
    /// The status of the invitation.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    status: Word<EventInvitationStatus>,
    /// How many guests the teacher brings.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    guests: i32,
}

impl InvitationByLink {
    /// Of an invitation to an event.
    pub(super) fn of(event: &event::Model, invitation: &event_invitation::Model, now: DateTime<Utc>) -> Self {
        Self {
            title: event.title.clone(),
            place: event.place.clone(),
            address: event.address.clone(),
            starts_at: Instant(event.starts_at),
            ends_at: Instant(event.ends_at),
            event_status: Word(event.state),
            answers_close_at: Instant(event.answers_close_at),
            most_guests: event.most_guests,
            status: Word(status(event, invitation, now)),
            guests: invitation.guests,
        }
    }
}

/// Where an invitation stands: who did not answer in time is not asked any more.
fn status(event: &event::Model, invitation: &event_invitation::Model, now: DateTime<Utc>) -> EventInvitationStatus {
    let is_late = invitation.state == EventInvitationStatus::Invited && event.answers_close_at <= now;
    if is_late { EventInvitationStatus::Lapsed } else { invitation.state }
}

/// The list at the door of an event.
#[derive(SimpleObject)]
pub struct EventGuests {
    /// Number of seats.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    seats: i32,
    /// Number of seats that are taken, by teachers and their guests.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    taken: i32,
    /// Number of teachers and guests who wait for a seat.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    waiting: i32,
    /// Number of teachers who were there, without their guests.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    attended: i32,
    /// Everybody who is invited, by name.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    rows: Vec<EventGuest>,
}

/// A teacher on the list of an event: what a badge says, and what is noted.
#[derive(SimpleObject)]
pub struct EventGuest {
    /// The invitation; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    event_invitation: One<EventInvitationId>,
    /// Name of the teacher.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    name: String,
    /// Name of the school.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    school: String,
    /// The status.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    status: Word<EventInvitationStatus>,
    /// How many guests the teacher brings.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    guests: i32,
    /// Whether it is noted that the teacher was there.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    has_attended: bool,
    /// The labels of the teacher in the campaign that the caller's community looks after. Of who was not there, they can go by
    /// post (`recordPostings`).
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    labels: Many<LabelId>,
}

/// What is listed of somebody, beside the invitation.
pub(super) struct Guest {
    /// Name of the teacher.
    pub(super) name: String,
    /// Name of the school.
    pub(super) school: String,
    /// The labels.
    pub(super) labels: Vec<LabelId>,
}

impl EventGuests {
    /// Of everybody who is invited, in this order.
    pub(super) fn of(
        event: &event::Model,
        (taken, waiting): (i32, i32),
        guests: Vec<(event_invitation::Model, Guest)>,
        now: DateTime<Utc>,
    ) -> Self {
        let attended = guests.iter().filter(|(invitation, _)| invitation.attended_at.is_some()).count();
        let row = |(invitation, guest): (event_invitation::Model, Guest)| EventGuest {
            event_invitation: One(invitation.id),
            name: guest.name,
            school: guest.school,
            status: Word(status(event, &invitation, now)),
            guests: invitation.guests,
            has_attended: invitation.attended_at.is_some(),
            labels: Many(guest.labels),
        };
        Self {
            seats: event.seats,
            taken,
            waiting,
            attended: i32::try_from(attended).unwrap_or(i32::MAX),
            rows: guests.into_iter().map(row).collect(),
        }
    }
}

/// What stands over the columns of the list, in Dutch, French, German and English.
const HEADINGS: [(u16, [&str; 4]); 5] = [
    (30, ["Naam", "Nom", "Name", "Name"]),
    (40, ["School", "École", "Schule", "School"]),
    (20, ["Antwoord", "Réponse", "Antwort", "Answer"]),
    (12, ["Gasten", "Accompagnants", "Gäste", "Guests"]),
    (12, ["Aanwezig", "Présence", "Anwesend", "Was there"]),
];

impl EventGuests {
    /// It as a table, for a spreadsheet.
    pub(super) fn table(self, language: Language) -> (Vec<Column>, Vec<Vec<Entry>>) {
        let column = |(width, words): (u16, [&'static str; 4])| Column {
            heading: language.choose(words).to_owned(),
            width: Some(width),
        };
        let row = |guest: EventGuest| {
            let there = if guest.has_attended { ["ja", "oui", "ja", "yes"] } else { [""; 4] };
            vec![
                Entry::Text(guest.name),
                Entry::Text(guest.school),
                Entry::Text(language.choose(answer(guest.status.0)).to_owned()),
                Entry::Number(guest.guests),
                Entry::Text(language.choose(there).to_owned()),
            ]
        };
        (HEADINGS.into_iter().map(column).collect(), self.rows.into_iter().map(row).collect())
    }
}

/// What somebody answered, in Dutch, French, German and English.
fn answer(status: EventInvitationStatus) -> [&'static str; 4] {
    match status {
        EventInvitationStatus::Invited => ["nog niet", "pas encore", "noch nicht", "not yet"],
        EventInvitationStatus::Accepted => ["komt", "vient", "kommt", "comes"],
        EventInvitationStatus::Waiting => {
            ["op de wachtlijst", "sur la liste d'attente", "auf der Warteliste", "waits for a seat"]
        }
        EventInvitationStatus::Declined => ["komt niet", "ne vient pas", "kommt nicht", "does not come"],
        EventInvitationStatus::Lapsed => ["niet op tijd", "pas à temps", "nicht rechtzeitig", "not in time"],
        EventInvitationStatus::Withdrawn => {
            ["geldt niet meer", "ne vaut plus", "gilt nicht mehr", "does not hold any more"]
        }
    }
}

answered! {
    EventGuests => "eventGuests";
    InvitationByLink => "invitationByLink";
}
