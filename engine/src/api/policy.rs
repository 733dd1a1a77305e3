//! The policy as it is printed, and the gate that holds operations against it before anything runs.
//!
//! The gate reads the printed schema itself: what `schema.graphql` shows is what is enforced.

use std::collections::{BTreeSet, HashMap};

use async_graphql::{
    Name, Positioned, TypeDirective, Value, Variables,
    parser::{
        parse_schema,
        types::{
            BaseType, ConstDirective, Directive, Field, FieldDefinition, InputValueDefinition, Selection, SelectionSet,
            Type, TypeKind, TypeSystemDefinition,
        },
    },
    registry::MetaDirectiveInvocation,
};

use super::{
    error::{ApiError, Code},
    fact::Sentence,
    model::{Declared, is_computed, model},
    plan::{Fragments, is_included},
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

/// An operation, as it is held against the policy.
pub struct Part<'a> {
    /// The type that it begins with.
    pub root: &'a str,
    /// What it asks for.
    pub selection: &'a SelectionSet,
    /// Fragments of its document.
    pub fragments: &'a Fragments,
    /// Its variables: what `@skip` and `@include` leave out does not count. Without them everything does.
    pub variables: Option<&'a Variables>,
}

/// Whether what bears these directives is for an audience. What has no policy of its own is for whoever gets there.
pub fn is_for(directives: &[MetaDirectiveInvocation], audience: Audience) -> bool {
    let word = Value::Enum(Name::new(audience.word()));
    directives
        .iter()
        .filter(|directive| directive.name == "policy")
        .all(|directive| matches!(directive.args.get("allow"), Some(Value::List(allow)) if allow.contains(&word)))
}

/// Whether the type that bears these directives has no policy of its own.
pub fn is_inherited(directives: &[MetaDirectiveInvocation]) -> bool {
    directives.iter().any(|directive| directive.name == INHERITS)
}

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

    /// Every field: `Type.field`.
    pub fn fields(&self) -> BTreeSet<String> {
        let of = |(name, ty): (&String, &PrintedType)| match ty {
            PrintedType::Composite(fields) => fields.keys().map(|field| format!("{name}.{field}")).collect(),
            PrintedType::Input(_) | PrintedType::Enum(_) | PrintedType::Scalar => Vec::new(),
        };
        self.types.iter().flat_map(of).collect()
    }

    /// Whether a field, `Type.field`, holds objects of a type.
    pub fn leads_to(&self, field: &str, ty: &str) -> bool {
        let parts = field.split_once('.');
        parts.and_then(|(on, field)| self.field(on, field)).is_some_and(|printed| named(&printed.ty) == ty)
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

    /// Every denial in an operation, before anything runs. What may be null in the answer to nobody is null
    /// ([`Self::is_null_for_nobody`]); with `is_strict` that is a denial too.
    pub fn gate(&self, audience: Audience, is_strict: bool, part: &Part<'_>) -> Vec<ApiError> {
        let mut denials = Vec::new();
        self.walk(part, &mut |on, field, printed| {
            let is_denied = printed.allow.as_ref().is_some_and(|allow| !allow.contains(&audience));
            let name = field.node.name.node.as_str();
            if is_denied && (is_strict || !self.is_null_for_nobody(audience, on, name)) {
                denials.push(denial(audience, on, name).at(field.pos));
            }
            !is_denied
        });
        denials
    }

    /// Whether a field of the root that is for people who are signed in is null for others, and refuses nothing: what a page
    /// asks for beside it is answered. What is computed has reasons to tell, and no null without one.
    pub fn is_null_for_nobody(&self, audience: Audience, on: &str, name: &str) -> bool {
        audience == Audience::Anonymous
            && on == "Query"
            && !is_computed(name)
            && self.field(on, name).is_some_and(|printed| printed.ty.nullable)
    }

    /// Which of these fields an operation asks for: `Type.field`.
    pub fn asked(&self, fields: &[(&str, &str)], part: &Part<'_>) -> Vec<String> {
        let mut asked = Vec::new();
        self.walk(part, &mut |on, field, _| {
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
    pub fn scopes(&self, part: &Part<'_>) -> (Scopes, Option<String>) {
        let (mut scopes, mut closed) = (Scopes::default(), None);
        self.walk(part, &mut |on, field, printed| {
            let name = field.node.name.node.as_str();
            match needed(model(), on, name, named(&printed.ty), printed.allow.as_deref()) {
                Some(more) => scopes = scopes.with(more),
                None => closed = closed.take().or_else(|| Some(format!("{on}.{name}"))),
            }
            true
        });
        (scopes, closed)
    }

    /// Shows every field that counts to `visit`, which says whether to go on inside it.
    fn walk(&self, part: &Part<'_>, visit: &mut dyn FnMut(&str, &Positioned<Field>, &PrintedField) -> bool) {
        self.walk_on(part.root, part.selection, part, &mut Vec::new(), visit);
    }

    fn walk_on<'a>(
        &self,
        on: &str,
        selection: &'a SelectionSet,
        part: &Part<'a>,
        seen: &mut Vec<&'a str>,
        visit: &mut dyn FnMut(&str, &Positioned<Field>, &PrintedField) -> bool,
    ) {
        let counts = |directives: &[Positioned<Directive>]| {
            part.variables.is_none_or(|variables| is_included(directives, variables))
        };
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) if counts(&field.node.directives) => {
                    let Some(PrintedType::Composite(fields)) = self.types.get(on) else { continue };
                    let Some(printed) = fields.get(field.node.name.node.as_str()) else { continue };
                    if visit(on, field, printed) {
                        self.walk_on(named(&printed.ty), &field.node.selection_set.node, part, seen, visit);
                    }
                }
                Selection::InlineFragment(fragment) if counts(&fragment.node.directives) => {
                    let on =
                        fragment.node.type_condition.as_ref().map_or(on, |condition| condition.node.on.node.as_str());
                    self.walk_on(on, &fragment.node.selection_set.node, part, seen, visit);
                }
                Selection::FragmentSpread(spread) if counts(&spread.node.directives) => {
                    let name = spread.node.fragment_name.node.as_str();
                    // A fragment says the same wherever it is spread: once is enough.
                    if seen.contains(&name) {
                        continue;
                    }
                    seen.push(name);
                    if let Some(fragment) = part.fragments.get(name) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.walk_on(on, &fragment.node.selection_set.node, part, seen, visit);
                    }
                }
                // `@skip` or `@include` leaves it out.
                Selection::Field(_) | Selection::InlineFragment(_) | Selection::FragmentSpread(_) => {}
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
