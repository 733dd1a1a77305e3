//! Values that a read plan binds: what they are, and how they are found in a request.

use async_graphql::Variables;
use async_graphql_value::ConstValue;
use chrono::{DateTime, NaiveDate, Utc};
use entity::language::Language;
use fair::{fold::plain, text};
use sea_orm::sqlx::{Arguments, postgres::PgArguments, sqlite::SqliteArguments};
use uuid::Uuid;

use super::{
    argument::{Argument, Step, walk},
    connection::{self, PAGE_MAXIMUM},
    error::{ApiError, ApiResult, Code, wanted_id},
    fact::Sentence,
};
use crate::{
    auth::Actor,
    clock::{self, Clock, day_of},
};

/// A value on its way to the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// Text, also the word of an enum.
    Text(String),
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// The id of a row.
    Id(Uuid),
    /// An instant.
    Instant(DateTime<Utc>),
    /// A local date.
    Date(NaiveDate),
    /// No community: the caller works for none.
    NoText,
    /// No id: nobody is signed in.
    NoId,
}

type Refused = Box<dyn std::error::Error + Send + Sync>;

impl Bound {
    pub(crate) fn bind_postgres(&self, arguments: &mut PgArguments) -> Result<(), Refused> {
        match self {
            Self::Text(text) => arguments.add(text.as_str()),
            Self::Int(number) => arguments.add(number),
            Self::Bool(truth) => arguments.add(truth),
            Self::Id(id) => arguments.add(id),
            Self::Instant(instant) => arguments.add(instant),
            Self::Date(date) => arguments.add(date),
            Self::NoText => arguments.add(None::<String>),
            Self::NoId => arguments.add(None::<Uuid>),
        }
    }

    pub(crate) fn bind_sqlite(&self, arguments: &mut SqliteArguments) -> Result<(), Refused> {
        match self {
            Self::Text(text) => arguments.add(text.clone()),
            Self::Int(number) => arguments.add(*number),
            Self::Bool(truth) => arguments.add(*truth),
            Self::Id(id) => arguments.add(*id),
            Self::Instant(instant) => arguments.add(*instant),
            Self::Date(date) => arguments.add(*date),
            Self::NoText => arguments.add(None::<String>),
            Self::NoId => arguments.add(None::<Uuid>),
        }
    }
}

impl From<Bound> for sea_orm::Value {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Text(text) => text.into(),
            Bound::Int(number) => number.into(),
            Bound::Bool(truth) => truth.into(),
            Bound::Id(id) => id.into(),
            Bound::Instant(instant) => instant.into(),
            Bound::Date(date) => date.into(),
            Bound::NoText => None::<String>.into(),
            Bound::NoId => None::<Uuid>.into(),
        }
    }
}

/// How a value of the API is read.
#[allow(
    unpredictable_function_pointer_comparisons,
    reason = "functions of one address read alike; one with two addresses is bound twice"
)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A global id of the kind with this prefix.
    Id(&'static str),
    /// What is behind the prefix of a global id of any kind.
    AnyId,
    /// The prefix of such an id.
    KindOfId,
    /// Text or the word of an enum.
    Text,
    /// Text that is searched for in small letters.
    Small,
    /// Text that is searched for in keys (see [`fair::fold::key`]).
    Folded,
    /// Text that people type, as it is kept; what is none of that kind is found nowhere.
    Typed(fn(&str) -> Option<String>),
    /// A number.
    Int,
    /// Yes or no.
    Bool,
    /// An instant.
    Instant,
    /// A local date.
    Date,
    /// How many rows of a page, from 1 to the maximum, in the argument of this name.
    PageSize(&'static str),
    /// The value of one sort key in a cursor.
    Cursor {
        /// What the cursor must belong to.
        of: u64,
        /// Which key.
        index: usize,
        /// How the key is read.
        key: Key,
    },
}

/// How a sort key is carried in a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Text.
    Text,
    /// A number.
    Int,
    /// An instant.
    Instant,
    /// A local date.
    Date,
    /// The id of the row.
    Id,
}

/// Where a bound value comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// The caller.
    Me,
    /// The community the caller works for.
    MyCommunity,
    /// The version of the caller's rights.
    AccessVersion,
    /// The language that the request asks for; null if it asks for none.
    Language,
    /// The instant of the request.
    Now,
    /// The day of the request in Brussels.
    Today,
    /// The row that a mutation changed, or that an event is about; only in a plan of rows.
    Row,
    /// Several of them, as a list in JSON.
    Rows,
    /// The same in every request.
    Fixed(Bound),
    /// Somewhere in a variable.
    Variable {
        /// The variable.
        name: String,
        /// The way down into it.
        path: Vec<Step>,
        /// How it is read.
        form: Form,
    },
}

impl Slot {
    /// The slot of an argument: read now if it is written in the document, in each request if it is a variable.
    pub fn of(argument: &Argument<'_>, form: Form) -> ApiResult<Self> {
        match argument {
            Argument::Literal(value) => {
                let value = (*value).clone().into_const().unwrap_or_default();
                Ok(Self::Fixed(read(&value, &form)?))
            }
            Argument::Variable { name, path, value } => {
                read(value, &form)?;
                Ok(Self::Variable { name: name.to_string(), path: path.clone(), form })
            }
        }
    }

    /// The value in this request.
    pub fn fill(
        &self,
        (actor, asked): (&Actor, Option<Language>),
        clock: &Clock,
        variables: &Variables,
    ) -> ApiResult<Bound> {
        let person = actor.person();
        match self {
            Self::Me => Ok(person.map_or(Bound::NoId, |person| Bound::Id(person.id.0))),
            Self::MyCommunity => Ok(person
                .and_then(|person| person.community)
                .map_or(Bound::NoText, |community| Bound::Text(entity::kinds::Kind::word(community).to_owned()))),
            Self::Language => Ok(asked.map_or(Bound::NoText, |language| Bound::Text(language.word().to_owned()))),
            Self::AccessVersion => Ok(Bound::Int(person.map_or(0, |person| person.access_version.into()))),
            Self::Now => Ok(Bound::Instant(clock.now())),
            Self::Today => Ok(Bound::Date(day_of(clock.now()))),
            // Only `Plan::fill_for` knows them.
            Self::Row => Ok(Bound::NoId),
            Self::Rows => Ok(Bound::Text("[]".to_owned())),
            Self::Fixed(value) => Ok(value.clone()),
            Self::Variable { name, path, form } => {
                let value = variables.get(name.as_str()).and_then(|value| walk(value, path));
                read(value.unwrap_or(&ConstValue::Null), form)
            }
        }
    }
}

fn read(value: &ConstValue, form: &Form) -> ApiResult<Bound> {
    let bad = |what: &'static str| ApiError::said(Code::BadUserInput, what);
    let text = || {
        if let ConstValue::Enum(word) = value {
            return Some(word.as_str());
        }
        if let ConstValue::String(text) = value { Some(text.as_str()) } else { None }
    };
    let number = || if let ConstValue::Number(number) = value { number.as_i64() } else { None };
    match form {
        Form::Id(prefix) => text()
            .and_then(|text| entity::ids::parse(prefix, text).ok())
            .map(Bound::Id)
            .ok_or_else(|| wanted_id(prefix)),
        Form::AnyId => text()
            .and_then(entity::ids::split)
            .map(|(_, id)| Bound::Id(id))
            .ok_or_else(|| bad("an id of the form kind_ and 32 hex digits is wanted")),
        Form::KindOfId => text()
            .and_then(entity::ids::split)
            .map(|(kind, _)| Bound::Text(kind.to_owned()))
            .ok_or_else(|| bad("an id of the form kind_ and 32 hex digits is wanted")),
        Form::Text => text()
            .filter(|text| !text.contains('\0'))
            .map(|text| Bound::Text(text::comparable(text)))
            .ok_or_else(|| bad("a text without NUL characters is wanted")),
        Form::Small => text()
            .filter(|text| !text.contains('\0'))
            .map(|text| Bound::Text(text::comparable(text).to_lowercase()))
            .ok_or_else(|| bad("a text without NUL characters is wanted")),
        Form::Folded => text().map(|text| Bound::Text(plain(text))).ok_or_else(|| bad("a text is wanted")),
        Form::Typed(as_kept) => {
            text().map(|text| as_kept(text).map_or(Bound::NoText, Bound::Text)).ok_or_else(|| bad("a text is wanted"))
        }
        Form::Int => number().map(Bound::Int).ok_or_else(|| bad("a whole number is wanted")),
        Form::Bool => {
            let ConstValue::Boolean(truth) = value else { return Err(bad("true or false is wanted")) };
            Ok(Bound::Bool(*truth))
        }
        Form::Instant => text()
            .and_then(clock::instant)
            .map(Bound::Instant)
            .ok_or_else(|| bad("an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted")),
        Form::Date => text()
            .and_then(clock::day)
            .map(Bound::Date)
            .ok_or_else(|| bad("a date such as 2026-07-01, from 1900 to 2200, is wanted")),
        Form::PageSize(name) => {
            number().filter(|size| (1..=PAGE_MAXIMUM).contains(size)).map(Bound::Int).ok_or_else(|| {
                let sentence =
                    if *name == "last" { "`last` is from 1 to {limit}" } else { "`first` is from 1 to {limit}" };
                let sentence = Sentence::new(sentence).with("limit", PAGE_MAXIMUM);
                ApiError::said(Code::BadUserInput, sentence)
            })
        }
        Form::Cursor { of, index, key } => text()
            .and_then(|text| connection::key_of(text, *of, *index, *key))
            .ok_or_else(|| bad("this cursor does not belong to this list, filter and order")),
    }
}
