//! What the mutations and computed reads of events take.

use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use entity::{
    ids::{CampaignId, EventId, EventInvitationId},
    kinds::{Community, Locale, Track},
};

use crate::api::{Day, Gid, Word};

/// An event to plan.
#[derive(Clone, InputObject)]
pub struct PlanEventInput {
    /// The campaign whose labels are celebrated.
    pub campaign_id: Gid<CampaignId>,
    /// What it is.
    pub event: EventPlanInput,
}

/// An event, planned anew.
#[derive(Clone, InputObject)]
pub struct UpdateEventInput {
    /// The event.
    pub event_id: Gid<EventId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// What it is from now on.
    pub event: EventPlanInput,
}

/// What an event is.
#[derive(Clone, InputObject)]
pub struct EventPlanInput {
    /// Its name. It is the subject of the mails, so let it tell no result.
    pub title: String,
    /// Where it is, such as the name of a building.
    pub place: String,
    /// Street, number and town.
    pub address: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The last day on which teachers can say that they come; not after the day on which it begins.
    pub answers_close_on: Day,
    /// The day on which who has not answered is reminded by mail, once; after today, and not after `answersCloseOn`. Null or
    /// left out: nobody is reminded.
    pub remind_on: Option<Day>,
    /// Number of seats, for teachers and their guests together.
    pub seats: i32,
    /// How many guests each teacher may bring, such as the head of the school; 0 for none.
    pub most_guests: i32,
    /// The communities that share it; your own is one of them. Their staff see all who are invited.
    pub communities: Vec<Word<Community>>,
}

/// An event that does not take place.
#[derive(Clone, InputObject)]
pub struct CancelEventInput {
    /// The event.
    pub event_id: Gid<EventId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; who is invited reads it.
    pub reason: String,
}

/// Whom to invite.
#[derive(Clone, InputObject)]
pub struct InviteToEventInput {
    /// The event.
    pub event_id: Gid<EventId>,
    /// The labels whose holders are invited.
    pub tracks: Vec<Word<Track>>,
}

/// Whether a teacher comes.
#[derive(Clone, InputObject)]
pub struct AnswerEventInvitationInput {
    /// The invitation.
    pub event_invitation_id: Gid<EventInvitationId>,
    /// Whether the teacher comes.
    pub is_coming: bool,
    /// How many guests the teacher brings. It does not count if the teacher does not come.
    #[graphql(default = 0)]
    pub guests: i32,
    /// What the teacher or a guest needs, such as a place for a wheelchair. Ask for no names, of pupils above all. Null or left
    /// out: nothing.
    pub needs: Option<String>,
}

/// Whether somebody comes who has a link from a mail.
#[derive(Clone, InputObject)]
pub struct AnswerEventInvitationByLinkInput {
    /// The part of the link after `#`.
    pub link_token: String,
    /// Whether the teacher comes.
    pub is_coming: bool,
    /// How many guests the teacher brings. It does not count if the teacher does not come.
    #[graphql(default = 0)]
    pub guests: i32,
    /// What the teacher or a guest needs, such as a place for a wheelchair. Ask for no names, of pupils above all. Null or left
    /// out: nothing.
    pub needs: Option<String>,
}

/// A link from a mail.
#[derive(Clone, InputObject)]
pub struct EventInvitationByLinkInput {
    /// The part of the link after `#`.
    pub link_token: String,
}

/// Who was there.
#[derive(Clone, InputObject)]
pub struct RecordAttendanceInput {
    /// The invitations, 1 to 100.
    pub event_invitation_ids: Vec<Gid<EventInvitationId>>,
    /// Whether they got their certificates there.
    #[graphql(default = true)]
    pub has_certificate: bool,
    /// Whether they got the gift there. It does not count without the certificate.
    #[graphql(default = true)]
    pub has_gift: bool,
}

/// Who was not there after all.
#[derive(Clone, InputObject)]
pub struct TakeBackAttendanceInput {
    /// The invitation.
    pub event_invitation_id: Gid<EventInvitationId>,
}

/// Somebody at the desk, with a certificate.
#[derive(Clone, InputObject)]
pub struct CheckInByCodeInput {
    /// The event.
    pub event_id: Gid<EventId>,
    /// The code of the certificate, or what its QR code says.
    pub code: String,
    /// Whether the gift was handed over too.
    #[graphql(default = true)]
    pub has_gift: bool,
}

/// An event whose guests you want as a spreadsheet.
#[derive(Clone, InputObject)]
pub struct EventGuestsSheetInput {
    /// The event.
    pub event_id: Gid<EventId>,
    /// The language of the spreadsheet.
    pub language: Word<Locale>,
}

/// An event whose guests are listed.
#[derive(Clone, InputObject)]
pub struct EventGuestsInput {
    /// The event.
    pub event_id: Gid<EventId>,
}
