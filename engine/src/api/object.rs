//! The declaration form of what the API shows: one line a field, with its type, its audience and its SQL.
//!
//! A concept's `objects.rs` declares its objects with [`crate::object!`]; [`super::schema`] makes the GraphQL
//! types of them, [`super::plan`] the SQL. A field without an audience does not compile, and the
//! condition on rows is put on every occurrence of the table: no read can be written without it.

use std::{collections::BTreeSet, marker::PhantomData};

use super::fact::placeholders;
use crate::auth::Audience;

/// A kind of row that the API shows.
pub struct Object {
    /// Name of the GraphQL type.
    pub name: &'static str,
    /// What it is, for a front-end developer.
    pub doc: String,
    /// What its ids start with; `None` for an object that is no `Node`.
    pub prefix: Option<&'static str>,
    /// Table that the rows are in.
    pub table: &'static str,
    /// Which rows each audience may see; an audience that is not listed sees none.
    pub rows: Vec<(Audience, Cond)>,
    /// What may be done to its rows.
    pub rights: Vec<Right>,
    /// Its fields, `id` first.
    pub fields: Vec<Field>,
    /// What its pages can be filtered by.
    pub filters: Vec<Filter>,
    /// What its pages can be sorted by; the first is the default.
    pub orders: Vec<Order>,
}

/// Something that may be done to rows of an [`Object`].
pub struct Right {
    /// Name of the constant that commands ask for it by.
    pub name: &'static str,
    /// What it allows.
    pub doc: String,
    /// To which rows each audience may do it; an audience that is not listed may not.
    pub who: Vec<(Audience, Cond)>,
    /// While when: in which phase of the row, or of its campaign.
    pub open: Cond,
}

/// How commands name a right on rows of `E`, see [`Work::hold`](crate::work::Work::hold).
pub struct RightOn<E> {
    /// The object.
    pub object: &'static str,
    /// The right.
    pub name: &'static str,
    rows: PhantomData<fn() -> E>,
}

impl<E> RightOn<E> {
    /// The right of this name.
    pub const fn new(object: &'static str, name: &'static str) -> Self {
        Self { object, name, rows: PhantomData }
    }
}

/// A field of an [`Object`].
pub struct Field {
    /// Name in the API.
    pub name: &'static str,
    /// What it is, with its unit and the reason why it may be null.
    pub doc: String,
    /// Type in the API.
    pub ty: TypeRef,
    /// Who may ask for it.
    pub audiences: Vec<Audience>,
    /// Where it comes from.
    pub source: Source,
}

/// The argument of a text that is there in several languages.
pub const LOCALE: &str = "locale";

/// Where a field comes from.
pub enum Source {
    /// The id of the row.
    Id,
    /// A value of the row.
    Value(Expr),
    /// A text of the row in the language of the argument `locale`, else in that of the reader.
    Translated {
        /// Its columns are called so, with `_nl`, `_fr`, `_de` and `_en` behind.
        stem: &'static str,
    },
    /// The one row whose id is in this row's `column`.
    One {
        /// Column of this row.
        column: &'static str,
    },
    /// The one row of the other table whose `column` holds this row's id.
    Back {
        /// Column of the other table.
        column: &'static str,
        /// Required arguments that choose it.
        by: Vec<Choice>,
    },
    /// All rows of the other table whose `column` holds this row's id: a short list.
    Many {
        /// Column of the other table.
        column: &'static str,
        /// Column of the other table that sorts them, and which way.
        order: (&'static str, Direction),
        /// Optional arguments that narrow it.
        by: Vec<Choice>,
    },
    /// A page of the rows of the other table whose `column` holds this row's id.
    Page {
        /// Column of the other table.
        column: &'static str,
    },
}

/// An argument that picks the rows in which an expression has its value.
pub struct Choice {
    /// Name of the argument.
    pub name: &'static str,
    /// Type of its value, without `!`.
    pub ty: &'static str,
    /// What it is compared with; for an id, a column that holds one.
    pub expr: Expr,
    /// How what somebody types is kept; `None` where it is kept as it comes.
    pub as_kept: Option<fn(&str) -> Option<String>>,
}

/// A way to narrow a page.
pub struct Filter {
    /// Name of the field in the filter input.
    pub name: &'static str,
    /// What it narrows by, for a front-end developer.
    pub doc: String,
    /// Type of the compared value: a scalar or an enum.
    pub ty: &'static str,
    /// Who may filter by it: no wider than who may read it, or it answers what may not be asked.
    pub audiences: Vec<Audience>,
    /// What is compared.
    pub on: FilterOn,
}

/// What a filter compares.
pub enum FilterOn {
    /// A value of the row.
    Value(Expr),
    /// A value of any row of another table whose `column` holds this row's id.
    Any {
        /// The other table.
        table: &'static str,
        /// Its column with this row's id.
        column: &'static str,
        /// Its value.
        expr: Expr,
    },
}

/// A way to sort a page.
pub struct Order {
    /// Value of the enum.
    pub name: &'static str,
    /// What it sorts by, for a front-end developer.
    pub doc: String,
    /// Who may sort by it.
    pub audiences: Vec<Audience>,
    /// What is compared; never null.
    pub expr: Expr,
    /// How the cursor carries it.
    pub ty: &'static str,
    /// The way it sorts when it is the default.
    pub direction: Direction,
}

/// Which way to sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Smallest first.
    Asc,
    /// Largest first.
    Desc,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Asc => Self::Desc,
            Self::Desc => Self::Asc,
        }
    }
}

/// A field of `Subscription`: what can be watched.
pub struct Watched {
    /// Name in the API.
    pub name: &'static str,
    /// What it is, for a front-end developer.
    pub doc: &'static str,
    /// Who may watch it.
    pub audiences: Vec<Audience>,
    /// What is looked at.
    pub view: View,
}

/// What somebody who watches looks at: what the caller selects of it, read as a query of theirs would be. An event tells
/// no more than asking again and again would.
pub enum View {
    /// Rows of an object, one event for each of which the caller's selection says something else.
    Rows {
        /// The object.
        object: &'static str,
    },
    /// One row, an event at once and each time its selection says something else.
    One {
        /// The object that is shown.
        ty: &'static str,
        /// The object whose id names it.
        of: &'static str,
    },
}

impl View {
    /// The object that is read.
    pub fn shown(&self) -> &'static str {
        match self {
            Self::Rows { object } => object,
            Self::One { ty, .. } => ty,
        }
    }

    /// The object whose ids name what is watched.
    pub fn named_by(&self) -> &'static str {
        match self {
            Self::Rows { object } => object,
            Self::One { of, .. } => of,
        }
    }
}

/// A field of `Query`.
pub struct Root {
    /// Name in the API.
    pub name: &'static str,
    /// What it answers.
    pub doc: String,
    /// Object that it answers with.
    pub object: &'static str,
    /// Who may ask.
    pub audiences: Vec<Audience>,
    /// Which rows.
    pub source: RootSource,
}

/// Which rows a field of `Query` answers with.
pub enum RootSource {
    /// The row with the id in the argument `id`.
    ById,
    /// The first row that meets a condition.
    First {
        /// The condition.
        when: Cond,
        /// What sorts them.
        order: (&'static str, Direction),
    },
    /// The row that required arguments choose.
    Chosen {
        /// The arguments.
        by: Vec<Choice>,
    },
    /// The row that one of several arguments chooses.
    ByOneOf {
        /// The arguments, each of which chooses one row.
        by: Vec<Choice>,
    },
    /// A page of the rows that meet a condition.
    Page {
        /// The condition.
        when: Cond,
        /// Required arguments that narrow it.
        by: Vec<Choice>,
    },
    /// The row of any kind with the id in the argument `id`.
    Node,
    /// The rows of any kind with the ids in the argument `ids`.
    Nodes,
}

/// A reference to a type, such as `[Answer!]!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeRef(pub &'static str);

impl TypeRef {
    /// The type's name, without `[`, `]` and `!`.
    pub fn named(self) -> &'static str {
        self.0.trim_matches(['[', ']', '!'])
    }

    /// Whether null is never answered.
    pub fn is_required(self) -> bool {
        self.0.ends_with('!')
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.0.starts_with('[')
    }
}

/// A value, computed from one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A column of the row.
    Column(&'static str),
    /// A word.
    Word(&'static str),
    /// A number.
    Number(i64),
    /// No value.
    Null,
    /// The caller's id.
    Me,
    /// The community the caller works for.
    MyCommunity,
    /// The instant of the request.
    Now,
    /// The day of the request in Brussels.
    Today,
    /// The last day before an instant that is a midnight in Brussels.
    LastDay(Box<Expr>),
    /// Whole seconds from the instant of the request until this one, rounded up.
    SecondsUntil(Box<Expr>),
    /// The first of these that is not null.
    First(Vec<Expr>),
    /// A value of the row that `column` refers to.
    Via {
        /// Column of this row.
        column: &'static str,
        /// Table it refers to.
        table: &'static str,
        /// Value of that row.
        expr: Box<Expr>,
    },
    /// Whether a condition holds.
    Holds(Box<Cond>),
    /// How many rows of a table have this row's id as their value `of`, and meet a condition.
    Count {
        /// The other table.
        table: &'static str,
        /// Its value that is this row's id.
        of: Box<Expr>,
        /// Which of them.
        when: Box<Cond>,
    },
    /// The words that rows of a table with this row's id in `column` hold, sorted: a JSON list.
    Words {
        /// The other table.
        table: &'static str,
        /// Its column with this row's id.
        column: &'static str,
        /// Its column with the word.
        word: &'static str,
    },
    /// The global id of the row of any kind that two columns name: the prefix of its kind, and the id behind it.
    GlobalId {
        /// Column with the prefix.
        kind: &'static str,
        /// Column with the id; null where there is none.
        id: &'static str,
    },
    /// What is kept as a word is said in a sentence, in the language of whoever reads it; what is not among the words is
    /// said as it is.
    Said {
        /// The words, each with its sentence in English: `{text}` stands for the fact of that name.
        words: &'static [(&'static str, &'static str)],
        /// The value.
        of: Box<Expr>,
        /// The facts.
        facts: Vec<(&'static str, Expr)>,
    },
    /// A column that says the same in every language, as a JSON object; what is none is said as it is.
    Spoken {
        /// The column.
        column: &'static str,
    },
    /// A part of a column that holds a JSON object; null where it holds something else.
    Part {
        /// The column.
        column: &'static str,
        /// The name of the part.
        name: &'static str,
    },
    /// `then` if the condition holds, `otherwise` if not.
    If {
        /// The condition.
        when: Box<Cond>,
        /// Value if it holds.
        then: Box<Expr>,
        /// Value if not.
        otherwise: Box<Expr>,
    },
    /// One value for some audiences, another for the rest.
    For {
        /// Who reads `then`.
        audiences: &'static [Audience],
        /// What they read.
        then: Box<Expr>,
        /// What the rest read.
        otherwise: Box<Expr>,
    },
}

/// A condition on one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cond {
    /// Every row.
    Always,
    /// No row.
    Never,
    /// Two values are the same; null is the same as nothing.
    Is(Expr, Expr),
    /// The first instant (or date, or number) is not after the second.
    NotAfter(Expr, Expr),
    /// The value is one of these words.
    OneOf(Expr, &'static [&'static str]),
    /// The value is null.
    IsNull(Expr),
    /// All of these hold.
    And(Vec<Cond>),
    /// At least one of these holds.
    Or(Vec<Cond>),
    /// The condition does not hold (or cannot be told).
    Not(Box<Cond>),
    /// A row of another table exists.
    Exists {
        /// The other table.
        table: &'static str,
        /// Its columns, and the values of this row that they hold.
        on: Vec<(&'static str, Expr)>,
        /// What that row must meet.
        when: Box<Cond>,
    },
    /// The row can be reached from a row of `parent` that the caller may see: what is visible follows
    /// from what it belongs to. Coming from that row by that link, nothing has to be looked up again.
    Reached {
        /// Name of the parent object.
        parent: &'static str,
        /// How the two are linked.
        link: Link,
        /// What the parent must meet beside being visible.
        when: Box<Cond>,
    },
}

/// How a row and its parent are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The parent's column has this row's id.
    ParentHolds(&'static str),
    /// This row's column has the parent's id.
    Holds(&'static str),
}

/// A column of the row.
pub fn col(name: &'static str) -> Expr {
    Expr::Column(name)
}

/// A value of the row that `column` refers to.
pub fn via(column: &'static str, table: &'static str, expr: impl Into<Expr>) -> Expr {
    Expr::Via { column, table, expr: Box::new(expr.into()) }
}

/// `then` if `when` holds, `otherwise` if not.
pub fn either(when: Cond, then: impl Into<Expr>, otherwise: impl Into<Expr>) -> Expr {
    Expr::If { when: Box::new(when), then: Box::new(then.into()), otherwise: Box::new(otherwise.into()) }
}

/// A sentence that is kept as its code with its facts, as JSON; a text that is none is said as it is.
pub fn kept_sentence(column: &'static str, words: &'static [(&'static str, &'static str)]) -> Expr {
    let names: BTreeSet<&str> = words.iter().flat_map(|(_, sentence)| placeholders(sentence)).collect();
    let facts = names.into_iter().map(|name| (name, Expr::Part { column, name })).collect();
    let code = Expr::First(vec![Expr::Part { column, name: "code" }, Expr::Column(column)]);
    Expr::Said { words, of: Box::new(code), facts }
}

/// How many rows of `table` have this row's id as their value `of` and meet `when`.
pub fn count(table: &'static str, of: impl Into<Expr>, when: Cond) -> Expr {
    Expr::Count { table, of: Box::new(of.into()), when: Box::new(when) }
}

/// The words in `word` of the rows of `table` that have this row's id in `column`.
pub fn words(table: &'static str, column: &'static str, word: &'static str) -> Expr {
    Expr::Words { table, column, word }
}

/// A row of `table` whose `column` holds `value` of this row, and which meets `when`.
pub fn exists(table: &'static str, column: &'static str, value: impl Into<Expr>, when: Cond) -> Cond {
    Cond::Exists { table, on: vec![(column, value.into())], when: Box::new(when) }
}

/// A row of `table` that has the same values as this row in these columns, and meets `when`.
pub fn exists_like(table: &'static str, columns: &[(&'static str, &'static str)], when: Cond) -> Cond {
    let on = columns.iter().map(|(theirs, ours)| (*theirs, Expr::Column(ours))).collect();
    Cond::Exists { table, on, when: Box::new(when) }
}

/// Whether a condition holds, as a value.
pub fn whether(cond: Cond) -> Source {
    Source::Value(Expr::Holds(Box::new(cond)))
}

/// Visible because the row that `column` refers to is.
pub fn belongs_to(parent: &'static str, column: &'static str) -> Cond {
    Cond::Reached { parent, link: Link::Holds(column), when: Box::new(Cond::Always) }
}

/// Visible because the row that `column` refers to is, and meets `when`.
pub fn belongs_to_when(parent: &'static str, column: &'static str, when: Cond) -> Cond {
    Cond::Reached { parent, link: Link::Holds(column), when: Box::new(when) }
}

/// Visible because a visible `parent` refers to it in its `column`, and meets `when`.
pub fn reached_from(parent: &'static str, column: &'static str, when: Cond) -> Cond {
    Cond::Reached { parent, link: Link::ParentHolds(column), when: Box::new(when) }
}

/// The caller's own rows.
pub fn mine(column: &'static str) -> Cond {
    col(column).is(Expr::Me)
}

impl From<&'static str> for Expr {
    fn from(column: &'static str) -> Self {
        Expr::Column(column)
    }
}

impl Expr {
    /// The two values are the same.
    pub fn is(self, other: impl Into<Expr>) -> Cond {
        Cond::Is(self, other.into())
    }

    /// The value is true.
    pub fn is_true(self) -> Cond {
        Cond::Is(self, Expr::Holds(Box::new(Cond::Always)))
    }

    /// The value is this word.
    pub fn is_word(self, word: &'static str) -> Cond {
        Cond::Is(self, Expr::Word(word))
    }

    /// The value is one of these words.
    pub fn one_of(self, words: &'static [&'static str]) -> Cond {
        Cond::OneOf(self, words)
    }

    /// There is a value.
    pub fn is_set(self) -> Cond {
        Cond::Not(Box::new(Cond::IsNull(self)))
    }

    /// Not after `other`.
    pub fn not_after(self, other: impl Into<Expr>) -> Cond {
        Cond::NotAfter(self, other.into())
    }
}

impl Cond {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Cond) -> Cond {
        Cond::And(vec![self, other])
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Cond) -> Cond {
        Cond::Or(vec![self, other])
    }
}

impl std::ops::Not for Cond {
    type Output = Cond;

    fn not(self) -> Cond {
        Cond::Not(Box::new(self))
    }
}

/// A value of the row.
pub fn value(expr: impl Into<Expr>) -> Source {
    Source::Value(expr.into())
}

/// A text of the row in the language that is asked for, in columns that are called `stem` with the language behind.
pub fn translated(stem: &'static str) -> Source {
    Source::Translated { stem }
}

/// The one row whose id is in this row's `column`. Null when the caller may not see it.
pub fn one(column: &'static str) -> Source {
    Source::One { column }
}

/// The one row whose `column` holds this row's id.
pub fn back(column: &'static str) -> Source {
    Source::Back { column, by: Vec::new() }
}

/// The rows whose `column` holds this row's id, sorted by `order`.
pub fn many(column: &'static str, order: &'static str) -> Source {
    Source::Many { column, order: (order, Direction::Asc), by: Vec::new() }
}

/// An argument that picks the rows in which `expr` has its value.
pub fn chosen(name: &'static str, ty: &'static str, expr: impl Into<Expr>) -> Choice {
    Choice { name, ty, expr: expr.into(), as_kept: None }
}

/// The same for a text that people type: what it is kept as, if it is one, is compared.
pub fn typed(name: &'static str, expr: impl Into<Expr>, as_kept: fn(&str) -> Option<String>) -> Choice {
    Choice { as_kept: Some(as_kept), ..chosen(name, "String", expr) }
}

/// A page of the rows whose `column` holds this row's id.
pub fn page(column: &'static str) -> Source {
    Source::Page { column }
}

impl Source {
    /// The same, chosen or narrowed by an argument.
    #[must_use]
    pub fn by(self, name: &'static str, ty: &'static str, expr: impl Into<Expr>) -> Source {
        let choice = chosen(name, ty, expr);
        match self {
            Source::Back { column, mut by } => {
                by.push(choice);
                Source::Back { column, by }
            }
            Source::Many { column, order, mut by } => {
                by.push(choice);
                Source::Many { column, order, by }
            }
            Source::Id | Source::Value(_) | Source::Translated { .. } | Source::One { .. } | Source::Page { .. } => {
                self
            }
        }
    }
}

impl Object {
    /// Whether a row tells this value to an audience.
    pub fn tells(&self, value: &Expr, audience: Audience) -> bool {
        let is_it = |field: &Field| matches!(&field.source, Source::Value(shown) if shown == value);
        self.fields.iter().any(|field| field.audiences.contains(&audience) && is_it(field))
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The rows an audience may see.
    pub fn rows_for(&self, audience: Audience) -> &Cond {
        of(&self.rows, audience)
    }

    /// The right with this name.
    pub fn right(&self, name: &str) -> Option<&Right> {
        self.rights.iter().find(|right| right.name == name)
    }

    /// Every audience that may see some row.
    pub fn audiences(&self) -> Vec<Audience> {
        Audience::ALL.into_iter().filter(|audience| self.rows.iter().any(|(known, _)| known == audience)).collect()
    }

    /// Whether a page of it can be asked for.
    pub fn is_paged(&self) -> bool {
        !self.orders.is_empty()
    }
}

impl Right {
    /// The rows to which an audience may do it.
    pub fn rows_for(&self, audience: Audience) -> &Cond {
        of(&self.who, audience)
    }
}

/// Who is not listed gets no row.
fn of(rows: &[(Audience, Cond)], audience: Audience) -> &Cond {
    rows.iter().find(|(known, _)| *known == audience).map_or(&Cond::Never, |(_, rows)| rows)
}

/// The same condition for each audience of each set.
pub fn each(sets: impl IntoIterator<Item = (&'static [Audience], Cond)>) -> Vec<(Audience, Cond)> {
    sets.into_iter().flat_map(|(set, rows)| set.iter().map(move |one| (*one, rows.clone()))).collect()
}

/// The audiences as declarations name them, alone and in groups.
#[allow(non_upper_case_globals, missing_docs, reason = "written as the audiences they stand for")]
pub mod sets {
    use crate::auth::Audience;

    pub const Anonymous: &[Audience] = &[Audience::Anonymous];
    pub const Teacher: &[Audience] = &[Audience::Teacher];
    pub const Juror: &[Audience] = &[Audience::Juror];
    pub const Staff: &[Audience] = &[Audience::Staff];
    pub const Admin: &[Audience] = &[Audience::Admin];
    pub const Service: &[Audience] = &[Audience::Service];
    /// Whoever is signed in.
    pub const SignedIn: &[Audience] =
        &[Audience::Teacher, Audience::Juror, Audience::Staff, Audience::Admin, Audience::Service];
    /// The public too.
    pub const Everyone: &[Audience] = &Audience::ALL;
}

/// Puts the lines of a doc comment together.
pub fn prose(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// Declares an object of the API; see the `objects.rs` of any concept.
#[macro_export]
macro_rules! object {
    (@open) => { Cond::Always };
    (@open $open:expr) => { $open };
    (
        $(#[doc = $doc:literal])+
        $name:ident($($prefix:literal)?) from $table:literal
        rows { $($row_audience:ident => $rows:expr;)* }
        $(writes $entity:ident {
            $( $(#[doc = $right_doc:literal])+ $right:ident { $($may_audience:ident => $may:expr;)+ } $(while $open:expr)?; )*
        })?
        fields { $( $(#[doc = $field_doc:literal])+ $field:ident: $ty:literal [$($audience:ident),+] = $source:expr; )* }
        $(filters { $( $(#[doc = $filter_doc:literal])+ $filter:ident: $filter_ty:literal [$($filter_audience:ident),+] = $on:expr; )* })?
        $(orders { $( $(#[doc = $order_doc:literal])+ $order:ident: $order_ty:literal $direction:ident [$($order_audience:ident),+] = $by:expr; )* })?
    ) => {
        $(#[doc = $doc])+
        pub struct $name;

        impl $name {
            $($(
                $(#[doc = $right_doc])+
                pub const $right: $crate::api::object::RightOn<entity::$entity::Entity> =
                    $crate::api::object::RightOn::new(stringify!($name), stringify!($right));
            )*)?

            /// Its declaration.
            pub fn declare() -> $crate::api::object::Object {
                #[allow(unused_imports, reason = "not every object uses every word")]
                use $crate::{api::object::*, auth::Audience};
                let prefix: Option<&'static str> = None$(.or(Some($prefix)))?;
                let mut object = Object {
                    name: stringify!($name),
                    doc: prose(&[$($doc),+]),
                    prefix,
                    table: $table,
                    rows: each([$((sets::$row_audience, $rows)),*]),
                    rights: vec![$($(Right {
                        name: stringify!($right),
                        doc: prose(&[$($right_doc),+]),
                        who: each([$((sets::$may_audience, $may)),+]),
                        open: $crate::object!(@open $($open)?),
                    }),*)?],
                    fields: vec![$(Field {
                        name: stringify!($field),
                        doc: prose(&[$($field_doc),+]),
                        ty: TypeRef($ty),
                        audiences: [$(sets::$audience),+].concat(),
                        source: $source,
                    }),*],
                    filters: vec![$($(Filter {
                        name: stringify!($filter),
                        doc: prose(&[$($filter_doc),+]),
                        ty: $filter_ty,
                        audiences: [$(sets::$filter_audience),+].concat(),
                        on: $on,
                    }),*)?],
                    orders: vec![$($(Order {
                        name: stringify!($order),
                        doc: prose(&[$($order_doc),+]),
                        audiences: [$(sets::$order_audience),+].concat(),
                        expr: $by,
                        ty: $order_ty,
                        direction: Direction::$direction,
                    }),*)?],
                };
                if prefix.is_some() {
                    let audiences = object.audiences();
                    object.fields.insert(0, Field {
                        name: "id",
                        doc: "The id. It never changes, and is the same everywhere in the API. Do not read anything from its text.".to_owned(),
                        ty: TypeRef("ID!"),
                        audiences,
                        source: Source::Id,
                    });
                }
                object
            }
        }
    };
}

/// Declares fields of `Query`.
#[macro_export]
macro_rules! queries {
    ($( $(#[doc = $doc:literal])+ $name:ident: $object:literal [$($audience:ident),+] = $source:expr; )*) => {
        /// The fields of `Query` of this concept.
        pub fn roots() -> Vec<$crate::api::object::Root> {
            #[allow(unused_imports, reason = "not every concept uses every word")]
            use $crate::{api::object::*, auth::Audience};
            vec![$(Root {
                name: stringify!($name),
                doc: prose(&[$($doc),+]),
                object: $object,
                audiences: [$(sets::$audience),+].concat(),
                source: $source,
            }),*]
        }
    };
}
