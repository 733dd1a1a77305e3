//! Argument values, wherever they come from: written in the document, or handed in as variables.

use async_graphql::{Name, Variables};
use async_graphql_value::{ConstValue, Value};

/// A value in the document or inside a variable, with the way to find it again in the next request.
#[derive(Clone, Debug)]
pub enum Argument<'a> {
    /// Written in the document.
    Literal(&'a Value),
    /// (Part of) a variable.
    Variable {
        /// The variable.
        name: &'a Name,
        /// The way down into it.
        path: Vec<Step>,
        /// What is there in this request.
        value: &'a ConstValue,
    },
}

/// One step down into a variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A field of an input object.
    Field(String),
    /// An item of a list.
    Item(usize),
}

/// Follows `path` into `value`.
pub fn walk<'a>(value: &'a ConstValue, path: &[Step]) -> Option<&'a ConstValue> {
    path.iter().try_fold(value, |value, step| match (value, step) {
        (ConstValue::Object(fields), Step::Field(name)) => fields.get(name.as_str()),
        (ConstValue::List(items), Step::Item(index)) => items.get(*index),
        // A single value stands for a list of one.
        (single, Step::Item(0)) => Some(single),
        _ => None,
    })
}

impl<'a> Argument<'a> {
    /// The argument as written; `None` when it is a variable that was not given, which is the same as not writing it.
    pub fn new(value: &'a Value, variables: &'a Variables) -> Option<Self> {
        let Value::Variable(name) = value else { return Some(Self::Literal(value)) };
        let (name, value) = variables.get_key_value(name)?;
        Some(Self::Variable { name, path: Vec::new(), value })
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Literal(Value::Null) | Self::Variable { value: ConstValue::Null, .. })
    }

    /// The fields of an input object, in the order given.
    pub fn fields(&self, variables: &'a Variables) -> Vec<(&'a str, Argument<'a>)> {
        match self {
            Self::Literal(Value::Object(fields)) => fields
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), Argument::new(value, variables)?)))
                .collect(),
            Self::Variable { name, path, value: ConstValue::Object(fields) } => fields
                .iter()
                .map(|(key, value)| {
                    (
                        key.as_str(),
                        Argument::Variable { name, path: extended(path, Step::Field(key.to_string())), value },
                    )
                })
                .collect(),
            Self::Literal(_) | Self::Variable { .. } => Vec::new(),
        }
    }

    /// The items of a list; a single value stands for a list of one.
    pub fn items(&self, variables: &'a Variables) -> Vec<Argument<'a>> {
        match self {
            Self::Literal(Value::List(items)) => {
                items.iter().filter_map(|item| Argument::new(item, variables)).collect()
            }
            Self::Variable { name, path, value: ConstValue::List(items) } => items
                .iter()
                .enumerate()
                .map(|(index, value)| Argument::Variable { name, path: extended(path, Step::Item(index)), value })
                .collect(),
            Self::Literal(_) | Self::Variable { .. } => vec![self.clone()],
        }
    }

    /// The word of an enum, or the text of a string.
    pub fn word(&self) -> Option<&'a str> {
        match self {
            Self::Literal(Value::Enum(word)) | Self::Variable { value: ConstValue::Enum(word), .. } => Some(word),
            Self::Literal(Value::String(text)) | Self::Variable { value: ConstValue::String(text), .. } => Some(text),
            Self::Literal(_) | Self::Variable { .. } => None,
        }
    }

    /// Whether it is true.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Literal(Value::Boolean(true)) | Self::Variable { value: ConstValue::Boolean(true), .. })
    }
}

fn extended(path: &[Step], step: Step) -> Vec<Step> {
    let mut longer = path.to_vec();
    longer.push(step);
    longer
}
