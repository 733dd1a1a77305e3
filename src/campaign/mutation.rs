//! Mutations of campaigns: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::CampaignId;

use super::{
    answers::{ConfigurationPreview, Document},
    commands::{
        self, ApplyConfigurationRefusal, CloneCampaignRefusal, CreateCampaignRefusal, ExportConfigurationRefusal,
        ExtendDeadlinesRefusal, MoveCampaignRefusal, PreviewConfigurationRefusal, SetContactRefusal,
        SetEligibilityRulesRefusal, SetLanguagesRefusal, SetMilestonesRefusal,
    },
    inputs::{
        ApplyConfigurationInput, CloneCampaignInput, CreateCampaignInput, ExportConfigurationInput,
        ExtendDeadlinesInput, MoveCampaignInput, PreviewConfigurationInput, SetContactInput, SetEligibilityRulesInput,
        SetLanguagesInput, SetMilestonesInput,
    },
    state::Step,
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Mutations of campaigns.
#[derive(Default)]
pub struct CampaignMutation;

#[Object]
impl CampaignMutation {
    /// Prepare a campaign. It stays a draft that only staff see until it is opened.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn create_campaign(
        &self,
        ctx: &Context<'_>,
        input: CreateCampaignInput,
    ) -> ApiResult<Payload<CampaignId, CreateCampaignRefusal>> {
        act!(ctx, "createCampaign", input, |work| commands::create(work, input.clone()))
    }

    /// Open a campaign: teachers may register and apply; its rules and its rubric freeze.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn open_campaign(
        &self,
        ctx: &Context<'_>,
        input: MoveCampaignInput,
    ) -> ApiResult<Payload<CampaignId, MoveCampaignRefusal>> {
        act!(ctx, "openCampaign", input, |work| commands::advance(work, input.clone(), Step::Open))
    }

    /// Close a campaign once both deadlines have passed; admissibility can be decided.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn close_campaign(
        &self,
        ctx: &Context<'_>,
        input: MoveCampaignInput,
    ) -> ApiResult<Payload<CampaignId, MoveCampaignRefusal>> {
        act!(ctx, "closeCampaign", input, |work| commands::advance(work, input.clone(), Step::Close))
    }

    /// Let the jury start.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn start_evaluation(
        &self,
        ctx: &Context<'_>,
        input: MoveCampaignInput,
    ) -> ApiResult<Payload<CampaignId, MoveCampaignRefusal>> {
        act!(ctx, "startEvaluation", input, |work| commands::advance(work, input.clone(), Step::StartEvaluation))
    }

    /// End the work of the jury: results can be decided and ranked.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn start_deliberation(
        &self,
        ctx: &Context<'_>,
        input: MoveCampaignInput,
    ) -> ApiResult<Payload<CampaignId, MoveCampaignRefusal>> {
        act!(ctx, "startDeliberation", input, |work| commands::advance(work, input.clone(), Step::StartDeliberation))
    }

    /// Let the jury work again after its work was ended: a conflict found late sent an application back to it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn resume_evaluation(
        &self,
        ctx: &Context<'_>,
        input: MoveCampaignInput,
    ) -> ApiResult<Payload<CampaignId, MoveCampaignRefusal>> {
        act!(ctx, "resumeEvaluation", input, |work| commands::advance(work, input.clone(), Step::ResumeEvaluation))
    }

    /// Give everybody more time. A deadline moves later, never earlier, and never for one applicant.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn extend_deadlines(
        &self,
        ctx: &Context<'_>,
        input: ExtendDeadlinesInput,
    ) -> ApiResult<Payload<CampaignId, ExtendDeadlinesRefusal>> {
        act!(ctx, "extendDeadlines", input, |work| commands::extend_deadlines(work, input.clone()))
    }

    /// Prepare next year's campaign from an older one: settings, timeline, languages, rubric and contact are the same, and
    /// every date moves to the same day of the calendar in the new school year. It is a draft.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn clone_campaign(
        &self,
        ctx: &Context<'_>,
        input: CloneCampaignInput,
    ) -> ApiResult<Payload<CampaignId, CloneCampaignRefusal>> {
        act!(ctx, "cloneCampaign", input, |work| commands::clone(work, input.clone()))
    }

    /// Write the whole timeline of a campaign. The days on which the steps close are always on it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn set_milestones(
        &self,
        ctx: &Context<'_>,
        input: SetMilestonesInput,
    ) -> ApiResult<Payload<CampaignId, SetMilestonesRefusal>> {
        act!(ctx, "setMilestones", input, |work| commands::set_milestones(work, input.clone()))
    }

    /// Set where people with questions are sent; every mail and page uses it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn set_contact(
        &self,
        ctx: &Context<'_>,
        input: SetContactInput,
    ) -> ApiResult<Payload<CampaignId, SetContactRefusal>> {
        act!(ctx, "setContact", input, |work| commands::set_contact(work, input.clone()))
    }

    /// Set in which language each community writes step 2, before the campaign opens.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn set_languages(
        &self,
        ctx: &Context<'_>,
        input: SetLanguagesInput,
    ) -> ApiResult<Payload<CampaignId, SetLanguagesRefusal>> {
        act!(ctx, "setLanguages", input, |work| commands::set_languages(work, input.clone()))
    }

    /// Write out the whole configuration of a campaign as one JSON document. It is computed, and no declared read: it is a
    /// mutation that changes nothing but the audit log.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn export_configuration(
        &self,
        ctx: &Context<'_>,
        input: ExportConfigurationInput,
    ) -> ApiResult<Payload<Document, ExportConfigurationRefusal>> {
        answer!(ctx, "exportConfiguration", answer_once, |work| commands::export_configuration(work, input.clone()))
    }

    /// Look through a configuration: what it would change, and everything that is wrong with it. Nothing changes but the
    /// audit log.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn preview_configuration(
        &self,
        ctx: &Context<'_>,
        input: PreviewConfigurationInput,
    ) -> ApiResult<Payload<ConfigurationPreview, PreviewConfigurationRefusal>> {
        answer!(ctx, "previewConfiguration", answer_once, |work| commands::preview_configuration(work, input.clone()))
    }

    /// Apply exactly what `previewConfiguration` showed. A draft can change in everything; later only timeline, contact and
    /// days that move later.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn apply_configuration(
        &self,
        ctx: &Context<'_>,
        input: ApplyConfigurationInput,
    ) -> ApiResult<Payload<CampaignId, ApplyConfigurationRefusal>> {
        act!(ctx, "applyConfiguration", input, |work| commands::apply_configuration(work, input.clone()))
    }

    /// Set how much the conditions for taking part count, before the campaign opens. `previewEligibilityRules` shows what
    /// would have come of it in an earlier campaign.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn set_eligibility_rules(
        &self,
        ctx: &Context<'_>,
        input: SetEligibilityRulesInput,
    ) -> ApiResult<Payload<CampaignId, SetEligibilityRulesRefusal>> {
        act!(ctx, "setEligibilityRules", input, |work| commands::set_eligibility_rules(work, input.clone()))
    }
}
