//! What the mutations of a campaign take.

use async_graphql::InputObject;
use entity::{
    ids::CampaignId,
    kinds::{EligibilityCondition, MilestoneKind, RuleSeverity},
};

use super::eligibility::Rule;
use super::rules::{Calendar, Milestone, Settings};
use crate::api::{Day, Decimal, Gid, Word};

/// A new campaign. Dates are local dates in Brussels; a deadline is the end of its day.
#[derive(Clone, InputObject)]
pub struct CreateCampaignInput {
    /// The school year, such as `2025-2026`. There is one campaign for each.
    pub school_year: String,
    /// Name of the campaign; everybody sees it.
    pub name: String,
    /// Last day of step 1.
    pub registration_closes_on: Day,
    /// Last day of step 2; not before step 1 closes.
    pub submission_closes_on: Day,
    /// First day on which a project may have been registered on ESEP.
    pub esep_window_opens_on: Day,
    /// Last day on which a project may have been registered on ESEP.
    pub esep_window_closes_on: Day,
    /// Day on which the results are to be published.
    pub results_planned_on: Day,
    /// Last day for the evaluations of the jury.
    pub evaluations_due_on: Day,
    /// Mail address for questions of applicants.
    pub contact_email: String,
    /// Address of the web page with all information.
    pub contact_url: String,
    /// Settings of the campaign. A setting that is left out has its default.
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
            esep_from: self.esep_window_opens_on.0,
            esep_to: self.esep_window_closes_on.0,
            evaluations_due_on: self.evaluations_due_on.0,
            results_planned_on: self.results_planned_on.0,
        }
    }
}

/// Settings of a campaign. A setting that is left out has its default.
#[derive(Clone, InputObject)]
pub struct CampaignSettingsInput {
    /// How many applications of one teacher are judged in a school year.
    #[graphql(default = 4)]
    pub applications_per_teacher: i32,
    /// Jurors per application, 1 to 5.
    #[graphql(default = 2)]
    pub jurors_per_application: i32,
    /// Most applications for one juror, if the juror did not agree to another number.
    #[graphql(default = 10)]
    pub juror_max_load: i32,
    /// For how many years a school where a juror worked before is a conflict of interest.
    #[graphql(default = 2)]
    pub conflict_look_back_years: i32,
    /// When the totals of two jurors differ by this number of points or more, a third juror is asked.
    #[graphql(default_with = "Decimal(750)")]
    pub discrepancy: Decimal,
    /// Budget for all prizes together, in cents.
    #[graphql(default = 500_000)]
    pub prize_budget_cents: i32,
    /// A candidate for the European label needs an average above this number of points.
    #[graphql(default_with = "Decimal(2_000)")]
    pub eql_minimum: Decimal,
    /// The highest total of the European scale; `eqlMinimum` is on that scale.
    #[graphql(default_with = "Decimal(2_500)")]
    pub eql_scale_max: Decimal,
    /// How many of the projects with a label may be proposed for the European label, in percent.
    #[graphql(default = 25)]
    pub eql_share_percent: i32,
    /// In how many countries a candidate for the European label must have a national label.
    #[graphql(default = 2)]
    pub eql_countries: i32,
    /// The form of step 2 closes when nothing is saved for this number of minutes, 10 to 480.
    #[graphql(default = 20)]
    pub form_minutes: i32,
    /// Advised number of words of the summary at most. A longer summary gets a remark, but is not refused.
    #[graphql(default = 150)]
    pub summary_words: i32,
    /// Advised number of words of every other text of an application at most. A longer text gets a remark, but is not
    /// refused.
    #[graphql(default = 200)]
    pub answer_words: i32,
    /// Whether the texts of a result must be approved by somebody who wrote none of them.
    #[graphql(default = false)]
    pub has_second_person_for_texts: bool,
    /// For how many days after the day of a result its teacher may ask to look at it again (`requestReconsideration`), 0 to 90.
    /// 0: this is not offered.
    #[graphql(default = 15)]
    pub reconsideration_days: i32,
    /// Whether teachers read, once results are out, in which band the merged score of their own application is on each
    /// criterion (`Decision.bands`). They never read a number.
    #[graphql(default = false)]
    pub has_score_bands: bool,
}

impl Default for CampaignSettingsInput {
    fn default() -> Self {
        Self {
            applications_per_teacher: 4,
            jurors_per_application: 2,
            juror_max_load: 10,
            conflict_look_back_years: 2,
            discrepancy: Decimal(750),
            prize_budget_cents: 500_000,
            eql_minimum: Decimal(2_000),
            eql_scale_max: Decimal(2_500),
            eql_share_percent: 25,
            eql_countries: 2,
            form_minutes: 20,
            summary_words: 150,
            answer_words: 200,
            has_second_person_for_texts: false,
            reconsideration_days: 15,
            has_score_bands: false,
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
            discrepancy_centi: input.discrepancy.centi(),
            prize_budget_cents: input.prize_budget_cents,
            eql_minimum_centi: input.eql_minimum.centi(),
            eql_scale_max_centi: input.eql_scale_max.centi(),
            eql_share_percent: input.eql_share_percent,
            eql_countries: input.eql_countries,
            form_minutes: input.form_minutes,
            summary_words: input.summary_words,
            answer_words: input.answer_words,
            texts_by_second_person: input.has_second_person_for_texts,
            reconsideration_days: input.reconsideration_days,
            has_score_bands: input.has_score_bands,
        }
    }
}

/// A day on the timeline; one of each kind. The days on which the steps close need not be given: the deadlines are
/// always on the timeline.
#[derive(Clone, InputObject)]
pub struct MilestoneInput {
    /// What the day is about.
    pub kind: Word<MilestoneKind>,
    /// The day.
    pub takes_place_on: Day,
    /// What the public reads; at most 500 characters.
    pub text: String,
}

impl From<MilestoneInput> for Milestone {
    fn from(input: MilestoneInput) -> Self {
        Self { kind: input.kind.0, on: input.takes_place_on.0, text: input.text }
    }
}

/// A new campaign, made from an older one.
#[derive(Clone, InputObject)]
pub struct CloneCampaignInput {
    /// The older campaign, in any phase.
    pub campaign_id: Gid<CampaignId>,
    /// The school year of the new campaign, such as `2026-2027`. Every day moves to the same day in that year.
    pub school_year: String,
    /// Name of the new campaign. Null or left out: the name of the older one, with the new school year.
    pub name: Option<String>,
}

/// The whole timeline.
#[derive(Clone, InputObject)]
pub struct SetMilestonesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// All days of the timeline. A day that is not in the list is removed.
    pub milestones: Vec<MilestoneInput>,
}

/// The contact for questions.
#[derive(Clone, InputObject)]
pub struct SetContactInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The mail address.
    pub email: String,
    /// Address of a web page with all information: http or https.
    pub url: String,
}

/// The language in which the teachers of each community write step 2: `nl`, `fr` or `de`.
#[derive(Clone, InputObject)]
pub struct SetLanguagesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Language of the Flemish community. Null or left out: it stays as it is.
    pub vl: Option<String>,
    /// Language of the French community. Null or left out: it stays as it is.
    pub fwb: Option<String>,
    /// Language of the German-speaking community. Null or left out: it stays as it is.
    pub dg: Option<String>,
}

/// The campaign whose configuration is exported.
#[derive(Clone, InputObject)]
pub struct ConfigurationExportInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// Version of the document format; only 1 exists.
    #[graphql(default = 1)]
    pub format: i32,
}

/// A configuration document to check.
#[derive(Clone, InputObject)]
pub struct ConfigurationPreviewInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The JSON document, in the format of `configurationExport`; at most 128 KiB.
    pub document: String,
}

/// A configuration document to apply.
#[derive(Clone, InputObject)]
pub struct ApplyConfigurationInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The JSON document that `configurationPreview` checked.
    pub document: String,
    /// The hash that `configurationPreview` gave: exactly the changes that you saw are made.
    pub expected_hash: String,
    /// Why; kept in the audit log. Needed if people get more time (`ConfigurationPreview.isReasonNeeded`).
    pub reason: Option<String>,
}

/// The campaign that goes to another phase.
#[derive(Clone, InputObject)]
pub struct MoveCampaignInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// Later deadlines, for all applicants.
#[derive(Clone, InputObject)]
pub struct ExtendDeadlinesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// New last day of step 1. Null or left out: it stays as it is.
    pub registration_closes_on: Option<Day>,
    /// New last day of step 2. Null or left out: it stays as it is.
    pub submission_closes_on: Option<Day>,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// The consequence when a condition for taking part is not met.
#[derive(Clone, InputObject)]
pub struct EligibilityRuleInput {
    /// The condition.
    pub condition: Word<EligibilityCondition>,
    /// The consequence for a registration when the condition is not met.
    pub at_registration: Word<RuleSeverity>,
    /// The consequence for an application when it is handed in and the condition is not met. With `REVIEW` it can be
    /// handed in only after `overrideEligibility`.
    pub at_hand_in: Word<RuleSeverity>,
}

impl From<&EligibilityRuleInput> for Rule {
    fn from(input: &EligibilityRuleInput) -> Self {
        Self { condition: input.condition.0, at_registration: input.at_registration.0, at_hand_in: input.at_hand_in.0 }
    }
}

/// The consequences of the conditions for taking part, in a campaign that is a draft.
#[derive(Clone, InputObject)]
pub struct SetEligibilityRulesInput {
    /// The campaign.
    pub campaign_id: Gid<CampaignId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The conditions that change. All others stay as they are.
    pub rules: Vec<EligibilityRuleInput>,
}
