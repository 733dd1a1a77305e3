//! What can happen to a campaign.

use entity::{campaign, campaign_milestone, ids::CampaignId, kinds::CampaignStatus};

use super::{
    access,
    eligibility::{Rule, rule_set},
    inputs::{CreateCampaignInput, ExtendDeadlinesInput, MoveCampaignInput, SetEligibilityRulesInput},
    rubric,
    rules::{KEEP, end_of_day, has_passed, is_school_year, start_of_day},
    state::{Step, after},
    store,
};
use crate::{
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why a campaign cannot be created.
    CreateCampaignRefusal for "CreateCampaign" {
        /// The school year is not two years in a row.
        NotASchoolYear "NOT_A_SCHOOL_YEAR" on ["schoolYear"] = "a school year reads 2025-2026";
        /// There is a campaign for this school year.
        SchoolYearTaken "SCHOOL_YEAR_TAKEN" on ["schoolYear"] = "there is already a campaign for this school year";
        /// Step 2 closes before step 1.
        SubmissionBeforeRegistration "SUBMISSION_BEFORE_REGISTRATION" on ["submissionClosesOn"] = "step 2 cannot close before step 1";
        /// The window for ESEP ends before it starts.
        WindowEmpty "WINDOW_EMPTY" on ["esepTo"] = "the window for ESEP ends before it starts";
        /// The jury or the results come before the deadline.
        ResultsTooEarly "RESULTS_TOO_EARLY" on ["resultsPlannedOn"] = "jury and results come after the deadline of step 2, in this order";
        /// A setting is outside its bounds.
        SettingOutOfBounds { setting: &'static str } "SETTING_OUT_OF_BOUNDS" on ["settings"] = "{setting} is out of bounds";
    }
}

/// Prepare a campaign. It is a draft: nobody but staff sees it.
pub async fn create(work: &Work, input: CreateCampaignInput) -> Answer<CampaignId, CreateCampaignRefusal> {
    use CreateCampaignRefusal as Refusal;
    access::may_run(work.actor()).heed()?;
    let settings = &input.settings;
    let registration_deadline = end_of_day(input.registration_closes_on.0);
    let submission_deadline = end_of_day(input.submission_closes_on.0);
    let evaluations_due_at = end_of_day(input.evaluations_due_on.0);
    let results_planned_at = start_of_day(input.results_planned_on.0);
    let mut refusals = Vec::new();
    if !is_school_year(&input.school_year) {
        refusals.push(Refusal::NotASchoolYear);
    } else if store::has_school_year(work, &input.school_year).await? {
        refusals.push(Refusal::SchoolYearTaken);
    }
    if submission_deadline < registration_deadline {
        refusals.push(Refusal::SubmissionBeforeRegistration);
    }
    if input.esep_to.0 < input.esep_from.0 {
        refusals.push(Refusal::WindowEmpty);
    }
    if evaluations_due_at <= submission_deadline || results_planned_at < evaluations_due_at {
        refusals.push(Refusal::ResultsTooEarly);
    }
    for (setting, holds) in [
        ("applicationsPerTeacher", settings.applications_per_teacher > 0),
        ("jurorsPerApplication", (1..=5).contains(&settings.jurors_per_application)),
        ("jurorMaxLoad", settings.juror_max_load > 0),
        ("conflictLookBackYears", settings.conflict_look_back_years >= 0),
        ("discrepancyCenti", settings.discrepancy_centi > 0),
        ("prizeBudgetCents", settings.prize_budget_cents >= 0),
        ("eqlSharePercent", (0..=100).contains(&settings.eql_share_percent)),
        ("eqlScaleMaxCenti", settings.eql_scale_max_centi > 0),
        ("formMinutes", (10..=480).contains(&settings.form_minutes)),
        ("summaryWords", settings.summary_words > 0),
        ("answerWords", settings.answer_words > 0),
    ] {
        if !holds {
            refusals.push(Refusal::SettingOutOfBounds { setting });
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let rubric = rubric::current().map_err(Stop::failure)?;
    let rubric_version_id = store::ensure_rubric(work, &rubric).await?;
    store::ensure_help(work, rubric_version_id, rubric::help().map_err(Stop::failure)?).await?;
    let id: CampaignId = work.id();
    let campaign = campaign::Model {
        id,
        school_year: input.school_year,
        name: input.name,
        status: CampaignStatus::Draft,
        rubric_version_id,
        registration_deadline,
        submission_deadline,
        esep_from: input.esep_from.0,
        esep_to: input.esep_to.0,
        results_planned_at,
        evaluations_due_at,
        contact_email: input.contact_email,
        contact_url: input.contact_url,
        language_vl: "nl".to_owned(),
        language_fwb: "fr".to_owned(),
        language_dg: "de".to_owned(),
        applications_per_teacher: settings.applications_per_teacher,
        jurors_per_application: settings.jurors_per_application,
        juror_max_load: settings.juror_max_load,
        conflict_look_back_years: settings.conflict_look_back_years,
        discrepancy_centi: settings.discrepancy_centi,
        prize_budget_cents: settings.prize_budget_cents.into(),
        eql_minimum_centi: settings.eql_minimum_centi,
        eql_scale_max_centi: settings.eql_scale_max_centi,
        eql_share_percent: settings.eql_share_percent,
        eql_countries: settings.eql_countries,
        keep_drafts_months: KEEP.drafts,
        keep_applications_months: KEEP.applications,
        keep_juror_links_months: KEEP.juror_links,
        keep_messages_months: KEEP.messages,
        form_minutes: settings.form_minutes,
        summary_words: settings.summary_words,
        answer_words: settings.answer_words,
        opened_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert(work, campaign).await?;
    store::put_rules(work, id, &rule_set([])).await?;
    for milestone in input.milestones {
        let milestone = campaign_milestone::Model {
            id: work.id(),
            campaign_id: id,
            kind: milestone.kind.0,
            takes_place_on: milestone.on.0,
            public_text: milestone.text,
        };
        store::insert_milestone(work, milestone).await?;
    }
    work.audit("createCampaign", id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a campaign cannot move on.
    MoveCampaignRefusal for "MoveCampaign" {
        /// Somebody changed it first.
        VersionConflict { current: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "somebody saved this before you; it is now version {current}";
        /// This step does not start from where the campaign stands.
        WrongStatus { status: &'static str } "WRONG_STATUS" on ["campaignId"] = "the campaign is {status}";
        /// Another campaign is open.
        AnotherIsOpen { school_year: String } "ANOTHER_IS_OPEN" on ["campaignId"] = "the campaign {school_year} is still open";
        /// A deadline has not passed yet.
        DeadlineAhead "DEADLINE_AHEAD" on ["campaignId"] = "a deadline has not passed yet";
    }
}

/// Move a campaign by one step.
pub async fn advance(work: &Work, input: MoveCampaignInput, step: Step) -> Answer<CampaignId, MoveCampaignRefusal> {
    use MoveCampaignRefusal as Refusal;
    access::may_run(work.actor()).heed()?;
    let mut campaign = store::get_locked(work, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current: campaign.version }]));
    }
    let Some(status) = after(campaign.status, step) else {
        return Ok(Err(vec![Refusal::WrongStatus { status: entity::kinds::Kind::word(campaign.status) }]));
    };
    match step {
        Step::Open => {
            if let Some(open) = store::find_open(work).await? {
                return Ok(Err(vec![Refusal::AnotherIsOpen { school_year: open.school_year }]));
            }
            store::freeze(work, campaign.rubric_version_id).await?;
            campaign.opened_at = Some(work.now());
        }
        Step::Close => {
            if !has_passed(campaign.registration_deadline.max(campaign.submission_deadline), work.now()) {
                return Ok(Err(vec![Refusal::DeadlineAhead]));
            }
        }
        Step::StartEvaluation | Step::StartDeliberation | Step::ResumeEvaluation | Step::Publish | Step::Archive => {}
    }
    campaign.status = status;
    let id = campaign.id;
    store::save(work, campaign).await?;
    work.audit(entity::kinds::Kind::word(status), id).await?;
    Ok(Ok(id))
}

/// The results of every track are out: the campaign follows by itself.
pub async fn publish(work: &Work, id: CampaignId) -> Result<(), Stop> {
    let mut campaign = store::get_locked(work, id).await?;
    if let Some(status) = after(campaign.status, Step::Publish) {
        campaign.status = status;
        store::save(work, campaign).await?;
        work.audit("PUBLISHED", id).await?;
    }
    Ok(())
}

refusals! {
    /// Why deadlines cannot move.
    ExtendDeadlinesRefusal for "ExtendDeadlines" {
        /// Somebody changed it first.
        VersionConflict { current: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "somebody saved this before you; it is now version {current}";
        /// Deadlines move while a campaign is open.
        NotOpen "NOT_OPEN" on ["campaignId"] = "deadlines move while a campaign is open";
        /// A deadline moves later, never earlier (INV-08).
        NotLater "NOT_LATER" on [] = "a deadline moves later, never earlier";
        /// Step 2 cannot close before step 1.
        SubmissionBeforeRegistration "SUBMISSION_BEFORE_REGISTRATION" on ["submissionClosesOn"] = "step 2 cannot close before step 1";
        /// There must be a reason.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Give everybody more time (INV-08): for all, never for one.
pub async fn extend_deadlines(work: &Work, input: ExtendDeadlinesInput) -> Answer<CampaignId, ExtendDeadlinesRefusal> {
    use ExtendDeadlinesRefusal as Refusal;
    access::may_run(work.actor()).heed()?;
    let mut campaign = store::get_locked(work, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current: campaign.version }]));
    }
    let registration = input.registration_closes_on.map_or(campaign.registration_deadline, |day| end_of_day(day.0));
    let submission = input.submission_closes_on.map_or(campaign.submission_deadline, |day| end_of_day(day.0));
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Open {
        refusals.push(Refusal::NotOpen);
    }
    let earlier = registration < campaign.registration_deadline || submission < campaign.submission_deadline;
    let same = registration == campaign.registration_deadline && submission == campaign.submission_deadline;
    if earlier || same {
        refusals.push(Refusal::NotLater);
    }
    if submission < registration {
        refusals.push(Refusal::SubmissionBeforeRegistration);
    }
    if input.reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = serde_json::json!({
        "registrationDeadline": [campaign.registration_deadline, registration],
        "submissionDeadline": [campaign.submission_deadline, submission],
    });
    campaign.registration_deadline = registration;
    campaign.submission_deadline = submission;
    let id = campaign.id;
    store::save(work, campaign).await?;
    work.audit_because("extendDeadlines", id, Some(input.reason.trim()), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the conditions for taking part are not set.
    SetEligibilityRulesRefusal for "SetEligibilityRules" {
        /// Somebody changed it first.
        VersionConflict { current: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "somebody saved this before you; it is now version {current}";
        /// The campaign has opened: the rules are the same for everybody until its end.
        Frozen "FROZEN" on ["campaignId"] = "the campaign has opened, and its rules stay as they are";
        /// A condition is given twice.
        ConditionTwice "CONDITION_TWICE" on ["rules"] = "give every condition once";
    }
}

/// Set how much the conditions for taking part count (R06, INV-08). What is left out stays.
pub async fn set_eligibility_rules(
    work: &Work,
    input: SetEligibilityRulesInput,
) -> Answer<CampaignId, SetEligibilityRulesRefusal> {
    use SetEligibilityRulesRefusal as Refusal;
    access::may_run(work.actor()).heed()?;
    let campaign = store::get_locked(work, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current: campaign.version }]));
    }
    let rules: Vec<Rule> = input.rules.iter().map(Rule::from).collect();
    let mut conditions: Vec<_> = rules.iter().map(|rule| rule.condition).collect();
    conditions.sort_unstable();
    conditions.dedup();
    let refusals = reasons([
        (campaign.status != CampaignStatus::Draft, Refusal::Frozen),
        (conditions.len() < rules.len(), Refusal::ConditionTwice),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = campaign.id;
    store::put_rules(work, id, &rules).await?;
    store::save(work, campaign).await?;
    work.audit("setEligibilityRules", id).await?;
    Ok(Ok(id))
}
