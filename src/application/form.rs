//! The form of step 2: it opens, stays open while it is written in, and closes. What was saved stays whatever happens to
//! the form (R66, INV-03).

use super::objects::{Application, Registration};
use entity::{
    application, campaign, form_session,
    ids::ApplicationId,
    kinds::{ApplicationState, ApplicationStatus, FormSessionStatus, RegistrationStatus},
    registration,
};

use super::{
    commands::own,
    draft::remark_on,
    inputs::{CloseApplicationFormInput, OpenApplicationFormInput, RenewFormSessionInput},
    rules::{Lease, form_state, lease},
    state::{OnApplication, application_after, status_of},
    store,
};
use crate::{
    api::Word,
    campaign as campaigns,
    campaign::rules::has_passed,
    refusals,
    stop::{Answer, Stop},
    work::Work,
};

refusals! {
    /// Why the form of step 2 does not open.
    OpenApplicationFormRefusal {
        /// The registration (step 1) is not confirmed.
        NotConfirmed { registration_status: Word<RegistrationStatus> } "NOT_CONFIRMED" on ["registrationId"] = "the registration is {registration_status}: step 2 opens once it is confirmed, and the eTwinning team looks at what is in doubt";
        /// The deadline of step 2 has passed.
        DeadlinePassed "DEADLINE_PASSED" on ["registrationId"] = "step 2 has closed; you can still read what you saved, and go on with it in the next campaign";
        /// The application lapsed, or its texts were carried over to another campaign.
        WrongStatus { status: Word<ApplicationStatus> } "WRONG_STATUS" on ["registrationId"] = "the application is {status}";
    }
}

/// Open the form of step 2: the draft that is there, or a new one (R66, R72, INV-06).
pub async fn open(work: &Work, input: OpenApplicationFormInput) -> Answer<ApplicationId, OpenApplicationFormRefusal> {
    use OpenApplicationFormRefusal as Refusal;
    let registration = store::hold_registration(work, Registration::WRITE, input.registration_id.0).await?;
    let campaign = campaigns::get(work, registration.campaign_id).await?;
    let known = store::find_by_registration_locked(work, registration.id).await?;
    let state = match &known {
        Some(application) => application_after(application.state, OnApplication::Open),
        None => Some(ApplicationState::Draft),
    };
    let mut refusals = Vec::new();
    if registration.state != RegistrationStatus::Confirmed {
        refusals.push(Refusal::NotConfirmed { registration_status: Word(registration.state) });
    }
    if has_passed(campaign.submission_deadline, work.now()) {
        refusals.push(Refusal::DeadlinePassed);
    }
    let Some(state) = state else {
        refusals
            .extend(known.map(|application| Refusal::WrongStatus { status: Word(status_of(application.state, None)) }));
        return Ok(Err(refusals));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let application = match known {
        Some(application) if application.state == state => application,
        Some(application) => reopen(work, application, state).await?,
        None => begin(work, &registration, &campaign).await?,
    };
    let id = application.id;
    let session = match store::find_form(work, id).await? {
        Some(open) if form_state(open.closed_at, open.expires_at, work.now()) == FormSessionStatus::Active => open,
        Some(over) => form_session::Model { opened_at: work.now(), closed_at: None, ..over },
        None => form_session::Model {
            id: work.id(),
            application_id: id,
            opened_at: work.now(),
            expires_at: work.now(),
            warns_at: work.now(),
            warns_again_at: work.now(),
            closed_at: None,
            last_saved_version: application.version,
        },
    };
    store::put_form(work, leased(work, &session, &campaign)).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

/// What keeps a draft from being written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// It is not a draft any more.
    WrongStatus(ApplicationStatus),
    /// Step 2 has closed.
    DeadlinePassed,
    /// The form is not open; the version that is kept.
    FormClosed(i32),
}

/// What an act on a draft is refused with when something keeps it from being written in. The refusals of all these acts
/// have the same three words for it.
macro_rules! barred {
    ($($refusal:ident),+) => {$(
        impl From<$crate::application::form::Bar> for $refusal {
            fn from(bar: $crate::application::form::Bar) -> Self {
                use $crate::application::form::Bar;
                match bar {
                    Bar::WrongStatus(status) => Self::WrongStatus { status: $crate::api::Word(status) },
                    Bar::DeadlinePassed => Self::DeadlinePassed,
                    Bar::FormClosed(current) => Self::FormSessionExpired { current_version: current },
                }
            }
        }
    )+};
}
pub(super) use barred;

/// The form in which a draft is written, if it can be, and else everything that stands in the way. That the form is closed is
/// told where it can be opened again.
pub(super) async fn writable(
    work: &Work,
    application: &application::Model,
    campaign: &campaign::Model,
) -> Result<Result<form_session::Model, Vec<Bar>>, Stop> {
    let mut bars = Vec::new();
    if application_after(application.state, OnApplication::Edit).is_none() {
        bars.push(Bar::WrongStatus(status_of(application.state, None)));
    }
    if has_passed(campaign.submission_deadline, work.now()) {
        bars.push(Bar::DeadlinePassed);
    }
    let form = open_one(work, application).await?;
    Ok(match form {
        Some(form) if bars.is_empty() => Ok(form),
        None if bars.is_empty() => Err(vec![Bar::FormClosed(application.version)]),
        Some(_) | None => Err(bars),
    })
}

/// Writes a draft in which something changed, and keeps its form open (R66): whatever is done in it is activity.
pub(super) async fn save_in(
    work: &Work,
    form: &form_session::Model,
    application: application::Model,
    campaign: &campaign::Model,
) -> Result<(), Stop> {
    let last_saved_version = application.version + 1;
    store::save(work, application).await?;
    store::put_form(work, form_session::Model { last_saved_version, ..leased(work, form, campaign) }).await
}

/// The same form, open for the whole time again.
pub(super) fn leased(work: &Work, session: &form_session::Model, campaign: &campaign::Model) -> form_session::Model {
    let Lease { expires_at, warns_at, warns_again_at } = lease(work.now(), campaign.form_minutes);
    form_session::Model { expires_at, warns_at, warns_again_at, ..*session }
}

/// An application that was taken back is a draft again. What was handed in is kept among its revisions, but does
/// not count any more; its place among those that are judged may be somebody's else (INV-09).
async fn reopen(
    work: &Work,
    application: application::Model,
    state: ApplicationState,
) -> Result<application::Model, Stop> {
    let reopened = application::Model {
        state,
        submitted_at: None,
        submitted_revision_id: None,
        sequence_in_school_year: None,
        ..application
    };
    store::save(work, reopened.clone()).await?;
    Ok(application::Model { version: reopened.version + 1, ..reopened })
}

/// An empty draft.
pub(super) async fn begin(
    work: &Work,
    registration: &registration::Model,
    campaign: &campaign::Model,
) -> Result<application::Model, Stop> {
    let draft = application::Model {
        id: work.id(),
        registration_id: registration.id,
        campaign_id: registration.campaign_id,
        project_id: registration.project_id,
        teacher_id: registration.teacher_id,
        track: registration.track,
        school_id: registration.school_id,
        community: registration.community,
        state: ApplicationState::Draft,
        stage: None,
        summary: String::new(),
        consent_declared_at: None,
        submitted_at: None,
        published_at: None,
        esep_submitted_at: None,
        sequence_in_school_year: None,
        texts_erased_at: None,
        previous_application_id: None,
        handed_in_version: None,
        subjects_version: 0,
        methods_version: 0,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
        submitted_revision_id: None,
    };
    store::insert(work, draft.clone()).await?;
    remark_on(work, &draft, campaign).await?;
    Ok(draft)
}

refusals! {
    /// Why a form does not stay open.
    RenewFormSessionRefusal {
        /// The form is not open.
        FormSessionExpired { current_version: i32 } "FORM_SESSION_EXPIRED" on ["applicationId"] = "the form is closed; version {current_version} of the draft is kept: open the form again to go on";
    }
}

/// Keep a form open without writing (R66).
pub async fn renew(work: &Work, input: RenewFormSessionInput) -> Answer<ApplicationId, RenewFormSessionRefusal> {
    let (application, campaign) = own(work, Application::WRITE, input.application_id.0).await?;
    let Some(session) = open_one(work, &application).await? else {
        let current = application.version;
        return Ok(Err(vec![RenewFormSessionRefusal::FormSessionExpired { current_version: current }]));
    };
    store::put_form(work, leased(work, &session, &campaign)).await?;
    work.audit(application.id).await?;
    Ok(Ok(application.id))
}

refusals! {
    /// Why a form is not closed.
    CloseApplicationFormRefusal {
        /// It is not open.
        NotOpen "NOT_OPEN" on ["applicationId"] = "the form is not open";
    }
}

/// Close a form, as before leaving a computer that others use.
pub async fn close(
    work: &Work,
    input: CloseApplicationFormInput,
) -> Answer<ApplicationId, CloseApplicationFormRefusal> {
    let (application, _) = own(work, Application::KEEP, input.application_id.0).await?;
    let Some(form) = open_one(work, &application).await? else {
        return Ok(Err(vec![CloseApplicationFormRefusal::NotOpen]));
    };
    store::put_form(work, form_session::Model { closed_at: Some(work.now()), ..form }).await?;
    work.audit(application.id).await?;
    Ok(Ok(application.id))
}

/// The form of an application, if it is open now.
pub(super) async fn open_one(
    work: &Work,
    application: &application::Model,
) -> Result<Option<form_session::Model>, Stop> {
    let form = store::find_form(work, application.id).await?;
    Ok(form.filter(|form| form_state(form.closed_at, form.expires_at, work.now()) == FormSessionStatus::Active))
}
