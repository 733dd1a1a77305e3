//! The texts of results in a spreadsheet: written for an office, looked through when it comes back, and saved as it was looked
//! through (R83, R94).

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::{
    campaign as campaigns,
    ids::{ApplicationId, CriterionId},
    kinds::{Community, Kind, ResultRemarkCode, ResultSheetProblem as Problem, ResultTextPart as Part, Track},
    upload,
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    answers::ResultTextsPreview,
    commands::awaits_result,
    inputs::{ImportResultTextsInput, ResultTextsPreviewInput, ResultTextsSheetInput},
    remark::{Remark, remarks, same_texts},
    sheet::{Line, Row, Which, lines, table},
    state::{Step, after},
    texts::{Changed, Edit, Hold, Stored, criteria_of, language, list_office, refresh, stored, title_in},
};
use crate::{
    account,
    api::Word,
    application::{self as applications, Judges},
    campaign::{self, Campaign, Scored},
    intake::{
        see_upload,
        sheet::{Unreadable, cleaned, read},
        take_upload,
    },
    refusals, school,
    spreadsheet::{SheetFile, write},
    stop::{Answer, Stop},
    words::file_name,
    work::Work,
};

refusals! {
    /// Why the texts are not given as a spreadsheet.
    ResultTextsSheetRefusal {
        /// The caller does not work for this community, and the label is not shared.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the texts for {community} are made by its own staff";
        /// There are too many applications for a spreadsheet.
        TooMany { limit: usize } "TOO_MANY" on ["track"] = "a spreadsheet has the texts of {limit} applications at most";
    }
}

refusals! {
    /// Why a spreadsheet with texts cannot be looked through.
    ResultTextsPreviewRefusal {
        /// The caller does not work for this community, and the label is not shared.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the texts for {community} are made by its own staff";
        /// The file is not a spreadsheet, or it is too large.
        Unreadable { why: Unreadable } "UNREADABLE" on ["uploadId"] = "{why}";
        /// Columns are gone that say what a row is about.
        ColumnsMissing { wanted: String } "COLUMNS_MISSING" on ["uploadId"] = "the file has no column for: {wanted}; begin with the file of resultTextsSheet, and leave its hidden columns";
    }
}

refusals! {
    /// Why the texts of a spreadsheet are not saved.
    ImportResultTextsRefusal {
        /// The caller does not work for this community, and the label is not shared.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the texts for {community} are made by its own staff";
        /// A text or an outcome has changed since you looked the file through, or this is another file.
        PreviewChanged "PREVIEW_CHANGED" on ["expectedHash"] = "this would not change what you saw: look the file through again";
    }
}

/// Applications in a spreadsheet at most.
const MOST: usize = 1_000;

/// The texts that an office writes: those of one label for one community.
struct Office {
    campaign: campaigns::Model,
    scored: Arc<Scored>,
    all: Vec<Stored>,
}

impl Office {
    async fn of(
        work: &Work,
        campaign: campaigns::Model,
        (track, community): (Track, Community),
        hold: Hold,
    ) -> Result<Self, Stop> {
        let group = list_office(work, campaign.id, (track, community)).await?;
        Ok(Self { scored: campaign::scored(work, &campaign).await?, all: stored(work, group, hold).await?, campaign })
    }

    fn criteria(&self) -> Vec<(CriterionId, String)> {
        criteria_of(&self.scored).map(|criterion| (criterion.id, criterion.code.clone())).collect()
    }
}

/// Gives the texts of an office as a spreadsheet.
pub async fn export(work: &Work, input: ResultTextsSheetInput) -> Answer<SheetFile, ResultTextsSheetRefusal> {
    use ResultTextsSheetRefusal as Refusal;
    let (track, community) = (input.track.0, input.community.0);
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    if !work.actor().looks_after(track, community) {
        return Ok(Err(vec![Refusal::OtherCommunity { community: input.community }]));
    }
    let office = Office::of(work, campaign, (track, community), Hold::Seen).await?;
    if office.all.len() > MOST {
        return Ok(Err(vec![Refusal::TooMany { limit: MOST }]));
    }
    let group: Vec<_> = office.all.iter().map(|one| one.application.clone()).collect();
    let titles = applications::titles_of_hand_in(work, &group).await?;
    let schools = school::names(work, &group.iter().map(|one| one.school_id).collect::<Vec<_>>()).await?;
    let teachers = account::list(work, &group.iter().map(|one| one.teacher_id).collect::<Vec<_>>()).await?;
    let tongue = language(&office.campaign, community);
    let criteria = office.criteria();
    let row = |(one, title): (&Stored, String)| Row {
        application: one.application.id,
        versions: one.versions(),
        facts: [
            title,
            schools.get(&one.application.school_id).cloned().unwrap_or_default(),
            teachers.get(&one.application.teacher_id).map(|teacher| teacher.name.clone()).unwrap_or_default(),
        ],
        outcome: one.decision.as_ref().map(|decision| decision.outcome),
        texts: [one.text(Part::Motivation, None), one.text(Part::Feedback, None)]
            .into_iter()
            .chain(criteria.iter().map(|(id, _)| one.text(Part::Criterion, Some(*id))))
            .map(ToOwned::to_owned)
            .collect(),
    };
    let mut rows: Vec<Row> = office.all.iter().zip(titles).map(row).collect();
    rows.sort_by(|one, other| one.facts.cmp(&other.facts));
    let headings: Vec<_> = criteria_of(&office.scored)
        .map(|criterion| (criterion.code.clone(), title_in(tongue, criterion).to_owned()))
        .collect();
    let (columns, rows) = table(tongue, &headings, rows);
    let (name, at) = (format!("{} {}", track.word(), community.word()), work.now());
    let file = file_name(&[&office.campaign.school_year, track.word(), community.word()], "xlsx");
    let content = work.compute(move |_| Ok(write(&name, &columns, &rows, at))).await?.map_err(Stop::failure)?;
    Ok(Ok(SheetFile::of(file, &content)))
}

/// What a row of a spreadsheet would change.
pub(super) struct Planned {
    pub number: i32,
    pub application: Option<ApplicationId>,
    pub changes: Vec<Change>,
    /// What is wrong, and in which column where it is in one.
    pub problems: Vec<(Option<usize>, Problem)>,
    edit: Option<Edit>,
}

/// A text that would change.
pub(super) struct Change {
    pub column: usize,
    pub part: Part,
    pub criterion: Option<CriterionId>,
    pub before: String,
    pub after: String,
    /// What is said of the new one.
    pub remarks: Vec<ResultRemarkCode>,
}

/// Judges each row by what is stored.
fn plan(work: &Work, office: &Office, lines: Vec<Line>) -> Result<Vec<Planned>, Stop> {
    let known: HashMap<ApplicationId, &Stored> = office.all.iter().map(|one| (one.application.id, one)).collect();
    let criteria: HashMap<String, CriterionId> = office.criteria().into_iter().map(|(id, code)| (code, id)).collect();
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for line in lines {
        let mut row =
            Planned { number: line.number, application: None, changes: Vec::new(), problems: Vec::new(), edit: None };
        match line.application.and_then(|id| known.get(&id)) {
            None => row.problems.push((None, Problem::UnknownApplication)),
            Some(one) if !seen.insert(one.application.id) => row.problems.push((None, Problem::RowRepeated)),
            Some(one) => judge(work, one, (line, &criteria), &mut row)?,
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Compares a row with what is stored.
fn judge(
    work: &Work,
    one: &Stored,
    (line, criteria): (Line, &HashMap<String, CriterionId>),
    row: &mut Planned,
) -> Result<(), Stop> {
    row.application = Some(one.application.id);
    let user = work.user()?;
    let mut edit = Edit::of(work, one)?;
    let [decision, feedback] = one.versions();
    let [seen_decision, seen_feedback] = line.versions;
    for (Which(part, code), (column, after_text, is_in_doubt)) in line.texts {
        let criterion = code.and_then(|code| criteria.get(&code).copied());
        let before = one.text(part, criterion);
        // A spreadsheet keeps blanks of one kind only: what nobody touched is no change.
        if cleaned(before) == after_text {
            continue;
        }
        let mut wrong = |problem| row.problems.push((Some(column), problem));
        if is_in_doubt {
            wrong(Problem::LetterInDoubt);
        }
        let (seen, version) =
            if part == Part::Motivation { (seen_decision, decision) } else { (seen_feedback, feedback) };
        if seen != Some(version) {
            wrong(Problem::VersionConflict);
        }
        match part {
            Part::Motivation => {
                match &one.decision {
                    Some(decision) if after(decision.state, Step::Explain).is_none() => wrong(Problem::WrongStatus),
                    Some(_) if !awaits_result(one.application.stage) => {}
                    Some(_) | None => wrong(Problem::ResultMissing),
                }
                edit.motivation(after_text.clone(), Some(user));
            }
            Part::Feedback => edit.feedback(after_text.clone(), Some(user)),
            Part::Criterion => {
                let Some(criterion) = criterion else { continue };
                edit.part(work, criterion, after_text.clone(), Some(user));
            }
        }
        let before = before.to_owned();
        row.changes.push(Change { column, part, criterion, before, after: after_text, remarks: Vec::new() });
    }
    row.edit = (row.problems.is_empty() && !row.changes.is_empty()).then_some(edit);
    Ok(())
}

/// What is looked through: the file, and every text that would be saved over every text that is there.
fn hash_of(file: &upload::Model, rows: &[Planned]) -> String {
    let saved = rows.iter().filter(|row| row.edit.is_some());
    let change = |one: &Change| json!([one.part.word(), one.criterion, one.before, one.after]);
    let texts = saved.map(|row| json!([row.application, row.changes.iter().map(change).collect::<Vec<_>>()]));
    let all = json!([file.sha256, texts.collect::<Vec<_>>()]);
    hex::encode(Sha256::digest(all.to_string()))
}

/// Reads what a file says of an office.
async fn read_lines(
    work: &Work,
    file: &upload::Model,
    office: &Office,
) -> Result<Result<Vec<Line>, ResultTextsPreviewRefusal>, Stop> {
    use ResultTextsPreviewRefusal as Refusal;
    let content = file.content.clone();
    let codes: Vec<String> = office.criteria().into_iter().map(|(_, code)| code).collect();
    let read = work.compute(move |_| {
        Ok(read(&content).map_err(|why| Refusal::Unreadable { why }).and_then(|sheet| {
            lines(&sheet, &codes).map_err(|missing| Refusal::ColumnsMissing { wanted: missing.join(", ") })
        }))
    });
    read.await
}

/// Says row by row what a spreadsheet would change.
pub async fn preview(
    work: &Work,
    input: ResultTextsPreviewInput,
) -> Answer<ResultTextsPreview, ResultTextsPreviewRefusal> {
    let (track, community) = (input.track.0, input.community.0);
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    let file = see_upload(work, input.upload_id.0).await?;
    if !work.actor().looks_after(track, community) {
        return Ok(Err(vec![ResultTextsPreviewRefusal::OtherCommunity { community: input.community }]));
    }
    let office = Office::of(work, campaign, (track, community), Hold::Seen).await?;
    let lines = match read_lines(work, &file, &office).await? {
        Ok(lines) => lines,
        Err(refusal) => return Ok(Err(vec![refusal])),
    };
    let mut rows = plan(work, &office, lines)?;
    let hash = hash_of(&file, &rows);
    let group: Vec<_> = office.all.iter().map(|one| one.application.clone()).collect();
    let judges = applications::judges_of(work, office.campaign.id, &group).await?;
    let criteria: Vec<CriterionId> = office.criteria().into_iter().map(|(id, _)| id).collect();
    let tongue = language(&office.campaign, community);
    let mut edits: HashMap<ApplicationId, Edit> =
        rows.iter_mut().filter_map(|row| Some((row.application?, row.edit.take()?))).collect();
    let saved: HashSet<ApplicationId> = edits.keys().copied().collect();
    let all: Vec<Stored> = office
        .all
        .into_iter()
        .map(|one| match edits.remove(&one.application.id) {
            Some(edit) => one.with(edit),
            None => one,
        })
        .collect();
    let said = work.compute(move |go_on| {
        let texts: Vec<_> = all.iter().map(|one| (one.application.id, one.texts(&criteria, tongue))).collect();
        let mut said = same_texts(&texts);
        for (id, texts) in texts.iter().filter(|(id, _)| saved.contains(id)) {
            go_on()?;
            let is_named = |text: &str| judges.get(id).is_some_and(|judges: &Judges| judges.are_named_in(text));
            said.entry(*id).or_default().extend(remarks(texts, is_named));
        }
        Ok(said)
    });
    let said: HashMap<ApplicationId, Vec<Remark>> = said.await?;
    for row in &mut rows {
        let said = row.application.and_then(|id| said.get(&id)).map_or(&[][..], Vec::as_slice);
        for change in &mut row.changes {
            let about = said.iter().filter(|remark| (remark.part, remark.criterion) == (change.part, change.criterion));
            change.remarks = about.map(|remark| remark.code).collect();
        }
    }
    Ok(Ok(ResultTextsPreview::of(hash, rows)))
}

/// Saves the texts of a spreadsheet, as it was looked through; what was wrong with a row keeps only that row.
pub async fn import(
    work: &Work,
    input: ImportResultTextsInput,
) -> Answer<Vec<ApplicationId>, ImportResultTextsRefusal> {
    use ImportResultTextsRefusal as Refusal;
    let (track, community) = (input.track.0, input.community.0);
    // Locked, so that nobody decides meanwhile.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?.into_row();
    let file = take_upload(work, input.upload_id.0).await?;
    if !work.actor().looks_after(track, community) {
        return Ok(Err(vec![Refusal::OtherCommunity { community: input.community }]));
    }
    let office = Office::of(work, campaign, (track, community), Hold::Locked).await?;
    let rows = match read_lines(work, &file, &office).await? {
        Ok(lines) => plan(work, &office, lines)?,
        // Nobody has seen what it would change.
        Err(_) => return Ok(Err(vec![Refusal::PreviewChanged])),
    };
    if hash_of(&file, &rows) != input.expected_hash {
        return Ok(Err(vec![Refusal::PreviewChanged]));
    }
    let mut changed = Changed::default();
    for edit in rows.into_iter().filter_map(|row| row.edit) {
        edit.trace(work).await?;
        changed.take(edit);
    }
    let saved = changed.applications.clone();
    changed.save(work).await?;
    refresh(work, &office.campaign, &saved).await?;
    let facts = json!({ "track": track, "community": community, "applications": saved.len() });
    work.audit_because(office.campaign.id, None, Some(facts)).await?;
    Ok(Ok(saved))
}
