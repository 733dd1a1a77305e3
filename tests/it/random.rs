//! Random valid operations, made of the declarations.

use nql::{
    api::{
        model::model,
        object::{Filter, Object, RootSource, Source},
    },
    auth::Audience,
};
use rand::{Rng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Map, Value, json};

/// An operation and its variables.
pub struct Operation {
    pub query: String,
    pub variables: Value,
}

/// Makes operations that an audience may ask for.
pub struct Maker<'a> {
    pub audience: Audience,
    /// Ids that exist, of any kind.
    pub ids: &'a [String],
    /// Words that occur in texts.
    pub words: &'a [String],
    rng: StdRng,
    variables: Map<String, Value>,
    definitions: Vec<String>,
    fragments: Vec<String>,
    aliases: usize,
}

impl<'a> Maker<'a> {
    pub fn new(audience: Audience, ids: &'a [String], words: &'a [String], rng: StdRng) -> Self {
        let (variables, definitions, fragments) = (Map::new(), Vec::new(), Vec::new());
        Self { audience, ids, words, rng, variables, definitions, fragments, aliases: 0 }
    }

    /// The next operation.
    pub fn operation(&mut self) -> Operation {
        self.variables.clear();
        self.definitions.clear();
        self.fragments.clear();
        let count = self.rng.random_range(1..=3);
        let roots: Vec<String> = (0..count).map(|_| self.root()).collect();
        let definitions =
            if self.definitions.is_empty() { String::new() } else { format!("({})", self.definitions.join(", ")) };
        let query = format!("query It{definitions} {{ {} }} {}", roots.join(" "), self.fragments.join(" "));
        Operation { query, variables: Value::Object(self.variables.clone()) }
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("a{}: ", self.aliases)
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
        let root = *roots.choose(&mut self.rng).unwrap();
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
                let inner = ids.first().map_or("id".to_owned(), |id| self.any(id));
                let ids = self.place("[ID!]!", json!(ids));
                format!("{alias}nodes(ids: {ids}) {{ __typename {inner} }}")
            }
            RootSource::First { .. } => format!("{alias}{} {{ {} }}", root.name, self.selection(object(), 3)),
            RootSource::Chosen { by } => {
                let arguments: Vec<String> = by
                    .iter()
                    .map(|choice| {
                        let value = self.value(choice.ty, choice.name);
                        let value = self.place(&format!("{}!", choice.ty), value);
                        format!("{}: {value}", choice.name)
                    })
                    .collect();
                format!("{alias}{}({}) {{ {} }}", root.name, arguments.join(", "), self.selection(object(), 3))
            }
            RootSource::Page { by, .. } => {
                let mut arguments: Vec<String> = Vec::new();
                for choice in by {
                    let value = self.value(choice.ty, choice.name);
                    let value = self.place(&format!("{}!", choice.ty), value);
                    arguments.push(format!("{}: {value}", choice.name));
                }
                format!("{alias}{}{}", root.name, self.page(object(), arguments, 3))
            }
        }
    }

    fn id(&mut self, prefix: Option<&str>) -> String {
        let fitting: Vec<&String> = self
            .ids
            .iter()
            .filter(|id| prefix.is_none_or(|prefix| id.rsplit_once('_').is_some_and(|(known, _)| known == prefix)))
            .collect();
        match fitting.choose(&mut self.rng) {
            Some(id) if self.rng.random_bool(0.9) => (*id).clone(),
            _ => format!("{}_{:032x}", prefix.unwrap_or("school"), self.rng.random::<u128>()),
        }
    }

    /// A selection on `Node` for the kind of thing that `id` is.
    fn any(&mut self, id: &str) -> String {
        let prefix = id.rsplit_once('_').map_or("", |(prefix, _)| prefix);
        let object = model().objects.iter().find(|object| object.prefix == Some(prefix)).unwrap();
        format!("id ... on {} {{ {} }}", object.name, self.selection(object, 2))
    }

    fn selection(&mut self, object: &Object, depth: usize) -> String {
        let fields: Vec<_> = object.fields.iter().filter(|field| field.audiences.contains(&self.audience)).collect();
        let mut parts = vec!["__typename".to_owned()];
        for _ in 0..self.rng.random_range(1..6) {
            let Some(field) = fields.choose(&mut self.rng) else { break };
            let alias = self.alias();
            let target = field.ty.named().trim_end_matches("Connection");
            let part = match &field.source {
                Source::Id | Source::Value(_) => format!("{alias}{}", field.name),
                _ if depth == 0 => continue,
                Source::Page { .. } => {
                    format!(
                        "{alias}{}{}",
                        field.name,
                        self.page(model().object(target).unwrap(), Vec::new(), depth - 1)
                    )
                }
                Source::One { .. } => {
                    format!(
                        "{alias}{} {{ {} }}",
                        field.name,
                        self.selection(model().object(target).unwrap(), depth - 1)
                    )
                }
                Source::Back { by, .. } | Source::Many { by, .. } => {
                    let is_required = matches!(field.source, Source::Back { .. });
                    let mut arguments = Vec::new();
                    for choice in by {
                        if is_required || self.rng.random_bool(0.5) {
                            let value = self.value(choice.ty, choice.name);
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
        if self.rng.random_bool(0.5)
            && let Some(order) = orders.choose(&mut self.rng)
        {
            let direction = if self.rng.random_bool(0.5) { "ASC" } else { "DESC" };
            let value = json!([{ "field": order.name, "direction": direction }]);
            arguments.push(format!("orderBy: {}", self.place(&format!("[{}Order!]", object.name), value)));
        }
        if self.rng.random_bool(0.5)
            && let Some(filter) = self.filter(object, 2)
        {
            arguments.push(format!("filter: {}", self.place(&format!("{}Filter", object.name), filter)));
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

    fn filter(&mut self, object: &Object, depth: usize) -> Option<Value> {
        let filters: Vec<&Filter> =
            object.filters.iter().filter(|filter| filter.audiences.contains(&self.audience)).collect();
        let filter = *filters.choose(&mut self.rng)?;
        if depth > 0 && self.rng.random_bool(0.3) {
            let inner = self.filter(object, depth - 1)?;
            let other = self.filter(object, depth - 1)?;
            return Some(match self.rng.random_range(0..3) {
                0 => json!({ "and": [inner, other] }),
                1 => json!({ "or": [inner, other] }),
                _ => json!({ "not": inner }),
            });
        }
        let value = self.value(filter.ty, filter.name);
        let operators = match (filter.ty, self.rng.random_range(0..4)) {
            (_, 0) => json!({ "isNull": self.rng.random_bool(0.5) }),
            ("String", 1) => json!({ "contains": value }),
            ("String", 2) => json!({ "startsWith": value }),
            ("Int" | "Boolean" | "DateTime" | "Date", _) => json!({ "isNull": false }),
            (_, 1) => json!({ "in": [value, self.value(filter.ty, filter.name)] }),
            _ => json!({ "eq": value }),
        };
        Some(json!({ filter.name: operators }))
    }

    fn value(&mut self, ty: &str, name: &str) -> Value {
        match ty {
            "ID" => json!(self.id(Some(model().prefix_of_argument(name)))),
            "String" => match name {
                "code" => json!(["C1", "C5", "G2", "nope"].choose(&mut self.rng).unwrap()),
                "schoolYear" => json!(["2024-2025", "2025-2026", "1999-2000"].choose(&mut self.rng).unwrap()),
                _ => json!(self.words.choose(&mut self.rng).cloned().unwrap_or_else(|| "%_'\\".to_owned())),
            },
            "Int" => json!(self.rng.random_range(0..5)),
            "Boolean" => json!(self.rng.random_bool(0.5)),
            kind => {
                let kind = model().enums.iter().find(|known| known.name == kind).unwrap();
                json!(kind.values.choose(&mut self.rng).unwrap().0)
            }
        }
    }
}

/// A JSON value as GraphQL writes it; words of enums without quotes.
fn literal(value: &Value, ty: &str) -> String {
    let is_enum = |text: &str| {
        ty.ends_with("Order!]")
            || ty.ends_with("Filter")
            || model().enums.iter().any(|known| {
                ty.trim_matches(['[', ']', '!']) == known.name && known.values.iter().any(|(word, _)| *word == text)
            })
    };
    match value {
        Value::String(text) if is_enum(text) && is_word(text) => text.clone(),
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

/// A word of some enum, an order or a direction.
fn is_word(text: &str) -> bool {
    let of_enum = model().enums.iter().any(|known| known.values.iter().any(|(word, _)| *word == text));
    let of_order = model().objects.iter().any(|object| object.orders.iter().any(|order| order.name == text));
    of_enum || of_order || text == "ASC" || text == "DESC"
}
