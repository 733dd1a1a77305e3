//! Mutations of campaigns.

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
    /// Prepare a campaign. It stays a draft that only staff see until it is opened.
    createCampaign(CreateCampaignInput) -> CampaignId | CreateCampaignRefusal [Staff, Admin] = commands::create;

    /// Open a campaign: teachers may register and apply; its rules and its rubric freeze.
    openCampaign(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin]
        = |work, input| commands::advance(work, input, Step::Open);

    /// Close a campaign once both deadlines have passed; admissibility can be decided.
    closeCampaign(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin]
        = |work, input| commands::advance(work, input, Step::Close);

    /// Let the jury start.
    startEvaluation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin]
        = |work, input| commands::advance(work, input, Step::StartEvaluation);

    /// End the work of the jury: results can be decided and ranked.
    startDeliberation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin]
        = |work, input| commands::advance(work, input, Step::StartDeliberation);

    /// Let the jury work again after its work was ended: a conflict found late sent an application back to it.
    resumeEvaluation(MoveCampaignInput) -> CampaignId | MoveCampaignRefusal [Staff, Admin]
        = |work, input| commands::advance(work, input, Step::ResumeEvaluation);

    /// Give everybody more time. A deadline moves later, never earlier, and never for one applicant.
    extendDeadlines(ExtendDeadlinesInput) -> CampaignId | ExtendDeadlinesRefusal [Staff, Admin] = commands::extend_deadlines;

    /// Prepare next year's campaign from an older one: settings, timeline, languages, rubric and contact are the same, and
    /// every date moves to the same day of the calendar in the new school year. It is a draft.
    cloneCampaign(CloneCampaignInput) -> CampaignId | CloneCampaignRefusal [Staff, Admin] = commands::clone;

    /// Write the whole timeline of a campaign. The days on which the steps close are always on it.
    setMilestones(SetMilestonesInput) -> CampaignId | SetMilestonesRefusal [Staff, Admin] = commands::set_milestones;

    /// Set where people with questions are sent; every mail and page uses it.
    setContact(SetContactInput) -> CampaignId | SetContactRefusal [Staff, Admin] = commands::set_contact;

    /// Set in which language each community writes step 2, before the campaign opens.
    setLanguages(SetLanguagesInput) -> CampaignId | SetLanguagesRefusal [Staff, Admin] = commands::set_languages;

    /// Apply exactly what `configurationPreview` showed. A draft can change in everything; later only timeline, contact and
    /// days that move later.
    applyConfiguration(ApplyConfigurationInput) -> CampaignId | ApplyConfigurationRefusal [Staff, Admin]
        = commands::apply_configuration;

    /// Set how much the conditions for taking part count, before the campaign opens. `eligibilityRulesPreview` shows what
    /// would have come of it in an earlier campaign.
    setEligibilityRules(SetEligibilityRulesInput) -> CampaignId | SetEligibilityRulesRefusal [Staff, Admin]
        = commands::set_eligibility_rules;
}
