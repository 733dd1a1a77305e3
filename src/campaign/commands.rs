//! What can happen to a campaign.

use super::objects::Campaign;
use entity::{
    campaign,
    ids::CampaignId,
    kinds::{CampaignStatus, Community, EligibilityCondition, Kind, MilestoneKind},
};
use serde_json::{Value, json};

use super::{
    answers::{ConfigurationPreview, Document},
    configuration::{self, Change, Configuration, LONGEST_DOCUMENT, LONGEST_NAME, VERSION, calendar_of},
    eligibility::{Rule, given_twice, rule_set},
    inputs::{
        ApplyConfigurationInput, CloneCampaignInput, ConfigurationExportInput, ConfigurationPreviewInput,
        CreateCampaignInput, ExtendDeadlinesInput, MoveCampaignInput, SetContactInput, SetEligibilityRulesInput,
        SetLanguagesInput, SetMilestonesInput,
    },
    reader::{Fault, Flaw, Notes},
    rubric,
    rules::{
        Calendar, KEEP, LANGUAGES, Milestone, MilestoneFault, Misfit, Setting, Settings, TIE_BREAKS, end_of_day,
        has_passed, is_school_year, is_web_address, milestone_faults, misfits, out_of_bounds, start_of_day, timeline,
    },
    state::{Freedom, Part, Step, after, freedom},
    store,
};
use crate::{
    account::EmailAddress,
    api::{Word, fact::Sentence},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why a campaign cannot be created.
    CreateCampaignRefusal {
        /// The school year is not two years in a row, such as `2025-2026`.
        NotASchoolYear "NOT_A_SCHOOL_YEAR" on ["schoolYear"] = "write the school year as 2025-2026";
        /// Another campaign has this school year.
        SchoolYearTaken "SCHOOL_YEAR_TAKEN" on ["schoolYear"] = "there is already a campaign for this school year";
        /// Step 2 would close before step 1.
        SubmissionBeforeRegistration "SUBMISSION_BEFORE_REGISTRATION" on ["submissionClosesOn"] = "step 2 cannot close before step 1";
        /// The last day to register on ESEP is before the first day.
        WindowEmpty "WINDOW_EMPTY" on ["esepWindowClosesOn"] = "the period for ESEP ends before it starts";
        /// The jury or the results would come before the deadline of step 2.
        ResultsTooEarly "RESULTS_TOO_EARLY" on ["resultsPlannedOn"] = "the order is: the deadline of step 2, the last day of the jury, the results";
        /// A setting is too low or too high.
        SettingOutOfBounds { setting: &'static str, named: Setting } "SETTING_OUT_OF_BOUNDS" on ["settings", setting] = "{named}: this number cannot be";
        /// The timeline has two days of the same kind.
        MilestoneTwice { kind: Word<MilestoneKind> } "MILESTONE_TWICE" on ["milestones"] = "the timeline has one day for each: {kind} is there twice";
        /// The text for the public is empty or too long.
        MilestoneText { kind: Word<MilestoneKind> } "MILESTONE_TEXT" on ["milestones"] = "{kind}: write what the public reads, at most 500 characters";
        /// The day on which a step closes is not its deadline.
        MilestoneNotTheDeadline { kind: Word<MilestoneKind> } "MILESTONE_NOT_THE_DEADLINE" on ["milestones"] = "{kind}: give the day on which this step closes";
        /// The name is empty or too long.
        NameWrong "NAME_WRONG" on ["name"] = "give a name of at most 200 characters";
        /// This is not a mail address.
        NotAnAddress "NOT_AN_ADDRESS" on ["contactEmail"] = "give an address for mail";
        /// This is not the address of a web page.
        NotAWebAddress "NOT_A_WEB_ADDRESS" on ["contactUrl"] = "give the address of a web page, http or https";
    }
}

impl From<Misfit> for CreateCampaignRefusal {
    fn from(misfit: Misfit) -> Self {
        match misfit {
            Misfit::SubmissionBeforeRegistration => Self::SubmissionBeforeRegistration,
            Misfit::WindowEmpty => Self::WindowEmpty,
            Misfit::ResultsTooEarly => Self::ResultsTooEarly,
        }
    }
}

/// Whether a campaign may be called so.
fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count())
}

/// Prepare a campaign. It is a draft: nobody but staff sees it.
pub async fn create(work: &Work, input: CreateCampaignInput) -> Answer<CampaignId, CreateCampaignRefusal> {
    use CreateCampaignRefusal as Refusal;
    let (calendar, settings) = (input.calendar(), Settings::from(&input.settings));
    let milestones: Vec<Milestone> = input.milestones.into_iter().map(Milestone::from).collect();
    let mut refusals = Vec::new();
    if !is_school_year(&input.school_year) {
        refusals.push(Refusal::NotASchoolYear);
    } else if store::has_school_year(work, &input.school_year).await? {
        refusals.push(Refusal::SchoolYearTaken);
    }
    refusals.extend(misfits(&calendar).into_iter().map(Refusal::from));
    refusals.extend(
        out_of_bounds(&settings).into_iter().map(|named| Refusal::SettingOutOfBounds { setting: named.field(), named }),
    );
    for (kind, fault) in milestone_faults(&milestones, &calendar) {
        let kind = Word(kind);
        refusals.push(match fault {
            MilestoneFault::Twice => Refusal::MilestoneTwice { kind },
            MilestoneFault::Text => Refusal::MilestoneText { kind },
            MilestoneFault::NotTheDeadline => Refusal::MilestoneNotTheDeadline { kind },
        });
    }
    let email = input.contact_email.parse::<EmailAddress>();
    refusals.extend(reasons([
        (!is_name(&input.name), Refusal::NameWrong),
        (email.is_err(), Refusal::NotAnAddress),
        (!is_web_address(&input.contact_url), Refusal::NotAWebAddress),
    ]));
    let (Ok(email), true) = (email, refusals.is_empty()) else { return Ok(Err(refusals)) };
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
        registration_deadline: end_of_day(calendar.registration_closes_on),
        submission_deadline: end_of_day(calendar.submission_closes_on),
        esep_from: calendar.esep_from,
        esep_to: calendar.esep_to,
        results_planned_at: start_of_day(calendar.results_planned_on),
        evaluations_due_at: end_of_day(calendar.evaluations_due_on),
        contact_email: email.into(),
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
        prize_tie_breaks: TIE_BREAKS.to_owned(),
        eql_minimum_centi: settings.eql_minimum_centi,
        eql_scale_max_centi: settings.eql_scale_max_centi,
        eql_share_percent: settings.eql_share_percent,
        eql_countries: settings.eql_countries,
        keep_drafts_months: KEEP.drafts,
        keep_applications_months: KEEP.applications,
        keep_juror_links_months: KEEP.juror_links,
        keep_messages_months: KEEP.messages,
        keep_photos_months: KEEP.photos,
        form_minutes: settings.form_minutes,
        summary_words: settings.summary_words,
        answer_words: settings.answer_words,
        texts_by_second_person: settings.texts_by_second_person,
        reconsideration_days: settings.reconsideration_days,
        has_score_bands: settings.has_score_bands,
        opened_at: None,
        calendar_at_opening: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::insert(work, campaign).await?;
    store::put_rules(work, id, &rule_set(&[])).await?;
    store::put_milestones(work, id, &timeline(milestones, &calendar)).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a campaign cannot be cloned.
    CloneCampaignRefusal {
        /// The school year is not two years in a row, such as `2025-2026`.
        NotASchoolYear "NOT_A_SCHOOL_YEAR" on ["schoolYear"] = "write the school year as 2025-2026";
        /// Another campaign has this school year.
        SchoolYearTaken "SCHOOL_YEAR_TAKEN" on ["schoolYear"] = "there is already a campaign for this school year";
        /// The name is empty or too long.
        NameWrong "NAME_WRONG" on ["name"] = "give a name of at most 200 characters";
    }
}

/// Prepare a campaign from an older one, for another school year (R60, INV-08).
pub async fn clone(work: &Work, input: CloneCampaignInput) -> Answer<CampaignId, CloneCampaignRefusal> {
    use CloneCampaignRefusal as Refusal;
    let older = store::get(work, input.campaign_id.0).await?;
    let is_year = is_school_year(&input.school_year);
    let refusals = reasons([
        (!is_year, Refusal::NotASchoolYear),
        (is_year && store::has_school_year(work, &input.school_year).await?, Refusal::SchoolYearTaken),
        (!input.name.as_deref().is_none_or(is_name), Refusal::NameWrong),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let configuration = configuration_of(work, &older).await?.as_opened(calendar_at_opening(&older)?);
    let mut moved = configuration.moved(&older.school_year, &input.school_year);
    if let Some(name) = input.name {
        moved.name = name;
    }
    let (from, id) = (older.id, work.id());
    let clone = campaign::Model {
        id,
        school_year: input.school_year,
        status: CampaignStatus::Draft,
        opened_at: None,
        calendar_at_opening: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
        ..moved.put_on(older)
    };
    store::insert(work, clone).await?;
    store::put_rules(work, id, &store::rules_of(work, from).await?).await?;
    store::put_milestones(work, id, &moved.milestones).await?;
    work.audit_because(id, None, Some(json!({ "from": from.to_string() }))).await?;
    Ok(Ok(id))
}

/// The days that a campaign opened with; more time that was given later was for that year. `None` before it opens.
fn calendar_at_opening(campaign: &campaign::Model) -> Result<Option<Calendar>, Stop> {
    let kept = campaign.calendar_at_opening.clone();
    kept.map(serde_json::from_value).transpose().map_err(Stop::failure)
}

async fn configuration_of(work: &Work, campaign: &campaign::Model) -> Result<Configuration, Stop> {
    let milestones = store::milestones_of(work, campaign.id).await?;
    let rubric = store::get_rubric(work, campaign.rubric_version_id).await?;
    Ok(Configuration::of(campaign, milestones, rubric))
}

refusals! {
    /// Why a timeline is not written.
    SetMilestonesRefusal {
        VersionConflict;
        /// The campaign is archived and cannot change.
        Frozen { campaign_status: Word<CampaignStatus> } "FROZEN" on ["campaignId"] = "the campaign is {campaign_status}";
        /// The timeline has two days of the same kind.
        Twice { kind: Word<MilestoneKind> } "TWICE" on ["milestones"] = "the timeline has one day for each: {kind} is there twice";
        /// The text for the public is empty or too long.
        TextWrong { kind: Word<MilestoneKind> } "TEXT_WRONG" on ["milestones"] = "{kind}: write what the public reads, at most 500 characters";
        /// The day on which a step closes is not its deadline.
        NotTheDeadline { kind: Word<MilestoneKind> } "NOT_THE_DEADLINE" on ["milestones"] = "{kind}: give the day on which this step closes";
    }
}

/// Write the whole timeline (R60).
pub async fn set_milestones(work: &Work, input: SetMilestonesInput) -> Answer<CampaignId, SetMilestonesRefusal> {
    use SetMilestonesRefusal as Refusal;
    let campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let (id, calendar) = (campaign.id, calendar_of(&campaign));
    let milestones: Vec<Milestone> = input.milestones.into_iter().map(Milestone::from).collect();
    let is_frozen = freedom(campaign.status, Part::Told) == Freedom::Frozen;
    let mut refusals = reasons([(is_frozen, Refusal::Frozen { campaign_status: Word(campaign.status) })]);
    for (kind, fault) in milestone_faults(&milestones, &calendar) {
        let kind = Word(kind);
        refusals.push(match fault {
            MilestoneFault::Twice => Refusal::Twice { kind },
            MilestoneFault::Text => Refusal::TextWrong { kind },
            MilestoneFault::NotTheDeadline => Refusal::NotTheDeadline { kind },
        });
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let milestones = timeline(milestones, &calendar);
    // What says nothing new is no new version.
    if store::put_milestones(work, id, &milestones).await? {
        store::save(work, campaign).await?;
    }
    work.audit_because(id, None, Some(json!({ "milestones": milestones }))).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the contact is not set.
    SetContactRefusal {
        VersionConflict;
        /// The campaign is archived and cannot change.
        Frozen { campaign_status: Word<CampaignStatus> } "FROZEN" on ["campaignId"] = "the campaign is {campaign_status}";
        /// This is not a mail address.
        NotAnAddress "NOT_AN_ADDRESS" on ["email"] = "give an address for mail";
        /// This is not the address of a web page.
        NotAWebAddress "NOT_A_WEB_ADDRESS" on ["url"] = "give the address of a web page, http or https";
    }
}

/// Set where people with questions are sent (R135).
pub async fn set_contact(work: &Work, input: SetContactInput) -> Answer<CampaignId, SetContactRefusal> {
    use SetContactRefusal as Refusal;
    let mut campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let is_frozen = freedom(campaign.status, Part::Told) == Freedom::Frozen;
    let email = input.email.parse::<EmailAddress>();
    let refusals = reasons([
        (is_frozen, Refusal::Frozen { campaign_status: Word(campaign.status) }),
        (email.is_err(), Refusal::NotAnAddress),
        (!is_web_address(&input.url), Refusal::NotAWebAddress),
    ]);
    let (Ok(email), true) = (email.map(String::from), refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = campaign.id;
    let facts = json!({ "email": [campaign.contact_email, email], "url": [campaign.contact_url, input.url] });
    if (&campaign.contact_email, &campaign.contact_url) != (&email, &input.url) {
        campaign.contact_email = email;
        campaign.contact_url = input.url;
        store::save(work, campaign).await?;
    }
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the languages are not set.
    SetLanguagesRefusal {
        VersionConflict;
        /// The campaign was opened before, so this cannot change.
        Frozen { campaign_status: Word<CampaignStatus> } "FROZEN" on ["campaignId"] = "the campaign is {campaign_status}";
        /// Applications cannot be written in this language: give `nl`, `fr` or `de`.
        UnknownLanguage { community: Word<Community> } "UNKNOWN_LANGUAGE" on [] = "choose Dutch, French or German for {community}: nl, fr or de";
    }
}

/// Set in which language each community writes step 2 (R67, R75, Q14).
pub async fn set_languages(work: &Work, input: SetLanguagesInput) -> Answer<CampaignId, SetLanguagesRefusal> {
    use SetLanguagesRefusal as Refusal;
    let mut held = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    let campaign = &mut *held;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let before = campaign.clone();
    let is_frozen = freedom(campaign.status, Part::Rules) == Freedom::Frozen;
    let mut refusals = reasons([(is_frozen, Refusal::Frozen { campaign_status: Word(campaign.status) })]);
    for (community, given, language) in [
        (Community::Vl, input.vl, &mut campaign.language_vl),
        (Community::Fwb, input.fwb, &mut campaign.language_fwb),
        (Community::Dg, input.dg, &mut campaign.language_dg),
    ] {
        let Some(given) = given else { continue };
        if LANGUAGES.contains(&given.as_str()) {
            *language = given;
        } else {
            refusals.push(Refusal::UnknownLanguage { community: Word(community) });
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = campaign.id;
    let facts = json!({ "VL": campaign.language_vl, "FWB": campaign.language_fwb, "DG": campaign.language_dg });
    if *campaign != before {
        store::save(work, held).await?;
    }
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a configuration is not written out.
    ConfigurationExportRefusal {
        /// This format of the document is not known.
        UnknownFormat "UNKNOWN_FORMAT" on ["format"] = "the only format is 1";
    }
}

/// Write out the whole configuration as one document.
pub async fn export_configuration(
    work: &Work,
    input: ConfigurationExportInput,
) -> Answer<Document, ConfigurationExportRefusal> {
    if input.format != VERSION {
        return Ok(Err(vec![ConfigurationExportRefusal::UnknownFormat]));
    }
    let campaign = store::get(work, input.campaign_id.0).await?;
    let document = configuration_of(work, &campaign).await?.document().map_err(Stop::failure)?;
    work.audit(campaign.id).await?;
    Ok(Ok(Document(document)))
}

/// A document held against the campaign that it is for.
struct Reading {
    configuration: Configuration,
    faults: Vec<Fault>,
    changes: Vec<Change>,
    is_reason_needed: bool,
    hash: String,
}

/// A document that is JSON.
fn parsed(document: &str) -> Option<Value> {
    serde_json::from_str(document).ok()
}

async fn read(work: &Work, campaign: &campaign::Model, document: &Value) -> Result<Reading, Stop> {
    let notes = Notes::default();
    let configuration = Configuration::read(document, &notes);
    let mut faults = notes.into_inner();
    // A version of the rubric never changes: applications were judged by it.
    let known = store::find_rubric(work, &configuration.rubric.code).await?;
    if known.is_some_and(|known| known != configuration.rubric) {
        let message =
            Sentence::new("this version is there and says something else; give the new one a code of its own");
        faults.push(Fault { path: "rubric.code".to_owned(), wrong: Flaw::Contradiction, message });
    }
    let now = configuration_of(work, campaign).await?;
    let [now, then] = [&now, &configuration].map(serde_json::to_value);
    let (now, then) = (now.map_err(Stop::failure)?, then.map_err(Stop::failure)?);
    // What cannot be read is no change.
    let changes = if faults.is_empty() { configuration::changes(&now, &then) } else { Vec::new() };
    faults.extend(configuration::frozen(&changes, campaign.status));
    let is_reason_needed = changes.iter().any(|change| configuration::is_extension(change, campaign.status));
    let hash = configuration::hash(campaign.id, &now, document);
    Ok(Reading { configuration, faults, changes, is_reason_needed, hash })
}

refusals! {
    /// Why a document is not looked through.
    ConfigurationPreviewRefusal {
        /// The document is not JSON.
        NotJson "NOT_JSON" on ["document"] = "the document is not JSON";
        /// The document is too long.
        TooLong "TOO_LONG" on ["document"] = "a document has at most 128 KiB";
    }
}

/// Look through a configuration. It writes that somebody looked, and nothing else.
pub async fn preview_configuration(
    work: &Work,
    input: ConfigurationPreviewInput,
) -> Answer<ConfigurationPreview, ConfigurationPreviewRefusal> {
    use ConfigurationPreviewRefusal as Refusal;
    let campaign = store::get(work, input.campaign_id.0).await?;
    if input.document.len() > LONGEST_DOCUMENT {
        return Ok(Err(vec![Refusal::TooLong]));
    }
    let Some(document) = parsed(&input.document) else { return Ok(Err(vec![Refusal::NotJson])) };
    let Reading { faults, changes, is_reason_needed, hash, .. } = read(work, &campaign, &document).await?;
    work.audit_because(campaign.id, None, Some(json!({ "hash": hash }))).await?;
    Ok(Ok(ConfigurationPreview::of(hash, changes, faults, is_reason_needed)))
}

refusals! {
    /// Why a document is not applied.
    ApplyConfigurationRefusal {
        /// The document is not JSON, or it is too long.
        NotJson "NOT_JSON" on ["document"] = "the document is not JSON of at most 128 KiB";
        /// The document or the campaign has changed since you looked at the preview.
        PreviewChanged "PREVIEW_CHANGED" on ["expectedHash"] = "the document or the campaign has changed since you looked at it: look at it again";
        /// A part of the document is wrong.
        Faulty { at: String, why: Sentence } "FAULTY" on ["document"] = "{at}: {why}";
        /// A part of the configuration cannot change any more in the present phase of the campaign.
        Frozen { at: String, why: Sentence } "FROZEN" on ["document"] = "{at}: {why}";
        /// The document changes nothing.
        NothingChanges "NOTHING_CHANGES" on ["document"] = "the document changes nothing: it says what the campaign says already";
        /// The reason is empty. It is needed because people get more time.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

impl From<Fault> for ApplyConfigurationRefusal {
    fn from(Fault { path: at, wrong, message: why }: Fault) -> Self {
        match wrong {
            Flaw::Frozen => Self::Frozen { at, why },
            Flaw::Missing | Flaw::Unknown | Flaw::WrongType | Flaw::OutOfBounds | Flaw::Contradiction => {
                Self::Faulty { at, why }
            }
        }
    }
}

/// Apply exactly what was looked through (INV-08).
pub async fn apply_configuration(
    work: &Work,
    input: ApplyConfigurationInput,
) -> Answer<CampaignId, ApplyConfigurationRefusal> {
    use ApplyConfigurationRefusal as Refusal;
    let campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    let document = parsed(&input.document).filter(|_| input.document.len() <= LONGEST_DOCUMENT);
    let Some(document) = document else { return Ok(Err(vec![Refusal::NotJson])) };
    let Reading { configuration, faults, changes, is_reason_needed, hash } = read(work, &campaign, &document).await?;
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let is_sound = faults.is_empty();
    let mut refusals = reasons([
        (hash != input.expected_hash, Refusal::PreviewChanged),
        (is_sound && changes.is_empty(), Refusal::NothingChanges),
        (is_reason_needed && reason.is_none(), Refusal::ReasonMissing),
    ]);
    refusals.extend(faults.into_iter().map(Refusal::from));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = campaign.id;
    let rubric_version_id = store::ensure_rubric(work, &configuration.rubric).await?;
    let mut help = rubric::help().map_err(Stop::failure)?;
    help.retain(|help| help.criterion.as_ref().is_none_or(|code| configuration.rubric.has_criterion(code)));
    store::ensure_help(work, rubric_version_id, help).await?;
    let put = campaign.with(|row| campaign::Model { rubric_version_id, ..configuration.put_on(row) });
    store::save(work, put).await?;
    store::put_milestones(work, id, &configuration.milestones).await?;
    let changed: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    work.audit_because(id, reason, Some(json!({ "hash": hash, "changed": changed }))).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a campaign cannot move on.
    MoveCampaignRefusal {
        VersionConflict;
        /// The campaign is in another phase, from which this is not possible.
        WrongStatus { campaign_status: Word<CampaignStatus> } "WRONG_STATUS" on ["campaignId"] = "the campaign is {campaign_status}";
        /// Another campaign is still open.
        AnotherIsOpen { school_year: String } "ANOTHER_IS_OPEN" on ["campaignId"] = "the campaign {school_year} is still open: close it first";
        /// A deadline has not passed yet.
        DeadlineAhead "DEADLINE_AHEAD" on ["campaignId"] = "a deadline has not passed yet: close the campaign when both deadlines have passed";
    }
}

/// Move a campaign by one step.
pub async fn advance(work: &Work, input: MoveCampaignInput, step: Step) -> Answer<CampaignId, MoveCampaignRefusal> {
    use MoveCampaignRefusal as Refusal;
    let mut campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let Some(status) = after(campaign.status, step) else {
        return Ok(Err(vec![Refusal::WrongStatus { campaign_status: Word(campaign.status) }]));
    };
    match step {
        Step::Open => {
            if let Some(open) = store::find_open(work).await? {
                return Ok(Err(vec![Refusal::AnotherIsOpen { school_year: open.school_year }]));
            }
            store::freeze(work, campaign.rubric_version_id).await?;
            campaign.opened_at = Some(work.now());
            campaign.calendar_at_opening = Some(json!(calendar_of(&campaign)));
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
    work.audit_as(status.word(), id).await?;
    Ok(Ok(id))
}

/// The results of every track are out: the campaign follows by itself.
pub async fn publish(work: &Work, id: CampaignId) -> Result<(), Stop> {
    let mut campaign = store::get_locked(work, id).await?;
    if let Some(status) = after(campaign.status, Step::Publish) {
        campaign.status = status;
        store::write(work, campaign).await?;
        work.audit_as("PUBLISHED", id).await?;
    }
    Ok(())
}

/// Puts a campaign away that has no results to publish, or has published them.
pub async fn archive(work: &Work, mut campaign: campaign::Model) -> Result<(), Stop> {
    let Some(status) = after(campaign.status, Step::Archive) else {
        return Err(Stop::failure("a campaign is put away that is not over"));
    };
    campaign.status = status;
    let id = campaign.id;
    store::write(work, campaign).await?;
    work.audit_as("ARCHIVED", id).await
}

refusals! {
    /// Why deadlines cannot move.
    ExtendDeadlinesRefusal {
        VersionConflict;
        /// The campaign is not open: deadlines can move only while it is open.
        NotOpen "NOT_OPEN" on ["campaignId"] = "a deadline can be moved only while the campaign is open";
        /// A new deadline is not later than the old one.
        NotLater "NOT_LATER" on [] = "a deadline can be moved only to a later day";
        /// Step 2 would close before step 1.
        SubmissionBeforeRegistration "SUBMISSION_BEFORE_REGISTRATION" on ["submissionClosesOn"] = "step 2 cannot close before step 1";
        /// The jury or the results would come before the new deadline. Move them first, with `applyConfiguration`.
        ResultsTooEarly "RESULTS_TOO_EARLY" on ["submissionClosesOn"] = "the jury and the results come after the deadline of step 2: move those first";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Give everybody more time (INV-08): for all, never for one.
pub async fn extend_deadlines(work: &Work, input: ExtendDeadlinesInput) -> Answer<CampaignId, ExtendDeadlinesRefusal> {
    use ExtendDeadlinesRefusal as Refusal;
    let mut campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let registration = input.registration_closes_on.map_or(campaign.registration_deadline, |day| end_of_day(day.0));
    let submission = input.submission_closes_on.map_or(campaign.submission_deadline, |day| end_of_day(day.0));
    let earlier = registration < campaign.registration_deadline || submission < campaign.submission_deadline;
    let same = registration == campaign.registration_deadline && submission == campaign.submission_deadline;
    let refusals = reasons([
        (campaign.status != CampaignStatus::Open, Refusal::NotOpen),
        (earlier || same, Refusal::NotLater),
        (submission < registration, Refusal::SubmissionBeforeRegistration),
        (submission >= campaign.evaluations_due_at, Refusal::ResultsTooEarly),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let facts = json!({
        "registrationClosesAt": [campaign.registration_deadline, registration],
        "submissionClosesAt": [campaign.submission_deadline, submission],
    });
    campaign.registration_deadline = registration;
    campaign.submission_deadline = submission;
    let id = campaign.id;
    let told = configuration_of(work, &campaign).await?.milestones;
    store::put_milestones(work, id, &told).await?;
    store::save(work, campaign).await?;
    work.audit_because(id, Some(&input.reason), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why the conditions for taking part are not set.
    SetEligibilityRulesRefusal {
        VersionConflict;
        /// The campaign was opened before: its rules cannot change any more.
        Frozen "FROZEN" on ["campaignId"] = "the campaign has opened: its rules cannot change any more";
        /// A condition is given twice.
        ConditionTwice { condition: Word<EligibilityCondition> } "CONDITION_TWICE" on ["rules"] = "give every condition once";
    }
}

/// Set how much the conditions for taking part count (R06, INV-08). What is left out stays.
pub async fn set_eligibility_rules(
    work: &Work,
    input: SetEligibilityRulesInput,
) -> Answer<CampaignId, SetEligibilityRulesRefusal> {
    use SetEligibilityRulesRefusal as Refusal;
    let campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?;
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    let rules: Vec<Rule> = input.rules.iter().map(Rule::from).collect();
    let mut refusals = reasons([(campaign.status != CampaignStatus::Draft, Refusal::Frozen)]);
    refusals.extend(given_twice(&rules).map(|condition| Refusal::ConditionTwice { condition: Word(condition) }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = campaign.id;
    let known = store::rules_of(work, id).await?;
    if rules.iter().any(|rule| !known.contains(rule)) {
        store::put_rules(work, id, &rules).await?;
        store::save(work, campaign).await?;
    }
    work.audit(id).await?;
    Ok(Ok(id))
}
