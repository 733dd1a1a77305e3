//! What can happen to a registration: step 1.

use super::objects::Registration;
use chrono::{DateTime, Utc};
use entity::{
    campaign, eligibility_answer,
    ids::{ProjectId, RegistrationId, SchoolId, UserId},
    kinds::{
        AnswerSource, ApplicationState, CampaignStatus, Community, EligibilityCondition, EligibilityFinding, Kind,
        MessageTemplate, RegistrationStatus, RuleSeverity, Track,
    },
    project as projects, registration,
};
use serde_json::json;

use super::{
    access,
    eligibility::{CampaignDates, Judged, ProjectDates, Said, Step, doubts, judge, that_weigh},
    inputs::{
        EligibilityAnswersInput, OverrideEligibilityInput, RegistrationVerdict, ReviewRegistrationInput,
        SubmitRegistrationInput, WithdrawRegistrationInput,
    },
    rules::Stake,
    state::{OnApplication, OnRegistration, application_after, registration_after},
    store::{self, Inserted},
};
use crate::{
    account,
    api::{Word, fact::Several},
    bound, campaign as campaigns,
    campaign::rules::{day_of, has_passed},
    notification::{self, Mail},
    project, refusals, school,
    stop::{Answer, Stop, found},
    work::Work,
};

refusals! {
    /// Why a registration is not accepted.
    SubmitRegistrationRefusal {
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["campaignId"] = "the campaign is {campaign_status}: this can be done only while it is open";
        /// The deadline of step 1 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["campaignId"] = "step 1 has closed: register the project for the next campaign";
        /// You do not work at this school today, or the school does not take part in the project.
        NotYourSchool "NOT_YOUR_SCHOOL" on ["schoolId"] = "register with a school of the project where you work today";
        /// The school is not in Belgium.
        SchoolNotInBelgium "SCHOOL_NOT_IN_BELGIUM" on ["schoolId"] = "only teachers of schools in Belgium can register";
        /// The project can get no label.
        NoTrack "NO_TRACK" on ["projectId"] = "the project fits no label: its founders are from one country, and its schools from one community";
        /// You have registered this project already.
        AlreadyRegistered "ALREADY_REGISTERED" on ["projectId"] = "you have registered this project already";
        /// A condition for taking part is not met, and the rules of the campaign refuse the registration for it.
        NotEligible { conditions: Several<EligibilityCondition> } "NOT_ELIGIBLE" on ["answers"] = "the project does not meet every condition: {conditions}";
        /// You are in the jury for this label.
        IsJuror "IS_JUROR" on ["campaignId"] = "you are in the jury of this label, so you cannot apply for it";
        /// You have a label for this project already.
        LabelAlreadyGranted "LABEL_ALREADY_GRANTED" on ["projectId"] = "you hold a label for this project already";
        /// You have sent too many registrations today.
        TooManyRegistrations { limit: u32, again_at: DateTime<Utc> } "TOO_MANY_REGISTRATIONS" on [] = "you sent {limit} registrations within a day; you can send the next one from {again_at} on";
    }
}

/// Step 1: register a project (R61-R64, R70).
pub async fn register(
    work: &Work,
    input: SubmitRegistrationInput,
) -> Answer<RegistrationId, SubmitRegistrationRefusal> {
    let teacher = work.user()?;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    // Locked: its label must not change before this registration is there.
    let project = project::get_locked(work, input.project_id.0).await?;
    let member = project::member(work, project.id, teacher).await?;
    access::may_register(work.actor(), member.as_ref().map(|member| member.role), campaign.status).heed()?;
    let own_school = found(member)?.school_id;
    if let Some(again_at) = bound::REGISTRATIONS.full(work, teacher).await? {
        let most = bound::REGISTRATIONS.most;
        return Ok(Err(vec![SubmitRegistrationRefusal::TooManyRegistrations { limit: most, again_at }]));
    }
    let sent = Sent {
        teacher,
        school_id: input.school_id.map_or(own_school, |school| school.0),
        campaign: &campaign,
        project: &project,
        said: said(&input.answers),
        at: work.now(),
    };
    enter(work, sent, "submitRegistration").await
}

/// Step 1 as a teacher sent it somewhere else: staff enter it for her, as if it had come here when it was sent.
pub async fn register_for(work: &Work, sent: Sent<'_>) -> Answer<RegistrationId, SubmitRegistrationRefusal> {
    let school = school::get(work, sent.school_id).await?;
    // Without a label it is refused below; only staff get there.
    let track = sent.project.track.unwrap_or(Track::Belgica);
    if !work.actor().looks_after(track, school.community) {
        return Err(Stop::NotFound);
    }
    enter(work, sent, "importRegistration").await
}

/// Step 1 as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// By whom.
    pub teacher: UserId,
    /// With which school.
    pub school_id: SchoolId,
    /// For which campaign.
    pub campaign: &'a campaign::Model,
    /// For which project; locked.
    pub project: &'a projects::Model,
    /// What the teacher says.
    pub said: Said,
    /// When it was sent; counts for the deadline.
    pub at: DateTime<Utc>,
}

async fn enter(work: &Work, sent: Sent<'_>, action: &str) -> Answer<RegistrationId, SubmitRegistrationRefusal> {
    use SubmitRegistrationRefusal as Refusal;
    let Sent { teacher, school_id, campaign, project, said, at } = sent;
    // Locked: a teacher registers one project after the other, and joins no jury meanwhile.
    account::get_locked(work, teacher).await?;
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Open {
        refusals.push(Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) });
    }
    if has_passed(campaign.registration_deadline, at) {
        refusals.push(Refusal::DeadlinePassed);
    }
    if store::is_registered(work, campaign.id, project.id, teacher).await? {
        refusals.push(Refusal::AlreadyRegistered);
    }
    if store::holds_label(work, project.id, teacher, campaign.id).await? {
        refusals.push(Refusal::LabelAlreadyGranted);
    }
    let works_there = account::schools_of(work, teacher, day_of(work.now())).await?.contains(&school_id);
    let takes_part = project::partner_schools(work, project.id).await?.contains(&school_id);
    let community = if works_there && takes_part {
        let school = school::get(work, school_id).await?;
        if school.community == Community::Foreign {
            refusals.push(Refusal::SchoolNotInBelgium);
        }
        school.community
    } else {
        refusals.push(Refusal::NotYourSchool);
        Community::Foreign
    };
    let Some(track) = project.track else {
        refusals.push(Refusal::NoTrack);
        return Ok(Err(refusals));
    };
    if store::is_juror(work, campaign.id, track, teacher).await? {
        refusals.push(Refusal::IsJuror);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let rules = campaigns::rules_of(work, campaign.id).await?;
    let judged = judge(said, dates_of(project), window_of(campaign));
    let barred = that_weigh(&judged, &rules, Step::Registration, &[RuleSeverity::Block]);
    if !barred.is_empty() {
        return Ok(Err(vec![Refusal::NotEligible { conditions: Several(barred) }]));
    }
    let doubts = doubts(&judged, &rules);
    let mut registration = registration::Model {
        id: work.id(),
        campaign_id: campaign.id,
        project_id: project.id,
        teacher_id: teacher,
        school_id,
        community,
        track,
        state: RegistrationStatus::Confirmed,
        submitted_at: Some(at),
        confirmed_at: Some(work.now()),
        review_reason: None,
        is_beyond_limit: is_beyond_limit(work, campaign, teacher, Some(track)).await?,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    if !doubts.is_empty() {
        registration.state = RegistrationStatus::NeedsReview;
        registration.confirmed_at = None;
        registration.review_reason = Some(words(&doubts));
    }
    match store::insert_registration(work, registration.clone()).await? {
        Inserted::Done => {}
        Inserted::Twice => return Ok(Err(vec![Refusal::AlreadyRegistered])),
        Inserted::IsJuror => return Ok(Err(vec![Refusal::IsJuror])),
    }
    let rows = judged.into_iter().map(|one| eligibility_answer::Model {
        id: work.id(),
        registration_id: registration.id,
        condition: one.condition,
        holds: one.finding == EligibilityFinding::Pass,
        source: one.source,
        override_reason: None,
        answered_at: work.now(),
        finding: one.finding,
        said: one.said,
        project_date: one.project_date,
        earliest: one.earliest,
        latest: one.latest,
    });
    store::insert_conditions(work, rows.collect()).await?;
    tell(work, &registration, campaign, project).await?;
    work.audit_as(action, registration.id).await?;
    Ok(Ok(registration.id))
}

refusals! {
    /// Why a registration cannot be reviewed.
    ReviewRegistrationRefusal {
        VersionConflict;
        /// The registration does not wait for a review.
        WrongStatus { status: Word<RegistrationStatus> } "WRONG_STATUS" on ["registrationId"] = "the registration is {status}, and this cannot change it any more";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The reason contains the name or the address of a juror of the campaign. Teachers read the reason.
        NamesAJuror "NAMES_A_JUROR" on ["reason"] = "the reason names a juror, and the teachers read it";
        /// The caller has an interest in this application; other staff must decide.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["registrationId"] = "{stake}: somebody else must do this";
    }
}

/// Confirm or refuse a registration in doubt (R06). Confirmed, the conditions in doubt count as met (INV-05).
pub async fn review(work: &Work, input: ReviewRegistrationInput) -> Answer<RegistrationId, ReviewRegistrationRefusal> {
    use ReviewRegistrationRefusal as Refusal;
    let mut registration = store::hold_registration(work, Registration::REVIEW, input.registration_id.0).await?;
    let outdated = (registration.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: registration.version });
    let reason = input.reason.as_str();
    let act = match input.verdict {
        RegistrationVerdict::Confirm => OnRegistration::Confirm,
        RegistrationVerdict::Refuse => OnRegistration::Refuse,
    };
    let stake = store::stakes(work).await?.in_registration(&registration);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(outdated);
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if store::names_a_juror_to(work, &registration, reason).await? {
        refusals.push(Refusal::NamesAJuror);
    }
    let Some(after) = registration_after(registration.state, act) else {
        refusals.push(Refusal::WrongStatus { status: Word(registration.state) });
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let mut overridden = Vec::new();
    registration.state = after;
    registration.review_reason = Some(reason.to_owned());
    if act == OnRegistration::Confirm {
        registration.confirmed_at = Some(work.now());
        let answers = store::conditions_of(work, registration.id).await?;
        let rules = campaigns::rules_of(work, registration.campaign_id).await?;
        overridden = doubts(&answers.iter().map(as_found).collect::<Vec<_>>(), &rules);
        for answer in answers.into_iter().filter(|answer| overridden.contains(&answer.condition)) {
            store::save_condition(work, met(answer, reason)).await?;
        }
    }
    store::save_registration(work, registration.clone()).await?;
    let campaign = campaigns::get(work, registration.campaign_id).await?;
    let project = project::get(work, registration.project_id).await?;
    tell(work, &registration, &campaign, &project).await?;
    let facts = json!({ "state": after, "overridden": overridden });
    work.audit_because(registration.id, Some(reason), Some(facts)).await?;
    Ok(Ok(registration.id))
}

refusals! {
    /// Why a condition cannot be decided otherwise.
    OverrideEligibilityRefusal {
        VersionConflict;
        /// The registration was taken back or refused, or has lapsed.
        WrongStatus { status: Word<RegistrationStatus> } "WRONG_STATUS" on ["registrationId"] = "the registration is {status}, and this cannot change it any more";
        /// The condition is met already.
        AlreadyMet "ALREADY_MET" on ["condition"] = "this condition is met already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The reason contains the name or the address of a juror of the campaign. Teachers read the reason.
        NamesAJuror "NAMES_A_JUROR" on ["reason"] = "the reason names a juror, and the teachers read it";
        /// The caller has an interest in this application; other staff must decide.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["registrationId"] = "{stake}: somebody else must do this";
    }
}

/// Decide that a condition counts as met (R06, INV-05).
pub async fn override_eligibility(
    work: &Work,
    input: OverrideEligibilityInput,
) -> Answer<RegistrationId, OverrideEligibilityRefusal> {
    use OverrideEligibilityRefusal as Refusal;
    let registration = store::hold_registration(work, Registration::REVIEW, input.registration_id.0).await?;
    let outdated = (registration.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: registration.version });
    let (condition, reason) = (input.condition.0, input.reason.as_str());
    let stake = store::stakes(work).await?.in_registration(&registration);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(outdated);
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if store::names_a_juror_to(work, &registration, reason).await? {
        refusals.push(Refusal::NamesAJuror);
    }
    if registration_after(registration.state, OnRegistration::Override).is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(registration.state) });
    }
    let answers = store::conditions_of(work, registration.id).await?;
    let Some(answer) = answers.into_iter().find(|answer| answer.condition == condition && !answer.holds) else {
        refusals.push(Refusal::AlreadyMet);
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = registration.id;
    store::save_condition(work, met(answer, reason)).await?;
    store::save_registration(work, registration).await?;
    work.audit_because(id, Some(reason), Some(json!({ "condition": condition }))).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a registration cannot be taken back.
    WithdrawRegistrationRefusal {
        VersionConflict;
        /// The application cannot be taken back from its present status.
        WrongStatus { status: Word<RegistrationStatus> } "WRONG_STATUS" on ["registrationId"] = "the registration is {status}, and this cannot change it any more";
        /// The deadline of step 1 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["registrationId"] = "step 1 has closed: register the project for the next campaign";
    }
}

/// Take a registration back, and its application with it. The draft stays (INV-03).
pub async fn withdraw(
    work: &Work,
    input: WithdrawRegistrationInput,
) -> Answer<RegistrationId, WithdrawRegistrationRefusal> {
    use WithdrawRegistrationRefusal as Refusal;
    let mut registration = store::hold_registration(work, Registration::WRITE, input.registration_id.0).await?;
    let outdated = (registration.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: registration.version });
    let campaign = campaigns::get(work, registration.campaign_id).await?;
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    if has_passed(campaign.registration_deadline, work.now()) {
        refusals.push(Refusal::DeadlinePassed);
    }
    let Some(after) = registration_after(registration.state, OnRegistration::Withdraw) else {
        refusals.push(Refusal::WrongStatus { status: Word(registration.state) });
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = registration.id;
    registration.state = after;
    store::save_registration(work, registration).await?;
    if let Some(application) = store::find_by_registration_locked(work, id).await? {
        withdraw_application(work, application).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

/// What becomes of a registration that staff take back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// Nobody has written for it: it is withdrawn, and can go.
    Unused,
    /// It is withdrawn, and its draft stays (INV-03).
    Withdrawn,
    /// Its teacher has handed in: it stays as it is.
    HandedIn,
    /// The caller has a stake in it: it stays as it is.
    NotImpartial(Stake),
}

/// Where a registration is.
#[derive(Clone, Copy, Debug)]
pub struct PlaceOf {
    /// For which project.
    pub project: ProjectId,
    /// With which school.
    pub school: SchoolId,
}

/// Where a registration is.
pub async fn place_of(work: &Work, id: RegistrationId) -> Result<PlaceOf, Stop> {
    let registration = store::get_registration_locked(work, id).await?;
    Ok(PlaceOf { project: registration.project_id, school: registration.school_id })
}

/// Take back a registration that staff entered by mistake.
pub async fn take_back(work: &Work, id: RegistrationId, reason: &str) -> Result<TakenBack, Stop> {
    let mut registration = store::hold_registration(work, Registration::REVIEW, id).await?;
    if let Some(stake) = store::stakes(work).await?.in_registration(&registration) {
        return Ok(TakenBack::NotImpartial(stake));
    }
    let application = store::find_by_registration_locked(work, id).await?;
    let is_handed_in = |application: &entity::application::Model| application.state == ApplicationState::Complete;
    if application.as_ref().is_some_and(is_handed_in) {
        return Ok(TakenBack::HandedIn);
    }
    if let Some(after) = registration_after(registration.state, OnRegistration::Withdraw) {
        registration.state = after;
    }
    registration.review_reason = Some(reason.to_owned());
    store::save_registration(work, registration).await?;
    work.audit_as_because("takeBackRegistration", id, Some(reason), None).await?;
    let Some(application) = application else { return Ok(TakenBack::Unused) };
    withdraw_application(work, application).await?;
    Ok(TakenBack::Withdrawn)
}

/// Takes an application back, if it can be from where it stands.
async fn withdraw_application(work: &Work, mut application: entity::application::Model) -> Result<(), Stop> {
    let Some(after) = application_after(application.state, OnApplication::Withdraw) else { return Ok(()) };
    let id = application.id;
    application.state = after;
    store::save(work, application).await?;
    work.audit_as("withdrawApplication", id).await
}

/// Remove a registration that was taken back and that nobody has written for.
pub async fn remove(work: &Work, id: RegistrationId) -> Result<(), Stop> {
    store::delete_registration(work, id).await
}

/// Whether a registration of a teacher counts that was made with this school.
pub async fn counts_at(work: &Work, teacher: UserId, school: SchoolId) -> Result<bool, Stop> {
    store::has_registered_with(work, teacher, school).await
}

/// The conditions that a teacher answers.
const SAID: [EligibilityCondition; 4] = [
    EligibilityCondition::ActivityInSchoolYear,
    EligibilityCondition::ResultsVisible,
    EligibilityCondition::Collaborated,
    EligibilityCondition::Communicated,
];

pub(super) fn said(answers: &EligibilityAnswersInput) -> Said {
    [
        (EligibilityCondition::ActivityInSchoolYear, answers.has_activity_in_school_year),
        (EligibilityCondition::ResultsVisible, answers.has_visible_results),
        (EligibilityCondition::Collaborated, answers.has_collaborated),
        (EligibilityCondition::Communicated, answers.has_communicated),
    ]
}

pub(super) fn dates_of(project: &projects::Model) -> ProjectDates {
    ProjectDates { registered_on: project.esep_registered_on, ended_on: project.ended_on }
}

/// The dates of a campaign that conditions are about.
pub fn window_of(campaign: &campaign::Model) -> CampaignDates {
    CampaignDates {
        esep_from: campaign.esep_from,
        esep_to: campaign.esep_to,
        submission_deadline: campaign.submission_deadline,
    }
}

/// A condition as it was found, and as staff decided since.
pub(super) fn as_found(answer: &eligibility_answer::Model) -> Judged {
    let finding = if answer.holds { EligibilityFinding::Pass } else { answer.finding };
    Judged {
        condition: answer.condition,
        finding,
        source: answer.source,
        said: answer.said,
        project_date: answer.project_date,
        earliest: answer.earliest,
        latest: answer.latest,
    }
}

/// The conditions of a registration with the dates that hold now; what staff decided stays decided.
pub(super) fn judged_again(
    answers: &[eligibility_answer::Model],
    project: &projects::Model,
    campaign: &campaign::Model,
) -> Vec<Judged> {
    let now = judge(said_in(answers), dates_of(project), window_of(campaign));
    let again = |then: &eligibility_answer::Model| match then.source {
        AnswerSource::Staff => as_found(then),
        AnswerSource::Teacher | AnswerSource::Esep => {
            now.iter().find(|one| one.condition == then.condition).copied().unwrap_or_else(|| as_found(then))
        }
    };
    answers.iter().map(again).collect()
}

/// What the teacher said; older answers hold it in their outcome.
fn said_in(answers: &[eligibility_answer::Model]) -> Said {
    SAID.map(|condition| {
        let answer = answers.iter().find(|answer| answer.condition == condition);
        (condition, answer.is_some_and(|answer| answer.said.unwrap_or(answer.holds)))
    })
}

/// Whether one more project of a teacher would be more than are judged (INV-09); Belgica is not counted (Q11).
pub(super) async fn is_beyond_limit(
    work: &Work,
    campaign: &campaign::Model,
    teacher: UserId,
    track: Option<Track>,
) -> Result<bool, Stop> {
    let limit = u64::try_from(campaign.applications_per_teacher).unwrap_or(0);
    Ok(track == Some(Track::Nql) && store::count_registrations(work, campaign.id, teacher).await? >= limit)
}

/// An answer that staff decide to count as met.
fn met(mut answer: eligibility_answer::Model, reason: &str) -> eligibility_answer::Model {
    answer.holds = true;
    answer.source = AnswerSource::Staff;
    answer.override_reason = Some(reason.to_owned());
    answer
}

pub(super) fn words(conditions: &[EligibilityCondition]) -> String {
    conditions.iter().map(|condition| condition.word()).collect::<Vec<_>>().join(", ")
}

/// Tells the teacher where a registration stands, once for each: confirmed, with how step 2 goes (R68, R69); looked at by staff
/// first; or refused, and why.
async fn tell(
    work: &Work,
    registration: &registration::Model,
    campaign: &campaign::Model,
    project: &projects::Model,
) -> Result<(), Stop> {
    let template = match registration.state {
        RegistrationStatus::Confirmed => MessageTemplate::RegistrationConfirmed,
        RegistrationStatus::NeedsReview => MessageTemplate::RegistrationInReview,
        RegistrationStatus::Ineligible => MessageTemplate::RegistrationRefused,
        RegistrationStatus::Withdrawn => return Ok(()),
    };
    let teacher = account::get(work, registration.teacher_id).await?;
    let facts = json!({
        "project": project.title,
        "track": registration.track,
        "schoolYear": campaign.school_year,
        "reason": registration.review_reason,
        "submissionDeadline": campaign.submission_deadline,
        "limit": if registration.is_beyond_limit { "BEYOND" } else { "WITHIN" },
        "applicationsPerTeacher": campaign.applications_per_teacher,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let mail = Mail::to(&teacher, template).once_per(registration.id).saying(facts);
    notification::enqueue(work, mail).await?;
    Ok(())
}
