//! What a refusal rests on, as data for programs and as words for people.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, LazyLock},
};

use async_graphql::{
    ContextSelectionSet, InputType as _, OutputType, Positioned, ServerError, ServerResult, Value,
    parser::types::Field as Selected, registry::Registry,
};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use entity::{
    kinds::Kind,
    language::{Language, Said},
};

use super::{ApiError, Decimal, Request, Word, model::model};
use crate::decimal;

/// A value that a refusal rests on.
pub trait Fact: Debug + Send + Sync {
    /// Registers its type on the wire, and names it; none if it is only said.
    fn ty(registry: &mut Registry) -> Option<String>
    where
        Self: Sized;
    /// It for programs.
    fn data(&self) -> Value;
    /// It in a sentence.
    fn said(&self, language: Language) -> String;
}

macro_rules! facts {
    ($($ty:ty: $name:literal, $it:ident => $data:expr;)*) => {$(
        impl Fact for $ty {
            fn ty(_: &mut Registry) -> Option<String> {
                Some($name.to_owned())
            }

            fn data(&self) -> Value {
                let $it = self;
                $data
            }

            fn said(&self, _: Language) -> String {
                self.to_string()
            }
        }
    )*};
}

facts! {
    i32: "Int", it => Value::from(*it);
    i64: "Int", it => i32::try_from(*it).map_or(Value::Null, Value::from);
    u32: "Int", it => i32::try_from(*it).map_or(Value::Null, Value::from);
    u64: "Int", it => i32::try_from(*it).map_or(Value::Null, Value::from);
    usize: "Int", it => i32::try_from(*it).map_or(Value::Null, Value::from);
    String: "String", it => Value::from(it.as_str());
    &'static str: "String", it => Value::from(*it);
}

impl Fact for Decimal {
    fn ty(_: &mut Registry) -> Option<String> {
        Some("Decimal".to_owned())
    }

    fn data(&self) -> Value {
        self.to_value()
    }

    fn said(&self, language: Language) -> String {
        let text = decimal::show(self.0);
        if language == Language::En { text } else { text.replace('.', ",") }
    }
}

/// Values that are said, and are not on the wire.
#[macro_export]
macro_rules! only_said {
    ($($ty:ty),+) => {$(
        impl $crate::api::fact::Fact for $ty {
            fn ty(_: &mut async_graphql::registry::Registry) -> Option<String> {
                None
            }

            fn data(&self) -> async_graphql::Value {
                async_graphql::Value::Null
            }

            fn said(&self, language: entity::language::Language) -> String {
                entity::language::Said::said(*self, language).to_owned()
            }
        }
    )+};
}

impl Fact for DateTime<Utc> {
    fn ty(_: &mut Registry) -> Option<String> {
        Some("DateTime".to_owned())
    }

    fn data(&self) -> Value {
        Value::from(self.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    fn said(&self, language: Language) -> String {
        language.instant(*self)
    }
}

impl Fact for NaiveDate {
    fn ty(_: &mut Registry) -> Option<String> {
        Some("Date".to_owned())
    }

    fn data(&self) -> Value {
        Value::from(self.to_string())
    }

    fn said(&self, language: Language) -> String {
        language.day(*self)
    }
}

impl<K: Kind + Said + Debug> Fact for Word<K> {
    fn ty(registry: &mut Registry) -> Option<String> {
        <Self as async_graphql::InputType>::create_type_info(registry);
        Some(K::NAME.to_owned())
    }

    fn data(&self) -> Value {
        self.to_value()
    }

    fn said(&self, language: Language) -> String {
        self.0.said(language).to_owned()
    }
}

/// The code of a language for programs, its name for people.
impl Fact for Language {
    fn ty(_: &mut Registry) -> Option<String> {
        Some("String".to_owned())
    }

    fn data(&self) -> Value {
        Value::from(self.word())
    }

    fn said(&self, language: Language) -> String {
        Said::said(*self, language).to_owned()
    }
}

/// Several words of an enum, said one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several<K>(pub Vec<K>);

impl<K: Kind + Said + Debug> Fact for Several<K> {
    fn ty(registry: &mut Registry) -> Option<String> {
        <Word<K> as async_graphql::InputType>::create_type_info(registry);
        Some(format!("[{}!]", K::NAME))
    }

    fn data(&self) -> Value {
        Value::List(self.0.iter().map(|one| Word(*one).to_value()).collect())
    }

    fn said(&self, language: Language) -> String {
        if self.0.is_empty() {
            return match language {
                Language::Nl => "niets",
                Language::Fr => "rien",
                Language::De => "nichts",
                Language::En => "nothing",
            }
            .to_owned();
        }
        self.0.iter().map(|one| one.said(language)).collect::<Vec<_>>().join("; ")
    }
}

/// A sentence that is worded for whoever reads it.
#[derive(Clone, Debug)]
pub struct Sentence {
    template: &'static str,
    facts: Vec<(&'static str, Arc<dyn Fact>)>,
}

impl Sentence {
    /// This one, in English; what it says in other languages is among the declared ones.
    pub fn new(template: &'static str) -> Self {
        Self { template, facts: Vec::new() }
    }

    /// A text that is said as it is, in every language: one of a library.
    pub fn verbatim(text: String) -> Self {
        Self::new("{text}").with("text", text)
    }

    /// With a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Fact + 'static) -> Self {
        self.facts.push((name, Arc::new(fact)));
        self
    }

    /// A fact for programs; null if it does not rest on one of this name.
    pub fn fact(&self, name: &str) -> Value {
        self.facts.iter().find(|(known, _)| *known == name).map_or(Value::Null, |(_, fact)| fact.data())
    }
}

/// A sentence as it is kept: its code among the words of its column, and its facts as texts.
pub fn kept<const N: usize>(code: &'static str, facts: [(&'static str, String); N]) -> String {
    let parts = [("code", code.to_owned())].into_iter().chain(facts);
    serde_json::Value::Object(parts.map(|(name, text)| (name.to_owned(), text.into())).collect()).to_string()
}

impl Sentence {
    /// One that was kept; none where the text is none.
    pub fn of_kept(text: &str, words: &'static [(&'static str, &'static str)]) -> Option<Self> {
        let kept: HashMap<String, String> = serde_json::from_str(text).ok()?;
        let (_, template) = words.iter().find(|(code, _)| Some(*code) == kept.get("code").map(String::as_str))?;
        let facts = placeholders(template).map(|name| (name, kept.get(name).cloned().unwrap_or_default()));
        Some(facts.fold(Self::new(template), |sentence, (name, fact)| sentence.with(name, fact)))
    }
}

/// One without facts.
impl From<&'static str> for Sentence {
    fn from(template: &'static str) -> Self {
        Self::new(template)
    }
}

/// Two that say the same.
impl PartialEq for Sentence {
    fn eq(&self, other: &Self) -> bool {
        self.said(Language::En) == other.said(Language::En)
    }
}

impl Eq for Sentence {}

impl Fact for Sentence {
    fn ty(_: &mut Registry) -> Option<String> {
        None
    }

    fn data(&self) -> Value {
        Value::Null
    }

    fn said(&self, language: Language) -> String {
        sentence(self.template, &self.facts, language)
    }
}

impl OutputType for Sentence {
    fn type_name() -> Cow<'static, str> {
        "String".into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        "String!".to_owned()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Selected>) -> ServerResult<Value> {
        let language = ctx.data_unchecked::<Request>().language().await;
        let language = language.map_err(|stop| ServerError::from(ApiError::from(stop).at(field.pos)))?;
        Ok(Value::from(self.said(language)))
    }
}

/// A template in a language, with its facts in place: `{limit}` stands for the fact of that name.
pub fn sentence<F: AsRef<dyn Fact>>(template: &'static str, facts: &[(&'static str, F)], language: Language) -> String {
    let mut text = String::new();
    let mut rest = in_language(template, language);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        if let Some((_, fact)) = facts.iter().find(|(known, _)| *known == name) {
            text.push_str(&fact.as_ref().said(language));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The facts that a sentence names.
pub fn placeholders(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// A sentence in a language; in English when nobody has said it in that one.
pub fn in_language(english: &'static str, language: Language) -> &'static str {
    translated(english, language).unwrap_or(english)
}

/// The same of any text; none where it is no sentence of ours.
pub fn translated(english: &str, language: Language) -> Option<&'static str> {
    static KNOWN: LazyLock<HashMap<&str, &[&str; 4]>> =
        LazyLock::new(|| model().sentences.iter().map(|all| (all[0], *all)).collect());
    let [english, nl, fr, de] = KNOWN.get(english)?;
    Some(match language {
        Language::En => *english,
        Language::Nl => *nl,
        Language::Fr => *fr,
        Language::De => *de,
    })
}
