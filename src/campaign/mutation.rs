//! Mutations of campaigns.

use super::objects::Campaign;
use entity::ids::CampaignId;

use super::{
    commands::{
        self, ApplyConfigurationRefusal, CloneCampaignRefusal, CreateCampaignRefusal, ExtendDeadlinesRefusal,
        MoveCampaignRefusal, SetContactRefusal, SetEligibilityRulesRefusal, SetLanguagesRefusal, SetMilestonesRefusal,
    },
    inputs::{
        ApplyConfigurationInput, CloneCampaignInput, CreateCampaignInput, ExtendDeadlinesInput, MoveCampaignInput,
        SetContactInput, SetEligibilityRulesInput, SetLanguagesInput, SetMilestonesInput,
    },
    state::Step,
};
use crate::acts;

acts! {
    /// Create a campaign. It is a draft that only staff see until it is opened.
    createCampaign(CreateCampaignInput) -> CampaignId | CreateCampaignRefusal [Staff, Admin] = commands::create;

    /// Open a campaign: teachers can register and apply. Its rules and its rubric cannot change any more.
    openCampaign(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin; Campaign::RUN(campaignId)]
        = |work, input| commands::advance(work, input, Step::Open);

    /// Close a campaign after both deadlines have passed. Staff can then decide which applications go to the jury.
    closeCampaign(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin; Campaign::RUN(campaignId)]
        = |work, input| commands::advance(work, input, Step::Close);

    /// Let the jury start.
    startEvaluation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin; Campaign::RUN(campaignId)]
        = |work, input| commands::advance(work, input, Step::StartEvaluation);

    /// End the work of the jury. Staff can then decide and rank the results.
    startDeliberation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin; Campaign::RUN(campaignId)]
        = |work, input| commands::advance(work, input, Step::StartDeliberation);

    /// Let the jury work again after its work had ended, because a conflict of interest was found and an application
    /// needs another evaluation.
    resumeEvaluation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin; Campaign::RUN(campaignId)]
        = |work, input| commands::advance(work, input, Step::ResumeEvaluation);

    /// Move the deadlines later, for all applicants. A deadline can never move earlier.
    extendDeadlines(ExtendDeadlinesInput) -> CampaignId | ExtendDeadlinesRefusal
        [Staff, Admin; Campaign::RUN(campaignId)] = commands::extend_deadlines;

    /// Create the campaign of a later school year from an older one. Settings, timeline, languages, rubric and contact
    /// are copied, and every date moves to the same day in the new school year. The new campaign is a draft.
    cloneCampaign(CloneCampaignInput) -> CampaignId | CloneCampaignRefusal [Staff, Admin] = commands::clone;

    /// Replace the whole timeline of a campaign. The days on which the steps close are always on it.
    setMilestones(SetMilestonesInput) -> CampaignId | SetMilestonesRefusal
        [Staff, Admin; Campaign::RUN(campaignId)] = commands::set_milestones;

    /// Set the contact for questions. Mails and web pages show it.
    setContact(SetContactInput) -> CampaignId | SetContactRefusal
        [Staff, Admin; Campaign::RUN(campaignId)] = commands::set_contact;

    /// Set the language in which each community writes step 2, before the campaign opens.
    setLanguages(SetLanguagesInput) -> CampaignId | SetLanguagesRefusal
        [Staff, Admin; Campaign::RUN(campaignId)] = commands::set_languages;

    /// Apply exactly what `configurationPreview` showed. Everything in a draft can change. Once the campaign is open,
    /// only the timeline, the contact, and days that move later can change.
    applyConfiguration(ApplyConfigurationInput) -> CampaignId | ApplyConfigurationRefusal
        [Staff, Admin; Campaign::RUN(campaignId)]
        = commands::apply_configuration;

    /// Set the consequences of the conditions for taking part, before the campaign opens. `eligibilityRulesPreview`
    /// shows what they would have been in an earlier campaign.
    setEligibilityRules(SetEligibilityRulesInput) -> CampaignId | SetEligibilityRulesRefusal
        [Staff, Admin; Campaign::RUN(campaignId)]
        = commands::set_eligibility_rules;
}
