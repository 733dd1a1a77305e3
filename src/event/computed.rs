//! What is computed of events.

use super::{
    answering::EventInvitationByLinkRefusal,
    answers::{EventGuests, InvitationByLink},
    commands::{self, EventGuestsRefusal},
    door,
    inputs::{EventGuestsInput, EventInvitationByLinkInput},
};
use crate::computed;

computed! {
    /// List everybody who is invited to an event, for badges and for the desk. Nothing changes.
    eventGuests(EventGuestsInput) -> EventGuests | EventGuestsRefusal [Staff, Admin] = commands::guests;

    /// See the invitation to which a link from a mail leads, without signing in. Send it by POST, so that the link stands in no
    /// log. Nothing changes.
    eventInvitationByLink(EventInvitationByLinkInput) -> InvitationByLink | EventInvitationByLinkRefusal [Everybody] whole
        = door::show_by_link;
}
