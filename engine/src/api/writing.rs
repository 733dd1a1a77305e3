//! A mutation before anything is written: what its payloads will read, and what that costs.
//!
//! A payload shows rows like any query, so it is planned like one: weighed before the transaction is opened, compiled
//! once, and kept with the plans of queries.

use std::collections::HashMap;

use async_graphql::{
    Pos, Positioned,
    parser::types::{
        BaseType, DocumentOperations, ExecutableDocument, Field as Selected, OperationDefinition, Selection,
        SelectionSet, Type,
    },
};

use super::{
    connection::PAGE_MAXIMUM,
    edge::Edges,
    error::ApiResult,
    model::model,
    object::Object,
    plan::{Compiler, Cost, Plan, SHORT_LIST},
    policy::{Printed, named},
};

/// What one mutation costs, beside its payload.
const MUTATION: u64 = 50;
/// The field of a payload with the reasons why not.
pub const ERRORS: &str = "userErrors";

/// The field of a payload with the id of the row that was removed.
pub const REMOVED: &str = "removedId";

/// What a mutation needs to be answered.
pub struct Writing {
    /// The operation with fragments spread out and each key once, for two levels: the library runs a mutation and reads a
    /// payload as often as its key stands there.
    pub document: ExecutableDocument,
    /// What it costs.
    pub cost: Cost,
    /// What its payloads show, by the key of the mutation.
    payloads: HashMap<String, Vec<(String, Piece)>>,
    /// About how many bytes the document is kept in.
    bytes: usize,
}

/// A field of a payload.
pub enum Piece {
    /// The name of its type.
    Type,
    /// The reasons why not: what is selected of each, by key.
    Errors(Vec<(String, String)>),
    /// The id of the row that was removed.
    Removed,
    /// Rows.
    Rows(Plan),
    /// Something that no row holds, and the rows that it names.
    Value(Vec<Edges>),
}

impl Writing {
    /// Plans what the payloads of an operation show, of the fields of its root that are asked for by name.
    pub fn new<'a>(
        printed: &Printed,
        document: &'a ExecutableDocument,
        definition: &'a OperationDefinition,
        bytes: usize,
        compiler: impl Fn() -> Compiler<'a>,
        (on, is_asked): (&str, impl Fn(&str) -> bool),
    ) -> ApiResult<Self> {
        let (mut cost, mut payloads) = (Cost::default(), HashMap::new());
        let mut roots = Vec::new();
        for (key, same) in compiler().fields(on, &[&definition.selection_set.node])? {
            let Some(root) = same.first().filter(|root| is_asked(root.node.name.node.as_str())) else { continue };
            cost = cost.with(Cost::of(MUTATION));
            let (mut fields, mut pieces) = (Vec::new(), Vec::new());
            let payload = printed.field(on, root.node.name.node.as_str()).map_or("", |it| named(&it.ty));
            for (inner, same) in compiler().fields(payload, &selections(&same))? {
                let Some(field) = same.first() else { continue };
                let name = field.node.name.node.as_str();
                let piece = match printed.field(payload, name) {
                    None => Piece::Type,
                    Some(_) if name == REMOVED => Piece::Removed,
                    Some(shown) if name == ERRORS => {
                        let told = compiler().fields(named(&shown.ty), &selections(&same))?;
                        let one = |(key, same): (&str, Vec<&Positioned<Selected>>)| {
                            Some((key.to_owned(), same.first()?.node.name.node.to_string()))
                        };
                        cost = cost.with(Plain::new(printed, &compiler).cost(&shown.ty, &same)?);
                        Piece::Errors(told.into_iter().filter_map(one).collect())
                    }
                    Some(shown) => {
                        if let Some(object) = declared(&shown.ty) {
                            let is_list = is_list(&shown.ty);
                            let mut plan = compiler().rows(object, is_list, &selections(&same))?;
                            let row = std::mem::take(&mut plan.cost);
                            cost = cost.with(if is_list { row.times(PAGE_MAXIMUM) } else { row });
                            Piece::Rows(plan)
                        } else {
                            let mut plain = Plain::new(printed, &compiler);
                            cost = cost.with(plain.cost(&shown.ty, &same)?);
                            Piece::Value(plain.edges)
                        }
                    }
                };
                pieces.push((inner.to_owned(), piece));
                fields.push(merged(field, &same, None));
            }
            payloads.insert(key.to_owned(), pieces);
            roots.push(merged(root, &same, Some(fields)));
        }
        let mut definition = definition.clone();
        definition.selection_set.node.items = roots;
        let operations = DocumentOperations::Single(Positioned::new(definition, Pos::default()));
        let document = ExecutableDocument { operations, fragments: document.fragments.clone() };
        Ok(Self { document, cost, payloads, bytes })
    }

    /// What the payload shows of the mutation under this key.
    pub fn pieces(&self, key: &str) -> Option<&[(String, Piece)]> {
        self.payloads.get(key).map(Vec::as_slice)
    }

    /// About how many bytes it is kept in.
    pub fn bytes(&self) -> usize {
        let plans = self.payloads.values().flatten().map(|(_, piece)| match piece {
            Piece::Rows(plan) => plan.bytes(),
            Piece::Value(named) => named.iter().map(Edges::bytes).sum(),
            Piece::Type | Piece::Errors(_) | Piece::Removed => 0,
        });
        self.bytes + plans.sum::<usize>()
    }
}

/// An answer that no row holds: what it costs, and the rows that it names.
struct Plain<'p, C> {
    printed: &'p Printed,
    compiler: &'p C,
    /// The keys to where we are.
    place: Vec<String>,
    edges: Vec<Edges>,
}

impl<'a, 'p, C: Fn() -> Compiler<'a>> Plain<'p, C> {
    fn new(printed: &'p Printed, compiler: &'p C) -> Self {
        Self { printed, compiler, place: Vec::new(), edges: Vec::new() }
    }

    fn cost(&mut self, ty: &Type, same: &[&'a Positioned<Selected>]) -> ApiResult<Cost> {
        let mut cost = Cost::of(1);
        if let Some(object) = declared(ty) {
            cost = cost.with(self.edge(object, same)?);
        } else {
            for (key, same) in (self.compiler)().fields(named(ty), &selections(same))? {
                let name = same.first().map_or("", |field| field.node.name.node.as_str());
                self.place.push(key.to_owned());
                let field = self.printed.field(named(ty), name);
                cost = cost.with(field.map_or(Ok(Cost::of(1)), |field| self.cost(&field.ty, &same))?);
                self.place.pop();
            }
        }
        Ok(if is_list(ty) { cost.times(SHORT_LIST) } else { cost })
    }

    /// Rows of which the same is selected are read together; what one costs.
    fn edge(&mut self, object: &'static Object, same: &[&'a Positioned<Selected>]) -> ApiResult<Cost> {
        let mut plan = (self.compiler)().named_rows(object, &selections(same))?;
        let cost = std::mem::take(&mut plan.cost);
        let known = self.edges.iter_mut().find(|known| known.plan.sql == plan.sql && known.plan.slots == plan.slots);
        match known {
            Some(known) => known.places.push(self.place.clone()),
            None => self.edges.push(Edges { places: vec![self.place.clone()], plan }),
        }
        Ok(cost)
    }
}

/// The declared object that a type is of.
fn declared(ty: &Type) -> Option<&'static Object> {
    model().objects.iter().find(|object| object.name == named(ty))
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn selections<'a>(same: &[&'a Positioned<Selected>]) -> Vec<&'a SelectionSet> {
    same.iter().map(|field| &field.node.selection_set.node).collect()
}

/// One field for all under the same key, with what all of them select.
fn merged(
    field: &Positioned<Selected>,
    same: &[&Positioned<Selected>],
    inside: Option<Vec<Positioned<Selection>>>,
) -> Positioned<Selection> {
    let mut one = field.clone();
    one.node.selection_set.node.items =
        inside.unwrap_or_else(|| same.iter().flat_map(|field| field.node.selection_set.node.items.clone()).collect());
    Positioned::new(Selection::Field(one), field.pos)
}
