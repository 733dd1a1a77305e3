//! Which column is which, what an answer to the form says, and what comes of it.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Brussels;
use entity::{
    ids::{CampaignId, ProjectId, RegistrationId, SchoolId, UserId},
    kinds::{
        Community, EligibilityCondition, ImportCode, ImportColumn, ImportOutcome, ImportSeverity, Kind, ProjectStatus,
        Track,
    },
};
use sha2::{Digest, Sha256};

use super::{
    dates::{self, Order},
    sheet::{Cell, Line, NO_VALUE, Sheet, cleaned, serial},
};
use crate::{
    account::EmailAddress,
    application::eligibility::{CampaignDates, has_ended_by, is_in_window},
    campaign::rules::has_passed,
    fold::plain,
    project::rules::{Place, ProjectAddress, derive_track},
    school::rules::Country,
    wording::narrow,
};

/// The cells of a row, by what they are.
pub type Cells = BTreeMap<ImportColumn, String>;

/// Longest name or title.
const LONGEST_NAME: usize = 200;
/// Where projects are on ESEP, for answers that give no more than the name of one.
const ESEP: &str = "https://school-education.ec.europa.eu/en/etwinning/projects/";

// ---- columns ----

/// What a column may be called, in words without capitals, accents and signs. A name of several words may go on:
/// forms explain their questions.
static HEADINGS: &[(ImportColumn, &[&str])] = &[
    (ImportColumn::FormsId, &["id"]),
    (ImportColumn::CompletedAt, &["tijd van voltooien", "voltooiingstijd", "completion time", "heure de fin"]),
    (ImportColumn::Email, &["e mail", "email", "e mailadres", "je e mailadres", "wat is je e mailadres"]),
    (ImportColumn::Name, &["naam", "name", "voornaam en naam", "je voornaam en naam", "naam van de leerkracht"]),
    (ImportColumn::School, &["school", "naam van de school", "naam van je school", "in welke school werk je"]),
    (
        ImportColumn::SchoolNumber,
        &[
            "instellingsnummer",
            "instellingsnummer van je school",
            "instellingsnummer of fase nummer",
            "wat is het instellingsnummer",
        ],
    ),
    (ImportColumn::City, &["gemeente", "gemeente van de school", "gemeente van je school", "plaats van de school"]),
    (ImportColumn::Community, &["gemeenschap", "tot welke gemeenschap behoort je school"]),
    (ImportColumn::Title, &["titel", "titel van het project", "titel van je project", "naam van het project"]),
    (
        ImportColumn::EsepUrl,
        &["link naar het project", "link naar je project", "adres van het project op esep", "url van het project"],
    ),
    (
        ImportColumn::RegisteredOn,
        &[
            "registratiedatum",
            "datum van registratie",
            "wanneer is het project geregistreerd op esep",
            "wanneer werd het project geregistreerd op esep",
        ],
    ),
    (ImportColumn::StartedOn, &["startdatum", "startdatum van het project", "begin van het project"]),
    (ImportColumn::EndedOn, &["einddatum", "einddatum van het project", "einde van het project"]),
    (ImportColumn::Status, &["status", "status van het project", "loopt je project nog"]),
    (
        ImportColumn::Partners,
        &["partnerlanden", "partners", "partnerlanden of partnerscholen", "met welke landen of gemeenschappen"],
    ),
    (
        ImportColumn::Activity,
        &[
            "waren er activiteiten in schooljaar",
            "waren er activiteiten in het schooljaar",
            "activiteiten in schooljaar",
        ],
    ),
    (ImportColumn::InWindow, &["is het project geregistreerd op esep tussen", "geregistreerd op esep tussen"]),
    (ImportColumn::Results, &["zijn de resultaten zichtbaar op de twinspace", "resultaten zichtbaar op de twinspace"]),
    (
        ImportColumn::Together,
        &["hebben de leerlingen samengewerkt en gecommuniceerd", "leerlingen samengewerkt en gecommuniceerd"],
    ),
    (ImportColumn::Ended, &["is het project afgelopen op de deadline", "project afgelopen op de deadline"]),
    (ImportColumn::Track, &["label", "voor welk label registreer je", "nql of belgica"]),
];

/// What nothing can be imported without.
const NEEDED: [ImportColumn; 12] = [
    ImportColumn::FormsId,
    ImportColumn::CompletedAt,
    ImportColumn::Email,
    ImportColumn::Name,
    ImportColumn::School,
    ImportColumn::Title,
    ImportColumn::EsepUrl,
    ImportColumn::RegisteredOn,
    ImportColumn::Partners,
    ImportColumn::Activity,
    ImportColumn::Results,
    ImportColumn::Together,
];

/// Rows of which one has the headings: some put a title above them.
const TOP: usize = 10;

/// Which column of a sheet is which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<Option<ImportColumn>>,
    /// The headings.
    pub headings: Vec<String>,
    /// Headings that say nothing to us.
    pub ignored: Vec<String>,
    /// What is needed and not there, as it may be called.
    pub missing: Vec<&'static str>,
}

/// Which row has the headings: of the first ten the one that names most columns.
fn headings_of(rows: &[Line]) -> usize {
    let known = |line: &Line| line.cells.iter().filter(|cell| column_of(&cell.spelled()).is_some()).count();
    let best = rows.iter().take(TOP).enumerate().rev().max_by_key(|(_, line)| known(line));
    best.map_or(0, |(row, _)| row)
}

/// Finds the columns. The same may be asked twice: Forms adds address and name of who is signed in.
pub fn mapping(headings: &[String]) -> Mapping {
    let columns: Vec<Option<ImportColumn>> = headings.iter().map(|heading| column_of(heading)).collect();
    let unknown = headings.iter().zip(&columns).filter(|(heading, column)| column.is_none() && !heading.is_empty());
    let needed = NEEDED.iter().filter(|column| !columns.contains(&Some(**column)));
    Mapping {
        headings: headings.to_vec(),
        ignored: unknown.map(|(heading, _)| heading.clone()).collect(),
        missing: needed.map(|column| called(*column)).collect(),
        columns,
    }
}

/// An answer to the form as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number as a spreadsheet program shows it.
    pub number: i32,
    /// What it says.
    pub cells: Cells,
    /// What only the file tells.
    pub findings: Vec<Finding>,
}

/// The columns of a sheet, and its answers.
pub fn answers(sheet: &Sheet, today: NaiveDate) -> (Mapping, Vec<Row>) {
    let (above, below) = sheet.rows.split_at(headings_of(&sheet.rows) + 1);
    let headings: Vec<String> =
        above.last().map(|line| line.cells.iter().map(Cell::spelled).collect()).unwrap_or_default();
    let mapping = mapping(&headings);
    let mut rows: Vec<Row> = below.iter().map(|line| mapping.row(line, sheet.is_1904)).collect();
    rows.retain(|row| !row.cells.is_empty());
    settle(&mut rows, today);
    (mapping, rows)
}

impl Mapping {
    /// A line by what its columns are. Of two columns for the same the first counts that says something.
    fn row(&self, line: &Line, is_1904: bool) -> Row {
        let mut row = Row { number: line.number, cells: Cells::new(), findings: Vec::new() };
        let whole = |code| Finding { code, about: None, text: String::new() };
        if line.is_hidden {
            row.findings.push(whole(ImportCode::HiddenRow));
        }
        if line.cells.iter().skip(self.columns.len()).any(|cell| *cell != Cell::Empty) {
            row.findings.push(whole(ImportCode::ExtraCells));
        }
        for (column, cell) in self.columns.iter().zip(&line.cells) {
            let Some(column) = column else { continue };
            let text = text_of(*column, cell, is_1904);
            // So Forms calls whoever is not signed in.
            let says_nothing = text.is_empty() || plain(&text) == "anonymous" || plain(&text) == "anoniem";
            if says_nothing || row.cells.contains_key(column) {
                continue;
            }
            if matches!(cell, Cell::Text { in_doubt: true, .. }) {
                row.findings.push(Finding::of(ImportCode::Garbled, *column));
            }
            row.cells.insert(*column, text);
        }
        row
    }
}

/// The columns that say when.
const DATES: [ImportColumn; 4] =
    [ImportColumn::CompletedAt, ImportColumn::RegisteredOn, ImportColumn::StartedOn, ImportColumn::EndedOn];

/// What a cell says, in the one spelling of its column if it has a type.
fn text_of(column: ImportColumn, cell: &Cell, is_1904: bool) -> String {
    let at = match cell {
        Cell::Instant(at) => Some(*at),
        Cell::Number(days) if DATES.contains(&column) => serial(*days, is_1904),
        Cell::Number(_) | Cell::Text { .. } | Cell::Empty => None,
    };
    at.filter(|_| DATES.contains(&column)).map_or_else(|| cell.spelled(), |at| spelled(column, at))
}

fn spelled(column: ImportColumn, at: NaiveDateTime) -> String {
    let form = if column == ImportColumn::CompletedAt { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%d" };
    at.format(form).to_string()
}

/// Gives dates their one spelling. Whether day or month comes first is one question for each column of a file: the rows that
/// leave no doubt answer it, else other columns and the clock of twelve hours suggest it, else the day is first as usual here.
/// No form is sent before its project was registered, nor after `today`. Where the column itself did not answer, each date that
/// could be another is told; where it contradicts itself evenly, such dates stay unread.
pub fn settle(rows: &mut [Row], today: NaiveDate) {
    let registered =
        |row: &Row| row.cells.get(&ImportColumn::RegisteredOn).and_then(|text| settled(text)).map(|at| at.date());
    let evidence = DATES.map(|column| {
        dates::evidence(rows.iter().filter_map(|row| {
            let within = if column == ImportColumn::CompletedAt {
                (registered(row).unwrap_or(NaiveDate::MIN), today)
            } else {
                dates::WHENEVER
            };
            row.cells.get(&column).map(|text| (text.as_str(), within))
        }))
    });
    let mut proven: Vec<Order> = evidence.iter().filter_map(|evidence| evidence.proven()).collect();
    proven.dedup();
    let elsewhere = if let [order] = proven.as_slice() { Some(*order) } else { None };
    for (column, evidence) in DATES.into_iter().zip(evidence) {
        let Some(order) = evidence.order(elsewhere) else {
            for row in rows.iter_mut() {
                let in_doubt = row.cells.get(&column).is_some_and(|text| dates::other(text, Order::DayFirst).is_some());
                row.findings.extend(in_doubt.then(|| Finding::of(ImportCode::DateInDoubt, column)));
            }
            continue;
        };
        for row in rows.iter_mut() {
            let Some(text) = row.cells.get_mut(&column) else { continue };
            let Some(at) = dates::read(text, order) else { continue };
            let other = dates::other(text, order).filter(|_| evidence.proven().is_none());
            let is_odd = evidence.is_against(text);
            *text = spelled(column, at);
            if let Some(other) = other {
                let told = format!("{} / {}", at.date(), other.date());
                row.findings.push(Finding { text: told, ..Finding::of(ImportCode::DateInDoubt, column) });
            } else if is_odd {
                row.findings.push(Finding::of(ImportCode::DateInDoubt, column));
            }
        }
    }
}

fn called(column: ImportColumn) -> &'static str {
    let names = HEADINGS.iter().filter(|(known, _)| *known == column).flat_map(|(_, names)| names.iter());
    names.max_by_key(|name| name.len()).copied().unwrap_or_default()
}

fn column_of(heading: &str) -> Option<ImportColumn> {
    let heading = plain(heading);
    let is_called = |name: &str| {
        heading == name || (name.contains(' ') && heading.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))
    };
    let longest = |names: &[&str]| names.iter().filter(|name| is_called(name)).map(|name| name.len()).max();
    let found = HEADINGS.iter().filter_map(|(column, names)| Some((longest(names)?, *column)));
    found.max_by_key(|(long, _)| *long).map(|(_, column)| column)
}

// ---- what an answer says ----

/// What was found of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub code: ImportCode,
    /// In which column; none for the row as a whole.
    pub about: Option<ImportColumn>,
    /// The reason, where the code does not say it.
    pub text: String,
}

impl Finding {
    /// Of a column.
    pub fn of(code: ImportCode, about: ImportColumn) -> Self {
        Self { code, about: Some(about), text: String::new() }
    }

    /// How bad it is.
    pub fn severity(&self) -> ImportSeverity {
        use ImportCode as Code;
        match self.code {
            Code::Missing
            | Code::NotAnEmail
            | Code::NotADate
            | Code::NotYesOrNo
            | Code::UnknownWord
            | Code::NotAnAddress
            | Code::TextTooLong
            | Code::NotASchoolNumber
            | Code::UnknownSchool
            | Code::AmbiguousSchool
            | Code::SchoolNotInBelgium
            | Code::OtherCommunity
            | Code::NoTrack
            | Code::CellError
            | Code::RegistrationRefused
            | Code::DateInFuture
            | Code::EndsBeforeItStarts
            | Code::Late
            | Code::Double
            | Code::AccountElsewhere
            | Code::ProjectElsewhere
            | Code::Undone
            | Code::TeacherLocked
            | Code::IsJuror
            | Code::TakenBack
            | Code::Refused => ImportSeverity::Error,
            Code::OutsideWindow
            | Code::InDoubt
            | Code::StillRuns
            | Code::TooManyApplications
            | Code::UnknownPartner
            | Code::PartnerNotFound
            | Code::HiddenRow
            | Code::ExtraCells
            | Code::Garbled
            | Code::DateInDoubt
            | Code::FoundByName
            | Code::NameDiffers
            | Code::TrackDiffers
            | Code::SaysOtherwise => ImportSeverity::Warning,
        }
    }
}

/// What only the file told of a row, where its cells were not changed since: judged again, it is not found again.
pub fn of_file(findings: Vec<Finding>, changed: &[ImportColumn]) -> Vec<Finding> {
    use ImportCode as Code;
    let only_file = [Code::HiddenRow, Code::ExtraCells, Code::Garbled, Code::DateInDoubt];
    let stays = |finding: &Finding| {
        only_file.contains(&finding.code) && finding.about.is_none_or(|column| !changed.contains(&column))
    };
    findings.into_iter().filter(stays).collect()
}

/// Whether one of them keeps the row out.
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == ImportSeverity::Error)
}

/// An answer to the form, understood. What could not be understood is not there, and among the findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// When it was sent.
    pub completed_at: Option<DateTime<Utc>>,
    /// The teacher's address, in its one spelling.
    pub email: Option<String>,
    /// The teacher's name.
    pub name: String,
    /// The school's name.
    pub school: String,
    /// Its number.
    pub school_number: Option<String>,
    /// Its town.
    pub city: String,
    /// Its community.
    pub community: Option<Community>,
    /// The project's title.
    pub title: String,
    /// Its address on ESEP.
    pub esep_url: Option<String>,
    /// Its name in that address.
    pub slug: Option<String>,
    /// When it was registered on ESEP.
    pub registered_on: Option<NaiveDate>,
    /// First day.
    pub started_on: Option<NaiveDate>,
    /// Last day.
    pub ended_on: Option<NaiveDate>,
    /// The other schools.
    pub partners: Vec<Partner>,
    /// What the teacher says of the conditions.
    pub said: Vec<(EligibilityCondition, bool)>,
    /// What the teacher says of what the dates say too.
    pub also_said: Vec<(ImportColumn, bool)>,
    /// Which label the teacher means.
    pub track: Option<Track>,
}

/// Another school of a project, as the form tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its name; empty where the form says no more than where it is.
    pub name: String,
    /// Where it is.
    pub place: Place,
}

/// Reads the cells of a row.
pub fn understand(cells: &Cells) -> (Answer, Vec<Finding>) {
    let mut reader = Reading { cells, findings: Vec::new() };
    for (column, text) in cells {
        if is_cell_error(text) {
            let finding = Finding::of(ImportCode::CellError, *column);
            reader.findings.push(Finding { text: text.clone(), ..finding });
        }
    }
    let mut answer = Answer {
        name: reader.name(ImportColumn::Name),
        school: reader.name(ImportColumn::School),
        title: reader.name(ImportColumn::Title),
        city: reader.text(ImportColumn::City).unwrap_or_default().to_owned(),
        completed_at: reader.needed(ImportColumn::CompletedAt, ImportCode::NotADate, instant),
        ..Answer::default()
    };
    answer.email = reader
        .needed(ImportColumn::Email, ImportCode::NotAnEmail, |text| text.parse::<EmailAddress>().ok())
        .map(String::from);
    if let Some((url, slug)) = reader.needed(ImportColumn::EsepUrl, ImportCode::NotAnAddress, address) {
        (answer.esep_url, answer.slug) = (Some(url), Some(slug));
    }
    answer.school_number = reader.optional(ImportColumn::SchoolNumber, ImportCode::NotASchoolNumber, school_number);
    answer.community = reader.optional(ImportColumn::Community, ImportCode::UnknownWord, community);
    answer.registered_on = reader.needed(ImportColumn::RegisteredOn, ImportCode::NotADate, day);
    answer.started_on = reader.optional(ImportColumn::StartedOn, ImportCode::NotADate, day);
    answer.ended_on = reader.optional(ImportColumn::EndedOn, ImportCode::NotADate, day);
    answer.track = reader.optional(ImportColumn::Track, ImportCode::UnknownWord, track);
    if let Some(text) = reader.there(ImportColumn::Partners) {
        let (known, unknown) = partners(text);
        answer.partners = known;
        for text in unknown {
            let finding = Finding::of(ImportCode::UnknownPartner, ImportColumn::Partners);
            reader.findings.push(Finding { text, ..finding });
        }
    }
    let status = reader.optional(ImportColumn::Status, ImportCode::UnknownWord, status);
    if status == Some(ProjectStatus::Ended) && answer.ended_on.is_none() && reader.text(ImportColumn::EndedOn).is_none()
    {
        reader.find(ImportCode::Missing, ImportColumn::EndedOn);
    }
    if let (Some(from), Some(to)) = (answer.started_on.or(answer.registered_on), answer.ended_on)
        && to < from
    {
        reader.find(ImportCode::EndsBeforeItStarts, ImportColumn::EndedOn);
    }
    for (column, conditions) in [
        (ImportColumn::Activity, &[EligibilityCondition::ActivityInSchoolYear][..]),
        (ImportColumn::Results, &[EligibilityCondition::ResultsVisible]),
        (ImportColumn::Together, &[EligibilityCondition::Collaborated, EligibilityCondition::Communicated]),
    ] {
        if let Some(says) = reader.needed(column, ImportCode::NotYesOrNo, yes_or_no) {
            answer.said.extend(conditions.iter().map(|condition| (*condition, says)));
            if !says {
                reader.find(ImportCode::InDoubt, column);
            }
        }
    }
    for column in [ImportColumn::InWindow, ImportColumn::Ended] {
        let says = reader.optional(column, ImportCode::NotYesOrNo, yes_or_no);
        answer.also_said.extend(says.map(|says| (column, says)));
    }
    (answer, reader.findings)
}

struct Reading<'a> {
    cells: &'a Cells,
    findings: Vec<Finding>,
}

impl<'a> Reading<'a> {
    fn find(&mut self, code: ImportCode, about: ImportColumn) {
        self.findings.push(Finding::of(code, about));
    }

    fn text(&self, column: ImportColumn) -> Option<&'a str> {
        let text = self.cells.get(&column).map(|text| text.trim());
        text.filter(|text| !text.is_empty() && !is_cell_error(text))
    }

    /// What must be there. An error of a cell is told as such.
    fn there(&mut self, column: ImportColumn) -> Option<&'a str> {
        let text = self.text(column);
        if text.is_none() && !self.cells.get(&column).is_some_and(|text| is_cell_error(text)) {
            self.find(ImportCode::Missing, column);
        }
        text
    }

    fn name(&mut self, column: ImportColumn) -> String {
        let text = self.there(column).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > LONGEST_NAME {
            self.find(ImportCode::TextTooLong, column);
        }
        text
    }

    fn optional<T>(&mut self, column: ImportColumn, code: ImportCode, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column)?;
        let found = read(text);
        if found.is_none() {
            self.find(code, column);
        }
        found
    }

    fn needed<T>(&mut self, column: ImportColumn, code: ImportCode, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.there(column)?;
        self.optional(column, code, read)
    }
}

/// What spreadsheet programs in the languages of Belgium show where a formula failed.
fn is_cell_error(text: &str) -> bool {
    const ERRORS: &str = "#N/A #VALUE! #REF! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA #FIELD! #BLOCKED! #CONNECT! \
        #UNKNOWN! #BUSY! #EXTERNAL! #PYTHON! #N/B #WAARDE! #VERW! #DEEL/0! #NAAM? #LEEG! #GETAL! #OVERLOOP! #VALEUR! #NOM? #NUL! \
        #NOMBRE! #EPARS! #PROPAGATION! #WERT! #BEZUG! #NV #ZAHL! #ÜBERLAUF! #UEBERLAUF!";
    let text = text.trim().to_uppercase();
    text == NO_VALUE || (text.starts_with('#') && ERRORS.split_ascii_whitespace().any(|error| error == text))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "ja" | "oui" | "yes" | "waar" | "true" => Some(true),
        "nee" | "neen" | "non" | "nein" | "no" | "onwaar" | "false" => Some(false),
        _ => None,
    }
}

fn community(text: &str) -> Option<Community> {
    let text = plain(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if text == "vl"
        || has(&[
            "vlaamse gemeenschap",
            "vlaanderen",
            "communaute flamande",
            "flandre",
            "flandern",
            "flamische gemeinschaft",
            "flemish community",
            "flanders",
        ])
    {
        Some(Community::Vl)
    } else if text == "fwb"
        || has(&[
            "franse gemeenschap",
            "wallonie",
            "franstalige gemeenschap",
            "communaute francaise",
            "franzosische gemeinschaft",
            "french community",
            "wallonia",
        ])
    {
        Some(Community::Fwb)
    } else if text == "dg"
        || has(&[
            "duitstalige gemeenschap",
            "deutschsprachige gemeinschaft",
            "communaute germanophone",
            "german speaking community",
            "ostbelgien",
            "oost belgie",
        ])
    {
        Some(Community::Dg)
    } else {
        None
    }
}

fn track(text: &str) -> Option<Track> {
    match plain(text).as_str() {
        "belgica" | "belgica label" => Some(Track::Belgica),
        "nql" | "nationaal kwaliteitslabel" | "nationaal kwaliteitslabel nql" => Some(Track::Nql),
        _ => None,
    }
}

fn status(text: &str) -> Option<ProjectStatus> {
    match plain(text).as_str() {
        "lopend" | "loopt" | "loopt nog" | "ja" | "bezig" => Some(ProjectStatus::Ongoing),
        "afgelopen" | "beeindigd" | "gesloten" | "nee" | "neen" | "klaar" => Some(ProjectStatus::Ended),
        _ => None,
    }
}

/// A number of a school, in the spellings that people and spreadsheets give one: without the zeros in front, with a blank, a
/// full stop or a comma between thousands, with decimals of nothing, with the apostrophe that makes it a text, with a remark in
/// brackets. Whatever else stands there is no number: a slip must not become the number of another school.
fn school_number(text: &str) -> Option<String> {
    let text = cleaned(&text.chars().map(narrow).collect::<String>());
    let text = text.trim_start_matches(['\'', '’', '\u{2018}', '`']).split('(').next().unwrap_or_default().trim();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = text
        .split_once(['.', ','])
        .filter(|(_, decimals)| matches!(*decimals, "0" | "00"))
        .map_or(text, |(whole, _)| whole);
    let mut groups = whole.split(['.', ',', ' ']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let fits = is_digits(first)
        && rest.iter().all(|group| group.len() == 3 && is_digits(group))
        && (rest.is_empty() || first.len() <= 3);
    let digits = format!("{first}{}", rest.concat());
    (fits && (1..=6).contains(&digits.len()) && digits.bytes().any(|digit| digit != b'0')).then_some(digits)
}

/// The address of a project on ESEP without what follows its name, and the name.
fn address(text: &str) -> Option<(String, String)> {
    let is_name = |text: &str| {
        (1..=LONGEST_NAME).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if is_name(text) && text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        let slug = text.to_lowercase();
        return Some((format!("{ESEP}{slug}"), slug));
    }
    let public = text.parse::<ProjectAddress>().ok()?.url;
    let (before, rest) = public.split_once("/projects/")?;
    let slug = rest.split(['/', '?', '#']).next().filter(|slug| is_name(slug))?.to_lowercase();
    Some((format!("{before}/projects/{slug}"), slug))
}

/// A date in its one spelling.
fn day(text: &str) -> Option<NaiveDate> {
    settled(text).map(|at| at.date())
}

/// An instant by the clock of Brussels. An hour that comes twice counts as the first, in the teacher's favour.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let local = settled(text)?;
    match Brussels.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => Some(Brussels.from_utc_datetime(&(local - TimeDelta::hours(1))).with_timezone(&Utc)),
    }
}

/// What leaves no doubt; a date with a doubt was settled before, or stays unread.
fn settled(text: &str) -> Option<NaiveDateTime> {
    let at = dates::read(text, Order::DayFirst)?;
    dates::other(text, Order::DayFirst).is_none().then_some(at)
}

/// What parts one partner from the next.
const BETWEEN: [&str; 13] = [",", ";", "\n", "/", "+", "&", "|", "•", " - ", " en ", " et ", " und ", " and "];

/// Countries and communities, with or without schools around them, and the pieces that are neither. A known name is found as a
/// whole before anything in it can part it.
fn partners(text: &str) -> (Vec<Partner>, Vec<String>) {
    let pieces = pieces(text);
    let run = |from: usize, to: usize| {
        let ends = pieces.get(from).zip(pieces.get(to));
        ends.and_then(|((start, _), (_, end))| text.get(*start..*end)).unwrap_or_default()
    };
    let (mut known, mut unknown): (Vec<(Partner, &str)>, Vec<String>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < pieces.len() {
        let runs = at..pieces.len().min(at + LONGEST_RUN);
        // The longest run of pieces that is a country; else one that is a school with such a sign in its name, up to its place.
        let whole = runs.clone().rev().find(|last| named_country(run(at, *last)).is_some());
        let placed = || {
            let last = runs.clone().find(|last| place(run(*last, *last)).is_some())?;
            (last == at || run(last, last).ends_with([')', ']'])).then_some(last)
        };
        let Some(last) = whole.or_else(placed) else {
            unknown.push(run(at, at).to_owned());
            at += 1;
            continue;
        };
        let said = run(at, last);
        let found = match whole {
            Some(_) => named_country(said).map(|place| Partner { name: String::new(), place }),
            None => place(said).map(|place| Partner { name: name_before_place(said), place }),
        };
        if let Some(partner) = found {
            // One country in two languages is one country.
            let again = known.last().is_some_and(|(before, spelled)| {
                *before == partner && partner.name.is_empty() && plain(spelled) != plain(said)
            });
            if !again {
                known.push((partner, said));
            }
        }
        at = last + 1;
    }
    (known.into_iter().map(|(partner, _)| partner).collect(), unknown)
}

/// Pieces that may be one name at most.
const LONGEST_RUN: usize = 6;

/// Where the pieces between separators begin and end; none is parted within brackets.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let (mut pieces, mut start, mut depth, mut skip) = (Vec::new(), 0, 0_usize, 0);
    for (at, letter) in text.char_indices() {
        if at < skip {
            continue;
        }
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = text.get(at..).unwrap_or_default();
        // A bracket that is never closed holds nothing together.
        let is_inside = depth > 0 && rest.contains([')', ']']);
        let Some(separator) = BETWEEN.iter().find(|separator| !is_inside && rest.starts_with(**separator)) else {
            continue;
        };
        pieces.push((start, at));
        // The blank behind a word may stand before the next one.
        start = at + separator.trim_end().len();
        skip = start;
    }
    pieces.push((start, text.len()));
    let trimmed = pieces.into_iter().filter_map(|(start, end)| {
        let piece = text.get(start..end)?;
        let begin = start + (piece.len() - piece.trim_start().len());
        (!piece.trim().is_empty()).then(|| (begin, begin + piece.trim().len()))
    });
    trimmed.collect()
}

/// What stands before the brackets that say where; nothing if that is the place itself.
fn name_before_place(text: &str) -> String {
    let before = text.rsplit_once(['(', '[']).map(|(before, _)| before.trim()).unwrap_or_default();
    if country(before).is_some() { String::new() } else { before.chars().take(LONGEST_NAME).collect() }
}

/// Where a school is: the place in brackets, before them, or the one country that is named.
fn place(text: &str) -> Option<Place> {
    if let Some((before, rest)) = text.rsplit_once(['(', '[']) {
        let inner = rest.trim_end_matches([')', ']']).trim();
        return country(inner).or_else(|| country(before)).or_else(|| only_country(inner));
    }
    country(text).or_else(|| only_country(text))
}

/// A country, or a community of Belgium.
fn country(text: &str) -> Option<Place> {
    if let Some(community) = community(text) {
        return Some(Place { country: "BE".to_owned(), community });
    }
    named_country(text)
}

/// A country other than Belgium, by its name alone or by its code.
fn named_country(text: &str) -> Option<Place> {
    let named = COUNTRIES.get(plain(text).as_str()).map(|code| (*code).to_owned());
    let country = named.or_else(|| Country::of(text.trim()).map(|country| country.to_string()))?;
    (country != "BE").then_some(Place { country, community: Community::Foreign })
}

/// The one country among the words of a text, such as "2 scholen uit Italië".
fn only_country(text: &str) -> Option<Place> {
    let text = format!(" {} ", plain(text));
    let named = COUNTRIES.iter().filter(|(name, _)| name.chars().count() > 4 && text.contains(&format!(" {name} ")));
    let mut codes: Vec<&str> = named.map(|(_, code)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    let [code] = codes.as_slice() else { return None };
    Some(Place { country: (*code).to_owned(), community: Community::Foreign })
}

/// Countries by what they are called in the languages of Belgium, in English and in their own, in plain letters.
static COUNTRIES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("countries.txt").lines().filter_map(|line| line.split_once(": "));
    lines.flat_map(|(code, names)| names.split(", ").map(move |name| (name, code))).collect()
});

/// Names an answer of the form in whatever file it comes, by what it says and not by how that is written: its number, whose it
/// is, and for which project. Without a number the time at which it was sent tells it from others.
pub fn source_key(campaign: CampaignId, cells: &Cells) -> String {
    let cell = |column| cells.get(&column).map_or("", |text| text.trim());
    let id = cell(ImportColumn::FormsId);
    let number = id.replace(',', ".").parse::<f64>().map_or_else(|_| plain(id), |number| number.to_string());
    let at = cell(ImportColumn::CompletedAt);
    let minute = || instant(at).map_or_else(|| plain(at), |at| at.format("%Y-%m-%dT%H:%M").to_string());
    let email = cell(ImportColumn::Email);
    let url = cell(ImportColumn::EsepUrl);
    let parts = [
        campaign.to_string(),
        if number.is_empty() { minute() } else { number },
        email.parse::<EmailAddress>().map_or_else(|()| plain(email), String::from),
        address(url).map_or_else(|| plain(url), |(_, slug)| slug),
    ];
    hex::encode(Sha256::digest(parts.join("\n")))
}

// ---- what comes of it ----

/// What holds for all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The community of the staff who import.
    pub community: Community,
    /// When step 1 closes.
    pub registration_deadline: DateTime<Utc>,
    /// The dates that conditions are about.
    pub dates: CampaignDates,
    /// Applications of a teacher that are judged.
    pub limit: usize,
    /// Today.
    pub today: NaiveDate,
}

/// A school that a row may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolFacts {
    /// Which.
    pub id: SchoolId,
    /// Its community.
    pub community: Community,
    /// Its country.
    pub country: String,
    /// Its name, plain.
    pub name: String,
    /// Its town, plain.
    pub city: String,
    /// Its number with the Flemish education department.
    pub institution: Option<String>,
    /// Its number with the French community.
    pub fase: Option<String>,
}

/// The teacher of a row, who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeacherFacts {
    /// Who.
    pub id: UserId,
    /// Whether she may sign in.
    pub is_active: bool,
    /// The labels whose jury she is in.
    pub judges: Vec<Track>,
    /// Her registrations for NQL in the campaign that count.
    pub registrations: usize,
}

/// The project of a row, that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectFacts {
    /// Which.
    pub id: ProjectId,
    /// Which label.
    pub track: Option<Track>,
    /// When it was registered on ESEP.
    pub registered_on: NaiveDate,
    /// Last day.
    pub ended_on: Option<NaiveDate>,
    /// Whether the staff who import work with it: a school of their community takes part, or it is Belgica.
    pub is_ours: bool,
}

/// The registration of a row, that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistrationFacts {
    /// Which.
    pub id: RegistrationId,
    /// What became of it.
    pub standing: Standing,
}

/// What became of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts, or may come to.
    Counts,
    /// Its teacher has taken it back.
    TakenBack,
    /// Staff have refused it.
    Refused,
}

/// What is known of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Schools with its number, or with its name.
    pub schools: Vec<SchoolFacts>,
    /// The teacher.
    pub teacher: Option<TeacherFacts>,
    /// Somebody has this address whom the staff who import may not bind. More they do not learn.
    pub is_elsewhere: bool,
    /// The other schools of the form, in its order; none for one that is not known by its name.
    pub partners: Vec<Option<SchoolId>>,
    /// The project.
    pub project: Option<ProjectFacts>,
    /// The registration of this teacher for this project; the one that counts if there are several.
    pub registration: Option<RegistrationFacts>,
    /// The same answer was imported before, whatever was fixed then.
    pub imported: Option<RegistrationFacts>,
    /// An earlier row of the file is about the same teacher and project.
    pub is_double: bool,
    /// Registrations that earlier rows of the file make for this teacher.
    pub before: usize,
}

/// What comes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What.
    pub outcome: ImportOutcome,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The school it means.
    pub school: Option<SchoolId>,
    /// The label it goes for.
    pub track: Option<Track>,
    /// The registration that is there.
    pub registration: Option<RegistrationId>,
}

/// Which of the other schools counts as one of those who started the project. It is not asked: one from abroad if there is
/// one, else the first named.
pub fn founder_among(partners: &[Partner]) -> Option<usize> {
    let abroad = partners.iter().position(|partner| partner.place.community == Community::Foreign);
    abroad.or_else(|| (!partners.is_empty()).then_some(0))
}

/// Judges a row: what it says, against what is known.
pub fn judge(answer: &Answer, read: Vec<Finding>, known: &Known, setting: &Setting) -> Judgement {
    let (mut findings, today) = (read, setting.today);
    let findings_of_partners = findings.iter().any(|finding| finding.code == ImportCode::UnknownPartner);
    let mut find = |code, about| findings.push(Finding::of(code, about));
    if answer.completed_at.is_some_and(|at| has_passed(setting.registration_deadline, at)) {
        find(ImportCode::Late, ImportColumn::CompletedAt);
    }
    let school = school_of(answer, &known.schools, &mut find);
    let track = match (&known.project, school) {
        (Some(project), _) => project.track,
        (None, Some(school)) if !answer.partners.is_empty() => {
            let own = Place { country: "BE".to_owned(), community: school.community };
            let places: Vec<Place> = answer.partners.iter().map(|partner| partner.place.clone()).collect();
            let other = founder_among(&answer.partners).and_then(|place| places.get(place));
            let founders: Vec<Place> = std::iter::once(own).chain(other.cloned()).collect();
            derive_track(&founders, &places).1
        }
        // Of no partner is known where it is: what the teacher says counts, and the partners are told of.
        (None, Some(_)) => answer.track.filter(|track| *track == Track::Nql),
        (None, None) => None,
    };
    if let Some(school) = school {
        if school.community == Community::Foreign {
            find(ImportCode::SchoolNotInBelgium, ImportColumn::School);
        } else if school.community != setting.community && track == Some(Track::Nql) {
            find(ImportCode::OtherCommunity, ImportColumn::School);
        }
        let tells = !answer.partners.is_empty() || findings_of_partners;
        if track.is_none() && (known.project.is_some() || tells) {
            find(ImportCode::NoTrack, ImportColumn::Partners);
        }
    }
    if track.is_some() && answer.track.is_some_and(|said| Some(said) != track) {
        find(ImportCode::TrackDiffers, ImportColumn::Track);
    }
    judge_dates(answer, known, setting, &mut find);
    let mut named = answer.partners.iter().zip(&known.partners).filter(|(partner, _)| !partner.name.is_empty());
    if named.any(|(_, school)| school.is_none()) {
        find(ImportCode::PartnerNotFound, ImportColumn::Partners);
    }
    if known.project.as_ref().is_some_and(|project| !project.is_ours) {
        find(ImportCode::ProjectElsewhere, ImportColumn::EsepUrl);
    }
    if known.is_elsewhere {
        find(ImportCode::AccountElsewhere, ImportColumn::Email);
    }
    if let Some(teacher) = &known.teacher {
        if !teacher.is_active {
            find(ImportCode::TeacherLocked, ImportColumn::Email);
        }
        if track.is_some_and(|track| teacher.judges.contains(&track)) {
            find(ImportCode::IsJuror, ImportColumn::Email);
        }
    }
    let there = known.imported.or(known.registration);
    let counts = |facts: &RegistrationFacts| facts.standing == Standing::Counts;
    let registration = there.filter(counts).map(|known| known.id);
    let registrations = known.teacher.as_ref().map_or(0, |teacher| teacher.registrations) + known.before;
    if registration.is_none() && track == Some(Track::Nql) && registrations >= setting.limit {
        find(ImportCode::TooManyApplications, ImportColumn::Email);
    }
    match there.map(|registration| registration.standing) {
        Some(Standing::TakenBack) => find(ImportCode::TakenBack, ImportColumn::EsepUrl),
        Some(Standing::Refused) => find(ImportCode::RegistrationRefused, ImportColumn::EsepUrl),
        Some(Standing::Counts) | None => {}
    }
    if known.is_double {
        find(ImportCode::Double, ImportColumn::EsepUrl);
    }
    let is_news = known
        .project
        .as_ref()
        .is_some_and(|project| project.ended_on.is_none() && answer.ended_on.is_some_and(|last_day| last_day <= today));
    let outcome = match registration {
        // It was imported: whatever the file says of it, it is there.
        Some(_) if known.imported.is_some_and(|facts| counts(&facts)) && (has_error(&findings) || !is_news) => {
            findings.retain(|finding| finding.severity() == ImportSeverity::Warning);
            ImportOutcome::Same
        }
        _ if has_error(&findings) => ImportOutcome::Error,
        Some(_) if is_news => ImportOutcome::Update,
        Some(_) => ImportOutcome::Same,
        None => ImportOutcome::New,
    };
    Judgement {
        outcome,
        findings,
        school: school.map(|school| school.id),
        track,
        registration: there.map(|there| there.id),
    }
}

/// What the dates of a row say, against what is known of its project, and against what the row says of them itself.
fn judge_dates(answer: &Answer, known: &Known, setting: &Setting, find: &mut impl FnMut(ImportCode, ImportColumn)) {
    let registered_on = known.project.as_ref().map(|project| project.registered_on).or(answer.registered_on);
    let ended_on = known.project.as_ref().and_then(|project| project.ended_on).or(answer.ended_on);
    if answer.registered_on.is_some_and(|day| day > setting.today) {
        find(ImportCode::DateInFuture, ImportColumn::RegisteredOn);
    }
    let in_window = registered_on.map(|day| is_in_window(day, setting.dates));
    if in_window == Some(false) {
        find(ImportCode::OutsideWindow, ImportColumn::RegisteredOn);
    }
    let ends = has_ended_by(ended_on, setting.dates.submission_deadline);
    if !ends {
        find(ImportCode::StillRuns, ImportColumn::EndedOn);
    }
    for (column, said) in &answer.also_said {
        let holds = if *column == ImportColumn::InWindow { in_window } else { Some(ends) };
        if holds.is_some_and(|holds| holds != *said) {
            find(ImportCode::SaysOtherwise, *column);
        }
    }
}

/// The school that a row means: by its number, else by its name, and its town where there are several.
fn school_of<'a>(
    answer: &Answer,
    schools: &'a [SchoolFacts],
    find: &mut impl FnMut(ImportCode, ImportColumn),
) -> Option<&'a SchoolFacts> {
    if answer.school.is_empty() && answer.school_number.is_none() {
        return None;
    }
    let (name, city) = (plain(&answer.school), plain(&answer.city));
    let fits = |school: &&SchoolFacts| answer.community.is_none_or(|community| community == school.community);
    if let Some(number) = &answer.school_number {
        let numbered: Vec<&SchoolFacts> =
            schools.iter().filter(|school| has_number(school, number)).filter(fits).collect();
        let likely: Vec<&SchoolFacts> =
            numbered.iter().filter(|school| name.is_empty() || is_like(&school.name, &name)).copied().collect();
        return match (numbered.as_slice(), likely.as_slice()) {
            ([], _) => {
                find(ImportCode::UnknownSchool, ImportColumn::SchoolNumber);
                None
            }
            // It is the number of a school that the teacher does not speak of.
            (_, []) => {
                find(ImportCode::NotASchoolNumber, ImportColumn::SchoolNumber);
                None
            }
            (_, [school]) => {
                if school.name != name {
                    find(ImportCode::NameDiffers, ImportColumn::School);
                }
                Some(school)
            }
            // The same digits may be a number of six with its zeros lost, and a FASE number.
            (_, several) => {
                let same = several.iter().find(|school| school.name == name).copied();
                if same.is_none() {
                    find(ImportCode::AmbiguousSchool, ImportColumn::SchoolNumber);
                }
                same
            }
        };
    }
    let named: Vec<&SchoolFacts> = schools.iter().filter(|school| school.name == name).filter(fits).collect();
    let here: Vec<&SchoolFacts> = named.iter().filter(|school| school.city == city).copied().collect();
    match (named.as_slice(), here.as_slice()) {
        ([], _) => {
            find(ImportCode::UnknownSchool, ImportColumn::School);
            None
        }
        (_, [school]) => {
            find(ImportCode::FoundByName, ImportColumn::SchoolNumber);
            Some(school)
        }
        ([school], []) if city.is_empty() => {
            find(ImportCode::FoundByName, ImportColumn::SchoolNumber);
            Some(school)
        }
        ([_], []) => {
            find(ImportCode::UnknownSchool, ImportColumn::City);
            None
        }
        _ => {
            find(ImportCode::AmbiguousSchool, ImportColumn::SchoolNumber);
            None
        }
    }
}

/// A number without the zeros in front, which a spreadsheet takes away.
pub fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// Whether it is the number of this school, whatever zeros are in front.
fn has_number(school: &SchoolFacts, number: &str) -> bool {
    [&school.institution, &school.fase].into_iter().flatten().any(|its| bare(its) == bare(number))
}

/// Whether two names may be of one school: they share a word that says which.
fn is_like(one: &str, other: &str) -> bool {
    const KINDS: &str = "school schools basisschool kleuterschool lagere instituut institut institute instituto atheneum athenee college lyceum \
        lycee vrije gemeentelijke stedelijke stedelijk stedelijk provinciaal provinciale koninklijk gesubsidieerde technisch technische \
        secundair secundaire buitengewoon buitengewone nederlandstalige onderwijs ecole communale libre fondamentale schule gemeindeschule \
        grundschule sint saint sainte onze lieve vrouw vrouwe notre dame heilig heilige voor naar";
    let words = |text: &str| -> Vec<String> {
        let all = text.split_whitespace().filter(|word| word.chars().count() > 3);
        all.filter(|word| !KINDS.split_ascii_whitespace().any(|kind| kind == *word)).map(ToOwned::to_owned).collect()
    };
    let others = words(other);
    one == other || words(one).iter().any(|word| others.contains(word))
}

/// Cells as they are kept: JSON with the words of the columns as keys.
pub fn to_json(cells: &Cells) -> String {
    let map: serde_json::Map<String, serde_json::Value> =
        cells.iter().map(|(column, text)| (column.word().to_owned(), text.as_str().into())).collect();
    serde_json::Value::Object(map).to_string()
}

/// Cells as they were kept.
pub fn from_json(text: &str) -> Cells {
    let map: BTreeMap<String, String> = serde_json::from_str(text).unwrap_or_default();
    map.into_iter().filter_map(|(word, text)| Some((ImportColumn::of(&word)?, text))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::campaign::rules::end_of_day;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn setting() -> Setting {
        Setting {
            community: Community::Vl,
            registration_deadline: end_of_day(date("2026-07-01")),
            dates: CampaignDates {
                esep_from: date("2025-04-01"),
                esep_to: date("2026-03-31"),
                submission_deadline: end_of_day(date("2026-07-01")),
            },
            limit: 4,
            today: date("2026-07-02"),
        }
    }

    fn good() -> Cells {
        [
            (ImportColumn::FormsId, "1"),
            (ImportColumn::CompletedAt, "4/05/2026 16:12:40"),
            (ImportColumn::Email, "Lotte@school.example"),
            (ImportColumn::Name, "Lotte  Verhaegen"),
            (ImportColumn::School, "De Zeven Wegen"),
            (ImportColumn::SchoolNumber, "31427"),
            (ImportColumn::Title, "Bijen"),
            (ImportColumn::EsepUrl, "https://school-education.ec.europa.eu/nl/etwinning/projects/Bijen/twinspace"),
            (ImportColumn::RegisteredOn, "12/05/2025"),
            (ImportColumn::EndedOn, "2026-05-29"),
            (ImportColumn::Partners, "Italië; École (Franse Gemeenschap)"),
            (ImportColumn::Activity, "Ja"),
            (ImportColumn::Results, "ja"),
            (ImportColumn::Together, "JA"),
        ]
        .map(|(column, text)| (column, text.to_owned()))
        .into()
    }

    fn school(id: u128, community: Community, number: &str) -> SchoolFacts {
        SchoolFacts {
            id: SchoolId(uuid::Uuid::from_u128(id)),
            community,
            country: "BE".to_owned(),
            name: "de zeven wegen".to_owned(),
            city: "gent".to_owned(),
            institution: Some(number.to_owned()),
            fase: None,
        }
    }

    fn known() -> Known {
        Known { schools: vec![school(1, Community::Vl, "031427")], ..Known::default() }
    }

    /// The cells with the dates of a file of one row in their one spelling.
    fn kept(cells: &Cells) -> Cells {
        let mut rows = [Row { number: 2, cells: cells.clone(), findings: Vec::new() }];
        settle(&mut rows, date("2026-12-31"));
        rows[0].cells.clone()
    }

    fn judged(cells: &Cells, known: &Known) -> (ImportOutcome, Vec<ImportCode>) {
        let (answer, found) = understand(&kept(cells));
        let judgement = judge(&answer, found, known, &setting());
        (judgement.outcome, judgement.findings.iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn columns_are_found_by_what_they_are_called() {
        for (heading, column) in [
            ("E-mail", Some(ImportColumn::Email)),
            ("Je e-mailadres", Some(ImportColumn::Email)),
            ("Naam", Some(ImportColumn::Name)),
            ("Naam van de school", Some(ImportColumn::School)),
            ("Naam van je directeur", None),
            ("Tijd van voltooien", Some(ImportColumn::CompletedAt)),
            ("INSTELLINGSNUMMER van je school (6 cijfers)", Some(ImportColumn::SchoolNumber)),
            ("Zijn de resultaten zichtbaar op de TwinSpace?", Some(ImportColumn::Results)),
            ("Begintijd", None),
            ("", None),
        ] {
            assert_eq!(column_of(heading), column, "{heading}");
        }
        let found = mapping(&["Id".to_owned(), "Punten".to_owned()]);
        assert_eq!((found.ignored, found.missing.len()), (vec!["Punten".to_owned()], NEEDED.len() - 1));
    }

    #[test]
    fn of_two_columns_for_the_same_the_first_counts_that_says_something() {
        let sheet = crate::intake::sheet::read(b"E-mail;Je e-mailadres\nanonymous;an@school.example\n").unwrap();
        assert_eq!(answers(&sheet, date("2026-07-02")).1[0].cells[&ImportColumn::Email], "an@school.example");
    }

    #[test]
    fn what_a_good_row_says() {
        let (answer, found) = understand(&kept(&good()));
        assert_eq!(found, []);
        assert_eq!(answer.email.as_deref(), Some("lotte@school.example"));
        assert_eq!(answer.name, "Lotte Verhaegen");
        assert_eq!(answer.slug.as_deref(), Some("bijen"));
        assert!(answer.esep_url.unwrap().ends_with("/projects/bijen"));
        assert_eq!(answer.completed_at, Some("2026-05-04T14:12:40Z".parse().unwrap()));
        assert_eq!(answer.registered_on, Some(date("2025-05-12")));
        let names: Vec<&str> = answer.partners.iter().map(|partner| partner.name.as_str()).collect();
        assert_eq!(names, ["", "École"]);
        assert_eq!(answer.said.len(), 4);
    }

    #[test]
    fn an_instant_is_by_the_clock_of_brussels() {
        for (text, at) in [
            ("2026-07-01T23:59:59", "2026-07-01T21:59:59Z"),
            ("2025-10-26T02:30:00", "2025-10-26T00:30:00Z"),
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
            ("2026-10-08", "2026-10-07T22:00:00Z"),
        ] {
            assert_eq!(instant(text), Some(at.parse().unwrap()), "{text}");
        }
        assert_eq!(instant("10/7/2026"), None, "what leaves a doubt was settled before");
    }

    #[test]
    fn one_reading_holds_for_a_column_and_doubt_is_told() {
        use ImportColumn::{CompletedAt, RegisteredOn};

        let read = |completed: &[&str], registered: &[&str]| {
            let row = |(completed, registered): (&&str, &&str)| Row {
                number: 2,
                cells: [(ImportColumn::CompletedAt, *completed), (ImportColumn::RegisteredOn, *registered)]
                    .map(|(column, text)| (column, text.to_owned()))
                    .into(),
                findings: Vec::new(),
            };
            let mut rows: Vec<Row> = completed.iter().zip(registered).map(row).collect();
            settle(&mut rows, date("2026-10-31"));
            rows.iter()
                .map(|row| {
                    let doubts = row.findings.iter().filter_map(|finding| finding.about).collect::<Vec<_>>();
                    let day = |column| row.cells[&column].chars().take(10).collect::<String>();
                    (day(ImportColumn::CompletedAt), day(ImportColumn::RegisteredOn), doubts)
                })
                .collect::<Vec<_>>()
        };
        let told = |completed: &str, registered: &str, doubts: &[ImportColumn]| {
            (completed.to_owned(), registered.to_owned(), doubts.to_vec())
        };
        // A column that answers, also by what cannot be; one that does not, with what suggests an order; nothing at all.
        assert_eq!(
            read(&["10/7/26 16:12:40", "10/7/2026 4:12 PM"], &["9/20/2026", "9/5/2026"]),
            [told("2026-10-07", "2026-09-20", &[]), told("2026-10-07", "2026-09-05", &[])]
        );
        assert_eq!(
            read(&["10/7/2026 16:12", "10/8/2026 4:12 PM"], &["1/20/2026", "1/21/2026"]),
            [told("2026-10-07", "2026-01-20", &[CompletedAt]), told("2026-10-08", "2026-01-21", &[CompletedAt])]
        );
        assert_eq!(read(&["5/12/2026"], &["1/1/2026"]), [told("2026-05-12", "2026-01-01", &[])], "not in December yet");
        assert_eq!(
            read(&["2/10/2026 16:12", "13/10/2026 16:12"], &["2026-09-20", "5/9/2026"]),
            [told("2026-10-02", "2026-09-20", &[]), told("2026-10-13", "2026-09-05", &[RegisteredOn])]
        );
        assert_eq!(read(&["5/5/2026"], &["5/6/2026"]), [told("2026-05-05", "2026-06-05", &[RegisteredOn])]);
        // One that contradicts itself: the most count, and each doubt is told; none where as many say the one as the other.
        let mixed = read(&["2026-10-01"; 4], &["20/9/2026", "21/9/2026", "9/22/2026", "9/5/2026"]);
        assert_eq!(mixed[2], told("2026-10-01", "2026-09-22", &[RegisteredOn]));
        assert_eq!(mixed[3], told("2026-10-01", "2026-05-09", &[RegisteredOn]));
        let even = read(&["2026-10-01"; 3], &["20/9/2026", "9/22/2026", "9/5/2026"]);
        assert_eq!(even[2], told("2026-10-01", "9/5/2026", &[RegisteredOn]));
    }

    #[test]
    fn a_school_number_is_itself_or_none() {
        for text in [
            "009641",
            "9641",
            "9.641",
            "9,641",
            "009 641",
            "9641.0",
            "9641,00",
            "'009641",
            "\u{200e}009641\u{200e}",
            "009641 (Oostende)",
            "９６４１",
        ] {
            assert_eq!(school_number(text).map(|number| format!("{number:0>6}")), Some("009641".to_owned()), "{text}");
        }
        for text in ["", "9641.5", "96.41", "1234567", "VL9641", "9641 of 9642", "000000", "-9641", "9 641 2", "9641e2"]
        {
            assert_eq!(school_number(text), None, "{text}");
        }
    }

    #[test]
    fn the_number_of_another_school_is_not_taken() {
        let other = SchoolFacts {
            name: "ecole des trois tilleuls".to_owned(),
            institution: None,
            fase: Some("31427".to_owned()),
            ..school(2, Community::Fwb, "")
        };
        for schools in [vec![other.clone()], vec![school(3, Community::Vl, "031427"), other]] {
            let mut cells = good();
            cells.insert(ImportColumn::School, "Leefschool De Wilde Appel".to_owned());
            let (outcome, codes) = judged(&cells, &Known { schools, ..Known::default() });
            assert_eq!((outcome, codes), (ImportOutcome::Error, vec![ImportCode::NotASchoolNumber]));
        }
    }

    #[test]
    fn countries_are_found_as_a_whole_in_every_language() {
        for (text, places, unknown) in [
            ("Bosnië en Herzegovina", "BA", 0),
            ("Bosnië-Herzegovina", "BA", 0),
            ("Italië, Bosnië en Herzegovina en Servië", "IT BA RS", 0),
            ("Bosnie-Herzégovine et Serbie", "BA RS", 0),
            ("Bosnien und Herzegowina und Serbien", "BA RS", 0),
            ("Colegio Sol y Luna, Madrid (Spanje)", "Colegio Sol y Luna, Madrid=ES", 0),
            ("Lycée du Lac en Ville (Frankrijk)", "Lycée du Lac en Ville=FR", 0),
            ("IT; PL", "IT PL", 0),
            ("Tsjechië (Praag) en Polen (Kraków)", "CZ PL", 0),
            ("Turkije / Türkiye", "TR", 0),
            ("Italië; Italië", "IT IT", 0),
            ("Verenigd Koninkrijk", "GB", 0),
            ("Trinidad en Tobago, Ελλάδα & Česko", "TT GR CZ", 0),
            ("2 scholen uit Italië\nNoord-Macedonië", "IT MK", 0),
            ("École du Parc (Franse Gemeenschap), Ostbelgien", "École du Parc=BE BE", 0),
            ("Polen, De Klinkaert (Vlaamse Gemeenschap) en Spanje", "PL De Klinkaert=BE ES", 0),
            ("Vlaamse Gemeenschap en Franse Gemeenschap, Italië", "BE BE IT", 0),
            ("Atlantis, Polen", "PL", 1),
            ("Atlantis (Elders", "", 1),
            ("", "", 0),
        ] {
            let (known, strange) = partners(text);
            let said: Vec<String> = known
                .iter()
                .map(|partner| match partner.name.as_str() {
                    "" => partner.place.country.clone(),
                    name => format!("{name}={}", partner.place.country),
                })
                .collect();
            assert_eq!((said.join(" ").as_str(), strange.len()), (places, unknown), "{text}");
        }
    }

    #[test]
    fn an_error_of_a_cell_is_told_and_never_blank() {
        for (column, text) in [
            (ImportColumn::City, "#N/A"),
            (ImportColumn::SchoolNumber, "#n/b"),
            (ImportColumn::Title, NO_VALUE),
            (ImportColumn::EndedOn, "#VALUE!"),
        ] {
            let mut cells = good();
            cells.insert(column, text.to_owned());
            let (_, found) = understand(&kept(&cells));
            assert_eq!(found, [Finding { text: text.to_owned(), ..Finding::of(ImportCode::CellError, column) }]);
        }
    }

    #[test]
    fn what_comes_of_a_row() {
        use ImportColumn as Column;

        use ImportCode as Code;
        use ImportOutcome::{Error, New};
        let table: [(Column, &str, ImportOutcome, &[Code]); 18] = [
            (Column::Name, "Lotte", New, &[]),
            (Column::Name, "", Error, &[Code::Missing]),
            (Column::Email, "geen", Error, &[Code::NotAnEmail]),
            (Column::CompletedAt, "1/07/2026 23:59:59", New, &[]),
            (Column::CompletedAt, "2/07/2026 0:00:00", Error, &[Code::Late]),
            (Column::RegisteredOn, "31/03/2025", New, &[Code::OutsideWindow]),
            (
                Column::RegisteredOn,
                "31/03/2027",
                Error,
                &[Code::EndsBeforeItStarts, Code::DateInFuture, Code::OutsideWindow],
            ),
            (Column::EndedOn, "", New, &[Code::StillRuns]),
            (Column::EndedOn, "1/01/2025", Error, &[Code::EndsBeforeItStarts]),
            (Column::SchoolNumber, "99999", Error, &[Code::UnknownSchool]),
            (Column::SchoolNumber, "", New, &[Code::FoundByName]),
            (Column::School, "Zeven Wegen", New, &[Code::NameDiffers]),
            (Column::Partners, "Vlaamse Gemeenschap", Error, &[Code::NoTrack]),
            (Column::Partners, "Atlantis", Error, &[Code::UnknownPartner, Code::NoTrack]),
            (Column::Partners, "Atlantis; Polen", New, &[Code::UnknownPartner]),
            (Column::Track, "Belgica", New, &[Code::TrackDiffers]),
            (Column::Together, "nee", New, &[Code::InDoubt]),
            (Column::EsepUrl, "http://localhost/projects/x", Error, &[Code::NotAnAddress]),
        ];
        for (column, text, outcome, codes) in table {
            let mut cells = good();
            cells.insert(column, text.to_owned());
            assert_eq!(judged(&cells, &known()), (outcome, codes.to_vec()), "{column:?} {text}");
        }
    }

    #[test]
    fn what_is_known_decides_too() {
        use ImportCode as Code;
        use ImportOutcome::{Error, New, Same, Update};
        let teacher = |is_active, registrations| {
            let id = UserId(uuid::Uuid::from_u128(7));
            Some(TeacherFacts { id, is_active, judges: vec![Track::Belgica], registrations })
        };
        let project = |ended_on: Option<&str>| {
            let id = ProjectId(uuid::Uuid::from_u128(8));
            let (track, registered_on) = (Some(Track::Nql), date("2025-05-12"));
            Some(ProjectFacts { id, track, registered_on, ended_on: ended_on.map(date), is_ours: true })
        };
        let not_ours = project(Some("2026-05-29")).map(|project| ProjectFacts { is_ours: false, ..project });
        let registration =
            |standing| Some(RegistrationFacts { id: RegistrationId(uuid::Uuid::from_u128(9)), standing });
        let foreign = vec![school(2, Community::Fwb, "031427")];
        let imported = registration(Standing::Counts);
        for (known, outcome, codes) in [
            (Known { teacher: teacher(true, 3), ..known() }, New, vec![]),
            (Known { teacher: teacher(true, 4), ..known() }, New, vec![Code::TooManyApplications]),
            (Known { teacher: teacher(true, 3), before: 1, ..known() }, New, vec![Code::TooManyApplications]),
            (Known { teacher: teacher(false, 0), ..known() }, Error, vec![Code::TeacherLocked]),
            (Known { schools: foreign, ..known() }, Error, vec![Code::OtherCommunity]),
            (Known { is_double: true, ..known() }, Error, vec![Code::Double]),
            (Known { is_elsewhere: true, ..known() }, Error, vec![Code::AccountElsewhere]),
            (Known { project: not_ours, ..known() }, Error, vec![Code::ProjectElsewhere]),
            (Known { partners: vec![None, None], ..known() }, New, vec![Code::PartnerNotFound]),
            (Known { partners: vec![None, Some(SchoolId(uuid::Uuid::nil()))], ..known() }, New, vec![]),
            (
                Known { project: project(Some("2026-05-29")), registration: registration(Standing::Counts), ..known() },
                Same,
                vec![],
            ),
            (Known { project: project(None), registration: registration(Standing::Counts), ..known() }, Update, vec![]),
            (Known { registration: registration(Standing::TakenBack), ..known() }, Error, vec![Code::TakenBack]),
            (
                Known { registration: registration(Standing::Refused), ..known() },
                Error,
                vec![Code::RegistrationRefused],
            ),
            (Known { imported: registration(Standing::Refused), ..known() }, Error, vec![Code::RegistrationRefused]),
            (Known { imported, is_double: true, ..known() }, Same, vec![]),
        ] {
            assert_eq!(judged(&good(), &known), (outcome, codes), "{known:?}");
        }
    }

    #[test]
    fn an_answer_has_one_key_in_every_file() {
        use ImportColumn as Column;

        let campaign = CampaignId(uuid::Uuid::from_u128(1));
        let key = |changes: &[(ImportColumn, &str)]| {
            let mut cells = good();
            cells.extend(changes.iter().map(|(column, text)| (*column, (*text).to_owned())));
            source_key(campaign, &cells)
        };
        for same in [
            (Column::Title, "Anders"),
            (Column::FormsId, "1.0"),
            (Column::FormsId, "01"),
            (Column::CompletedAt, "2026-05-04T16:12:40"),
            (Column::Email, "LOTTE@school.example"),
            (Column::EsepUrl, "https://school-education.ec.europa.eu/nl/etwinning/projects/bijen"),
        ] {
            assert_eq!(key(&[same]), key(&[]), "{same:?}");
        }
        for other in [(Column::FormsId, "2"), (Column::Email, "an@school.example"), (Column::EsepUrl, "wespen")] {
            assert_ne!(key(&[other]), key(&[]), "{other:?}");
        }
        assert_eq!(from_json(&to_json(&good())), good());
    }

    proptest! {
        #[test]
        fn any_text_in_any_cell_is_judged(texts in prop::collection::vec(".{0,40}", 21)) {
            let columns = ImportColumn::VALUES.iter().map(|(column, ..)| *column);
            let cells: Cells = columns.zip(texts).collect();
            let _ = judged(&cells, &known());
        }
    }
}
