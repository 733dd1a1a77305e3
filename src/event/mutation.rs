//! Mutations of events.

use entity::ids::{EventId, EventInvitationId};

use super::{
    answering::{self, AnswerEventInvitationByLinkRefusal, AnswerEventInvitationRefusal},
    answers::InvitationByLink,
    commands::{self, CheckInByCodeRefusal, RecordAttendanceRefusal, TakeBackAttendanceRefusal},
    defining::{self, CancelEventRefusal, PlanEventRefusal, UpdateEventRefusal},
    door,
    inputs::{
        AnswerEventInvitationByLinkInput, AnswerEventInvitationInput, CancelEventInput, CheckInByCodeInput,
        InviteToEventInput, PlanEventInput, RecordAttendanceInput, TakeBackAttendanceInput, UpdateEventInput,
    },
    invitation::{self, InviteToEventRefusal},
    objects::{Event, EventInvitation},
};
use crate::{acts, api::Part, campaign::Campaign, label::Label};

acts! {
    /// Plan an event at which teachers get their certificates. Nobody is told before you invite (`inviteToEvent`).
    planEvent(PlanEventInput) -> EventId | PlanEventRefusal [Staff; Campaign::DECIDE(campaignId)] = defining::plan;

    /// Plan an event anew, before it begins. If its name, place or time changes, everybody who may come gets a mail, and the entry
    /// in their calendars moves. If there are more seats, those who wait get them.
    updateEvent(UpdateEventInput) -> EventId | UpdateEventRefusal [Staff; Event::LEAD(eventId)] = defining::update;

    /// Cancel an event. Everybody who may come gets a mail with the reason. There is no way back: plan another one.
    cancelEvent(CancelEventInput) -> EventId | CancelEventRefusal [Staff; Event::LEAD(eventId)] = defining::cancel;

    /// Invite everybody who holds a label of the campaign and is looked after by your community: results must be out, and a
    /// revoked label does not count. Each teacher is invited once and gets a mail, with a file for the calendar and a link to
    /// answer without signing in; whoever is invited already gets nothing. Repeat it for labels that were granted later.
    inviteToEvent(InviteToEventInput) -> EventId | InviteToEventRefusal [Staff; Event::LEAD(eventId)] = invitation::invite;

    /// Say whether you come to an event, and with how many guests; staff do so on the word of the teacher. An answer can be
    /// changed. If there is no seat, the teacher waits for one (`WAITING`), and gets a mail when there is.
    answerEventInvitation(AnswerEventInvitationInput) -> EventInvitationId | AnswerEventInvitationRefusal
        [Teacher, Staff; EventInvitation::ANSWER(eventInvitationId)] = answering::answer;

    /// The same, with the link from a mail and without signing in. A link works until 30 days after the event, and every mail
    /// about it has one.
    answerEventInvitationByLink(AnswerEventInvitationByLinkInput) -> InvitationByLink | AnswerEventInvitationByLinkRefusal
        [Everybody] whole = door::answer_by_link;

    /// Note who is at an event, from the day of the event on, also who did not answer. The certificates and the gift of their
    /// labels are noted as collected, as far as your community looks after them.
    recordAttendance(RecordAttendanceInput) -> Part<Vec<EventInvitationId>> | RecordAttendanceRefusal
        [Staff; EventInvitation::CHECK_IN(eventInvitationIds), Label::HAND_OUT()] = commands::record_attendance;

    /// Take back that somebody was at an event. What was noted of the certificate and the gift stays.
    takeBackAttendance(TakeBackAttendanceInput) -> EventInvitationId | TakeBackAttendanceRefusal
        [Staff; EventInvitation::CHECK_IN(eventInvitationId)] = commands::take_back_attendance;

    /// Note that somebody is at an event, by the code of the certificate that is handed over. The certificate and the gift are
    /// noted as collected, if your community looks after the label.
    checkInByCode(CheckInByCodeInput) -> EventInvitationId | CheckInByCodeRefusal
        [Staff; Event::LEAD(eventId), EventInvitation::CHECK_IN(), Label::HAND_OUT()] = commands::check_in;
}
