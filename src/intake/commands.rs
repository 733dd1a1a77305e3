//! What can happen to a spreadsheet of the registration form.

use super::objects::ImportBatch;
use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use entity::{
    campaign,
    ids::{ImportBatchId, ImportRowId, RegistrationId, SchoolMembershipId, UploadId, UserId},
    import_batch, import_finding, import_row,
    kinds::{CampaignStatus, Community, EligibilityCondition, ImportCode, ImportColumn, ImportOutcome, Role, Track},
    upload,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    access,
    inputs::{CommitImportInput, FixImportRowInput, PreviewImportInput, TakeBackImportRowInput},
    rules::{
        Answer as Told, Cells, Finding, Judgement, Known, Row, Setting, answers, founder_among, from_json, has_error,
        judge, of_file, settle, source_key, to_json, understand,
    },
    sheet::{self, LONGEST_CELL, Unreadable, cleaned},
    store::{self, Schools},
};
use crate::{
    account::{self, CreateUserInput},
    api::{
        Refusal, Word,
        fact::{Fact as _, in_language},
    },
    application,
    application::{registration::TakenBack, rules::Stake},
    campaign as campaigns,
    campaign::rules::day_of,
    db::Trouble,
    project,
    project::commands::{Joined, ToldPartner},
    refusals, school,
    stop::{Answer, Stop, reasons},
    words::Language,
    work::Work,
};

/// How long a file is kept that is not used.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Files that somebody may have sent and not used.
const MOST_FILES: u64 = 20;
/// Rows that are committed at once: one transaction, short enough for others to write in between.
const ROWS: u64 = 200;

/// Keep a file until it is used, a day at most.
pub async fn keep_upload(work: &Work, media_type: &str, content: Vec<u8>) -> Result<UploadId, Stop> {
    access::may_import(work.actor()).heed()?;
    keep(work, media_type, content, None).await
}

/// Keep a photo, as it was written anew, with its thumbnail and size, in the same way. Who may send photos is said elsewhere.
pub async fn keep_photo(work: &Work, content: Vec<u8>, with: (Vec<u8>, u32, u32)) -> Result<UploadId, Stop> {
    keep(work, "image/jpeg", content, Some(with)).await
}

async fn keep(
    work: &Work,
    media_type: &str,
    content: Vec<u8>,
    photo: Option<(Vec<u8>, u32, u32)>,
) -> Result<UploadId, Stop> {
    let owner = work.user()?;
    let id: UploadId = work.id();
    let (thumbnail, width, height) = match photo {
        Some((thumbnail, width, height)) => (Some(thumbnail), width.try_into().ok(), height.try_into().ok()),
        None => (None, None, None),
    };
    let file = upload::Model {
        id,
        owner_id: owner,
        media_type: media_type.to_owned(),
        sha256: hex::encode(Sha256::digest(&content)),
        content,
        thumbnail,
        width,
        height,
        uploaded_at: work.now(),
        expires_at: work.now() + KEPT,
    };
    store::insert_upload(work, file).await?;
    if store::count_uploads(work, owner).await? > MOST_FILES {
        return Err(Stop::TooMany { retry_after: 3_600 });
    }
    work.audit_as("upload", id).await?;
    Ok(id)
}

/// A file that the caller sent, to look at: it stays.
pub async fn see_upload(work: &Work, id: UploadId) -> Result<upload::Model, Stop> {
    let file = store::see_upload(work, id).await?;
    access::may_use(work.actor(), file.owner_id).heed()?;
    Ok(file)
}

/// A file that the caller sent and that is not over, whoever the caller is.
pub async fn get_own(work: &Work, id: UploadId) -> Result<upload::Model, Stop> {
    let file = store::get_upload(work, id).await?;
    if work.actor().is(file.owner_id) { Ok(file) } else { Err(Stop::NotFound) }
}

/// Keeps a file no longer that was used.
pub async fn used(work: &Work, id: UploadId) -> Result<(), Stop> {
    store::delete_upload(work, id).await
}

/// A file that the caller sent, to be used now: it is kept no longer.
pub async fn take_upload(work: &Work, id: UploadId) -> Result<upload::Model, Stop> {
    let file = store::get_upload(work, id).await?;
    access::may_use(work.actor(), file.owner_id).heed()?;
    store::delete_upload(work, id).await?;
    Ok(file)
}

refusals! {
    /// Why a file cannot be read as answers to the form.
    PreviewImportRefusal {
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["campaignId"] = "the campaign is {campaign_status}";
        /// The file is not a spreadsheet, or it is too large.
        Unreadable { why: Unreadable } "UNREADABLE" on ["uploadId"] = "{why}";
        /// The file has no column for some needed answers.
        ColumnsMissing { wanted: String, headings: String } "COLUMNS_MISSING" on ["uploadId"] = "the file has no column for: {wanted}; it has: {headings}";
    }
}

/// Read a file, and say row by row what would come of it.
pub async fn preview(work: &Work, input: PreviewImportInput) -> Answer<ImportBatchId, PreviewImportRefusal> {
    use PreviewImportRefusal as Refusal;
    let file = store::get_upload(work, input.upload_id.0).await?;
    access::may_use(work.actor(), file.owner_id).heed()?;
    let campaign = campaigns::get(work, input.campaign_id.0).await?;
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Open {
        refusals.push(Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) });
    }
    let (bytes, upload_id, sha256) = (file.content, file.id, file.sha256);
    let today = day_of(work.now());
    let read = work.compute(move |go_on| {
        Ok(match sheet::read(&bytes) {
            Ok(sheet) => {
                go_on()?;
                let (mapping, rows) = answers(&sheet, today);
                Ok((sheet.name, mapping, rows))
            }
            Err(why) => Err(why),
        })
    });
    let (sheet, mapping, rows) = match read.await? {
        Ok(read) => read,
        Err(why) => {
            refusals.push(Refusal::Unreadable { why });
            return Ok(Err(refusals));
        }
    };
    if !mapping.missing.is_empty() {
        let headings: Vec<String> = mapping.headings.iter().map(|heading| heading.chars().take(80).collect()).collect();
        refusals.push(Refusal::ColumnsMissing { wanted: mapping.missing.join(", "), headings: headings.join(", ") });
    }
    if mapping.missing.is_empty() && rows.is_empty() {
        refusals.push(Refusal::Unreadable { why: Unreadable::Empty });
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let batch = import_batch::Model {
        id: work.id(),
        campaign_id: campaign.id,
        made_by_id: work.user()?,
        community: community(work)?,
        sha256,
        sheet,
        ignored_columns: json!(mapping.ignored),
        committed_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let (rows, findings) = judge_all(work, &batch, &campaign, rows).await?;
    let (id, total) = (batch.id, rows.len());
    store::insert(work, batch, rows, findings).await?;
    store::delete_upload(work, upload_id).await?;
    work.audit_because(id, None, Some(json!({ "rows": total }))).await?;
    Ok(Ok(id))
}

/// Judges the rows of a file, each knowing of those above it.
async fn judge_all(
    work: &Work,
    batch: &import_batch::Model,
    campaign: &campaign::Model,
    lines: Vec<Row>,
) -> Result<(Vec<import_row::Model>, Vec<import_finding::Model>), Stop> {
    let setting = setting(work, campaign)?;
    let mut read = Vec::new();
    let mut told = Vec::new();
    for Row { number, cells, findings } in lines {
        let (answer, found) = understand(&cells);
        told.push((source_key(campaign.id, &cells), answer));
        read.push((number, cells, [findings, found].concat()));
    }
    let known = store::known(work, campaign, &Schools::load(work).await?, &told).await?;
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut before: HashMap<String, usize> = HashMap::new();
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for (((number, cells, found), (key, answer)), known) in read.into_iter().zip(told).zip(known) {
        let email = answer.email.clone().unwrap_or_default();
        let pair = answer.email.clone().zip(answer.slug.clone());
        let known = Known {
            is_double: pair.as_ref().is_some_and(|pair| seen.contains(pair)),
            before: before.get(&email).copied().unwrap_or(0),
            ..known
        };
        let judgement = judge(&answer, found, &known, &setting);
        // A row that comes to nothing is in nobody's way: a teacher may have sent the form again.
        if judgement.outcome != ImportOutcome::Error {
            seen.extend(pair);
        }
        if judgement.outcome == ImportOutcome::New && judgement.track == Some(Track::Nql) {
            *before.entry(email.clone()).or_default() += 1;
        }
        let row = import_row::Model {
            id: work.id(),
            batch_id: batch.id,
            campaign_id: campaign.id,
            number,
            source_key: key,
            email,
            cells: to_json(&cells),
            outcome: judgement.outcome,
            teacher_id: known.teacher.map(|teacher| teacher.id),
            registration_id: judgement.registration,
            committed_at: None,
            made: None,
            version: 1,
            created_at: work.now(),
            updated_at: work.now(),
        };
        findings.extend(kept(work, row.id, judgement.findings));
        rows.push(row);
    }
    Ok((rows, findings))
}

fn kept(work: &Work, row: ImportRowId, findings: Vec<Finding>) -> Vec<import_finding::Model> {
    let keep = |(position, finding): (i32, Finding)| import_finding::Model {
        id: work.id(),
        row_id: row,
        position,
        severity: finding.severity(),
        code: finding.code,
        about: finding.about,
        text: finding.text,
    };
    (0..).zip(findings).map(keep).collect()
}

fn setting(work: &Work, campaign: &campaign::Model) -> Result<Setting, Stop> {
    Ok(Setting {
        community: community(work)?,
        registration_deadline: campaign.registration_deadline,
        dates: application::registration::window_of(campaign),
        limit: usize::try_from(campaign.applications_per_teacher).unwrap_or(0),
        today: day_of(work.now()),
    })
}

/// The community for which staff import.
fn community(work: &Work) -> Result<Community, Stop> {
    let person = work.actor().person().and_then(|person| person.community);
    person.ok_or_else(|| Stop::forbidden("staff work for a community"))
}

refusals! {
    /// Why an import is not committed.
    CommitImportRefusal {
        VersionConflict;
        /// The campaign is not open for teachers.
        CampaignNotOpen { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_OPEN" on ["importBatchId"] = "the campaign is {campaign_status}";
        /// No row is left to import.
        NothingLeft "NOTHING_LEFT" on ["importBatchId"] = "every row without errors is taken over already";
    }
}

/// Make what the next rows say. A row is wholly done or not at all, and then says why.
pub async fn commit(work: &Work, input: CommitImportInput) -> Answer<ImportBatchId, CommitImportRefusal> {
    use CommitImportRefusal as Refusal;
    let mut batch = work.hold(ImportBatch::GO_ON, input.import_batch_id.0).await?;
    if batch.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: batch.version }]));
    }
    let campaign = campaigns::get(work, batch.campaign_id).await?;
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Open {
        refusals.push(Refusal::CampaignNotOpen { campaign_status: Word(campaign.status) });
    }
    let waiting = store::list_waiting(work, batch.id, ROWS).await?;
    if waiting.is_empty() {
        refusals.push(Refusal::NothingLeft);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let schools = Schools::load(work).await?;
    let (mut done, mut failed) = (0, 0);
    for row in waiting {
        if commit_row(work, &campaign, &schools, row).await? {
            done += 1;
        } else {
            failed += 1;
        }
    }
    let id = batch.id;
    batch.committed_at = Some(work.now());
    store::save_batch(work, batch).await?;
    work.audit_because(id, None, Some(json!({ "done": done, "failed": failed }))).await?;
    Ok(Ok(id))
}

/// Whether something came of it.
async fn commit_row(
    work: &Work,
    campaign: &campaign::Model,
    schools: &Schools,
    mut row: import_row::Model,
) -> Result<bool, Stop> {
    // Judged again: rows above may have made what this one needs, and others may have changed what there is.
    let of_file = of_file(store::list_findings(work, row.id).await?, &[]);
    let (told, known, mut judgement) = judge_again(work, campaign, schools, &row, of_file).await?;
    row.teacher_id = known.teacher.as_ref().map(|teacher| teacher.id);
    row.registration_id = judgement.registration;
    row.outcome = judgement.outcome;
    match judgement.outcome {
        ImportOutcome::Same | ImportOutcome::Error => {}
        ImportOutcome::New | ImportOutcome::Update => {
            work.mark().await?;
            let made = match make(work, campaign, &told, &known, &judgement).await {
                Ok(made) => made,
                // Nothing is wrong with the row: the whole is begun again.
                Err(Stop::Failure(error))
                    if Trouble::of(error.as_ref()).is_some() || Trouble::is_stale(error.as_ref()) =>
                {
                    return Err(Stop::Failure(error));
                }
                Err(Stop::Failure(error)) => {
                    tracing::error!(error, row = %row.id, "a row of an import could not be written");
                    Err(own("it could not be written; try again"))
                }
                Err(Stop::Forbidden(why)) => Err(in_all(|language| why.said(language))),
                Err(Stop::NotFound) => Err(own("it belongs to another community")),
                Err(
                    stop @ (Stop::SignedOut
                    | Stop::BadInput(_)
                    | Stop::WrongId { .. }
                    | Stop::TooMany { .. }
                    | Stop::KeyReused),
                ) => return Err(stop),
            };
            match made {
                Ok((teacher, registration, made)) => {
                    row.teacher_id = Some(teacher);
                    row.registration_id = Some(registration);
                    row.committed_at = Some(work.now());
                    row.made = Some(json!(made));
                }
                Err(text) => {
                    work.undo().await?;
                    row.outcome = ImportOutcome::Error;
                    judgement.findings.push(Finding { code: ImportCode::Refused, about: None, text });
                }
            }
            work.unmark().await?;
        }
    }
    let is_done = row.committed_at.is_some();
    let findings = kept(work, row.id, judgement.findings);
    store::save_row(work, row, findings).await?;
    Ok(is_done)
}

async fn judge_again(
    work: &Work,
    campaign: &campaign::Model,
    schools: &Schools,
    row: &import_row::Model,
    of_file: Vec<Finding>,
) -> Result<(Told, Known, Judgement), Stop> {
    let (told, found) = understand(&from_json(&row.cells));
    let found = [of_file, found].concat();
    let told = [(row.source_key.clone(), told)];
    let known = store::known(work, campaign, schools, &told).await?.pop().unwrap_or_default();
    let [(_, told)] = told;
    let judgement = judge(&told, found, &known, &setting(work, campaign)?);
    Ok((told, known, judgement))
}

/// What a row made, beside its registration, so that it can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    /// The role of a teacher, for an account that was there.
    role: bool,
    /// The place of employment.
    school: Option<SchoolMembershipId>,
    /// The place in the project.
    joined: Joined,
}

/// Makes what a row says and is not there: teacher, place of employment, project, registration. What the rules of these
/// refuse is told as a sentence.
async fn make(
    work: &Work,
    campaign: &campaign::Model,
    told: &Told,
    known: &Known,
    judgement: &Judgement,
) -> Result<Result<(UserId, RegistrationId, Made), String>, Stop> {
    let today = day_of(work.now());
    let is_over = told.ended_on.filter(|last_day| *last_day <= today);
    if let (ImportOutcome::Update, Some(registration), Some(project), Some(teacher), Some(ended_on)) =
        (judgement.outcome, judgement.registration, &known.project, &known.teacher, is_over)
    {
        project::commands::end_for(work, project.id, ended_on).await?;
        return Ok(Ok((teacher.id, registration, Made::default())));
    }
    let (Some(school_id), Some(track), Some(slug), Some(esep_url), Some(registered_on), Some(at)) = (
        judgement.school,
        judgement.track,
        told.slug.clone(),
        told.esep_url.clone(),
        told.registered_on,
        told.completed_at,
    ) else {
        return Ok(Err(own("the row is not complete")));
    };
    let school = school::get(work, school_id).await?;
    let mut made = Made::default();
    let teacher = match &known.teacher {
        Some(teacher) => {
            made.role = account::commands::grant(work, teacher.id, Role::Teacher).await?;
            teacher.id
        }
        None => match account::commands::create(work, new_teacher(told, school.community)).await? {
            Ok(teacher) => teacher,
            Err(refusals) => return Ok(Err(sentences(&refusals))),
        },
    };
    if !account::schools_of(work, teacher, today).await?.contains(&school_id) {
        let since = day_of(at).min(today);
        made.school = Some(account::commands::record_school(work, teacher, school_id, since, None, None).await?);
    }
    // The one by which the label was derived counts as one of those who started the project.
    let founder = founder_among(&told.partners);
    let partners =
        told.partners.iter().zip(&known.partners).enumerate().map(|(place, (partner, school))| ToldPartner {
            name: partner.name.clone(),
            place: partner.place.clone(),
            school: *school,
            is_founder: founder == Some(place),
        });
    let partners = partners.collect();
    let project_id = if let Some(project) = &known.project {
        made.joined = project::commands::join_for(work, project.id, teacher, school_id, partners).await?;
        if let (None, Some(ended_on)) = (project.ended_on, is_over) {
            project::commands::end_for(work, project.id, ended_on).await?;
        }
        project.id
    } else {
        let told = project::commands::Told {
            teacher,
            school: school_id,
            title: told.title.clone(),
            slug,
            esep_url,
            esep_registered_on: registered_on,
            started_on: told.started_on.unwrap_or(registered_on),
            ended_on: is_over,
            track,
            partners,
        };
        let Some(entered) = project::commands::enter_for(work, told).await? else {
            return Ok(Err(own("another project has this address")));
        };
        made.joined.member = true;
        entered
    };
    let project = project::get_locked(work, project_id).await?;
    let says = |condition| told.said.iter().any(|(said, holds)| *said == condition && *holds);
    let said = [
        EligibilityCondition::ActivityInSchoolYear,
        EligibilityCondition::ResultsVisible,
        EligibilityCondition::Collaborated,
        EligibilityCondition::Communicated,
    ]
    .map(|condition| (condition, says(condition)));
    let sent = application::registration::Sent { teacher, school_id, campaign, project: &project, said, at };
    Ok(match application::registration::register_for(work, sent).await? {
        Ok(registration) => Ok((teacher, registration, made)),
        Err(refusals) => Err(sentences(&refusals)),
    })
}

/// What the rules say, in every language.
fn sentences(refusals: &[impl Refusal]) -> String {
    let told: Vec<_> = refusals.iter().map(Refusal::told).collect();
    in_all(|language| told.iter().map(|refused| refused.message(language)).collect::<Vec<_>>().join("; "))
}

/// A text of our own, in every language.
fn own(sentence: &'static str) -> String {
    in_all(|language| in_language(sentence, language).to_owned())
}

fn in_all(said: impl Fn(Language) -> String) -> String {
    let all = Language::ALL.map(|language| (language.word().to_owned(), said(language).into()));
    serde_json::Value::Object(all.into_iter().collect()).to_string()
}

fn new_teacher(told: &Told, community: Community) -> CreateUserInput {
    let locale = match community {
        Community::Vl | Community::Foreign => "nl",
        Community::Fwb => "fr",
        Community::Dg => "de",
    };
    CreateUserInput {
        email: told.email.clone().unwrap_or_default(),
        name: told.name.clone(),
        locale: locale.to_owned(),
        roles: vec![Word(Role::Teacher)],
        community: None,
        school_id: None,
        joined_school_on: None,
    }
}

refusals! {
    /// Why a row cannot be changed.
    FixImportRowRefusal {
        VersionConflict;
        /// The row is imported already.
        AlreadyCommitted "ALREADY_COMMITTED" on ["importRowId"] = "this row is taken over already: change the registration instead";
        /// The form itself filled in this column, and its value can be read: it cannot change.
        ColumnFixed { column: Word<ImportColumn> } "COLUMN_FIXED" on ["values"] = "the form itself wrote this, and it cannot be changed: {column}";
        /// The text has more than 10,000 characters.
        TextTooLong { column: Word<ImportColumn> } "TEXT_TOO_LONG" on ["values"] = "{column}: give at most 20,000 characters";
    }
}

/// Change cells of a row, and judge it again.
pub async fn fix(work: &Work, input: FixImportRowInput) -> Answer<ImportRowId, FixImportRowRefusal> {
    use FixImportRowRefusal as Refusal;
    let mut row = store::get_row(work, input.import_row_id.0).await?;
    work.hold(ImportBatch::GO_ON, row.batch_id).await?;
    if row.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: row.version }]));
    }
    let mut refusals = Vec::new();
    if row.committed_at.is_some() {
        refusals.push(Refusal::AlreadyCommitted);
    }
    let mut cells = from_json(&row.cells);
    let found = store::list_findings(work, row.id).await?;
    let is_in_doubt = |column| {
        let its: Vec<Finding> = found.iter().filter(|finding| finding.about == Some(column)).cloned().collect();
        has_error(&its) || !of_file(its, &[]).is_empty()
    };
    let mut told = Row { number: row.number, cells: Cells::new(), findings: Vec::new() };
    let mut changed = Vec::new();
    for value in &input.values {
        let column = value.column.0;
        let is_of_form = matches!(column, ImportColumn::FormsId | ImportColumn::CompletedAt);
        if is_of_form && !is_in_doubt(column) {
            refusals.push(Refusal::ColumnFixed { column: Word(column) });
        }
        if value.text.chars().count() > LONGEST_CELL {
            refusals.push(Refusal::TextTooLong { column: Word(column) });
        }
        changed.push(column);
        told.cells.insert(column, cleaned(&value.text));
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    settle(std::slice::from_mut(&mut told), day_of(work.now()));
    cells.extend(told.cells);
    cells.retain(|_, text| !text.is_empty());
    let of_file = [of_file(found, &changed), told.findings].concat();
    row.cells = to_json(&cells);
    let campaign = campaigns::get(work, row.campaign_id).await?;
    let schools = Schools::load(work).await?;
    let (told, known, judgement) = judge_again(work, &campaign, &schools, &row, of_file).await?;
    let id = row.id;
    row.email = told.email.unwrap_or_default();
    row.outcome = judgement.outcome;
    row.teacher_id = known.teacher.map(|teacher| teacher.id);
    row.registration_id = judgement.registration;
    let findings = kept(work, id, judgement.findings);
    store::save_row(work, row, findings).await?;
    work.audit_because(id, None, Some(json!({ "columns": changed }))).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why what came of a row stays.
    TakeBackImportRowRefusal {
        VersionConflict;
        /// The row made no registration.
        NothingCame "NOTHING_CAME" on ["importRowId"] = "no registration came of this row";
        /// The teacher has handed in step 2 of this registration.
        HandedIn "HANDED_IN" on ["importRowId"] = "the teacher has already handed in an application on this registration, so it is the teacher's own now";
        /// The caller has an interest in the registration; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["importRowId"] = "{stake}: somebody else must do this";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Take back what came of a row that was wrong: its registration, and what was given to the account for it. Nothing stays
/// of it, unless its teacher began to write: a draft is never lost, so then the registration is withdrawn.
pub async fn take_back(work: &Work, input: TakeBackImportRowInput) -> Answer<ImportRowId, TakeBackImportRowRefusal> {
    use TakeBackImportRowRefusal as Refusal;
    let mut row = store::get_row(work, input.import_row_id.0).await?;
    work.hold(ImportBatch::GO_ON, row.batch_id).await?;
    if row.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: row.version }]));
    }
    let reason = input.reason.as_str();
    let refusals = reasons([(reason.is_empty(), Refusal::ReasonMissing)]);
    let made: Made = row.made.take().and_then(|made| serde_json::from_value(made).ok()).unwrap_or_default();
    let is_made = row.committed_at.is_some() && row.outcome == ImportOutcome::New;
    let (true, Some(teacher), Some(registration)) = (is_made, row.teacher_id, row.registration_id) else {
        return Ok(Err([refusals, vec![Refusal::NothingCame]].concat()));
    };
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let is_shared = store::is_shared(work, row.id, registration).await?;
    let place = application::registration::place_of(work, registration).await?;
    let keeps = match application::registration::take_back(work, registration, reason).await? {
        TakenBack::HandedIn => return Ok(Err(vec![Refusal::HandedIn])),
        TakenBack::NotImpartial(stake) => return Ok(Err(vec![Refusal::NotImpartial { stake }])),
        TakenBack::Withdrawn => true,
        TakenBack::Unused if is_shared => true,
        TakenBack::Unused => false,
    };
    if !keeps {
        store::forget_registration(work, registration).await?;
        application::registration::remove(work, registration).await?;
        row.registration_id = None;
        project::commands::leave_for(work, place.project, teacher, place.school, made.joined, reason).await?;
        if made.role {
            account::commands::take_back_role(work, teacher, Role::Teacher, reason).await?;
        }
    }
    // Another registration may rest on the same place of employment by now.
    let others = application::registration::counts_at(work, teacher, place.school).await?;
    if let Some(tie) = made.school.filter(|_| !others) {
        account::commands::take_back_school(work, teacher, tie, reason).await?;
    }
    let id = row.id;
    row.committed_at = None;
    row.teacher_id = None;
    row.outcome = ImportOutcome::Error;
    let undone = Finding { code: ImportCode::Undone, about: None, text: String::new() };
    let findings = kept(work, id, vec![undone]);
    store::save_row(work, row, findings).await?;
    let facts = json!({ "teacher": teacher.to_string(), "made": made, "withdrawn": keeps });
    work.audit_because(id, Some(reason), Some(facts)).await?;
    Ok(Ok(id))
}
