//! Mutations of registrations and applications.

use entity::ids::{ApplicationId, RegistrationId, RevisionLinkId};

use super::{
    answers::DraftReminders,
    carry::{self, CarryOverDraftRefusal},
    commands::{
        self, AddEvidenceLinkRefusal, DecideAdmissibilityRefusal, DeclareConsentRefusal, RecordEsepSubmissionRefusal,
        RemoveEvidenceLinkRefusal, SubmitApplicationRefusal, WithdrawApplicationRefusal,
    },
    draft::{self, RestoreDraftTextRefusal, SaveApplicationDraftRefusal},
    form::{self, CloseApplicationFormRefusal, OpenApplicationFormRefusal, RenewFormSessionRefusal},
    inputs::{
        AddEvidenceLinkInput, AdmitApplicationsInput, CarryOverDraftInput, CloseApplicationFormInput,
        DecideAdmissibilityInput, DeclareConsentInput, OpenApplicationFormInput, OverrideEligibilityInput,
        RecordEsepSubmissionInput, RecordLinkCheckInput, RemindDraftsInput, RemoveEvidenceLinkInput,
        RenewFormSessionInput, RestoreDraftTextInput, ReviewRegistrationInput, SaveApplicationDraftInput,
        SubmitApplicationInput, SubmitRegistrationInput, WithdrawApplicationInput, WithdrawRegistrationInput,
    },
    period::{self, AdmitApplicationsRefusal, RecordLinkCheckRefusal, RemindDraftsRefusal},
    registration::{
        self, OverrideEligibilityRefusal, ReviewRegistrationRefusal, SubmitRegistrationRefusal,
        WithdrawRegistrationRefusal,
    },
};
use crate::acts;

acts! {
    /// Step 1: register a project that you take part in. It is confirmed at once, with a mail that explains step 2,
    /// unless a condition is in doubt: then staff look at it first.
    submitRegistration(SubmitRegistrationInput) -> RegistrationId | SubmitRegistrationRefusal [Teacher]
        = registration::register;

    /// Confirm or refuse a registration that is in doubt. Staff of the community of its school; Belgica is shared.
    reviewRegistration(ReviewRegistrationInput) -> RegistrationId | ReviewRegistrationRefusal [Staff] = registration::review;

    /// Decide that a condition counts as met, such as a project in its last stage that counts as ended.
    overrideEligibility(OverrideEligibilityInput) -> RegistrationId | OverrideEligibilityRefusal [Staff]
        = registration::override_eligibility;

    /// Take a registration back before step 1 closes, and its application with it. The draft can still be read.
    withdrawRegistration(WithdrawRegistrationInput) -> RegistrationId | WithdrawRegistrationRefusal [Teacher]
        = registration::withdraw;

    /// Step 2: open the form and get the draft to write in. There is one per registration, however often it is asked for; one
    /// that was taken back opens again with all that was written. The form closes when nothing is written for a while
    /// (`formSession.expiresAt`); what was saved stays.
    openApplicationForm(OpenApplicationFormInput) -> ApplicationId | OpenApplicationFormRefusal [Teacher] = form::open;

    /// Keep a form open without writing in it. Every save does that too.
    renewFormSession(RenewFormSessionInput) -> ApplicationId | RenewFormSessionRefusal [Teacher] = form::renew;

    /// Close a form, as before leaving a computer that others use. The draft stays, and the form can be opened again.
    closeApplicationForm(CloseApplicationFormInput) -> ApplicationId | CloseApplicationFormRefusal [Teacher] = form::close;

    /// Save the working draft, the form being open. What was handed in stays as it is until it is handed in again. Texts that
    /// are refused for a version that is behind, a form that has closed, or after the deadline, are kept in `draftHistory` all
    /// the same. A refused save answers with `application` too: the draft as it stands, beside your own texts. What is to be
    /// said of the draft is in its `remarks`; none of it keeps a draft from being saved.
    saveApplicationDraft(SaveApplicationDraftInput) -> ApplicationId | SaveApplicationDraftRefusal [Teacher] keeping("applicationId")
        = draft::save;

    /// Take the texts of an application that was not handed in in time, that was taken back, or that got no label, into the
    /// draft of a later campaign. The old one keeps them too.
    carryOverDraft(CarryOverDraftInput) -> ApplicationId | CarryOverDraftRefusal [Teacher] = carry::carry_over;

    /// Put a text back into the working draft as it was in `draftHistory`. What stands there now goes into the history too.
    restoreDraftText(RestoreDraftTextInput) -> ApplicationId | RestoreDraftTextRefusal [Teacher] = draft::restore;

    /// Add an address to the working draft.
    addEvidenceLink(AddEvidenceLinkInput) -> ApplicationId | AddEvidenceLinkRefusal [Teacher] = commands::add_link;

    /// Take an address out of the working draft.
    removeEvidenceLink(RemoveEvidenceLinkInput) -> ApplicationId | RemoveEvidenceLinkRefusal [Teacher]
        = commands::remove_link;

    /// Declare that the parents gave their consent. Never send consent forms or names of pupils.
    declareConsent(DeclareConsentInput) -> ApplicationId | DeclareConsentRefusal [Teacher] = commands::declare_consent;

    /// Hand in step 2, again if need be. Every reason against it is told at once, and the draft stays as it is.
    submitApplication(SubmitApplicationInput) -> ApplicationId | SubmitApplicationRefusal [Teacher] = commands::submit;

    /// Take an application back before step 2 closes. The draft is kept, and its place among those that are judged
    /// is free again.
    withdrawApplication(WithdrawApplicationInput) -> ApplicationId | WithdrawApplicationRefusal [Teacher]
        = commands::withdraw;

    /// Note when the form on ESEP was sent.
    recordEsepSubmission(RecordEsepSubmissionInput) -> ApplicationId | RecordEsepSubmissionRefusal [Teacher, Staff]
        = commands::record_esep;

    /// Decide, once, whether a complete application goes to the jury.
    decideAdmissibility(DecideAdmissibilityInput) -> ApplicationId | DecideAdmissibilityRefusal [Staff]
        = commands::decide_admissibility;

    /// Send complete applications to the jury, many at once: all of them, or none when one cannot be. What does not go to
    /// the jury is decided one by one, with a reason, by `decideAdmissibility`.
    admitApplications(AdmitApplicationsInput) -> Vec<ApplicationId> | AdmitApplicationsRefusal [Staff] = period::admit;

    /// Note whether an address that was handed in could be opened. The server never opens one.
    recordLinkCheck(RecordLinkCheckInput) -> RevisionLinkId | RecordLinkCheckRefusal [Staff] = period::record_link_check;

    /// Remind teachers by mail of drafts that were left alone, once a day at most, and never when step 2 has closed.
    /// Asking again the same day writes nothing but the audit log.
    remindDrafts(RemindDraftsInput) -> DraftReminders | RemindDraftsRefusal [Staff] once = period::remind;
}
