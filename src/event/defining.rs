//! An event before it begins: it is planned, planned anew, and cancelled.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use entity::{
    event,
    ids::{CampaignId, EventId},
    kinds::{Community, EventStatus, MessageTemplate},
};

use super::{
    inputs::{CancelEventInput, EventPlanInput, PlanEventInput, UpdateEventInput},
    invitation::{free, seat, tell},
    objects::Event,
    rules::{MOST_GUESTS, MOST_SEATS, closing_days, reminding_days},
    store,
};
use crate::{
    api::Word,
    campaign::{self, Campaign, rules::end_of_day},
    refusals,
    stop::{Answer, Stop, reasons},
    wording::{Unfit, shown, unfit_name},
    work::Work,
};

/// What is wrong with a plan.
enum Flaw {
    TitleMissing,
    NameUnfit { name: String, why: Unfit },
    PlaceMissing,
    StartPast,
    EndNotLater,
    AnswersCloseOutOfBounds { earliest_on: NaiveDate, latest_on: NaiveDate },
    RemindOutOfBounds { earliest_on: NaiveDate, latest_on: NaiveDate },
    SeatsOutOfBounds,
    GuestsOutOfBounds,
    CommunityForeign,
    OwnCommunityMissing,
}

/// Declares a refusal for which a plan can be wrong, with what else it is refused for.
macro_rules! of_a_plan {
    ($(#[doc = $doc:literal])+ $name:ident { $($more:tt)* }) => {
        refusals! {
            $(#[doc = $doc])+
            $name {
                $($more)*
                /// The event has no name.
                TitleMissing "TITLE_MISSING" on ["event", "title"] = "give the event a name";
                /// The name, the place or the address is too long, or contains a web or mail address or invisible characters.
                NameUnfit { name: String, why: Unfit } "NAME_UNFIT" on ["event"] = "the name {name} {why}";
                /// Nobody knows where to go: the place or the address is empty.
                PlaceMissing "PLACE_MISSING" on ["event", "place"] = "say where the event is: the place, and its address";
                /// The event begins in the past.
                StartPast "START_PAST" on ["event", "startsAt"] = "the event begins in the past";
                /// The event ends before it begins.
                EndNotLater "END_NOT_LATER" on ["event", "endsAt"] = "the event ends after it begins";
                /// Answers end in the past, or after the event begins.
                AnswersCloseOutOfBounds { earliest_on: NaiveDate, latest_on: NaiveDate } "ANSWERS_CLOSE_OUT_OF_BOUNDS" on ["event", "answersCloseOn"] = "let answers end between {earliest_on} and {latest_on}";
                /// People are reminded today or earlier, or after answers end.
                RemindOutOfBounds { earliest_on: NaiveDate, latest_on: NaiveDate } "REMIND_OUT_OF_BOUNDS" on ["event", "remindOn"] = "remind people between {earliest_on} and {latest_on}";
                /// There are no seats, or too many.
                SeatsOutOfBounds { limit: i32 } "SEATS_OUT_OF_BOUNDS" on ["event", "seats"] = "give 1 to {limit} seats";
                /// The number of guests is negative, or too high.
                GuestsOutOfBounds { limit: i32 } "GUESTS_OUT_OF_BOUNDS" on ["event", "mostGuests"] = "let each teacher bring 0 to {limit} guests";
                /// Schools abroad have no office here.
                CommunityForeign "COMMUNITY_FOREIGN" on ["event", "communities"] = "only communities in Belgium share an event";
                /// Your own community is not among those that share the event.
                OwnCommunityMissing "OWN_COMMUNITY_MISSING" on ["event", "communities"] = "name your own community too";
            }
        }

        impl From<Flaw> for $name {
            fn from(flaw: Flaw) -> Self {
                match flaw {
                    Flaw::TitleMissing => Self::TitleMissing,
                    Flaw::NameUnfit { name, why } => Self::NameUnfit { name, why },
                    Flaw::PlaceMissing => Self::PlaceMissing,
                    Flaw::StartPast => Self::StartPast,
                    Flaw::EndNotLater => Self::EndNotLater,
                    Flaw::AnswersCloseOutOfBounds { earliest_on, latest_on } => {
                        Self::AnswersCloseOutOfBounds { earliest_on, latest_on }
                    }
                    Flaw::RemindOutOfBounds { earliest_on, latest_on } => {
                        Self::RemindOutOfBounds { earliest_on, latest_on }
                    }
                    Flaw::SeatsOutOfBounds => Self::SeatsOutOfBounds { limit: MOST_SEATS },
                    Flaw::GuestsOutOfBounds => Self::GuestsOutOfBounds { limit: MOST_GUESTS },
                    Flaw::CommunityForeign => Self::CommunityForeign,
                    Flaw::OwnCommunityMissing => Self::OwnCommunityMissing,
                }
            }
        }
    };
}

of_a_plan! {
    /// Why an event is not planned.
    PlanEventRefusal {}
}

of_a_plan! {
    /// Why an event is not planned anew.
    UpdateEventRefusal {
        VersionConflict;
        /// The event is cancelled.
        Cancelled "CANCELLED" on ["eventId"] = "the event is cancelled";
        /// The event has begun.
        Begun "BEGUN" on ["eventId"] = "the event has begun";
        /// More seats are taken than there would be.
        SeatsTaken { taken: i32 } "SEATS_TAKEN" on ["event", "seats"] = "{taken} seats are taken: give at least as many";
        /// A community that shares the event is left out: its staff would lose sight of whom they invited.
        CommunityStays { community: Word<Community> } "COMMUNITY_STAYS" on ["event", "communities"] = "a community that shares the event stays: {community}";
    }
}

/// A plan that was looked through.
struct Plan {
    input: EventPlanInput,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    communities: Vec<Community>,
}

impl Plan {
    fn of(input: EventPlanInput) -> Self {
        let mut communities: Vec<Community> = input.communities.iter().map(|community| community.0).collect();
        communities.sort_unstable();
        communities.dedup();
        // Kept to the second, as people speak of it.
        let [starts_at, ends_at] = [input.starts_at, input.ends_at].map(|at| at.trunc_subsecs(0));
        Self { input, starts_at, ends_at, communities }
    }

    /// What is wrong with it, beside what stood before.
    fn flaws(&self, work: &Work, before: Option<&event::Model>) -> Vec<Flaw> {
        let (input, now) = (&self.input, work.now());
        let office = work.actor().person().and_then(|person| person.community);
        let closes_on = input.answers_close_on.0;
        let (earliest_on, latest_on) = closing_days(now, self.starts_at);
        let closes = (earliest_on..=latest_on).contains(&closes_on)
            || before.is_some_and(|event| event.answers_close_at == end_of_day(closes_on));
        let mut flaws = reasons([
            (input.title.is_empty(), Flaw::TitleMissing),
            (input.place.is_empty() || input.address.is_empty(), Flaw::PlaceMissing),
            (self.starts_at <= now, Flaw::StartPast),
            (self.ends_at <= self.starts_at, Flaw::EndNotLater),
            (!closes, Flaw::AnswersCloseOutOfBounds { earliest_on, latest_on }),
            (!(1..=MOST_SEATS).contains(&input.seats), Flaw::SeatsOutOfBounds),
            (!(0..=MOST_GUESTS).contains(&input.most_guests), Flaw::GuestsOutOfBounds),
            (self.communities.contains(&Community::Foreign), Flaw::CommunityForeign),
            (office.is_none_or(|office| !self.communities.contains(&office)), Flaw::OwnCommunityMissing),
        ]);
        for name in [&input.title, &input.place, &input.address] {
            flaws.extend(unfit_name(name).map(|why| Flaw::NameUnfit { name: shown(name), why }));
        }
        if let Some(remind_on) = input.remind_on.map(|day| day.0) {
            let (earliest_on, latest_on) = reminding_days(now, closes_on);
            let stays = before.is_some_and(|event| event.remind_on == Some(remind_on)) && remind_on <= latest_on;
            if !stays && !(earliest_on..=latest_on).contains(&remind_on) {
                flaws.push(Flaw::RemindOutOfBounds { earliest_on, latest_on });
            }
        }
        flaws
    }

    /// The event as it is planned.
    fn onto(self, event: event::Model) -> event::Model {
        event::Model {
            title: self.input.title,
            place: self.input.place,
            address: self.input.address,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            answers_close_at: end_of_day(self.input.answers_close_on.0),
            remind_on: self.input.remind_on.map(|day| day.0),
            seats: self.input.seats,
            most_guests: self.input.most_guests,
            ..event
        }
    }
}

/// Plan an event (R96).
pub async fn plan(work: &Work, input: PlanEventInput) -> Answer<EventId, PlanEventRefusal> {
    let campaign: CampaignId = work.hold(Campaign::DECIDE, input.campaign_id.0).await?.id;
    let plan = Plan::of(input.event);
    let flaws = plan.flaws(work, None);
    if !flaws.is_empty() {
        return Ok(Err(flaws.into_iter().map(Into::into).collect()));
    }
    let communities = plan.communities.clone();
    let id = work.id();
    let event = event::Model {
        id,
        campaign_id: campaign,
        title: String::new(),
        place: String::new(),
        address: String::new(),
        starts_at: work.now(),
        ends_at: work.now(),
        answers_close_at: work.now(),
        remind_on: None,
        seats: 1,
        most_guests: 0,
        state: EventStatus::Planned,
        cancel_reason: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert(work, plan.onto(event)).await?;
    store::share(work, id, &communities).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Plan an event anew, and tell who may come if it is at another time or place.
pub async fn update(work: &Work, input: UpdateEventInput) -> Answer<EventId, UpdateEventRefusal> {
    use UpdateEventRefusal as Refusal;
    let event = work.hold(Event::LEAD, input.event_id.0).await?.into_row();
    if event.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: event.version }]));
    }
    let plan = Plan::of(input.event);
    let invitations = store::invitations(work, event.id).await?;
    let shared = store::communities(work, event.id).await?;
    let taken = event.seats - free(&event, &invitations, None);
    let mut refusals = reasons([
        (event.state == EventStatus::Cancelled, Refusal::Cancelled),
        (event.starts_at <= work.now(), Refusal::Begun),
        (plan.input.seats < taken, Refusal::SeatsTaken { taken }),
    ]);
    let lost = shared.iter().filter(|community| !plan.communities.contains(community));
    refusals.extend(lost.map(|community| Refusal::CommunityStays { community: Word(*community) }));
    refusals.extend(plan.flaws(work, Some(&event)).into_iter().map(Refusal::from));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let new: Vec<Community> = plan.communities.iter().filter(|one| !shared.contains(one)).copied().collect();
    let told = |event: &event::Model| {
        (event.title.clone(), event.place.clone(), event.address.clone(), event.starts_at, event.ends_at)
    };
    let before = told(&event);
    let changed = store::save(work, plan.onto(event)).await?;
    store::share(work, changed.id, &new).await?;
    if told(&changed) != before {
        tell_expected(work, MessageTemplate::EventChanged, &changed).await?;
    }
    seat(work, &changed).await?;
    work.audit(changed.id).await?;
    Ok(Ok(changed.id))
}

refusals! {
    /// Why an event is not cancelled.
    CancelEventRefusal {
        VersionConflict;
        /// The event is cancelled already.
        Cancelled "CANCELLED" on ["eventId"] = "the event is cancelled";
        /// The event has begun.
        Begun "BEGUN" on ["eventId"] = "the event has begun";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Cancel an event, and tell who may come.
pub async fn cancel(work: &Work, input: CancelEventInput) -> Answer<EventId, CancelEventRefusal> {
    use CancelEventRefusal as Refusal;
    let event = work.hold(Event::LEAD, input.event_id.0).await?.into_row();
    if event.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: event.version }]));
    }
    let refusals = reasons([
        (event.state == EventStatus::Cancelled, Refusal::Cancelled),
        (event.starts_at <= work.now(), Refusal::Begun),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let reason = Some(input.reason.clone());
    let cancelled = event::Model { state: EventStatus::Cancelled, cancel_reason: reason, ..event };
    let cancelled = store::save(work, cancelled).await?;
    tell_expected(work, MessageTemplate::EventCancelled, &cancelled).await?;
    work.audit_because(cancelled.id, Some(&input.reason), None).await?;
    Ok(Ok(cancelled.id))
}

/// Tells everybody who may come.
async fn tell_expected(work: &Work, template: MessageTemplate, event: &event::Model) -> Result<(), Stop> {
    let campaign = campaign::get(work, event.campaign_id).await?;
    let expected = store::invitations(work, event.id).await?;
    for invitation in expected.iter().filter(|one| store::EXPECTED.contains(&one.state)) {
        tell(work, template, (event, &campaign), invitation).await?;
    }
    Ok(())
}
