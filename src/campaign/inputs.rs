//! What the mutations of a campaign take.

use async_graphql::InputObject;
use entity::{
    ids::CampaignId,
    kinds::{EligibilityCondition, MilestoneKind, RuleSeverity},
};

use super::eligibility::Rule;
use super::rules::{Calendar, Milestone, Settings};
use crate::api::{Day, Gid, Word};

/// A new campaign. Dates are local dates in Brussels; a deadline is the end of its day.
#[derive(Clone, InputObject)]
pub struct CreateCampaignInput {
    /// `2025-2026`; one campaign a year.
    pub school_year: String,
    /// Shown to everybody.
    pub name: String,
    /// Last day of step 1.
    pub registration_closes_on: Day,
    /// Last day of step 2; not before step 1 closes.
    pub submission_closes_on: Day,
    /// First day on which a project may have been registered on ESEP.
    pub esep_from: Day,
    /// Last such day.
    pub esep_to: Day,
    /// Day on which the results are planned.
    pub results_planned_on: Day,
    /// Last day for the jury.
    pub evaluations_due_on: Day,
    /// Where applicants can ask questions.
    pub contact_email: String,
    /// The page with all information.
    pub contact_url: String,
    /// Rules that differ from the defaults.
    #[graphql(default)]
    pub settings: CampaignSettingsInput,
    /// The public timeline.
    #[graphql(default)]
    pub milestones: Vec<MilestoneInput>,
}

impl CreateCampaignInput {
    /// The days that it is run by.
    pub(super) fn calendar(&self) -> Calendar {
        Calendar {
            registration_closes_on: self.registration_closes_on.0,
            submission_closes_on: self.submission_closes_on.0,
            esep_from: self.esep_from.0,
            esep_to: self.esep_to.0,
            evaluations_due_on: self.evaluations_due_on.0,
            results_planned_on: self.results_planned_on.0,
        }
    }
}

/// Rules of a campaign. What is left out has its default.
#[derive(Clone, InputObject)]
pub struct CampaignSettingsInput {
    /// Applications of one teacher that are judged in a school year.
    #[graphql(default = 4)]
    pub applications_per_teacher: i32,
    /// Jurors per application, 1 to 5.
    #[graphql(default = 2)]
    pub jurors_per_application: i32,
    /// Applications per juror at most, where the juror agrees to no other number.
    #[graphql(default = 10)]
    pub juror_max_load: i32,
    /// Years for which a former school is a conflict of interest.
    #[graphql(default = 2)]
    pub conflict_look_back_years: i32,
    /// Gap between two totals that calls a third juror, in hundredths of a point.
    #[graphql(default = 750)]
    pub discrepancy_centi: i32,
    /// All prizes together, in cents.
    #[graphql(default = 500_000)]
    pub prize_budget_cents: i32,
    /// Average that a candidate for the European label must exceed, in hundredths of a point.
    #[graphql(default = 2_000)]
    pub eql_minimum_centi: i32,
    /// Total on the European scale that `eqlMinimumCenti` belongs to, in hundredths of a point.
    #[graphql(default = 2_500)]
    pub eql_scale_max_centi: i32,
    /// Share of the labelled projects that may be nominated, in percent.
    #[graphql(default = 25)]
    pub eql_share_percent: i32,
    /// Countries in which a candidate must have a label.
    #[graphql(default = 2)]
    pub eql_countries: i32,
    /// Minutes without writing after which the form of step 2 closes, 10 to 480.
    #[graphql(default = 20)]
    pub form_minutes: i32,
    /// Words of a summary, above which a remark is made.
    #[graphql(default = 150)]
    pub summary_words: i32,
    /// Words of any other text of an application, above which a remark is made.
    #[graphql(default = 200)]
    pub answer_words: i32,
}

impl Default for CampaignSettingsInput {
    fn default() -> Self {
        Self {
            applications_per_teacher: 4,
            jurors_per_application: 2,
            juror_max_load: 10,
            conflict_look_back_years: 2,
            discrepancy_centi: 750,
            prize_budget_cents: 500_000,
            eql_minimum_centi: 2_000,
            eql_scale_max_centi: 2_500,
            eql_share_percent: 25,
            eql_countries: 2,
            form_minutes: 20,
            summary_words: 150,
            answer_words: 200,
        }
    }
}

impl From<&CampaignSettingsInput> for Settings {
    fn from(input: &CampaignSettingsInput) -> Self {
        Self {
            applications_per_teacher: input.applications_per_teacher,
            jurors_per_application: input.jurors_per_application,
            juror_max_load: input.juror_max_load,
            conflict_look_back_years: input.conflict_look_back_years,
            discrepancy_centi: input.discrepancy_centi,
            prize_budget_cents: input.prize_budget_cents,
            eql_minimum_centi: input.eql_minimum_centi,
            eql_scale_max_centi: input.eql_scale_max_centi,
            eql_share_percent: input.eql_share_percent,
            eql_countries: input.eql_countries,
            form_minutes: input.form_minutes,
            summary_words: input.summary_words,
            answer_words: input.answer_words,
        }
    }
}

/// A date on the timeline, one of each kind. The days on which the steps close follow the deadlines: left out, they are
/// there all the same.
#[derive(Clone, InputObject)]
pub struct MilestoneInput {
    /// What it is about.
    pub kind: Word<MilestoneKind>,
    /// The day.
    pub on: Day,
    /// What the public reads; at most 500 characters.
    pub text: String,
}

impl From<MilestoneInput> for Milestone {
    fn from(input: MilestoneInput) -> Self {
        Self { kind: input.kind.0, on: input.on.0, text: input.text }
    }
}

/// A campaign to be made of an older one.
#[derive(Clone, InputObject)]
pub struct CloneCampaignInput {
    /// The older one, wherever it stands.
    pub campaign_id: Gid<CampaignId>,
    /// The school year of the new one: `2026-2027`. Every day moves to the same day of the calendar there.
    pub school_year: String,
    /// Its name; left out, that of the older one with the new school year.
    pub name: Option<String>,
}

/// The whole timeline.
#[derive(Clone, InputObject)]
pub struct SetMilestonesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// All of its days; what is left out goes.
    pub milestones: Vec<MilestoneInput>,
}

/// Where people with questions are sent.
#[derive(Clone, InputObject)]
pub struct SetContactInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// An address for mail.
    pub email: String,
    /// A page with all information: http or https.
    pub url: String,
}

/// The language in which each community writes step 2: `nl`, `fr` or `de`. What is left out stays.
#[derive(Clone, InputObject)]
pub struct SetLanguagesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Of the Flemish community.
    pub vl: Option<String>,
    /// Of the French community.
    pub fwb: Option<String>,
    /// Of the German-speaking community.
    pub dg: Option<String>,
}

/// A configuration to be written out.
#[derive(Clone, InputObject)]
pub struct ConfigurationExportInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The form of the document; there is one so far.
    #[graphql(default = 1)]
    pub format: i32,
}

/// A configuration to be looked through.
#[derive(Clone, InputObject)]
pub struct ConfigurationPreviewInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The JSON document, as `configurationExport` writes it; at most 128 KiB.
    pub document: String,
}

/// A configuration to be applied.
#[derive(Clone, InputObject)]
pub struct ApplyConfigurationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The JSON document that was looked through.
    pub document: String,
    /// The hash that `configurationPreview` gave: what you saw is what is done.
    pub expected_hash: String,
    /// Why; needed when people get more time, kept in the audit log.
    pub reason: Option<String>,
}

/// A campaign that moves on.
#[derive(Clone, InputObject)]
pub struct MoveCampaignInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// Later deadlines, for everybody.
#[derive(Clone, InputObject)]
pub struct ExtendDeadlinesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// New last day of step 1; left out, it stays.
    pub registration_closes_on: Option<Day>,
    /// New last day of step 2; left out, it stays.
    pub submission_closes_on: Option<Day>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// How much a condition for taking part counts.
#[derive(Clone, InputObject)]
pub struct EligibilityRuleInput {
    /// The condition.
    pub condition: Word<EligibilityCondition>,
    /// What becomes of a registration of which it does not hold.
    pub at_registration: Word<RuleSeverity>,
    /// What becomes of an application that is handed in while it does not hold. `REVIEW` waits for `overrideEligibility`.
    pub at_hand_in: Word<RuleSeverity>,
}

impl From<&EligibilityRuleInput> for Rule {
    fn from(input: &EligibilityRuleInput) -> Self {
        Self { condition: input.condition.0, at_registration: input.at_registration.0, at_hand_in: input.at_hand_in.0 }
    }
}

/// The conditions for taking part of a campaign that is a draft.
#[derive(Clone, InputObject)]
pub struct SetEligibilityRulesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The conditions that change.
    pub rules: Vec<EligibilityRuleInput>,
}
