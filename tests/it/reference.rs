//! A slow, obviously right evaluation of read operations over rows in memory, that the compiled reads are held
//! against, byte for byte.

use std::{
    cell::RefCell,
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write,
    pin::Pin,
    rc::Rc,
};

use async_graphql::{
    Name, Positioned, Variables,
    parser::{
        parse_query,
        types::{Directive, Field as Selected, FragmentDefinition, Selection, SelectionSet},
    },
};
use async_graphql_value::{ConstValue, Value as GraphQl};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Europe::Brussels;
use nql::{
    api::{
        fact::in_language,
        model::model,
        object::{Choice, Cond, Direction, Expr, Field, FilterOn, Link, Object, Order, RootSource, Source, TypeRef},
    },
    auth::Audience,
    words::Language,
};
use sea_orm::{ConnectionTrait, EntityTrait, Iterable, ModelTrait, QueryResult, Statement, Value};
use uuid::Uuid;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    Null,
    Text(String),
    Int(i64),
    Bool(bool),
    Id(Uuid),
    Instant(DateTime<Utc>),
    Date(NaiveDate),
    Json(String),
}

pub type Row = BTreeMap<String, Val>;

/// Every row of every table.
pub struct Rows(HashMap<&'static str, Vec<Row>>);

/// Who asks, and when.
pub struct Viewer {
    pub audience: Audience,
    pub me: Option<Uuid>,
    pub community: Option<String>,
    pub now: DateTime<Utc>,
}

/// Every row of a table. Behind a pointer: side by side on the stack, what it takes to wait for all tables is too large.
fn load<'a, E>(db: &'a impl ConnectionTrait) -> Pin<Box<dyn Future<Output = Vec<Row>> + 'a>>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E>,
{
    Box::pin(async move {
        let name = |column: &E::Column| sea_orm::IdenStatic::as_str(column).to_owned();
        let rows = E::find().all(db).await.unwrap();
        let mut rows: Vec<Row> = rows
            .iter()
            .map(|row| E::Column::iter().map(|column| (name(&column), val(row.get(column)))).collect())
            .collect();
        // The same order on both databases, so that a seed chooses the same.
        rows.sort_by_cached_key(|row| format!("{row:?}"));
        rows
    })
}

fn val(value: Value) -> Val {
    match value {
        Value::String(Some(text)) => Val::Text(text.clone()),
        Value::Int(Some(number)) => Val::Int(number.into()),
        Value::BigInt(Some(number)) => Val::Int(number),
        Value::Bool(Some(truth)) => Val::Bool(truth),
        Value::Uuid(Some(id)) => Val::Id(id),
        Value::ChronoDateTimeUtc(Some(instant)) => Val::Instant(instant),
        Value::ChronoDate(Some(date)) => Val::Date(date),
        Value::Json(Some(json)) => Val::Json(json.to_string()),
        _ => Val::Null,
    }
}

macro_rules! tables {
    ($db:expr; $($table:ident)*) => {{
        let mut rows = HashMap::new();
        $(rows.insert(stringify!($table), load::<entity::$table::Entity>($db).await);)*
        rows.insert("assignment_tie", view($db, "assignment_tie", &["assignment_id"], None).await);
        rows.insert("conflict_left", view($db, "conflict_left", &["conflict_id"], Some("community")).await);
        let latest = ["project_id", "teacher_id", "school_id"];
        rows.insert("latest_registration", view($db, "latest_registration", &latest, Some("state")).await);
        rows.insert("latest_application", view($db, "latest_application", &latest, Some("state")).await);
        Rows(rows)
    }};
}

/// Every row of a view: ids, and a word where it has one.
async fn view(db: &impl ConnectionTrait, name: &str, ids: &[&str], word: Option<&str>) -> Vec<Row> {
    let columns = ids.iter().copied().chain(word).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {columns} FROM {name} ORDER BY {columns}");
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let told = |row: &QueryResult| {
        let id = |id: &&str| ((*id).to_owned(), Val::Id(row.try_get("", id).unwrap()));
        let mut told: Row = ids.iter().map(id).collect();
        told.extend(word.map(|word| (word.to_owned(), Val::Text(row.try_get("", word).unwrap()))));
        told
    };
    rows.iter().map(told).collect()
}

impl Rows {
    /// Reads them all.
    pub async fn load(db: &impl ConnectionTrait) -> Self {
        tables!(db; application application_answer application_method application_revision application_subject assignment assignment_plan audit_event campaign campaign_milestone
            certificate_design certificate_picture conflict_clearance conflict_of_interest consolidation consolidation_score correction credential criterion decision decision_evaluation decision_step draft_remark draft_text eligibility_answer eligibility_rule eql_candidacy eql_condition eql_country eql_nomination evaluation evaluation_score event event_community event_invitation evidence_link external_identity feedback feedback_part foreign_participation form_session help_text import_batch import_finding import_row indicator job juror juror_absence jury_membership label link_check message panel panel_answer panel_score photo planned_pair prize
            prize_award prize_component prize_share prize_voucher project project_member project_partner publication_batch publication_item reconsideration
            refused_text registration result_remark revision_answer revision_link revision_method revision_partner revision_project revision_subject
            rubric_version school school_invitation school_membership service_key sponsor unknown_partner user user_role)
    }

    /// Says which table differs.
    #[track_caller]
    pub fn assert_same(&self, other: &Self) {
        for (table, rows) in &self.0 {
            let sorted = |rows: &[Row]| {
                let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
                rows.sort();
                rows
            };
            assert_eq!(sorted(rows), sorted(other.of(table)), "{table}");
        }
    }

    /// Rows of a table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.0.get(table).unwrap_or_else(|| panic!("no table {table}"))
    }
}

/// What a viewer sees of the rows.
pub struct Reference<'a> {
    pub rows: &'a Rows,
    pub viewer: &'a Viewer,
    /// Everything that was computed so far: fields that had a row, roots, filters, orders.
    pub seen: &'a RefCell<BTreeSet<String>>,
    visible: RefCell<HashMap<&'static str, Rc<[&'a Row]>>>,
    fragments: HashMap<Name, Positioned<FragmentDefinition>>,
    variables: Variables,
}

pub fn id_of(row: &Row) -> Uuid {
    match &row["id"] {
        Val::Id(id) => *id,
        other => panic!("{other:?} is no id"),
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn compare(left: &Val, right: &Val) -> Ordering {
    match (left, right) {
        (Val::Text(a), Val::Text(b)) => a.cmp(b),
        (Val::Int(a), Val::Int(b)) => a.cmp(b),
        (Val::Instant(a), Val::Instant(b)) => a.cmp(b),
        (Val::Date(a), Val::Date(b)) => a.cmp(b),
        (Val::Date(a), Val::Instant(b)) => a.and_hms_opt(0, 0, 0).unwrap().and_utc().cmp(b),
        (Val::Id(a), Val::Id(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (a, b) => panic!("{a:?} and {b:?} do not compare"),
    }
}

impl<'a> Reference<'a> {
    pub fn new(rows: &'a Rows, viewer: &'a Viewer, seen: &'a RefCell<BTreeSet<String>>) -> Self {
        let (fragments, variables) = (HashMap::new(), Variables::default());
        Self { rows, viewer, seen, visible: RefCell::default(), fragments, variables }
    }

    /// The `data` of a query's answer, as text.
    pub fn answer(&mut self, query: &str, variables: &serde_json::Value) -> String {
        let document = parse_query(query).unwrap();
        self.variables = Variables::from_json(variables.clone());
        self.fragments.clone_from(&document.fragments);
        let (_, operation) = document.operations.iter().next().unwrap();
        let mut json = Vec::new();
        for (key, fields) in self.collect("Query", &[&operation.node.selection_set.node]) {
            let name = fields[0].node.name.node.as_str();
            let value = if name == "__typename" { "\"Query\"".to_owned() } else { self.root(name, &fields) };
            json.push(format!("{}:{value}", quoted(&key)));
        }
        format!("{{{}}}", json.join(","))
    }

    fn see(&self, what: String) {
        self.seen.borrow_mut().insert(what);
    }

    // ---- selections ----

    fn collect<'s>(&'s self, on: &str, sets: &[&'s SelectionSet]) -> Vec<(String, Vec<&'s Positioned<Selected>>)> {
        let mut collected: Vec<(String, Vec<&Positioned<Selected>>)> = Vec::new();
        for set in sets {
            for (key, field) in self.flat(on, set) {
                match collected.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, fields)) => fields.push(field),
                    None => collected.push((key, vec![field])),
                }
            }
        }
        collected
    }

    fn flat<'s>(&'s self, on: &str, set: &'s SelectionSet) -> Vec<(String, &'s Positioned<Selected>)> {
        let mut flat = Vec::new();
        for item in &set.items {
            match &item.node {
                Selection::Field(field) if self.included(&field.node.directives) => {
                    flat.push((field.node.response_key().node.to_string(), field));
                }
                Selection::Field(_) => {}
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref().map(|c| c.node.on.node.as_str());
                    if self.included(&fragment.node.directives) && condition.is_none_or(|c| c == on || c == "Node") {
                        flat.extend(self.flat(on, &fragment.node.selection_set.node));
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.fragments[&spread.node.fragment_name.node];
                    let condition = fragment.node.type_condition.node.on.node.as_str();
                    if self.included(&spread.node.directives) && (condition == on || condition == "Node") {
                        flat.extend(self.flat(on, &fragment.node.selection_set.node));
                    }
                }
            }
        }
        flat
    }

    fn included(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive.node.get_argument("if").map(|value| self.constant(&value.node));
            let truth = condition == Some(ConstValue::Boolean(true));
            if directive.node.name.node == "skip" { !truth } else { truth }
        })
    }

    fn constant(&self, value: &GraphQl) -> ConstValue {
        value
            .clone()
            .into_const_with(|name| Ok::<_, ()>(self.variables.get(&name).cloned().unwrap_or(ConstValue::Null)))
            .unwrap()
    }

    fn argument(&self, fields: &[&Positioned<Selected>], name: &str) -> Option<ConstValue> {
        let value = fields[0].node.get_argument(name)?;
        Some(self.constant(&value.node)).filter(|value| *value != ConstValue::Null)
    }

    // ---- roots ----

    fn root(&self, name: &str, fields: &[&Positioned<Selected>]) -> String {
        let root = model().root(name).unwrap();
        self.see(format!("root {name}"));
        let sets: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let object = || model().object(root.object).unwrap();
        match &root.source {
            RootSource::ById => self.by_id(object(), &text(&self.argument(fields, "id").unwrap()), &sets),
            RootSource::Node => self.node(&text(&self.argument(fields, "id").unwrap()), &sets),
            RootSource::Nodes => {
                let ConstValue::List(ids) = self.argument(fields, "ids").unwrap() else { panic!() };
                format!("[{}]", ids.iter().map(|id| self.node(&text(id), &sets)).collect::<Vec<_>>().join(","))
            }
            RootSource::First { when, order } => {
                let mut rows = self.visible(object()).to_vec();
                rows.retain(|row| self.holds(when, row));
                rows.sort_by(|a, b| direct(compare(&a[order.0], &b[order.0]), order.1).then(id_of(a).cmp(&id_of(b))));
                rows.first().map_or("null".to_owned(), |row| self.object(object(), row, &sets))
            }
            RootSource::Chosen { by } | RootSource::ByOneOf { by } => {
                let rows = self.visible(object());
                let row = rows.iter().find(|row| self.is_chosen(by, fields, row));
                row.map_or("null".to_owned(), |row| self.object(object(), row, &sets))
            }
            RootSource::Page { when, by } => {
                let mut rows = self.visible(object()).to_vec();
                rows.retain(|row| self.holds(when, row) && self.is_chosen(by, fields, row));
                self.page(object(), rows, fields)
            }
        }
    }

    fn node(&self, id: &str, sets: &[&SelectionSet]) -> String {
        let prefix = id.rsplit_once('_').map_or("", |(prefix, _)| prefix);
        let object = model().objects.iter().find(|object| object.prefix == Some(prefix));
        object.map_or("null".to_owned(), |object| self.by_id(object, id, sets))
    }

    fn by_id(&self, object: &Object, id: &str, sets: &[&SelectionSet]) -> String {
        let id = entity::ids::parse(object.prefix.unwrap(), id).unwrap();
        let row = self.visible(object).iter().copied().find(|row| id_of(row) == id);
        row.map_or("null".to_owned(), |row| self.object(object, row, sets))
    }

    fn visible(&self, object: &Object) -> Rc<[&'a Row]> {
        if let Some(rows) = self.visible.borrow().get(object.name) {
            return Rc::clone(rows);
        }
        let cond = object.rows_for(self.viewer.audience);
        let rows: Rc<[&Row]> = self.rows.of(object.table).iter().filter(|row| self.holds(cond, row)).collect();
        self.visible.borrow_mut().insert(object.name, Rc::clone(&rows));
        rows
    }

    fn is_chosen(&self, by: &[Choice], fields: &[&Positioned<Selected>], row: &Row) -> bool {
        by.iter().all(|choice| match self.argument(fields, choice.name) {
            None => true,
            Some(ConstValue::String(typed)) if choice.as_kept.is_some() => {
                let kept = choice.as_kept.and_then(|as_kept| as_kept(&typed));
                kept.is_some_and(|kept| same(&self.expr(&choice.expr, row), &ConstValue::String(kept)))
            }
            Some(wanted) => same(&self.expr(&choice.expr, row), &wanted),
        })
    }

    // ---- objects ----

    fn object(&self, object: &Object, row: &Row, sets: &[&SelectionSet]) -> String {
        let mut json = Vec::new();
        for (key, fields) in self.collect(object.name, sets) {
            let name = fields[0].node.name.node.as_str();
            let value = match object.field(name) {
                None => quoted(object.name),
                Some(field) => {
                    self.see(format!("field {}.{name}", object.name));
                    self.field(object, field, row, &fields)
                }
            };
            json.push(format!("{}:{value}", quoted(&key)));
        }
        format!("{{{}}}", json.join(","))
    }

    fn field(&self, object: &Object, field: &Field, row: &Row, fields: &[&Positioned<Selected>]) -> String {
        let sets: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let target = || model().object(field.ty.named().trim_end_matches("Connection")).unwrap();
        match &field.source {
            Source::Id => quoted(&format!("{}_{}", object.prefix.unwrap(), id_of(row).simple())),
            Source::Value(expr) => written(field.ty, &self.expr(expr, row)),
            Source::Translated { stem } => {
                let asked = self.argument(fields, "locale").map(|locale| text(&locale).to_lowercase());
                let language = asked.unwrap_or_else(|| self.language().word().to_owned());
                written(field.ty, &row[format!("{stem}_{language}").as_str()])
            }
            Source::One { column } => {
                let found = self.visible(target()).iter().copied().find(|other| other["id"] == row[*column]);
                found.map_or("null".to_owned(), |other| self.object(target(), other, &sets))
            }
            Source::Back { column, by } => {
                let mut rows = self.visible(target()).to_vec();
                rows.retain(|other| other[*column] == row["id"] && self.is_chosen(by, fields, other));
                assert!(rows.len() < 2, "{}.{} finds several rows", object.name, field.name);
                rows.first().map_or("null".to_owned(), |other| self.object(target(), other, &sets))
            }
            Source::Many { column, order, by } => {
                let mut rows = self.visible(target()).to_vec();
                rows.retain(|other| other[*column] == row["id"] && self.is_chosen(by, fields, other));
                let of = |row: &Row| read_as(&row[order.0], order.0 == "name");
                rows.sort_by(|a, b| direct(compare(&of(a), &of(b)), order.1).then(id_of(a).cmp(&id_of(b))));
                let items: Vec<String> = rows.iter().map(|other| self.object(target(), other, &sets)).collect();
                format!("[{}]", items.join(","))
            }
            Source::Page { column } => {
                let mut rows = self.visible(target()).to_vec();
                rows.retain(|other| other[*column] == row["id"]);
                self.page(target(), rows, fields)
            }
        }
    }

    // ---- pages ----

    fn page(&self, object: &Object, mut rows: Vec<&'a Row>, fields: &[&Positioned<Selected>]) -> String {
        if let Some(filter) = self.argument(fields, "filter") {
            rows.retain(|row| self.passes(object, &filter, row));
        }
        let mut orders: Vec<(&Order, Direction)> = Vec::new();
        if let Some(ConstValue::List(items)) = self.argument(fields, "orderBy") {
            for item in items {
                let ConstValue::Object(parts) = item else { panic!() };
                let order = object.orders.iter().find(|order| order.name == text(&parts["field"])).unwrap();
                let desc = parts.get("direction").is_some_and(|way| text(way) == "DESC");
                self.see(format!("order {}.{} {}", object.name, order.name, if desc { "DESC" } else { "ASC" }));
                orders.push((order, if desc { Direction::Desc } else { Direction::Asc }));
            }
        }
        if orders.is_empty() {
            let default = object.orders.iter().find(|order| order.audiences.contains(&self.viewer.audience));
            orders.extend(default.map(|default| (default, default.direction)));
        }
        let last = orders.last().map_or(Direction::Asc, |(_, direction)| *direction);
        rows.sort_by(|a, b| {
            let of = |order: &Order, row: &Row| read_as(&self.expr(&order.expr, row), order.ty == "String");
            let keys = orders.iter().map(|(order, way)| direct(compare(&of(order, a), &of(order, b)), *way));
            keys.fold(Ordering::Equal, Ordering::then).then(direct(id_of(a).cmp(&id_of(b)), last))
        });
        let total = rows.len();
        let first = match self.argument(fields, "first") {
            Some(ConstValue::Number(number)) => usize::try_from(number.as_i64().unwrap()).unwrap(),
            _ => 25,
        };
        assert!(self.argument(fields, "after").is_none(), "cursors are walked in another test");
        let has_next = rows.len() > first;
        rows.truncate(first);
        let sets: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
        let mut json = Vec::new();
        for (key, fields) in self.collect(&format!("{}Connection", object.name), &sets) {
            let inner: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
            let value = match fields[0].node.name.node.as_str() {
                "totalCount" => total.to_string(),
                "nodes" => {
                    format!(
                        "[{}]",
                        rows.iter().map(|row| self.object(object, row, &inner)).collect::<Vec<_>>().join(",")
                    )
                }
                "edges" => {
                    let edges: Vec<String> = rows.iter().map(|row| self.edge(object, row, &inner)).collect();
                    format!("[{}]", edges.join(","))
                }
                "pageInfo" => {
                    let mut info = String::new();
                    for (key, fields) in self.collect("PageInfo", &inner) {
                        let value = match fields[0].node.name.node.as_str() {
                            "hasNextPage" => has_next.to_string(),
                            "hasPreviousPage" => "false".to_owned(),
                            "__typename" => "\"PageInfo\"".to_owned(),
                            other => panic!("{other}"),
                        };
                        let _ = write!(info, "{}{}:{value}", if info.is_empty() { "" } else { "," }, quoted(&key));
                    }
                    format!("{{{info}}}")
                }
                "__typename" => format!("\"{}Connection\"", object.name),
                other => panic!("{other}"),
            };
            json.push(format!("{}:{value}", quoted(&key)));
        }
        format!("{{{}}}", json.join(","))
    }

    fn edge(&self, object: &Object, row: &Row, sets: &[&SelectionSet]) -> String {
        let mut json = Vec::new();
        for (key, fields) in self.collect(&format!("{}Edge", object.name), sets) {
            let inner: Vec<&SelectionSet> = fields.iter().map(|field| &field.node.selection_set.node).collect();
            let value = match fields[0].node.name.node.as_str() {
                "node" => self.object(object, row, &inner),
                "__typename" => format!("\"{}Edge\"", object.name),
                other => panic!("{other}"),
            };
            json.push(format!("{}:{value}", quoted(&key)));
        }
        format!("{{{}}}", json.join(","))
    }

    fn passes(&self, object: &Object, filter: &ConstValue, row: &Row) -> bool {
        let ConstValue::Object(parts) = filter else { panic!() };
        parts.iter().all(|(name, value)| match (name.as_str(), value) {
            ("and", ConstValue::List(items)) => items.iter().all(|item| self.passes(object, item, row)),
            ("or", ConstValue::List(items)) => items.iter().any(|item| self.passes(object, item, row)),
            ("not", inner) => !self.passes(object, inner, row),
            (name, operators) => {
                let filter = object.filters.iter().find(|filter| filter.name == name).unwrap();
                let ConstValue::Object(given) = operators else { panic!() };
                for operator in given.keys() {
                    self.see(format!("filter {}.{name} {operator}", object.name));
                }
                match &filter.on {
                    FilterOn::Value(expr) => operates(&self.expr(expr, row), operators, NAMES.contains(&name)),
                    FilterOn::Any { table, column, expr } => self.rows.of(table).iter().any(|other| {
                        other[*column] == row["id"]
                            && operates(&self.expr(expr, other), operators, NAMES.contains(&name))
                    }),
                }
            }
        })
    }

    // ---- rows and values ----

    fn holds(&self, cond: &Cond, row: &Row) -> bool {
        match cond {
            Cond::Always => true,
            Cond::Never => false,
            Cond::Is(left, right) => {
                let (left, right) = (self.expr(left, row), self.expr(right, row));
                left != Val::Null && left == right
            }
            Cond::NotAfter(left, right) => {
                let (left, right) = (self.expr(left, row), self.expr(right, row));
                left != Val::Null && right != Val::Null && compare(&left, &right) != Ordering::Greater
            }
            Cond::OneOf(value, words) => match self.expr(value, row) {
                Val::Text(text) => words.contains(&text.as_str()),
                _ => false,
            },
            Cond::IsNull(value) => self.expr(value, row) == Val::Null,
            Cond::And(parts) => parts.iter().all(|part| self.holds(part, row)),
            Cond::Or(parts) => parts.iter().any(|part| self.holds(part, row)),
            Cond::Not(inner) => !self.holds(inner, row),
            Cond::Exists { table, on, when } => self.rows.of(table).iter().any(|other| {
                on.iter().all(|(column, value)| {
                    let value = self.expr(value, row);
                    value != Val::Null && other[*column] == value
                }) && self.holds(when, other)
            }),
            Cond::Reached { parent, link, when } => {
                let parent = model().object(parent).unwrap();
                self.visible(parent).iter().any(|other| {
                    let linked = match link {
                        Link::ParentHolds(column) => other[*column] == row["id"],
                        Link::Holds(column) => other["id"] == row[*column],
                    };
                    linked && self.holds(when, other)
                })
            }
        }
    }

    /// The language of the viewer's account.
    fn language(&self) -> Language {
        let me = self.viewer.me.map(Val::Id);
        let user = self.rows.of("user").iter().find(|user| Some(&user["id"]) == me.as_ref());
        match user.map(|user| &user["locale"]) {
            Some(Val::Text(locale)) => Language::of(locale),
            _ => Language::En,
        }
    }

    fn expr(&self, expr: &Expr, row: &Row) -> Val {
        match expr {
            Expr::Column(name) => row[*name].clone(),
            Expr::Word(word) => Val::Text((*word).to_owned()),
            Expr::Number(number) => Val::Int(*number),
            Expr::Null => Val::Null,
            Expr::Me => self.viewer.me.map_or(Val::Null, Val::Id),
            Expr::MyCommunity => self.viewer.community.clone().map_or(Val::Null, Val::Text),
            Expr::Now => Val::Instant(self.viewer.now),
            Expr::Today => Val::Date(self.viewer.now.with_timezone(&Brussels).date_naive()),
            Expr::LastDay(deadline) => match self.expr(deadline, row) {
                Val::Instant(at) => Val::Date((at.with_timezone(&Brussels).date_naive()).pred_opt().unwrap()),
                other => other,
            },
            Expr::SecondsUntil(instant) => match self.expr(instant, row) {
                Val::Instant(at) => Val::Int(((at - self.viewer.now).num_milliseconds() + 999).div_euclid(1000)),
                other => other,
            },
            Expr::First(values) => {
                values.iter().map(|value| self.expr(value, row)).find(|value| *value != Val::Null).unwrap_or(Val::Null)
            }
            Expr::Via { column, table, expr } => {
                let other = self.rows.of(table).iter().find(|other| other["id"] == row[*column]);
                other.map_or(Val::Null, |other| self.expr(expr, other))
            }
            Expr::Holds(cond) => Val::Bool(self.holds(cond, row)),
            Expr::Count { table, of, when } => {
                let rows = self.rows.of(table).iter();
                let count = rows.filter(|other| self.expr(of, other) == row["id"] && self.holds(when, other)).count();
                Val::Int(i64::try_from(count).unwrap())
            }
            Expr::Words { table, column, word } => {
                let rows = self.rows.of(table).iter().filter(|other| other[*column] == row["id"]);
                let mut words: Vec<String> = rows.map(|other| written(TypeRef("String!"), &other[*word])).collect();
                words.sort();
                Val::Json(format!("[{}]", words.join(",")))
            }
            Expr::GlobalId { kind, id } => match (&row[*kind], &row[*id]) {
                (Val::Text(kind), Val::Id(id)) => Val::Text(format!("{kind}_{}", id.simple())),
                _ => Val::Null,
            },
            Expr::Said { words, of, facts } => match self.expr(of, row) {
                Val::Text(word) => {
                    let language = self.language();
                    let known = words.iter().find(|(known, _)| *known == word);
                    let mut said =
                        known.map_or_else(|| word.clone(), |(_, said)| in_language(said, language).to_owned());
                    for (name, fact) in facts {
                        let fact = if let Val::Text(text) = self.expr(fact, row) { text } else { String::new() };
                        said = said.replace(&format!("{{{name}}}"), &fact);
                    }
                    Val::Text(said)
                }
                other => other,
            },
            Expr::Spoken { column } => match part(&row[*column], self.language().word()) {
                Val::Null => row[*column].clone(),
                said => said,
            },
            Expr::Part { column, name } => part(&row[*column], name),
            Expr::If { when, then, otherwise } => self.expr(if self.holds(when, row) { then } else { otherwise }, row),
            Expr::For { audiences, then, otherwise } => {
                self.expr(if audiences.contains(&self.viewer.audience) { then } else { otherwise }, row)
            }
        }
    }
}

/// A part of a text that holds a JSON object.
fn part(text: &Val, name: &str) -> Val {
    let Val::Text(text) = text else { return Val::Null };
    let kept = serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    kept.get(name).and_then(|part| part.as_str()).map_or(Val::Null, |part| Val::Text(part.to_owned()))
}

fn direct(ordering: Ordering, way: Direction) -> Ordering {
    if way == Direction::Asc { ordering } else { ordering.reverse() }
}

fn text(value: &ConstValue) -> String {
    match value {
        ConstValue::String(text) => text.clone(),
        ConstValue::Enum(word) => word.to_string(),
        other => panic!("{other} is no text"),
    }
}

fn same(value: &Val, wanted: &ConstValue) -> bool {
    match (value, wanted) {
        (Val::Text(value), ConstValue::String(wanted)) => value == wanted,
        (Val::Text(value), ConstValue::Enum(wanted)) => value == wanted.as_str(),
        (Val::Int(value), ConstValue::Number(wanted)) => Some(*value) == wanted.as_i64(),
        (Val::Bool(value), ConstValue::Boolean(wanted)) => value == wanted,
        (Val::Id(value), ConstValue::String(wanted)) => wanted.ends_with(&format!("_{}", value.simple())),
        (Val::Instant(value), ConstValue::String(wanted)) => wanted.parse::<DateTime<Utc>>().unwrap() == *value,
        (Val::Date(value), ConstValue::String(wanted)) => wanted.parse::<NaiveDate>().unwrap() == *value,
        (Val::Null, _) => false,
        (value, wanted) => panic!("{value:?} and {wanted} do not compare"),
    }
}

/// Filters by what people are called, and what they call things.
const NAMES: [&str; 8] = ["name", "title", "city", "board", "searchKey", "teacherName", "projectTitle", "schoolName"];

/// A text as a reader sorts it: without capitals, accents and signs first, and then as it stands.
fn read_as(value: &Val, is_text: bool) -> Val {
    match value {
        Val::Text(text) if is_text => Val::Text(format!("{}\u{1}{text}", nql::fold::plain(text))),
        other => other.clone(),
    }
}

fn operates(value: &Val, operators: &ConstValue, is_name: bool) -> bool {
    let ConstValue::Object(operators) = operators else { panic!() };
    operators.iter().all(|(operator, operand)| match (operator.as_str(), operand) {
        ("isNull", ConstValue::Boolean(wanted)) => (*value == Val::Null) == *wanted,
        _ if *value == Val::Null => false,
        ("eq", operand) => same(value, operand),
        ("gte", operand) => compare(value, &like(value, operand)) != Ordering::Less,
        ("lt", operand) => compare(value, &like(value, operand)) == Ordering::Less,
        ("in", ConstValue::List(items)) => items.iter().any(|item| same(value, item)),
        ("contains", ConstValue::String(part)) => matches!(value, Val::Text(text) if text.contains(part.as_str())),
        ("search", ConstValue::String(part)) if is_name => {
            matches!(value, Val::Text(text) if nql::fold::plain(text).contains(&nql::fold::plain(part)))
        }
        ("search", ConstValue::String(part)) => {
            matches!(value, Val::Text(text) if text.to_ascii_lowercase().contains(&part.to_lowercase()))
        }
        ("startsWith", ConstValue::String(part)) => matches!(value, Val::Text(text) if text.starts_with(part.as_str())),
        (other, operand) => panic!("{other}: {operand}"),
    })
}

/// An operand as a value of the same type as `value`.
fn like(value: &Val, operand: &ConstValue) -> Val {
    match (value, operand) {
        (Val::Int(_), ConstValue::Number(number)) => Val::Int(number.as_i64().unwrap()),
        (Val::Instant(_), ConstValue::String(text)) => Val::Instant(text.parse().unwrap()),
        (Val::Date(_), ConstValue::String(text)) => Val::Date(text.parse().unwrap()),
        (value, operand) => panic!("{value:?} and {operand} do not compare"),
    }
}

/// A value as JSON.
fn written(ty: TypeRef, value: &Val) -> String {
    match (ty.named(), value) {
        (_, Val::Null) => "null".to_owned(),
        ("Decimal", Val::Int(centi)) => format!("\"{}.{:02}\"", centi / 100, centi % 100),
        (_, Val::Text(text)) => quoted(text),
        (_, Val::Int(number)) => number.to_string(),
        (_, Val::Bool(truth)) => truth.to_string(),
        (_, Val::Instant(instant)) => quoted(&instant.to_rfc3339_opts(SecondsFormat::Millis, true)),
        (_, Val::Date(date)) => quoted(&date.to_string()),
        (_, Val::Json(json)) => json.clone(),
        (ty, Val::Id(_)) => panic!("{ty} is no type for an id"),
    }
}
