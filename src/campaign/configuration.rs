//! The whole configuration of a campaign as one document: exported, looked through, compared and applied (R60, R73, R135,
//! INV-08). The school year is not in it: that is what a campaign is, not how it is set up.

use entity::{
    campaign, campaign_milestone,
    ids::CampaignId,
    kinds::{CampaignStatus, Kind},
};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    reader::{At, Fault, Flaw, Notes, key_of},
    rubric::Rubric,
    rules::{
        Calendar, Contact, LANGUAGES, LONGEST_TEXT, Languages, Milestone, MilestoneFault, Misfit, SPREAD, Settings,
        day_of, end_of_day, in_years, is_web_address, last_day_before, milestone_faults, misfits, out_of_bounds,
        start_of_day, tie_breaks, timeline, years_between,
    },
    state::{Freedom, Part, freedom},
};
use crate::{
    account::EmailAddress,
    api::{Word, fact::Sentence},
    text,
};

/// The form of the document that this release writes and reads.
pub const VERSION: i32 = 1;
/// Bytes of a document at most.
pub const LONGEST_DOCUMENT: usize = 128 * 1024;
/// Characters of the name of a campaign at most.
pub const LONGEST_NAME: usize = 200;
/// There is one day of each kind on a timeline; a document that has more is told so, kind by kind.
const MOST_MILESTONES: usize = 20;
/// Every criterion, and the spread.
const MOST_TIE_BREAKS: usize = 20;

/// The configuration of a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Configuration {
    version: i32,
    pub(super) name: String,
    pub(super) calendar: Calendar,
    pub(super) contact: Contact,
    pub(super) languages: Languages,
    pub(super) settings: Settings,
    /// How projects with the same mean are parted (Q6): codes of criteria, and `SPREAD`.
    #[serde(rename = "prizeTieBreaks")]
    pub(super) prize_tie_breaks: Vec<String>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) rubric: Rubric,
}

/// What a campaign is set up as.
pub fn calendar_of(campaign: &campaign::Model) -> Calendar {
    Calendar {
        registration_closes_on: last_day_before(campaign.registration_deadline),
        submission_closes_on: last_day_before(campaign.submission_deadline),
        esep_from: campaign.esep_from,
        esep_to: campaign.esep_to,
        evaluations_due_on: last_day_before(campaign.evaluations_due_at),
        results_planned_on: day_of(campaign.results_planned_at),
    }
}

impl Configuration {
    /// The configuration of a campaign.
    pub fn of(campaign: &campaign::Model, milestones: Vec<campaign_milestone::Model>, rubric: Rubric) -> Self {
        let calendar = calendar_of(campaign);
        let told = |row: campaign_milestone::Model| Milestone {
            kind: row.kind,
            on: row.takes_place_on,
            text: row.public_text,
        };
        Self {
            version: VERSION,
            name: campaign.name.clone(),
            calendar,
            contact: Contact { email: campaign.contact_email.clone(), url: campaign.contact_url.clone() },
            languages: Languages {
                vl: campaign.language_vl.clone(),
                fwb: campaign.language_fwb.clone(),
                dg: campaign.language_dg.clone(),
            },
            settings: Settings {
                applications_per_teacher: campaign.applications_per_teacher,
                jurors_per_application: campaign.jurors_per_application,
                juror_max_load: campaign.juror_max_load,
                conflict_look_back_years: campaign.conflict_look_back_years,
                discrepancy_centi: campaign.discrepancy_centi,
                prize_budget_cents: i32::try_from(campaign.prize_budget_cents).unwrap_or(i32::MAX),
                eql_minimum_centi: campaign.eql_minimum_centi,
                eql_scale_max_centi: campaign.eql_scale_max_centi,
                eql_share_percent: campaign.eql_share_percent,
                eql_countries: campaign.eql_countries,
                form_minutes: campaign.form_minutes,
                summary_words: campaign.summary_words,
                answer_words: campaign.answer_words,
                texts_by_second_person: campaign.texts_by_second_person,
                reconsideration_days: campaign.reconsideration_days,
                has_score_bands: campaign.has_score_bands,
            },
            prize_tie_breaks: tie_breaks(&campaign.prize_tie_breaks),
            milestones: timeline(milestones.into_iter().map(told).collect(), &calendar),
            rubric,
        }
    }

    /// A campaign that is set up like this; what is not in a configuration stays.
    pub fn put_on(&self, campaign: campaign::Model) -> campaign::Model {
        let Self { calendar, contact, languages, settings, .. } = self;
        campaign::Model {
            name: self.name.clone(),
            registration_deadline: end_of_day(calendar.registration_closes_on),
            submission_deadline: end_of_day(calendar.submission_closes_on),
            esep_from: calendar.esep_from,
            esep_to: calendar.esep_to,
            results_planned_at: start_of_day(calendar.results_planned_on),
            evaluations_due_at: end_of_day(calendar.evaluations_due_on),
            contact_email: contact.email.clone(),
            contact_url: contact.url.clone(),
            language_vl: languages.vl.clone(),
            language_fwb: languages.fwb.clone(),
            language_dg: languages.dg.clone(),
            applications_per_teacher: settings.applications_per_teacher,
            jurors_per_application: settings.jurors_per_application,
            juror_max_load: settings.juror_max_load,
            conflict_look_back_years: settings.conflict_look_back_years,
            discrepancy_centi: settings.discrepancy_centi,
            prize_budget_cents: settings.prize_budget_cents.into(),
            prize_tie_breaks: self.prize_tie_breaks.join(","),
            eql_minimum_centi: settings.eql_minimum_centi,
            eql_scale_max_centi: settings.eql_scale_max_centi,
            eql_share_percent: settings.eql_share_percent,
            eql_countries: settings.eql_countries,
            form_minutes: settings.form_minutes,
            summary_words: settings.summary_words,
            answer_words: settings.answer_words,
            texts_by_second_person: settings.texts_by_second_person,
            reconsideration_days: settings.reconsideration_days,
            has_score_bands: settings.has_score_bands,
            ..campaign
        }
    }

    /// The same with the days that its campaign opened with, where it did.
    #[must_use]
    pub fn as_opened(self, calendar: Option<Calendar>) -> Self {
        match calendar {
            Some(calendar) => Self { milestones: timeline(self.milestones, &calendar), calendar, ..self },
            None => self,
        }
    }

    /// The same for another school year: every day moves to the same day of the calendar there. Texts stay, but for the
    /// school year in the name.
    #[must_use]
    pub fn moved(mut self, from: &str, to: &str) -> Self {
        let years = years_between(from, to);
        let calendar = &mut self.calendar;
        for day in [
            &mut calendar.registration_closes_on,
            &mut calendar.submission_closes_on,
            &mut calendar.esep_from,
            &mut calendar.esep_to,
            &mut calendar.evaluations_due_on,
            &mut calendar.results_planned_on,
        ]
        .into_iter()
        .chain(self.milestones.iter_mut().map(|milestone| &mut milestone.on))
        {
            *day = in_years(*day, years);
        }
        self.name = self.name.replace(from, to);
        self
    }

    /// The document.
    pub fn document(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    /// What a document says; everything that is wrong with it is noted.
    pub fn read(document: &Value, notes: &Notes) -> Self {
        let at = At::whole(document, notes);
        at.only(&[
            "version",
            "name",
            "calendar",
            "contact",
            "languages",
            "settings",
            "prizeTieBreaks",
            "milestones",
            "rubric",
        ]);
        let (calendar, has_days) = read_calendar(&at.field("calendar"));
        let rubric = Rubric::read(&at.field("rubric"));
        Self {
            version: at.field("version").number(VERSION..=VERSION),
            name: text::line(&at.field("name").text(LONGEST_NAME)),
            calendar,
            contact: read_contact(&at.field("contact")),
            languages: read_languages(&at.field("languages")),
            settings: read_settings(&at.field("settings")),
            prize_tie_breaks: read_tie_breaks(&at.field("prizeTieBreaks"), &rubric),
            milestones: read_milestones(&at.field("milestones"), &calendar, has_days),
            rubric,
        }
    }
}

/// The days, and whether all of them could be read: what could not goes with nothing.
fn read_calendar(at: &At<'_>) -> (Calendar, bool) {
    const FIELDS: [&str; 6] = [
        "registrationClosesOn",
        "submissionClosesOn",
        "esepWindowOpensOn",
        "esepWindowClosesOn",
        "evaluationsDueOn",
        "resultsPlannedOn",
    ];
    at.only(&FIELDS);
    let before = at.noted();
    let [registration_closes_on, submission_closes_on, esep_from, esep_to, evaluations_due_on, results_planned_on] =
        FIELDS.map(|field| at.field(field).day());
    let calendar = Calendar {
        registration_closes_on,
        submission_closes_on,
        esep_from,
        esep_to,
        evaluations_due_on,
        results_planned_on,
    };
    let is_read = at.noted() == before;
    for misfit in misfits(&calendar).into_iter().filter(|_| is_read) {
        let (field, message) = match misfit {
            Misfit::SubmissionBeforeRegistration => ("submissionClosesOn", "step 2 cannot close before step 1"),
            Misfit::WindowEmpty => ("esepWindowClosesOn", "the window for ESEP ends before it starts"),
            Misfit::ResultsTooEarly => {
                ("resultsPlannedOn", "jury and results come after the deadline of step 2, in this order")
            }
        };
        at.field(field).note(Flaw::Contradiction, message);
    }
    (calendar, is_read)
}

fn read_contact(at: &At<'_>) -> Contact {
    at.only(&["email", "url"]);
    let mut contact = Contact { email: at.field("email").text(254), url: at.field("url").text(2_000) };
    match contact.email.parse::<EmailAddress>() {
        Ok(email) => contact.email = email.into(),
        Err(()) if contact.email.is_empty() => {}
        Err(()) => at.field("email").note(Flaw::WrongType, "an address for mail is wanted"),
    }
    if !contact.url.is_empty() && !is_web_address(&contact.url) {
        at.field("url").note(Flaw::WrongType, "the address of a web page is wanted");
    }
    contact
}

fn read_languages(at: &At<'_>) -> Languages {
    at.only(&["VL", "FWB", "DG"]);
    let [vl, fwb, dg] = ["VL", "FWB", "DG"].map(|community| {
        let at = at.field(community);
        let language = at.text(10);
        if !language.is_empty() && !LANGUAGES.contains(&language.as_str()) {
            at.note(Flaw::OutOfBounds, "nl, fr or de");
        }
        language
    });
    Languages { vl, fwb, dg }
}

fn read_settings(at: &At<'_>) -> Settings {
    at.only(&[
        "applicationsPerTeacher",
        "jurorsPerApplication",
        "jurorMaxLoad",
        "conflictLookBackYears",
        "discrepancy",
        "prizeBudgetCents",
        "eqlMinimum",
        "eqlScaleMax",
        "eqlSharePercent",
        "eqlCountries",
        "formMinutes",
        "summaryWords",
        "answerWords",
        "hasSecondPersonForTexts",
        "reconsiderationDays",
        "hasScoreBands",
    ]);
    let before = at.noted();
    let number = |field| at.field(field).number(i32::MIN..=i32::MAX);
    let decimal = |field| at.field(field).decimal(i32::MIN..=i32::MAX);
    let settings = Settings {
        applications_per_teacher: number("applicationsPerTeacher"),
        jurors_per_application: number("jurorsPerApplication"),
        juror_max_load: number("jurorMaxLoad"),
        conflict_look_back_years: number("conflictLookBackYears"),
        discrepancy_centi: decimal("discrepancy"),
        prize_budget_cents: number("prizeBudgetCents"),
        eql_minimum_centi: decimal("eqlMinimum"),
        eql_scale_max_centi: decimal("eqlScaleMax"),
        eql_share_percent: number("eqlSharePercent"),
        eql_countries: number("eqlCountries"),
        form_minutes: number("formMinutes"),
        summary_words: number("summaryWords"),
        answer_words: number("answerWords"),
        texts_by_second_person: at.field("hasSecondPersonForTexts").truth(),
        reconsideration_days: number("reconsiderationDays"),
        has_score_bands: at.field("hasScoreBands").truth(),
    };
    // A number that could not be read is noted already.
    let is_read = at.noted() == before;
    for setting in out_of_bounds(&settings).into_iter().filter(|_| is_read) {
        at.field(setting.field()).note(Flaw::OutOfBounds, "it is out of bounds");
    }
    settings
}

/// The steps that part projects with the same mean: each criterion of the rubric once at most, and the spread.
fn read_tie_breaks(at: &At<'_>, rubric: &Rubric) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for item in at.items(MOST_TIE_BREAKS) {
        let step = item.text(20);
        let is_known = step == SPREAD || rubric.criteria.iter().any(|criterion| criterion.code == step);
        if steps.contains(&step) {
            item.note(Flaw::Contradiction, "each step stands in the list once");
        } else if !is_known && !step.is_empty() {
            item.note(Flaw::Contradiction, "a code of a criterion, or SPREAD, is wanted");
        }
        steps.push(step);
    }
    steps
}

fn read_milestones(at: &At<'_>, calendar: &Calendar, has_days: bool) -> Vec<Milestone> {
    let mut given = Vec::new();
    for item in at.items(MOST_MILESTONES) {
        item.only(&["kind", "takesPlaceOn", "text"]);
        let (on, text) = (item.field("takesPlaceOn").day(), item.field("text").text(LONGEST_TEXT));
        given.extend(item.field("kind").word().map(|kind| Milestone { kind, on, text }));
    }
    for (kind, fault) in milestone_faults(&given, calendar) {
        let item = at.item(kind.word());
        match fault {
            MilestoneFault::Twice => item.note(Flaw::Contradiction, "there is one day of each kind"),
            MilestoneFault::NotTheDeadline if !has_days => {}
            MilestoneFault::NotTheDeadline => {
                item.field("takesPlaceOn")
                    .note(Flaw::Contradiction, "a step closes on its last day, which is in the calendar");
            }
            // Noted where it was read.
            MilestoneFault::Text => {}
        }
    }
    timeline(given, calendar)
}

/// A part that is not the same in two documents; JSON, none for what is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The way to it.
    pub path: String,
    /// What stands there now.
    pub before: Option<Value>,
    /// What would stand there.
    pub after: Option<Value>,
}

/// What is not the same in two documents, part by part.
pub fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare("", Some(before), Some(after), &mut changes);
    changes
}

fn compare(path: &str, before: Option<&Value>, after: Option<&Value>, into: &mut Vec<Change>) {
    match (before, after) {
        (before, after) if before == after => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let dot = if path.is_empty() { "" } else { "." };
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                compare(&format!("{path}{dot}{name}"), old.get(name), new.get(name), into);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if is_keyed(old) && is_keyed(new) => {
            let find = |list: &[Value], key: &str| list.iter().find(|item| key_of(item) == Some(key)).cloned();
            let keys = |list: &[Value], other: &[Value]| -> Vec<String> {
                let known = list.iter().filter_map(key_of).filter(|key| find(other, key).is_some());
                known.map(ToOwned::to_owned).collect()
            };
            let (was, is) = (keys(old, new), keys(new, old));
            if was != is {
                into.push(Change { path: path.to_owned(), before: Some(was.into()), after: Some(is.into()) });
            }
            let added = new.iter().filter_map(key_of).filter(|key| find(old, key).is_none());
            for key in old.iter().filter_map(key_of).chain(added) {
                let (old, new) = (find(old, key), find(new, key));
                compare(&format!("{path}[{key}]"), old.as_ref(), new.as_ref(), into);
            }
        }
        (before, after) => into.push(Change { path: path.to_owned(), before: before.cloned(), after: after.cloned() }),
    }
}

fn is_keyed(list: &[Value]) -> bool {
    list.iter().all(|item| key_of(item).is_some())
}

/// The part of the configuration that a path leads into.
fn part_of(path: &str) -> Part {
    match path {
        "calendar.registrationClosesOn" | "calendar.submissionClosesOn" => Part::Deadlines,
        "calendar.evaluationsDueOn" => Part::EvaluationsDue,
        "calendar.resultsPlannedOn" => Part::ResultsPlanned,
        _ if path.starts_with("milestones") || path.starts_with("contact.") => Part::Told,
        _ => Part::Rules,
    }
}

/// The changes that cannot be made where a campaign stands (INV-08).
pub fn frozen(changes: &[Change], status: CampaignStatus) -> Vec<Fault> {
    let refused = |change: &Change| {
        let message = match freedom(status, part_of(&change.path)) {
            Freedom::Free => return None,
            // A date as it is written sorts as it falls.
            Freedom::Later if text(change.after.as_ref()) > text(change.before.as_ref()) => return None,
            Freedom::Later => Sentence::new("it moves later, never earlier"),
            Freedom::Frozen => {
                Sentence::new("it cannot change any more: the campaign is {status}").with("status", Word(status))
            }
        };
        Some(Fault { path: change.path.clone(), wrong: Flaw::Frozen, message })
    };
    changes.iter().filter_map(refused).collect()
}

/// Whether a change gives people more time, which takes a reason.
pub fn is_extension(change: &Change, status: CampaignStatus) -> bool {
    freedom(status, part_of(&change.path)) == Freedom::Later
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// Names exactly this change of this campaign, from what it is now to what it would be.
pub fn hash(campaign: CampaignId, before: &Value, after: &Value) -> String {
    hex::encode(Sha256::digest(format!("{campaign}\n{before}\n{after}")))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use entity::kinds::MilestoneKind;
    use proptest::{prelude::*, sample::subsequence};
    use serde_json::json;

    use super::*;
    use crate::{api::fact::Fact as _, campaign::rubric, words::Language};

    fn day() -> impl Strategy<Value = NaiveDate> {
        (0i64..36_000).prop_map(|days| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::TimeDelta::days(days))
    }

    /// Days that go together: each some days after the one before.
    fn calendar() -> impl Strategy<Value = Calendar> {
        (day(), prop::array::uniform5(1i64..200)).prop_map(|(esep_from, gaps)| {
            let after = |count: usize| esep_from + chrono::TimeDelta::days(gaps[..count].iter().sum());
            Calendar {
                esep_from,
                esep_to: after(1),
                registration_closes_on: after(2),
                submission_closes_on: after(3),
                evaluations_due_on: after(4),
                results_planned_on: after(5),
            }
        })
    }

    fn settings() -> impl Strategy<Value = Settings> {
        (prop::array::uniform5(1..=i32::MAX), 1..=5, 0..=100, prop::array::uniform3(0..=i32::MAX)).prop_map(
            |(ones, jurors_per_application, eql_share_percent, zeros)| Settings {
                applications_per_teacher: ones[0],
                jurors_per_application,
                juror_max_load: ones[1],
                conflict_look_back_years: zeros[0],
                discrepancy_centi: (ones[2] % 1_000_000_000).max(1),
                prize_budget_cents: zeros[1],
                eql_minimum_centi: zeros[2] % 1_000_000_000,
                eql_scale_max_centi: (ones[3] % 1_000_000_000).max(1),
                eql_share_percent,
                eql_countries: ones[4],
                form_minutes: 10 + jurors_per_application,
                summary_words: ones[0],
                answer_words: ones[3],
                texts_by_second_person: ones[0] % 2 == 0,
                reconsideration_days: eql_share_percent.min(90),
                has_score_bands: ones[1] % 2 == 0,
            },
        )
    }

    prop_compose! {
        fn configuration()(
            calendar in calendar(),
            settings in settings(),
            name in "[ -~àéœ“]{0,40}x[ -~]{0,40}".prop_map(|name| text::line(&name)),
            told in subsequence(MilestoneKind::VALUES.iter().map(|(kind, ..)| *kind).collect::<Vec<_>>(), 0..=7),
            on in day(),
            text in "[!-~é]{1,500}",
            languages in prop::array::uniform3(0usize..3),
            steps in subsequence(vec!["C5", "C1", "SPREAD", "C2"], 0..=4),
        ) -> Configuration {
            let given = told.into_iter().map(|kind| Milestone { kind, on, text: text.clone() }).collect();
            let [vl, fwb, dg] = languages.map(|place| LANGUAGES[place].to_owned());
            Configuration {
                version: VERSION,
                name,
                calendar,
                contact: Contact { email: "nql@epos.example".to_owned(), url: "https://nql.example/?a=1#b".to_owned() },
                languages: Languages { vl, fwb, dg },
                settings,
                prize_tie_breaks: steps.into_iter().map(ToOwned::to_owned).collect(),
                milestones: timeline(given, &calendar),
                rubric: rubric::current().unwrap(),
            }
        }
    }

    fn read(document: &Value) -> (Configuration, Vec<Fault>) {
        let notes = Notes::default();
        (Configuration::read(document, &notes), notes.into_inner())
    }

    /// Every way into a document.
    fn paths(value: &Value, path: &str, into: &mut Vec<String>) {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(place, item)| (place.to_string(), item)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        for (name, child) in children {
            let path = format!("{path}/{name}");
            paths(child, &path, into);
            into.push(path);
        }
    }

    #[test]
    fn a_fault_anywhere_is_noted_and_nothing_breaks() {
        crate::declare();
        let document = serde_json::from_str::<Value>(include_str!("rubric.json")).unwrap();
        let mut all = Vec::new();
        paths(&document, "", &mut all);
        assert!(all.len() > 200);
        for path in all {
            let mut wrong = document.clone();
            *wrong.pointer_mut(&path).unwrap() = json!([{}]);
            let notes = Notes::default();
            Rubric::read(&At::whole(&wrong, &notes));
            let faults = notes.into_inner();
            assert!(!faults.is_empty(), "{path}");
            for fault in faults {
                let [dutch, english] = [Language::Nl, Language::En].map(|language| fault.message.said(language));
                assert_ne!(dutch, english, "{path}");
            }
        }
    }

    #[test]
    fn what_is_known_by_a_key_is_compared_by_it() {
        let before = json!({ "list": [{ "code": "A", "n": 1 }, { "code": "B", "n": 2 }], "plain": [1, 2] });
        let after =
            json!({ "list": [{ "code": "B", "n": 2 }, { "code": "A", "n": 3 }, { "code": "C" }], "plain": [2] });
        let told = changes(&before, &after);
        let paths: Vec<&str> = told.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["list", "list[A].n", "list[C]", "plain"]);
        assert_eq!(told[0].after, Some(json!(["B", "A"])));
        assert_eq!((&told[2].before, &told[2].after), (&None, &Some(json!({ "code": "C" }))));
        assert_eq!(changes(&before, &before), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn a_document_reads_back_as_it_was_written(configuration in configuration()) {
            let document: Value = serde_json::from_str(&configuration.document().unwrap()).unwrap();
            let (again, faults) = read(&document);
            prop_assert_eq!(faults, []);
            prop_assert_eq!(again, configuration);
        }

        #[test]
        fn a_configuration_that_moves_stays_sound_and_keeps_its_days(configuration in configuration(), years in 1i32..6) {
            let to = format!("{}-{}", 2025 + years, 2026 + years);
            let moved = configuration.clone().moved("2025-2026", &to);
            for (before, after) in configuration.milestones.iter().zip(&moved.milestones) {
                prop_assert_eq!(after.on, in_years(before.on, years));
            }
            // Two days in a row may become one where a leap day goes.
            let has_leap_day = serde_json::to_string(&configuration).unwrap().contains("-02-29");
            let (again, faults) = read(&serde_json::to_value(&moved).unwrap());
            prop_assert!(has_leap_day || faults.is_empty(), "{:?}", faults);
            prop_assert_eq!(again, moved);
        }
    }
}
