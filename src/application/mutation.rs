//! Mutations of registrations and applications.

use entity::ids::{ApplicationId, EvidenceLinkId, RegistrationId, RevisionLinkId};

use super::objects::{Application, Registration};
use super::{
    answers::DraftReminders,
    carry::{self, CarryOverDraftRefusal},
    commands::{
        self, AddEvidenceLinkRefusal, DecideAdmissibilityRefusal, DeclareConsentRefusal, RecordEsepSubmissionRefusal,
        RemoveEvidenceLinkRefusal, SubmitApplicationRefusal, UpdateEvidenceLinkRefusal, WithdrawApplicationRefusal,
        WithdrawConsentRefusal,
    },
    draft::{self, RestoreDraftTextRefusal, SaveApplicationDraftRefusal},
    form::{self, CloseApplicationFormRefusal, OpenApplicationFormRefusal, RenewFormSessionRefusal},
    inputs::{
        AddEvidenceLinkInput, AdmitApplicationsInput, CarryOverDraftInput, CloseApplicationFormInput,
        DecideAdmissibilityInput, DeclareConsentInput, OpenApplicationFormInput, OverrideEligibilityInput,
        RecordEsepSubmissionInput, RecordLinkCheckInput, RemindDraftsInput, RemoveEvidenceLinkInput,
        RenewFormSessionInput, RestoreDraftTextInput, ReviewRegistrationInput, SaveApplicationDraftInput,
        SubmitApplicationInput, SubmitRegistrationInput, UpdateEvidenceLinkInput, WithdrawApplicationInput,
        WithdrawConsentInput, WithdrawRegistrationInput,
    },
    period::{self, AdmitApplicationsRefusal, RecordLinkCheckRefusal, RemindDraftsRefusal},
    registration::{
        self, OverrideEligibilityRefusal, ReviewRegistrationRefusal, SubmitRegistrationRefusal,
        WithdrawRegistrationRefusal,
    },
};
use crate::{acts, api::Part};

acts! {
    /// Step 1: register a project that you take part in. It is confirmed at once, and a mail explains step 2. If a
    /// condition is in doubt, staff look at the registration first.
    submitRegistration(SubmitRegistrationInput) -> RegistrationId | SubmitRegistrationRefusal [Teacher]
        = registration::register;

    /// Confirm or refuse a registration in doubt. For staff of the community of the school; for Belgica, staff of every
    /// community.
    reviewRegistration(ReviewRegistrationInput) -> RegistrationId | ReviewRegistrationRefusal
        [Staff; Registration::REVIEW(registrationId)] = registration::review;

    /// Decide that a condition for taking part counts as met. Example: a project in its last days counts as ended.
    overrideEligibility(OverrideEligibilityInput) -> RegistrationId | OverrideEligibilityRefusal
        [Staff; Registration::REVIEW(registrationId)]
        = registration::override_eligibility;

    /// Take back your registration before step 1 closes. Its application is taken back too. You can still read the
    /// draft.
    withdrawRegistration(WithdrawRegistrationInput) -> RegistrationId | WithdrawRegistrationRefusal
        [Teacher; Registration::WRITE(registrationId)]
        = registration::withdraw;

    /// Step 2: open the form and get the draft to write in. Each registration has one draft, however often you call
    /// this. An application that was taken back opens again with all its texts. The form closes when nothing is saved
    /// for a while (`formSession.expiresAt`); saved texts are kept.
    openApplicationForm(OpenApplicationFormInput) -> ApplicationId | OpenApplicationFormRefusal
        [Teacher; Registration::WRITE(registrationId)] = form::open;

    /// Keep the form open without saving a text. Every save does this too.
    renewFormSession(RenewFormSessionInput) -> ApplicationId | RenewFormSessionRefusal
        [Teacher; Application::WRITE(applicationId)] = form::renew;

    /// Close the form, for example before you leave a shared computer. The draft is kept, and you can open the form
    /// again.
    closeApplicationForm(CloseApplicationFormInput) -> ApplicationId | CloseApplicationFormRefusal
        [Teacher; Application::KEEP(applicationId)] = form::close;

    /// Save the working draft while the form is open. The version that was handed in stays as it is until you hand in
    /// again. Two windows can save at the same time: a save is refused with `VERSION_CONFLICT` only if another window has
    /// changed the same text since `expectedVersion`. When texts are refused (so, or because the form is closed or the
    /// deadline has passed), they are kept in `draftHistory`, and `application` is the draft as it is stored, to compare
    /// with your own texts. If `version` is more than one higher than the one you sent, another window has saved other
    /// texts: show those of the answer. `remarks` says what is missing in the draft; a remark never prevents a save.
    saveApplicationDraft(SaveApplicationDraftInput) -> ApplicationId | SaveApplicationDraftRefusal
        [Teacher; Application::WRITE(applicationId)] keeping
        = draft::save;

    /// Copy the texts of an earlier application into the draft of a later campaign: one that was not handed in in time,
    /// was taken back, or got no label. The earlier application keeps its texts.
    carryOverDraft(CarryOverDraftInput) -> ApplicationId | CarryOverDraftRefusal
        [Teacher; Registration::WRITE(registrationId), Application::KEEP(applicationId)] = carry::carry_over;

    /// Put an earlier text from `draftHistory` back into the working draft. The present text goes into the history.
    restoreDraftText(RestoreDraftTextInput) -> ApplicationId | RestoreDraftTextRefusal
        [Teacher; Application::WRITE()] = draft::restore;

    /// Add a web address with evidence to the working draft.
    addEvidenceLink(AddEvidenceLinkInput) -> EvidenceLinkId | AddEvidenceLinkRefusal
        [Teacher; Application::WRITE(applicationId)] = commands::add_link;

    /// Change an address of the working draft.
    updateEvidenceLink(UpdateEvidenceLinkInput) -> EvidenceLinkId | UpdateEvidenceLinkRefusal
        [Teacher; Application::WRITE()] = commands::update_link;

    /// Remove an address from the working draft.
    removeEvidenceLink(RemoveEvidenceLinkInput) -> ApplicationId | RemoveEvidenceLinkRefusal
        [Teacher; Application::WRITE()]
        removing(evidenceLinkId) = commands::remove_link;

    /// Declare that the parents gave their consent. Never send consent forms or names of pupils.
    declareConsent(DeclareConsentInput) -> ApplicationId | DeclareConsentRefusal
        [Teacher; Application::WRITE(applicationId)] = commands::declare_consent;

    /// Take the declaration of consent back. This is possible at any time. What was handed in stays; jury and staff see
    /// that there is no consent any more (`hasDeclaredConsent`), and nothing can be handed in again without it.
    withdrawConsent(WithdrawConsentInput) -> ApplicationId | WithdrawConsentRefusal
        [Teacher; Application::KEEP(applicationId)] = commands::withdraw_consent;

    /// Hand in step 2, or hand it in again. If it is refused, all reasons are given at once, and the draft stays as it
    /// is.
    submitApplication(SubmitApplicationInput) -> ApplicationId | SubmitApplicationRefusal
        [Teacher; Application::WRITE(applicationId)] = commands::submit;

    /// Take back an application before step 2 closes. The draft is kept. It no longer counts among the applications
    /// that are judged of you.
    withdrawApplication(WithdrawApplicationInput) -> ApplicationId | WithdrawApplicationRefusal
        [Teacher; Application::WRITE(applicationId)]
        = commands::withdraw;

    /// Note when the teacher sent the form on ESEP.
    recordEsepSubmission(RecordEsepSubmissionInput) -> ApplicationId | RecordEsepSubmissionRefusal
        [Teacher, Staff; Application::RECORD_ESEP(applicationId)]
        = commands::record_esep;

    /// Decide whether a complete application goes to the jury. This can be done once.
    decideAdmissibility(DecideAdmissibilityInput) -> ApplicationId | DecideAdmissibilityRefusal
        [Staff; Application::REVIEW(applicationId)]
        = commands::decide_admissibility;

    /// Send many complete applications to the jury. To refuse an application, use `decideAdmissibility`.
    admitApplications(AdmitApplicationsInput) -> Part<Vec<ApplicationId>> | AdmitApplicationsRefusal
        [Staff; Application::REVIEW(applicationIds)] = period::admit;

    /// Note whether staff could open an address with evidence. The server itself never opens one.
    recordLinkCheck(RecordLinkCheckInput) -> RevisionLinkId | RecordLinkCheckRefusal
        [Staff; Application::CHECK_LINKS()] = period::record_link_check;

    /// Remind teachers by mail of drafts that they have not changed for some time: at most once a day, and only before
    /// step 2 closes. If you repeat it on the same day, nobody gets another mail.
    remindDrafts(RemindDraftsInput) -> Part<DraftReminders> | RemindDraftsRefusal
        [Staff; Application::REMIND(applicationIds)] once = period::remind;
}
