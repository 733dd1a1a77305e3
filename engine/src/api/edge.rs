//! Rows that an answer names which no row holds: it holds their ids, and shows the rows as any read would, as far as the
//! caller may see them. All rows of one type of which the same is selected are read by one statement.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerResult, Value, Variables, parser::types::Field as Selected,
    registry::Registry,
};
use entity::ids::Id;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{
    error::{ApiError, ApiResult},
    plan::Plan,
    request::Request,
};

/// An id of rows that the API shows.
pub trait Shown: Id {
    /// Name of their type.
    const OBJECT: &'static str;
}

/// A row: null where the caller may not see it.
pub struct One<T>(pub T);

/// Rows, in this order: those of them that the caller may see.
pub struct Many<T>(pub Vec<T>);

impl<T: Shown> OutputType for One<T> {
    fn type_name() -> Cow<'static, str> {
        T::OBJECT.into()
    }

    fn qualified_type_name() -> String {
        T::OBJECT.to_owned()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(named(self.0))
    }
}

impl<T: Shown> OutputType for Many<T> {
    fn type_name() -> Cow<'static, str> {
        format!("[{}!]", T::OBJECT).into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Selected>) -> ServerResult<Value> {
        Ok(Value::List(self.0.iter().map(|id| named(*id)).collect()))
    }
}

/// What stands in the place of a row until it is read.
fn named(id: impl Id) -> Value {
    Value::from(id.into().simple().to_string())
}

/// The rows of one type in an answer, of which the same is selected.
pub struct Edges {
    /// Where they stand: the keys on the way, lists left out.
    pub places: Vec<Vec<String>>,
    /// How they are read.
    pub plan: Plan,
}

impl Edges {
    /// About how many bytes they are kept in.
    pub fn bytes(&self) -> usize {
        self.plan.bytes() + self.places.iter().flatten().map(|key| size_of::<String>() + key.len()).sum::<usize>()
    }

    /// Puts the rows in their places.
    pub async fn fill(&self, value: &mut Value, request: &Request, variables: &Variables) -> ApiResult<()> {
        let mut ids = BTreeSet::new();
        for place in &self.places {
            gather(value, place, &mut ids);
        }
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let Some(json) = request.fetch_rows(&self.plan, &ids, variables).await? else { return Ok(()) };
        let rows: HashMap<&str, &RawValue> = serde_json::from_str(&json).map_err(|error| ApiError::internal(&error))?;
        self.places.iter().try_for_each(|place| put(value, place, &rows, request))
    }
}

/// The ids that stand in a place.
fn gather(value: &Value, place: &[String], ids: &mut BTreeSet<Uuid>) {
    match (value, place) {
        (Value::List(items), _) => items.iter().for_each(|item| gather(item, place, ids)),
        (Value::Object(fields), [key, rest @ ..]) => {
            fields.get(key.as_str()).into_iter().for_each(|inner| gather(inner, rest, ids));
        }
        (Value::String(id), []) => ids.extend(id.parse::<Uuid>()),
        _ => {}
    }
}

/// Puts rows where their ids stand. Each counts for the length of the answer as often as it is there.
fn put(value: &mut Value, place: &[String], rows: &HashMap<&str, &RawValue>, request: &Request) -> ApiResult<()> {
    match (value, place) {
        (Value::List(items), _) => {
            items.iter_mut().try_for_each(|item| put(item, place, rows, request))?;
            if place.is_empty() {
                items.retain(|item| *item != Value::Null);
            }
        }
        (Value::Object(fields), [key, rest @ ..]) => {
            if let Some(inner) = fields.get_mut(key.as_str()) {
                put(inner, rest, rows, request)?;
            }
        }
        (value @ Value::String(_), []) => {
            let row = if let Value::String(id) = &*value { rows.get(id.as_str()) } else { None };
            *value = match row {
                Some(row) => {
                    request.room.take(row.get().len())?;
                    serde_json::from_str(row.get()).map_err(|error| ApiError::internal(&error))?
                }
                None => Value::Null,
            };
        }
        _ => {}
    }
    Ok(())
}
