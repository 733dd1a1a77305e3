//! What schools say of a prize that was announced, and who is next where they do not get it.

use entity::{
    campaign as campaigns,
    ids::{ApplicationId, PrizeAwardId, UserId},
    kinds::{PrizeAwardStatus, Role, Track},
    prize, prize_award, prize_share,
};
use serde_json::json;

use super::{
    inputs::{AcceptPrizeInput, DeclinePrizeInput, ForfeitPrizeInput, NamePrizeContactInput},
    objects::PrizeAward,
    ranking::{self, office},
    state::{Step, after},
    store,
};
use crate::{
    api::{Word, object::RightOn, right::Held},
    application::{self as applications, rules::Stake},
    auth::{self, Actor},
    campaign, project, refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// A prize and its campaign, both locked: of what is given, answered and ended one comes after the other.
pub(super) async fn held(
    work: &Work,
    right: RightOn<prize_award::Entity>,
    id: PrizeAwardId,
) -> Result<(campaigns::Model, Held<prize_award::Model>), Stop> {
    let campaign = campaign::get_locked(work, store::campaign_of(work, id).await?).await?;
    Ok((campaign, work.hold(right, id).await?))
}

fn is_staff(work: &Work) -> bool {
    matches!(work.actor(), Actor::Staff(_))
}

/// The part of a prize of which this teacher can speak for the school: one takes part in the project there. Teachers say so
/// for their own school only.
async fn part_of(work: &Work, award: &prize_award::Model, who: UserId) -> Result<Option<prize_share::Model>, Stop> {
    let seat = async |user| project::member(work, award.project_id, user).await.map(|seat| seat.map(|it| it.school_id));
    let school = seat(who).await?;
    if school.is_none() || (!is_staff(work) && seat(work.user()?).await? != school) {
        return Ok(None);
    }
    let shares = store::list_shares(work, &[award.id]).await?;
    Ok(shares.into_iter().find(|share| Some(share.school_id) == school))
}

/// The part of a prize that the school of the caller gets.
pub(super) async fn own_part(work: &Work, award: &prize_award::Model) -> Result<Option<prize_share::Model>, Stop> {
    part_of(work, award, work.user()?).await
}

refusals! {
    /// Why it is not noted that schools want a prize.
    AcceptPrizeRefusal {
        VersionConflict;
        /// Nobody waits for an answer about it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// Staff must say how they know.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The teacher cannot speak for a school about this prize.
        ContactUnknown "CONTACT_UNKNOWN" on ["contactId"] = "this teacher does not take part in the project at a school that gets the prize, or not at yours";
    }
}

/// The schools want a prize, and one of them says who speaks for it.
pub async fn accept(work: &Work, input: AcceptPrizeInput) -> Answer<PrizeAwardId, AcceptPrizeRefusal> {
    use AcceptPrizeRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::ANSWER, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let state = after(award.state, Step::Accept);
    let reason = input.reason.filter(|reason| !reason.is_empty());
    let named = input.contact_id.map(|contact| contact.0);
    let contact = if is_staff(work) { named } else { named.or(Some(work.user()?)) };
    let part = match contact {
        Some(who) => part_of(work, &award, who).await?.map(|part| (part, who)),
        None => None,
    };
    let refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (is_staff(work) && reason.is_none(), Refusal::ReasonMissing),
        (named.is_some() && part.is_none(), Refusal::ContactUnknown),
    ]);
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    store::save_award(work, prize_award::Model { state, ..award.into_row() }).await?;
    if let Some((part, who)) = part {
        store::save_share(work, prize_share::Model { contact_id: Some(who), ..part }).await?;
    }
    work.audit_because(id, reason.as_deref(), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why nobody is named who speaks for a school.
    NamePrizeContactRefusal {
        VersionConflict;
        /// The prize was not accepted yet, or is over.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The teacher cannot speak for a school about this prize.
        ContactUnknown "CONTACT_UNKNOWN" on ["contactId"] = "this teacher does not take part in the project at a school that gets the prize, or not at yours";
    }
}

/// Another teacher speaks for a school about a prize.
pub async fn name_contact(work: &Work, input: NamePrizeContactInput) -> Answer<PrizeAwardId, NamePrizeContactRefusal> {
    use NamePrizeContactRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::ANSWER, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let who = input.contact_id.0;
    let (state, part) = (after(award.state, Step::NameContact), part_of(work, &award, who).await?);
    let refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (part.is_none(), Refusal::ContactUnknown),
    ]);
    let (Some(part), true) = (part, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    store::save_award(work, award.into_row()).await?;
    store::save_share(work, prize_share::Model { contact_id: Some(who), ..part }).await?;
    work.audit_because(id, None, Some(json!({ "contact": who.to_string() }))).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why it is not noted that schools do not want a prize.
    DeclinePrizeRefusal {
        VersionConflict;
        /// It is not theirs to refuse, or not any more.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// Staff must say how they know.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// Other schools share the prize: a teacher of one does not refuse it for all.
        Shared "SHARED" on ["prizeAwardId"] = "other schools share this prize: ask the office to note that yours does not want it";
        /// The caller has an interest in an application that the prize is about or can go to next, or evaluated one; other
        /// staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeAwardId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// The schools do not want a prize: it goes to the next in rank.
pub async fn decline(work: &Work, input: DeclinePrizeInput) -> Answer<PrizeAwardId, DeclinePrizeRefusal> {
    use DeclinePrizeRefusal as Refusal;
    let (campaign, award) = held(work, PrizeAward::ANSWER, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let state = after(award.state, Step::Decline);
    let reason = input.reason.filter(|reason| !reason.is_empty());
    let is_shared = store::list_shares(work, &[award.id]).await?.len() > 1;
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (is_staff(work) && reason.is_none(), Refusal::ReasonMissing),
        (!is_staff(work) && is_shared, Refusal::Shared),
    ]);
    let prize = store::get(work, award.prize_id).await?;
    if is_staff(work) {
        let mine = stakes_in(work, &prize, &award).await?;
        refusals
            .extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    }
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    Ok(Ok(end(work, (&campaign, &prize), award, state, reason).await?))
}

refusals! {
    /// Why the schools still get a prize.
    ForfeitPrizeRefusal {
        VersionConflict;
        /// It is not announced, or the schools have it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in an application that the prize is about or can go to next, or evaluated one; other
        /// staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["prizeAwardId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// The schools do not get a prize after all: it goes to the next in rank.
pub async fn forfeit(work: &Work, input: ForfeitPrizeInput) -> Answer<PrizeAwardId, ForfeitPrizeRefusal> {
    use ForfeitPrizeRefusal as Refusal;
    let (campaign, award) = held(work, PrizeAward::LEAD, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let state = after(award.state, Step::Forfeit);
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    let prize = store::get(work, award.prize_id).await?;
    let mine = stakes_in(work, &prize, &award).await?;
    refusals.extend(mine.into_iter().map(|(application_id, stake)| Refusal::NotImpartial { application_id, stake }));
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    Ok(Ok(end(work, (&campaign, &prize), award, state, Some(input.reason)).await?))
}

/// With which applications staff have something to do, of the project of a prize and of those that can be next.
async fn stakes_in(
    work: &Work,
    prize: &prize::Model,
    award: &prize_award::Model,
) -> Result<Vec<(ApplicationId, Stake)>, Stop> {
    let office = office(work);
    let is_theirs = |one: &entity::application::Model| prize.track == Track::Belgica || office.contains(&one.community);
    let mut complete = applications::list_complete(work, prize.campaign_id, prize.track).await?;
    complete.retain(|one| one.project_id == award.project_id || is_theirs(one));
    Ok(applications::stakes(work).await?.among(&complete).collect())
}

/// Writes that the schools do not get a prize nor read the codes of its vouchers, and proposes it for the next project, as far as the ranking says who that is.
/// Staff who end it stand for the proposal, so that another person confirms it. Where a teacher ends it, those do who
/// proposed it before: they stood for the same ranking.
async fn end(
    work: &Work,
    (campaign, prize): (&campaigns::Model, &prize::Model),
    award: Held<prize_award::Model>,
    state: PrizeAwardStatus,
    reason: Option<String>,
) -> Result<PrizeAwardId, Stop> {
    let (id, proposer) = (award.id, award.proposed_by_id);
    let shares: Vec<_> = store::list_shares(work, &[id]).await?.into_iter().map(|share| share.id).collect();
    store::delete_vouchers(work, &shares, None).await?;
    let closing_reason = reason.clone();
    store::save_award(work, prize_award::Model { state, closing_reason, ..award.into_row() }).await?;
    work.audit_because(id, reason.as_deref(), None).await?;
    let by = match work.actor() {
        Actor::Staff(person) => Some(person.clone()),
        Actor::Teacher(_) | Actor::Anonymous | Actor::Juror(_) | Actor::Admin(_) | Actor::Service(_) => {
            auth::load(work.tx(), proposer).await?.filter(|person| person.roles.contains(&Role::Staff))
        }
    };
    let Some(by) = by else { return Ok(id) };
    let (successor, why_none) = ranking::propose_next(work, campaign, prize, &by).await?;
    store::succeed(work, id, successor, why_none).await?;
    Ok(id)
}
