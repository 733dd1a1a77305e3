//! What can happen to jurors, conflicts and assignments. An act that recuses a juror who has begun hands the ended
//! assignments back: what becomes of her evaluation is for the scores to decide.

use super::objects::{Assignment, ConflictOfInterest, Juror};
use crate::application::Application;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    assignment, campaign, conflict_of_interest,
    ids::{ApplicationId, AssignmentId, ConflictId, JurorId, SchoolId, UserId},
    juror, jury_membership,
    kinds::{
        ApplicationStage, AssignmentStatus, CampaignStatus, Community, ConflictKind, JuryMembershipStatus, Kind,
        MessageTemplate, Role, Tie, Track,
    },
};
use serde_json::json;

use super::{
    access,
    ending::{Ending, Reason, end, heed_stakes},
    inputs::{
        AssignJurorInput, AssignmentAnswer, DeclareConflictInput, InviteJurorInput, JurorSchoolInput,
        RecordConflictInput, RespondToAssignmentInput, RevokeAssignmentInput, WithdrawConflictInput,
    },
    planning,
    rules::{AT_SCHOOL, IN_PROJECT, Target, Ties, languages, look_back, only},
    state::{Verb, after},
    store,
};
use crate::{
    account::{self, CreateUserInput, EmailAddress, commands::CreateUserRefusal},
    api::{
        Word,
        fact::{Sentence, Several},
    },
    application::{self, rules::Stake},
    auth::Verdict,
    bound,
    campaign::rules::{day_of, end_of_day},
    notification::{self, Mail},
    project, refusals, school,
    stop::{Answer, Stop, reasons},
    wording::{Unfit, unfit_name},
    words::Language,
    work::Work,
};

refusals! {
    /// Why a juror cannot be invited.
    InviteJurorRefusal {
        /// Not an e-mail address.
        NotAnEmail "NOT_AN_EMAIL" on ["email"] = "this is not an e-mail address";
        /// The name is empty.
        NameMissing "NAME_MISSING" on ["name"] = "give a name";
        /// The name is too long, or contains a web or mail address or invisible characters.
        NameUnfit { why: Unfit } "NAME_UNFIT" on ["name"] = "the name {why}";
        /// The system does not have this language.
        UnknownLocale "UNKNOWN_LOCALE" on ["locale"] = "choose Dutch, French, German or English: nl, fr, de or en";
        /// The experience in education is empty.
        ExperienceMissing "EXPERIENCE_MISSING" on ["experience"] = "say what experience in education the juror has";
        /// No language was given, or one that is not known.
        LanguageMissing "LANGUAGE_MISSING" on ["languages"] = "give at least one language: nl, fr, de or en";
        /// No label was given.
        TrackMissing "TRACK_MISSING" on ["tracks"] = "say for which label the juror is";
        /// The number of applications is below 0.
        CapacityNegative "CAPACITY_NEGATIVE" on ["capacity"] = "the number of applications cannot be negative";
        /// The last day at a school is before the first day.
        SchoolLeftBeforeJoined { place: usize } "SCHOOL_LEFT_BEFORE_JOINED" on ["schools", place, "toOn"] = "the last day at a school cannot be before the first";
        /// The results of the campaign are public already.
        CampaignOver "CAMPAIGN_OVER" on ["campaignId"] = "the results of this campaign are out";
        /// The account with this address belongs to another community: its owner must agree first (`inviteToSchool`).
        AccountElsewhere "ACCOUNT_ELSEWHERE" on ["email"] = "your office cannot invite the account with this address";
        /// This person applies for the label, and so cannot be in the jury for it.
        JurorIsApplicant { track: Word<Track> } "JUROR_IS_APPLICANT" on ["tracks"] = "this person applies for {track} in this campaign";
        /// This person is staff or admin, and so cannot be in a jury. This also holds for the caller.
        WorksForOffice "WORKS_FOR_OFFICE" on ["email"] = "staff and administrators cannot be in a jury";
        /// The juror is in this jury already.
        AlreadyInJury { track: Word<Track> } "ALREADY_IN_JURY" on ["tracks"] = "this person is in the jury for {track} already";
    }
}

/// Invite a juror to the jury of a campaign (R80), and work out what keeps her away (Q19). Returns the assignments
/// that end because of it: she may be in another jury already.
pub async fn invite(
    work: &Work,
    input: InviteJurorInput,
) -> Answer<(JurorId, Vec<assignment::Model>), InviteJurorRefusal> {
    use InviteJurorRefusal as Refusal;
    let office = access::office(work.actor())?;
    let campaign = crate::campaign::get(work, input.campaign_id.0).await?;
    let mut tracks: Vec<Track> = input.tracks.iter().map(|track| track.0).collect();
    tracks.sort_unstable();
    tracks.dedup();
    let read = languages(&input.languages).unwrap_or_default();
    let mut refusals = reasons([
        (input.name.is_empty(), Refusal::NameMissing),
        (languages(std::slice::from_ref(&input.locale)).is_none(), Refusal::UnknownLocale),
        (input.experience.is_empty(), Refusal::ExperienceMissing),
        (read.is_empty(), Refusal::LanguageMissing),
        (tracks.is_empty(), Refusal::TrackMissing),
        (input.capacity.is_some_and(|capacity| capacity < 0), Refusal::CapacityNegative),
        (matches!(campaign.status, CampaignStatus::Published | CampaignStatus::Archived), Refusal::CampaignOver),
    ]);
    let left = |school: &JurorSchoolInput| school.to_on.is_some_and(|day| day.0 < school.from_on.0);
    let backwards = input.schools.iter().enumerate().filter(|(_, school)| left(school));
    refusals.extend(backwards.map(|(place, _)| Refusal::SchoolLeftBeforeJoined { place }));
    refusals.extend(unfit_name(&input.name).map(|why| Refusal::NameUnfit { why }));
    let Ok(email) = input.email.parse::<EmailAddress>() else {
        refusals.push(Refusal::NotAnEmail);
        return Ok(Err(refusals));
    };
    for place in &input.schools {
        school::get(work, place.school_id.0).await?;
    }
    let known = account::find_by_email(work.tx(), &email).await?.map(|user| user.id);
    if let Some(user) = known {
        // Locked: nobody gives this account another role before this work ends, and its owner registers nothing.
        let locked = account::get_to_bind(work, user).await?;
        if account::is_office(work, user).await? {
            refusals.push(Refusal::WorksForOffice);
            return Ok(Err(refusals));
        }
        if access::may_invite(work.actor(), &account::account_of(work, &locked).await?) != Verdict::Allow {
            refusals.push(Refusal::AccountElsewhere);
            return Ok(Err(refusals));
        }
        for track in &tracks {
            if store::is_applicant(work, campaign.id, *track, user).await? {
                refusals.push(Refusal::JurorIsApplicant { track: Word(*track) });
            }
            if store::membership(work, campaign.id, *track, user.into(), office).await?.is_some() {
                refusals.push(Refusal::AlreadyInJury { track: Word(*track) });
            }
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let user = match known {
        Some(user) => {
            account::commands::grant(work, user, Role::Juror).await?;
            user
        }
        None => create_user(work, &input).await?,
    };
    let id = JurorId::from(user);
    let capacity = input.capacity.unwrap_or(campaign.juror_max_load);
    let profile = |version, created_at| juror::Model {
        id,
        experience: input.experience,
        languages: json!(read),
        subjects: json!(words(&input.subjects)),
        school_levels: json!(words(&input.school_levels)),
        capacity,
        version,
        created_at,
        updated_at: work.now(),
    };
    match work.hold(Juror::CHANGE, id).await {
        Ok(juror) => store::save_juror(work, juror.with(|known| profile(known.version, known.created_at))).await?,
        // What others who ask the juror count on stays.
        Err(Stop::Forbidden(_)) => {}
        Err(Stop::NotFound) => store::insert_juror(work, profile(1, work.now())).await?,
        Err(stop) => return Err(stop),
    }
    let since = look_back(day_of(work.now()), campaign.conflict_look_back_years);
    record_schools(work, user, &input.schools).await?;
    let ended = derive_conflicts(work, user, since, &input.schools).await?.tell(work, "LEFT", id).await?;
    for track in tracks {
        let known = store::find_membership(work, campaign.id, track, id).await?;
        let known = known.filter(|known| known.state == JuryMembershipStatus::Active);
        let membership = jury_membership::Model {
            id: work.id(),
            campaign_id: campaign.id,
            track,
            juror_id: id,
            state: JuryMembershipStatus::Active,
            invited_at: work.now(),
            // Others who let the juror go did not ask again.
            not_for: known.map_or(json!([]), |known| without(&known.not_for, office)),
        };
        store::insert_membership(work, membership).await?;
    }
    work.audit(id).await?;
    Ok(Ok((id, ended)))
}

/// The communities that let a juror go, without `office`.
fn without(not_for: &serde_json::Value, office: Option<Community>) -> serde_json::Value {
    let words = not_for.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    json!(words.filter(|word| office.is_none_or(|office| *word != office.word())).collect::<Vec<_>>())
}

/// The words of a list, each once.
pub(super) fn words<K: Kind + Ord>(given: &[Word<K>]) -> Vec<&'static str> {
    let kinds: BTreeSet<K> = given.iter().map(|word| word.0).collect();
    kinds.into_iter().map(Kind::word).collect()
}

/// Notes where a juror works or worked, unless it is known. What staff say is told by their community.
pub(super) async fn record_schools(work: &Work, user: UserId, schools: &[JurorSchoolInput]) -> Result<(), Stop> {
    let office = access::office(work.actor())?;
    for place in schools {
        heed_stakes(work, &store::list_about(work, Target::School(place.school_id.0)).await?).await?;
        // Somebody may come back to a school that she left before.
        if account::schools_told(work, user, place.from_on.0, office).await?.contains(&place.school_id.0) {
            continue;
        }
        let to_on = place.to_on.as_ref().map(|day| day.0);
        account::commands::record_school(work, user, place.school_id.0, place.from_on.0, to_on, office).await?;
    }
    Ok(())
}

/// Records what follows from where a juror works, or worked since `since`, and from her projects (Q19): from what is
/// known, and from what the caller says. What that ends, ends.
pub(super) async fn derive_conflicts(
    work: &Work,
    user: UserId,
    since: NaiveDate,
    said: &[JurorSchoolInput],
) -> Result<Ending, Stop> {
    let office = access::office(work.actor())?;
    let mut ending = Ending::default();
    let mut schools: BTreeSet<SchoolId> = account::schools_told(work, user, since, office).await?.into_iter().collect();
    let counts = |place: &&JurorSchoolInput| place.to_on.as_ref().is_none_or(|day| day.0 >= since);
    schools.extend(said.iter().filter(counts).map(|place| place.school_id.0));
    let of_schools = schools.into_iter().map(|id| (Target::School(id), AT_SCHOOL));
    let projects = store::projects_of(work, user).await?.into_iter();
    let of_projects = projects.map(|id| (Target::Project(id), IN_PROJECT));
    for (target, reason) in of_schools.chain(of_projects) {
        if !store::has_conflict(work, user.into(), target, office).await? {
            ending = ending.and(recuse(work, user.into(), target, Reason::Found(reason)).await?);
            let source = Source { kind: ConflictKind::Auto, by: None };
            note_conflict(work, user.into(), target, source, Strength::Hard, reason).await?;
        }
    }
    Ok(ending)
}

async fn create_user(work: &Work, input: &InviteJurorInput) -> Result<UserId, Stop> {
    let user = CreateUserInput {
        email: input.email.clone(),
        name: input.name.clone(),
        locale: input.locale.clone(),
        roles: vec![Word(Role::Juror)],
        community: None,
        school_id: None,
        joined_school_on: None,
    };
    // What could be refused was checked before.
    let made = account::commands::create(work, user).await?;
    made.map_err(|refusals| match refusals.as_slice() {
        // Somebody made it since this work looked for it.
        [CreateUserRefusal::EmailTaken] => Stop::overtaken(),
        _ => Stop::failure(format!("a juror's account was refused: {refusals:?}")),
    })
}

/// Who says that there is a conflict.
#[derive(Clone, Copy)]
struct Source {
    kind: ConflictKind,
    by: Option<UserId>,
}

/// Whether a conflict keeps the juror away.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Hard,
    Soft,
}

/// Writes a conflict. The juror is locked: of two that say the same at once, the second finds the first.
async fn note_conflict(
    work: &Work,
    juror: JurorId,
    target: Target,
    source: Source,
    strength: Strength,
    reason: &str,
) -> Result<ConflictId, Stop> {
    let id: ConflictId = work.id();
    let mut row = conflict_of_interest::Model {
        id,
        juror_id: juror,
        scope: target.scope(),
        school_id: None,
        project_id: None,
        teacher_id: None,
        application_id: None,
        kind: source.kind,
        is_hard: strength == Strength::Hard,
        reason: reason.to_owned(),
        told_by: access::office(work.actor())?,
        recorded_by_id: source.by,
        recorded_at: work.now(),
        withdrawn_at: None,
    };
    match target {
        Target::School(id) => row.school_id = Some(id),
        Target::Project(id) => row.project_id = Some(id),
        Target::Teacher(id) => row.teacher_id = Some(id),
        Target::Application(id) => row.application_id = Some(id),
    }
    // Said again by the same office or juror, it is the same conflict.
    if let Some(known) = store::find_same(work, &row).await? {
        return Ok(known);
    }
    store::insert_conflict(work, row).await?;
    Ok(id)
}

/// Ends the live assignments of a juror that a conflict touches, before the conflict is written: the database would
/// not let a live one stand beside it.
async fn recuse(work: &Work, juror: JurorId, target: Target, reason: Reason<'_>) -> Result<Ending, Stop> {
    let touched = store::list_touched(work, juror, target).await?;
    end(work, touched, Verb::Recuse, reason).await
}

refusals! {
    /// Why a conflict of interest cannot be recorded.
    RecordConflictRefusal {
        /// Not exactly one of the ids is given.
        TargetMissing "TARGET_MISSING" on [] = "name exactly one: a school, a project, a teacher or an application";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Record what keeps a juror away (INV-11). Returns the assignments that end because of it: those on which the caller
/// decides. For applications of others it is for their staff to weigh, and they are told.
pub async fn record_conflict(
    work: &Work,
    input: RecordConflictInput,
) -> Answer<(ConflictId, Vec<assignment::Model>), RecordConflictRefusal> {
    use RecordConflictRefusal as Refusal;
    let office = access::office(work.actor())?;
    let juror = input.juror_id.0;
    crate::stop::found(store::find_juror_locked(work, juror).await?)?;
    let target = only(&[
        input.school_id.map(|id| Target::School(id.0)),
        input.project_id.map(|id| Target::Project(id.0)),
        input.teacher_id.map(|id| Target::Teacher(id.0)),
        input.application_id.map(|id| Target::Application(id.0)),
    ]);
    let mut refusals = Vec::new();
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let Some(target) = target else {
        refusals.push(Refusal::TargetMissing);
        return Ok(Err(refusals));
    };
    match target {
        Target::School(id) => drop(school::get(work, id).await?),
        // What the caller does not see is not there.
        Target::Project(id) => {
            project::get(work, id).await?;
            if !store::has_part(work, id, office).await? {
                return Err(Stop::NotFound);
            }
        }
        Target::Teacher(id) => {
            account::get(work, id).await?;
            if !notification::is_known_to_caller(work, id).await? {
                return Err(Stop::NotFound);
            }
        }
        Target::Application(id) => {
            work.look(Application::ASSIGN, id).await?;
        }
    }
    heed_stakes(work, &store::list_about(work, target).await?).await?;
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let strength = if input.is_hard { Strength::Hard } else { Strength::Soft };
    let ending = match strength {
        Strength::Hard => recuse(work, juror, target, Reason::Told(&input.reason)).await?,
        Strength::Soft => Ending::default(),
    };
    let source = Source { kind: ConflictKind::Staff, by: Some(work.user()?) };
    let id = note_conflict(work, juror, target, source, strength, &input.reason).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok((id, ending.tell(work, "LEFT", juror).await?)))
}

refusals! {
    /// Why a conflict of interest cannot be declared.
    DeclareConflictRefusal {
        /// Not exactly one of the ids is given.
        TargetMissing "TARGET_MISSING" on [] = "name exactly one: a school or an application";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// You have declared too many conflicts of interest today.
        TooManyConflicts { limit: u32, again_at: DateTime<Utc> } "TOO_MANY_CONFLICTS" on [] = "you declared {limit} conflicts of interest within a day; tell the eTwinning team, or declare the next one from {again_at} on";
    }
}

/// Declare what keeps you away (INV-11). Returns the assignments that end because of it.
pub async fn declare_conflict(
    work: &Work,
    input: DeclareConflictInput,
) -> Answer<(ConflictId, Vec<assignment::Model>), DeclareConflictRefusal> {
    use DeclareConflictRefusal as Refusal;
    let user = work.user()?;
    let juror = JurorId::from(user);
    crate::stop::found(store::find_juror_locked(work, juror).await?)?;
    let target = only(&[
        input.school_id.map(|id| Target::School(id.0)),
        input.application_id.map(|id| Target::Application(id.0)),
    ]);
    let mut refusals = Vec::new();
    if let Some(again_at) = bound::CONFLICTS.full(work, user).await? {
        refusals.push(Refusal::TooManyConflicts { limit: bound::CONFLICTS.most, again_at });
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let Some(target) = target else {
        refusals.push(Refusal::TargetMissing);
        return Ok(Err(refusals));
    };
    match target {
        Target::School(id) => drop(school::get(work, id).await?),
        // An application of which she was never told answers like one that does not exist (INV-34).
        Target::Application(id) if !store::knows(work, juror, id).await? => return Err(Stop::NotFound),
        Target::Project(_) | Target::Teacher(_) | Target::Application(_) => {}
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let ended = recuse(work, juror, target, Reason::Told(&input.reason)).await?.ended;
    let source = Source { kind: ConflictKind::Declared, by: Some(user) };
    let id = note_conflict(work, juror, target, source, Strength::Hard, &input.reason).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok((id, ended)))
}

refusals! {
    /// Why a conflict of interest cannot be withdrawn.
    WithdrawConflictRefusal {
        /// The conflict of interest was withdrawn before.
        AlreadyWithdrawn "ALREADY_WITHDRAWN" on ["conflictOfInterestId"] = "this conflict of interest is withdrawn already";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Note that a conflict does not hold any more. What it ended stays ended. Who said so takes it back: a juror what the
/// juror declared, staff what their office recorded.
pub async fn withdraw_conflict(
    work: &Work,
    input: WithdrawConflictInput,
) -> Answer<ConflictId, WithdrawConflictRefusal> {
    use WithdrawConflictRefusal as Refusal;
    let mut conflict = work.hold(ConflictOfInterest::WITHDRAW, input.conflict_of_interest_id.0).await?;
    let about = about(work, &conflict).await?;
    heed_stakes(work, &about).await?;
    if conflict.kind != ConflictKind::Declared && conflict.told_by.is_none() {
        all_of_caller(work, &about)?;
    }
    let mut refusals = Vec::new();
    if conflict.withdrawn_at.is_some() {
        refusals.push(Refusal::AlreadyWithdrawn);
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    conflict.withdrawn_at = Some(work.now());
    let id = conflict.id;
    store::save_conflict(work, conflict).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

/// The applications that a conflict is about.
async fn about(work: &Work, conflict: &conflict_of_interest::Model) -> Result<Vec<entity::application::Model>, Stop> {
    let target = only(&[
        conflict.school_id.map(Target::School),
        conflict.project_id.map(Target::Project),
        conflict.teacher_id.map(Target::Teacher),
        conflict.application_id.map(Target::Application),
    ]);
    let Some(target) = target else { return Err(Stop::failure("a conflict is about nothing")) };
    store::list_about(work, target).await
}

/// Refuses when others than the caller decide on one of the applications that a conflict is about.
fn all_of_caller(work: &Work, about: &[entity::application::Model]) -> Result<(), Stop> {
    for application in about {
        if !work.actor().looks_after(application.track, application.community) {
            let sentence = Sentence::new("it is about applications too on which the staff of {community} decide");
            return Err(Stop::Forbidden(sentence.with("community", Word(application.community))));
        }
    }
    Ok(())
}

refusals! {
    /// Why a juror cannot be assigned.
    AssignJurorRefusal {
        /// The campaign is not in the phase `EVALUATION`.
        CampaignNotInEvaluation { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_IN_EVALUATION" on ["applicationId"] = "the jury works only while the campaign is in evaluation; the campaign is {campaign_status}";
        /// The application does not go to the jury, or has a result already.
        NotAdmissible "NOT_ADMISSIBLE" on ["applicationId"] = "only an admissible application that is not judged yet has jurors";
        /// The juror is not in the jury for this label.
        NotInJury "NOT_IN_JURY" on ["jurorId"] = "the juror is not in the jury of this campaign and label";
        /// The juror has a conflict of interest with this application.
        Conflict { ties: Several<Tie> } "CONFLICT" on ["jurorId"] = "the juror has a conflict of interest: {ties}";
        /// The juror does not read the language of the application.
        LanguageMismatch { language: Language } "LANGUAGE_MISMATCH" on ["jurorId"] = "the juror does not read {language}: ask another juror, or correct the languages of this one";
        /// The juror has as many applications as the juror agreed to.
        LoadExceeded { load: u64 } "LOAD_EXCEEDED" on ["jurorId"] = "the juror has {load} applications and agreed to no more: ask another juror, or raise the number of this one if the juror agrees";
        /// The juror is assigned to this application already.
        AlreadyAssigned "ALREADY_ASSIGNED" on ["jurorId"] = "the juror judges this application already";
        /// The application has enough jurors.
        EnoughJurors "ENOUGH_JURORS" on ["applicationId"] = "this application has all its jurors: revoke an assignment first";
        /// The caller has an interest in an application; other staff must decide who judges it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Ask a juror to judge an application (R80, INV-10).
pub async fn assign(work: &Work, input: AssignJurorInput) -> Answer<AssignmentId, AssignJurorRefusal> {
    use AssignJurorRefusal as Refusal;
    let application = work.look(Application::ASSIGN, input.application_id.0).await?;
    let campaign = crate::campaign::get(work, application.campaign_id).await?;
    // The juror first, as where a conflict is recorded: two works wait for each other and never in a circle.
    let juror = crate::stop::found(store::find_juror_locked(work, input.juror_id.0).await?)?;
    let application = application::hold(work, Application::ASSIGN, application.id).await?;
    let live = store::list_live(work, application.id).await?;
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Evaluation {
        refusals.push(Refusal::CampaignNotInEvaluation { campaign_status: Word(campaign.status) });
    }
    if !matches!(application.stage, Some(ApplicationStage::Admissible | ApplicationStage::InEvaluation)) {
        refusals.push(Refusal::NotAdmissible);
    }
    let office = (application.track == Track::Nql).then_some(application.community);
    if store::membership(work, campaign.id, application.track, juror.id, office).await?.is_none() {
        refusals.push(Refusal::NotInJury);
    }
    let ties = ties(work, &campaign, juror.id, application.id).await?;
    if ties.keep_away() {
        refusals.push(Refusal::Conflict { ties: Several(ties.held()) });
    }
    if let Some(language) = language_of(&campaign, application.community)
        && !juror.languages.as_array().is_some_and(|read| read.iter().any(|one| one == language))
    {
        refusals.push(Refusal::LanguageMismatch { language: Language::of(language) });
    }
    let load = store::load(work, campaign.id, juror.id).await?;
    if load >= u64::try_from(juror.capacity).unwrap_or(0) {
        refusals.push(Refusal::LoadExceeded { load });
    }
    if live.iter().any(|assignment| assignment.juror_id == juror.id) {
        refusals.push(Refusal::AlreadyAssigned);
    }
    let seats = usize::try_from(campaign.jurors_per_application).unwrap_or(0);
    let waits_for_third = store::waits_for_third(work, application.id).await?;
    if live.len() >= seats + usize::from(waits_for_third) {
        refusals.push(Refusal::EnoughJurors);
    }
    let stake = application::stakes(work).await?.in_application(&application);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id: AssignmentId = work.id();
    let due_at = input.due_on.map_or(campaign.evaluations_due_at, |day| end_of_day(day.0));
    let assignment = assignment::Model {
        id,
        application_id: application.id,
        juror_id: juror.id,
        campaign_id: campaign.id,
        round: if waits_for_third { 2 } else { 1 },
        state: AssignmentStatus::Invited,
        due_at,
        attested_at: None,
        ended_reason: None,
        cannot_judge: false,
        conflicts_since: Some(look_back(day_of(work.now()), campaign.conflict_look_back_years)),
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert(work, assignment).await?;
    if application.stage == Some(ApplicationStage::Admissible) {
        application::set_stage(work, application.id, ApplicationStage::InEvaluation).await?;
    }
    let recipient = account::get(work, juror.id.into()).await?;
    let facts = json!({
        "name": recipient.name,
        "schoolYear": campaign.school_year,
        "dueAt": due_at,
        "count": 1,
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let mail = Mail::to(&recipient, MessageTemplate::AssignmentInvited).once_per(id).saying(facts);
    notification::enqueue(work, mail).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// The language in which applications of a community are written (Q14); `None` abroad, where nobody applies.
pub(super) fn language_of(campaign: &campaign::Model, community: Community) -> Option<&str> {
    match community {
        Community::Vl => Some(&campaign.language_vl),
        Community::Fwb => Some(&campaign.language_fwb),
        Community::Dg => Some(&campaign.language_dg),
        Community::Foreign => None,
    }
}

/// How many live assignments at a school, in campaigns that are not over, are of a juror who is tied to it: none may be
/// left when its entries become one (INV-10, INV-11).
pub async fn count_tied(work: &Work, school: SchoolId) -> Result<usize, Stop> {
    let mut tied = 0;
    for assignment in store::list_at_school(work, school).await? {
        let campaign = crate::campaign::get(work, assignment.campaign_id).await?;
        let is_over = matches!(campaign.status, CampaignStatus::Published | CampaignStatus::Archived);
        if !is_over && is_tied(work, &assignment).await? {
            tied += 1;
        }
    }
    Ok(tied)
}

/// What ties a juror to an application today (INV-10, Q19).
async fn ties(
    work: &Work,
    campaign: &campaign::Model,
    juror: JurorId,
    application: ApplicationId,
) -> Result<Ties, Stop> {
    let since = look_back(day_of(work.now()), campaign.conflict_look_back_years);
    store::ties(work, juror, application, since).await
}

/// Whether a juror must keep away from the application of an assignment: asked again at every save (INV-10), as at every
/// read.
pub async fn is_tied(work: &Work, assignment: &assignment::Model) -> Result<bool, Stop> {
    store::is_tied(work, assignment.id).await
}

/// Whether one of these assignments is of a juror who must keep away from its application, and nobody ended it yet.
pub async fn any_tied(work: &Work, live: &[assignment::Model]) -> Result<bool, Stop> {
    for assignment in live {
        if is_tied(work, assignment).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

refusals! {
    /// Why an answer is not taken.
    RespondToAssignmentRefusal {
        VersionConflict;
        /// This answer is not possible in the present status of the assignment.
        WrongStatus { status: Word<AssignmentStatus> } "WRONG_STATUS" on ["answer"] = "the assignment is {status}";
        /// The campaign is not in the phase `EVALUATION`.
        EvaluationClosed "EVALUATION_CLOSED" on ["assignmentId"] = "the jury does not work on this campaign now; ask the eTwinning team";
        /// The juror has a conflict of interest with this application.
        Conflict { ties: Several<Tie> } "CONFLICT" on ["answer"] = "the juror has a conflict of interest: {ties}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Accept, decline or recuse, or say that it cannot be judged (INV-10, INV-12). Returns the assignment that ends by it:
/// the juror may have begun.
pub async fn respond(
    work: &Work,
    input: RespondToAssignmentInput,
) -> Answer<(AssignmentId, Vec<assignment::Model>), RespondToAssignmentRefusal> {
    use RespondToAssignmentRefusal as Refusal;
    // The juror first, as where a conflict is recorded or a plan is committed.
    store::find_juror_locked(work, work.user()?.into()).await?;
    let mut assignment = store::hold(work, Assignment::ANSWER, input.assignment_id.0).await?.into_row();
    let outdated = (assignment.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: assignment.version });
    let campaign = crate::campaign::get(work, assignment.campaign_id).await?;
    let verb = match input.answer {
        AssignmentAnswer::Accept => Verb::Accept,
        AssignmentAnswer::Decline => Verb::Decline,
        AssignmentAnswer::CannotJudge => Verb::CannotJudge,
        AssignmentAnswer::Recuse => Verb::Recuse,
    };
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let next = after(assignment.state, verb);
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    if next.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(assignment.state) });
    }
    if verb == Verb::Accept {
        if campaign.status != CampaignStatus::Evaluation {
            refusals.push(Refusal::EvaluationClosed);
        }
        let ties = ties(work, &campaign, assignment.juror_id, assignment.application_id).await?;
        if ties.keep_away() {
            refusals.push(Refusal::Conflict { ties: Several(ties.held()) });
        }
    } else if reason.is_none() {
        refusals.push(Refusal::ReasonMissing);
    }
    let Some(next) = next.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = assignment.id;
    let mut ended = Vec::new();
    if verb == Verb::Recuse {
        let (juror, target) = (assignment.juror_id, Target::Application(assignment.application_id));
        let reason = reason.unwrap_or_default();
        ended = recuse(work, juror, target, Reason::Told(reason)).await?.ended;
        let source = Source { kind: ConflictKind::Declared, by: Some(work.user()?) };
        let conflict = note_conflict(work, juror, target, source, Strength::Hard, reason).await?;
        work.audit_as_because("declareConflict", conflict, Some(reason), None).await?;
    } else {
        assignment.state = next;
        assignment.ended_reason = reason.filter(|_| verb != Verb::Accept).map(ToOwned::to_owned);
        assignment.cannot_judge = verb == Verb::CannotJudge;
        if verb == Verb::Accept {
            assignment.attested_at = Some(work.now());
        }
        store::save(work, assignment.clone()).await?;
        work.audit_as_because(if verb == Verb::CannotJudge { "cannotJudge" } else { next.word() }, id, reason, None)
            .await?;
        if verb != Verb::Accept {
            planning::commands::propose(work, assignment.application_id).await?;
            ended.push(assignment);
        }
    }
    Ok(Ok((id, ended)))
}

refusals! {
    /// Why an assignment cannot be taken back.
    RevokeAssignmentRefusal {
        VersionConflict;
        /// The assignment has ended, or its evaluation is handed in.
        WrongStatus { status: Word<AssignmentStatus> } "WRONG_STATUS" on ["assignmentId"] = "the assignment is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in an application; other staff must decide who judges it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["assignmentId"] = "{stake}: somebody else must do this";
    }
}

/// Take an assignment back, before its evaluation is in.
pub async fn revoke(work: &Work, input: RevokeAssignmentInput) -> Answer<AssignmentId, RevokeAssignmentRefusal> {
    use RevokeAssignmentRefusal as Refusal;
    // The juror first, as where a conflict is recorded or a plan is committed.
    let juror = store::get(work, input.assignment_id.0).await?.juror_id;
    store::find_juror_locked(work, juror).await?;
    let mut assignment = store::hold(work, Assignment::REVOKE, input.assignment_id.0).await?.into_row();
    let application = application::get(work, assignment.application_id).await?;
    let outdated = (assignment.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: assignment.version });
    let next = after(assignment.state, Verb::Revoke);
    let stake = application::stakes(work).await?.in_application(&application);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(outdated);
    if next.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(assignment.state) });
    }
    if input.reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let Some(next) = next.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = assignment.id;
    let reason = Reason::Told(&input.reason).kept(work.actor());
    assignment.state = next;
    assignment.ended_reason = Some(reason.clone());
    store::save(work, assignment).await?;
    work.audit_because(id, Some(&reason), None).await?;
    planning::commands::propose(work, application.id).await?;
    Ok(Ok(id))
}

/// Moves an assignment along with its evaluation; nothing is written when it is there already.
pub async fn follow(work: &Work, mut assignment: assignment::Model, verb: Verb) -> Result<(), Stop> {
    let next = after(assignment.state, verb)
        .ok_or_else(|| Stop::failure(format!("{verb:?} does not start at {}", assignment.state.word())))?;
    if next == assignment.state {
        return Ok(());
    }
    assignment.state = next;
    store::save(work, assignment).await
}
