//! What happens at an event and after it: who is there, who got the certificate, and whose invitation does not hold any more.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::{
    event, event_invitation,
    ids::{CampaignId, EventInvitationId, LabelId, UserId},
    kinds::{EventInvitationStatus, EventStatus, Track},
    label,
};
use fair::code;

use super::{
    answers::{EventGuests, Guest},
    inputs::{
        CheckInByCodeInput, EventGuestsInput, EventGuestsSheetInput, RecordAttendanceInput, TakeBackAttendanceInput,
    },
    invitation::{free, seat, stand},
    objects::{Event, EventInvitation},
    store,
};
use crate::{
    account,
    api::{Gid, Part, each, right::Held},
    application,
    campaign::rules::{day_of, start_of_day},
    label::{self as labels, Label},
    refusals, school,
    spreadsheet::{SheetFile, write},
    stop::{Answer, Stop, found, reasons, unless},
    words::file_name,
    work::Work,
};

/// Every label of a campaign.
const TRACKS: [Track; 2] = [Track::Nql, Track::Belgica];

refusals! {
    /// Why it is not noted that somebody was there.
    RecordAttendanceRefusal {
        Rows(event_invitation_id: EventInvitationId, "eventInvitationIds", 100);
        /// The event is cancelled.
        Cancelled { event_invitation_id: EventInvitationId } "CANCELLED" on ["eventInvitationIds"] = "the event of {event_invitation_id} is cancelled";
        /// The day of the event has not come.
        TooEarly { event_invitation_id: EventInvitationId, earliest_on: NaiveDate } "TOO_EARLY" on ["eventInvitationIds"] = "the event of {event_invitation_id} is on {earliest_on}";
        /// All of this is noted already.
        AlreadyRecorded { event_invitation_id: EventInvitationId } "ALREADY_RECORDED" on ["eventInvitationIds"] = "it is noted already that {event_invitation_id} was there";
    }
}

/// What is noted of somebody who is there.
struct There {
    invitation: Held<event_invitation::Model>,
    labels: Vec<Held<label::Model>>,
}

impl There {
    async fn note(self, work: &Work) -> Result<EventInvitationId, Stop> {
        for label in self.labels {
            let id = label.id;
            labels::save(work, label).await?;
            work.audit(id).await?;
        }
        let id = self.invitation.id;
        let attended_at = self.invitation.attended_at.or(Some(work.now()));
        store::save_invitation(work, event_invitation::Model { attended_at, ..self.invitation.into_row() }).await?;
        work.audit(id).await?;
        Ok(id)
    }
}

/// Those of these labels of which something new is noted: that the certificate was collected, and the gift.
async fn collected(work: &Work, ids: &[LabelId], has_gift: bool) -> Result<Vec<Held<label::Model>>, Stop> {
    let mut new = Vec::new();
    for id in ids {
        let label = work.hold(Label::HAND_OUT, *id).await?;
        if label.revoked_at.is_none() && !labels::commands::is_collected(&label, has_gift) {
            new.push(labels::commands::collected(label, work.now(), has_gift));
        }
    }
    Ok(new)
}

/// The first day on which somebody can be at an event.
fn first_day(event: &event::Model) -> NaiveDate {
    day_of(event.starts_at)
}

/// Note who is there (R98).
pub async fn record_attendance(
    work: &Work,
    input: RecordAttendanceInput,
) -> Answer<Part<Vec<EventInvitationId>>, RecordAttendanceRefusal> {
    use RecordAttendanceRefusal as Refusal;
    let office = work.actor().person().and_then(|person| person.community);
    let (has_certificate, has_gift) = (input.has_certificate, input.has_gift);
    let judge = |id| async move {
        let invitation = work.hold(EventInvitation::CHECK_IN, id).await?;
        let event = store::get(work, invitation.event_id).await?;
        let teacher = invitation.teacher_id;
        let mut theirs = store::labels_of(work, event.campaign_id, (&[teacher], office)).await?;
        let theirs = theirs.remove(&teacher).filter(|_| has_certificate).unwrap_or_default();
        let labels = collected(work, &theirs, has_gift).await?;
        let earliest_on = first_day(&event);
        let refusals = reasons([
            (event.state == EventStatus::Cancelled, Refusal::Cancelled { event_invitation_id: id }),
            (start_of_day(earliest_on) > work.now(), Refusal::TooEarly { event_invitation_id: id, earliest_on }),
            (
                invitation.attended_at.is_some() && labels.is_empty(),
                Refusal::AlreadyRecorded { event_invitation_id: id },
            ),
        ]);
        Ok(unless(refusals, There { invitation, labels }))
    };
    each(work, &input.event_invitation_ids, judge, |there: There| there.note(work)).await
}

refusals! {
    /// Why it is not taken back that somebody was there.
    TakeBackAttendanceRefusal {
        /// It is not noted that the teacher was there.
        NotRecorded "NOT_RECORDED" on ["eventInvitationId"] = "it is not noted that this teacher was there";
    }
}

/// Take back that somebody was there.
pub async fn take_back_attendance(
    work: &Work,
    input: TakeBackAttendanceInput,
) -> Answer<EventInvitationId, TakeBackAttendanceRefusal> {
    let invitation = work.hold(EventInvitation::CHECK_IN, input.event_invitation_id.0).await?;
    if invitation.attended_at.is_none() {
        return Ok(Err(vec![TakeBackAttendanceRefusal::NotRecorded]));
    }
    let id = invitation.id;
    store::save_invitation(work, event_invitation::Model { attended_at: None, ..invitation.into_row() }).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why nobody is checked in.
    CheckInByCodeRefusal {
        /// The event is cancelled.
        Cancelled "CANCELLED" on ["eventId"] = "the event is cancelled";
        /// The day of the event has not come.
        TooEarly { earliest_on: NaiveDate } "TOO_EARLY" on ["eventId"] = "the event is on {earliest_on}";
        /// No certificate has this code, or its holder is not invited.
        CodeUnknown "CODE_UNKNOWN" on ["code"] = "nobody who is invited holds a certificate with this code";
        /// The label was revoked.
        LabelRevoked "LABEL_REVOKED" on ["code"] = "the label of this certificate was revoked";
        /// All of this is noted already.
        AlreadyRecorded "ALREADY_RECORDED" on ["code"] = "it is noted already that this teacher was there";
    }
}

/// Note that somebody is there, by the code of a certificate.
pub async fn check_in(work: &Work, input: CheckInByCodeInput) -> Answer<EventInvitationId, CheckInByCodeRefusal> {
    use CheckInByCodeRefusal as Refusal;
    let event = work.look(Event::LEAD, input.event_id.0).await?;
    let earliest_on = first_day(&event);
    let mut refusals = reasons([
        (event.state == EventStatus::Cancelled, Refusal::Cancelled),
        (start_of_day(earliest_on) > work.now(), Refusal::TooEarly { earliest_on }),
    ]);
    // A reader of QR codes gives the whole address.
    let typed = code::typed(input.code.rsplit('/').next().unwrap_or_default());
    let label = labels::find_by_code(work, &typed).await?;
    let invitation = match &label {
        Some(label) => store::find_invitation(work, event.id, label.teacher_id).await?,
        None => None,
    };
    let (Some(label), Some(invitation)) = (label, invitation) else {
        refusals.push(Refusal::CodeUnknown);
        return Ok(Err(refusals));
    };
    let invitation = work.hold(EventInvitation::CHECK_IN, invitation.id).await?;
    let office = work.actor().person().and_then(|person| person.community);
    let theirs = store::labels_of(work, event.campaign_id, (&[label.teacher_id], office)).await?;
    let theirs: Vec<LabelId> = theirs.into_values().flatten().filter(|id| *id == label.id).collect();
    let collected = collected(work, &theirs, input.has_gift).await?;
    refusals.extend(reasons([
        (label.revoked_at.is_some(), Refusal::LabelRevoked),
        (invitation.attended_at.is_some() && collected.is_empty(), Refusal::AlreadyRecorded),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    Ok(Ok(There { invitation, labels: collected }.note(work).await?))
}

refusals! {
    /// Why guests are not listed.
    EventGuestsRefusal {
        /// Nobody is invited yet.
        NobodyInvited "NOBODY_INVITED" on ["eventId"] = "nobody is invited yet: use `inviteToEvent`";
    }
}

refusals! {
    /// Why guests are not listed in a spreadsheet.
    EventGuestsSheetRefusal {
        /// Nobody is invited yet.
        NobodyInvited "NOBODY_INVITED" on ["eventId"] = "nobody is invited yet: use `inviteToEvent`";
    }
}

/// The same as a spreadsheet.
pub async fn guests_sheet(work: &Work, input: EventGuestsSheetInput) -> Answer<SheetFile, EventGuestsSheetRefusal> {
    let Ok(guests) = guests(work, EventGuestsInput { event_id: Gid(input.event_id.0) }).await? else {
        return Ok(Err(vec![EventGuestsSheetRefusal::NobodyInvited]));
    };
    let event = work.look(Event::LIST, input.event_id.0).await?;
    let (columns, rows) = guests.table(input.language.0.into());
    let name = event.title.clone();
    let content = work.compute(move |_| Ok(write(&name, &columns, &rows, event.starts_at))).await?;
    Ok(Ok(SheetFile::of(file_name(&[&event.title], "xlsx"), &content.map_err(Stop::failure)?)))
}

/// Everybody who is invited, by name.
pub async fn guests(work: &Work, input: EventGuestsInput) -> Answer<EventGuests, EventGuestsRefusal> {
    let event = work.look(Event::LIST, input.event_id.0).await?;
    let invitations = store::invitations(work, event.id).await?;
    if invitations.is_empty() {
        return Ok(Err(vec![EventGuestsRefusal::NobodyInvited]));
    }
    let taken = event.seats - free(&event, &invitations, None);
    let waiting = invitations.iter().filter(|one| one.state == EventInvitationStatus::Waiting);
    let waiting = waiting.map(|one| stand(one).seats()).sum();
    let office = work.actor().person().and_then(|person| person.community);
    let teachers: Vec<UserId> = invitations.iter().map(|one| one.teacher_id).collect();
    let people = account::list(work, &teachers).await?;
    let applications: Vec<_> = invitations.iter().map(|one| one.application_id).collect();
    let applications: HashMap<_, _> =
        application::list(work, &applications).await?.into_iter().map(|one| (one.id, one.school_id)).collect();
    let schools: Vec<_> = applications.values().copied().collect();
    let schools = school::names(work, &schools).await?;
    let mut labels = store::labels_of(work, event.campaign_id, (&teachers, office)).await?;
    let mut listed = Vec::new();
    for invitation in invitations {
        let person = found(people.get(&invitation.teacher_id))?;
        let school = found(applications.get(&invitation.application_id).and_then(|id| schools.get(id)))?.clone();
        let labels = labels.remove(&invitation.teacher_id).unwrap_or_default();
        let guest = Guest { name: person.name.clone(), school, labels };
        listed.push((person.name_key.clone(), (invitation, guest)));
    }
    listed.sort_by(|one, other| (&one.0, one.1.0.id).cmp(&(&other.0, other.1.0.id)));
    let listed = listed.into_iter().map(|(_, guest)| guest).collect();
    Ok(Ok(EventGuests::of(&event, (taken, waiting), listed, work.now())))
}

/// Withdraws the invitations of those who hold no label of a campaign any more, to events that have not begun. Called where a
/// label is revoked; the campaign is locked.
pub async fn look_again(work: &Work, campaign: CampaignId) -> Result<(), Stop> {
    let events = store::list_ahead(work, campaign).await?;
    if events.is_empty() {
        return Ok(());
    }
    let holders = store::list_holders(work, campaign, (&TRACKS, None)).await?;
    let holders: HashSet<UserId> = holders.into_iter().map(|one| one.teacher_id).collect();
    for event in events {
        for invitation in store::invitations(work, event.id).await? {
            if !holders.contains(&invitation.teacher_id) {
                withdraw(work, invitation).await?;
            }
        }
        seat(work, &event).await?;
    }
    Ok(())
}

async fn withdraw(work: &Work, invitation: event_invitation::Model) -> Result<(), Stop> {
    if invitation.state == EventInvitationStatus::Withdrawn {
        return Ok(());
    }
    let id = invitation.id;
    let withdrawn =
        event_invitation::Model { state: EventInvitationStatus::Withdrawn, guests: 0, queued_at: None, ..invitation };
    store::save_invitation(work, withdrawn).await?;
    work.audit_as("withdrawEventInvitation", id).await
}

/// Forgets what a teacher said to invitations, and the links; the seats at events that have not begun fall free.
pub async fn forget(work: &Work, teacher: UserId) -> Result<(), Stop> {
    let theirs = store::list_of_teacher(work, teacher).await?;
    let ids: Vec<EventInvitationId> = theirs.iter().map(|one| one.id).collect();
    for one in &theirs {
        let event = store::get_locked(work, one.event_id).await?;
        if event.state == EventStatus::Planned && event.starts_at > work.now() {
            withdraw(work, store::invitation_locked(work, one.id).await?).await?;
            seat(work, &event).await?;
        }
    }
    store::blank(work, &ids).await
}
