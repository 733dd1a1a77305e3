//! What a refusal says of an application in more than one word.

use async_graphql::{Value, registry::Registry};
use entity::kinds::DraftField;

use crate::{
    api::fact::Fact,
    words::{Language, Said},
};

/// A text of a draft, with the criterion that it answers; none for the summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOf(pub DraftField, pub Option<String>);

impl Fact for TextOf {
    fn ty(_: &mut Registry) -> Option<String> {
        None
    }

    fn data(&self) -> Value {
        Value::Null
    }

    fn said(&self, language: Language) -> String {
        let Self(field, criterion) = self;
        let field = field.said(language);
        criterion.as_ref().map_or_else(|| field.to_owned(), |code| format!("{field} ({code})"))
    }
}
