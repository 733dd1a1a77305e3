//! Mutations of registrations and applications: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ApplicationId, RegistrationId, RevisionLinkId};

use super::{
    answers::DraftReminders,
    carry::{self, CarryOverDraftRefusal},
    commands::{
        self, AddEvidenceLinkRefusal, DecideAdmissibilityRefusal, DeclareConsentRefusal, RecordEsepSubmissionRefusal,
        RemoveEvidenceLinkRefusal, SubmitApplicationRefusal, WithdrawApplicationRefusal,
    },
    compared::Comparison,
    comparison::{self, CompareApplicationsRefusal},
    draft::{self, RestoreDraftTextRefusal, SaveApplicationDraftRefusal},
    export::{self, ExportApplicationRefusal, ExportedFile},
    form::{self, CloseApplicationFormRefusal, OpenApplicationFormRefusal, RenewFormSessionRefusal},
    inputs::{
        AddEvidenceLinkInput, AdmitApplicationsInput, CarryOverDraftInput, CheckEligibilityInput,
        CloseApplicationFormInput, CompareApplicationsInput, DecideAdmissibilityInput, DeclareConsentInput,
        ExportApplicationInput, OpenApplicationFormInput, OverrideEligibilityInput, PreviewEligibilityRulesInput,
        RecordEsepSubmissionInput, RecordLinkCheckInput, RemindDraftsInput, RemoveEvidenceLinkInput,
        RenewFormSessionInput, RestoreDraftTextInput, ReviewRegistrationInput, SaveApplicationDraftInput,
        SubmitApplicationInput, SubmitRegistrationInput, WithdrawApplicationInput, WithdrawRegistrationInput,
    },
    period::{self, AdmitApplicationsRefusal, RecordLinkCheckRefusal, RemindDraftsRefusal},
    registration::{
        self, OverrideEligibilityRefusal, ReviewRegistrationRefusal, SubmitRegistrationRefusal,
        WithdrawRegistrationRefusal,
    },
    screening::{
        self, CheckEligibilityRefusal, EligibilityCheck, EligibilityDifference, PreviewEligibilityRulesRefusal,
    },
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff, Teacher},
};

/// Mutations of registrations and applications.
#[derive(Default)]
pub struct ApplicationMutation;

#[Object]
impl ApplicationMutation {
    /// Step 1: register a project that you take part in. It is confirmed at once, with a mail that explains step 2,
    /// unless a condition is in doubt: then staff look at it first.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn submit_registration(
        &self,
        ctx: &Context<'_>,
        input: SubmitRegistrationInput,
    ) -> ApiResult<Payload<RegistrationId, SubmitRegistrationRefusal>> {
        act!(ctx, "submitRegistration", input, |work| registration::register(work, input.clone()))
    }

    /// See what would come of a registration before it is sent. Nothing is written but the audit log.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn check_eligibility(
        &self,
        ctx: &Context<'_>,
        input: CheckEligibilityInput,
    ) -> ApiResult<Payload<EligibilityCheck, CheckEligibilityRefusal>> {
        answer!(ctx, "checkEligibility", answer_once, |work| screening::check(work, input.clone()))
    }

    /// Try other conditions for taking part on the registrations of a campaign, such as last year's, and see what would have
    /// come of them. Staff see the registrations that they review. Nothing is written but the audit log.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn preview_eligibility_rules(
        &self,
        ctx: &Context<'_>,
        input: PreviewEligibilityRulesInput,
    ) -> ApiResult<Payload<EligibilityDifference, PreviewEligibilityRulesRefusal>> {
        answer!(ctx, "previewEligibilityRules", answer_once, |work| screening::preview(work, input.clone()))
    }

    /// Confirm or refuse a registration that is in doubt. Staff of the community of its school; Belgica is shared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn review_registration(
        &self,
        ctx: &Context<'_>,
        input: ReviewRegistrationInput,
    ) -> ApiResult<Payload<RegistrationId, ReviewRegistrationRefusal>> {
        act!(ctx, "reviewRegistration", input, |work| registration::review(work, input.clone()))
    }

    /// Decide that a condition counts as met, such as a project in its last stage that counts as ended.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn override_eligibility(
        &self,
        ctx: &Context<'_>,
        input: OverrideEligibilityInput,
    ) -> ApiResult<Payload<RegistrationId, OverrideEligibilityRefusal>> {
        act!(ctx, "overrideEligibility", input, |work| registration::override_eligibility(work, input.clone()))
    }

    /// Take a registration back before step 1 closes, and its application with it. The draft can still be read.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn withdraw_registration(
        &self,
        ctx: &Context<'_>,
        input: WithdrawRegistrationInput,
    ) -> ApiResult<Payload<RegistrationId, WithdrawRegistrationRefusal>> {
        act!(ctx, "withdrawRegistration", input, |work| registration::withdraw(work, input.clone()))
    }

    /// Step 2: open the form and get the draft to write in. There is one per registration, however often it is asked for; one
    /// that was taken back opens again with all that was written. The form closes when nothing is written for a while
    /// (`formSession.expiresAt`); what was saved stays.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn open_application_form(
        &self,
        ctx: &Context<'_>,
        input: OpenApplicationFormInput,
    ) -> ApiResult<Payload<ApplicationId, OpenApplicationFormRefusal>> {
        act!(ctx, "openApplicationForm", input, |work| form::open(work, input.clone()))
    }

    /// Keep a form open without writing in it. Every save does that too.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn renew_form_session(
        &self,
        ctx: &Context<'_>,
        input: RenewFormSessionInput,
    ) -> ApiResult<Payload<ApplicationId, RenewFormSessionRefusal>> {
        act!(ctx, "renewFormSession", input, |work| form::renew(work, input.clone()))
    }

    /// Close a form, as before leaving a computer that others use. The draft stays, and the form can be opened again.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn close_application_form(
        &self,
        ctx: &Context<'_>,
        input: CloseApplicationFormInput,
    ) -> ApiResult<Payload<ApplicationId, CloseApplicationFormRefusal>> {
        act!(ctx, "closeApplicationForm", input, |work| form::close(work, input.clone()))
    }

    /// Save the working draft, the form being open. What was handed in stays as it is until it is handed in again. Texts that
    /// are refused for a version that is behind, a form that has closed, or after the deadline, are kept in `draftHistory` all
    /// the same. A refused save answers with `application` too: the draft as it stands, beside your own texts. What is to be
    /// said of the draft is in its `remarks`; none of it keeps a draft from being saved.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn save_application_draft(
        &self,
        ctx: &Context<'_>,
        input: SaveApplicationDraftInput,
    ) -> ApiResult<Payload<ApplicationId, SaveApplicationDraftRefusal>> {
        let id = input.application_id.0;
        let payload: ApiResult<_> =
            async { act!(ctx, "saveApplicationDraft", input, keeping | work | draft::save(work, input.clone())) }.await;
        Ok(payload?.beside(id))
    }

    /// Take the texts of an application that was not handed in in time, that was taken back, or that got no label, into the
    /// draft of a later campaign. The old one keeps them too.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn carry_over_draft(
        &self,
        ctx: &Context<'_>,
        input: CarryOverDraftInput,
    ) -> ApiResult<Payload<ApplicationId, CarryOverDraftRefusal>> {
        act!(ctx, "carryOverDraft", input, |work| carry::carry_over(work, input.clone()))
    }

    /// Get an application as a file: to paste into the form on ESEP, or to keep. Always possible, also after the deadline.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn export_application(
        &self,
        ctx: &Context<'_>,
        input: ExportApplicationInput,
    ) -> ApiResult<Payload<ExportedFile, ExportApplicationRefusal>> {
        answer!(ctx, "exportApplication", answer_once, |work| export::export(work, input.clone()))
    }

    /// Put a text back into the working draft as it was in `draftHistory`. What stands there now goes into the history too.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn restore_draft_text(
        &self,
        ctx: &Context<'_>,
        input: RestoreDraftTextInput,
    ) -> ApiResult<Payload<ApplicationId, RestoreDraftTextRefusal>> {
        act!(ctx, "restoreDraftText", input, |work| draft::restore(work, input.clone()))
    }

    /// Add an address to the working draft.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn add_evidence_link(
        &self,
        ctx: &Context<'_>,
        input: AddEvidenceLinkInput,
    ) -> ApiResult<Payload<ApplicationId, AddEvidenceLinkRefusal>> {
        act!(ctx, "addEvidenceLink", input, |work| commands::add_link(work, input.clone()))
    }

    /// Take an address out of the working draft.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn remove_evidence_link(
        &self,
        ctx: &Context<'_>,
        input: RemoveEvidenceLinkInput,
    ) -> ApiResult<Payload<ApplicationId, RemoveEvidenceLinkRefusal>> {
        act!(ctx, "removeEvidenceLink", input, |work| commands::remove_link(work, input.clone()))
    }

    /// Declare that the parents gave their consent. Never send consent forms or names of pupils.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn declare_consent(
        &self,
        ctx: &Context<'_>,
        input: DeclareConsentInput,
    ) -> ApiResult<Payload<ApplicationId, DeclareConsentRefusal>> {
        act!(ctx, "declareConsent", input, |work| commands::declare_consent(work, input.clone()))
    }

    /// Hand in step 2, again if need be. Every reason against it is told at once, and the draft stays as it is.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn submit_application(
        &self,
        ctx: &Context<'_>,
        input: SubmitApplicationInput,
    ) -> ApiResult<Payload<ApplicationId, SubmitApplicationRefusal>> {
        act!(ctx, "submitApplication", input, |work| commands::submit(work, input.clone()))
    }

    /// Take an application back before step 2 closes. The draft is kept, and its place among those that are judged
    /// is free again.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn withdraw_application(
        &self,
        ctx: &Context<'_>,
        input: WithdrawApplicationInput,
    ) -> ApiResult<Payload<ApplicationId, WithdrawApplicationRefusal>> {
        act!(ctx, "withdrawApplication", input, |work| commands::withdraw(work, input.clone()))
    }

    /// Note when the form on ESEP was sent.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn record_esep_submission(
        &self,
        ctx: &Context<'_>,
        input: RecordEsepSubmissionInput,
    ) -> ApiResult<Payload<ApplicationId, RecordEsepSubmissionRefusal>> {
        act!(ctx, "recordEsepSubmission", input, |work| commands::record_esep(work, input.clone()))
    }

    /// Decide, once, whether a complete application goes to the jury.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn decide_admissibility(
        &self,
        ctx: &Context<'_>,
        input: DecideAdmissibilityInput,
    ) -> ApiResult<Payload<ApplicationId, DecideAdmissibilityRefusal>> {
        act!(ctx, "decideAdmissibility", input, |work| commands::decide_admissibility(work, input.clone()))
    }

    /// Send complete applications to the jury, many at once: all of them, or none when one cannot be. What does not go to
    /// the jury is decided one by one, with a reason, by `decideAdmissibility`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn admit_applications(
        &self,
        ctx: &Context<'_>,
        input: AdmitApplicationsInput,
    ) -> ApiResult<Payload<Vec<ApplicationId>, AdmitApplicationsRefusal>> {
        act!(ctx, "admitApplications", input, |work| period::admit(work, input.clone()))
    }

    /// Note whether an address that was handed in could be opened. The server never opens one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn record_link_check(
        &self,
        ctx: &Context<'_>,
        input: RecordLinkCheckInput,
    ) -> ApiResult<Payload<RevisionLinkId, RecordLinkCheckRefusal>> {
        act!(ctx, "recordLinkCheck", input, |work| period::record_link_check(work, input.clone()))
    }

    /// Remind teachers by mail of drafts that were left alone, once a day at most, and never when step 2 has closed.
    /// Asking again the same day writes nothing but the audit log.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn remind_drafts(
        &self,
        ctx: &Context<'_>,
        input: RemindDraftsInput,
    ) -> ApiResult<Payload<DraftReminders, RemindDraftsRefusal>> {
        answer!(ctx, "remindDrafts", answer_once, |work| period::remind(work, input.clone()))
    }

    /// Compare the texts of the applications for one project, two by two, of those that you review: how much is the same,
    /// and where. It is a signal and decides nothing; nothing changes, and nobody else learns of it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn compare_applications(
        &self,
        ctx: &Context<'_>,
        input: CompareApplicationsInput,
    ) -> ApiResult<Payload<Comparison, CompareApplicationsRefusal>> {
        answer!(ctx, "compareApplications", answer_unwritten, |work| comparison::compare(work, input.clone()))
    }
}
