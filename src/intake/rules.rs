//! Which column is which, what an answer to the form says, and what comes of it.

use std::collections::BTreeMap;

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

use crate::{
    account::EmailAddress,
    application::eligibility::{CampaignDates, has_ended_by, is_in_window},
    campaign::rules::has_passed,
    fold::plain,
    project::rules::{Place, ProjectAddress, derive_track},
    school::rules::Country,
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

/// Which column of a sheet is which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<Option<ImportColumn>>,
    /// Headings that say nothing to us.
    pub ignored: Vec<String>,
    /// What is needed and not there, as it may be called.
    pub missing: Vec<&'static str>,
}

/// Finds the columns. The same may be asked twice: Forms adds address and name of who is signed in.
pub fn mapping(headings: &[String]) -> Mapping {
    let columns: Vec<Option<ImportColumn>> = headings.iter().map(|heading| column_of(heading)).collect();
    let unknown = headings.iter().zip(&columns).filter(|(heading, column)| column.is_none() && !heading.is_empty());
    let needed = NEEDED.iter().filter(|column| !columns.contains(&Some(**column)));
    Mapping {
        ignored: unknown.map(|(heading, _)| heading.clone()).collect(),
        missing: needed.map(|column| called(*column)).collect(),
        columns,
    }
}

impl Mapping {
    /// The cells of a line. Of two columns for the same the first counts that says something.
    pub fn cells(&self, line: &[String]) -> Cells {
        let mut cells = Cells::new();
        for (column, text) in self.columns.iter().zip(line) {
            // So Forms calls whoever is not signed in.
            let says_nothing = text.is_empty() || plain(text) == "anonymous" || plain(text) == "anoniem";
            if let Some(column) = column
                && !says_nothing
            {
                cells.entry(*column).or_insert_with(|| text.clone());
            }
        }
        cells
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
            | Code::UnknownPartner
            | Code::NoTrack
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
            | Code::PartnerNotFound
            | Code::FoundByName
            | Code::NameDiffers
            | Code::TrackDiffers
            | Code::SaysOtherwise => ImportSeverity::Warning,
        }
    }
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
    answer.partners = reader.needed(ImportColumn::Partners, ImportCode::UnknownPartner, partners).unwrap_or_default();
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

impl Reading<'_> {
    fn find(&mut self, code: ImportCode, about: ImportColumn) {
        self.findings.push(Finding::of(code, about));
    }

    fn text(&self, column: ImportColumn) -> Option<&str> {
        self.cells.get(&column).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    fn name(&mut self, column: ImportColumn) -> String {
        let text = self.text(column).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.find(ImportCode::Missing, column);
        } else if text.chars().count() > LONGEST_NAME {
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
        if self.text(column).is_none() {
            self.find(ImportCode::Missing, column);
        }
        self.optional(column, code, read)
    }
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
    if text == "vl" || has(&["vlaamse gemeenschap", "vlaanderen"]) {
        Some(Community::Vl)
    } else if text == "fwb" || has(&["franse gemeenschap", "wallonie bruxelles", "franstalige gemeenschap"]) {
        Some(Community::Fwb)
    } else if text == "dg" || has(&["duitstalige gemeenschap", "deutschsprachige gemeinschaft"]) {
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

/// A number of a school: digits. A spreadsheet takes the zeros in front away.
fn school_number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.')).collect();
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(digits)
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

/// A date as people and spreadsheets write it.
fn day(text: &str) -> Option<NaiveDate> {
    let text = text.split(['T', ' ']).next().unwrap_or_default();
    let date = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
        .or_else(|| serial(text).map(|at| at.date()))?;
    // Years of two digits, and other slips.
    let decent = NaiveDate::from_ymd_opt(2000, 1, 1)?..NaiveDate::from_ymd_opt(2100, 1, 1)?;
    decent.contains(&date).then_some(date)
}

/// An instant by the clock of Brussels. An hour that comes twice counts as the first, in the teacher's favour.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let forms = [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M:%S",
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%d-%m-%Y %H:%M:%S",
        "%d-%m-%Y %H:%M",
    ];
    let local = forms
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .or_else(|| serial(text))
        .filter(|at| day(&at.format("%Y-%m-%d").to_string()).is_some())?;
    match Brussels.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => Some(Brussels.from_utc_datetime(&(local - TimeDelta::hours(1))).with_timezone(&Utc)),
    }
}

/// Days since the end of 1899, as spreadsheets count.
fn serial(text: &str) -> Option<NaiveDateTime> {
    let number: f64 = text.replace(',', ".").parse().ok()?;
    if !(30_000.0..80_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "within the bounds above")]
    let seconds = (number * 86_400.0).round() as i64;
    NaiveDate::from_ymd_opt(1899, 12, 30)?
        .and_time(chrono::NaiveTime::MIN)
        .checked_add_signed(TimeDelta::seconds(seconds))
}

/// Countries and communities, with or without schools around them; `None` when one of them is neither.
fn partners(text: &str) -> Option<Vec<Partner>> {
    let parts = text.split([',', ';', '\n', '/']).flat_map(|part| part.split(" en ")).map(str::trim);
    let partner = |part| Some(Partner { name: name_before_place(part), place: place(part)? });
    let partners: Option<Vec<Partner>> = parts.filter(|part| !part.is_empty()).map(partner).collect();
    partners.filter(|partners| !partners.is_empty())
}

/// What stands before the brackets that say where.
fn name_before_place(text: &str) -> String {
    let before = text.rsplit_once('(').map(|(before, _)| before).unwrap_or_default();
    before.trim().chars().take(LONGEST_NAME).collect()
}

fn place(text: &str) -> Option<Place> {
    if let Some(community) = community(text) {
        return Some(Place { country: "BE".to_owned(), community });
    }
    // "Istituto Colle Sereno (Italië)": what stands in brackets says where.
    let inner = text.rsplit_once('(').and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or(text).trim();
    let word = plain(inner);
    let named = COUNTRIES.iter().find(|(_, names)| names.contains(&word.as_str())).map(|(code, _)| *code);
    let country = named.map(str::to_owned).or_else(|| Country::of(inner).map(|country| country.to_string()))?;
    (country != "BE").then_some(Place { country, community: Community::Foreign })
}

/// Countries of eTwinning as they are called here.
static COUNTRIES: &[(&str, &[&str])] = &[
    ("AL", &["albanie"]),
    ("AM", &["armenie"]),
    ("AT", &["oostenrijk"]),
    ("AZ", &["azerbeidzjan"]),
    ("BA", &["bosnie en herzegovina", "bosnie herzegovina"]),
    ("BG", &["bulgarije"]),
    ("CY", &["cyprus"]),
    ("CZ", &["tsjechie"]),
    ("DE", &["duitsland"]),
    ("DK", &["denemarken"]),
    ("EE", &["estland"]),
    ("ES", &["spanje"]),
    ("FI", &["finland"]),
    ("FR", &["frankrijk"]),
    ("GE", &["georgie"]),
    ("GR", &["griekenland"]),
    ("HR", &["kroatie"]),
    ("HU", &["hongarije"]),
    ("IE", &["ierland"]),
    ("IS", &["ijsland"]),
    ("IT", &["italie"]),
    ("JO", &["jordanie"]),
    ("LB", &["libanon"]),
    ("LT", &["litouwen"]),
    ("LU", &["luxemburg", "groothertogdom luxemburg"]),
    ("LV", &["letland"]),
    ("MD", &["moldavie"]),
    ("ME", &["montenegro"]),
    ("MK", &["noord macedonie"]),
    ("MT", &["malta"]),
    ("NL", &["nederland"]),
    ("NO", &["noorwegen"]),
    ("PL", &["polen"]),
    ("PT", &["portugal"]),
    ("RO", &["roemenie"]),
    ("RS", &["servie"]),
    ("SE", &["zweden"]),
    ("SI", &["slovenie"]),
    ("SK", &["slowakije"]),
    ("TN", &["tunesie"]),
    ("TR", &["turkije"]),
    ("UA", &["oekraine"]),
];

/// Names an answer of the form in whatever file it comes: the same answer has the same key in a longer file.
pub fn source_key(campaign: CampaignId, cells: &Cells) -> String {
    let cell = |column| cells.get(&column).map(|text| plain(text)).unwrap_or_default();
    let parts = [
        campaign.to_string(),
        cell(ImportColumn::FormsId),
        cell(ImportColumn::CompletedAt),
        cell(ImportColumn::Email),
        cell(ImportColumn::EsepUrl),
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
    /// Its numbers.
    pub numbers: Vec<String>,
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
    /// Whether its teacher has taken it back.
    pub is_taken_back: bool,
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
    pub imported: Option<RegistrationId>,
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
        (None, _) => None,
    };
    if let Some(school) = school {
        if school.community == Community::Foreign {
            find(ImportCode::SchoolNotInBelgium, ImportColumn::School);
        } else if school.community != setting.community && track == Some(Track::Nql) {
            find(ImportCode::OtherCommunity, ImportColumn::School);
        }
        if track.is_none() && (known.project.is_some() || !answer.partners.is_empty()) {
            find(ImportCode::NoTrack, ImportColumn::Partners);
        }
    }
    if track.is_some() && answer.track.is_some_and(|said| Some(said) != track) {
        find(ImportCode::TrackDiffers, ImportColumn::Track);
    }
    let registered_on = known.project.as_ref().map(|project| project.registered_on).or(answer.registered_on);
    let ended_on = known.project.as_ref().and_then(|project| project.ended_on).or(answer.ended_on);
    if answer.registered_on.is_some_and(|day| day > today) {
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
    let registration = known.registration.filter(|registration| !registration.is_taken_back).map(|known| known.id);
    let registrations = known.teacher.as_ref().map_or(0, |teacher| teacher.registrations) + known.before;
    if registration.is_none() && track == Some(Track::Nql) && registrations >= setting.limit {
        find(ImportCode::TooManyApplications, ImportColumn::Email);
    }
    if known.registration.is_some_and(|registration| registration.is_taken_back) {
        find(ImportCode::TakenBack, ImportColumn::EsepUrl);
    }
    if known.is_double {
        find(ImportCode::Double, ImportColumn::EsepUrl);
    }
    let is_news = known
        .project
        .as_ref()
        .is_some_and(|project| project.ended_on.is_none() && answer.ended_on.is_some_and(|last_day| last_day <= today));
    let registration = known.imported.or(registration);
    let outcome = match registration {
        // It was imported: whatever the file says of it, it is there.
        Some(_) if known.imported.is_some() && (has_error(&findings) || !is_news) => {
            findings.retain(|finding| finding.severity() == ImportSeverity::Warning);
            ImportOutcome::Same
        }
        _ if has_error(&findings) => ImportOutcome::Error,
        Some(_) if is_news => ImportOutcome::Update,
        Some(_) => ImportOutcome::Same,
        None => ImportOutcome::New,
    };
    Judgement { outcome, findings, school: school.map(|school| school.id), track, registration }
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
        let padded = format!("{number:0>6}");
        let is_its = |school: &&SchoolFacts| school.numbers.iter().any(|its| *its == *number || *its == padded);
        let numbered: Vec<&SchoolFacts> = schools.iter().filter(is_its).filter(fits).collect();
        return match numbered.as_slice() {
            [] => {
                find(ImportCode::UnknownSchool, ImportColumn::SchoolNumber);
                None
            }
            [school] => {
                if school.name != name {
                    find(ImportCode::NameDiffers, ImportColumn::School);
                }
                Some(school)
            }
            // The same digits may be a number of six with its zeros lost, and a FASE number.
            several => {
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
            numbers: vec![number.to_owned()],
        }
    }

    fn known() -> Known {
        Known { schools: vec![school(1, Community::Vl, "031427")], ..Known::default() }
    }

    fn judged(cells: &Cells, known: &Known) -> (ImportOutcome, Vec<ImportCode>) {
        let (answer, found) = understand(cells);
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
        let headings = ["E-mail", "Je e-mailadres"].map(str::to_owned);
        let cells = mapping(&headings).cells(&["anonymous".to_owned(), "an@school.example".to_owned()]);
        assert_eq!(cells[&ImportColumn::Email], "an@school.example");
    }

    #[test]
    fn what_a_good_row_says() {
        let (answer, found) = understand(&good());
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
    fn days_and_instants_in_every_spelling() {
        for (text, expected) in [
            ("2025-05-12", Some("2025-05-12")),
            ("12/5/2025", Some("2025-05-12")),
            ("12-05-2025", Some("2025-05-12")),
            ("45789", Some("2025-05-12")),
            ("31/11/2025", None),
            ("12/5/25", None),
            ("gisteren", None),
        ] {
            assert_eq!(day(text), expected.map(date), "{text}");
        }
        for (text, at) in [
            ("1/07/2026 23:59:59", "2026-07-01T21:59:59Z"),
            ("2025-10-26T02:30:00", "2025-10-26T00:30:00Z"),
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
        ] {
            assert_eq!(instant(text), Some(at.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_comes_of_a_row() {
        use ImportCode as Code;
        use ImportColumn as Column;
        use ImportOutcome::{Error, New};
        let table: [(Column, &str, ImportOutcome, &[Code]); 17] = [
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
            (Column::Partners, "Atlantis", Error, &[Code::UnknownPartner]),
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
            |is_taken_back| Some(RegistrationFacts { id: RegistrationId(uuid::Uuid::from_u128(9)), is_taken_back });
        let foreign = vec![school(2, Community::Fwb, "031427")];
        let imported = registration(false).map(|registration| registration.id);
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
                Known { project: project(Some("2026-05-29")), registration: registration(false), ..known() },
                Same,
                vec![],
            ),
            (Known { project: project(None), registration: registration(false), ..known() }, Update, vec![]),
            (Known { registration: registration(true), ..known() }, Error, vec![Code::TakenBack]),
            (Known { imported, is_double: true, ..known() }, Same, vec![]),
        ] {
            assert_eq!(judged(&good(), &known), (outcome, codes), "{known:?}");
        }
    }

    #[test]
    fn an_answer_has_one_key_in_every_file() {
        let campaign = CampaignId(uuid::Uuid::from_u128(1));
        let mut other = good();
        other.insert(ImportColumn::Title, "Anders".to_owned());
        assert_eq!(source_key(campaign, &good()), source_key(campaign, &other));
        other.insert(ImportColumn::FormsId, "2".to_owned());
        assert_ne!(source_key(campaign, &good()), source_key(campaign, &other));
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
