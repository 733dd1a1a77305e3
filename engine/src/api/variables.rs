//! Variables: coerced to their types before anything runs, and what of them decides the shape of a plan.

use async_graphql::{
    Name, Pos, Positioned, Variables,
    parser::types::{BaseType, Selection, SelectionSet, Type, VariableDefinition},
};
use async_graphql_value::{ConstValue, Number, Value};

use super::{
    error::{ApiError, ApiResult, Code},
    fact::Sentence,
    plan::Fragments,
    policy::{InputField, Printed, PrintedType, named},
};
use crate::{clock, decimal};

const WANTED: &str = "{place} is wanted";
const NO_VALUE: &str = "{place} is not a value of {type}";

/// The variables of a request in the types that the operation declares, defaults filled in.
pub fn coerce(
    printed: &Printed,
    definitions: &[Positioned<VariableDefinition>],
    mut given: Variables,
) -> ApiResult<Variables> {
    let mut coerced = Variables::default();
    for definition in definitions {
        let name = &definition.node.name.node;
        let ty = &definition.node.var_type.node;
        let value = match given.remove(name) {
            Some(value) => coerce_value(printed, ty, value, &format!("${name}"))?,
            None => match definition.node.default_value() {
                Some(default) => coerce_value(printed, ty, default.clone(), &format!("${name}"))?,
                None if ty.nullable => continue,
                None => return Err(bad(&format!("${name}"), WANTED, &[])),
            },
        };
        coerced.insert(name.clone(), value);
    }
    Ok(coerced)
}

/// The value of an argument in its type; none when it is not written and has no default.
pub fn coerce_argument(
    printed: &Printed,
    argument: &InputField,
    given: Option<ConstValue>,
) -> ApiResult<Option<ConstValue>> {
    match given.or_else(|| argument.default.clone()) {
        Some(value) => coerce_value(printed, &argument.ty, value, &argument.name).map(Some),
        None if argument.ty.nullable => Ok(None),
        None => Err(bad(&argument.name, WANTED, &[])),
    }
}

fn bad(place: &str, template: &'static str, facts: &[(&'static str, &str)]) -> ApiError {
    let sentence = Sentence::new(template).with("place", place.to_owned());
    let sentence = facts.iter().fold(sentence, |sentence, (name, fact)| sentence.with(name, (*fact).to_owned()));
    let steps = place.split(['.', '[']).map(|step| step.trim_matches(['$', ']']).to_owned());
    ApiError { argument: steps.collect(), ..ApiError::said(Code::BadUserInput, sentence) }
}

/// A value in its type; `place` is what an error calls it.
pub fn coerce_value(printed: &Printed, ty: &Type, value: ConstValue, place: &str) -> ApiResult<ConstValue> {
    if value == ConstValue::Null {
        return if ty.nullable { Ok(value) } else { Err(bad(place, "{place} must not be null", &[])) };
    }
    match &ty.base {
        BaseType::List(inner) => {
            let items = if let ConstValue::List(items) = value { items } else { vec![value] };
            let items = items
                .into_iter()
                .enumerate()
                .map(|(index, item)| coerce_value(printed, inner, item, &format!("{place}[{index}]")))
                .collect::<ApiResult<_>>()?;
            Ok(ConstValue::List(items))
        }
        BaseType::Named(name) => coerce_named(printed, name, value, place),
    }
}

fn coerce_named(printed: &Printed, name: &str, value: ConstValue, place: &str) -> ApiResult<ConstValue> {
    match printed.get(name) {
        Some(PrintedType::Enum(words)) => {
            let is_known = |word: &str| words.iter().any(|known| known == word);
            if matches!(&value, ConstValue::String(word) if is_known(word))
                || matches!(&value, ConstValue::Enum(word) if is_known(word))
            {
                return Ok(value);
            }
            Err(bad(place, NO_VALUE, &[("type", name)]))
        }
        Some(PrintedType::Input(fields)) => {
            let ConstValue::Object(given) = value else {
                return Err(bad(place, "{place} is not an object of the type {type}", &[("type", name)]));
            };
            coerce_object(printed, fields, given, place)
        }
        Some(PrintedType::Scalar | PrintedType::Composite(_)) | None => coerce_scalar(name, value, place),
    }
}

fn coerce_object(
    printed: &Printed,
    fields: &[InputField],
    mut given: async_graphql::indexmap::IndexMap<Name, ConstValue>,
    place: &str,
) -> ApiResult<ConstValue> {
    if let Some(unknown) = given.keys().find(|key| !fields.iter().any(|field| field.name == key.as_str())) {
        return Err(bad(place, "{place} has no field `{field}`", &[("field", unknown.as_str())]));
    }
    let mut object = async_graphql::indexmap::IndexMap::new();
    for field in fields {
        let place = format!("{place}.{}", field.name);
        match given.swap_remove(field.name.as_str()).or_else(|| field.default.clone()) {
            Some(value) => {
                object.insert(Name::new(&field.name), coerce_value(printed, &field.ty, value, &place)?);
            }
            None if field.ty.nullable => {}
            None => return Err(bad(&place, WANTED, &[])),
        }
    }
    Ok(ConstValue::Object(object))
}

/// Below this a number with a fraction tells every whole number from the next.
const WHOLE: f64 = 9_007_199_254_740_992.0;

fn coerce_scalar(name: &str, value: ConstValue, place: &str) -> ApiResult<ConstValue> {
    let wrong = || bad(place, NO_VALUE, &[("type", name)]);
    if matches!(&value, ConstValue::String(text) if text.contains('\0')) {
        // Postgres cannot keep it.
        return Err(bad(place, "{place} has a NUL character in it", &[]));
    }
    // JSON has one kind of number: 25.0 is as whole as 25.
    let whole = |number: &Number| {
        #[expect(clippy::cast_possible_truncation, reason = "it has no fraction, and is within bounds")]
        let of_float = || number.as_f64().filter(|it| it.fract() == 0.0 && it.abs() < WHOLE).map(|it| it as i64);
        number.as_i64().or_else(of_float)
    };
    let fits = match (name, &value) {
        ("Int", ConstValue::Number(number)) => {
            let number = whole(number).and_then(|number| i32::try_from(number).ok());
            return number.map(|number| ConstValue::Number(number.into())).ok_or_else(wrong);
        }
        ("Float", ConstValue::Number(_))
        | ("Boolean", ConstValue::Boolean(_))
        | ("String" | "ID", ConstValue::String(_)) => true,
        ("Decimal", ConstValue::String(text)) => decimal::parse(text).is_some(),
        ("Decimal", ConstValue::Number(number)) => decimal::parse(&number.to_string()).is_some(),
        ("ID", ConstValue::Number(number)) => {
            return whole(number).map(|number| ConstValue::String(number.to_string())).ok_or_else(wrong);
        }
        ("DateTime", ConstValue::String(text)) => clock::instant(text).is_some(),
        ("Date", ConstValue::String(text)) => clock::day(text).is_some(),
        _ => false,
    };
    let template = match name {
        "Decimal" => {
            "{place} is not a value of {type}: a number with at most two digits after the point, such as 17.50, is wanted"
        }
        "DateTime" => {
            "{place} is not a value of {type}: an instant such as 2026-07-01T22:00:00Z, from 1900 to 2200, is wanted"
        }
        "Date" => "{place} is not a value of {type}: a date such as 2026-07-01, from 1900 to 2200, is wanted",
        _ => NO_VALUE,
    };
    if fits { Ok(value) } else { Err(bad(place, template, &[("type", name)])) }
}

/// Where an operation uses a variable first: the field, and the way into its arguments.
pub fn used(selection: &SelectionSet, fragments: &Fragments, name: &str) -> Option<(Pos, Vec<String>)> {
    selection.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) => {
            let way = field.node.arguments.iter().find_map(|(argument, value)| {
                let way = way_to(&value.node, name)?;
                Some([vec![argument.node.to_string()], way].concat())
            });
            let inside = || used(&field.node.selection_set.node, fragments, name);
            way.map(|way| (field.pos, way)).or_else(inside)
        }
        Selection::InlineFragment(fragment) => used(&fragment.node.selection_set.node, fragments, name),
        Selection::FragmentSpread(spread) => {
            used(&fragments.get(&spread.node.fragment_name.node)?.node.selection_set.node, fragments, name)
        }
    })
}

fn way_to(value: &Value, name: &str) -> Option<Vec<String>> {
    let inside = |(step, value): (String, &Value)| Some([vec![step], way_to(value, name)?].concat());
    match value {
        Value::Variable(known) => (known == name).then(Vec::new),
        Value::List(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).find_map(inside),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.to_string(), value)).find_map(inside),
        Value::Null | Value::Number(_) | Value::String(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => {
            None
        }
    }
}

/// What of the variables a plan may depend on: what is there, how long lists are, switches, orders, kinds
/// of ids. Values that are bound leave no mark, so that one plan serves them all.
pub fn shape(definitions: &[Positioned<VariableDefinition>], variables: &Variables) -> String {
    let mut shape = String::new();
    for definition in definitions {
        let name = &definition.node.name.node;
        if let Some(value) = variables.get(name) {
            let ty = named(&definition.node.var_type.node);
            shape.push_str(name);
            trace(
                value,
                ty.ends_with("Order") || ty.ends_with("OrderField") || ty == "OrderDirection",
                ty == "ID",
                &mut shape,
            );
        }
    }
    shape
}

fn trace(value: &ConstValue, verbatim: bool, is_id: bool, into: &mut String) {
    match value {
        ConstValue::Null => into.push('0'),
        ConstValue::Boolean(truth) => into.push(if *truth { 'T' } else { 'F' }),
        ConstValue::Number(_) | ConstValue::Binary(_) => into.push('#'),
        ConstValue::String(text) if verbatim => {
            into.push('=');
            into.push_str(text);
        }
        ConstValue::String(text) if is_id => {
            into.push('@');
            // The digits are bound; whether they are digits decides which table is asked.
            let well_formed = text.rsplit_once('_').filter(|(_, hex)| {
                hex.len() == 32 && hex.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
            });
            into.push_str(well_formed.map_or("", |(prefix, _)| prefix));
        }
        ConstValue::Enum(word) if verbatim => {
            into.push('=');
            into.push_str(word);
        }
        ConstValue::String(_) | ConstValue::Enum(_) => into.push('$'),
        ConstValue::List(items) => {
            into.push('[');
            for item in items {
                trace(item, verbatim, is_id, into);
                into.push(',');
            }
            into.push(']');
        }
        ConstValue::Object(fields) => {
            into.push('{');
            for (key, item) in fields {
                into.push_str(key);
                into.push(':');
                trace(item, verbatim, is_id, into);
            }
            into.push('}');
        }
    }
}
