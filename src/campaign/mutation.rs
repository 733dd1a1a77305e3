//! Mutations of campaigns: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::CampaignId;

use super::{
    commands::{self, CreateCampaignRefusal, ExtendDeadlinesRefusal, MoveCampaignRefusal, SetEligibilityRulesRefusal},
    inputs::{CreateCampaignInput, ExtendDeadlinesInput, MoveCampaignInput, SetEligibilityRulesInput},
    state::Step,
};
use crate::{
    act,
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
