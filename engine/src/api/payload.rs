//! What a mutation answers: the object it changed, read by a plan like any other read, or the reasons why the rules refuse
//! it; and the scalars of inputs and answers.

use async_graphql::{
    ContextSelectionSet, InputType, InputValueError, InputValueResult, OutputType, Positioned, ServerResult, Value,
    parser::types::Field as Selected,
    registry::{MetaField, MetaType, Registry},
};
use entity::{
    ids::{self, Id},
    kinds::Kind,
};
use serde::{Deserialize, Serialize};

use super::{
    act::{Act, CONFLICT, KEY, Run},
    object::prose,
    schema::{enum_type, field, fields, inheriting, inherits, input, inputs, interface, made_type},
    writing::{ERRORS, REMOVED},
};
use crate::decimal;

/// Says under which name an answer that no row holds shows up in its payload: a `SimpleObject` with its own policy.
#[macro_export]
macro_rules! answered {
    ($($name:ident => $field:literal;)*) => {$(
        impl $crate::api::Answered for $name {
            const FIELD: &'static str = $field;

            fn ty(registry: &mut async_graphql::registry::Registry) -> String {
                <Self as async_graphql::OutputType>::create_type_info(registry);
                stringify!($name).to_owned()
            }

            fn outcome(self) -> $crate::api::act::Outcome {
                $crate::api::act::Done::Value(Box::new(self)).into()
            }
        }

        impl $crate::api::act::Resolved for $name {
            fn resolve<'a>(
                &'a self,
                ctx: &'a async_graphql::Context<'a>,
            ) -> std::pin::Pin<Box<dyn Future<Output = async_graphql::ServerResult<async_graphql::Value>> + Send + 'a>>
            {
                Box::pin(async move {
                    let selection = ctx.with_selection_set(&ctx.item.node.selection_set);
                    async_graphql::OutputType::resolve(self, &selection, ctx.item).await
                })
            }
        }
    )*};
}

/// Says under which name an id shows up in payloads, and as which object: the row is read again for the caller.
macro_rules! shown {
    ($($id:ident => $field:literal, $many:literal, $object:literal;)*) => {$(
        impl $crate::api::fact::Fact for entity::ids::$id {
            fn ty(_: &mut Registry) -> Option<String> {
                Some("ID".to_owned())
            }

            fn data(&self) -> Value {
                Value::from(self.to_string())
            }

            fn said(&self, _: entity::language::Language) -> String {
                self.to_string()
            }
        }

        impl $crate::api::edge::Shown for entity::ids::$id {
            const OBJECT: &'static str = $object;
        }

        impl $crate::api::Answered for entity::ids::$id {
            const FIELD: &'static str = $field;

            fn ty(_: &mut Registry) -> String {
                $object.to_owned()
            }

            fn outcome(self) -> $crate::api::act::Outcome {
                $crate::api::act::Done::Rows(vec![self.0]).into()
            }
        }

        impl $crate::api::Answered for Vec<entity::ids::$id> {
            const FIELD: &'static str = $many;

            fn ty(_: &mut Registry) -> String {
                concat!("[", $object, "!]").to_owned()
            }

            fn outcome(self) -> $crate::api::act::Outcome {
                $crate::api::act::Done::Rows(self.iter().map(|id| id.0).collect()).into()
            }
        }
    )*};
}

entity::each_shown!(shown);

/// Declares why a mutation may be refused: variants with their facts, each with its code, the input field
/// it is about, and its sentence.
#[macro_export]
macro_rules! refusals {
    ($(#[doc = $doc:literal])* $name:ident { VersionConflict; $($rest:tt)* }) => {
        $crate::refusals! {
            $(#[doc = $doc])*
            $name {
                /// Somebody else saved a change first. Read the version again.
                VersionConflict { current_version: i32 } "VERSION_CONFLICT" on ["expectedVersion"] = "this has changed since you read it, perhaps in another window; it is now version {current_version}: read it again, and repeat what still holds";
                $($rest)*
            }
        }
    };
    ($(#[doc = $doc:literal])* $name:ident { Rows($fact:ident: $row:ty, $list:literal, $most:literal); $($rest:tt)* }) => {
        $crate::refusals! {
            $(#[doc = $doc])*
            $name {
                /// The list is empty, or too long: nothing is done.
                HowMany { limit: usize } "HOW_MANY" on [$list] = "name at least one, and at most {limit}";
                /// The same id stands in an earlier place of the list. It counts once.
                NamedTwice { $fact: $row } "NAMED_TWICE" on [$list] = "this is named twice, and counts once";
                /// There is nothing with this id, or the caller may not see it.
                NotFound { $fact: $row } "NOT_FOUND" on [$list] = "there is nothing with this id that you may see";
                /// The caller sees it, and may not do this to it.
                Forbidden { $fact: $row } "FORBIDDEN" on [$list] = "you may see this, and not do this to it: it is for somebody else";
                $($rest)*
            }
        }

        impl $crate::api::each::RowRefusal for $name {
            type Row = $row;

            const MOST: usize = $most;

            fn how_many() -> Self {
                Self::HowMany { limit: $most }
            }

            fn twice($fact: $row) -> Self {
                Self::NamedTwice { $fact }
            }

            fn hidden($fact: $row) -> Self {
                Self::NotFound { $fact }
            }

            fn forbidden($fact: $row) -> Self {
                Self::Forbidden { $fact }
            }
        }
    };
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            $( $(#[doc = $meaning:literal])+ $variant:ident $({ $($fact:ident: $ty:ty),+ })? $code:literal on [$($path:tt),*] = $sentence:literal; )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "a fact is explained by the sentence it stands in")]
        pub enum $name {
            $( $(#[doc = $meaning])+ $variant $({ $($fact: $ty),+ })? ),*
        }

        impl $crate::api::Refusal for $name {
            const CODES: &'static [(&'static str, &'static str)] = &[$(($code, concat!($($meaning),+))),*];
            const SENTENCES: &'static [&'static str] = &[$($sentence),*];
            const FACTS: &'static [(&'static str, $crate::api::act::TypeOfFact)] =
                &[$($($((stringify!($fact), <$ty as $crate::api::fact::Fact>::ty as $crate::api::act::TypeOfFact)),+,)?)*];

            fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $code),*
                }
            }

            fn told(&self) -> $crate::api::act::Refused {
                match self {
                    $(Self::$variant $({ $($fact),+ })? => $crate::api::act::Refused {
                        code: $code,
                        sentence: $sentence,
                        path: vec![$($crate::refusals!(@step $path)),*],
                        facts: vec![$($((stringify!($fact), Box::new($fact.clone()) as Box<dyn $crate::api::fact::Fact>)),+)?],
                    }),*
                }
            }
        }
    };
    (@step $name:literal) => { $name.to_owned() };
    (@step $index:ident) => { $index.to_string() };
}

/// What mutations answer, as types: payload, reason and codes of each.
pub(super) fn register(registry: &mut Registry, act: &Act) -> MetaField {
    let types = act.types();
    let input_type = (act.input)(registry);
    if act.takes_key() {
        take_key(registry, input_type.trim_end_matches('!'));
    }
    let (error, code) = (format!("{types}Error"), format!("{types}ErrorCode"));
    let doc = format!("Why `{}` may be refused. May grow: for a value that you do not know, show `message`.", act.name);
    registry.types.insert(code.clone(), enum_type(&code, &doc, act.codes));
    let doc = "Code of the reason, for programs.";
    let mut told: Vec<MetaField> = USER_ERROR.iter().map(|(field, doc, ty)| inheriting(field, doc, ty)).collect();
    told.insert(1, inheriting("reason", doc, &format!("{code}!")));
    for (fact, ty) in act.facts {
        let name = camel(fact);
        if let Some(ty) = ty(registry).filter(|_| told.iter().all(|known| known.name != name)) {
            let doc = FACTS.iter().find(|(known, _)| *known == name).map_or(ANOTHER, |(_, doc)| *doc);
            told.push(inheriting(&name, doc, ty.trim_end_matches('!')));
        }
    }
    let doc = "A reason why it was refused, that a person can do something about.";
    registry.types.insert(error.clone(), made_type(&error, doc, fields(told)));
    registry.implements.entry(error.clone()).or_default().insert("UserError".to_owned());
    if let MetaType::Interface { possible_types, .. } =
        registry.types.entry("UserError".to_owned()).or_insert_with(user_error)
    {
        possible_types.insert(error.clone());
    }
    let ty = (act.ty)(registry);
    let refused = "Null when it was refused (`userErrors` is not empty)";
    let stored = "what is stored now, to show beside what was sent";
    let is_row = !act.is_part && !ty.starts_with('[');
    let refused = if is_row && matches!(act.run, Run::Keeping(_)) {
        format!("Null if the caller may not see it. When it was refused (`userErrors` is not empty), {stored}")
    } else if is_row && act.codes.iter().any(|(code, _)| *code == CONFLICT) {
        format!("{refused}; if the reason is `VERSION_CONFLICT`, {stored}")
    } else if act.is_part {
        "Only what was done; null if everything was refused".to_owned()
    } else {
        format!("{refused}, unless the description of the field says otherwise")
    };
    let doc = format!("The result, as far as the caller may see it. {refused}.");
    let done = inheriting(act.field, &doc, &ty);
    let doc = if act.is_part {
        "Why rows of the list were refused, in the order of the list: all reasons for each, with its place in `path`. Empty \
         when all of them were done."
    } else {
        "All reasons why it was refused; empty when it was done."
    };
    let errors = inheriting(ERRORS, doc, &format!("[{error}!]!"));
    let mut told = vec![done, errors];
    if act.removes.is_some() {
        let doc = "The id of what was removed, as it was given. Null when it was refused (`userErrors` is not empty).";
        told.push(inheriting(REMOVED, doc, "ID"));
    }
    let payload = format!("{types}Payload");
    let made = made_type(&payload, &format!("The answer of `{}`.", act.name), fields(told));
    registry.types.insert(payload.clone(), made);
    let doc = if act.is_part { format!("{} {PART}", prose(act.doc)) } else { prose(act.doc) };
    let mut declared = field(act.name, &doc, &payload, act.audiences);
    declared.args = inputs(vec![input("input", "The data that it needs.", &input_type)]);
    declared
}

/// Every mutation that is done once for a key takes one.
fn take_key(registry: &mut Registry, input_type: &str) {
    if let Some(MetaType::InputObject { input_fields, .. }) = registry.types.get_mut(input_type) {
        let doc = "A key of 1 to 64 characters that you choose. If you send the same input with the same key again, nothing is done twice, and the answer is the same. Null or left out: it is done every time.";
        input_fields.insert(KEY.to_owned(), input(KEY, doc, "String"));
    }
}

/// What is said of every mutation that takes a list row by row.
const PART: &str = "Each row of the list is judged on its own: those that can be done are done, together, and `userErrors` \
    says why the others are left as they are.";

/// Fields that every user error has.
const USER_ERROR: [(&str, &str, &str); 4] = [
    (
        "code",
        "Code of the reason, for programs: the word of `reason` as a text, so that one fragment on `UserError` fits all of them.",
        "String!",
    ),
    (
        "message",
        "The reason in words, for people: in the language of the header `Accept-Language`, else in the language of the caller's account, else in English.",
        "String!",
    ),
    (
        "path",
        "The part of the input that it is about: names of fields, and places in lists counted from 0, such as \
         `[\"input\", \"scores\", \"2\", \"comment\"]`.",
        "[String!]!",
    ),
    (
        "currentVersion",
        "The version that is stored now; null unless the reason is that you expected another one.",
        "Int",
    ),
];

/// What is said of any other fact.
const ANOTHER: &str = "A detail of the reason, as in `message`; null if the reason does not need it.";

/// What is said of facts that many reasons rest on.
const FACTS: [(&str, &str); 3] = [
    (
        "applicationId",
        "The application that it is about; null if it is about none, or about the only one in the input.",
    ),
    ("criterion", "Code of the criterion that it is about, such as `C1`; null if it is about none."),
    (
        "limit",
        "The limit that was passed: the highest number or length that is allowed; null if it is not about a limit.",
    ),
];

/// The name of a fact on the wire.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

fn user_error() -> MetaType {
    let doc =
        "A reason why a mutation or a computed field was refused. One fragment on this interface fits all of them.";
    let told = USER_ERROR.iter().map(|(field, doc, ty)| inheriting(field, doc, ty));
    let mut made = interface("UserError", doc, told.collect());
    if let MetaType::Interface { directive_invocations, .. } = &mut made {
        directive_invocations.push(inherits());
    }
    made
}

/// A global id in an input: refused when it names another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gid<T>(pub T);

impl<T: Id> InputType for Gid<T> {
    type RawValueType = T;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "ID".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <async_graphql::ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let text = match value {
            Some(Value::String(text)) => text,
            // GraphQL takes a number for an id.
            Some(Value::Number(number)) => number.to_string(),
            other => return Err(InputValueError::expected_type(other.unwrap_or_default())),
        };
        text.parse().map(Self).map_err(|ids::WrongId { wanted }| {
            let wrong = InputValueError::custom(format!("an id of the form {wanted}_ and 32 hex digits is wanted"));
            wrong.with_extension("given", text.as_str()).with_extension("prefix", wanted)
        })
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&T> {
        Some(&self.0)
    }
}

/// The word of an enum in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word<K>(pub K);

impl<K: Kind> InputType for Word<K> {
    type RawValueType = K;

    fn type_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        if !registry.types.contains_key(K::NAME) {
            let values: Vec<(&str, &str)> = K::VALUES.iter().map(|(_, word, doc)| (*word, *doc)).collect();
            registry.types.insert(K::NAME.to_owned(), enum_type(K::NAME, K::DOC, &values));
        }
        format!("{}!", K::NAME)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let word = match &value {
            Some(Value::Enum(word)) => Some(word.as_str()),
            Some(Value::String(word)) => Some(word.as_str()),
            _ => None,
        };
        word.and_then(K::of).map(Self).ok_or_else(|| InputValueError::custom(format!("not a value of {}", K::NAME)))
    }

    fn to_value(&self) -> Value {
        Value::Enum(async_graphql::Name::new(self.0.word()))
    }

    fn as_raw_value(&self) -> Option<&K> {
        Some(&self.0)
    }
}

/// The word of an enum in an answer that no row holds.
impl<K: Kind> OutputType for Word<K> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        K::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Self as InputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::Enum(async_graphql::Name::new(self.0.word())))
    }
}

/// A local date in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub chrono::NaiveDate);

impl InputType for Day {
    type RawValueType = chrono::NaiveDate;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Date!".to_owned()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match &value {
            Some(Value::String(text)) => {
                let day = crate::clock::day(text).map(Self);
                day.ok_or_else(|| InputValueError::custom("a date such as 2026-07-01, from 1900 to 2200, is wanted"))
            }
            _ => Err(InputValueError::expected_type(value.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&chrono::NaiveDate> {
        Some(&self.0)
    }
}

/// A local date in an answer that no row holds.
impl OutputType for Day {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Date!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::from(self.0.to_string()))
    }
}

/// A decimal number with two digits after the point: so many hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal(pub i64);

impl Decimal {
    /// Its hundredths. What came in has at most seven digits before the point.
    pub fn centi(self) -> i32 {
        i32::try_from(self.0).unwrap_or(if self.0 < 0 { i32::MIN } else { i32::MAX })
    }
}

impl InputType for Decimal {
    type RawValueType = i64;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Decimal!".to_owned()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let centi = match &value {
            Some(Value::String(text)) => decimal::parse(text),
            Some(Value::Number(number)) => decimal::parse(&number.to_string()),
            _ => None,
        };
        centi.map(|centi| Self(centi.into())).ok_or_else(|| InputValueError::custom(decimal::WANTED))
    }

    fn to_value(&self) -> Value {
        Value::from(decimal::show(self.0))
    }

    fn as_raw_value(&self) -> Option<&i64> {
        Some(&self.0)
    }
}

/// A decimal in an answer that no row holds.
impl OutputType for Decimal {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "Decimal!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(InputType::to_value(self))
    }
}

/// An instant in an input, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant(pub chrono::DateTime<chrono::Utc>);

impl InputType for Instant {
    type RawValueType = chrono::DateTime<chrono::Utc>;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "DateTime".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "DateTime!".to_owned()
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match &value {
            Some(Value::String(text)) => crate::clock::instant(text).map(Self).ok_or_else(|| {
                InputValueError::custom("an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted")
            }),
            _ => Err(InputValueError::expected_type(value.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_rfc3339())
    }

    fn as_raw_value(&self) -> Option<&chrono::DateTime<chrono::Utc>> {
        Some(&self.0)
    }
}

/// An instant in an answer that no row holds.
impl OutputType for Instant {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "DateTime".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "DateTime!".to_owned()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::from(self.0.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)))
    }
}
