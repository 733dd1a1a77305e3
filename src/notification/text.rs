//! What a mail says: a template, filled in with facts. Strict: a fact that is missing is an error, never a gap in a mail.
//!
//! The first line of a template is the subject. `{fact}` is filled in; a line that begins with `[fact=WORD]` is there only
//! while the fact is that word, or one of `[fact=WORD|WORD]`. A number is `NONE`, `ONE` or `MANY`. What is filled in is never read as a template itself.

use chrono::{DateTime, TimeDelta, Utc};
use entity::kinds::{Community, Kind, MessageTemplate};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use serde_json::Value;

use crate::{
    clock::day_of,
    text,
    wording::shown,
    words::{Language, Said},
};

use super::rules::{Opens, link_opens};

/// A mail as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// A file for the calendar of the reader, where the mail speaks of a day to come to.
    pub calendar: Option<String>,
}

/// What every mail may say, whatever it is about.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Name of the reader.
    pub name: &'a str,
    /// Address of the front end, without a slash at its end.
    pub front: &'a str,
    /// The link that the mail carries, if it carries one.
    pub link: Option<&'a str>,
}

/// Why a mail cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The command did not give it.
    #[error("the fact `{0}` is missing")]
    Missing(String),
    /// Not what its name promises.
    #[error("the fact `{0}` cannot be read")]
    Unreadable(String),
    /// The template is not well formed.
    #[error("the template has an open bracket in `{0}`")]
    Open(String),
}

macro_rules! templates {
    ($($variant:ident $name:literal),*) => {
        fn source(template: MessageTemplate, language: Language) -> &'static str {
            match (template, language) {
                $(
                    (MessageTemplate::$variant, Language::Nl) => include_str!(concat!("templates/nl/", $name, ".txt")),
                    (MessageTemplate::$variant, Language::Fr) => include_str!(concat!("templates/fr/", $name, ".txt")),
                    (MessageTemplate::$variant, Language::De) => include_str!(concat!("templates/de/", $name, ".txt")),
                    (MessageTemplate::$variant, Language::En) => include_str!(concat!("templates/en/", $name, ".txt")),
                )*
            }
        }
    };
}

templates! {
    RegistrationConfirmed "REGISTRATION_CONFIRMED", RegistrationInReview "REGISTRATION_IN_REVIEW",
    RegistrationRefused "REGISTRATION_REFUSED", ApplicationComplete "APPLICATION_COMPLETE",
    DraftReminder "DRAFT_REMINDER", AssignmentInvited "ASSIGNMENT_INVITED",
    EvaluationReminder "EVALUATION_REMINDER", JuryConflict "JURY_CONFLICT", ProjectChanged "PROJECT_CHANGED",
    ResultPublished "RESULT_PUBLISHED", ResultCorrected "RESULT_CORRECTED",
    ReconsiderationAnswered "RECONSIDERATION_ANSWERED",
    PrizeAnnounced "PRIZE_ANNOUNCED", PrizeVisitPlanned "PRIZE_VISIT_PLANNED", PrizeFollowUp "PRIZE_FOLLOW_UP",
    EqlInfo "EQL_INFO", EqlOutcome "EQL_OUTCOME",
    EventInvitation "EVENT_INVITATION", EventReminder "EVENT_REMINDER", EventChanged "EVENT_CHANGED",
    EventSeat "EVENT_SEAT", EventCancelled "EVENT_CANCELLED",
    Welcome "WELCOME", SignInLink "SIGN_IN_LINK", PasswordChanged "PASSWORD_CHANGED",
    IdentityLinked "IDENTITY_LINKED", SchoolInvitation "SCHOOL_INVITATION",
    ProjectAddressFreed "PROJECT_ADDRESS_FREED"
}

/// Writes a mail.
pub fn write(
    template: MessageTemplate,
    language: Language,
    facts: &Value,
    frame: Frame<'_>,
) -> Result<Letter, Unwritable> {
    let known = Known { facts, frame, language };
    let (subject, body) = source(template, language).split_once('\n').unwrap_or_default();
    let mut text = String::new();
    for line in body.trim_start_matches('\n').lines() {
        let Some(line) = known.kept(line)? else { continue };
        text.push_str(&known.fill(line)?);
        text.push('\n');
    }
    let subject = text::line(&known.fill(subject)?);
    let calendar = known.calendar(template, &subject)?;
    Ok(Letter { subject, text, calendar })
}

struct Known<'a> {
    facts: &'a Value,
    frame: Frame<'a>,
    language: Language,
}

impl Known<'_> {
    /// The line without its condition, if that holds.
    fn kept<'a>(&self, line: &'a str) -> Result<Option<&'a str>, Unwritable> {
        let Some(rest) = line.strip_prefix('[') else { return Ok(Some(line)) };
        let (conditions, rest) = rest.split_once("] ").ok_or_else(|| Unwritable::Open(line.to_owned()))?;
        for condition in conditions.split(',') {
            let (fact, word) = condition.split_once('=').ok_or_else(|| Unwritable::Open(line.to_owned()))?;
            // A mail that was queued by an older release knows nothing of it.
            let said = self.facts.get(fact).and_then(word_of);
            if !word.split('|').any(|word| said == Some(word)) {
                return Ok(None);
            }
        }
        Ok(Some(rest))
    }

    /// The line with its facts.
    fn fill(&self, line: &str) -> Result<String, Unwritable> {
        let mut filled = String::new();
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or_else(|| Unwritable::Open(line.to_owned()))?;
            filled.push_str(before);
            filled.push_str(&self.said(name)?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn said(&self, name: &str) -> Result<String, Unwritable> {
        let missing = || Unwritable::Missing(name.to_owned());
        match name {
            "name" => Ok(shown(self.frame.name)),
            "front" => Ok(self.frame.front.to_owned()),
            "signIn" => Ok(format!("{}/sign-in", self.frame.front)),
            "link" => self.frame.link.map(ToOwned::to_owned).ok_or_else(missing),
            // A deadline is the first instant that is too late.
            "submissionDeadline" | "dueAt" | "answersCloseAt" => {
                Ok(self.language.day(day_of(self.instant(name)? - TimeDelta::seconds(1))))
            }
            "office" => Ok(self.office()?.to_owned()),
            "Office" => {
                let mut letters = self.office()?.chars();
                let first = letters.next().map(char::to_uppercase);
                Ok(first.into_iter().flatten().chain(letters).collect())
            }
            "submittedAt" | "visitStartsAt" | "visitEndsAt" | "eventStartsAt" | "eventEndsAt" => {
                Ok(self.language.instant(self.instant(name)?))
            }
            _ => match self.fact(name)? {
                Value::String(text) if ["motivation", "feedback", "answer"].contains(&name) => Ok(text::lines(text)),
                Value::String(text)
                    if ["project", "projectTitle", "prize", "event", "provider", "school", "reason"]
                        .contains(&name) =>
                {
                    Ok(self.language.quote(&shown(text)))
                }
                Value::String(text) => Ok(text::line(text)),
                Value::Number(number) => Ok(number.to_string()),
                Value::Null => Err(missing()),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(Unwritable::Unreadable(name.to_owned())),
            },
        }
    }

    /// What the mail puts into a calendar; `None` for a mail that speaks of no day to come to.
    fn calendar(&self, template: MessageTemplate, subject: &str) -> Result<Option<String>, Unwritable> {
        let mut calendar = Calendar::new();
        let mut entry = match template {
            MessageTemplate::PrizeVisitPlanned => {
                self.entry(["visit", "visitStartsAt", "visitEndsAt"], subject, &self.said("place")?)?
            }
            MessageTemplate::EventInvitation | MessageTemplate::EventChanged | MessageTemplate::EventSeat => {
                self.event()?
            }
            MessageTemplate::EventCancelled => {
                calendar.append_property(("METHOD", "CANCEL"));
                self.event()?.status(EventStatus::Cancelled).done()
            }
            MessageTemplate::RegistrationConfirmed
            | MessageTemplate::RegistrationInReview
            | MessageTemplate::RegistrationRefused
            | MessageTemplate::ApplicationComplete
            | MessageTemplate::DraftReminder
            | MessageTemplate::AssignmentInvited
            | MessageTemplate::EvaluationReminder
            | MessageTemplate::ProjectChanged
            | MessageTemplate::JuryConflict
            | MessageTemplate::ResultPublished
            | MessageTemplate::ResultCorrected
            | MessageTemplate::ReconsiderationAnswered
            | MessageTemplate::PrizeAnnounced
            | MessageTemplate::PrizeFollowUp
            | MessageTemplate::EqlInfo
            | MessageTemplate::EqlOutcome
            | MessageTemplate::EventReminder
            | MessageTemplate::Welcome
            | MessageTemplate::SignInLink
            | MessageTemplate::PasswordChanged
            | MessageTemplate::IdentityLinked
            | MessageTemplate::SchoolInvitation
            | MessageTemplate::ProjectAddressFreed => return Ok(None),
        };
        Ok(Some(calendar.push(entry.done()).done().to_string()))
    }

    /// The entry of an event.
    fn event(&self) -> Result<Event, Unwritable> {
        let title = self.fact("event")?.as_str().map(shown);
        let title = title.ok_or_else(|| Unwritable::Unreadable("event".to_owned()))?;
        let place = format!("{}, {}", self.said("place")?, self.said("address")?);
        self.entry(["eventId", "eventStartsAt", "eventEndsAt"], &title, &place)
    }

    /// An entry (RFC 5545), by the names of the facts that hold its id, its begin and its end. Planned anew or cancelled it is
    /// the same entry with a higher number, so that it moves there, or goes.
    fn entry(&self, [id, starts_at, ends_at]: [&str; 3], summary: &str, place: &str) -> Result<Event, Unwritable> {
        let unreadable = |name: &str| Unwritable::Unreadable(name.to_owned());
        let id = self.fact(id)?.as_str().ok_or_else(|| unreadable(id))?;
        let number = self.fact("revision")?.as_u64().and_then(|number| u32::try_from(number).ok());
        let mut entry = Event::new();
        entry
            .uid(&format!("{id}@nql"))
            .sequence(number.ok_or_else(|| unreadable("revision"))?)
            .timestamp(self.instant("plannedAt")?)
            .starts(self.instant(starts_at)?)
            .ends(self.instant(ends_at)?)
            .summary(summary)
            .location(place);
        Ok(entry.done())
    }

    fn instant(&self, name: &str) -> Result<DateTime<Utc>, Unwritable> {
        let text = self.fact(name)?.as_str();
        text.and_then(|text| text.parse().ok()).ok_or_else(|| Unwritable::Unreadable(name.to_owned()))
    }

    /// What the community is called that a mail speaks of; who works for none looks after all.
    fn office(&self) -> Result<&'static str, Unwritable> {
        let unreadable = || Unwritable::Unreadable("office".to_owned());
        let word = self.fact("office")?.as_str().ok_or_else(unreadable)?;
        if word.is_empty() {
            return Ok(match self.language {
                Language::Nl => "het beheer",
                Language::Fr => "l'administration",
                Language::De => "die Verwaltung",
                Language::En => "the administration",
            });
        }
        Ok(Community::of(word).ok_or_else(unreadable)?.said(self.language))
    }

    fn fact(&self, name: &str) -> Result<&Value, Unwritable> {
        self.facts.get(name).ok_or_else(|| Unwritable::Missing(name.to_owned()))
    }
}

/// What a condition compares: the word of a fact, or how many it counts.
fn word_of(fact: &Value) -> Option<&str> {
    match fact {
        Value::String(word) => Some(word),
        Value::Number(number) => Some(match number.as_u64() {
            Some(0) => "NONE",
            Some(1) => "ONE",
            Some(_) | None => "MANY",
        }),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Facts to show a template with; nobody is behind them.
#[expect(clippy::too_many_lines, reason = "one arm for each mail")]
pub fn example(template: MessageTemplate) -> Value {
    let campaign = serde_json::json!({
        "project": "De bijen", "projectTitle": "De bijen", "track": "NQL", "schoolYear": "2025-2026",
        "submissionDeadline": "2026-07-01T22:00:00Z", "dueAt": "2026-09-15T22:00:00Z", "submittedAt": "2026-06-12T14:30:00Z",
        "count": 9, "open": 4, "late": 1, "revision": 1, "limit": "BEYOND", "applicationsPerTeacher": 4, "outcome": "AWARDED", "motivation": "Een sterk project.\nLeerlingen werkten echt samen.",
        "feedback": "Laat de leerlingen ook zelf kiezen.", "prize": "Een uitstap", "rank": 1,
        "contactEmail": "etwinning@school.example", "contactUrl": "https://www.etwinning.example", "provider": "Onderwijslogin",
        "school": "Basisschool De Zeven Wegen", "city": "Gent", "side": "HOLDER",
        "what": "PARTNERS", "by": "Staf Vlaanderen", "reason": "Een school was vergeten.",
        "visitStartsAt": "2026-12-08T12:30:00Z", "visitEndsAt": "2026-12-08T14:00:00Z", "place": "De Zeven Wegen, Gent",
        "staff": "Sara Gilissen", "hasPresentation": 1, "cakePieces": 40, "visit": "0197c300-0000-7000-8000-000000000001",
        "plannedAt": "2026-11-20T09:00:00Z",
        "candidacy": "ELIGIBLE", "europeanOutcome": "AWARDED", "case": "LEFT", "office": "VL", "juror": "Nadia Ouali",
    });
    let event = serde_json::json!({
        "event": "Breng Europa naar je klas", "eventStartsAt": "2026-12-09T13:00:00Z", "eventEndsAt": "2026-12-09T16:00:00Z",
        "address": "Sint-Pietersplein 9, 9000 Gent", "answersCloseAt": "2026-11-30T23:00:00Z", "mostGuests": 2, "guests": 1,
        "eventId": "0197c300-0000-7000-8000-000000000002",
    });
    let reconsideration = serde_json::json!({
        "reconsiderationDays": 15, "reconsideration": "UPHELD", "answer": "Beide juryleden lasen alle bijlagen.",
    });
    let facts: &[&str] = match template {
        MessageTemplate::RegistrationConfirmed => &[
            "project",
            "track",
            "schoolYear",
            "submissionDeadline",
            "limit",
            "applicationsPerTeacher",
            "contactEmail",
            "contactUrl",
        ],
        MessageTemplate::DraftReminder => {
            &["project", "track", "schoolYear", "submissionDeadline", "contactEmail", "contactUrl"]
        }
        MessageTemplate::ApplicationComplete => {
            &["project", "track", "schoolYear", "revision", "submittedAt", "contactEmail", "contactUrl"]
        }
        MessageTemplate::RegistrationInReview => &["project", "track", "schoolYear", "contactEmail", "contactUrl"],
        MessageTemplate::RegistrationRefused => {
            &["project", "track", "schoolYear", "reason", "contactEmail", "contactUrl"]
        }
        MessageTemplate::AssignmentInvited => &["schoolYear", "dueAt", "count", "contactEmail", "contactUrl"],
        MessageTemplate::EvaluationReminder => &["schoolYear", "open", "late", "dueAt", "contactEmail", "contactUrl"],
        MessageTemplate::ProjectChanged => {
            &["project", "schoolYear", "what", "by", "reason", "contactEmail", "contactUrl"]
        }
        MessageTemplate::JuryConflict => {
            &["case", "office", "juror", "projectTitle", "schoolYear", "contactEmail", "contactUrl"]
        }
        MessageTemplate::ResultPublished => &[
            "projectTitle",
            "track",
            "outcome",
            "motivation",
            "feedback",
            "reconsiderationDays",
            "contactEmail",
            "contactUrl",
        ],
        MessageTemplate::ResultCorrected => {
            &["projectTitle", "track", "outcome", "motivation", "contactEmail", "contactUrl"]
        }
        MessageTemplate::ReconsiderationAnswered => {
            &["projectTitle", "reconsideration", "answer", "contactEmail", "contactUrl"]
        }
        MessageTemplate::PrizeAnnounced => &["prize", "rank", "schoolYear", "track", "contactEmail", "contactUrl"],
        MessageTemplate::EqlInfo => &["projectTitle", "schoolYear", "candidacy", "contactEmail", "contactUrl"],
        MessageTemplate::EqlOutcome => &["projectTitle", "schoolYear", "europeanOutcome", "contactEmail", "contactUrl"],
        MessageTemplate::PrizeVisitPlanned => &[
            "prize",
            "visitStartsAt",
            "visitEndsAt",
            "place",
            "staff",
            "hasPresentation",
            "cakePieces",
            "visit",
            "revision",
            "plannedAt",
            "contactEmail",
            "contactUrl",
        ],
        MessageTemplate::PrizeFollowUp => &["prize", "schoolYear", "contactEmail", "contactUrl"],
        MessageTemplate::EventInvitation
        | MessageTemplate::EventReminder
        | MessageTemplate::EventChanged
        | MessageTemplate::EventSeat
        | MessageTemplate::EventCancelled => &[
            "event",
            "eventStartsAt",
            "eventEndsAt",
            "place",
            "address",
            "answersCloseAt",
            "mostGuests",
            "guests",
            "reason",
            "eventId",
            "revision",
            "plannedAt",
            "contactEmail",
            "contactUrl",
        ],
        MessageTemplate::Welcome | MessageTemplate::SignInLink | MessageTemplate::PasswordChanged => &[],
        MessageTemplate::IdentityLinked => &["provider"],
        MessageTemplate::SchoolInvitation => &["school", "city"],
        MessageTemplate::ProjectAddressFreed => &["project", "side"],
    };
    let known = |fact: &str| {
        [&campaign, &event, &reconsideration].into_iter().find_map(|known| known.get(fact)).cloned().unwrap_or_default()
    };
    facts.iter().map(|fact| ((*fact).to_owned(), known(fact))).collect()
}

/// How a template looks, with examples for facts and without a secret.
pub fn preview(template: MessageTemplate, language: Language) -> Result<Letter, Unwritable> {
    let front = "https://nql.example";
    let link = match link_opens(template) {
        Some(Opens::Invitation) => format!("{front}/event#..."),
        Some(Opens::Session(_)) | None => format!("{front}/sign-in#..."),
    };
    write(template, language, &example(template), Frame { name: "Lotte Verhaegen", front, link: Some(&link) })
}

/// The template with this name.
pub fn template(word: &str) -> Option<MessageTemplate> {
    MessageTemplate::VALUES.iter().map(|(template, ..)| *template).find(|template| template.word() == word)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FRAME: Frame<'_> = Frame { name: "Els\r\nBcc: x@y.example", front: "https://nql.example", link: None };

    #[test]
    fn every_template_can_be_written_in_every_language_and_its_subject_tells_no_result() {
        for (template, ..) in MessageTemplate::VALUES {
            let mut subjects = Vec::new();
            for language in Language::ALL {
                let mut facts = example(*template);
                let link = super::super::rules::link_opens(*template).map(|_| "https://nql.example/sign-in#x");
                let letter = write(*template, language, &facts, Frame { link, ..FRAME }).unwrap();
                assert!(!letter.text.contains(['{', '}', '[', ']']), "{}", letter.text);
                assert!(letter.subject.chars().count() <= 70, "{}", letter.subject);
                assert_eq!(link.is_some(), letter.text.contains("sign-in#x"), "{template:?}");
                if facts.get("outcome").is_some() {
                    for (track, outcome) in [("BELGICA", "AWARDED"), ("NQL", "NOT_AWARDED"), ("NQL", "INADMISSIBLE")] {
                        facts["track"] = json!(track);
                        facts["outcome"] = json!(outcome);
                        let other = write(*template, language, &facts, FRAME).unwrap();
                        assert_eq!(letter.subject, other.subject);
                        assert_ne!(letter.text, other.text);
                    }
                }
                subjects.push(letter.subject);
            }
            subjects.dedup();
            assert_eq!(subjects.len(), 4, "each language has its own words");
        }
    }

    #[test]
    fn one_and_many_are_said_as_people_say_them() {
        for (template, ..) in MessageTemplate::VALUES {
            let counts: Vec<String> = example(*template)
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, fact)| fact.is_number() && ["open", "late", "count"].contains(&name.as_str()))
                .map(|(name, _)| name.clone())
                .collect();
            for language in Language::ALL {
                // Every pair of counts: each mail says as much, and none that is about nothing is left without a sentence.
                for (first, second) in [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2)] {
                    let mut facts = example(*template);
                    for name in &counts {
                        facts[name.as_str()] = json!(if name == "late" { second } else { first });
                    }
                    let link = super::super::rules::link_opens(*template).map(|_| "x");
                    let letter = write(*template, language, &facts, Frame { link, ..FRAME }).unwrap();
                    assert!(!letter.text.contains('[') && !letter.text.contains(" 0 "), "{}", letter.text);
                    if !counts.is_empty() {
                        assert!(
                            !letter.text.contains(" 1 ") && !letter.text.contains(": 1."),
                            "one is a word: {}",
                            letter.text
                        );
                        assert_eq!(
                            letter.text.contains(" 2 ") || letter.text.contains("\n2 "),
                            first == 2,
                            "{}",
                            letter.text
                        );
                    }
                }
            }
        }
        let late = |late: u32| {
            let mut facts = example(MessageTemplate::EvaluationReminder);
            facts["late"] = json!(late);
            write(MessageTemplate::EvaluationReminder, Language::Nl, &facts, FRAME).unwrap().text
        };
        assert!(late(0).contains("De eerstvolgende laatste dag is 15 september 2026."), "{}", late(0));
        assert!(late(1).contains("Daarvan had er één al klaar moeten zijn."), "{}", late(1));
        assert!(late(2).contains("Daarvan hadden er 2 al klaar moeten zijn."), "{}", late(2));
    }

    #[test]
    fn no_mail_shows_a_word_of_the_api() {
        let is_code = |word: &str| {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let known = ["ESEP", "NQL"];
            word.chars().count() > 1
                && !known.contains(&word)
                && word.chars().all(|letter| letter.is_uppercase() || letter == '_')
        };
        for (template, ..) in MessageTemplate::VALUES {
            for language in Language::ALL {
                for outcome in ["AWARDED", "NOT_AWARDED", "INADMISSIBLE"] {
                    for (office, ..) in Community::VALUES {
                        let mut facts = example(*template);
                        for (name, word) in [("outcome", outcome), ("office", office.word())] {
                            if let Some(fact) = facts.get_mut(name) {
                                *fact = json!(word);
                            }
                        }
                        let link = super::super::rules::link_opens(*template).map(|_| "x");
                        let letter = write(*template, language, &facts, Frame { link, ..FRAME }).unwrap();
                        let word = letter.text.split_whitespace().find(|word| is_code(word));
                        assert_eq!(word, None, "{}", letter.text);
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_judged_what_was_not_admitted_and_no_words_join_in_a_mail() {
        let mut facts = example(MessageTemplate::ResultPublished);
        facts["outcome"] = json!("INADMISSIBLE");
        // What was kept whole is sent whole, with the joiners of a picture and of Persian.
        let whole = "👩\u{200d}🏫 می\u{200c}خواهم 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        facts["motivation"] = json!(format!("een\u{b}twee\rdrie\u{85}vier\u{c}vijf\n{whole}"));
        for (language, jury) in Language::ALL.into_iter().zip(["jury", "jury", "Jury", "jury"]) {
            let letter = write(MessageTemplate::ResultPublished, language, &facts, FRAME).unwrap();
            assert!(!letter.text.contains(jury), "{}", letter.text);
            assert!(letter.text.contains(&format!("een\ntwee\ndrie\nvier\nvijf\n{whole}\n")), "{}", letter.text);
        }
    }

    #[test]
    fn a_missing_fact_is_an_error_and_a_fact_is_never_a_template_nor_a_header() {
        let facts = json!({});
        let missing = write(MessageTemplate::IdentityLinked, Language::Nl, &facts, FRAME);
        assert_eq!(missing, Err(Unwritable::Missing("provider".to_owned())));
        let no_link = write(MessageTemplate::SignInLink, Language::Nl, &facts, FRAME);
        assert_eq!(no_link, Err(Unwritable::Missing("link".to_owned())));
        let facts = json!({ "provider": "{link}\u{2028}[a=b] \u{7}" });
        let letter = write(MessageTemplate::IdentityLinked, Language::En, &facts, FRAME).unwrap();
        assert!(letter.text.contains("an account of “{link} [a=b]”."), "{}", letter.text);
        assert!(letter.text.starts_with("Dear Els Bcc: …,\n"), "{}", letter.text);
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let day = "2026-07-01".parse().unwrap();
        let said = Language::ALL.map(|language| language.day(day));
        assert_eq!(said, ["1 juli 2026", "1er juillet 2026", "1. Juli 2026", "1 July 2026"]);
        let mut facts = example(MessageTemplate::RegistrationConfirmed);
        // The last day is the one before the first instant that is too late.
        facts["submissionDeadline"] = json!("2026-06-30T22:00:00Z");
        let frame = Frame { link: Some("x"), ..FRAME };
        let letter = write(MessageTemplate::RegistrationConfirmed, Language::Nl, &facts, frame).unwrap();
        assert!(letter.text.contains("De laatste dag is 30 juni 2026."), "{}", letter.text);
    }
}
