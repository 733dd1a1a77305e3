//! What can be done, and what is computed. A concept declares its mutations with [`acts!`](crate::acts), and what changes
//! nothing with [`computed!`](crate::computed): tables of plain values, one row for each. Nothing that runs them is generic over what a mutation takes or answers: a declaration holds the one function
//! that knows its types, and everything else (transaction, idempotency key, trying again, what the caller reads of it) is
//! here, once for all.

use std::{collections::BTreeMap, pin::Pin};

use async_graphql::{
    Context, InputType, Name, PathSegment, Pos, Positioned, ServerError, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field as Selected, Selection},
    registry::{MetaType, Registry},
};
use entity::language::Language;
use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    error::{ApiError, ApiResult, Code},
    fact::{Fact, Sentence, sentence},
    model::{model, type_of_ids},
    object::{Object, RightOn, Source},
    payload::camel,
    request::{Request, RequestExt},
    writing::Piece,
};
use crate::{
    auth::Audience,
    stop::{Answer, Stop},
    work::{ACTS, Work},
};

/// The code of the reason that somebody else saved first: what is stored is answered beside it.
pub(super) const CONFLICT: &str = "VERSION_CONFLICT";

/// The field of an input by which the same request is known again.
pub(super) const KEY: &str = "idempotencyKey";

/// A mutation, or a field of `Query` that is computed.
pub struct Act {
    /// `submitApplication`.
    pub name: &'static str,
    /// What it does, line by line.
    pub doc: &'static [&'static str],
    /// Who may ask for it.
    pub audiences: &'static [Audience],
    /// The rights that it asks for.
    pub rights: &'static [ActRight],
    /// Registers the type of its input, and names it.
    pub input: fn(&mut Registry) -> String,
    /// Why it may be refused, and what each code means.
    pub codes: &'static [(&'static str, &'static str)],
    /// What it says of them, in English.
    pub sentences: &'static [&'static str],
    /// The facts that they rest on.
    pub facts: &'static [(&'static str, TypeOfFact)],
    /// Name of the field in its payload that shows what came of it.
    pub field: &'static str,
    /// Registers the type of that field, and names it.
    pub ty: fn(&mut Registry) -> String,
    /// Whether each row of a list is judged on its own, so that a part of it may be done.
    pub is_part: bool,
    /// The field of its input that names the row that it removes, if it removes one: its payload tells it.
    pub removes: Option<&'static str>,
    /// How it is done.
    pub run: Run,
}

/// A right that a mutation asks for before it writes.
#[derive(Clone, Copy, Debug)]
pub struct ActRight {
    /// The object.
    pub object: &'static str,
    /// The right on its rows.
    pub name: &'static str,
    /// The field of the input that names the row, or the rows; none where the row follows from another.
    pub argument: Option<&'static str>,
    /// Whether there may be none.
    pub is_list: bool,
}

impl ActRight {
    /// A right on the row that a field of the input names.
    pub const fn on<E>(right: &RightOn<E>, argument: &'static str) -> Self {
        let is_list = matches!(argument.as_bytes(), [] | [.., b's']);
        let argument = if argument.is_empty() { None } else { Some(argument) };
        Self { object: right.object, name: right.name, argument, is_list }
    }
}

/// Registers the type of a fact, and names it; none if it is only said.
pub type TypeOfFact = fn(&mut Registry) -> Option<String>;

/// How a mutation is done.
pub enum Run {
    /// In one transaction, which is begun again when another one was in its way. With an idempotency key it is done once.
    Command(Command),
    /// The same, and what the command wrote stays, also when it refused; what is stored is then answered too.
    Keeping(Command),
    /// In one transaction, without a key: the answer is made now, and no row holds it.
    Once(Command),
    /// It only reads, in one transaction, and computes its answer.
    Reading(Command),
    /// The same; it ends its transaction itself, and computes after that.
    Ending(fn(Work, Value) -> Told<'static>),
    /// It does what it is to tell of, and all of it is taken back.
    Trying(Command),
    /// It has transactions of its own, or waits for something outside first.
    Whole(for<'a> fn(&'a Call<'a>, Value) -> Told<'a>),
}

/// A command that runs in a transaction.
pub type Command = for<'a> fn(&'a Call<'a>, &'a Work, Value) -> Told<'a>;
/// What comes of it.
pub type Told<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Stop>> + Send + 'a>>;
/// What was done, if anything was, and every reason why the rules refuse it, or a part of it.
pub struct Outcome {
    /// What is to be kept.
    pub done: Option<Done>,
    /// Why not.
    pub refused: Vec<Refused>,
}

impl From<Done> for Outcome {
    fn from(done: Done) -> Self {
        Self { done: Some(done), refused: Vec::new() }
    }
}

/// A mutation that somebody asks for.
pub struct Call<'a> {
    /// The request it is part of.
    pub request: &'a Request,
    /// Which one.
    pub act: &'static Act,
}

/// What was done.
pub enum Done {
    /// Rows, which are read again for the caller.
    Rows(Vec<Uuid>),
    /// A word, a number or a text.
    Plain(Value),
    /// An object that no row holds.
    Value(Box<dyn Resolved>),
}

/// Why a mutation is refused.
#[derive(Debug)]
pub struct Refused {
    /// For programs.
    pub code: &'static str,
    /// For people, in English, with `{fact}` where a fact stands.
    pub sentence: &'static str,
    /// The way to what it is about, in the input as it was sent.
    pub path: Vec<String>,
    /// What it rests on.
    pub facts: Vec<(&'static str, Box<dyn Fact>)>,
}

/// Why the rules refuse an act. One enum per mutation; never reused by another.
pub trait Refusal: Send + Sync + 'static {
    /// Every code and what it means.
    const CODES: &'static [(&'static str, &'static str)];
    /// Every sentence, in English.
    const SENTENCES: &'static [&'static str];
    /// Every fact with its type.
    const FACTS: &'static [(&'static str, TypeOfFact)];

    /// The code of this one.
    fn code(&self) -> &'static str;
    /// It with everything that the caller is told of it.
    fn told(&self) -> Refused;
}

/// What a mutation answers with, beside the reasons why not.
pub trait Answered: Send + Sync + 'static {
    /// Name of the field in the payload.
    const FIELD: &'static str;
    /// Whether it may be a part of what was asked for.
    const IS_PART: bool = false;

    /// Registers the type of the field, and names it; it is null when the mutation was refused.
    fn ty(registry: &mut Registry) -> String;
    /// It, whatever its type is.
    fn outcome(self) -> Outcome;
}

/// Something that no row holds, as the caller asks for it.
pub trait Resolved: Send + Sync {
    /// Its value.
    fn resolve<'a>(&'a self, ctx: &'a Context<'a>) -> Pin<Box<dyn Future<Output = ServerResult<Value>> + Send + 'a>>;
}

/// The input of a mutation in its type.
pub fn parse<T: InputType>(input: Value) -> Result<T, Stop> {
    T::parse(Some(input)).map_err(|error| {
        let error = error.into_server_error(Pos::default());
        let of_id = |name| {
            let Value::String(text) = error.extensions.as_ref()?.get(name)? else { return None };
            Some(text.clone())
        };
        match (of_id("given"), of_id("prefix")) {
            (Some(given), Some(prefix)) => Stop::WrongId { given, prefix },
            // Whatever the library says of a value is said at the place where it stands.
            _ => Stop::BadInput(Sentence::verbatim(error.message)),
        }
    })
}

/// What a command answers, whatever its types are.
pub fn told<T: Answered, R: Refusal>(answer: Answer<T, R>) -> Result<Outcome, Stop> {
    Ok(match answer? {
        Ok(it) => it.outcome(),
        Err(refusals) => Outcome { done: None, refused: refusals.iter().map(Refusal::told).collect() },
    })
}

/// Declares mutations:
/// ```text
/// /// Hand your evaluation in: every criterion and gate has a score, every criterion a comment.
/// submitEvaluation(SubmitEvaluationInput) -> EvaluationId | SubmitEvaluationRefusal [Juror] = commands::submit;
/// ```
/// Name, input, what it answers with, why it may be refused, who may ask for it, and the command. After who may ask for it
/// stand the rights that it needs, with the field of the input that names the row: `[Juror; Assignment::EVALUATE(assignmentId)]`.
/// An empty `()` is a row, or rows, that follow from others. Before the command a word
/// may say how it is run, see [`Run`](crate::api::act::Run); `removing(evidenceLinkId)` names the row that it removes.
/// `[Everybody]` are also people who are not signed in.
#[macro_export]
macro_rules! acts {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident($input:ty) -> $answer:ty | $refusal:ty
        [$($audience:ident),+ $(; $($object:ident::$right:ident($($argument:ident)?)),+)?]
        $($how:ident $(($removed:ident))?)? = $command:expr;
    )+) => {
        /// What can be done.
        pub const ACTS: &[$crate::api::act::Act] = &[$($crate::acts!(
            @act [$($doc),+] $name, $input, $answer, $refusal, [$($audience),+],
            [$($($crate::api::act::ActRight::on(&$object::$right, concat!("", $(stringify!($argument))?))),+)?],
            $crate::acts!(@removes $($($removed)?)?),
            $crate::acts!(@run $($how)? => $input, $command)
        )),+];
    };
    (@act [$($doc:literal),+] $name:ident, $input:ty, $answer:ty, $refusal:ty, [$($audience:ident),+], [$($rights:expr),*], $removes:expr, $run:expr) => {
        $crate::api::act::Act {
            name: stringify!($name),
            doc: &[$($doc),+],
            audiences: $crate::acts!(@audiences $($audience),+),
            rights: &[$($rights),*],
            input: <$input as async_graphql::InputType>::create_type_info,
            codes: <$refusal as $crate::api::act::Refusal>::CODES,
            sentences: <$refusal as $crate::api::act::Refusal>::SENTENCES,
            facts: <$refusal as $crate::api::act::Refusal>::FACTS,
            field: <$answer as $crate::api::act::Answered>::FIELD,
            ty: <$answer as $crate::api::act::Answered>::ty,
            is_part: <$answer as $crate::api::act::Answered>::IS_PART,
            removes: $removes,
            run: $run,
        }
    };
    (@removes) => { None };
    (@removes $removed:ident) => { Some(stringify!($removed)) };
    (@run removing => $input:ty, $command:expr) => { $crate::acts!(@run => $input, $command) };
    (@audiences Everybody) => { &$crate::auth::Audience::ALL };
    (@audiences $($audience:ident),+) => { &[$($crate::auth::Audience::$audience),+] };
    (@run => $input:ty, $command:expr) => { $crate::api::act::Run::Command($crate::acts!(@command $input, $command)) };
    (@run keeping => $input:ty, $command:expr) => { $crate::api::act::Run::Keeping($crate::acts!(@command $input, $command)) };
    (@run once => $input:ty, $command:expr) => { $crate::api::act::Run::Once($crate::acts!(@command $input, $command)) };
    (@run trying => $input:ty, $command:expr) => { $crate::api::act::Run::Trying($crate::acts!(@command $input, $command)) };
    (@run reading => $input:ty, $command:expr) => { $crate::api::act::Run::Reading($crate::acts!(@command $input, $command)) };
    (@run ending => $input:ty, $command:expr) => {
        $crate::api::act::Run::Ending({
            fn run(work: $crate::work::Work, input: async_graphql::Value) -> $crate::api::act::Told<'static> {
                Box::pin(async move { $crate::api::act::told($command(work, $crate::api::act::parse::<$input>(input)?).await) })
            }
            run
        })
    };
    (@run whole => $input:ty, $command:expr) => {
        $crate::api::act::Run::Whole({
            fn run<'a>(call: &'a $crate::api::act::Call<'a>, input: async_graphql::Value) -> $crate::api::act::Told<'a> {
                Box::pin(async move { $crate::api::act::told($command(call, $crate::api::act::parse::<$input>(input)?).await) })
            }
            run
        })
    };
    (@run asking => $input:ty, $command:expr) => { $crate::api::act::Run::Command($crate::acts!(@calling $input, $command)) };
    (@run giving => $input:ty, $command:expr) => { $crate::api::act::Run::Once($crate::acts!(@calling $input, $command)) };
    (@run showing => $input:ty, $command:expr) => { $crate::api::act::Run::Reading($crate::acts!(@calling $input, $command)) };
    (@calling $input:ty, $command:expr) => {{
        fn run<'a>(
            call: &'a $crate::api::act::Call<'a>,
            work: &'a $crate::work::Work,
            input: async_graphql::Value,
        ) -> $crate::api::act::Told<'a> {
            Box::pin(async move { $crate::api::act::told($command(work, call, $crate::api::act::parse::<$input>(input)?).await) })
        }
        run
    }};
    (@command $input:ty, $command:expr) => {{
        fn run<'a>(
            _: &'a $crate::api::act::Call<'a>,
            work: &'a $crate::work::Work,
            input: async_graphql::Value,
        ) -> $crate::api::act::Told<'a> {
            Box::pin(async move { $crate::api::act::told($command(work, $crate::api::act::parse::<$input>(input)?).await) })
        }
        run
    }};
}

/// Declares fields of `Query` that no row holds: they are computed when they are asked for. As mutations are declared, see
/// [`acts!`](crate::acts); nothing is written but, after the answer is known, that somebody asked.
#[macro_export]
macro_rules! computed {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident($input:ty) -> $answer:ty | $refusal:ty [$($audience:ident),+] $($how:ident)? = $command:expr;
    )+) => {
        /// What can be computed.
        pub const COMPUTED: &[$crate::api::act::Act] = &[$($crate::acts!(
            @act [$($doc),+] $name, $input, $answer, $refusal, [$($audience),+],
            [], None, $crate::computed!(@run $($how)? => $input, $command)
        )),+];
    };
    (@run => $input:ty, $command:expr) => { $crate::acts!(@run reading => $input, $command) };
    (@run $how:ident => $input:ty, $command:expr) => { $crate::acts!(@run $how => $input, $command) };
}

impl Act {
    /// Names of its types begin with this: `SubmitApplication`.
    pub fn types(&self) -> String {
        let mut letters = self.name.chars();
        letters.next().into_iter().map(|letter| letter.to_ascii_uppercase()).chain(letters).collect()
    }

    /// Whether a request with a key is done once.
    pub fn takes_key(&self) -> bool {
        matches!(self.run, Run::Command(_) | Run::Keeping(_))
    }

    /// Does it, and answers what the caller asks of it.
    pub(super) async fn answer(&'static self, ctx: &Context<'_>, field: &Positioned<Selected>) -> ApiResult<Value> {
        let given = field.node.get_argument("input").and_then(|input| input.node.clone().into_const());
        let input = given.ok_or_else(|| Stop::failure("a mutation without its input"))?;
        let request = ctx.request();
        let Outcome { mut done, mut refused } = {
            let _turn = request.turn.lock().await;
            Call { request, act: self }.done(&input).await?
        };
        for one in &mut refused {
            one.path = located(&one.path, &input, &one.facts);
        }
        let removed = self.removes.filter(|_| refused.is_empty()).and_then(|field| {
            let Value::Object(input) = &input else { return None };
            input.get(field).cloned()
        });
        let is_behind = refused.iter().any(|one| one.code == CONFLICT);
        if done.is_none() && (is_behind || matches!(self.run, Run::Keeping(_))) {
            done = self.stored(request, &input).await?.map(|row| Done::Rows(vec![row]));
        }
        self.shape(ctx, field, (done.as_ref(), removed), &refused).await
    }

    /// The row that it would have answered with: the first of that kind which the input names, or the one that hangs on
    /// what it names.
    async fn stored(&self, request: &Request, input: &Value) -> Result<Option<Uuid>, Stop> {
        let mut registry = Registry::default();
        let (shown, ty) = ((self.ty)(&mut registry), (self.input)(&mut registry));
        let (Value::Object(given), Some(MetaType::InputObject { input_fields, .. })) =
            (input, registry.types.get(ty.trim_end_matches('!')))
        else {
            return Ok(None);
        };
        let named = input_fields.keys().filter_map(|field| {
            let Some(Value::String(id)) = given.get(field.as_str()) else { return None };
            Some((type_of_ids(model(), id)?, entity::ids::split(id)?.1))
        });
        let named: Vec<(&Object, Uuid)> = named.collect();
        if let Some((_, row)) = named.iter().find(|(object, _)| object.name == shown) {
            return Ok(Some(*row));
        }
        let table = model().objects.iter().find(|object| object.name == shown).map_or("", |object| object.table);
        let linked = named.iter().find_map(|(object, row)| {
            let link = object.fields.iter().find(|field| field.ty.named() == shown && !field.ty.is_list())?;
            let sql = if let Source::One { column } = link.source {
                format!("SELECT {column} AS id FROM {} WHERE id = $1", object.table)
            } else if let Source::Back { column, .. } = link.source {
                format!("SELECT id FROM {table} WHERE {column} = $1")
            } else {
                return None;
            };
            Some((sql, *row))
        });
        let Some((sql, row)) = linked else { return Ok(None) };
        let db = request.api.db.connection();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [row.into()]);
        let row = db.query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get("", "id")).transpose()?)
    }

    /// The payload. What was done stays done when a part of it cannot be read: that part is null.
    async fn shape(
        &self,
        ctx: &Context<'_>,
        field: &Positioned<Selected>,
        (done, removed): (Option<&Done>, Option<Value>),
        refusals: &[Refused],
    ) -> ApiResult<Value> {
        let request = ctx.request();
        let key = field.node.response_key().node.as_str();
        let pieces = request.prepared.pieces(key).ok_or_else(|| Stop::failure("a payload that was not planned"))?;
        let types = self.types();
        let mut payload = IndexMap::new();
        for (key, piece) in pieces {
            let value = match (piece, done) {
                (Piece::Type, _) => Value::from(format!("{types}Payload")),
                (Piece::Errors(fields), _) => {
                    let language = if refusals.is_empty() { Language::En } else { request.language().await? };
                    let shown = refusals.iter().map(|refused| refused.shown(&types, fields, language));
                    Value::List(shown.collect())
                }
                (Piece::Removed, _) => removed.clone().unwrap_or_default(),
                (Piece::Rows(_) | Piece::Value(_), None) => Value::Null,
                (Piece::Rows(plan), Some(Done::Rows(rows))) => {
                    let value = request.read_rows(plan, rows, &ctx.query_env.variables).await;
                    nullable(ctx, key, value.map_err(ServerError::from))
                }
                (Piece::Value(_), Some(Done::Plain(value))) => {
                    if let Value::String(text) = value {
                        request.room.take(text.len())?;
                    }
                    value.clone()
                }
                (Piece::Value(edges), Some(Done::Value(value))) => {
                    let inside = ctx.with_selection_set(&field.node.selection_set);
                    let selected =
                        selected(field, key).ok_or_else(|| Stop::failure("a payload that was not planned"))?;
                    let mut value = value.resolve(&inside.with_field(selected)).await;
                    for edges in edges {
                        let Ok(filled) = &mut value else { break };
                        if let Err(error) = edges.fill(filled, request, &ctx.query_env.variables).await {
                            value = Err(error.into());
                        }
                    }
                    nullable(ctx, key, value)
                }
                (Piece::Rows(_), Some(Done::Plain(_) | Done::Value(_))) | (Piece::Value(_), Some(Done::Rows(_))) => {
                    return Err(Stop::failure("a payload of another type than it was declared").into());
                }
            };
            payload.insert(Name::new(key), value);
        }
        Ok(Value::Object(payload))
    }
}

/// The field of a payload under a key.
fn selected<'a>(payload: &'a Positioned<Selected>, key: &str) -> Option<&'a Positioned<Selected>> {
    payload.node.selection_set.node.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) if field.node.response_key().node == key => Some(field),
        Selection::Field(_) | Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
    })
}

/// A value, or null and the error beside it.
fn nullable(ctx: &Context<'_>, key: &str, value: ServerResult<Value>) -> Value {
    value.unwrap_or_else(|mut error| {
        if error.path.is_empty() {
            error = ctx.set_error_path(error);
            error.path.push(PathSegment::Field(key.to_owned()));
        }
        ctx.add_error(error);
        Value::Null
    })
}

/// The way to what a refusal is about, with its place in every list on the way: the one that a fact names. Where that stands
/// twice it is the second one.
fn located(path: &[String], input: &Value, facts: &[(&'static str, Box<dyn Fact>)]) -> Vec<String> {
    let mut way = Vec::new();
    let mut here = Some(input);
    let mut steps = path.iter().peekable();
    loop {
        let next = steps.peek().copied();
        if let Some(Value::List(items)) = here
            && next.is_none_or(|step| step.parse::<usize>().is_err())
        {
            let is_named = |item: &Value| facts.iter().any(|(_, fact)| names(&fact.data(), item));
            let has_next = |item: &Value| {
                next.is_none_or(|step| matches!(item, Value::Object(it) if it.contains_key(step.as_str())))
            };
            let place = items.iter().rposition(|item| is_named(item) && has_next(item));
            if let Some(place) = place.or_else(|| items.iter().rposition(is_named)) {
                way.push(place.to_string());
                here = items.get(place);
            }
        }
        let Some(step) = steps.next() else { return way };
        here = match here {
            Some(Value::Object(fields)) => fields.get(step.as_str()),
            Some(Value::List(items)) => step.parse::<usize>().ok().and_then(|place| items.get(place)),
            _ => None,
        };
        way.push(step.clone());
    }
}

/// Whether a fact is an item of a list, or stands in it.
fn names(fact: &Value, item: &Value) -> bool {
    let Some(fact) = text(fact) else { return false };
    let is_it = |value: &Value| text(value) == Some(fact);
    if let Value::Object(fields) = item { fields.values().any(is_it) } else { is_it(item) }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Enum(word) => Some(word),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) | Value::List(_) | Value::Object(_) => {
            None
        }
    }
}

/// The way to a text in an input.
fn place_of(input: &Value, text: &str) -> Option<Vec<String>> {
    let inside = |(step, value): (String, &Value)| {
        let mut way = place_of(value, text)?;
        way.insert(0, step);
        Some(way)
    };
    match input {
        Value::String(known) => (known == text).then(Vec::new),
        Value::List(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).find_map(inside),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.to_string(), value)).find_map(inside),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => None,
    }
}

impl Refused {
    /// It for people.
    pub fn message(&self, language: Language) -> String {
        sentence(self.sentence, &self.facts, language)
    }

    /// It as the caller asks for it, by the keys of what is selected.
    fn shown(&self, types: &str, fields: &[(String, String)], language: Language) -> Value {
        let shown = fields.iter().map(|(key, field)| {
            let value = match field.as_str() {
                "code" => Value::from(self.code),
                "reason" => Value::Enum(Name::new(self.code)),
                "message" => Value::from(self.message(language)),
                "path" => {
                    let steps = std::iter::once("input").chain(self.path.iter().map(String::as_str));
                    Value::List(steps.map(Value::from).collect())
                }
                "__typename" => Value::from(format!("{types}Error")),
                name => {
                    let fact = self.facts.iter().find(|(known, _)| camel(known) == name);
                    fact.map_or(Value::Null, |(_, fact)| fact.data())
                }
            };
            (Name::new(key), value)
        });
        Value::Object(shown.collect())
    }
}

impl Call<'_> {
    /// Does it, as often as others are in its way. What has transactions of its own is begun once: it has counted that
    /// somebody tried before it opens one.
    async fn done(&self, input: &Value) -> ApiResult<Outcome> {
        let is_whole = matches!(self.act.run, Run::Whole(_));
        let mut tries = Tries::default();
        let outcome = loop {
            match self.attempt(input.clone()).await {
                Err(stop) if !is_whole && tries.go_on(&stop) => {}
                outcome => break outcome,
            }
        };
        // What is not for the caller is written down, also where it is one row of many.
        for code in [Code::NotFound, Code::Forbidden] {
            let is_noted = match &outcome {
                Err(stop) => stop.verdict() == Some(code),
                Ok(outcome) => outcome.refused.iter().any(|refused| refused.code == code.word()),
            };
            if is_noted {
                self.request.note_refusal(self.act.name, code).await?;
            }
        }
        outcome.map_err(|stop| {
            let place = if let Stop::WrongId { given, .. } = &stop { place_of(input, given) } else { None };
            let way = place.map(|way| [vec!["input".to_owned()], way].concat());
            ApiError { argument: way.unwrap_or_default(), ..stop.into() }
        })
    }

    /// Opens the transaction that it is done in.
    async fn work(&self) -> Result<Work, Stop> {
        Ok(self.request.work().await?.doing(self.act.name))
    }

    /// Opens one in which it only reads.
    async fn reading(&self) -> Result<Work, Stop> {
        Ok(self.request.reading().await?.doing(self.act.name))
    }

    async fn attempt(&self, input: Value) -> Result<Outcome, Stop> {
        match self.act.run {
            Run::Whole(run) => run(self, input).await,
            Run::Ending(run) => run(self.reading().await?, input).await,
            Run::Reading(run) => {
                let work = self.reading().await?;
                let outcome = run(self, &work, input).await?;
                let notes = work.notes();
                drop(work);
                if outcome.done.is_some() && !notes.is_empty() {
                    let work = self.work().await?;
                    work.keep(notes).await?;
                    work.commit().await?;
                }
                Ok(outcome)
            }
            Run::Trying(run) => run(self, &self.work().await?, input).await,
            Run::Once(run) => {
                let work = self.work().await?;
                work.restrict(self.act.rights);
                let outcome = run(self, &work, input).await?;
                if outcome.done.is_some() {
                    work.heed_rights()?;
                    work.commit().await?;
                }
                Ok(outcome)
            }
            Run::Command(run) => self.once_with_key(run, false, input).await,
            Run::Keeping(run) => self.once_with_key(run, true, input).await,
        }
    }

    /// Runs a command in the one transaction of a mutation. A request with a key that came before is answered with what it
    /// did then: the same rows, read again.
    async fn once_with_key(&self, run: Command, keeps: bool, mut input: Value) -> Result<Outcome, Stop> {
        let work = self.work().await?;
        if self.request.api.is_bounded(&self.request.actor)
            && let Some(until) = ACTS.full(&work, work.user()?).await?
        {
            let wait = (until - work.now()).num_seconds();
            return Err(Stop::TooMany { retry_after: u64::try_from(wait).unwrap_or_default() + 1 });
        }
        let key = take_key(&mut input)?.map(|key| (key, hex::encode(Sha256::digest(input.to_string()))));
        if let Some((key, hash)) = &key
            && let Some((known, result)) = work.recall(self.act.name, key).await?
        {
            return if known == *hash { self.remembered(result) } else { Err(Stop::KeyReused) };
        }
        work.restrict(self.act.rights);
        let outcome = run(self, &work, input).await?;
        if outcome.done.is_none() {
            if keeps && work.is_audited() {
                work.commit().await?;
            }
            return Ok(outcome);
        }
        work.heed_rights()?;
        if let (Some((key, hash)), Some(Done::Rows(rows))) = (&key, &outcome.done) {
            let refused: Vec<Kept> = outcome.refused.iter().map(Kept::of).collect();
            work.remember(self.act.name, key, hash, json!(Remembered { rows: rows.clone(), refused })).await?;
        }
        work.commit().await?;
        Ok(outcome)
    }

    /// What came of the same request before.
    fn remembered(&self, result: serde_json::Value) -> Result<Outcome, Stop> {
        let Remembered { rows, refused } = serde_json::from_value(result).map_err(Stop::failure)?;
        let refused = refused.into_iter().map(|kept| kept.told(self.act));
        Ok(Outcome { done: Some(Done::Rows(rows)), refused: refused.collect::<Result<_, Stop>>()? })
    }
}

/// What came of a request with an idempotency key.
#[derive(Serialize, Deserialize)]
struct Remembered {
    rows: Vec<Uuid>,
    /// Why a part of it was refused.
    refused: Vec<Kept>,
}

/// A reason that is told again.
#[derive(Serialize, Deserialize)]
struct Kept {
    code: String,
    path: Vec<String>,
    facts: BTreeMap<String, KeptFact>,
}

/// A fact that is told again: for programs, and in the languages of [`Language::ALL`].
#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptFact {
    data: serde_json::Value,
    said: [String; 4],
}

impl Kept {
    fn of(refused: &Refused) -> Self {
        let facts = refused.facts.iter().map(|(name, fact)| {
            let data = fact.data().into_json().unwrap_or_default();
            ((*name).to_owned(), KeptFact { data, said: Language::ALL.map(|language| fact.said(language)) })
        });
        Self { code: refused.code.to_owned(), path: refused.path.clone(), facts: facts.collect() }
    }

    fn told(self, act: &Act) -> Result<Refused, Stop> {
        let declared = act.codes.iter().zip(act.sentences).find(|((code, _), _)| *code == self.code);
        let ((code, _), sentence) = declared.ok_or_else(|| Stop::failure("a reason that is not known any more"))?;
        let fact = |(name, _): &(&'static str, TypeOfFact)| {
            Some((*name, Box::new(self.facts.get(*name)?.clone()) as Box<dyn Fact>))
        };
        let mut facts: Vec<(&'static str, Box<dyn Fact>)> = Vec::new();
        for declared in act.facts {
            if facts.iter().all(|(known, _)| *known != declared.0) {
                facts.extend(fact(declared));
            }
        }
        Ok(Refused { code, sentence, path: self.path, facts })
    }
}

impl Fact for KeptFact {
    fn ty(_: &mut Registry) -> Option<String> {
        None
    }

    fn data(&self) -> Value {
        Value::from_json(self.data.clone()).unwrap_or_default()
    }

    fn said(&self, language: Language) -> String {
        let said = Language::ALL.into_iter().zip(&self.said).find(|(known, _)| *known == language);
        said.map(|(_, said)| said.clone()).unwrap_or_default()
    }
}

/// Takes the idempotency key out of an input.
fn take_key(input: &mut Value) -> Result<Option<String>, Stop> {
    let Value::Object(fields) = input else { return Ok(None) };
    match fields.shift_remove(KEY) {
        Some(Value::String(key)) if (1..=64).contains(&key.len()) => Ok(Some(key)),
        Some(Value::String(_)) => Err(Stop::bad_input("an idempotency key has 1 to 64 characters")),
        _ => Ok(None),
    }
}

/// How often a work is begun that others keep overtaking. Each time, at least one of the others has been done.
const TRIES: u32 = 5;

/// Counts how often a work was begun.
#[derive(Debug, Default)]
pub struct Tries(u32);

impl Tries {
    /// Whether to begin a work again that came to `stop`.
    pub fn go_on(&mut self, stop: &Stop) -> bool {
        self.0 += 1;
        let goes_on = self.0 < TRIES && stop.is_overtaken();
        if goes_on {
            tracing::info!(tries = self.0, "a work was overtaken, and is begun again");
        }
        goes_on
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    fn way(path: &[&str], facts: &[(&'static str, Box<dyn Fact>)]) -> Vec<String> {
        let input = value!({
            "ids": ["a", "b"],
            "scores": [{ "code": "C1", "comment": "x" }, { "code": "C2" }, { "code": "C1" }],
            "tracks": ["NQL", "BELGICA"],
        });
        let path: Vec<String> = path.iter().map(|step| (*step).to_owned()).collect();
        located(&path, &input, facts)
    }

    #[test]
    fn the_way_leads_to_the_place_in_a_list_that_a_fact_names() {
        let named = |name: &str| -> Vec<(&'static str, Box<dyn Fact>)> { vec![("it", Box::new(name.to_owned()))] };
        assert_eq!(way(&["ids"], &named("b")), ["ids", "1"]);
        assert_eq!(way(&["scores", "comment"], &named("C2")), ["scores", "1", "comment"]);
        assert_eq!(way(&["scores", "comment"], &named("C1")), ["scores", "0", "comment"], "the one that has a comment");
        assert_eq!(way(&["scores"], &named("C1")), ["scores", "2"], "the second of two");
        assert_eq!(way(&["tracks"], &named("BELGICA")), ["tracks", "1"]);
        for (path, facts) in [
            (vec!["ids"], named("c")),
            (vec!["ids"], Vec::new()),
            (vec!["scores", "1", "comment"], named("C1")),
            (vec!["nothing", "here"], named("a")),
            (vec![], named("a")),
        ] {
            assert_eq!(way(&path, &facts), path, "as it was told");
        }
    }
}
