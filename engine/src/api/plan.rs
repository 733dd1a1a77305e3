//! The read plan: a checked selection becomes one SQL statement, whose one cell is the JSON of the answer.
//!
//! The condition of [`Object::rows`] for the caller's audience is put on every occurrence of a table:
//! roots, edges, lists, pages, counts. There is no other way to name a table here.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write,
};

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{Directive, Field as Selected, FragmentDefinition, Selection, SelectionSet},
};
use entity::language::Language;

use super::{
    argument::Argument,
    bound::{Bound, Form, Key, Slot},
    connection::{self, PAGE_DEFAULT},
    error::{ApiError, ApiResult, Code},
    fact::{Sentence, in_language},
    folded::{folded, key_of},
    model::{Model, type_of_ids},
    object::{
        Choice, Cond, Direction, Expr, Field, FilterOn, LOCALE, Link, Object, Right, Root, RootSource, Source, TypeRef,
    },
};
use crate::{
    auth::{Actor, Audience},
    clock::Clock,
    db::Dialect,
};

/// Fragments of a document, by name.
pub type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// One statement, and where its values come from.
#[derive(Debug)]
pub struct Plan {
    /// The statement.
    pub sql: String,
    /// Its values, in order.
    pub slots: Vec<Slot>,
    /// What it asks for, to be weighed in each request.
    pub cost: Cost,
    /// Tables and views that it reads, for its answer and for what the caller may see of it.
    pub tables: Vec<&'static str>,
    /// Whether its answer may become another while nothing is written: it compares something with the instant or the day.
    pub is_timed: bool,
    /// Whether it counts seconds down, so that no two answers are the same.
    pub counts_down: bool,
}

/// How much an operation asks for: its fields, and lists times their length.
#[derive(Debug, Default)]
pub struct Cost {
    fields: u64,
    /// Pages: how long each may be, and what one row of it costs.
    pages: Vec<(Slot, Cost)>,
}

impl Cost {
    /// So many fields.
    pub fn of(fields: u64) -> Self {
        Self { fields, pages: Vec::new() }
    }

    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.fields = self.fields.saturating_add(other.fields);
        self.pages.extend(other.pages);
        self
    }

    /// As often as a list is long.
    #[must_use]
    pub fn times(self, rows: i64) -> Self {
        Self { fields: 0, pages: vec![(Slot::Fixed(Bound::Int(rows)), self)] }
    }

    /// The fields that were looked at to know the cost.
    pub fn looked_at(&self) -> u64 {
        self.pages.iter().fold(self.fields, |sum, (_, row)| sum.saturating_add(row.looked_at()))
    }

    /// About how many bytes it is kept in.
    fn bytes(&self) -> usize {
        self.pages.iter().map(|(_, row)| size_of::<(Slot, Cost)>() + row.bytes()).sum()
    }

    /// The cost in this request.
    pub fn weigh(&self, variables: &Variables) -> ApiResult<u64> {
        let mut total = self.fields;
        for (size, row) in &self.pages {
            let rows =
                match size.fill((&Actor::Anonymous, None), &Clock::fixed(chrono::DateTime::UNIX_EPOCH), variables)? {
                    Bound::Int(rows) => u64::try_from(rows).unwrap_or(0),
                    Bound::Text(_)
                    | Bound::Bool(_)
                    | Bound::Id(_)
                    | Bound::Instant(_)
                    | Bound::Date(_)
                    | Bound::NoText
                    | Bound::NoId => 1,
                };
            total = total.saturating_add(rows.saturating_mul(row.weigh(variables)?));
        }
        Ok(total)
    }
}

impl Plan {
    /// The values in this request.
    pub fn fill(
        &self,
        reader: (&Actor, Option<Language>),
        clock: &Clock,
        variables: &Variables,
    ) -> ApiResult<Vec<Bound>> {
        self.fill_for(&[], reader, clock, variables)
    }

    /// The same, for a plan of rows that only now are known.
    pub fn fill_for(
        &self,
        rows: &[uuid::Uuid],
        reader: (&Actor, Option<Language>),
        clock: &Clock,
        variables: &Variables,
    ) -> ApiResult<Vec<Bound>> {
        let value = |slot: &Slot| {
            if *slot == Slot::Row {
                Ok(rows.first().map_or(Bound::NoId, |row| Bound::Id(*row)))
            } else if *slot == Slot::Rows {
                let rows: Vec<String> = rows.iter().map(|row| row.simple().to_string()).collect();
                Ok(Bound::Text(serde_json::Value::from(rows).to_string()))
            } else {
                slot.fill(reader, clock, variables)
            }
        };
        self.slots.iter().map(value).collect()
    }

    /// About how many bytes it is kept in.
    pub fn bytes(&self) -> usize {
        self.sql.len() + self.slots.len() * size_of::<Slot>() * 2 + self.cost.bytes()
    }
}

/// The longest answer, in bytes. The database keeps a longer one to itself and answers with an empty cell.
pub const ANSWER: usize = 8 * 1024 * 1024;
/// Fields that are compiled for one statement. A root that takes a list of ids compiles its selection for each of them.
const COMPILED: u64 = 10_000;

/// Fields of `Query` that tell what the schema looks like.
pub const INTROSPECTION: [&str; 2] = ["__schema", "__type"];
/// Fields of `Query` that no row answers: the library does.
pub const LIBRARY_ROOTS: [&str; 3] = ["__schema", "__type", RATE_LIMIT];
/// The field of `Query` that tells what is left of the minute.
pub const RATE_LIMIT: &str = "rateLimit";
/// The field of `Query` that tells the time.
pub const SERVER_TIME: &str = "serverTime";
/// A list of rows is short by nature; for the cost it counts as this many.
pub const SHORT_LIST: i64 = 10;
/// What the schema is told by: fields that the library answers, and how many things each of them lists on average, in
/// tenths.
const TOLD: [(&str, u64); 8] = [
    ("types", 8_500),
    ("fields", 50),
    ("inputFields", 30),
    ("enumValues", 20),
    ("args", 10),
    ("possibleTypes", 5),
    ("interfaces", 2),
    ("ofType", 4),
];
/// What may be told of the schema at once: several times what the usual query of tools asks for.
const TOLD_MOST: u64 = 500_000;
/// It comes out of memory, so this many cost as much as a field.
const TOLD_CHEAPER: u64 = 100;
/// Rows of one chunk of what is watched.
pub const CHUNK: usize = 50;
/// Arguments of one `concat()`: Postgres takes 100.
const CONCAT: usize = 90;

/// Pieces of text, some known now and some computed by the database.
#[derive(Default)]
struct Pieces(Vec<Piece>);

enum Piece {
    Text(String),
    Sql(String),
}

impl Pieces {
    fn text(&mut self, text: &str) {
        if let Some(Piece::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Piece::Text(text.to_owned()));
        }
    }

    fn sql(&mut self, sql: impl Into<String>) {
        self.0.push(Piece::Sql(sql.into()));
    }

    fn append(&mut self, other: Pieces) {
        for piece in other.0 {
            match piece {
                Piece::Text(text) => self.text(&text),
                Piece::Sql(sql) => self.0.push(Piece::Sql(sql)),
            }
        }
    }

    /// One SQL expression for all of it.
    fn join(self) -> String {
        let arguments: Vec<String> = self
            .0
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => quote(&text),
                Piece::Sql(sql) => sql,
            })
            .collect();
        if arguments.len() <= CONCAT {
            return format!("concat({})", arguments.join(", "));
        }
        let parts: Vec<String> =
            arguments.chunks(CONCAT).map(|chunk| format!("concat({})", chunk.join(", "))).collect();
        format!("concat({})", parts.join(", "))
    }
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A column whose value the arguments tell: alias, column, value.
type Pin = (String, &'static str, String);

/// The row that a nested selection is reached from.
struct Arrival<'a> {
    parent: &'a Object,
    alias: &'a str,
    link: Link,
}

impl Arrival<'_> {
    /// Whether the row we come from is only visible because the row of `target` that it holds is.
    fn implies(&self, target: &Object, audience: Audience) -> bool {
        let Link::ParentHolds(column) = self.link else { return false };
        let rows = self.parent.rows_for(audience);
        let parts = if let Cond::And(parts) = rows { parts.as_slice() } else { std::slice::from_ref(rows) };
        parts.iter().any(|part| {
            matches!(part, Cond::Reached { parent, link, .. } if *parent == target.name && *link == Link::Holds(column))
        })
    }
}

/// A response key and the fields that are merged under it.
pub type Collected<'a> = Vec<(&'a str, Vec<&'a Positioned<Selected>>)>;

/// Makes a plan of a checked selection. What it decides depends on the shape of the variables only
/// (see `variables::shape`), never on a value that is bound.
pub struct Compiler<'a> {
    model: &'a Model,
    dialect: Dialect,
    audience: Audience,
    fragments: &'a Fragments,
    variables: &'a Variables,
    slots: Vec<Slot>,
    aliases: usize,
    /// While a condition on a page is compiled: what its arguments tell.
    pinned: Vec<Pin>,
    /// What is counted so far, the innermost page last.
    costs: Vec<Cost>,
    /// Parts of the filter so far, on all its levels.
    leaves: usize,
    /// Fields so far.
    compiled: u64,
    /// Tables so far.
    tables: BTreeSet<&'static str>,
    /// Whether seconds that count down are left out: whoever watches is told when they are over, not that they go by.
    is_still: bool,
    counts_down: bool,
}

impl<'a> Compiler<'a> {
    /// A compiler for one operation.
    pub fn new(
        model: &'a Model,
        dialect: Dialect,
        audience: Audience,
        fragments: &'a Fragments,
        variables: &'a Variables,
    ) -> Self {
        let costs = vec![Cost::default()];
        Self {
            model,
            dialect,
            audience,
            fragments,
            variables,
            slots: Vec::new(),
            aliases: 0,
            pinned: Vec::new(),
            costs,
            leaves: 0,
            compiled: 0,
            tables: BTreeSet::new(),
            is_still: false,
            counts_down: false,
        }
    }

    /// The same, without seconds that count down.
    #[must_use]
    pub fn still(self) -> Self {
        Self { is_still: true, ..self }
    }

    /// Plans the fields of `Query`; introspection is answered elsewhere.
    pub fn query(mut self, selection: &'a SelectionSet) -> ApiResult<Plan> {
        let mut pieces = Pieces::default();
        pieces.text("{");
        let mut first = true;
        let mut told = 0_u64;
        for (key, fields) in self.collect("Query", &[selection])? {
            let Some(field) = fields.first() else { continue };
            if self.model.computed(&field.node.name.node).is_some() {
                continue;
            }
            if LIBRARY_ROOTS.contains(&field.node.name.node.as_str()) {
                for field in &fields {
                    told = told.saturating_add(self.told(&field.node.selection_set.node));
                }
                continue;
            }
            open_key(&mut pieces, key, &mut first);
            if field.node.name.node == "__typename" {
                pieces.text("\"Query\"");
                continue;
            }
            if field.node.name.node == SERVER_TIME {
                self.count_field()?;
                let now = self.bind(Slot::Now);
                pieces.text("\"");
                pieces.sql(self.dialect.instant(&self.dialect.given_instant(&now)));
                pieces.text("\"");
                continue;
            }
            let root = self.model.root(&field.node.name.node).ok_or_else(|| unknown(&field.node.name.node))?;
            let value = self.root(root, &fields).map_err(|error| located(error, field))?;
            pieces.append(value);
        }
        pieces.text("}");
        let told = told / 10;
        if told > TOLD_MOST {
            let message =
                "This tells the schema over and over: ask for it once, and for lists in lists one type at a time.";
            return Err(ApiError::new(Code::QueryTooComplex, message));
        }
        if let Some(cost) = self.costs.last_mut() {
            cost.fields += told / TOLD_CHEAPER;
        }
        Ok(self.finish(pieces))
    }

    /// How much of the schema a selection tells, in tenths. `precheck` has bounded the fields that it comes to.
    fn told(&self, selection: &SelectionSet) -> u64 {
        let told = selection.items.iter().map(|item| match &item.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                let times = TOLD.iter().find(|(list, _)| *list == name).map_or(10, |(_, times)| *times);
                times.saturating_mul(self.told(&field.node.selection_set.node).saturating_add(10)) / 10
            }
            Selection::InlineFragment(fragment) => self.told(&fragment.node.selection_set.node),
            Selection::FragmentSpread(spread) => {
                let fragment = self.fragments.get(&spread.node.fragment_name.node);
                fragment.map_or(0, |fragment| self.told(&fragment.node.selection_set.node))
            }
        });
        told.fold(0, u64::saturating_add)
    }

    /// The fields of the type `type_name` that selections ask for, fragments spread out.
    pub fn fields(&self, type_name: &str, selections: &[&'a SelectionSet]) -> ApiResult<Collected<'a>> {
        self.collect(type_name, selections)
    }

    /// Plans the row of `object` that [`Plan::fill_for`] is given, or if `is_list` those of its rows that the caller may see,
    /// in their order.
    pub fn rows(mut self, object: &'a Object, is_list: bool, selections: &[&'a SelectionSet]) -> ApiResult<Plan> {
        let mut pieces = Pieces::default();
        if is_list {
            let ids = self.bind(Slot::Rows);
            let (ids, id) = self.dialect.listed_ids(&ids);
            let row = self.single(object, |alias| format!("{alias}.id = {id}"), None, selections)?;
            pieces.text("[");
            // What the caller may not see is not there: a list holds no null.
            pieces.sql(format!(
                "(SELECT string_agg(j, ',' ORDER BY place) FROM (SELECT {row} AS j, ids.place AS place FROM {ids}) shown WHERE j <> 'null')"
            ));
            pieces.text("]");
        } else {
            let id = self.bind(Slot::Row);
            pieces.sql(self.single(object, |alias| format!("{alias}.id = {id}"), None, selections)?);
        }
        Ok(self.finish(pieces))
    }

    /// Plans those of the rows of `object` that [`Plan::fill_for`] is given which the caller may see, each under the hex
    /// digits of its id.
    pub fn named_rows(mut self, object: &'a Object, selections: &[&'a SelectionSet]) -> ApiResult<Plan> {
        let ids = self.bind(Slot::Rows);
        let (ids, id) = self.dialect.listed_ids(&ids);
        let row = self.single(object, |alias| format!("{alias}.id = {id}"), None, selections)?;
        let mut pieces = Pieces::default();
        pieces.text("{");
        pieces.sql(format!(
            "(SELECT string_agg(concat('\"', name, '\":', j), ',') FROM (SELECT {row} AS j, {} AS name FROM {ids}) shown WHERE j <> 'null')",
            self.dialect.hex(id)
        ));
        pieces.text("}");
        Ok(self.finish(pieces))
    }

    /// Plans the row of `object` that is to be written: all its columns, whether the caller has the right to, sees it, and
    /// whether it is the time to.
    pub fn held(mut self, object: &'a Object, right: &Right) -> ApiResult<Plan> {
        let (alias, row) = (self.alias(), self.bind(Slot::Row));
        let seen = self.rows_of(object, &alias, None)?;
        let may = self.cond(right.rows_for(self.audience), &alias)?;
        let open = self.cond(&right.open, &alias)?;
        let table = self.table(object.table);
        let sql = format!(
            "SELECT {alias}.*, (({may}) IS TRUE) AS may_, (({seen}) IS TRUE) AS seen_, (({open}) IS TRUE) AS open_ FROM {table} {alias} WHERE {alias}.id = {row}"
        );
        Ok(Plan {
            sql,
            slots: self.slots,
            cost: Cost::default(),
            tables: self.tables.into_iter().collect(),
            is_timed: false,
            counts_down: false,
        })
    }

    /// Plans what is watched of `object`: a list with the hex digits of the id and what each of the selections says, either of
    /// the one row that [`Plan::fill_for`] is given or of a chunk of the rows behind it.
    pub fn watched(
        mut self,
        object: &'a Object,
        is_one: bool,
        selections: &[Vec<&'a SelectionSet>],
    ) -> ApiResult<Plan> {
        let (alias, row) = (self.alias(), self.bind(Slot::Row));
        let rows = self.rows_of(object, &alias, None)?;
        let mut pieces = Pieces::default();
        pieces.text("[\"");
        pieces.sql(self.dialect.hex(&format!("{alias}.id")));
        pieces.text("\",[");
        for (index, selections) in selections.iter().enumerate() {
            pieces.text(if index > 0 { "," } else { "" });
            pieces.sql(self.object(object, &alias, selections)?);
        }
        pieces.text("]]");
        let json = pieces.join();
        let (which, most) = if is_one { ("=", 1) } else { (">", CHUNK) };
        let table = self.table(object.table);
        let rows = and(&rows);
        let mut list = Pieces::default();
        list.text("[");
        list.sql(format!(
            "(SELECT string_agg(j, ',') FROM (SELECT {json} AS j FROM {table} {alias} WHERE {alias}.id {which} {row}{rows} ORDER BY {alias}.id LIMIT {most}) l)"
        ));
        list.text("]");
        Ok(self.finish(list))
    }

    /// The statement answers NULL when the caller's rights are no longer what the plan was made for, and an empty text
    /// when its answer is too long. The limit keeps the planner from writing the answer out twice.
    fn finish(mut self, pieces: Pieces) -> Plan {
        let mut answer = pieces.join();
        if self.audience != Audience::Anonymous {
            let (me, version) = (self.bind(Slot::Me), self.bind(Slot::AccessVersion));
            answer = format!(
                r#"CASE WHEN (SELECT access_version FROM "user" WHERE id = {me} AND status = 'ACTIVE') = {version} THEN {answer} END"#
            );
        }
        let sql = format!(
            "SELECT CASE WHEN octet_length(answer) > {ANSWER} THEN '' ELSE answer END FROM (SELECT {answer} AS answer LIMIT 1) told"
        );
        let is_timed = self.slots.iter().any(|slot| matches!(slot, Slot::Now | Slot::Today));
        Plan {
            sql,
            slots: self.slots,
            cost: self.costs.pop().unwrap_or_default(),
            tables: self.tables.into_iter().collect(),
            is_timed,
            counts_down: self.counts_down,
        }
    }

    /// A table as SQL names it. There is no other way to name one.
    fn table(&mut self, name: &'static str) -> String {
        self.tables.insert(name);
        format!("\"{name}\"")
    }

    fn bind(&mut self, slot: Slot) -> String {
        let index = self.slots.iter().position(|known| *known == slot).unwrap_or_else(|| {
            self.slots.push(slot);
            self.slots.len() - 1
        });
        self.dialect.placeholder(index + 1)
    }

    fn alias(&mut self) -> String {
        self.aliases += 1;
        format!("t{}", self.aliases)
    }

    fn count_field(&mut self) -> ApiResult<()> {
        self.compiled += 1;
        if self.compiled > COMPILED {
            return Err(ApiError::new(
                Code::QueryTooComplex,
                "The operation asks for too many fields of too many ids.",
            ));
        }
        if let Some(cost) = self.costs.last_mut() {
            cost.fields += 1;
        }
        Ok(())
    }

    /// Everything inside `row` costs as often as `size` says.
    fn repeated<T>(&mut self, size: Slot, row: impl FnOnce(&mut Self) -> ApiResult<T>) -> ApiResult<T> {
        self.costs.push(Cost::default());
        let result = row(self)?;
        let cost = self.costs.pop().unwrap_or_default();
        if let Some(outer) = self.costs.last_mut() {
            outer.pages.push((size, cost));
        }
        Ok(result)
    }

    // ---- selections ----

    fn collect(&self, type_name: &str, selections: &[&'a SelectionSet]) -> ApiResult<Collected<'a>> {
        let mut collected = Vec::new();
        for selection in selections {
            self.collect_into(type_name, selection, &mut collected)?;
        }
        Ok(collected)
    }

    fn collect_into(&self, type_name: &str, selection: &'a SelectionSet, into: &mut Collected<'a>) -> ApiResult<()> {
        for item in &selection.items {
            let (directives, nested, condition) = match &item.node {
                Selection::Field(field) => {
                    if is_included(&field.node.directives, self.variables) {
                        let key = field.node.response_key().node.as_str();
                        match into.iter_mut().find(|(known, _)| *known == key) {
                            Some((_, fields)) => fields.push(field),
                            None => into.push((key, vec![field])),
                        }
                    }
                    continue;
                }
                Selection::InlineFragment(fragment) => (
                    &fragment.node.directives,
                    &fragment.node.selection_set,
                    fragment.node.type_condition.as_ref().map(|condition| condition.node.on.node.as_str()),
                ),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let fragment = self.fragments.get(name).ok_or_else(|| unknown(name))?;
                    (
                        &spread.node.directives,
                        &fragment.node.selection_set,
                        Some(fragment.node.type_condition.node.on.node.as_str()),
                    )
                }
            };
            // Validation has seen to it that an interface stands only where it fits.
            let applies = condition.is_none_or(|on| on == type_name || on == "Node" || on == "UserError");
            if applies && is_included(directives, self.variables) {
                self.collect_into(type_name, &nested.node, into)?;
            }
        }
        Ok(())
    }

    fn argument(&self, fields: &[&'a Positioned<Selected>], name: &str) -> Option<Argument<'a>> {
        let field = fields.first()?;
        let (_, value) = field.node.arguments.iter().find(|(known, _)| known.node == name)?;
        Argument::new(&value.node, self.variables)
    }

    fn required(&self, fields: &[&'a Positioned<Selected>], name: &str) -> ApiResult<Argument<'a>> {
        self.argument(fields, name).filter(|argument| !argument.is_null()).ok_or_else(|| {
            ApiError::said(Code::BadUserInput, Sentence::new("{place} is wanted").with("place", format!("`{name}`")))
        })
    }

    // ---- roots ----

    fn root(&mut self, root: &'a Root, fields: &[&'a Positioned<Selected>]) -> ApiResult<Pieces> {
        self.count_field()?;
        let selections: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let mut pieces = Pieces::default();
        if !root.audiences.contains(&self.audience) {
            // The gate has refused what is not null for nobody.
            pieces.text("null");
            return Ok(pieces);
        }
        match &root.source {
            RootSource::ById => {
                let object = self.model.object(root.object)?;
                let id = self.required(fields, "id")?;
                let slot = Slot::of(&id, Form::Id(object.prefix.unwrap_or_default()));
                let id = self.bind(slot.map_err(|error| error.inside("id"))?);
                pieces.sql(self.single(object, |alias| format!("{alias}.id = {id}"), None, &selections)?);
            }
            RootSource::First { when, order } => {
                let object = self.model.object(root.object)?;
                let alias = self.alias();
                let (rows, when) = (self.rows_of(object, &alias, None)?, self.cond(when, &alias)?);
                let json = self.object(object, &alias, &selections)?;
                pieces.sql(format!(
                    "coalesce((SELECT {json} FROM {} {alias} WHERE {rows} AND {when} ORDER BY {}, {alias}.id LIMIT 1), 'null')",
                    self.table(object.table),
                    sorted(&format!("{alias}.\"{}\"", order.0), order.1),
                ));
            }
            RootSource::Chosen { by } | RootSource::ByOneOf { by } => {
                let object = self.model.object(root.object)?;
                let is_one_of = matches!(root.source, RootSource::ByOneOf { .. });
                let is_given = |choice: &&Choice| self.argument(fields, choice.name).is_some_and(|it| !it.is_null());
                if is_one_of && by.iter().filter(is_given).count() != 1 {
                    let names: Vec<String> = by.iter().map(|choice| format!("`{}`", choice.name)).collect();
                    return Err(ApiError::said(
                        Code::BadUserInput,
                        Sentence::new("give exactly one of {names}").with("names", names.join(", ")),
                    ));
                }
                let alias = self.alias();
                let (chosen, _) = self.chosen(by, fields, &alias, !is_one_of)?;
                let rows = self.rows_of(object, &alias, None)?;
                let json = self.object(object, &alias, &selections)?;
                pieces.sql(format!(
                    "coalesce((SELECT {json} FROM {} {alias} WHERE {rows}{chosen} LIMIT 1), 'null')",
                    self.table(object.table)
                ));
            }
            RootSource::Page { when, by } => {
                let object = self.model.object(root.object)?;
                let alias = self.alias();
                let (chosen, pins) = self.chosen(by, fields, &alias, true)?;
                self.pinned = pins;
                let when = self.cond(when, &alias)?;
                self.pinned.clear();
                pieces.sql(self.page(object, &alias, &format!("{when}{chosen}"), None, fields)?);
            }
            RootSource::Node => {
                let id = self.required(fields, "id")?;
                pieces.sql(self.node(&id, &selections)?);
            }
            RootSource::Nodes => {
                let ids = self.required(fields, "ids")?.items(self.variables);
                if i64::try_from(ids.len()).is_ok_and(|length| length > connection::PAGE_MAXIMUM) {
                    return Err(ApiError::said(
                        Code::BadUserInput,
                        Sentence::new("at most {limit} ids at a time").with("limit", connection::PAGE_MAXIMUM),
                    ));
                }
                pieces.text("[");
                for (index, id) in ids.iter().enumerate() {
                    pieces.text(if index > 0 { "," } else { "" });
                    pieces.sql(self.node(id, &selections)?);
                }
                pieces.text("]");
            }
        }
        Ok(pieces)
    }

    /// The row of any kind with this id; an id of no kind finds nothing.
    fn node(&mut self, id: &Argument<'a>, selections: &[&'a SelectionSet]) -> ApiResult<String> {
        let text = id.word().unwrap_or_default();
        let Some(object) = type_of_ids(self.model, text) else { return Ok("'null'".to_owned()) };
        let value = self.bind(Slot::of(id, Form::Id(object.prefix.unwrap_or_default()))?);
        self.single(object, |alias| format!("{alias}.id = {value}"), None, selections)
    }

    // ---- objects ----

    /// The JSON of the one row that `which` picks; `null` if there is none, or none to be seen.
    fn single(
        &mut self,
        object: &'a Object,
        which: impl FnOnce(&str) -> String,
        arrival: Option<&Arrival<'_>>,
        selections: &[&'a SelectionSet],
    ) -> ApiResult<String> {
        let alias = self.alias();
        let rows = self.rows_of(object, &alias, arrival)?;
        let json = self.object(object, &alias, selections)?;
        Ok(format!(
            "coalesce((SELECT {json} FROM {} {alias} WHERE {}{}), 'null')",
            self.table(object.table),
            which(&alias),
            and(&rows)
        ))
    }

    /// The JSON of the row called `alias`.
    fn object(&mut self, object: &'a Object, alias: &str, selections: &[&'a SelectionSet]) -> ApiResult<String> {
        let mut pieces = Pieces::default();
        pieces.text("{");
        let mut first = true;
        for (key, fields) in self.collect(object.name, selections)? {
            let Some(selected) = fields.first() else { continue };
            open_key(&mut pieces, key, &mut first);
            self.count_field()?;
            if selected.node.name.node == "__typename" {
                pieces.text(&format!("\"{}\"", object.name));
                continue;
            }
            let field = object.field(&selected.node.name.node).ok_or_else(|| unknown(&selected.node.name.node))?;
            let value = self.field(object, field, alias, &fields).map_err(|error| located(error, selected))?;
            pieces.append(value);
        }
        pieces.text("}");
        Ok(pieces.join())
    }

    fn field(
        &mut self,
        object: &'a Object,
        field: &'a Field,
        alias: &str,
        fields: &[&'a Positioned<Selected>],
    ) -> ApiResult<Pieces> {
        let selections: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let mut pieces = Pieces::default();
        match &field.source {
            Source::Id => {
                pieces.text(&format!("\"{}_", object.prefix.unwrap_or_default()));
                pieces.sql(self.dialect.hex(&format!("{alias}.id")));
                pieces.text("\"");
            }
            Source::Value(expr) => {
                let sql = self.expr(expr, alias)?;
                pieces.append(self.json(field.ty, &sql));
            }
            Source::Translated { stem } => {
                let asked = self.argument(fields, LOCALE).filter(|argument| !argument.is_null());
                let language = match asked {
                    Some(asked) => self.bind(Slot::of(&asked, Form::Small).map_err(|error| error.inside(LOCALE))?),
                    None => self.language(),
                };
                let [nl, others @ ..] = ["nl", "fr", "de", "en"];
                let text = |language: &str| self.column(alias, &format!("{stem}_{language}"));
                let others = others.map(|other| format!(" WHEN '{other}' THEN {}", text(other))).concat();
                let sql = format!("CASE {language}{others} ELSE {} END", text(nl));
                pieces.append(self.json(field.ty, &sql));
            }
            Source::One { column } => {
                let target = self.model.object(field.ty.named())?;
                let arrival = Arrival { parent: object, alias, link: Link::ParentHolds(column) };
                let which = |inner: &str| format!("{inner}.id = {alias}.\"{column}\"");
                pieces.sql(self.single(target, which, Some(&arrival), &selections)?);
            }
            Source::Back { column, by } => {
                let target = self.model.object(field.ty.named())?;
                let inner = self.alias();
                let arrival = Arrival { parent: object, alias, link: Link::Holds(column) };
                let (chosen, _) = self.chosen(by, fields, &inner, true)?;
                let rows = self.rows_of(target, &inner, Some(&arrival))?;
                let json = self.object(target, &inner, &selections)?;
                pieces.sql(format!(
                    "coalesce((SELECT {json} FROM {} {inner} WHERE {inner}.\"{column}\" = {alias}.id{chosen}{}), 'null')",
                    self.table(target.table),
                    and(&rows)
                ));
            }
            Source::Many { column, order, by } => {
                let target = self.model.object(field.ty.named())?;
                let inner = self.alias();
                let arrival = Arrival { parent: object, alias, link: Link::Holds(column) };
                let (chosen, _) = self.chosen(by, fields, &inner, false)?;
                let rows = self.rows_of(target, &inner, Some(&arrival))?;
                let json = self.repeated(Slot::Fixed(Bound::Int(SHORT_LIST)), |compiler| {
                    compiler.object(target, &inner, &selections)
                })?;
                pieces.text("[");
                pieces.sql(format!(
                    "(SELECT string_agg(j, ',') FROM (SELECT {json} AS j FROM {} {inner} WHERE {inner}.\"{column}\" = {alias}.id{chosen}{} ORDER BY {}, {inner}.id{}) l)",
                    self.table(target.table),
                    and(&rows),
                    sorted(&format!("{inner}.\"{}\"", key_of(target.table, order.0)), order.1),
                    self.dialect.no_limit(),
                ));
                pieces.text("]");
            }
            Source::Page { column } => {
                let target = self.model.object(field.ty.named().trim_end_matches("Connection"))?;
                let inner = self.alias();
                let arrival = Arrival { parent: object, alias, link: Link::Holds(column) };
                let mine = format!("{inner}.\"{column}\" = {alias}.id");
                pieces.sql(self.page(target, &inner, &mine, Some(&arrival), fields)?);
            }
        }
        Ok(pieces)
    }

    /// A value as JSON.
    fn json(&self, ty: TypeRef, sql: &str) -> Pieces {
        let mut pieces = Pieces::default();
        let (quoted, written) = match ty.named() {
            _ if ty.is_list() => (false, self.dialect.json_list(sql)),
            "String" => (false, self.dialect.json_text(sql)),
            "Int" => (false, sql.to_owned()),
            "Boolean" if ty.is_required() => (false, format!("CASE WHEN {sql} THEN 'true' ELSE 'false' END")),
            "Boolean" => (false, format!("CASE {sql} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' ELSE 'null' END")),
            "DateTime" => (true, self.dialect.instant(sql)),
            "Date" => (true, self.dialect.date(sql)),
            "Decimal" => (true, self.dialect.decimal(sql)),
            _ => (true, sql.to_owned()),
        };
        match (quoted, ty.is_required()) {
            (true, true) => {
                pieces.text("\"");
                pieces.sql(written);
                pieces.text("\"");
            }
            // SQLite's printf writes NULL as 0.
            (true, false) if ty.named() == "Decimal" => {
                pieces.sql(format!("CASE WHEN {sql} IS NULL THEN 'null' ELSE '\"' || {written} || '\"' END"));
            }
            (true, false) => pieces.sql(format!("coalesce('\"' || {written} || '\"', 'null')")),
            (false, true) => pieces.sql(written),
            (false, false) if ty.named() == "Boolean" => pieces.sql(written),
            (false, false) => pieces.sql(format!("CASE WHEN {sql} IS NULL THEN 'null' ELSE concat({written}) END")),
        }
        pieces
    }

    // ---- pages ----

    /// The JSON of a page of `object`, whose rows are called `alias` and meet `base`.
    fn page(
        &mut self,
        object: &'a Object,
        alias: &str,
        base: &str,
        arrival: Option<&Arrival<'_>>,
        fields: &[&'a Positioned<Selected>],
    ) -> ApiResult<String> {
        self.leaves = 0;
        let filter = match self.argument(fields, "filter").filter(|filter| !filter.is_null()) {
            Some(filter) => self.filter(object, &filter, alias, 0).map_err(|error| error.inside("filter"))?,
            None => "TRUE".to_owned(),
        };
        let order = self.order(object, fields)?;
        let given = |compiler: &Self, name| compiler.argument(fields, name).filter(|argument| !argument.is_null());
        let (size, is_back) = match (given(self, "first"), given(self, "last")) {
            (Some(_), Some(_)) => {
                return Err(ApiError::said(Code::BadUserInput, Sentence::new("give `first` or `last`, not both")));
            }
            (Some(first), None) => {
                (Slot::of(&first, Form::PageSize("first")).map_err(|error| error.inside("first"))?, false)
            }
            (None, Some(last)) => {
                (Slot::of(&last, Form::PageSize("last")).map_err(|error| error.inside("last"))?, true)
            }
            (None, None) => (Slot::Fixed(Bound::Int(PAGE_DEFAULT)), false),
        };
        let rows = self.rows_of(object, alias, arrival)?;
        let all = format!("{base}{}{}", and(&rows), and(&filter));
        let of =
            connection::name_of((object.name, order.iter().map(|(order, way)| (order.name, *way)).collect::<Vec<_>>()));

        let mut keys: Vec<SortKey> = Vec::new();
        for (order, way) in &order {
            let key = match order.ty {
                "Int" | "Decimal" => Key::Int,
                "DateTime" => Key::Instant,
                "Date" => Key::Date,
                _ => Key::Text,
            };
            let expr = folded(&order.expr, object.table).unwrap_or_else(|| order.expr.clone());
            let sql = self.expr(&expr, alias)?;
            let untold = (!object.tells(&order.expr, self.audience)).then_some(expr);
            keys.push(SortKey { sql, way: *way, key, untold });
        }
        let way = keys.last().map_or(Direction::Asc, |key| key.way);
        keys.push(SortKey { sql: format!("{alias}.id"), way, key: Key::Id, untold: None });

        let (after, before) = (given(self, "after"), given(self, "before"));
        let mut beyond = String::new();
        for (cursor, is_before) in [(&after, false), (&before, true)] {
            if let Some(cursor) = cursor {
                beyond.push_str(&and(&self.beyond(object, &keys, cursor, of, is_before)?));
            }
        }
        let limit = self.bind(size.clone());
        // A page at the end is read from there, and told the other way round.
        let way = |way: Direction| if is_back { way.turned() } else { way };
        let sort = keys.iter().map(|key| sorted(&key.sql, way(key.way))).collect::<Vec<_>>().join(", ");
        let page = PageOf { limit: &limit, is_back, is_after: after.is_some(), is_before: before.is_some() };

        let selections: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let mut columns: Vec<String> = Vec::new();
        let mut pieces = Pieces::default();
        let mut wants = Wants::default();
        pieces.text("{");
        let mut first = true;
        for (key, fields) in self.collect(&format!("{}Connection", object.name), &selections)? {
            let Some(selected) = fields.first() else { continue };
            let inner: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
            open_key(&mut pieces, key, &mut first);
            self.count_field()?;
            match selected.node.name.node.as_str() {
                "__typename" => pieces.text(&format!("\"{}Connection\"", object.name)),
                "totalCount" => {
                    pieces.sql(format!("(SELECT count(*) FROM {} {alias} WHERE {all})", self.table(object.table)));
                }
                "nodes" => {
                    let json = self.repeated(size.clone(), |compiler| compiler.object(object, alias, &inner))?;
                    pieces.text("[");
                    pieces.sql(page.listed(&mut columns, json));
                    pieces.text("]");
                }
                "edges" => {
                    let json =
                        self.repeated(size.clone(), |compiler| compiler.edge(object, alias, &inner, &mut wants))?;
                    pieces.text("[");
                    pieces.sql(page.listed(&mut columns, json));
                    pieces.text("]");
                }
                "pageInfo" => {
                    let info = self.page_info(&inner, &page, &mut wants)?;
                    pieces.append(info);
                }
                other => return Err(unknown(other)),
            }
        }
        pieces.text("}");
        if columns.is_empty() && !wants.rows {
            return Ok(pieces.join());
        }
        let cursor = if wants.cursor { format!(", {} AS c", self.cursor(&keys, of)) } else { String::new() };
        let columns: String = columns.iter().enumerate().fold(String::new(), |mut sql, (index, json)| {
            let _ = write!(sql, ", {json} AS n{index}");
            sql
        });
        // The cursor is written once, in the row, and woven into the edges outside of it.
        Ok(format!(
            "(SELECT {} FROM (SELECT row_number() OVER (ORDER BY {sort}) AS r{cursor}{columns} FROM {} {alias} WHERE {all}{} ORDER BY {sort} LIMIT {limit} + 1) p)",
            pieces.join(),
            self.table(object.table),
            beyond,
        ))
    }

    /// The JSON of an edge, with the cursor as a hole that [`PageOf::listed`] fills.
    fn edge(
        &mut self,
        object: &'a Object,
        alias: &str,
        selections: &[&'a SelectionSet],
        wants: &mut Wants,
    ) -> ApiResult<EdgeJson> {
        let mut parts = EdgeJson::default();
        let mut pieces = Pieces::default();
        pieces.text("{");
        let mut first = true;
        for (key, fields) in self.collect(&format!("{}Edge", object.name), selections)? {
            let Some(selected) = fields.first() else { continue };
            let inner: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
            open_key(&mut pieces, key, &mut first);
            self.count_field()?;
            match selected.node.name.node.as_str() {
                "__typename" => pieces.text(&format!("\"{}Edge\"", object.name)),
                "node" => pieces.sql(self.object(object, alias, &inner)?),
                "cursor" => {
                    wants.cursor = true;
                    pieces.text("\"");
                    parts.0.push(std::mem::take(&mut pieces));
                    pieces.text("\"");
                }
                other => return Err(unknown(other)),
            }
        }
        pieces.text("}");
        parts.0.push(pieces);
        Ok(parts)
    }

    fn page_info(
        &mut self,
        selections: &[&'a SelectionSet],
        page: &PageOf<'_>,
        wants: &mut Wants,
    ) -> ApiResult<Pieces> {
        let PageOf { limit, is_back, is_after, is_before } = *page;
        let mut pieces = Pieces::default();
        pieces.text("{");
        let mut first = true;
        for (key, fields) in self.collect("PageInfo", selections)? {
            let Some(selected) = fields.first() else { continue };
            open_key(&mut pieces, key, &mut first);
            self.count_field()?;
            match selected.node.name.node.as_str() {
                "__typename" => pieces.text("\"PageInfo\""),
                // The row of a cursor is on the side where it stands.
                "hasNextPage" if is_before => pieces.text("true"),
                "hasPreviousPage" if is_after => pieces.text("true"),
                side @ ("hasNextPage" | "hasPreviousPage") => {
                    if (side == "hasPreviousPage") == is_back {
                        wants.rows = true;
                        pieces.sql(format!("CASE WHEN count(*) > {limit} THEN 'true' ELSE 'false' END"));
                    } else {
                        pieces.text("false");
                    }
                }
                edge @ ("startCursor" | "endCursor") => {
                    (wants.rows, wants.cursor) = (true, true);
                    let padded = self.dialect.padded("r");
                    let pick = if (edge == "startCursor") == is_back { "max" } else { "min" };
                    pieces.sql(format!(
                        "coalesce('\"' || substr({pick}(CASE WHEN r <= {limit} THEN concat({padded}, c) END), 5) || '\"', 'null')"
                    ));
                }
                other => return Err(unknown(other)),
            }
        }
        pieces.text("}");
        Ok(pieces)
    }

    fn order(
        &self,
        object: &'a Object,
        fields: &[&'a Positioned<Selected>],
    ) -> ApiResult<Vec<(&'a super::object::Order, Direction)>> {
        let mut orders = Vec::new();
        let wanted = self.argument(fields, "orderBy").filter(|order| !order.is_null());
        let wanted = wanted.map(|order| order.items(self.variables)).unwrap_or_default();
        if wanted.len() > SORT_KEYS {
            return Err(ApiError::said(
                Code::QueryTooComplex,
                Sentence::new("at most {limit} keys in `orderBy`").with("limit", SORT_KEYS),
            ));
        }
        for item in wanted {
            let parts = item.fields(self.variables);
            let part = |name: &str| parts.iter().find(|(key, _)| *key == name).and_then(|(_, value)| value.word());
            let order = object.orders.iter().find(|order| Some(order.name) == part("field"));
            let order = order.ok_or_else(|| ApiError::said(Code::BadUserInput, "`orderBy` names no order"))?;
            if !order.audiences.contains(&self.audience) {
                return Err(ApiError::said(
                    Code::Forbidden,
                    Sentence::new("you cannot sort by {name}").with("name", order.name),
                ));
            }
            orders.push((order, if part("direction") == Some("DESC") { Direction::Desc } else { Direction::Asc }));
        }
        if orders.is_empty() {
            let default = object.orders.iter().find(|order| order.audiences.contains(&self.audience));
            orders.extend(default.map(|order| (order, order.direction)));
        }
        Ok(orders)
    }

    /// Rows behind the one that the cursor names, or before it. What the caller may not read in a row is not in its cursor
    /// either: it is looked up by the id, in the rows that the caller may see.
    fn beyond(
        &mut self,
        object: &Object,
        keys: &[SortKey],
        cursor: &Argument<'a>,
        of: u64,
        is_before: bool,
    ) -> ApiResult<String> {
        let mut bound = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            bound.push(match &key.untold {
                None => self.bind(Slot::of(cursor, Form::Cursor { of, index, key: key.key })?),
                Some(expr) => {
                    let id = self.bind(Slot::of(cursor, Form::Cursor { of, index: keys.len() - 1, key: Key::Id })?);
                    let row = self.alias();
                    let (value, rows) = (self.expr(expr, &row)?, self.rows_of(object, &row, None)?);
                    format!(
                        "(SELECT {value} FROM {} {row} WHERE {row}.id = {id}{})",
                        self.table(object.table),
                        and(&rows)
                    )
                }
            });
        }
        let mut condition = String::new();
        for (SortKey { sql, way, .. }, value) in keys.iter().zip(&bound).rev() {
            let sign = if (*way == Direction::Asc) == is_before { "<" } else { ">" };
            condition = if condition.is_empty() {
                format!("{sql} {sign} {value}")
            } else {
                // The first half alone lets an index do the work.
                format!("({sql} {sign}= {value} AND ({sql} {sign} {value} OR ({condition})))")
            };
        }
        Ok(format!("({condition})"))
    }

    fn cursor(&self, keys: &[SortKey], of: u64) -> String {
        let mut pieces = Pieces::default();
        pieces.text(&format!("[{of}"));
        for SortKey { sql, key, untold, .. } in keys {
            pieces.text(",");
            match key {
                _ if untold.is_some() => pieces.text("null"),
                Key::Int => pieces.sql(sql),
                Key::Text => pieces.sql(self.dialect.json_text(sql)),
                Key::Id | Key::Instant | Key::Date => {
                    pieces.text("\"");
                    pieces.sql(match key {
                        Key::Id => self.dialect.hex(sql),
                        Key::Date => self.dialect.date(sql),
                        Key::Instant | Key::Int | Key::Text => self.dialect.instant(sql),
                    });
                    pieces.text("\"");
                }
            }
        }
        pieces.text("]");
        self.dialect.hex_text(&pieces.join())
    }

    // ---- filters ----

    fn filter(&mut self, object: &'a Object, filter: &Argument<'a>, alias: &str, depth: usize) -> ApiResult<String> {
        if depth > FILTER_DEPTH {
            return Err(ApiError::said(
                Code::BadUserInput,
                Sentence::new("a filter is at most {limit} levels deep").with("limit", FILTER_DEPTH),
            ));
        }
        let mut conditions = Vec::new();
        for (name, argument) in filter.fields(self.variables) {
            if argument.is_null() {
                return Err(ApiError::said(
                    Code::BadUserInput,
                    Sentence::new("`{name}: null` says nothing; leave it out, or use `isNull`")
                        .with("name", name.to_owned()),
                ));
            }
            self.leaves += 1;
            if self.leaves > FILTER_LEAVES {
                return Err(ApiError::said(
                    Code::BadUserInput,
                    Sentence::new("a filter has at most {limit} parts").with("limit", FILTER_LEAVES),
                ));
            }
            conditions.push(match name {
                "and" | "or" => {
                    let mut parts = Vec::new();
                    let items = argument.items(self.variables);
                    if items.len() > FILTER_LEAVES {
                        let message = Sentence::new("a filter has at most {limit} parts").with("limit", FILTER_LEAVES);
                        return Err(ApiError::said(Code::BadUserInput, message));
                    }
                    for (at, item) in items.iter().enumerate() {
                        let part = self.filter(object, item, alias, depth + 1);
                        parts.push(part.map_err(|error| error.inside(at.to_string()).inside(name))?);
                    }
                    let (glue, nothing) = if name == "and" { (" AND ", "TRUE") } else { (" OR ", "FALSE") };
                    if parts.is_empty() { nothing.to_owned() } else { format!("({})", parts.join(glue)) }
                }
                "not" => {
                    let part = self.filter(object, &argument, alias, depth + 1);
                    format!("({} IS NOT TRUE)", part.map_err(|error| error.inside(name))?)
                }
                _ => self.compare(object, name, &argument, alias).map_err(|error| error.inside(name))?,
            });
        }
        Ok(if conditions.is_empty() { "TRUE".to_owned() } else { format!("({})", conditions.join(" AND ")) })
    }

    fn compare(&mut self, object: &'a Object, name: &str, argument: &Argument<'a>, alias: &str) -> ApiResult<String> {
        let filter = object.filters.iter().find(|filter| filter.name == name).ok_or_else(|| unknown(name))?;
        if !filter.audiences.contains(&self.audience) {
            return Err(ApiError::said(
                Code::Forbidden,
                Sentence::new("you cannot filter by `{name}`").with("name", name.to_owned()),
            ));
        }
        match &filter.on {
            FilterOn::Value(Expr::GlobalId { kind, id }) => {
                let (kind, id) = (self.column(alias, kind), self.column(alias, id));
                self.identified(&kind, &id, argument)
            }
            FilterOn::Value(expr) => {
                let (sql, key) = (self.expr(expr, alias)?, self.key(expr, object.table, alias, argument)?);
                self.operators(filter.ty, name, (&sql, key), argument)
            }
            &FilterOn::Any { table: other, column, ref expr } => {
                let inner = self.alias();
                let (sql, key) = (self.expr(expr, &inner)?, self.key(expr, other, &inner, argument)?);
                let matches = self.operators(filter.ty, name, (&sql, key), argument)?;
                Ok(format!(
                    "EXISTS (SELECT 1 FROM {} {inner} WHERE {inner}.\"{column}\" = {alias}.id AND {matches})",
                    self.table(other)
                ))
            }
        }
    }

    /// A global id of any kind, compared by its two parts, so that an index finds it.
    fn identified(&mut self, kind: &str, id: &str, argument: &Argument<'a>) -> ApiResult<String> {
        let mut conditions = Vec::new();
        for (operator, operand) in argument.fields(self.variables) {
            let inside = |error: ApiError| error.inside(operator);
            refuse_null(operator, &operand)?;
            if operator == "isNull" {
                let value = self.bind(Slot::of(&operand, Form::Bool).map_err(inside)?);
                conditions.push(format!("({id} IS NULL) = {value}"));
                continue;
            }
            let wanted = if operator == "in" { listed_values(&operand, self.variables)? } else { vec![operand] };
            let mut parts = Vec::new();
            for wanted in &wanted {
                let value = self.bind(Slot::of(wanted, Form::AnyId).map_err(inside)?);
                let of = self.bind(Slot::of(wanted, Form::KindOfId).map_err(inside)?);
                parts.push(format!("({id} = {value} AND {kind} = {of})"));
            }
            conditions.push(if parts.is_empty() { "FALSE".to_owned() } else { format!("({})", parts.join(" OR ")) });
        }
        Ok(if conditions.is_empty() { "TRUE".to_owned() } else { format!("({})", conditions.join(" AND ")) })
    }

    /// The key of a text that is searched; nothing for a value without one, or when nobody searches.
    fn key(&mut self, expr: &Expr, table: &str, alias: &str, argument: &Argument<'a>) -> ApiResult<Option<String>> {
        let is_searched = argument.fields(self.variables).iter().any(|(operator, _)| *operator == "search");
        let key = folded(expr, table).filter(|_| is_searched);
        key.map(|key| self.expr(&key, alias)).transpose()
    }

    /// The conditions on a value, and on its key if it has one.
    fn operators(
        &mut self,
        ty: &'static str,
        name: &str,
        (sql, key): (&str, Option<String>),
        argument: &Argument<'a>,
    ) -> ApiResult<String> {
        let form = form_of(self.model, ty, name);
        let mut conditions = Vec::new();
        for (operator, operand) in argument.fields(self.variables) {
            let inside = |error: ApiError| error.inside(operator);
            refuse_null(operator, &operand)?;
            conditions.push(match operator {
                "in" => {
                    let items = listed_values(&operand, self.variables)?;
                    let mut values = Vec::new();
                    for item in &items {
                        values.push(self.bind(Slot::of(item, form.clone()).map_err(inside)?));
                    }
                    if values.is_empty() { "FALSE".to_owned() } else { format!("{sql} IN ({})", values.join(", ")) }
                }
                "isNull" => {
                    let value = self.bind(Slot::of(&operand, Form::Bool).map_err(inside)?);
                    format!("({sql} IS NULL) = {value}")
                }
                "contains" => {
                    let value = self.bind(Slot::of(&operand, form.clone()).map_err(inside)?);
                    format!("{} > 0", self.dialect.position(sql, &value))
                }
                "search" => {
                    if let Some(key) = &key {
                        let value = self.bind(Slot::of(&operand, Form::Folded).map_err(inside)?);
                        format!("{} > 0", self.dialect.position(key, &value))
                    } else {
                        // An address has small letters, whatever they are; a code has letters from A to Z.
                        let value = self.bind(Slot::of(&operand, Form::Small).map_err(inside)?);
                        format!("{} > 0", self.dialect.position(&self.dialect.small(sql), &value))
                    }
                }
                "startsWith" => {
                    let value = self.bind(Slot::of(&operand, form.clone()).map_err(inside)?);
                    format!("substr({sql}, 1, length({value})) = {value}")
                }
                _ => {
                    let value = self.bind(Slot::of(&operand, form.clone()).map_err(inside)?);
                    let sign = match operator {
                        "gte" => ">=",
                        "lt" => "<",
                        _ => "=",
                    };
                    format!("{sql} {sign} {value}")
                }
            });
        }
        Ok(if conditions.is_empty() { "TRUE".to_owned() } else { format!("({})", conditions.join(" AND ")) })
    }

    fn chosen(
        &mut self,
        by: &'a [Choice],
        fields: &[&'a Positioned<Selected>],
        alias: &str,
        is_required: bool,
    ) -> ApiResult<(String, Vec<Pin>)> {
        let (mut sql, mut pins) = (String::new(), Vec::new());
        for choice in by {
            let argument = self.argument(fields, choice.name).filter(|argument| !argument.is_null());
            let Some(argument) = argument else {
                if is_required {
                    return Err(ApiError::said(
                        Code::BadUserInput,
                        Sentence::new("{place} is wanted").with("place", format!("`{}`", choice.name)),
                    ));
                }
                continue;
            };
            let form = choice.as_kept.map_or_else(|| form_of(self.model, choice.ty, choice.name), Form::Typed);
            let value = self.bind(Slot::of(&argument, form).map_err(|error| error.inside(choice.name))?);
            let left = self.expr(&choice.expr, alias)?;
            let _ = write!(sql, " AND {left} = {value}");
            if let Expr::Column(column) = choice.expr {
                pins.push((alias.to_owned(), column, value));
            }
        }
        Ok((sql, pins))
    }

    // ---- rows and values ----

    /// Which rows of `object` the caller may see. Coming from a row by the link that makes them visible,
    /// only what that row must meet is left to check.
    fn rows_of(&mut self, object: &Object, alias: &str, arrival: Option<&Arrival<'_>>) -> ApiResult<String> {
        let rows = object.rows_for(self.audience);
        if arrival.is_some_and(|arrival| arrival.implies(object, self.audience)) {
            return Ok("TRUE".to_owned());
        }
        if let (Cond::Reached { parent, link, when }, Some(arrival)) = (rows, arrival)
            && *parent == arrival.parent.name
            && *link == arrival.link
        {
            return self.cond(when, arrival.alias);
        }
        self.cond(rows, alias)
    }

    fn cond(&mut self, cond: &Cond, alias: &str) -> ApiResult<String> {
        Ok(match cond {
            Cond::Always => "TRUE".to_owned(),
            Cond::Never => "FALSE".to_owned(),
            Cond::Is(left, right) => format!("{} = {}", self.expr(left, alias)?, self.expr(right, alias)?),
            Cond::NotAfter(left, right) => format!("{} <= {}", self.expr(left, alias)?, self.expr(right, alias)?),
            Cond::OneOf(value, words) => {
                let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
                format!("{} IN ({})", self.expr(value, alias)?, words.join(", "))
            }
            Cond::IsNull(value) => format!("{} IS NULL", self.expr(value, alias)?),
            Cond::And(parts) => self.all(parts, alias)?,
            Cond::Or(parts) => self.any(parts, alias)?,
            Cond::Not(inner) => {
                if let Cond::IsNull(value) = inner.as_ref() {
                    format!("{} IS NOT NULL", self.expr(value, alias)?)
                } else {
                    format!("(({}) IS NOT TRUE)", self.cond(inner, alias)?)
                }
            }
            &Cond::Exists { table, ref on, ref when } => {
                let rows = self.linked_rows(table, on, when, alias)?;
                format!("EXISTS (SELECT 1 {rows})")
            }
            Cond::Reached { parent, link, when } => {
                let rows = self.reached_rows(parent, *link, when, alias)?;
                format!("EXISTS (SELECT 1 {rows})")
            }
        })
    }

    fn all(&mut self, parts: &[Cond], alias: &str) -> ApiResult<String> {
        let parts = parts.iter().map(|part| self.cond(part, alias)).collect::<ApiResult<Vec<_>>>()?;
        Ok(format!("({})", parts.join(" AND ")))
    }

    /// Under OR, Postgres would rather read a whole table into a hash than look rows up by an index when it sees an
    /// EXISTS; a subselect of one row can only be looked up. Its NULL means the same as FALSE wherever a condition
    /// stands.
    fn any(&mut self, parts: &[Cond], alias: &str) -> ApiResult<String> {
        let mut sql = Vec::new();
        for part in parts {
            let rows = match part {
                &Cond::Exists { table, ref on, ref when } => Some(self.linked_rows(table, on, when, alias)?),
                Cond::Reached { parent, link, when } => Some(self.reached_rows(parent, *link, when, alias)?),
                Cond::Always
                | Cond::Never
                | Cond::Is(..)
                | Cond::NotAfter(..)
                | Cond::OneOf(..)
                | Cond::IsNull(_)
                | Cond::And(_)
                | Cond::Or(_)
                | Cond::Not(_) => None,
            };
            sql.push(match rows {
                Some(rows) => format!("(SELECT TRUE {rows} LIMIT 1)"),
                None => self.cond(part, alias)?,
            });
        }
        Ok(format!("({})", sql.join(" OR ")))
    }

    fn linked_rows(
        &mut self,
        other: &'static str,
        on: &[(&'static str, Expr)],
        when: &Cond,
        alias: &str,
    ) -> ApiResult<String> {
        let inner = self.alias();
        let mut linked = Vec::new();
        for (column, value) in on {
            linked.push(format!("{inner}.\"{column}\" = {}", self.expr(value, alias)?));
        }
        let when = self.cond(when, &inner)?;
        Ok(format!("FROM {} {inner} WHERE {}{}", self.table(other), linked.join(" AND "), and(&when)))
    }

    fn reached_rows(&mut self, parent: &str, link: Link, when: &Cond, alias: &str) -> ApiResult<String> {
        let parent = self.model.object(parent)?;
        let outer = self.alias();
        let linked = match link {
            Link::ParentHolds(column) => format!("{outer}.\"{column}\" = {alias}.id"),
            Link::Holds(column) => format!("{outer}.id = {}", self.column(alias, column)),
        };
        let (rows, when) = (self.rows_of(parent, &outer, None)?, self.cond(when, &outer)?);
        Ok(format!("FROM {} {outer} WHERE {linked}{}{}", self.table(parent.table), and(&rows), and(&when)))
    }

    /// A column, or its value where the arguments tell it: what hangs on it is then looked up once, not once a row.
    fn column(&self, alias: &str, column: &str) -> String {
        let pinned = self.pinned.iter().find(|(row, name, _)| row == alias && *name == column);
        pinned.map_or_else(|| format!("{alias}.\"{column}\""), |(_, _, value)| value.clone())
    }

    /// The language that the reader is spoken to in: the one that the request asks for, else that of the account, else English.
    fn language(&mut self) -> String {
        let (asked, me, user) = (self.bind(Slot::Language), self.bind(Slot::Me), self.table("user"));
        let own = format!("(SELECT substr(locale, 1, 2) FROM {user} WHERE id = {me})");
        format!(
            "(SELECT CASE WHEN one IN ('fr', 'de', 'en') THEN one WHEN one IS NULL THEN 'en' ELSE 'nl' END FROM (SELECT coalesce({asked}, {own}) AS one) l)"
        )
    }

    fn expr(&mut self, expr: &Expr, alias: &str) -> ApiResult<String> {
        Ok(match expr {
            Expr::Column(name) => self.column(alias, name),
            Expr::Word(word) => quote(word),
            Expr::Number(number) => number.to_string(),
            Expr::Null => "NULL".to_owned(),
            Expr::Me => self.bind(Slot::Me),
            Expr::MyCommunity => self.bind(Slot::MyCommunity),
            Expr::Now => self.bind(Slot::Now),
            Expr::Today => self.bind(Slot::Today),
            Expr::LastDay(deadline) => {
                let deadline = self.expr(deadline, alias)?;
                self.dialect.utc_day(&deadline)
            }
            Expr::SecondsUntil(instant) => {
                let (instant, now) = (self.expr(instant, alias)?, self.bind(Slot::Now));
                self.counts_down = true;
                if self.is_still {
                    format!("CASE WHEN {instant} <= {now} THEN 0 ELSE 1 END")
                } else {
                    self.dialect.seconds_between(&now, &instant)
                }
            }
            Expr::First(values) => {
                let values = values.iter().map(|value| self.expr(value, alias)).collect::<ApiResult<Vec<_>>>()?;
                format!("coalesce({})", values.join(", "))
            }
            &Expr::Via { column, table: other, ref expr } => {
                let inner = self.alias();
                let value = self.expr(expr, &inner)?;
                let key = self.column(alias, column);
                format!("(SELECT {value} FROM {} {inner} WHERE {inner}.id = {key})", self.table(other))
            }
            Expr::Holds(cond) => format!("(({}) IS TRUE)", self.cond(cond, alias)?),
            &Expr::Count { table: other, ref of, ref when } => {
                let inner = self.alias();
                let (of, when) = (self.expr(of, &inner)?, self.cond(when, &inner)?);
                format!("(SELECT count(*) FROM {} {inner} WHERE {of} = {alias}.id{})", self.table(other), and(&when))
            }
            &Expr::Words { table: other, column, word } => {
                let inner = self.alias();
                format!(
                    "(SELECT concat('[', string_agg('\"' || {inner}.\"{word}\" || '\"', ',' ORDER BY {inner}.\"{word}\"), ']') FROM {} {inner} WHERE {inner}.\"{column}\" = {alias}.id)",
                    self.table(other)
                )
            }
            Expr::GlobalId { kind, id } => {
                let (kind, id) = (self.column(alias, kind), self.column(alias, id));
                format!("CASE WHEN {id} IS NOT NULL THEN {kind} || '_' || {} END", self.dialect.hex(&id))
            }
            Expr::Said { words, of, facts } => {
                let of = self.expr(of, alias)?;
                let spoken = self.bind(Slot::Fixed(Bound::Text(in_all_languages(words))));
                let language = self.language();
                let mut sentence = self.dialect.word_in(&spoken, &language, &of);
                for (name, fact) in facts {
                    let fact = self.expr(fact, alias)?;
                    sentence = format!("replace({sentence}, '{{{name}}}', coalesce({fact}, ''))");
                }
                format!("coalesce({sentence}, {of})")
            }
            Expr::Spoken { column } => {
                let (text, language) = (self.column(alias, column), self.language());
                self.dialect.part_of(&text, &language, &text)
            }
            Expr::Part { column, name } => self.dialect.part_of(&self.column(alias, column), &quote(name), "NULL"),
            Expr::If { when, then, otherwise } => format!(
                "CASE WHEN {} THEN {} ELSE {} END",
                self.cond(when, alias)?,
                self.expr(then, alias)?,
                self.expr(otherwise, alias)?
            ),
            Expr::For { audiences, then, otherwise } => {
                let chosen = if audiences.contains(&self.audience) { then } else { otherwise };
                self.expr(chosen, alias)?
            }
        })
    }
}

/// Keys of an `orderBy`.
const SORT_KEYS: usize = 5;
/// Levels of `and`, `or` and `not` in a filter.
const FILTER_DEPTH: usize = 3;
/// Parts of a filter.
const FILTER_LEAVES: usize = 20;
/// Values of an `in`.
const FILTER_LIST: usize = 200;

/// What a page is sorted by.
struct SortKey {
    sql: String,
    way: Direction,
    key: Key,
    /// The value, where a cursor must not hold it.
    untold: Option<Expr>,
}

/// What the rows of a page are needed for, beside their JSON.
#[derive(Default)]
struct Wants {
    rows: bool,
    cursor: bool,
}

/// An edge in parts: between each two stands the cursor.
#[derive(Default)]
struct EdgeJson(Vec<Pieces>);

/// What the rows of a page are listed as: written in the row, or around its cursor.
trait Listed {
    fn parts(self) -> Vec<String>;
}

impl Listed for String {
    fn parts(self) -> Vec<String> {
        vec![self]
    }
}

impl Listed for EdgeJson {
    fn parts(self) -> Vec<String> {
        self.0.into_iter().map(Pieces::join).collect()
    }
}

/// Which part of a list a page is.
struct PageOf<'a> {
    /// How many rows are on it; of those that are read one more may be there.
    limit: &'a str,
    /// Whether it is at the end: its rows are counted from there.
    is_back: bool,
    /// Whether it stands after a row of the list.
    is_after: bool,
    /// Whether it stands before one.
    is_before: bool,
}

impl PageOf<'_> {
    /// Adds the parts of a row to the columns of the page and lists the rows that belong to it.
    fn listed(&self, columns: &mut Vec<String>, json: impl Listed) -> String {
        let mut names = Vec::new();
        for part in json.parts() {
            names.push(format!("n{}", columns.len()));
            columns.push(part);
        }
        let row = if names.len() == 1 { names.concat() } else { format!("concat({})", names.join(", c, ")) };
        let order = if self.is_back { " ORDER BY r DESC" } else { "" };
        format!("string_agg({row}, ','{order}) FILTER (WHERE r <= {})", self.limit)
    }
}

fn refuse_null(operator: &str, operand: &Argument<'_>) -> ApiResult<()> {
    if operand.is_null() {
        return Err(ApiError::said(
            Code::BadUserInput,
            Sentence::new("`{name}: null` says nothing; leave it out, or use `isNull`")
                .with("name", operator.to_owned()),
        ));
    }
    Ok(())
}

/// The values of an `in`.
fn listed_values<'a>(operand: &Argument<'a>, variables: &'a Variables) -> ApiResult<Vec<Argument<'a>>> {
    let items = operand.items(variables);
    if items.len() > FILTER_LIST {
        return Err(ApiError::said(
            Code::BadUserInput,
            Sentence::new("at most {limit} values").with("limit", FILTER_LIST),
        ));
    }
    Ok(items)
}

/// How a value of this type is read when something is compared with it.
fn form_of(model: &Model, ty: &'static str, name: &str) -> Form {
    match ty {
        "ID" => match model.prefix_of_argument(name) {
            "" => Form::AnyId,
            prefix => Form::Id(prefix),
        },
        "Int" => Form::Int,
        "Boolean" => Form::Bool,
        "DateTime" => Form::Instant,
        "Date" => Form::Date,
        _ => Form::Text,
    }
}

fn sorted(sql: &str, way: Direction) -> String {
    match way {
        Direction::Asc => sql.to_owned(),
        Direction::Desc => format!("{sql} DESC"),
    }
}

/// What words say, in every language: `{"nl": {"WORD": "..."}}`.
fn in_all_languages(words: &[(&'static str, &'static str)]) -> String {
    let said = |language: Language| -> serde_json::Map<String, serde_json::Value> {
        words.iter().map(|(word, said)| ((*word).to_owned(), in_language(said, language).into())).collect()
    };
    let all: serde_json::Map<String, serde_json::Value> =
        Language::ALL.into_iter().map(|language| (language.word().to_owned(), said(language).into())).collect();
    serde_json::Value::from(all).to_string()
}

/// Whether `@skip` and `@include` leave something in.
pub(super) fn is_included(directives: &[Positioned<Directive>], variables: &Variables) -> bool {
    directives.iter().all(|directive| {
        let truth = directive
            .node
            .get_argument("if")
            .and_then(|value| Argument::new(&value.node, variables))
            .is_some_and(|argument| argument.is_true());
        match directive.node.name.node.as_str() {
            "skip" => !truth,
            "include" => truth,
            _ => true,
        }
    })
}

/// The condition as one more part of a WHERE; nothing for one that always holds.
fn and(condition: &str) -> String {
    if condition == "TRUE" { String::new() } else { format!(" AND {condition}") }
}

fn open_key(pieces: &mut Pieces, key: &str, first: &mut bool) {
    pieces.text(&format!("{}\"{key}\":", if *first { "" } else { "," }));
    *first = false;
}

fn unknown(name: &str) -> ApiError {
    // Validation comes first: getting here is a bug in the declarations.
    ApiError::internal(&std::io::Error::other(format!("a validated selection asks for the unknown {name}")))
}

fn located(error: ApiError, field: &Positioned<Selected>) -> ApiError {
    if error.locations.is_empty() { error.at(field.pos) } else { error }
}
