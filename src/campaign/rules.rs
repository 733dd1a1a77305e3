//! What the settings of a campaign must be.

use chrono::{DateTime, Months, NaiveDate, Utc};
use entity::kinds::MilestoneKind;
use serde::{Deserialize, Serialize};

pub use crate::clock::{day_of, end_of_day, end_of_days, last_day_before, start_of_day};
use crate::{decimal, only_said, text::says_something, words::Said};

/// For how many months what is kept, unless an admin says otherwise (Q22).
pub const KEEP: Keep = Keep { drafts: 24, applications: 60, juror_links: 24, messages: 24, photos: 36 };
/// How projects with the same mean are parted, unless the configuration says otherwise (Q6).
pub const TIE_BREAKS: &str = "C1,C5,C2,SPREAD";
/// The step at which the project goes first whose jurors differed less.
pub const SPREAD: &str = "SPREAD";

/// The steps, as they are kept.
pub fn tie_breaks(kept: &str) -> Vec<String> {
    kept.split(',').filter(|step| !step.is_empty()).map(ToOwned::to_owned).collect()
}

/// The months that an admin may say.
pub const MONTHS: std::ops::RangeInclusive<i32> = 1..=240;

/// For how many months a campaign keeps what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Drafts on which nothing was decided.
    pub drafts: i32,
    /// The texts of applications and of what the jury wrote on them.
    pub applications: i32,
    /// Who judged what.
    pub juror_links: i32,
    /// Address and content of mails.
    pub messages: i32,
    /// Photos of prizes.
    pub photos: i32,
}

/// The same day of the calendar so many years later, or earlier; 29 February is 28 February where there is none.
pub fn in_years(day: NaiveDate, years: i32) -> NaiveDate {
    let months = Months::new(years.unsigned_abs().saturating_mul(12));
    let moved = if years < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
    moved.unwrap_or(day)
}

/// Whether a deadline has passed: at or after it is too late (INV-01).
pub fn has_passed(deadline: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= deadline
}

/// Whether `text` is a school year such as `2025-2026`.
pub fn is_school_year(text: &str) -> bool {
    let years = text.split_once('-').and_then(|(from, to)| Some((from.parse::<u16>().ok()?, to.parse::<u16>().ok()?)));
    text.len() == 9 && years.is_some_and(|(from, to)| from >= 2000 && to == from + 1)
}

/// First and last day of a school year: 1 September to 31 August (Q11).
pub fn days_of_school_year(school_year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first: i32 = school_year.split_once('-')?.0.parse().ok()?;
    Some((NaiveDate::from_ymd_opt(first, 9, 1)?, NaiveDate::from_ymd_opt(first + 1, 8, 31)?))
}

/// Years from one school year to another.
pub fn years_between(from: &str, to: &str) -> i32 {
    let first = |year: &str| year.get(..4).and_then(|first| first.parse::<i32>().ok()).unwrap_or_default();
    first(to) - first(from)
}

/// The days that a campaign is run by, all of them local days in Brussels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Calendar {
    /// Last day of step 1.
    pub registration_closes_on: NaiveDate,
    /// Last day of step 2.
    pub submission_closes_on: NaiveDate,
    /// First day on which a project may have been registered on ESEP.
    #[serde(rename = "esepWindowOpensOn")]
    pub esep_from: NaiveDate,
    /// Last such day.
    #[serde(rename = "esepWindowClosesOn")]
    pub esep_to: NaiveDate,
    /// Last day for the jury.
    pub evaluations_due_on: NaiveDate,
    /// Day on which the results are planned.
    pub results_planned_on: NaiveDate,
}

/// What is wrong with a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Step 2 closes before step 1.
    SubmissionBeforeRegistration,
    /// The window for ESEP ends before it starts.
    WindowEmpty,
    /// The jury or the results come before the deadline.
    ResultsTooEarly,
}

/// What is wrong with a calendar; nothing when it holds together.
pub fn misfits(calendar: &Calendar) -> Vec<Misfit> {
    let Calendar { registration_closes_on, submission_closes_on, esep_from, esep_to, .. } = *calendar;
    let Calendar { evaluations_due_on, results_planned_on, .. } = *calendar;
    let too_early = evaluations_due_on <= submission_closes_on || results_planned_on <= evaluations_due_on;
    let list = [
        (submission_closes_on < registration_closes_on, Misfit::SubmissionBeforeRegistration),
        (esep_to < esep_from, Misfit::WindowEmpty),
        (too_early, Misfit::ResultsTooEarly),
    ];
    list.into_iter().filter_map(|(is_wrong, misfit)| is_wrong.then_some(misfit)).collect()
}

/// The rules of a campaign that are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Applications of one teacher that are judged in a school year (INV-09).
    pub applications_per_teacher: i32,
    /// Jurors per application (Q3).
    pub jurors_per_application: i32,
    /// Applications per juror at most (Q20).
    pub juror_max_load: i32,
    /// Years for which a former school is a conflict of interest (Q19).
    pub conflict_look_back_years: i32,
    /// Gap between two totals that calls a third juror, in hundredths of a point (Q5).
    #[serde(rename = "discrepancy", with = "decimal")]
    pub discrepancy_centi: i32,
    /// All prizes together, in cents (Q25).
    pub prize_budget_cents: i32,
    /// Average that a candidate for the European label must exceed, in hundredths of a point (Q26).
    #[serde(rename = "eqlMinimum", with = "decimal")]
    pub eql_minimum_centi: i32,
    /// Total on the European scale that the minimum belongs to, in hundredths of a point.
    #[serde(rename = "eqlScaleMax", with = "decimal")]
    pub eql_scale_max_centi: i32,
    /// Share of the labelled projects that may be nominated, in percent.
    pub eql_share_percent: i32,
    /// Countries in which a candidate must have a label.
    pub eql_countries: i32,
    /// Minutes without writing after which the form of step 2 closes (R66, Q18).
    pub form_minutes: i32,
    /// Words of a summary, above which a remark is made (Q17).
    pub summary_words: i32,
    /// Words of any other text of an application, above which a remark is made (Q17).
    pub answer_words: i32,
    /// Whether the texts of a result are approved by somebody who wrote none of them.
    #[serde(rename = "hasSecondPersonForTexts")]
    pub texts_by_second_person: bool,
    /// Days after the day of a result in which its teacher may ask to look at it again; none where that is not offered (Q8).
    pub reconsideration_days: i32,
    /// Whether teachers are told in which band each score of their own is, once results are out (Q10).
    pub has_score_bands: bool,
}

/// A setting of a campaign, as people call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Applications of a teacher that are judged.
    ApplicationsPerTeacher,
    /// Jurors of an application.
    JurorsPerApplication,
    /// Applications of a juror at most.
    JurorMaxLoad,
    /// For how long a tie counts.
    ConflictLookBackYears,
    /// How far two evaluations may lie apart.
    Discrepancy,
    /// What all prizes may cost.
    PrizeBudgetCents,
    /// What a candidate for the European label must exceed.
    EqlMinimum,
    /// Share of the projects that may be nominated.
    EqlSharePercent,
    /// Total on the European scale.
    EqlScaleMax,
    /// Countries in which a candidate must have a label.
    EqlCountries,
    /// How long a form stays open without writing.
    FormMinutes,
    /// Words of a summary.
    SummaryWords,
    /// Words of an answer.
    AnswerWords,
    /// For how long a teacher may ask to look at a result again.
    ReconsiderationDays,
}

impl Setting {
    /// Its field in an input.
    pub fn field(self) -> &'static str {
        match self {
            Self::ApplicationsPerTeacher => "applicationsPerTeacher",
            Self::JurorsPerApplication => "jurorsPerApplication",
            Self::JurorMaxLoad => "jurorMaxLoad",
            Self::ConflictLookBackYears => "conflictLookBackYears",
            Self::Discrepancy => "discrepancy",
            Self::PrizeBudgetCents => "prizeBudgetCents",
            Self::EqlMinimum => "eqlMinimum",
            Self::EqlSharePercent => "eqlSharePercent",
            Self::EqlScaleMax => "eqlScaleMax",
            Self::EqlCountries => "eqlCountries",
            Self::FormMinutes => "formMinutes",
            Self::SummaryWords => "summaryWords",
            Self::AnswerWords => "answerWords",
            Self::ReconsiderationDays => "reconsiderationDays",
        }
    }
}

impl Said for Setting {
    fn in_all(self) -> [&'static str; 4] {
        match self {
            Self::ApplicationsPerTeacher => [
                "aanvragen per leerkracht",
                "candidatures par enseignant",
                "Anträge pro Lehrkraft",
                "applications per teacher",
            ],
            Self::JurorsPerApplication => [
                "juryleden per aanvraag",
                "membres du jury par candidature",
                "Jurymitglieder pro Antrag",
                "jurors per application",
            ],
            Self::JurorMaxLoad => [
                "aanvragen per jurylid",
                "candidatures par membre du jury",
                "Anträge pro Jurymitglied",
                "applications per juror",
            ],
            Self::ConflictLookBackYears => [
                "jaren waarin een band telt voor een belangenconflict",
                "années pendant lesquelles un lien compte comme conflit d'intérêts",
                "Jahre, in denen eine Verbindung als Interessenkonflikt zählt",
                "years for which a tie counts as a conflict of interest",
            ],
            Self::Discrepancy => [
                "toegelaten verschil tussen twee beoordelingen",
                "écart admis entre deux évaluations",
                "zulässiger Unterschied zwischen zwei Bewertungen",
                "difference that two evaluations may have",
            ],
            Self::PrizeBudgetCents => {
                ["budget voor de prijzen", "budget des prix", "Budget für die Preise", "budget for the prizes"]
            }
            Self::EqlMinimum => [
                "minimum voor het Europese label",
                "minimum pour le label européen",
                "Mindestpunktzahl für das europäische Siegel",
                "minimum for the European label",
            ],
            Self::EqlSharePercent => [
                "percentage genomineerden voor het Europese label",
                "pourcentage de nominés pour le label européen",
                "Prozentsatz der Nominierungen für das europäische Siegel",
                "percentage nominated for the European label",
            ],
            Self::EqlScaleMax => [
                "totaal op de Europese schaal",
                "total sur l'échelle européenne",
                "Summe auf der europäischen Skala",
                "total on the European scale",
            ],
            Self::EqlCountries => [
                "landen met een label, voor het Europese label",
                "pays avec un label, pour le label européen",
                "Länder mit einem Siegel, für das europäische Siegel",
                "countries with a label, for the European label",
            ],
            Self::FormMinutes => [
                "minuten tot het formulier sluit",
                "minutes avant la fermeture du formulaire",
                "Minuten, bis sich das Formular schließt",
                "minutes until the form closes",
            ],
            Self::SummaryWords => [
                "woorden van een samenvatting",
                "mots d'un résumé",
                "Wörter einer Zusammenfassung",
                "words of a summary",
            ],
            Self::AnswerWords => {
                ["woorden van een antwoord", "mots d'une réponse", "Wörter einer Antwort", "words of an answer"]
            }
            Self::ReconsiderationDays => [
                "dagen om een heroverweging te vragen",
                "jours pour demander un réexamen",
                "Tage, um eine Überprüfung zu verlangen",
                "days to ask for a reconsideration",
            ],
        }
    }
}

only_said!(Setting);

/// The settings that are out of bounds.
pub fn out_of_bounds(settings: &Settings) -> Vec<Setting> {
    let list = [
        (Setting::ApplicationsPerTeacher, settings.applications_per_teacher > 0),
        (Setting::JurorsPerApplication, (1..=5).contains(&settings.jurors_per_application)),
        (Setting::JurorMaxLoad, settings.juror_max_load > 0),
        (Setting::ConflictLookBackYears, settings.conflict_look_back_years >= 0),
        (Setting::Discrepancy, settings.discrepancy_centi > 0),
        (Setting::PrizeBudgetCents, settings.prize_budget_cents >= 0),
        (Setting::EqlMinimum, settings.eql_minimum_centi >= 0),
        (Setting::EqlSharePercent, (0..=100).contains(&settings.eql_share_percent)),
        (Setting::EqlScaleMax, settings.eql_scale_max_centi > 0),
        (Setting::EqlCountries, settings.eql_countries > 0),
        (Setting::FormMinutes, (10..=480).contains(&settings.form_minutes)),
        (Setting::SummaryWords, settings.summary_words > 0),
        (Setting::AnswerWords, settings.answer_words > 0),
        (Setting::ReconsiderationDays, (0..=90).contains(&settings.reconsideration_days)),
    ];
    list.into_iter().filter_map(|(setting, holds)| (!holds).then_some(setting)).collect()
}

/// Languages that applications may be asked in (Q14).
pub const LANGUAGES: [&str; 3] = ["nl", "fr", "de"];

/// The language in which each community writes step 2 (R67, R75, Q14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub struct Languages {
    /// Of the Flemish community.
    pub vl: String,
    /// Of the French community.
    pub fwb: String,
    /// Of the German-speaking community.
    pub dg: String,
}

/// Where people with questions are sent: one setting, used everywhere (R135).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// An address for mail.
    pub email: String,
    /// A page with all information.
    pub url: String,
}

/// Whether `text` is the address of a web page.
pub fn is_web_address(text: &str) -> bool {
    let address = url::Url::parse(text).ok().filter(|_| text.len() <= 2_000);
    address.is_some_and(|url| {
        ["http", "https"].contains(&url.scheme())
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

/// Characters of what the public reads of a day, at most.
pub const LONGEST_TEXT: usize = 500;

/// A day on the timeline (R60).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// What it is about; one of each.
    pub kind: MilestoneKind,
    /// The day.
    #[serde(rename = "takesPlaceOn")]
    pub on: NaiveDate,
    /// What the public reads.
    pub text: String,
}

/// What is wrong with a day on the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneFault {
    /// There are two of its kind.
    Twice,
    /// Nothing to read, or too much.
    Text,
    /// The day that a step closes on is the last day of that step, and no other.
    NotTheDeadline,
}

/// The days on which the steps close, and what the public reads when nobody wrote anything else. Their dates follow the
/// deadlines wherever those go.
pub fn closing_days(calendar: &Calendar) -> [Milestone; 2] {
    let closing = |kind, on, text: &str| Milestone { kind, on, text: text.to_owned() };
    [
        closing(
            MilestoneKind::RegistrationCloses,
            calendar.registration_closes_on,
            "Laatste dag om je project te registreren (stap 1).",
        ),
        closing(
            MilestoneKind::SubmissionCloses,
            calendar.submission_closes_on,
            "Laatste dag om je aanvraag in te dienen (stap 2).",
        ),
    ]
}

/// What is wrong with a timeline, day by day.
pub fn milestone_faults(milestones: &[Milestone], calendar: &Calendar) -> Vec<(MilestoneKind, MilestoneFault)> {
    let closing = closing_days(calendar);
    let mut faults = Vec::new();
    for (place, milestone) in milestones.iter().enumerate() {
        let Milestone { kind, on, text } = milestone;
        let is_second = milestones.iter().take(place).any(|earlier| earlier.kind == *kind);
        let is_elsewhere = closing.iter().any(|closing| closing.kind == *kind && closing.on != *on);
        for (is_wrong, fault) in [
            (is_second, MilestoneFault::Twice),
            (!says_something(text) || text.chars().count() > LONGEST_TEXT, MilestoneFault::Text),
            (is_elsewhere, MilestoneFault::NotTheDeadline),
        ] {
            if is_wrong {
                faults.push((*kind, fault));
            }
        }
    }
    faults
}

/// The whole timeline, one day of each kind: what was given, and the days on which the steps close.
pub fn timeline(given: Vec<Milestone>, calendar: &Calendar) -> Vec<Milestone> {
    let mut whole = given;
    for closing in closing_days(calendar) {
        match whole.iter_mut().find(|known| known.kind == closing.kind) {
            Some(known) => known.on = closing.on,
            None => whole.push(closing),
        }
    }
    whole.sort_by_key(|milestone| milestone.kind);
    whole
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;
    use chrono_tz::Europe::Brussels;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_second_is_in_time_and_the_deadline_itself_is_late() {
        let deadline = end_of_day(day("2025-07-01"));
        assert!(!has_passed(deadline, deadline - chrono::TimeDelta::milliseconds(1)));
        assert!(has_passed(deadline, deadline));
    }

    #[test]
    fn a_school_year_is_two_years_in_a_row() {
        assert!(is_school_year("2025-2026"));
        for text in ["2025-2027", "2025", "25-26", "2025/2026", "2025-2026 "] {
            assert!(!is_school_year(text), "{text}");
        }
    }

    #[test]
    fn a_day_is_moved_by_the_calendar_and_never_into_a_day_that_is_not() {
        for (from, years, to) in [
            ("2026-07-01", 1, "2027-07-01"),
            ("2028-02-29", 1, "2029-02-28"),
            ("2028-02-29", 4, "2032-02-29"),
            ("2028-02-29", -1, "2027-02-28"),
            ("2026-03-29", 1, "2027-03-29"),
        ] {
            assert_eq!(in_years(day(from), years), day(to), "{from} {years}");
        }
        assert_eq!(years_between("2025-2026", "2027-2028"), 2);
        assert_eq!(years_between("2025-2026", "2024-2025"), -1);
    }

    #[test]
    fn a_deadline_keeps_its_local_day_across_both_clock_changes() {
        // The last Sundays of March and of October, and the days around them, in years where they fall elsewhere.
        for text in ["2025-03-29", "2025-03-30", "2025-03-31", "2025-10-25", "2025-10-26", "2025-10-27", "2024-02-29"] {
            for years in -2..=3 {
                let moved = in_years(day(text), years);
                assert_eq!(last_day_before(end_of_day(moved)), moved, "{text} {years}");
                assert_eq!(end_of_day(moved).with_timezone(&Brussels).time(), NaiveTime::MIN, "{text} {years}");
            }
        }
    }

    #[test]
    fn nothing_is_due_in_the_hour_that_comes_twice_or_not_at_all() {
        // 02:30 on the last Sunday of March is not there, 02:30 on the last Sunday of October comes twice: both before
        // and after, the day is the same, and its deadline is ahead.
        for (last_day, before, after) in [
            ("2025-03-30", "2025-03-30T00:59:59Z", "2025-03-30T01:00:00Z"),
            ("2025-10-26", "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z"),
        ] {
            let deadline = end_of_day(day(last_day));
            for instant in [before, after] {
                let instant: DateTime<Utc> = instant.parse().unwrap();
                assert_eq!(day_of(instant), day(last_day), "{instant}");
                assert!(!has_passed(deadline, instant), "{instant}");
            }
        }
        let hours = |text: &str| (end_of_day(day(text)) - start_of_day(day(text))).num_hours();
        assert_eq!((hours("2025-03-30"), hours("2025-10-26"), hours("2025-07-01")), (23, 25, 24));
    }

    #[test]
    fn a_timeline_always_tells_when_the_steps_close() {
        let calendar = Calendar {
            registration_closes_on: day("2026-06-15"),
            submission_closes_on: day("2026-07-01"),
            esep_from: day("2025-04-01"),
            esep_to: day("2026-03-31"),
            evaluations_due_on: day("2026-09-15"),
            results_planned_on: day("2026-10-31"),
        };
        let own = |on: &str| Milestone { kind: MilestoneKind::SubmissionCloses, on: day(on), text: "Klaar".to_owned() };
        assert_eq!(timeline(Vec::new(), &calendar), closing_days(&calendar));
        let told = timeline(vec![own("2026-06-30")], &calendar);
        assert_eq!(told.last(), Some(&own("2026-07-01")));
        assert_eq!(milestone_faults(&told, &calendar), []);
        let faults = milestone_faults(&[own("2026-06-30"), own("2026-07-01")], &calendar);
        let kind = MilestoneKind::SubmissionCloses;
        assert_eq!(faults, [(kind, MilestoneFault::NotTheDeadline), (kind, MilestoneFault::Twice)]);
    }

    proptest! {
        #[test]
        fn moving_a_day_there_and_back_changes_leap_days_only(days in 0i64..40_000, years in -20i32..20) {
            let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            let back = in_years(in_years(day, years), -years);
            prop_assert!(back == day || (day.format("%m-%d").to_string() == "02-29" && (day - back).num_days() == 1));
        }

        #[test]
        fn every_day_contains_its_start_and_not_its_end(days in 0i64..20_000) {
            let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            prop_assert_eq!(day_of(start_of_day(day)), day);
            prop_assert_eq!(day_of(end_of_day(day)), day + chrono::TimeDelta::days(1));
            let hours = (end_of_day(day) - start_of_day(day)).num_hours();
            prop_assert!((23..=25).contains(&hours));
        }
    }
}
