//! Reads a JSON document part by part and notes everything that is wrong with it, each with its path: whoever wrote it
//! is told all at once.

use std::{cell::RefCell, ops::RangeInclusive};

use async_graphql::Enum;
use chrono::{Datelike, NaiveDate};
use entity::kinds::Kind;
use serde_json::Value;

use crate::{
    api::{Decimal, fact::Sentence},
    clock, decimal, text,
};

/// What is wrong with a part of a configuration document. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "ConfigurationFaultCode")]
pub enum Flaw {
    /// A needed part is missing.
    Missing,
    /// There is no setting with this name.
    Unknown,
    /// The value has the wrong type.
    WrongType,
    /// The value is too small, too large, too long or empty.
    OutOfBounds,
    /// The value does not fit another part of the document.
    Contradiction,
    /// The part cannot change any more in the present phase of the campaign.
    Frozen,
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The way to it: `calendar.esepWindowClosesOn`, `milestones[RESULTS].takesPlaceOn`.
    pub path: String,
    /// What is wrong.
    pub wrong: Flaw,
    /// The same for people.
    pub message: Sentence,
}

/// Where the notes are kept.
pub type Notes = RefCell<Vec<Fault>>;

/// A part of a document.
pub struct At<'a> {
    found: Found<'a>,
    path: String,
    notes: &'a Notes,
}

#[derive(Clone, Copy)]
enum Found<'a> {
    Value(&'a Value),
    Missing,
    /// What it would be in is wrong itself, and noted.
    Nowhere,
}

/// The names that items of lists are known by.
pub const KEYS: [&str; 2] = ["kind", "code"];

/// What an item of a list is known by.
pub fn key_of(item: &Value) -> Option<&str> {
    KEYS.iter().find_map(|key| item.get(key)?.as_str())
}

impl<'a> At<'a> {
    /// The whole document.
    pub fn whole(document: &'a Value, notes: &'a Notes) -> Self {
        Self { found: Found::Value(document), path: String::new(), notes }
    }

    /// Notes that this part is wrong.
    pub fn note(&self, wrong: Flaw, message: &'static str) {
        self.note_that(wrong, Sentence::new(message));
    }

    fn note_that(&self, wrong: Flaw, message: Sentence) {
        self.notes.borrow_mut().push(Fault { path: self.path.clone(), wrong, message });
    }

    /// Notes the names in an object that nothing is known by.
    pub fn only(&self, known: &[&str]) {
        match self.found {
            Found::Value(Value::Object(fields)) => {
                for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
                    let name: String = name.chars().take(60).collect();
                    self.field(&name).note(Flaw::Unknown, "nothing is known by this name");
                }
            }
            Found::Value(_) => self.note(Flaw::WrongType, "an object is wanted"),
            Found::Missing => self.note(Flaw::Missing, "it is missing"),
            Found::Nowhere => {}
        }
    }

    /// A part of an object.
    pub fn field(&self, name: &str) -> At<'a> {
        let dot = if self.path.is_empty() { "" } else { "." };
        let found = match self.found {
            Found::Value(Value::Object(fields)) => fields.get(name).map_or(Found::Missing, Found::Value),
            Found::Value(_) | Found::Missing | Found::Nowhere => Found::Nowhere,
        };
        At { found, path: format!("{}{dot}{name}", self.path), notes: self.notes }
    }

    /// The items of a list, known by their key or else by their place.
    pub fn items(&self, most: usize) -> Vec<At<'a>> {
        let Some(items) = self.value("a list is wanted", Value::as_array) else { return Vec::new() };
        if items.len() > most {
            self.note_that(Flaw::OutOfBounds, Sentence::new("at most {highest}").with("highest", most));
        }
        let at = |(place, item): (usize, &'a Value)| {
            let name = key_of(item).map_or_else(|| place.to_string(), |key| key.chars().take(60).collect());
            At { found: Found::Value(item), path: format!("{}[{name}]", self.path), notes: self.notes }
        };
        items.iter().take(most).enumerate().map(at).collect()
    }

    /// An item of a list by what it is known by, to note something about it.
    pub fn item(&self, key: &str) -> At<'a> {
        let find = |items: &'a Vec<Value>| items.iter().find(|item| key_of(item) == Some(key)).map(Found::Value);
        let found = match self.found {
            Found::Value(Value::Array(items)) => find(items).unwrap_or(Found::Missing),
            Found::Value(_) | Found::Missing | Found::Nowhere => Found::Nowhere,
        };
        At { found, path: format!("{}[{key}]", self.path), notes: self.notes }
    }

    /// How much was noted so far.
    pub fn noted(&self) -> usize {
        self.notes.borrow().len()
    }

    /// The same, unless it is null.
    pub fn if_any(self) -> Option<At<'a>> {
        (!matches!(self.found, Found::Value(Value::Null))).then_some(self)
    }

    /// A text that says something, as texts are kept.
    pub fn text(&self, longest: usize) -> String {
        let Some(text) = self.value("a text is wanted", Value::as_str) else { return String::new() };
        let kept = text::lines(text);
        if kept.is_empty() || kept.chars().count() > longest || text.contains('\0') {
            let message = Sentence::new("1 to {highest} characters");
            self.note_that(Flaw::OutOfBounds, message.with("lowest", 1).with("highest", longest));
        }
        kept
    }

    /// Yes or no.
    pub fn truth(&self) -> bool {
        self.value("true or false is wanted", Value::as_bool).unwrap_or_default()
    }

    /// A whole number.
    pub fn number(&self, bounds: RangeInclusive<i32>) -> i32 {
        let Some(number) = self.value("a whole number is wanted", Value::as_i64) else { return 0 };
        let number = i32::try_from(number).ok().filter(|number| bounds.contains(number));
        if number.is_none() {
            let message = Sentence::new("{lowest} to {highest}");
            self.note_that(Flaw::OutOfBounds, message.with("lowest", *bounds.start()).with("highest", *bounds.end()));
        }
        number.unwrap_or_default()
    }

    /// A decimal number, as so many hundredths.
    pub fn decimal(&self, bounds: RangeInclusive<i32>) -> i32 {
        let read = |value: &Value| match value {
            Value::String(text) => decimal::parse(text),
            Value::Number(number) => decimal::parse(&number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        let Some(centi) = self.value(decimal::WANTED, read) else { return 0 };
        if !bounds.contains(&centi) {
            let [lowest, highest] = [bounds.start(), bounds.end()].map(|bound| Decimal(i64::from(*bound)));
            let message = Sentence::new("{lowest} to {highest}");
            self.note_that(Flaw::OutOfBounds, message.with("lowest", lowest).with("highest", highest));
            return 0;
        }
        centi
    }

    /// A local date.
    pub fn day(&self) -> NaiveDate {
        let read = |value: &Value| clock::day(value.as_str()?);
        let Some(day) = self.value("a date such as 2026-07-01 is wanted", read) else { return NaiveDate::default() };
        if !(2_000..=2_200).contains(&day.year()) {
            self.note(Flaw::OutOfBounds, "a date of this century is wanted");
        }
        day
    }

    /// The word of an enum.
    pub fn word<K: Kind>(&self) -> Option<K> {
        self.read(Sentence::new("a value of {type} is wanted").with("type", K::NAME), |value| K::of(value.as_str()?))
    }

    fn value<T>(&self, wanted: &'static str, read: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        self.read(Sentence::new(wanted), read)
    }

    fn read<T>(&self, wanted: Sentence, read: impl FnOnce(&'a Value) -> Option<T>) -> Option<T> {
        match self.found {
            Found::Value(value) => {
                let read = read(value);
                if read.is_none() {
                    self.note_that(Flaw::WrongType, wanted);
                }
                read
            }
            Found::Missing => {
                self.note(Flaw::Missing, "it is missing");
                None
            }
            Found::Nowhere => None,
        }
    }
}
