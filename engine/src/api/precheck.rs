//! Bounds on a document, in time that grows with its length only: a fragment is weighed once, however
//! often it is spread. Runs before validation, whose own walks have no such bound.

use std::collections::HashMap;

use async_graphql::{
    Positioned,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, Field, InlineFragment, OperationDefinition, Selection,
        SelectionSet,
    },
};

use super::{
    error::{ApiError, ApiResult, Code},
    plan::Fragments,
};

/// Characters of a document.
pub const DOCUMENT: usize = 32 * 1024;
const FIELDS: u64 = 1_000;
const ALIASES: u64 = 100;
const DIRECTIVES: u64 = 50;
const DEPTH: u64 = 16;
const ROOT_FIELDS: u64 = 20;
const FRAGMENTS: usize = 100;
const OPERATIONS: usize = 20;
/// What lists types, or things that have a type, in the schema as it is told: each within the other multiplies the answer.
const TELLS: [&str; 5] = ["types", "fields", "inputFields", "interfaces", "possibleTypes"];
/// So many of them within each other: types and their fields, or what two steps from one type are. Tools ask for no more.
const TOLD_DEPTH: u64 = 2;

/// What a selection amounts to with its fragments spread out.
#[derive(Clone, Copy, Default)]
struct Weight {
    fields: u64,
    aliases: u64,
    directives: u64,
    depth: u64,
    /// Fields of the first level alone.
    roots: u64,
    /// Fields of [`TELLS`] within each other.
    told: u64,
}

impl Weight {
    fn add(&mut self, other: Weight) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.depth = self.depth.max(other.depth);
        self.roots = self.roots.saturating_add(other.roots);
        self.told = self.told.max(other.told);
    }
}

struct Scale<'a> {
    fragments: &'a Fragments,
    known: HashMap<&'a str, Option<Weight>>,
}

/// Refuses a document that would cost too much to look at.
pub fn check(document: &ExecutableDocument) -> ApiResult<()> {
    let too = |what: String| Err(ApiError::new(Code::QueryTooComplex, what));
    if document.operations.iter().count() > OPERATIONS || document.fragments.len() > FRAGMENTS {
        return too(format!("at most {OPERATIONS} operations and {FRAGMENTS} fragments in a document"));
    }
    let mut scale = Scale { fragments: &document.fragments, known: HashMap::new() };
    // Fragments that no operation uses are validated too, so they are weighed too.
    for name in document.fragments.keys() {
        bounded(scale.fragment(name)?)?;
    }
    for (_, operation) in document.operations.iter() {
        let operation: &Positioned<OperationDefinition> = operation;
        let weight = scale.selection(&operation.node.selection_set.node)?;
        bounded(weight)?;
        if weight.roots > ROOT_FIELDS {
            return too(format!("at most {ROOT_FIELDS} root fields in an operation"));
        }
    }
    Ok(())
}

/// About how many bytes a document is kept in: each name, number and text in it, and each list and object, becomes a
/// node. The texts of descriptions and comments count too, which is only on the safe side.
pub fn bytes(document: &str) -> usize {
    const NODE: usize = 400;
    let is_in_word = |letter: char| letter == '_' || letter.is_alphanumeric();
    let words = document.split(|letter| !is_in_word(letter)).filter(|word| !word.is_empty()).count();
    let marks = document.matches(['(', '[', '{', '"']).count();
    1_000 + document.len() + NODE * (words + marks)
}

fn bounded(weight: Weight) -> ApiResult<()> {
    for (what, found, most) in [
        ("fields", weight.fields, FIELDS),
        ("aliases", weight.aliases, ALIASES),
        ("directives", weight.directives, DIRECTIVES),
        ("levels", weight.depth, DEPTH),
    ] {
        if found > most {
            return Err(ApiError::new(Code::QueryTooComplex, format!("at most {most} {what} in an operation")));
        }
    }
    Ok(())
}

impl<'a> Scale<'a> {
    fn fragment(&mut self, name: &'a str) -> ApiResult<Weight> {
        match self.known.get(name) {
            Some(Some(weight)) => return Ok(*weight),
            Some(None) => return Err(ApiError::new(Code::ValidationFailed, "a fragment contains itself")),
            None => {}
        }
        let Some(fragment) = self.fragments.get(name) else { return Ok(Weight::default()) };
        self.known.insert(name, None);
        let weight = self.selection(&fragment.node.selection_set.node)?;
        self.known.insert(name, Some(weight));
        Ok(weight)
    }

    fn selection(&mut self, selection: &'a SelectionSet) -> ApiResult<Weight> {
        let mut total = Weight::default();
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    match name {
                        "__typename" => plain(field)?,
                        "__schema" | "__type" => {}
                        _ if name.starts_with("__") => {
                            let unknown = ApiError::new(Code::ValidationFailed, format!("Unknown field \"{name}\"."));
                            return Err(unknown.at(field.pos));
                        }
                        _ => {}
                    }
                    let inner = self.selection(&field.node.selection_set.node)?;
                    if inner.told > TOLD_DEPTH && matches!(name, "__schema" | "__type") {
                        let message = "This tells the schema over and over: for lists in lists ask one type at a time.";
                        return Err(ApiError::new(Code::QueryTooComplex, message).at(field.pos));
                    }
                    total.add(Weight {
                        fields: inner.fields.saturating_add(1),
                        aliases: inner.aliases.saturating_add(u64::from(field.node.alias.is_some())),
                        depth: inner.depth + 1,
                        roots: 1,
                        told: inner.told + u64::from(TELLS.contains(&name)),
                        ..inner
                    });
                    total.add(directives(&field.node.directives));
                }
                Selection::InlineFragment(fragment) => {
                    total.add(self.selection(&fragment.node.selection_set.node)?);
                    total.add(directives(&fragment.node.directives));
                }
                Selection::FragmentSpread(spread) => {
                    total.add(self.fragment(spread.node.fragment_name.node.as_str())?);
                    total.add(directives(&spread.node.directives));
                }
            }
        }
        Ok(total)
    }
}

/// Puts the directives of `__typename` where the library looks at them: `__typename @include(if: $x)` says the same as
/// `... @include(if: $x) { __typename }`.
pub fn settle_typenames(document: &mut ExecutableDocument) {
    for fragment in document.fragments.values_mut() {
        settle(&mut fragment.node.selection_set.node);
    }
    match &mut document.operations {
        DocumentOperations::Single(operation) => settle(&mut operation.node.selection_set.node),
        DocumentOperations::Multiple(operations) => {
            for operation in operations.values_mut() {
                settle(&mut operation.node.selection_set.node);
            }
        }
    }
}

fn settle(selection: &mut SelectionSet) {
    for item in &mut selection.items {
        let pos = item.pos;
        match &mut item.node {
            Selection::Field(field) if field.node.name.node == "__typename" && !field.node.directives.is_empty() => {
                let directives = std::mem::take(&mut field.node.directives);
                let name = Positioned::new(Selection::Field(field.clone()), pos);
                let selection_set = Positioned::new(SelectionSet { items: vec![name] }, pos);
                let inside = InlineFragment { type_condition: None, directives, selection_set };
                item.node = Selection::InlineFragment(Positioned::new(inside, pos));
            }
            Selection::Field(field) => settle(&mut field.node.selection_set.node),
            Selection::InlineFragment(fragment) => settle(&mut fragment.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn directives(found: &[Positioned<Directive>]) -> Weight {
    Weight { directives: u64::try_from(found.len()).unwrap_or(u64::MAX), ..Weight::default() }
}

/// The library validates nothing that hangs on `__typename`, so nothing does but what [`settle_typenames`] puts elsewhere.
fn plain(field: &Positioned<Field>) -> ApiResult<()> {
    let is_known = |directive: &Positioned<Directive>| matches!(directive.node.name.node.as_str(), "skip" | "include");
    let is_plain = field.node.arguments.is_empty()
        && field.node.selection_set.node.items.is_empty()
        && field.node.directives.iter().all(is_known);
    if is_plain {
        return Ok(());
    }
    let message = "`__typename` takes no arguments, no fields, and no directives but @skip and @include";
    Err(ApiError::new(Code::ValidationFailed, message).at(field.pos))
}
