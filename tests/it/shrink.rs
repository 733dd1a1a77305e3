//! Makes an operation that fails smaller, so that a person can read it.

use std::fmt::Write;

use async_graphql::{
    Positioned,
    parser::{
        parse_query,
        types::{Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
    },
};

use crate::random::Operation;

/// The same operation with one thing less: every way to do that.
pub fn smaller(operation: &Operation) -> Vec<Operation> {
    let document = parse_query(&operation.query).unwrap();
    let mut found = Vec::new();
    for number in 0.. {
        let mut fewer = document.clone();
        let mut left = number;
        let mut is_cut = cut(&mut root(&mut fewer).selection_set.node, &mut left);
        let mut fragments: Vec<_> = fewer.fragments.iter_mut().collect();
        fragments.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
        for (_, fragment) in fragments {
            is_cut = is_cut || cut(&mut fragment.node.selection_set.node, &mut left);
        }
        if !is_cut {
            break;
        }
        let query = print(&mut fewer);
        if !query.contains("{ }") {
            found.push(Operation { query, variables: operation.variables.clone() });
        }
    }
    found
}

fn root(document: &mut ExecutableDocument) -> &mut OperationDefinition {
    match &mut document.operations {
        DocumentOperations::Single(operation) => &mut operation.node,
        DocumentOperations::Multiple(operations) => &mut operations.values_mut().next().unwrap().node,
    }
}

/// Takes away the part or argument with this number; false if there are not so many.
fn cut(set: &mut SelectionSet, left: &mut usize) -> bool {
    for index in 0..set.items.len() {
        if *left == 0 {
            set.items.remove(index);
            return true;
        }
        *left -= 1;
        let is_cut = match &mut set.items[index].node {
            Selection::Field(field) => {
                if *left < field.node.arguments.len() {
                    field.node.arguments.remove(*left);
                    return true;
                }
                *left -= field.node.arguments.len();
                cut(&mut field.node.selection_set.node, left)
            }
            Selection::InlineFragment(fragment) => cut(&mut fragment.node.selection_set.node, left),
            Selection::FragmentSpread(_) => false,
        };
        if is_cut {
            return true;
        }
    }
    false
}

/// The document without the fragments and variables that nothing uses any more.
fn print(document: &mut ExecutableDocument) -> String {
    let mut body = selection(&root(document).selection_set.node);
    let mut fragments: Vec<_> = document.fragments.iter().collect();
    fragments.sort_by(|(a, _), (b, _)| b.as_str().cmp(a.as_str()));
    for (name, fragment) in fragments {
        if body.contains(&format!("...{name} ")) {
            let on = &fragment.node.type_condition.node.on.node;
            let _ = write!(body, " fragment {name} on {on} {}", selection(&fragment.node.selection_set.node));
        }
    }
    let definitions: Vec<String> = root(document)
        .variable_definitions
        .iter()
        .map(|definition| format!("${}: {}", definition.node.name.node, definition.node.var_type.node))
        .filter(|definition| uses(&body, definition.split(':').next().unwrap()))
        .collect();
    let definitions = if definitions.is_empty() { String::new() } else { format!("({})", definitions.join(", ")) };
    format!("query It{definitions} {body}")
}

fn uses(body: &str, variable: &str) -> bool {
    body.match_indices(variable).any(|(at, _)| !body[at + variable.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

fn selection(set: &SelectionSet) -> String {
    let mut text = String::from("{ ");
    for item in &set.items {
        let part = match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                let alias = field.alias.as_ref().map_or(String::new(), |alias| format!("{}: ", alias.node));
                let arguments: Vec<String> =
                    field.arguments.iter().map(|(name, value)| format!("{}: {}", name.node, value.node)).collect();
                let arguments =
                    if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
                let inner = &field.selection_set.node;
                let inner = if inner.items.is_empty() { String::new() } else { selection(inner) };
                format!("{alias}{}{arguments}{} {inner}", field.name.node, directives(&field.directives))
            }
            Selection::InlineFragment(fragment) => {
                let on = fragment.node.type_condition.as_ref();
                let on = on.map_or(String::new(), |on| format!(" on {}", on.node.on.node));
                let inner = selection(&fragment.node.selection_set.node);
                format!("...{on}{} {inner}", directives(&fragment.node.directives))
            }
            Selection::FragmentSpread(spread) => {
                format!("...{} {}", spread.node.fragment_name.node, directives(&spread.node.directives))
            }
        };
        let _ = write!(text, "{part} ");
    }
    text.push('}');
    text
}

fn directives(found: &[Positioned<Directive>]) -> String {
    found.iter().fold(String::new(), |mut text, directive| {
        let directive = &directive.node;
        let condition = directive.get_argument("if").map_or(String::new(), |value| format!("(if: {})", value.node));
        let _ = write!(text, " @{}{condition}", directive.name.node);
        text
    })
}
