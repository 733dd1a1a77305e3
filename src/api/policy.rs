//! The policy as it is printed, and the gate that holds operations against it before anything runs.
//!
//! The gate reads the printed schema itself: what `schema.graphql` shows is what is enforced.

use std::collections::HashMap;

use async_graphql::{
    Positioned, TypeDirective, Value,
    parser::{
        parse_schema,
        types::{
            BaseType, ConstDirective, Field, FieldDefinition, InputValueDefinition, Selection, SelectionSet, Type,
            TypeKind, TypeSystemDefinition,
        },
    },
    registry::MetaDirectiveInvocation,
};

use super::{
    error::{ApiError, Code},
    fact::Sentence,
    model::{Declared, model},
    plan::Fragments,
};
use crate::auth::{
    Audience,
    scope::{Scopes, needed},
};

#[allow(missing_docs, reason = "the macro makes items that no comment reaches")]
mod directive {
    use super::{Audience, TypeDirective};

    /// Which groups of callers may use this field. A group that is not in the list is refused; this holds for staff and
    /// admins too.
    #[TypeDirective(location = "FieldDefinition")]
    pub fn policy(allow: Vec<Audience>) {}
}

pub use directive::policy;

/// `@policy` on a field of the static part of the schema.
pub fn allow(audiences: &[Audience]) -> MetaDirectiveInvocation {
    policy::apply(audiences.to_vec())
}

/// The directive of types whose fields are for whoever got hold of the object: what they hold is guarded where it is
/// declared. The types that are made of declarations have it, see `schema::made_type`.
pub const INHERITS: &str = "inherits";

/// The printed schema, as far as requests are held against it.
pub struct Printed {
    types: HashMap<String, PrintedType>,
}

/// A type of the printed schema.
pub enum PrintedType {
    /// Object or interface.
    Composite(HashMap<String, PrintedField>),
    /// Input object.
    Input(Vec<InputField>),
    /// Enum.
    Enum(Vec<String>),
    /// Scalar.
    Scalar,
}

/// A field of an object.
pub struct PrintedField {
    /// Its type.
    pub ty: Type,
    /// Who may use it; `None` on types that inherit.
    pub allow: Option<Vec<Audience>>,
    /// Its arguments.
    pub args: Vec<InputField>,
}

/// A field of an input object, or an argument.
pub struct InputField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What it is when it is not given.
    pub default: Option<async_graphql_value::ConstValue>,
}

impl Printed {
    /// Reads a printed schema; refuses one in which a field has no policy.
    pub fn read(sdl: &str) -> Result<Self, String> {
        let document = parse_schema(sdl).map_err(|error| format!("the schema does not parse: {error}"))?;
        let mut types = HashMap::new();
        let mut unguarded = Vec::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            let inherits = definition.node.directives.iter().any(|directive| directive.node.name.node == INHERITS);
            let printed = match definition.node.kind {
                TypeKind::Object(object) => {
                    PrintedType::Composite(composite(&name, inherits, object.fields, &mut unguarded))
                }
                TypeKind::Interface(interface) => {
                    PrintedType::Composite(composite(&name, inherits, interface.fields, &mut unguarded))
                }
                TypeKind::InputObject(input) => PrintedType::Input(input.fields.into_iter().map(input_field).collect()),
                TypeKind::Enum(values) => PrintedType::Enum(
                    values.values.into_iter().map(|value| value.node.value.node.to_string()).collect(),
                ),
                TypeKind::Scalar | TypeKind::Union(_) => PrintedType::Scalar,
            };
            types.insert(name, printed);
        }
        if unguarded.is_empty() {
            Ok(Self { types })
        } else {
            Err(format!("fields without a policy: {}", unguarded.join(", ")))
        }
    }

    /// Refuses a table that names a field that is not there: what it was to guard has another name now.
    pub fn holds(&self, declared: &Declared) -> Result<(), String> {
        let scoped = declared.opens.iter().flat_map(|(_, _, acts)| *acts).chain(declared.open);
        let guarded = declared.noted.iter().copied().chain(scoped.map(|act| ("Mutation", *act)));
        let gone: Vec<String> = guarded
            .filter(|(ty, field)| self.field(ty, field).is_none())
            .map(|(ty, field)| format!("{ty}.{field}"))
            .collect();
        if gone.is_empty() {
            Ok(())
        } else {
            Err(format!("fields that are guarded and not there: {}", gone.join(", ")))
        }
    }

    /// A type by its name; built-in scalars are not printed.
    pub fn get(&self, name: &str) -> Option<&PrintedType> {
        self.types.get(name)
    }

    /// A field of an object or interface.
    pub fn field(&self, on: &str, field: &str) -> Option<&PrintedField> {
        let Some(PrintedType::Composite(fields)) = self.types.get(on) else { return None };
        fields.get(field)
    }

    /// Every field that has a policy: `Type.field` and who may use it, sorted.
    pub fn matrix(&self) -> Vec<(String, Vec<Audience>)> {
        let mut rows: Vec<(String, Vec<Audience>)> = self
            .types
            .iter()
            .filter_map(|(name, ty)| match ty {
                PrintedType::Composite(fields) => Some((name, fields)),
                PrintedType::Input(_) | PrintedType::Enum(_) | PrintedType::Scalar => None,
            })
            .flat_map(|(name, fields)| {
                fields
                    .iter()
                    .filter_map(move |(field, printed)| Some((format!("{name}.{field}"), printed.allow.clone()?)))
            })
            .collect();
        rows.sort();
        rows
    }

    /// Every denial in an operation, before anything runs; also in parts that `@skip` leaves out.
    pub fn gate(
        &self,
        audience: Audience,
        root: &str,
        selection: &SelectionSet,
        fragments: &Fragments,
    ) -> Vec<ApiError> {
        let mut denials = Vec::new();
        self.walk(root, selection, fragments, &mut Vec::new(), &mut |on, field, printed| {
            let is_denied = printed.allow.as_ref().is_some_and(|allow| !allow.contains(&audience));
            if is_denied {
                denials.push(denial(audience, on, field.node.name.node.as_str()).at(field.pos));
            }
            !is_denied
        });
        denials
    }

    /// Which of these fields an operation asks for: `Type.field`.
    pub fn asked(
        &self,
        fields: &[(&str, &str)],
        root: &str,
        selection: &SelectionSet,
        fragments: &Fragments,
    ) -> Vec<String> {
        let mut asked = Vec::new();
        self.walk(root, selection, fragments, &mut Vec::new(), &mut |on, field, _| {
            let name = field.node.name.node.as_str();
            if fields.contains(&(on, name)) {
                asked.push(format!("{on}.{name}"));
            }
            true
        });
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// What the key of a program must allow to ask for all of an operation, and a field in it that no key opens.
    pub fn scopes(&self, root: &str, selection: &SelectionSet, fragments: &Fragments) -> (Scopes, Option<String>) {
        let (mut scopes, mut closed) = (Scopes::default(), None);
        self.walk(root, selection, fragments, &mut Vec::new(), &mut |on, field, printed| {
            let name = field.node.name.node.as_str();
            match needed(model(), on, name, named(&printed.ty), printed.allow.as_deref()) {
                Some(more) => scopes = scopes.with(more),
                None => closed = closed.take().or_else(|| Some(format!("{on}.{name}"))),
            }
            true
        });
        (scopes, closed)
    }

    /// Shows every field to `visit`, which says whether to go on inside it.
    fn walk<'a>(
        &self,
        on: &str,
        selection: &'a SelectionSet,
        fragments: &'a Fragments,
        seen: &mut Vec<&'a str>,
        visit: &mut dyn FnMut(&str, &Positioned<Field>, &PrintedField) -> bool,
    ) {
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => {
                    let Some(PrintedType::Composite(fields)) = self.types.get(on) else { continue };
                    let Some(printed) = fields.get(field.node.name.node.as_str()) else { continue };
                    if visit(on, field, printed) {
                        self.walk(named(&printed.ty), &field.node.selection_set.node, fragments, seen, visit);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let on =
                        fragment.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                    self.walk(on, &fragment.node.selection_set.node, fragments, seen, visit);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    // A fragment says the same wherever it is spread: once is enough.
                    if seen.contains(&name) {
                        continue;
                    }
                    seen.push(name);
                    if let Some(fragment) = fragments.get(name) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.walk(on, &fragment.node.selection_set.node, fragments, seen, visit);
                    }
                }
            }
        }
    }
}

fn denial(audience: Audience, on: &str, field: &str) -> ApiError {
    let field = format!("{on}.{field}");
    if audience == Audience::Anonymous {
        let sentence = Sentence::new("`{field}` is for people who are signed in.").with("field", field);
        ApiError::said(Code::Unauthenticated, sentence)
    } else {
        let sentence = Sentence::new("`{field}` is not for the role {role}.").with("field", field);
        ApiError::said(Code::Forbidden, sentence.with("role", audience.word()))
    }
}

/// The name inside lists and `!`.
pub fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => named(inner),
    }
}

fn composite(
    name: &str,
    inherits: bool,
    fields: Vec<Positioned<FieldDefinition>>,
    unguarded: &mut Vec<String>,
) -> HashMap<String, PrintedField> {
    let mut printed = HashMap::new();
    for field in fields {
        let field = field.node;
        let allow = field.directives.iter().find(|directive| directive.node.name.node == "policy").and_then(audiences);
        let field_name = field.name.node.to_string();
        if allow.is_none() && !inherits {
            unguarded.push(format!("{name}.{field_name}"));
        }
        let args = field.arguments.into_iter().map(input_field).collect();
        printed.insert(field_name, PrintedField { ty: field.ty.node, allow, args });
    }
    printed
}

fn audiences(directive: &Positioned<ConstDirective>) -> Option<Vec<Audience>> {
    let allow = directive.node.get_argument("allow")?;
    let async_graphql_value::ConstValue::List(words) = &allow.node else { return None };
    words.iter().map(|word| if let Value::Enum(word) = word { Audience::of(word) } else { None }).collect()
}

fn input_field(field: Positioned<InputValueDefinition>) -> InputField {
    let field = field.node;
    InputField {
        name: field.name.node.to_string(),
        ty: field.ty.node,
        default: field.default_value.map(|value| value.node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_without_a_policy_does_not_start_whatever_its_type_is_called() {
        let directives = "directive @policy(allow: [Audience!]!) on FIELD_DEFINITION directive @inherits on OBJECT ";
        let read = |ty: &str| Printed::read(&format!("{directives} {ty}")).map(drop);
        for name in
            ["Secret", "SecretError", "SecretChanged", "SecretTokens", "SecretPayload", "SecretEdge", "PageInfo"]
        {
            let unguarded = read(&format!("type {name} {{ a: String @policy(allow: [STAFF]) b: String }}"));
            assert_eq!(unguarded, Err(format!("fields without a policy: {name}.b")));
        }
        assert_eq!(read("type Secret @inherits { b: String }"), Ok(()));
    }

    #[test]
    fn a_guard_of_a_field_with_another_name_does_not_start() {
        let printed = Printed::read("type Secret { a: String @policy(allow: [STAFF]) }").unwrap();
        let noted = |field| Declared { noted: vec![("Secret", field)], ..Declared::default() };
        assert_eq!(printed.holds(&noted("a")), Ok(()));
        let gone = |field: &str| Err(format!("fields that are guarded and not there: {field}"));
        assert_eq!(printed.holds(&noted("b")), gone("Secret.b"));
        assert_eq!(printed.holds(&Declared { open: &["enter"], ..Declared::default() }), gone("Mutation.enter"));
    }
}
