//! What was written for one campaign goes on in the next (F13).

use super::objects::{Application, Registration};
use std::collections::BTreeMap;

use entity::{
    application, application_answer, criterion, evidence_link,
    ids::{ApplicationId, CriterionId},
    kinds::{ApplicationStage, ApplicationState, ApplicationStatus, RegistrationStatus},
};

use super::{
    commands::{criteria_of, own},
    draft::{keep_first, remark_on},
    form::begin,
    inputs::CarryOverDraftInput,
    state::{OnApplication, application_after, status_of},
    store,
};
use crate::{
    api::Word,
    campaign as campaigns,
    campaign::rules::has_passed,
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why a draft is not carried over.
    CarryOverDraftRefusal {
        /// Step 2 of its own campaign is still open: hand the application in there.
        StillOpen "STILL_OPEN" on ["applicationId"] = "step 2 of the campaign of this application is still open";
        /// The jury has it, or its texts were carried over before.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["applicationId"] = "the application is {status}: if it was taken back, open the form again, or go on with it in the next campaign";
        /// The texts of the application were erased.
        TextsErased "TEXTS_ERASED" on ["applicationId"] = "the texts of this application were erased";
        /// The registration is for the same campaign.
        SameCampaign "SAME_CAMPAIGN" on ["registrationId"] = "register the project for a later campaign first";
        /// The registration is for another project.
        OtherProject "OTHER_PROJECT" on ["registrationId"] = "this registration is for another project";
        /// The registration (step 1) is not confirmed.
        NotConfirmed { registration_status: Word<RegistrationStatus> } "NOT_CONFIRMED" on ["registrationId"] = "the registration is {registration_status}: step 2 opens once it is confirmed, and the eTwinning team looks at what is in doubt";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["registrationId"] = "step 2 has closed";
        /// The draft has texts already.
        NotEmpty "NOT_EMPTY" on ["registrationId"] = "the draft of this registration is not empty, and it is not overwritten";
    }
}

/// Take the texts of an application into the draft of a later campaign. The old application keeps them too; the consent of
/// the parents is declared anew.
pub async fn carry_over(work: &Work, input: CarryOverDraftInput) -> Answer<ApplicationId, CarryOverDraftRefusal> {
    use CarryOverDraftRefusal as Refusal;
    let registration = store::hold_registration(work, Registration::WRITE, input.registration_id.0).await?;
    let (old, old_campaign) = own(work, Application::KEEP, input.application_id.0).await?;
    let campaign = campaigns::get(work, registration.campaign_id).await?;
    let known = store::find_by_registration_locked(work, registration.id).await?;
    let is_empty = match &known {
        Some(draft) => is_empty(work, draft).await?,
        None => true,
    };
    let is_with_the_jury = old.state == ApplicationState::Complete && old.published_at.is_none();
    let after = application_after(old.state, OnApplication::CarryOver).filter(|_| !is_with_the_jury);
    let status = status_of(old.state, old.stage.filter(|stage| *stage == ApplicationStage::Published));
    let refusals = reasons([
        (!has_passed(old_campaign.submission_deadline, work.now()), Refusal::StillOpen),
        (after.is_none(), Refusal::WrongStatus { status: Word(status) }),
        (old.texts_erased_at.is_some(), Refusal::TextsErased),
        (registration.campaign_id == old.campaign_id, Refusal::SameCampaign),
        (registration.project_id != old.project_id, Refusal::OtherProject),
        (
            registration.state != RegistrationStatus::Confirmed,
            Refusal::NotConfirmed { registration_status: Word(registration.state) },
        ),
        (has_passed(campaign.submission_deadline, work.now()), Refusal::DeadlinePassed),
        (!is_empty, Refusal::NotEmpty),
    ]);
    let Some(after) = after.filter(|_| refusals.is_empty()) else { return Ok(Err(refusals)) };
    let draft = match known {
        Some(draft) => draft,
        None => begin(work, &registration, &campaign).await?,
    };
    let (id, old_id) = (draft.id, old.id);
    let twins = Twins {
        old: criteria_of(work, &old_campaign).await?,
        new: criteria_of(work, &campaign).await?.into_iter().map(|one| (one.code, one.id)).collect(),
    };
    copy(work, old_id, id, &twins).await?;
    let version = draft.version + 1;
    let draft = application::Model {
        summary: old.summary.clone(),
        previous_application_id: Some(old_id),
        subjects_version: version,
        methods_version: version,
        ..draft
    };
    keep_first(work, &draft).await?;
    remark_on(work, &draft, &campaign).await?;
    store::save(work, draft).await?;
    if old.state != after {
        store::save(work, application::Model { state: after, ..old }).await?;
    }
    let facts = serde_json::json!({ "from": old_id.to_string() });
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

async fn is_empty(work: &Work, draft: &application::Model) -> Result<bool, Stop> {
    let is_blank = |answer: &application_answer::Model| {
        [&answer.text, &answer.own_teacher, &answer.own_pupils, &answer.example].into_iter().all(String::is_empty)
    };
    Ok(draft.summary.is_empty()
        && draft.submitted_revision_id.is_none()
        && store::answers_of(work, draft.id).await?.iter().all(is_blank)
        && store::links_of(work, draft.id).await?.is_empty()
        && store::subjects_of(work, draft.id).await?.is_empty()
        && store::methods_of(work, draft.id).await?.is_empty())
}

/// The criteria of two rubrics, paired by their codes.
struct Twins {
    old: Vec<criterion::Model>,
    new: BTreeMap<String, CriterionId>,
}

impl Twins {
    fn of(&self, old: CriterionId) -> Option<CriterionId> {
        let code = &self.old.iter().find(|criterion| criterion.id == old)?.code;
        self.new.get(code).copied()
    }
}

/// Copies what the new rubric asks for too. An address about a criterion that is no more is about the whole.
async fn copy(work: &Work, from: ApplicationId, to: ApplicationId, twins: &Twins) -> Result<(), Stop> {
    let known = store::answers_of(work, to).await?;
    for answer in store::answers_of(work, from).await? {
        let Some(criterion_id) = twins.of(answer.criterion_id) else { continue };
        let blank = known.iter().find(|blank| blank.criterion_id == criterion_id);
        let id = blank.map_or_else(|| work.id(), |blank| blank.id);
        let copy = application_answer::Model { id, application_id: to, criterion_id, updated_at: work.now(), ..answer };
        match blank {
            Some(_) => store::save_answer(work, copy).await?,
            None => store::insert_answer(work, copy).await?,
        }
    }
    for link in store::links_of(work, from).await? {
        let criterion_id = link.criterion_id.and_then(|criterion| twins.of(criterion));
        let copy =
            evidence_link::Model { id: work.id(), application_id: to, criterion_id, created_at: work.now(), ..link };
        store::insert_link(work, copy).await?;
    }
    store::set_subjects(work, to, &store::subjects_of(work, from).await?).await?;
    store::set_methods(work, to, &store::methods_of(work, from).await?).await
}
