//! Mutations of registrations and applications: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ApplicationId, RegistrationId};

use super::{
    commands::{
        self, AddEvidenceLinkRefusal, DecideAdmissibilityRefusal, DeclareConsentRefusal, OpenApplicationFormRefusal,
        RecordEsepSubmissionRefusal, RemoveEvidenceLinkRefusal, SubmitApplicationRefusal, WithdrawApplicationRefusal,
    },
    draft::{self, RestoreDraftTextRefusal, SaveApplicationDraftRefusal},
    inputs::{
        AddEvidenceLinkInput, DecideAdmissibilityInput, DeclareConsentInput, OpenApplicationFormInput,
        OverrideEligibilityInput, RecordEsepSubmissionInput, RemoveEvidenceLinkInput, RestoreDraftTextInput,
        ReviewRegistrationInput, SaveApplicationDraftInput, SubmitApplicationInput, SubmitRegistrationInput,
        WithdrawApplicationInput, WithdrawRegistrationInput,
    },
    registration::{
        self, OverrideEligibilityRefusal, ReviewRegistrationRefusal, SubmitRegistrationRefusal,
        WithdrawRegistrationRefusal,
    },
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Staff, Teacher},
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

    /// Step 2: get the draft to write in. There is one per registration, however often it is asked for; one that
    /// was taken back opens again with all that was written.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn open_application_form(
        &self,
        ctx: &Context<'_>,
        input: OpenApplicationFormInput,
    ) -> ApiResult<Payload<ApplicationId, OpenApplicationFormRefusal>> {
        act!(ctx, "openApplicationForm", input, |work| commands::open_form(work, input.clone()))
    }

    /// Save the working draft. What was handed in stays as it is until it is handed in again. Texts that are refused for a
    /// version that is behind, or after the deadline, are kept in `draftHistory` all the same.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn save_application_draft(
        &self,
        ctx: &Context<'_>,
        input: SaveApplicationDraftInput,
    ) -> ApiResult<Payload<ApplicationId, SaveApplicationDraftRefusal>> {
        act!(ctx, "saveApplicationDraft", input, keeping | work | draft::save(work, input.clone()))
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
}
