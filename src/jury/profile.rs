//! What is known of a juror, and her leaving.

use super::objects::Juror;
use entity::{
    assignment,
    ids::{JurorAbsenceId, JurorId},
    juror_absence,
    kinds::{JuryMembershipStatus, Kind, Role},
};
use serde_json::json;

use super::{
    access,
    commands::{derive_conflicts, record_schools, words},
    ending::{Reason, end, heed_stakes},
    inputs::{RecordAbsenceInput, RecordJurorSchoolInput, RemoveAbsenceInput, UpdateJurorInput, WithdrawJurorInput},
    rules::{languages, look_back},
    state::Verb,
    store,
};
use crate::{
    application,
    auth::Person,
    campaign,
    campaign::rules::day_of,
    refusals, school,
    stop::{Answer, reasons},
    work::Work,
};

refusals! {
    /// Why a juror's profile does not change.
    UpdateJurorRefusal {
        VersionConflict;
        /// The experience in education is empty.
        ExperienceMissing "EXPERIENCE_MISSING" on ["experience"] = "say what experience in education the juror has";
        /// No language was given, or one that is not known.
        LanguageMissing "LANGUAGE_MISSING" on ["languages"] = "give at least one language: nl, fr, de or en";
        /// The number of applications is below 0.
        CapacityNegative "CAPACITY_NEGATIVE" on ["capacity"] = "the number of applications cannot be negative";
    }
}

/// Change what is known of a juror (R80). What is left out stays.
pub async fn update(work: &Work, input: UpdateJurorInput) -> Answer<JurorId, UpdateJurorRefusal> {
    use UpdateJurorRefusal as Refusal;
    let mut juror = work.hold(Juror::CHANGE, input.juror_id.0).await?;
    let read = input.languages.as_ref().map(|given| languages(given).unwrap_or_default());
    let refusals = reasons([
        (juror.version != input.expected_version, Refusal::VersionConflict { current_version: juror.version }),
        (input.experience.as_ref().is_some_and(String::is_empty), Refusal::ExperienceMissing),
        (read.as_ref().is_some_and(Vec::is_empty), Refusal::LanguageMissing),
        (input.capacity.is_some_and(|capacity| capacity < 0), Refusal::CapacityNegative),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (id, before) = (juror.id, juror.clone());
    if let Some(experience) = input.experience {
        juror.experience = experience;
    }
    if let Some(read) = read {
        juror.languages = json!(read);
    }
    if let Some(subjects) = input.subjects {
        juror.subjects = json!(words(&subjects));
    }
    if let Some(levels) = input.school_levels {
        juror.school_levels = json!(words(&levels));
    }
    juror.capacity = input.capacity.unwrap_or(juror.capacity);
    // What says nothing new is no new version.
    if juror != before {
        store::save_juror(work, juror).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

/// Absences of one juror at most.
const ABSENCES: u64 = 100;

refusals! {
    /// Why an absence is not noted.
    RecordAbsenceRefusal {
        /// The last day is before the first day.
        EndsBeforeBegin "ENDS_BEFORE_BEGIN" on ["toOn"] = "the last day is before the first";
        /// The absence is longer than a year.
        TooLong "TOO_LONG" on ["toOn"] = "an absence lasts at most a year";
        /// The juror has too many absences on record.
        TooMany "TOO_MANY" on ["jurorId"] = "100 absences are noted already: remove an old one first";
    }
}

/// Note when a juror is away: she takes on her share of the time that is left.
pub async fn record_absence(work: &Work, input: RecordAbsenceInput) -> Answer<JurorId, RecordAbsenceRefusal> {
    use RecordAbsenceRefusal as Refusal;
    let juror = work.hold(Juror::CHANGE, input.juror_id.0).await?;
    let (from_on, to_on) = (input.from_on.0, input.to_on.0);
    let refusals = reasons([
        (to_on < from_on, Refusal::EndsBeforeBegin),
        (to_on.signed_duration_since(from_on).num_days() > 366, Refusal::TooLong),
        (store::count_absences(work, juror.id).await? >= ABSENCES, Refusal::TooMany),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id: JurorAbsenceId = work.id();
    store::insert_absence(work, juror_absence::Model { id, juror_id: juror.id, from_on, to_on }).await?;
    work.audit(id).await?;
    Ok(Ok(juror.id))
}

refusals! {
    /// Why an absence is not removed.
    RemoveAbsenceRefusal {
        /// The absence is over, and stays on record because plans were made with it.
        Over "OVER" on ["absenceId"] = "this absence is over, and stays on record";
    }
}

/// Take an absence out that does not take place.
pub async fn remove_absence(work: &Work, input: RemoveAbsenceInput) -> Answer<JurorId, RemoveAbsenceRefusal> {
    let absence = store::get_absence(work, input.absence_id.0).await?;
    let juror = work.hold(Juror::CHANGE, absence.juror_id).await?;
    if absence.to_on < day_of(work.now()) {
        return Ok(Err(vec![RemoveAbsenceRefusal::Over]));
    }
    store::delete_absence(work, absence.id).await?;
    work.audit(absence.id).await?;
    Ok(Ok(juror.id))
}

refusals! {
    /// Why a school is not noted.
    RecordJurorSchoolRefusal {
        /// The last day at the school is before the first day.
        SchoolLeftBeforeJoined "SCHOOL_LEFT_BEFORE_JOINED" on ["school", "toOn"] = "the last day at a school cannot be before the first";
        /// You are also a teacher or staff: somebody else must note a school for you.
        Yourself "YOURSELF" on ["jurorId"] = "you have other roles beside juror, so somebody else of the office must note your school; until then, declare a conflict of interest with it";
    }
}

/// Note where a juror works or worked: what that ties her to ends (INV-11). Returns the assignments that end.
pub async fn record_school(
    work: &Work,
    input: RecordJurorSchoolInput,
) -> Answer<(JurorId, Vec<assignment::Model>), RecordJurorSchoolRefusal> {
    let juror = work.hold(Juror::KEEP, input.juror_id.0).await?;
    let place = input.school;
    school::get(work, place.school_id.0).await?;
    let is_more = |person: &Person| person.roles.iter().any(|role| *role != Role::Juror);
    let refusals = reasons([
        (
            work.actor().is(juror.id.into()) && work.actor().person().is_some_and(is_more),
            RecordJurorSchoolRefusal::Yourself,
        ),
        (
            place.to_on.as_ref().is_some_and(|day| day.0 < place.from_on.0),
            RecordJurorSchoolRefusal::SchoolLeftBeforeJoined,
        ),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let years = campaign::longest_look_back(work).await?;
    record_schools(work, juror.id.into(), std::slice::from_ref(&place)).await?;
    let since = look_back(day_of(work.now()), years);
    let ending = derive_conflicts(work, juror.id.into(), since, std::slice::from_ref(&place)).await?;
    work.audit(juror.id).await?;
    Ok(Ok((juror.id, ending.tell(work, "LEFT", juror.id).await?)))
}

refusals! {
    /// Why a juror does not leave.
    WithdrawJurorRefusal {
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The juror is not in the jury for this label.
        NotInJury "NOT_IN_JURY" on ["jurorId"] = "the juror is not in the jury of this campaign and label";
    }
}

/// A juror leaves the jury of a track. What she handed in stays; what she has not ends, and a repair is proposed. Staff
/// let her go for the applications of their community; while she works for others she stays in the jury for those, and
/// their staff are told. Returns the assignments that end.
pub async fn withdraw(
    work: &Work,
    input: WithdrawJurorInput,
) -> Answer<(JurorId, Vec<assignment::Model>), WithdrawJurorRefusal> {
    use WithdrawJurorRefusal as Refusal;
    let track = input.track.0;
    let office = access::planned_community(work.actor(), track)?;
    let juror = work.hold(Juror::RELEASE, input.juror_id.0).await?;
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    let membership = store::membership(work, campaign.id, track, juror.id, office).await?;
    let refusals =
        reasons([(input.reason.is_empty(), Refusal::ReasonMissing), (membership.is_none(), Refusal::NotInJury)]);
    let Some(mut membership) = membership.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let live = store::list_live_of(work, (campaign.id, track), juror.id).await?;
    let mut judged = Vec::new();
    for assignment in &live {
        judged.push(application::get(work, assignment.application_id).await?);
    }
    heed_stakes(work, &judged).await?;
    let ending = end(work, live, Verb::Revoke, Reason::Told(&input.reason)).await?;
    if ending.is_whole() {
        membership.state = JuryMembershipStatus::Withdrawn;
    } else if let (Some(office), Some(not_for)) = (office, membership.not_for.as_array_mut()) {
        not_for.push(json!(office.word()));
    }
    let id = membership.id;
    store::save_membership(work, membership).await?;
    let ended = ending.tell(work, "LEAVES", id).await?;
    let facts = json!({ "campaignId": campaign.id, "track": track.word(), "ended": ended.len() });
    work.audit_because(juror.id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok((juror.id, ended)))
}
