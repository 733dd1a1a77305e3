//! What a refusal rests on, as data for programs and as words for people.

use std::{collections::HashMap, fmt::Debug, sync::LazyLock};

use async_graphql::{InputType as _, Value, registry::Registry};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::kinds::Kind;

use super::{Decimal, Word, model::model};
use crate::{
    decimal,
    language::{Language, Said},
};

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

            fn said(&self, language: $crate::language::Language) -> String {
                $crate::language::Said::said(*self, language).to_owned()
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

/// A template in a language, with its facts in place: `{limit}` stands for the fact of that name.
pub fn sentence(template: &'static str, facts: &[(&'static str, Box<dyn Fact>)], language: Language) -> String {
    let mut text = String::new();
    let mut rest = in_language(template, language);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(before);
        if let Some((_, fact)) = facts.iter().find(|(known, _)| *known == name) {
            text.push_str(&fact.said(language));
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A sentence in a language; in English when nobody has said it in that one.
pub fn in_language(english: &'static str, language: Language) -> &'static str {
    static KNOWN: LazyLock<HashMap<&str, &[&str; 4]>> =
        LazyLock::new(|| model().sentences.iter().map(|all| (all[0], all)).collect());
    let Some([_, nl, fr, de]) = KNOWN.get(english) else { return english };
    match language {
        Language::En => english,
        Language::Nl => nl,
        Language::Fr => fr,
        Language::De => de,
    }
}
