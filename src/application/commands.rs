//! What can happen to an application: step 2.

use super::objects::Application;
use crate::api::object::RightOn;
use async_graphql::MaybeUndefined;
use chrono::{DateTime, Utc};
use entity::{
    application, application_answer, application_revision, campaign, criterion, evidence_link, form_session,
    ids::{ApplicationId, CriterionId, EvidenceLinkId},
    kinds::{
        ApplicationStage, ApplicationState, ApplicationStatus, CampaignStatus, DraftField, EligibilityCondition,
        MessageTemplate, RegistrationStatus, Track,
    },
    project as projects, revision_answer, revision_link,
};
use serde_json::json;

use super::{
    draft::remark_on,
    eligibility::obstacles,
    form::{barred, leased, save_in, writable},
    inputs::{
        AddEvidenceLinkInput, Admissibility, ApplicationAnswerInput, DecideAdmissibilityInput, DeclareConsentInput,
        RecordEsepSubmissionInput, RemoveEvidenceLinkInput, SubmitApplicationInput, UpdateEvidenceLinkInput,
        WithdrawApplicationInput, WithdrawConsentInput,
    },
    registration::judged_again,
    rules::{Gap, HandedIn, LONGEST_LABEL, LONGEST_TEXT, Link, MOST_LINKS, Stake, Written, gaps, next_sequence},
    state::{OnApplication, application_after, awaits_admission, status_of},
    store,
};
use crate::{
    account,
    api::{Word, fact::Several},
    auth::Actor,
    bound, campaign as campaigns,
    campaign::rules::has_passed,
    notification::{self, Mail},
    project::{self, rules::PublicAddress},
    refusals,
    stop::{Answer, Stop, found, reasons},
    work::Work,
};

refusals! {
    /// Why an address cannot be added.
    AddEvidenceLinkRefusal {
        /// The application cannot be changed in its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["applicationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The form is closed: it was never opened, or nothing was saved for too long. Open it with
        /// `openApplicationForm`.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["applicationId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
        /// Not an http or https address that everybody can reach.
        NotAPublicAddress "NOT_A_PUBLIC_ADDRESS" on ["url"] = "give an http or https address that everybody can reach, without user or password";
        /// The name is empty.
        LabelMissing "LABEL_MISSING" on ["label"] = "give a name";
        /// The name of the address has more than 200 characters.
        LabelTooLong "LABEL_TOO_LONG" on ["label"] = "a name has at most 200 characters";
        /// There is no such criterion to answer: give `C1` to `C5`.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["criterionCode"] = "there is no criterion {criterion} to answer";
        /// The application has 30 addresses already.
        TooManyLinks "TOO_MANY_LINKS" on ["applicationId"] = "an application has at most 30 addresses";
    }
}

/// Add an address to the working draft (R03, R12, INV-32, R136). The server never opens it.
pub async fn add_link(work: &Work, input: AddEvidenceLinkInput) -> Answer<EvidenceLinkId, AddEvidenceLinkRefusal> {
    use AddEvidenceLinkRefusal as Refusal;
    let (application, campaign) = own(work, Application::WRITE, input.application_id.0).await?;
    let form = writable(work, &application, &campaign).await?;
    let mut refusals: Vec<Refusal> = form.as_ref().err().into_iter().flatten().copied().map(Refusal::from).collect();
    if store::links_of(work, application.id).await?.len() >= MOST_LINKS {
        refusals.push(Refusal::TooManyLinks);
    }
    let mut link = evidence_link::Model {
        id: work.id(),
        application_id: application.id,
        criterion_id: None,
        kind: input.kind.0,
        url: String::new(),
        label: String::new(),
        created_at: work.now(),
    };
    let code = input.criterion_code.map_or(MaybeUndefined::Null, MaybeUndefined::Value);
    let faults = put_link(work, &campaign, &mut link, (Some(input.url), Some(input.label), code)).await?;
    refusals.extend(faults.into_iter().map(Refusal::from));
    let (Ok(form), true) = (form, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = link.id;
    store::insert_link(work, link).await?;
    changed_links(work, application, &campaign, &form).await?;
    Ok(Ok(id))
}

/// What is wrong with an address as it is given.
enum LinkFault {
    /// It says nothing of itself.
    LabelMissing,
    /// It says too much.
    LabelTooLong,
    /// It belongs to what is not asked.
    UnknownCriterion(String),
    /// Not everybody can open it.
    NotAPublicAddress,
}

macro_rules! link_faults {
    ($($refusal:ident),+) => {$(
        impl From<LinkFault> for $refusal {
            fn from(fault: LinkFault) -> Self {
                match fault {
                    LinkFault::LabelMissing => Self::LabelMissing,
                    LinkFault::LabelTooLong => Self::LabelTooLong,
                    LinkFault::UnknownCriterion(criterion) => Self::UnknownCriterion { criterion },
                    LinkFault::NotAPublicAddress => Self::NotAPublicAddress,
                }
            }
        }
    )+};
}

link_faults!(AddEvidenceLinkRefusal, UpdateEvidenceLinkRefusal);

/// Puts what is given into an address, and tells what is wrong with it.
async fn put_link(
    work: &Work,
    campaign: &campaign::Model,
    link: &mut evidence_link::Model,
    (url, label, code): (Option<String>, Option<String>, MaybeUndefined<String>),
) -> Result<Vec<LinkFault>, Stop> {
    let mut faults = Vec::new();
    if let Some(label) = label {
        if label.is_empty() {
            faults.push(LinkFault::LabelMissing);
        }
        if label.chars().count() > LONGEST_LABEL {
            faults.push(LinkFault::LabelTooLong);
        }
        link.label = label;
    }
    match code {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => link.criterion_id = None,
        MaybeUndefined::Value(code) => match by_code(&criteria_of(work, campaign).await?, &code) {
            Some(criterion) => link.criterion_id = Some(criterion),
            None => faults.push(LinkFault::UnknownCriterion(code)),
        },
    }
    if let Some(url) = url {
        match url.parse::<PublicAddress>() {
            Ok(address) => link.url = address.to_string(),
            Err(_) => faults.push(LinkFault::NotAPublicAddress),
        }
    }
    Ok(faults)
}

/// Says anew what is to be said of a draft whose addresses changed, and saves it.
async fn changed_links(
    work: &Work,
    application: application::Model,
    campaign: &campaign::Model,
    form: &form_session::Model,
) -> Result<(), Stop> {
    let id = application.id;
    remark_on(work, &application, campaign).await?;
    save_in(work, form, application, campaign).await?;
    work.audit(id).await
}

refusals! {
    /// Why an address is not changed.
    UpdateEvidenceLinkRefusal {
        /// The application cannot be changed in its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["evidenceLinkId"] = "the application is {status}";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["evidenceLinkId"] = "step 2 has closed";
        /// The form is closed, as nothing was saved for too long. Open it with `openApplicationForm`.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["evidenceLinkId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
        /// Not an http or https address that everybody can reach.
        NotAPublicAddress "NOT_A_PUBLIC_ADDRESS" on ["url"] = "give an http or https address that everybody can reach, without user or password";
        /// The name is empty.
        LabelMissing "LABEL_MISSING" on ["label"] = "give a name";
        /// The name of the address has more than 200 characters.
        LabelTooLong "LABEL_TOO_LONG" on ["label"] = "a name has at most 200 characters";
        /// There is no such criterion to answer: give `C1` to `C5`.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["criterionCode"] = "there is no criterion {criterion} to answer";
    }
}

/// Change an address of the working draft. Only what is given changes.
pub async fn update_link(
    work: &Work,
    input: UpdateEvidenceLinkInput,
) -> Answer<EvidenceLinkId, UpdateEvidenceLinkRefusal> {
    use UpdateEvidenceLinkRefusal as Refusal;
    let its = store::get_link(work, input.evidence_link_id.0).await?.application_id;
    let (application, campaign) = own(work, Application::WRITE, its).await?;
    // Read again: whoever changed it a moment ago held the application.
    let known = store::get_link(work, input.evidence_link_id.0).await?;
    let form = writable(work, &application, &campaign).await?;
    let mut refusals: Vec<Refusal> = form.as_ref().err().into_iter().flatten().copied().map(Refusal::from).collect();
    let mut link = known.clone();
    link.kind = input.kind.map_or(link.kind, |kind| kind.0);
    let faults = put_link(work, &campaign, &mut link, (input.url, input.label, input.criterion_code)).await?;
    refusals.extend(faults.into_iter().map(Refusal::from));
    let (Ok(form), true) = (form, refusals.is_empty()) else { return Ok(Err(refusals)) };
    if link == known {
        // It says nothing new, and the form stays open.
        store::put_form(work, leased(work, &form, &campaign)).await?;
        work.audit(application.id).await?;
    } else {
        store::save_link(work, link).await?;
        changed_links(work, application, &campaign, &form).await?;
    }
    Ok(Ok(known.id))
}

refusals! {
    /// Why an address cannot be taken out.
    RemoveEvidenceLinkRefusal {
        /// The application cannot be changed in its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["evidenceLinkId"] = "the application is {status}";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["evidenceLinkId"] = "step 2 has closed";
        /// The form is closed, as nothing was saved for too long. Open it with `openApplicationForm`.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["evidenceLinkId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
    }
}

/// Take an address out of the working draft.
pub async fn remove_link(
    work: &Work,
    input: RemoveEvidenceLinkInput,
) -> Answer<ApplicationId, RemoveEvidenceLinkRefusal> {
    let link = store::get_link(work, input.evidence_link_id.0).await?;
    let (application, campaign) = own(work, Application::WRITE, link.application_id).await?;
    let form = match writable(work, &application, &campaign).await? {
        Ok(form) => form,
        Err(bars) => return Ok(Err(bars.into_iter().map(RemoveEvidenceLinkRefusal::from).collect())),
    };
    let id = application.id;
    store::delete_link(work, link.id).await?;
    changed_links(work, application, &campaign, &form).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the declaration is not taken.
    DeclareConsentRefusal {
        VersionConflict;
        /// The application cannot be changed in its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["applicationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The form is closed: it was never opened, or nothing was saved for too long. Open it with
        /// `openApplicationForm`.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["applicationId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
    }
}

barred!(AddEvidenceLinkRefusal, UpdateEvidenceLinkRefusal, RemoveEvidenceLinkRefusal, DeclareConsentRefusal);

/// Declare that the parents gave their consent (R25). The first declaration counts.
pub async fn declare_consent(work: &Work, input: DeclareConsentInput) -> Answer<ApplicationId, DeclareConsentRefusal> {
    use DeclareConsentRefusal as Refusal;
    let (mut application, campaign) = own(work, Application::WRITE, input.application_id.0).await?;
    let outdated = (application.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: application.version });
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    let form = writable(work, &application, &campaign).await?;
    refusals.extend(form.as_ref().err().into_iter().flatten().copied().map(Refusal::from));
    let (Ok(form), true) = (form, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = application.id;
    if application.consent_declared_at.is_none() {
        application.consent_declared_at = Some(work.now());
        remark_on(work, &application, &campaign).await?;
        save_in(work, &form, application, &campaign).await?;
    } else {
        // It is declared: nothing changes, and the form stays open.
        store::put_form(work, leased(work, &form, &campaign)).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the declaration is not taken back.
    WithdrawConsentRefusal {
        VersionConflict;
        /// Consent is not declared.
        NotDeclared "NOT_DECLARED" on ["applicationId"] = "consent is not declared: there is nothing to take back";
    }
}

/// Take the declaration of consent back (R25): at any time, as parents can take back their consent. What was handed in
/// stands, and whoever reads it sees that there is no consent any more.
pub async fn withdraw_consent(
    work: &Work,
    input: WithdrawConsentInput,
) -> Answer<ApplicationId, WithdrawConsentRefusal> {
    use WithdrawConsentRefusal as Refusal;
    let (mut application, campaign) = own(work, Application::KEEP, input.application_id.0).await?;
    let refusals = reasons([
        (
            application.version != input.expected_version,
            Refusal::VersionConflict { current_version: application.version },
        ),
        (application.consent_declared_at.is_none(), Refusal::NotDeclared),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = application.id;
    let facts = json!({ "declaredAt": application.consent_declared_at });
    application.consent_declared_at = None;
    remark_on(work, &application, &campaign).await?;
    store::save(work, application).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why an application cannot be handed in.
    SubmitApplicationRefusal {
        VersionConflict;
        /// The application cannot be handed in from its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["applicationId"] = "the campaign is {campaign_status}: you can hand in while it is open, or go on in the next campaign";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["applicationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The registration (step 1) is not confirmed.
        NotConfirmed { registration_status: Word<RegistrationStatus> } "NOT_CONFIRMED" on ["applicationId"] = "the registration is {registration_status}: step 2 opens once it is confirmed, and the eTwinning team looks at what is in doubt";
        /// A condition for taking part is not met.
        NotEligible { conditions: Several<EligibilityCondition> } "NOT_ELIGIBLE" on ["applicationId"] = "the project does not meet every condition: {conditions}";
        /// The summary is empty.
        SummaryMissing "SUMMARY_MISSING" on ["applicationId"] = "say what the project is about: the jury does not know it";
        /// A criterion is not answered.
        AnswerMissing { criterion: String } "ANSWER_MISSING" on ["applicationId"] = "answer criterion {criterion}";
        /// The text on your own part is empty, or the text on the part of your pupils. Both are needed.
        OwnContributionMissing { criterion: String, part: Word<DraftField> } "OWN_CONTRIBUTION_MISSING" on ["applicationId"] = "write this for criterion {criterion}: {part}";
        /// There is no address on the TwinSpace.
        TwinspaceLinkMissing "TWINSPACE_LINK_MISSING" on ["applicationId"] = "add an address on the TwinSpace";
        /// The consent of the parents is not declared.
        ConsentMissing "CONSENT_MISSING" on ["applicationId"] = "declare that the parents gave their consent";
        /// As many applications of yours as the jury judges in a school year are handed in.
        LimitReached { limit: i32 } "LIMIT_REACHED" on ["applicationId"] = "you have handed in {limit} applications for this school year, and the jury judges no more of them: take one back first";
        /// Nothing changed since the application was last handed in.
        NothingNew { number: i32 } "NOTHING_NEW" on ["applicationId"] = "you have handed in version {number}, and nothing has changed since: there is nothing to hand in";
        /// The application was handed in too often in the last hour.
        TooManyHandIns { limit: u32, again_at: DateTime<Utc> } "TOO_MANY_HAND_INS" on ["applicationId"] = "you handed this in {limit} times within an hour; you can hand it in again from {again_at} on, and the draft is kept until then";
    }
}

impl From<Gap> for SubmitApplicationRefusal {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Summary => Self::SummaryMissing,
            Gap::Answer(criterion) => Self::AnswerMissing { criterion },
            Gap::OwnContribution(criterion, part) => Self::OwnContributionMissing { criterion, part: Word(part) },
            Gap::TwinspaceLink => Self::TwinspaceLinkMissing,
            Gap::Consent => Self::ConsentMissing,
        }
    }
}

/// Hand in step 2: what the draft says now becomes a revision that never changes (R90, R91, INV-01, INV-04).
pub async fn submit(work: &Work, input: SubmitApplicationInput) -> Answer<ApplicationId, SubmitApplicationRefusal> {
    use SubmitApplicationRefusal as Refusal;
    let known = work.look(Application::WRITE, input.application_id.0).await?;
    // The project first, as where schools are merged: two works wait for each other and never in a circle.
    let project = project::get_locked(work, known.project_id).await?;
    let hers = store::list_of_teacher_locked(work, known.campaign_id, known.teacher_id).await?;
    let mut application = found(hers.iter().find(|one| one.id == known.id).cloned())?;
    let outdated = (application.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: application.version });
    let campaign = campaigns::get(work, application.campaign_id).await?;
    let mut refusals = obstacles_to(work, &application, &campaign, &project).await?;
    refusals.extend(outdated);
    let criteria = criteria_of(work, &campaign).await?;
    let draft = Draft::of(work, &application, &criteria).await?;
    let number = store::last_revision(work, application.id).await? + 1;
    let handed_in = draft.whole(work, &application, number, &criteria).await?;
    let standing = match application.state {
        ApplicationState::Complete => store::standing_revision(work, &application).await?,
        ApplicationState::Draft | ApplicationState::Withdrawn | ApplicationState::CarriedOver => None,
    };
    if let Some(standing) = standing {
        let same = HandedIn { number: standing.number, ..handed_in.clone() };
        if same.sha256().map_err(Stop::failure)? == standing.sha256 {
            refusals.push(Refusal::NothingNew { number: standing.number });
        }
    }
    if let Some(again_at) = bound::HAND_INS.full(work, application.id).await? {
        refusals.push(Refusal::TooManyHandIns { limit: bound::HAND_INS.most, again_at });
    }
    let codes: Vec<&str> = criteria.iter().map(|criterion| criterion.code.as_str()).collect();
    refusals.extend(gaps(&handed_in, &codes).into_iter().map(Refusal::from));
    let sequence = match place(&application, &hers, campaign.applications_per_teacher) {
        Ok(sequence) => sequence,
        Err(limit) => {
            refusals.push(Refusal::LimitReached { limit });
            None
        }
    };
    let Some(state) = application_after(application.state, OnApplication::Submit) else {
        refusals.insert(0, Refusal::WrongStatus { status: Word(status_of(application.state, None)) });
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let revision = application_revision::Model {
        id: work.id(),
        application_id: application.id,
        number,
        summary: application.summary.clone(),
        sha256: handed_in.sha256().map_err(Stop::failure)?,
        submitted_at: work.now(),
        submitted_by_id: application.teacher_id,
    };
    application.state = state;
    application.submitted_at = Some(work.now());
    application.handed_in_version = Some(application.version + 1);
    application.submitted_revision_id = Some(revision.id);
    application.sequence_in_school_year = sequence;
    let facts = json!({
        "project": project.title,
        "track": application.track,
        "schoolYear": campaign.school_year,
        "revision": number,
        "submittedAt": work.now(),
        "contactEmail": campaign.contact_email,
        "contactUrl": campaign.contact_url,
    });
    let teacher = account::get(work, application.teacher_id).await?;
    let mail = Mail::to(&teacher, MessageTemplate::ApplicationComplete)
        .once_per(application.id)
        .once_per(revision.id)
        .saying(facts);
    let hash = json!({ "revision": number, "sha256": revision.sha256 });
    let id = application.id;
    let revision_id = revision.id;
    draft.freeze(work, revision, &handed_in).await?;
    let seats = (project::partners(work, project.id).await?, project::members(work, project.id).await?);
    store::insert_revision_project(work, revision_id, (&project, seats.0, seats.1)).await?;
    project::hand_in(work, project.id, revision_id).await?;
    store::save(work, application).await?;
    notification::enqueue(work, mail).await?;
    work.audit_because(id, None, Some(hash)).await?;
    Ok(Ok(id))
}

/// What stands between an application and being handed in, whatever is written in it (INV-01, INV-05, INV-06).
async fn obstacles_to(
    work: &Work,
    application: &application::Model,
    campaign: &campaign::Model,
    project: &projects::Model,
) -> Result<Vec<SubmitApplicationRefusal>, Stop> {
    use SubmitApplicationRefusal as Refusal;
    let registration = store::get_registration(work, application.registration_id).await?;
    let answers = store::conditions_of(work, registration.id).await?;
    let rules = campaigns::rules_of(work, campaign.id).await?;
    let open = obstacles(&judged_again(&answers, project, campaign), &rules);
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Open {
        refusals.push(Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) });
    }
    if has_passed(campaign.submission_deadline, work.now()) {
        refusals.push(Refusal::DeadlinePassed);
    }
    if registration.state != RegistrationStatus::Confirmed {
        refusals.push(Refusal::NotConfirmed { registration_status: Word(registration.state) });
    }
    if !open.is_empty() {
        refusals.push(Refusal::NotEligible { conditions: Several(open) });
    }
    Ok(refusals)
}

/// The place of an application among those of its teacher that are judged, or how many there are when all are taken
/// (INV-09). It keeps the one it has; Belgica is not counted (Q11).
fn place(application: &application::Model, hers: &[application::Model], limit: i32) -> Result<Option<i32>, i32> {
    match (application.sequence_in_school_year, application.track) {
        (Some(own), Track::Nql) => Ok(Some(own)),
        (None, Track::Nql) => {
            let counts = |one: &&application::Model| one.state != ApplicationState::Withdrawn;
            let taken: Vec<i32> = hers.iter().filter(counts).filter_map(|one| one.sequence_in_school_year).collect();
            next_sequence(&taken, limit).map(Some).ok_or(limit)
        }
        (Some(_) | None, Track::Belgica) => Ok(None),
    }
}

/// The working draft of an application, its answers in the order of the rubric.
pub(super) struct Draft {
    answers: Vec<application_answer::Model>,
    pub(super) links: Vec<evidence_link::Model>,
}

impl Draft {
    /// What the draft says now.
    pub(super) async fn of(
        work: &Work,
        application: &application::Model,
        criteria: &[criterion::Model],
    ) -> Result<Self, Stop> {
        let answers = store::answers_of(work, application.id).await?;
        Ok(Self::with(answers, store::links_of(work, application.id).await?, criteria))
    }

    /// What is known of it already.
    pub(super) fn with(
        mut answers: Vec<application_answer::Model>,
        links: Vec<evidence_link::Model>,
        criteria: &[criterion::Model],
    ) -> Self {
        answers.sort_by_key(|answer| criteria.iter().position(|criterion| criterion.id == answer.criterion_id));
        Self { answers, links }
    }

    /// What would be handed in, without subjects and ways of teaching.
    pub(super) fn handed_in(
        &self,
        application: &application::Model,
        number: i32,
        criteria: &[criterion::Model],
    ) -> HandedIn {
        let code = |id: CriterionId| criteria.iter().find(|one| one.id == id).map(|one| one.code.clone());
        let written = |answer: &application_answer::Model| Written {
            criterion: code(answer.criterion_id).unwrap_or_default(),
            text: answer.text.clone(),
            own_teacher: answer.own_teacher.clone(),
            own_pupils: answer.own_pupils.clone(),
            example: answer.example.clone(),
        };
        let link = |link: &evidence_link::Model| Link {
            kind: link.kind,
            url: link.url.clone(),
            label: link.label.clone(),
            criterion: link.criterion_id.and_then(code),
        };
        HandedIn {
            consent_declared_at: application.consent_declared_at,
            summary: application.summary.clone(),
            answers: self.answers.iter().map(written).collect(),
            links: self.links.iter().map(link).collect(),
            ..HandedIn::by(application.id, application.teacher_id, application.track, number)
        }
    }

    /// What would be handed in, all of it.
    pub(super) async fn whole(
        &self,
        work: &Work,
        application: &application::Model,
        number: i32,
        criteria: &[criterion::Model],
    ) -> Result<HandedIn, Stop> {
        Ok(HandedIn {
            subjects: store::subjects_of(work, application.id).await?,
            methods: store::methods_of(work, application.id).await?,
            ..self.handed_in(application, number, criteria)
        })
    }

    /// Writes it down as a revision.
    async fn freeze(
        self,
        work: &Work,
        revision: application_revision::Model,
        handed_in: &HandedIn,
    ) -> Result<(), Stop> {
        let revision_id = revision.id;
        let answer = |answer: application_answer::Model| revision_answer::Model {
            id: work.id(),
            revision_id,
            criterion_id: answer.criterion_id,
            text: answer.text,
            own_teacher: answer.own_teacher,
            own_pupils: answer.own_pupils,
            example: answer.example,
        };
        let link = |link: evidence_link::Model| revision_link::Model {
            id: work.id(),
            revision_id,
            criterion_id: link.criterion_id,
            kind: link.kind,
            url: link.url,
            label: link.label,
        };
        let answers = self.answers.into_iter().map(answer).collect();
        let links = self.links.into_iter().map(link).collect();
        store::insert_revision(work, revision, answers, links, &handed_in.subjects, &handed_in.methods).await
    }
}

refusals! {
    /// Why an application cannot be taken back.
    WithdrawApplicationRefusal {
        VersionConflict;
        /// The application cannot be taken back from its present status.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["applicationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
    }
}

/// Take an application back (INV-09). The draft stays, and the form opens again until step 2 closes.
pub async fn withdraw(
    work: &Work,
    input: WithdrawApplicationInput,
) -> Answer<ApplicationId, WithdrawApplicationRefusal> {
    use WithdrawApplicationRefusal as Refusal;
    let (mut application, campaign) = own(work, Application::WRITE, input.application_id.0).await?;
    let outdated = (application.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: application.version });
    let mut refusals: Vec<Refusal> = outdated.into_iter().collect();
    if has_passed(campaign.submission_deadline, work.now()) {
        refusals.push(Refusal::DeadlinePassed);
    }
    let Some(after) = application_after(application.state, OnApplication::Withdraw) else {
        refusals.push(Refusal::WrongStatus { status: Word(status_of(application.state, None)) });
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = application.id;
    application.state = after;
    store::save(work, application).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why it cannot be noted that the form on ESEP was sent.
    RecordEsepSubmissionRefusal {
        /// The application was taken back, or is not in this campaign any more.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// Belgica has no form on ESEP.
        NoEsepForm "NO_ESEP_FORM" on ["applicationId"] = "the Belgica label has no form on ESEP";
        /// The instant is in the future.
        InTheFuture "IN_THE_FUTURE" on ["at"] = "this day cannot be in the future: give it when the form was sent";
        /// The caller has an interest in the application: as its teacher, the caller does this in the role TEACHER;
        /// otherwise other staff do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: do this as its teacher, or let somebody else do it";
    }
}

/// Note when the form on ESEP was sent (R65, R71). It may be corrected.
pub async fn record_esep(
    work: &Work,
    input: RecordEsepSubmissionInput,
) -> Answer<ApplicationId, RecordEsepSubmissionRefusal> {
    use RecordEsepSubmissionRefusal as Refusal;
    let application = store::hold(work, Application::RECORD_ESEP, input.application_id.0).await?;
    let mut refusals = Vec::new();
    if application_after(application.state, OnApplication::RecordEsep).is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(status_of(application.state, None)) });
    }
    match application.track {
        Track::Nql => {}
        Track::Belgica => refusals.push(Refusal::NoEsepForm),
    }
    if input.submitted_at.0 > work.now() {
        refusals.push(Refusal::InTheFuture);
    }
    if matches!(work.actor(), Actor::Staff(_)) {
        let stake = store::stakes(work).await?.in_application(&application);
        refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    store::set_esep_submitted(work, application.id, input.submitted_at.0).await?;
    let facts = json!({ "at": [application.esep_submitted_at, Some(input.submitted_at.0)] });
    work.audit_because(application.id, None, Some(facts)).await?;
    Ok(Ok(application.id))
}

refusals! {
    /// Why it cannot be decided whether an application goes to the jury.
    DecideAdmissibilityRefusal {
        /// The campaign is not in a phase where this can be done: its deadlines have not passed, or the jury has ended
        /// its work.
        WrongStatus { campaign_status: Word<CampaignStatus> } "WRONG_STATUS" on ["applicationId"] = "the campaign is {campaign_status}";
        /// The application is not complete, or staff have decided on it already.
        NotWaiting { status: Word<ApplicationStatus> } "NOT_WAITING" on ["applicationId"] = "the application is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "say why the application does not go to the jury";
        /// The caller has an interest in this application; other staff must decide.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Decide whether an application goes to the jury (R92). Its teacher learns of it with the results (INV-22).
pub async fn decide_admissibility(
    work: &Work,
    input: DecideAdmissibilityInput,
) -> Answer<ApplicationId, DecideAdmissibilityRefusal> {
    use DecideAdmissibilityRefusal as Refusal;
    let application = store::hold(work, Application::REVIEW, input.application_id.0).await?;
    let campaign = campaigns::get(work, application.campaign_id).await?;
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let own = store::stakes(work).await?.in_application(&application);
    let mut refusals: Vec<Refusal> = own.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    match campaign.status {
        CampaignStatus::Closed | CampaignStatus::Evaluation => {}
        CampaignStatus::Draft
        | CampaignStatus::Open
        | CampaignStatus::Deliberation
        | CampaignStatus::Published
        | CampaignStatus::Archived => refusals.push(Refusal::WrongStatus { campaign_status: Word(campaign.status) }),
    }
    if !awaits_admission(application.state, application.stage) {
        let status = status_of(application.state, application.stage);
        refusals.push(Refusal::NotWaiting { status: Word(status) });
    }
    let stage = match input.admissibility {
        Admissibility::Admissible => ApplicationStage::Admissible,
        Admissibility::Inadmissible => {
            if reason.is_none() {
                refusals.push(Refusal::ReasonMissing);
            }
            ApplicationStage::Inadmissible
        }
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    store::set_stage(work, application.id, stage).await?;
    let facts = json!({ "stage": stage });
    work.audit_because(application.id, reason, Some(facts)).await?;
    Ok(Ok(application.id))
}

/// An application that its teacher is about to change, and its campaign.
pub(super) async fn own(
    work: &Work,
    right: RightOn<application::Entity>,
    id: ApplicationId,
) -> Result<(application::Model, campaign::Model), Stop> {
    let application = store::hold(work, right, id).await?.into_row();
    let campaign = campaigns::get(work, application.campaign_id).await?;
    Ok((application, campaign))
}

/// What is answered in a campaign: criteria, not the gates that the jury scores beside them.
pub(super) async fn criteria_of(work: &Work, campaign: &campaign::Model) -> Result<Vec<criterion::Model>, Stop> {
    let scored = campaigns::scored(work, campaign).await?;
    Ok(scored.items.iter().filter(|item| item.gate_of_id.is_none()).cloned().collect())
}

pub(super) fn by_code(criteria: &[criterion::Model], code: &str) -> Option<CriterionId> {
    criteria.iter().find(|criterion| criterion.code == code).map(|criterion| criterion.id)
}

pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().count() > LONGEST_TEXT
}

/// The texts of an answer that are too long: the fields of the input, and what they are.
pub(super) fn texts_too_long(answer: &ApplicationAnswerInput) -> impl Iterator<Item = (&'static str, DraftField)> {
    let texts = [
        ("text", DraftField::Text, &answer.text),
        ("ownTeacher", DraftField::OwnTeacher, &answer.own_teacher),
        ("ownPupils", DraftField::OwnPupils, &answer.own_pupils),
        ("example", DraftField::Example, &answer.example),
    ];
    let is_wrong = |text: &Option<String>| text.as_deref().is_some_and(is_too_long);
    texts.into_iter().filter(move |(.., text)| is_wrong(text)).map(|(name, field, _)| (name, field))
}
