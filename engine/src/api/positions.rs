//! Variables stand where their type fits, and so does what is written around them. The library has a rule for variables and
//! does not run it: its list of rules passes on every step of its walk but the one that this rule waits for. And what an
//! argument says beside a variable it does not look at.

use std::collections::HashSet;

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        BaseType, Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type, VariableDefinition,
    },
};
use async_graphql_value::Value;

use super::{
    error::{ApiError, Code},
    policy::{InputField, Printed, PrintedType, named},
    variables,
};

/// Texts that the reader of their type looks at.
const READ_LATER: [&str; 3] = ["Date", "DateTime", "ID"];

/// Everything in the arguments of an operation that stands where another type is wanted.
pub fn check(
    printed: &Printed,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    root: &str,
) -> Vec<ApiError> {
    let declared = &operation.variable_definitions;
    let mut walk = Walk { printed, document, declared, seen: HashSet::new(), errors: Vec::new() };
    walk.directives(&operation.directives);
    walk.selection(root, &operation.selection_set.node);
    walk.errors
}

struct Walk<'a> {
    printed: &'a Printed,
    document: &'a ExecutableDocument,
    declared: &'a [Positioned<VariableDefinition>],
    /// Fragments that were walked: one says the same wherever it is spread.
    seen: HashSet<&'a Name>,
    errors: Vec<ApiError>,
}

impl<'a> Walk<'a> {
    fn selection(&mut self, on: &str, selection: &'a SelectionSet) {
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => {
                    self.directives(&field.node.directives);
                    // What the library answers, such as `__schema`, is not printed.
                    let Some(known) = self.printed.field(on, field.node.name.node.as_str()) else { continue };
                    for (name, value) in &field.node.arguments {
                        if let Some(argument) = known.args.iter().find(|argument| argument.name == name.node.as_str()) {
                            self.argument(argument, &value.node, value.pos);
                        }
                    }
                    self.selection(named(&known.ty), &field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.node.directives);
                    let on = fragment.node.type_condition.as_ref().map_or(on, |it| it.node.on.node.as_str());
                    self.selection(on, &fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives);
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name).filter(|_| self.seen.insert(name)) {
                        self.directives(&fragment.node.directives);
                        self.selection(
                            fragment.node.type_condition.node.on.node.as_str(),
                            &fragment.node.selection_set.node,
                        );
                    }
                }
            }
        }
    }

    /// `@skip` and `@include` are the ones that an operation can hold, and `if` is what they take.
    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        let truth = Type { base: BaseType::Named(Name::new("Boolean")), nullable: false };
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            self.value(&truth, false, &value.node, value.pos);
        }
    }

    fn argument(&mut self, field: &InputField, value: &Value, at: Pos) {
        self.value(&field.ty, field.default.is_some(), value, at);
    }

    fn value(&mut self, wanted: &Type, has_default: bool, value: &Value, at: Pos) {
        match (value, &wanted.base) {
            (Value::Variable(name), _) => {
                let Some(declared) = self.declared.iter().find(|known| known.node.name.node == *name) else { return };
                let ty = &declared.node.var_type.node;
                let is_given = has_default || declared.node.default_value.is_some();
                if !fits(ty, wanted, is_given) {
                    let message =
                        format!("The variable `${name}` is a `{ty}` and stands where a `{wanted}` is wanted.");
                    self.errors.push(ApiError::new(Code::ValidationFailed, message).at(at));
                }
            }
            (Value::List(items), BaseType::List(inner)) => {
                for item in items {
                    self.value(inner, false, item, at);
                }
            }
            (Value::Object(given), BaseType::Named(ty)) => {
                let Some(PrintedType::Input(fields)) = self.printed.get(ty) else {
                    return self.error(format!("An object stands where a `{wanted}` is wanted."), at);
                };
                for name in given.keys().filter(|name| fields.iter().all(|field| field.name != name.as_str())) {
                    self.error(format!("`{ty}` has no field `{name}`."), at);
                }
                for field in fields {
                    match given.get(field.name.as_str()) {
                        Some(value) => self.argument(field, value, at),
                        None if field.ty.nullable || field.default.is_some() => {}
                        None => self.error(format!("`{ty}` wants its field `{}`.", field.name), at),
                    }
                }
            }
            // One where a list is wanted.
            (Value::Object(_), BaseType::List(inner)) => self.value(inner, false, value, at),
            (Value::List(_), BaseType::Named(_)) => {
                self.error(format!("A list stands where a `{wanted}` is wanted."), at);
            }
            (
                Value::Null
                | Value::Number(_)
                | Value::String(_)
                | Value::Boolean(_)
                | Value::Binary(_)
                | Value::Enum(_),
                _,
            ) => {
                // A date that is none is told as it is told of a variable: bad input, before anything runs.
                let is_read_later = matches!((value, &wanted.base), (Value::String(_), BaseType::Named(ty)) if READ_LATER.contains(&ty.as_str()));
                let Some(written) = value.clone().into_const().filter(|_| !is_read_later) else { return };
                if let Err(error) = variables::coerce_value(self.printed, wanted, written, "A value") {
                    self.error(format!("{}.", error.message), at);
                }
            }
        }
    }

    fn error(&mut self, message: String, at: Pos) {
        self.errors.push(ApiError::new(Code::ValidationFailed, message).at(at));
    }
}

/// Whether what has one type may stand where another is wanted. One that can be null fits where null is not wanted only if
/// something else stands in for it when it is not given.
fn fits(ty: &Type, wanted: &Type, is_given: bool) -> bool {
    let is_null_kept_out = wanted.nullable || !ty.nullable || is_given;
    is_null_kept_out
        && match (&ty.base, &wanted.base) {
            (BaseType::Named(ty), BaseType::Named(wanted)) => ty == wanted,
            (BaseType::List(ty), BaseType::List(wanted)) => fits(ty, wanted, false),
            (BaseType::Named(_), BaseType::List(_)) | (BaseType::List(_), BaseType::Named(_)) => false,
        }
}
