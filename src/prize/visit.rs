//! The day on which a school gets its prize, and what comes after it (R113, R115-R118).

use chrono::{NaiveDate, SubsecRound};
use entity::{
    campaign as campaigns,
    ids::{MessageId, PrizeAwardId},
    kinds::{MessageTemplate, PrizeAwardStatus},
    prize_award, prize_share,
};
use serde_json::json;

use super::{
    answering::{held, own_part},
    inputs::{ClosePrizeAwardInput, PlanPrizeVisitInput, RecordPrizeHandoverInput, ReportPrizeUseInput},
    objects::PrizeAward,
    state::{Step, after},
    store,
};
use crate::{
    account,
    api::Word,
    campaign::rules::day_of,
    decision,
    notification::{self, Mail},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

/// Pieces of cake, at most.
const MOST_PIECES: i32 = 2_000;
/// Characters of what is written about a visit or the use of a prize, at most.
const LONGEST: usize = 4_000;

/// The fields whose texts are too long.
fn too_long(texts: &[(&'static str, Option<&String>)]) -> impl Iterator<Item = &'static str> {
    texts.iter().filter(|(_, text)| text.is_some_and(|text| text.chars().count() > LONGEST)).map(|(field, _)| *field)
}

refusals! {
    /// Why a visit is not planned.
    PlanPrizeVisitRefusal {
        VersionConflict;
        /// The schools have not accepted the prize, or have it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The visit begins in the past.
        StartPast "START_PAST" on ["startsAt"] = "the visit begins in the past";
        /// The visit ends before it begins.
        EndNotLater "END_NOT_LATER" on ["endsAt"] = "the visit ends after it begins";
        /// Nobody knows where to go.
        PlaceMissing "PLACE_MISSING" on ["place"] = "say where the visit is";
        /// Nobody comes.
        StaffMissing "STAFF_MISSING" on ["staff"] = "say who of the office comes";
        /// Cake is ordered in pieces.
        PiecesOutOfBounds { limit: i32 } "PIECES_OUT_OF_BOUNDS" on ["cakePieces"] = "order 1 to {limit} pieces of cake, or none";
        /// A text is too long.
        TextTooLong { field: &'static str, limit: usize } "TEXT_TOO_LONG" on [field] = "this text has more than {limit} characters";
    }
}

/// Set the day on which a prize is handed over, or another one, and tell the schools.
pub async fn plan(work: &Work, input: PlanPrizeVisitInput) -> Answer<PrizeAwardId, PlanPrizeVisitRefusal> {
    use PlanPrizeVisitRefusal as Refusal;
    let (campaign, award) = held(work, PrizeAward::LEAD, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let state = after(award.state, Step::PlanVisit);
    // Kept to the second, as people speak of it.
    let [starts_at, ends_at] = [input.starts_at, input.ends_at].map(|at| at.trunc_subsecs(0));
    let note = input.cake_note.filter(|note| !note.is_empty());
    let texts = [("place", Some(&input.place)), ("staff", Some(&input.staff)), ("cakeNote", note.as_ref())];
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (starts_at <= work.now(), Refusal::StartPast),
        (ends_at <= starts_at, Refusal::EndNotLater),
        (input.place.is_empty(), Refusal::PlaceMissing),
        (input.staff.is_empty(), Refusal::StaffMissing),
        (
            input.cake_pieces.is_some_and(|pieces| !(1..=MOST_PIECES).contains(&pieces)),
            Refusal::PiecesOutOfBounds { limit: MOST_PIECES },
        ),
    ]);
    refusals.extend(too_long(&texts).map(|field| Refusal::TextTooLong { field, limit: LONGEST }));
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let planned = prize_award::Model {
        state,
        visit_starts_at: Some(starts_at),
        visit_ends_at: Some(ends_at),
        visit_place: Some(input.place),
        visit_staff: Some(input.staff),
        has_presentation: input.has_presentation,
        cake_pieces: input.cake_pieces,
        cake_note: note,
        ..award.into_row()
    };
    tell(work, &campaign, &planned).await?;
    let id = planned.id;
    store::save_award(work, planned).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Tells the labelled teachers of the schools, and those who speak for them, when the visit is.
async fn tell(work: &Work, campaign: &campaigns::Model, award: &prize_award::Model) -> Result<(), Stop> {
    let prize = store::get(work, award.prize_id).await?;
    let shares = store::list_shares(work, &[award.id]).await?;
    let winners = decision::list_awarded(work, campaign.id, prize.track).await?.into_iter().map(|one| one.application);
    let winners = winners.filter(|one| {
        one.project_id == award.project_id && shares.iter().any(|share| share.school_id == one.school_id)
    });
    let mut readers: Vec<_> = winners.map(|one| one.teacher_id).collect();
    readers.extend(shares.iter().filter_map(|share| share.contact_id));
    readers.sort_unstable();
    readers.dedup();
    for reader in readers {
        let reader = account::get(work, reader).await?;
        let facts = json!({
            "prize": prize.title,
            "visitStartsAt": award.visit_starts_at,
            "visitEndsAt": award.visit_ends_at,
            "place": award.visit_place,
            "staff": award.visit_staff,
            "hasPresentation": u8::from(award.has_presentation),
            "cakePieces": award.cake_pieces.unwrap_or_default(),
            "visit": award.id.0,
            "revision": award.version,
            "plannedAt": work.now(),
            "contactEmail": campaign.contact_email,
            "contactUrl": campaign.contact_url,
        });
        let about = work.id::<MessageId>();
        let mail = Mail::to(&reader, MessageTemplate::PrizeVisitPlanned).once_per(award.id).once_per(about);
        notification::enqueue(work, mail.saying(facts)).await?;
    }
    Ok(())
}

refusals! {
    /// Why it is not noted that a prize was handed over.
    RecordPrizeHandoverRefusal {
        VersionConflict;
        /// The schools have not accepted the prize, or have it.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The day has not come.
        DayNotPast { latest_on: NaiveDate } "DAY_NOT_PAST" on ["handedOverOn"] = "give today, {latest_on}, or an earlier day";
    }
}

/// The schools have their prize.
pub async fn hand_over(
    work: &Work,
    input: RecordPrizeHandoverInput,
) -> Answer<PrizeAwardId, RecordPrizeHandoverRefusal> {
    use RecordPrizeHandoverRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::LEAD, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let (state, day, today) = (after(award.state, Step::HandOver), input.handed_over_on.0, day_of(work.now()));
    let refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (day > today, Refusal::DayNotPast { latest_on: today }),
    ]);
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    let by = Some(work.user()?);
    let changed = prize_award::Model { state, handed_over_on: Some(day), handed_over_by_id: by, ..award.into_row() };
    store::save_award(work, changed).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why it is not noted what a school does with its prize.
    ReportPrizeUseRefusal {
        VersionConflict;
        /// The schools do not have the prize yet, or nothing is to be done any more.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
        /// The caller takes part in the project no more.
        NoSchool "NO_SCHOOL" on ["prizeAwardId"] = "you do not take part in the project at a school that got the prize";
        /// The text is empty.
        TextMissing "TEXT_MISSING" on ["text"] = "tell what the school does with the prize";
        /// A text is too long.
        TextTooLong { field: &'static str, limit: usize } "TEXT_TOO_LONG" on [field] = "this text has more than {limit} characters";
    }
}

/// A school tells what it does with its prize.
pub async fn report_use(work: &Work, input: ReportPrizeUseInput) -> Answer<PrizeAwardId, ReportPrizeUseRefusal> {
    use ReportPrizeUseRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::ANSWER, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let (state, part) = (after(award.state, Step::FollowUp), own_part(work, &award).await?);
    let project = input.new_project.filter(|project| !project.is_empty());
    let mut refusals = reasons([
        (state.is_none(), Refusal::WrongStatus { status: Word(award.state) }),
        (part.is_none(), Refusal::NoSchool),
        (input.text.is_empty(), Refusal::TextMissing),
    ]);
    let texts = [("text", Some(&input.text)), ("newProject", project.as_ref())];
    refusals.extend(too_long(&texts).map(|field| Refusal::TextTooLong { field, limit: LONGEST }));
    let (Some(state), Some(part), true) = (state, part, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = award.id;
    let told = prize_share::Model { use_text: Some(input.text), new_project: project, ..part };
    store::save_share(work, told).await?;
    store::save_award(work, prize_award::Model { state, ..award.into_row() }).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a prize is not closed.
    ClosePrizeAwardRefusal {
        VersionConflict;
        /// The schools do not have the prize yet, or it is closed.
        WrongStatus { status: Word<PrizeAwardStatus> } "WRONG_STATUS" on ["prizeAwardId"] = "the prize is {status}";
    }
}

/// Nothing is to be done about a prize any more.
pub async fn close(work: &Work, input: ClosePrizeAwardInput) -> Answer<PrizeAwardId, ClosePrizeAwardRefusal> {
    use ClosePrizeAwardRefusal as Refusal;
    let (_, award) = held(work, PrizeAward::LEAD, input.prize_award_id.0).await?;
    if award.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: award.version }]));
    }
    let Some(state) = after(award.state, Step::Close) else {
        return Ok(Err(vec![Refusal::WrongStatus { status: Word(award.state) }]));
    };
    let id = award.id;
    store::save_award(work, prize_award::Model { state, ..award.into_row() }).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}
