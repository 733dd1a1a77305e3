//! Random valid operations, made of the declarations.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
};

use nql::{
    api::{
        model::model,
        object::{Choice, Expr, Field, Filter, Object, Order, Root, RootSource, Source},
    },
    auth::Audience,
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Map, Value, json};

/// An operation and its variables.
#[derive(Clone)]
pub struct Operation {
    pub query: String,
    pub variables: Value,
}

/// Makes operations that an audience may ask for.
pub struct Maker<'a> {
    pub audience: Audience,
    /// Ids that exist, of any kind.
    pub ids: &'a [String],
    /// Texts and instants that occur, by their column.
    pub words: &'a BTreeMap<String, Vec<String>>,
    /// What was asked for before; the rest comes first.
    pub seen: &'a RefCell<BTreeSet<String>>,
    rng: StdRng,
    variables: Map<String, Value>,
    definitions: Vec<String>,
    fragments: Vec<String>,
    aliases: usize,
}

impl<'a> Maker<'a> {
    pub fn new(
        audience: Audience,
        ids: &'a [String],
        words: &'a BTreeMap<String, Vec<String>>,
        seen: &'a RefCell<BTreeSet<String>>,
        rng: StdRng,
    ) -> Self {
        let (variables, definitions, fragments) = (Map::new(), Vec::new(), Vec::new());
        Self { audience, ids, words, seen, rng, variables, definitions, fragments, aliases: 0 }
    }

    /// The next operation.
    pub fn operation(&mut self) -> Operation {
        self.operation_of(|maker| {
            let count = maker.rng.random_range(1..=3);
            (0..count).map(|_| maker.root()).collect()
        })
    }

    /// An operation that goes to rows of this kind the shortest way; none if the audience has no way there.
    pub fn towards(&mut self, name: &str) -> Option<Operation> {
        let (root, fields) = shortest_way(name, self.audience)?;
        Some(self.operation_of(|maker| {
            let object = model().object(root.object).unwrap();
            let is_page = matches!(root.source, RootSource::Page { .. });
            let inner = maker.along(object, is_page, &fields);
            vec![format!("{}{inner}", root.name)]
        }))
    }

    fn along(&mut self, object: &Object, is_page: bool, fields: &[&Field]) -> String {
        let Some((field, rest)) = fields.split_first() else {
            return if is_page {
                self.page(object, Vec::new(), 1)
            } else {
                format!(" {{ {} }}", self.selection(object, 1))
            };
        };
        let target = model().object(field.ty.named().trim_end_matches("Connection")).unwrap();
        let inner = self.along(target, matches!(field.source, Source::Page { .. }), rest);
        let inner = format!("{}{inner}", field.name);
        if is_page { format!("(first: 20) {{ nodes {{ {inner} }} }}") } else { format!(" {{ {inner} }}") }
    }

    fn operation_of(&mut self, roots: impl FnOnce(&mut Self) -> Vec<String>) -> Operation {
        self.variables.clear();
        self.definitions.clear();
        self.fragments.clear();
        self.aliases = 0;
        let roots = roots(self);
        let definitions =
            if self.definitions.is_empty() { String::new() } else { format!("({})", self.definitions.join(", ")) };
        let query = format!("query It{definitions} {{ {} }} {}", roots.join(" "), self.fragments.join(" "));
        Operation { query, variables: Value::Object(self.variables.clone()) }
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("a{}: ", self.aliases)
    }

    /// One of these, rather one that was not asked for yet.
    fn preferred<'t, T>(&mut self, from: &'t [T], is_known: impl Fn(&T, &BTreeSet<String>) -> bool) -> Option<&'t T> {
        let seen = self.seen.borrow();
        let unseen: Vec<&T> = from.iter().filter(|one| !is_known(one, &seen)).collect();
        match unseen.choose(&mut self.rng) {
            Some(one) if self.rng.random_bool(0.8) => Some(*one),
            _ => from.choose(&mut self.rng),
        }
    }

    /// A value, written in the document or handed in as a variable.
    fn place(&mut self, ty: &str, value: Value) -> String {
        if self.rng.random_bool(0.5) {
            let name = format!("v{}", self.definitions.len());
            self.definitions.push(format!("${name}: {ty}"));
            self.variables.insert(name.clone(), value);
            format!("${name}")
        } else {
            literal(&value, ty)
        }
    }

    fn root(&mut self) -> String {
        let audience = self.audience;
        let roots: Vec<_> = model().roots.iter().filter(|root| root.audiences.contains(&audience)).collect();
        let root = *self
            .preferred(&roots, |root, seen| {
                seen.contains(&format!("root {}", root.name)) && is_known(root.object, audience, seen)
            })
            .unwrap();
        let alias = self.alias();
        let object = || model().object(root.object).unwrap();
        match &root.source {
            RootSource::ById => {
                let prefix = object().prefix.unwrap();
                let id = self.id(Some(prefix));
                let id = self.place("ID!", json!(id));
                format!("{alias}{}(id: {id}) {{ {} }}", root.name, self.selection(object(), 3))
            }
            RootSource::Node => {
                let id = self.id(None);
                let inner = self.any(&id);
                let id = self.place("ID!", json!(id));
                format!("{alias}node(id: {id}) {{ {inner} }}")
            }
            RootSource::Nodes => {
                let ids: Vec<String> = (0..self.rng.random_range(0..4)).map(|_| self.id(None)).collect();
                let inner: Vec<String> = ids.iter().map(|id| self.any(id)).collect();
                let inner = if inner.is_empty() { "id".to_owned() } else { inner.join(" ") };
                let ids = self.place("[ID!]!", json!(ids));
                format!("{alias}nodes(ids: {ids}) {{ __typename {inner} }}")
            }
            RootSource::First { .. } => format!("{alias}{} {{ {} }}", root.name, self.selection(object(), 3)),
            RootSource::Chosen { by } => {
                let arguments: Vec<String> = by
                    .iter()
                    .map(|choice| {
                        let value = self.choice(choice);
                        let value = self.place(&format!("{}!", choice.ty), value);
                        format!("{}: {value}", choice.name)
                    })
                    .collect();
                format!("{alias}{}({}) {{ {} }}", root.name, arguments.join(", "), self.selection(object(), 3))
            }
            RootSource::ByOneOf { by } => {
                let choice = by.choose(&mut self.rng).unwrap();
                let value = self.choice(choice);
                let value = self.place(choice.ty, value);
                format!("{alias}{}({}: {value}) {{ {} }}", root.name, choice.name, self.selection(object(), 3))
            }
            RootSource::Page { by, .. } => {
                let mut arguments: Vec<String> = Vec::new();
                for choice in by {
                    let value = self.choice(choice);
                    let value = self.place(&format!("{}!", choice.ty), value);
                    arguments.push(format!("{}: {value}", choice.name));
                }
                format!("{alias}{}{}", root.name, self.page(object(), arguments, 3))
            }
        }
    }

    fn id(&mut self, prefix: Option<&str>) -> String {
        // Of any kind: each kind as often as another, however many rows it has.
        let kinds: Vec<&str> = model().objects.iter().filter_map(|object| object.prefix).collect();
        let kind = prefix.or_else(|| kinds.choose(&mut self.rng).copied());
        let fitting: Vec<&String> =
            self.ids.iter().filter(|id| kind == id.rsplit_once('_').map(|(known, _)| known)).collect();
        match fitting.choose(&mut self.rng) {
            Some(id) if self.rng.random_bool(0.9) => (*id).clone(),
            _ => format!("{}_{:032x}", kind.unwrap_or("school"), self.rng.random::<u128>()),
        }
    }

    /// A selection on `Node` for the kind of thing that `id` is.
    fn any(&mut self, id: &str) -> String {
        let prefix = id.rsplit_once('_').map_or("", |(prefix, _)| prefix);
        let object = model().objects.iter().find(|object| object.prefix == Some(prefix)).unwrap();
        format!("id ... on {} {{ {} }}", object.name, self.selection(object, 2))
    }

    fn selection(&mut self, object: &Object, depth: usize) -> String {
        let audience = self.audience;
        let fields: Vec<_> = object.fields.iter().filter(|field| field.audiences.contains(&self.audience)).collect();
        let mut parts = vec!["__typename".to_owned()];
        for _ in 0..self.rng.random_range(1..6) {
            let asked = |field: &&Field, seen: &BTreeSet<String>| {
                let target = field.ty.named().trim_end_matches("Connection");
                let leads_on = depth > 0 && !is_known(target, audience, seen);
                !leads_on && seen.contains(&format!("field {}.{}", object.name, field.name))
            };
            let Some(field) = self.preferred(&fields, asked).copied() else { break };
            // Two aliased fields never merge by accident; one without an alias has no argument to differ in.
            let is_plain = !matches!(
                field.source,
                Source::Page { .. } | Source::Back { .. } | Source::Many { .. } | Source::Translated { .. }
            );
            let alias = if is_plain && self.rng.random_bool(0.6) { String::new() } else { self.alias() };
            let target = field.ty.named().trim_end_matches("Connection");
            let part = match &field.source {
                Source::Id | Source::Value(_) => format!("{alias}{}", field.name),
                Source::Translated { .. } => {
                    let locale = ["", "(locale: NL)", "(locale: FR)", "(locale: DE)", "(locale: EN)"];
                    format!("{alias}{}{}", field.name, locale[self.rng.random_range(0..locale.len())])
                }
                _ if depth == 0 => continue,
                Source::Page { .. } => {
                    format!(
                        "{alias}{}{}",
                        field.name,
                        self.page(model().object(target).unwrap(), Vec::new(), depth - 1)
                    )
                }
                Source::One { .. } => {
                    let target = model().object(target).unwrap();
                    let mut part = format!("{alias}{} {{ {} }}", field.name, self.selection(target, depth - 1));
                    if self.rng.random_bool(0.2) {
                        // The same response key again: both are merged.
                        part = format!("{part} {alias}{} {{ {} }}", field.name, self.selection(target, depth - 1));
                    }
                    part
                }
                Source::Back { by, .. } | Source::Many { by, .. } => {
                    let is_required = matches!(field.source, Source::Back { .. });
                    let mut arguments = Vec::new();
                    for choice in by {
                        if is_required || self.rng.random_bool(0.5) {
                            let value = self.choice(choice);
                            let ty = if is_required { format!("{}!", choice.ty) } else { choice.ty.to_owned() };
                            arguments.push(format!("{}: {}", choice.name, self.place(&ty, value)));
                        }
                    }
                    let arguments =
                        if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
                    let inner = self.selection(model().object(target).unwrap(), depth - 1);
                    format!("{alias}{}{arguments} {{ {inner} }}", field.name)
                }
            };
            parts.push(self.wrapped(object.name, part));
        }
        parts.join(" ")
    }

    /// The part as it is, switched by a directive, or in a fragment.
    fn wrapped(&mut self, on: &str, part: String) -> String {
        match self.rng.random_range(0..8) {
            0 => {
                let truth = self.rng.random_bool(0.5);
                let condition = self.place("Boolean!", json!(truth));
                let directive = if self.rng.random_bool(0.5) { "skip" } else { "include" };
                format!("... @{directive}(if: {condition}) {{ {part} }}")
            }
            1 => format!("... on {on} {{ {part} }}"),
            2 => {
                let name = format!("F{}", self.fragments.len());
                self.fragments.push(format!("fragment {name} on {on} {{ {part} }}"));
                format!("...{name}")
            }
            _ => part,
        }
    }

    fn page(&mut self, object: &Object, mut arguments: Vec<String>, depth: usize) -> String {
        if self.rng.random_bool(0.5) {
            let first = self.rng.random_range(1..=20);
            arguments.push(format!("first: {}", self.place("Int", json!(first))));
        }
        let orders: Vec<_> = object.orders.iter().filter(|order| order.audiences.contains(&self.audience)).collect();
        if self.rng.random_bool(0.6) && !orders.is_empty() {
            let ways: Vec<_> =
                orders.iter().flat_map(|order| ["ASC", "DESC"].map(|direction| (*order, direction))).collect();
            let asked = |(order, way): &(&Order, &str), seen: &BTreeSet<String>| {
                seen.contains(&format!("order {}.{} {way}", object.name, order.name))
            };
            let (order, direction) = *self.preferred(&ways, asked).unwrap();
            let value = json!([{ "field": order.name, "direction": direction }]);
            arguments.push(format!("orderBy: {}", self.place(&format!("[{}Order!]", object.name), value)));
        }
        if self.rng.random_bool(0.6)
            && let Some(filter) = self.filter(object, 2)
        {
            arguments.push(format!("filter: {}", self.place_filter(object, filter)));
        }
        let arguments = if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
        let mut parts = Vec::new();
        if self.rng.random_bool(0.5) {
            parts.push("totalCount".to_owned());
        }
        if self.rng.random_bool(0.3) {
            parts.push("pageInfo { hasNextPage hasPreviousPage }".to_owned());
        }
        if self.rng.random_bool(0.3) {
            parts.push(format!("edges {{ __typename node {{ {} }} }}", self.selection(object, depth)));
        }
        if parts.is_empty() || self.rng.random_bool(0.7) {
            parts.push(format!("nodes {{ {} }}", self.selection(object, depth)));
        }
        format!("{arguments} {{ {} }}", parts.join(" "))
    }

    pub fn filter(&mut self, object: &Object, depth: usize) -> Option<Value> {
        let filters: Vec<&Filter> =
            object.filters.iter().filter(|filter| filter.audiences.contains(&self.audience)).collect();
        if depth > 0 && self.rng.random_bool(0.3) {
            let inner = self.filter(object, depth - 1)?;
            let other = self.filter(object, depth - 1)?;
            return Some(match self.rng.random_range(0..3) {
                0 => json!({ "and": [inner, other] }),
                1 => json!({ "or": [inner, other] }),
                _ => json!({ "not": inner }),
            });
        }
        let ways: Vec<(&Filter, &str)> = filters
            .iter()
            .flat_map(|filter| operators(filter.ty).iter().map(|operator| (*filter, *operator)))
            .collect();
        let asked = |(filter, operator): &(&Filter, &str), seen: &BTreeSet<String>| {
            seen.contains(&format!("filter {}.{} {operator}", object.name, filter.name))
        };
        let (filter, operator) = *self.preferred(&ways, asked)?;
        let value = self.value(filter.ty, filter.name);
        let operand = match operator {
            "isNull" => json!(self.rng.random_bool(0.5)),
            "in" => json!([value, self.value(filter.ty, filter.name)]),
            "contains" | "search" | "startsWith" => {
                json!(self.part_of(value.as_str().unwrap(), operator == "startsWith"))
            }
            _ => value,
        };
        Some(json!({ filter.name: { operator: operand } }))
    }

    /// Some letters of a text.
    fn part_of(&mut self, text: &str, from_the_start: bool) -> String {
        let letters = text.chars().count();
        let skipped = if from_the_start { 0 } else { self.rng.random_range(0..=letters) };
        let taken = self.rng.random_range(0..=3);
        text.chars().skip(skipped).take(taken).collect()
    }

    fn place_filter(&mut self, object: &Object, filter: Value) -> String {
        if self.rng.random_bool(0.5) {
            return filter_literal(object, &filter);
        }
        let name = format!("v{}", self.definitions.len());
        self.definitions.push(format!("${name}: {}Filter", object.name));
        self.variables.insert(name.clone(), filter);
        format!("${name}")
    }

    /// Mostly a value that occurs.
    fn word(&mut self, column: &str) -> String {
        let known = self.words.get(column).map_or(&[][..], Vec::as_slice);
        match known.choose(&mut self.rng) {
            Some(word) if self.rng.random_bool(0.9) => word.clone(),
            _ => "%_'\\ \"".to_owned(),
        }
    }

    fn choice(&mut self, choice: &Choice) -> Value {
        match (choice.ty, &choice.expr) {
            ("String", Expr::Column(column)) => json!(self.word(column)),
            _ => self.value(choice.ty, choice.name),
        }
    }

    fn value(&mut self, ty: &str, name: &str) -> Value {
        match ty {
            "ID" => {
                let prefix = model().prefix_of_argument(name);
                json!(self.id((!prefix.is_empty()).then_some(prefix)))
            }
            "String" => json!(self.word(&snake(name))),
            "DateTime" => {
                self.words.get("at").and_then(|at| at.choose(&mut self.rng)).map_or(Value::Null, |at| json!(at))
            }
            "Int" => json!(self.rng.random_range(0..5)),
            "Boolean" => json!(self.rng.random_bool(0.5)),
            kind => {
                let kind = model().enums.iter().find(|known| known.name == kind).unwrap();
                json!(kind.values.choose(&mut self.rng).unwrap().0)
            }
        }
    }
}

/// A root and the fields behind it that lead to rows of this kind.
fn shortest_way(name: &str, audience: Audience) -> Option<(&'static Root, Vec<&'static Field>)> {
    let leads = |root: &&Root| match &root.source {
        RootSource::Page { by, .. } => by.is_empty(),
        source => matches!(source, RootSource::First { .. }),
    };
    let roots = model().roots.iter().filter(|root| root.audiences.contains(&audience)).filter(leads);
    let mut ways: VecDeque<_> = roots.map(|root| (root.object, root, Vec::new())).collect();
    let mut known = BTreeSet::new();
    while let Some((at, root, fields)) = ways.pop_front() {
        if at == name {
            return Some((root, fields));
        }
        if !known.insert(at) {
            continue;
        }
        let Ok(object) = model().object(at) else { continue };
        for field in object.fields.iter().filter(|field| field.audiences.contains(&audience)) {
            if matches!(field.source, Source::Page { .. } | Source::One { .. }) {
                let target = field.ty.named().trim_end_matches("Connection");
                ways.push_back((target, root, [&fields[..], &[field]].concat()));
            }
        }
    }
    None
}

/// Whether everything of an object that an audience may ask for was asked for; true for what is no object.
fn is_known(object: &str, audience: Audience, seen: &BTreeSet<String>) -> bool {
    let Some(object) = model().objects.iter().find(|known| known.name == object) else { return true };
    let fields = object.fields.iter().filter(|field| field.audiences.contains(&audience));
    let filters = object.filters.iter().filter(|filter| filter.audiences.contains(&audience));
    fields.map(|field| format!("field {}.{}", object.name, field.name)).all(|name| seen.contains(&name))
        && filters
            .flat_map(|filter| operators(filter.ty).iter().map(move |operator| (filter.name, *operator)))
            .all(|(filter, operator)| seen.contains(&format!("filter {}.{filter} {operator}", object.name)))
}

/// What a filter of this type can ask.
pub fn operators(ty: &str) -> &'static [&'static str] {
    match ty {
        "Boolean" => &["eq", "isNull"],
        "Int" | "DateTime" | "Date" => &["eq", "gte", "lt", "isNull"],
        "String" => &["eq", "in", "startsWith", "contains", "search", "isNull"],
        _ => &["eq", "in", "isNull"],
    }
}

fn snake(name: &str) -> String {
    name.chars().fold(String::new(), |mut snake, letter| {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    })
}

/// A filter as GraphQL writes it.
fn filter_literal(object: &Object, filter: &Value) -> String {
    let parts = filter.as_object().unwrap().iter().map(|(name, value)| match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| filter_literal(object, item)).collect();
            format!("{name}: [{}]", items.join(", "))
        }
        value if name == "not" => format!("not: {}", filter_literal(object, value)),
        value => {
            let ty = object.filters.iter().find(|filter| filter.name == name).unwrap().ty;
            format!("{name}: {}", literal(value, ty))
        }
    });
    format!("{{ {} }}", parts.collect::<Vec<_>>().join(", "))
}

/// A JSON value as GraphQL writes it; words of enums without quotes.
fn literal(value: &Value, ty: &str) -> String {
    let ty = ty.trim_matches(['[', ']', '!']);
    let is_enum = ty.ends_with("Order") || model().enums.iter().any(|known| known.name == ty);
    match value {
        Value::String(word) if is_enum => word.clone(),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(|item| literal(item, ty)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(key, item)| format!("{key}: {}", literal(item, ty))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}
