//! The one gate for what is written: every argument of a mutation, put together from the document and the variables,
//! coerced to its type, and its texts as they are kept (`fair::text`), before anything runs.
//!
//! A text that is not declared otherwise is one of several lines. So a new input needs nothing to be safe: only what must
//! come through as it is, byte for byte, is named.

use async_graphql::{
    Positioned, Variables,
    parser::types::{BaseType, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, Type},
};
use async_graphql_value::{ConstValue, Value};
use fair::text;

use super::{
    error::{ApiError, ApiResult, Code},
    fact::Sentence,
    model::model,
    policy::{Printed, PrintedType},
    variables,
};

/// Characters of a text at most, whatever it is for. Where fewer are taken, the mutation has a refusal of its own.
const MOST: usize = 20_000;

/// How a text in an input is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As it is, byte for byte.
    AsItIs,
    /// On one line.
    Line,
    /// On several lines.
    Lines,
}

impl Keep {
    /// How the text in a field of an input is kept.
    pub fn of(field: &str) -> Self {
        if model().as_it_is.contains(&field) {
            Self::AsItIs
        } else if model().lines.contains(&field) {
            Self::Line
        } else {
            Self::Lines
        }
    }

    fn kept(self, given: &str) -> Option<String> {
        match self {
            Self::AsItIs => None,
            Self::Line => Some(text::line(given)),
            Self::Lines => Some(text::lines(given)),
        }
    }
}

/// Puts the arguments of every mutation in an operation in their place, as they are kept. What a variable is depends on
/// where it stands: the same text may be a reason here and a key there.
pub fn settle(
    printed: &Printed,
    document: &mut ExecutableDocument,
    root: &str,
    variables: &Variables,
) -> ApiResult<()> {
    let operations: Vec<&mut Positioned<OperationDefinition>> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
    };
    let selections = operations.into_iter().flat_map(|operation| &mut operation.node.selection_set.node.items);
    for selection in selections {
        let Selection::Field(field) = &mut selection.node else { continue };
        let Some(declared) = printed.field(root, field.node.name.node.as_str()) else { continue };
        let given = std::mem::take(&mut field.node.arguments);
        for argument in &declared.args {
            let written = given.iter().find(|(name, _)| name.node == argument.name.as_str());
            let value = written.and_then(|(_, value)| in_place(&value.node, variables));
            let at = written.map_or(field.pos, |(_, value)| value.pos);
            let coerced = variables::coerce_argument(printed, argument, value).map_err(|error| error.at(at))?;
            let Some(mut value) = coerced else { continue };
            keep(printed, &argument.ty, &argument.name, &mut value).map_err(|error| error.at(at))?;
            let name = async_graphql::Name::new(&argument.name);
            field.node.arguments.push((Positioned::new(name, at), Positioned::new(value.into_value(), at)));
        }
    }
    Ok(())
}

/// A value with what its variables hold; none for a variable that was not given, which is as if nothing were written.
fn in_place(value: &Value, variables: &Variables) -> Option<ConstValue> {
    match value {
        Value::Variable(name) => variables.get(name).cloned(),
        Value::List(items) => {
            let items = items.iter().map(|item| in_place(item, variables).unwrap_or(ConstValue::Null));
            Some(ConstValue::List(items.collect()))
        }
        Value::Object(fields) => {
            let fields = fields.iter().filter_map(|(name, value)| Some((name.clone(), in_place(value, variables)?)));
            Some(ConstValue::Object(fields.collect()))
        }
        Value::Null | Value::Number(_) | Value::String(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => {
            value.clone().into_const()
        }
    }
}

/// Puts the texts in a value of this type, in the argument or field of this name, as they are kept.
pub fn keep(printed: &Printed, ty: &Type, name: &str, value: &mut ConstValue) -> ApiResult<()> {
    match (&ty.base, value) {
        (BaseType::List(inner), ConstValue::List(items)) => {
            items.iter_mut().try_for_each(|item| keep(printed, inner, name, item))
        }
        (BaseType::Named(ty), ConstValue::String(given)) if ty == "String" => {
            let Some(kept) = Keep::of(name).kept(given) else { return Ok(()) };
            if kept.chars().count() > MOST {
                let message = Sentence::new("{text} has more than {limit} characters");
                let message = message.with("text", format!("`{name}`")).with("limit", MOST);
                return Err(ApiError::said(Code::BadUserInput, message));
            }
            *given = kept;
            Ok(())
        }
        (BaseType::Named(ty), ConstValue::Object(given)) => {
            let Some(PrintedType::Input(fields)) = printed.get(ty) else { return Ok(()) };
            for field in fields {
                if let Some(value) = given.get_mut(field.name.as_str()) {
                    keep(printed, &field.ty, &field.name, value)?;
                }
            }
            Ok(())
        }
        (BaseType::List(_) | BaseType::Named(_), _) => Ok(()),
    }
}
