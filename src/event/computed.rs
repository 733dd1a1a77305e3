//! What is computed of events.

use super::{
    answering::EventInvitationByLinkRefusal,
    answers::{EventGuests, InvitationByLink},
    commands::{self, EventGuestsRefusal, EventGuestsSheetRefusal},
    door,
    inputs::{EventGuestsInput, EventGuestsSheetInput, EventInvitationByLinkInput},
};
use crate::{computed, spreadsheet::SheetFile};

computed! {
    /// List everybody who is invited to an event, for badges and for the desk. Nothing changes.
    eventGuests(EventGuestsInput) -> EventGuests | EventGuestsRefusal [Staff, Admin] = commands::guests;

    /// Get that list as a spreadsheet (xlsx), for badges and for the desk.
    eventGuestsSheet(EventGuestsSheetInput) -> SheetFile | EventGuestsSheetRefusal [Staff, Admin] = commands::guests_sheet;

    /// See the invitation to which a link from a mail leads, without signing in. Send it by POST, so that the link stands in no
    /// log. Nothing changes.
    eventInvitationByLink(EventInvitationByLinkInput) -> InvitationByLink | EventInvitationByLinkRefusal [Everybody] whole
        = door::show_by_link;
}
