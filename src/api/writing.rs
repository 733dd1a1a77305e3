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
    error::ApiResult,
    model::model,
    plan::{Compiler, Cost, Plan, SHORT_LIST},
    policy::{Printed, named},
};

/// What one mutation costs, beside its payload.
const MUTATION: u64 = 50;

/// What a mutation needs to be answered.
pub struct Writing {
    /// The operation with fragments spread out and each key once, for two levels: the library runs a mutation and reads a
    /// payload as often as its key stands there.
    pub document: ExecutableDocument,
    /// What it costs.
    pub cost: Cost,
    /// The rows in payloads, by the keys of the mutation and of the field in its payload.
    rows: HashMap<[String; 2], Plan>,
    /// About how many bytes the document is kept in.
    bytes: usize,
}

impl Writing {
    /// Plans what the payloads of an operation show.
    pub fn new<'a>(
        printed: &Printed,
        document: &'a ExecutableDocument,
        definition: &'a OperationDefinition,
        bytes: usize,
        compiler: impl Fn() -> Compiler<'a>,
    ) -> ApiResult<Self> {
        let (mut cost, mut rows) = (Cost::default(), HashMap::new());
        let mut roots = Vec::new();
        for (key, same) in compiler().fields("Mutation", &[&definition.selection_set.node])? {
            let Some(root) = same.first() else { continue };
            cost = cost.with(Cost::of(MUTATION));
            let mut fields = Vec::new();
            if let Some(payload) = printed.field("Mutation", root.node.name.node.as_str()) {
                let payload = named(&payload.ty);
                for (inner, same) in compiler().fields(payload, &selections(&same))? {
                    let Some(field) = same.first() else { continue };
                    if let Some(shown) = printed.field(payload, field.node.name.node.as_str()) {
                        let object = model().objects.iter().find(|object| object.name == named(&shown.ty));
                        if let Some(object) = object {
                            let is_list = is_list(&shown.ty);
                            let mut plan = compiler().rows(object, is_list, &selections(&same))?;
                            let row = std::mem::take(&mut plan.cost);
                            cost = cost.with(if is_list { row.times(PAGE_MAXIMUM) } else { row });
                            rows.insert([key.to_owned(), inner.to_owned()], plan);
                        } else {
                            cost = cost.with(plain(printed, &shown.ty, &same, &compiler)?);
                        }
                    }
                    fields.push(merged(field, &same, None));
                }
            }
            roots.push(merged(root, &same, Some(fields)));
        }
        let mut definition = definition.clone();
        definition.selection_set.node.items = roots;
        let operations = DocumentOperations::Single(Positioned::new(definition, Pos::default()));
        let document = ExecutableDocument { operations, fragments: document.fragments.clone() };
        Ok(Self { document, cost, rows, bytes })
    }

    /// The plan of what the payload shows at this place.
    pub fn rows(&self, place: &[String]) -> Option<&Plan> {
        self.rows.get(place)
    }

    /// About how many bytes it is kept in.
    pub fn bytes(&self) -> usize {
        self.bytes + self.rows.values().map(Plan::bytes).sum::<usize>()
    }
}

/// What an answer costs that no row holds.
fn plain<'a>(
    printed: &Printed,
    ty: &Type,
    same: &[&'a Positioned<Selected>],
    compiler: &impl Fn() -> Compiler<'a>,
) -> ApiResult<Cost> {
    let mut cost = Cost::of(1);
    for (_, same) in compiler().fields(named(ty), &selections(same))? {
        let field = same.first().and_then(|field| printed.field(named(ty), field.node.name.node.as_str()));
        cost = cost.with(field.map_or(Ok(Cost::of(1)), |field| plain(printed, &field.ty, &same, compiler))?);
    }
    Ok(if is_list(ty) { cost.times(SHORT_LIST) } else { cost })
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
