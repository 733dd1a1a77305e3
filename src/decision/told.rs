//! What a reason is about, as it is told.

use async_graphql::{Value, registry::Registry};
use entity::kinds::ResultTextPart;

use crate::{
    api::fact::Fact,
    words::{Language, Said},
};

/// A text of a result: the code of its criterion for programs, null if it is on none; what it is called for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOf {
    /// Which text.
    pub part: ResultTextPart,
    /// The code of the criterion that it is on.
    pub criterion: Option<String>,
}

impl Fact for TextOf {
    fn ty(_: &mut Registry) -> Option<String> {
        Some("String".to_owned())
    }

    fn data(&self) -> Value {
        self.criterion.as_deref().map_or(Value::Null, Value::from)
    }

    fn said(&self, language: Language) -> String {
        let part = self.part.said(language);
        self.criterion.as_ref().map_or_else(|| part.to_owned(), |code| format!("{part} {code}"))
    }
}
