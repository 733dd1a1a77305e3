//! Watching: an event each time that the caller's own selection of a row says something else.
//!
//! What is selected is compiled as for any query, with the rights, embargo and limits of one. The plan says which tables it
//! reads, and whether it depends on the time: that is what wakes whoever watches, so no field can be forgotten. What comes
//! of a look is held against what was told last, and an event goes out when the two differ. So an event can say nothing
//! that asking again and again would not, and a write that changes nothing for the caller is none of theirs (INV-22, INV-33).

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use async_graphql::{
    Variables,
    parser::{
        parse_query,
        types::{OperationDefinition, OperationType, SelectionSet},
    },
};
use serde_json::value::RawValue;
use tokio::time::Instant;
use tracing::Span;
use uuid::Uuid;

use super::{
    Api, Caller, Operation, Reply,
    argument::Argument,
    error::{ApiError, ApiResult, Code, PASSES, TRY_LATER, wanted_id},
    execute::{Checked, Found},
    fact::Sentence,
    limit::Subject,
    model::model,
    object::{Object, Source, View, Watched},
    plan::{CHUNK, Collected, Compiler, Plan},
};
use crate::{
    auth::{Actor, Audience},
    db::Feeling,
    stop::Stop,
};

/// Longest time for one look.
const PATIENCE: Duration = Duration::from_secs(30);
/// Rows that one operation watches, at most.
const ROWS: usize = 20_000;
/// Part of what a caller may ask for in a minute that one operation looks at, at most: it looks less often instead.
const SHARE: u64 = 20;

/// How often those who watch look again.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Shortest time between one look and the next, however much is written.
    pub pause: Duration,
    /// Longest time for what changes by itself, such as a deadline that is over.
    pub tick: Duration,
    /// Longest time for all else: word of a write in another process may be lost.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pause: Duration::from_secs(1), tick: Duration::from_secs(5), patience: Duration::from_secs(30) }
    }
}

/// What came of an operation that may take a while.
pub enum Opened {
    /// It is answered, and over.
    Answered(Reply),
    /// It goes on.
    Watching(Box<Watching>),
}

/// Somebody watches something.
pub struct Watching {
    api: Arc<Api>,
    caller: Caller,
    /// In whose eyes everything is seen.
    audience: Audience,
    request_id: Option<String>,
    checked: Arc<Checked>,
    variables: Variables,
    watched: &'static Watched,
    /// The one row that is watched; all rows when there is none.
    only: Option<Uuid>,
    /// What was told last of each row, or what there was to begin with: a hash.
    told: BTreeMap<Uuid, u64>,
    /// Rows of which there is something else to tell; each is read when it is its turn, so that only one answer is held.
    pending: VecDeque<Uuid>,
    feeling: Feeling,
    /// Whether what is watched changes by itself.
    is_timed: bool,
    /// Whether it has looked before, and knows how many rows there are.
    is_begun: bool,
    /// Whether it is time to look again.
    is_due: bool,
    /// Not to look before this instant.
    rest: Instant,
}

impl Api {
    /// Answers a query, or begins to watch.
    pub async fn open(self: &Arc<Self>, caller: Caller, operation: Operation) -> Opened {
        let refused = |errors| Opened::Answered(Reply::Refused(errors));
        let actor = match self.admit(caller).await {
            Ok(actor) => actor,
            Err(error) => return refused(vec![error]),
        };
        Span::current().record("role", actor.audience().word());
        let found = match self.check(caller, &actor, &operation).await {
            Ok(found) => found,
            Err(errors) => return refused(self.told(&actor, operation.request_id, errors).await),
        };
        Span::current().record("operation", found.checked.called());
        let definition = found.checked.operation();
        if !definition.is_ok_and(|definition| definition.ty == OperationType::Subscription) {
            return Opened::Answered(self.answer(caller, &actor, &operation, found).await);
        }
        match patiently(Watching::begin(self, caller, &actor, found, &operation)).await {
            Ok(watching) => Opened::Watching(Box::new(watching)),
            Err(errors) => refused(self.told(&actor, operation.request_id, errors).await),
        }
    }
}

impl Watching {
    async fn begin(
        api: &Arc<Api>,
        caller: Caller,
        actor: &Actor,
        found: Found,
        operation: &Operation,
    ) -> Result<Self, Vec<ApiError>> {
        let checked = Arc::clone(&found.checked);
        let (definition, variables) = api.prepare(caller, actor, &checked, operation)?;
        api.look_at(caller, actor, operation.query.len())?;
        let fields = compiler(api, actor.audience(), &checked, &variables)
            .fields("Subscription", &[&definition.selection_set.node])?;
        let (watched, argument) = the_one(&fields, &variables)?;
        let only = argument.map(|id| known(watched.view.named_by(), id)).transpose()?;
        let mut watching = Self {
            api: Arc::clone(api),
            caller,
            audience: actor.audience(),
            request_id: operation.request_id.clone(),
            only,
            watched,
            told: BTreeMap::new(),
            pending: VecDeque::new(),
            feeling: api.db.pulse().feel(&[]),
            is_timed: false,
            is_begun: false,
            is_due: false,
            rest: Instant::now(),
            variables,
            checked,
        };
        let now = watching.now(actor).await?;
        api.keep(actor.audience(), operation, &found);
        match watching.only {
            Some(_) if now.is_empty() => return Err(ApiError::from(Stop::NotFound).into()),
            // This one is told at once.
            Some(id) if matches!(watched.view, View::One { .. }) => watching.pending.push_back(id),
            Some(_) | None => watching.told = now,
        }
        Ok(watching)
    }

    /// The next event, as the JSON of an answer; an error ends it.
    pub async fn next(&mut self) -> Result<Vec<u8>, Vec<ApiError>> {
        loop {
            let taken = patiently(self.take()).await;
            let done = if let Ok(None) = taken {
                self.wait().await;
                patiently(self.look()).await.map(|()| None)
            } else {
                taken
            };
            match done {
                Ok(Some(event)) => return Ok(event),
                Ok(None) => {}
                Err(errors) => {
                    // When it was too often, events wait, and are as of when they are told.
                    let Some(seconds) = errors.iter().find_map(|error| error.retry_after) else { return Err(errors) };
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                }
            }
        }
    }

    /// The event about what changed first, if [`Self::look`] has found anything.
    pub async fn take(&mut self) -> Result<Option<Vec<u8>>, Vec<ApiError>> {
        while let Some(id) = self.pending.front().copied() {
            let event = self.tell(id).await.map_err(|error| vec![error])?;
            self.pending.pop_front();
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// Waits until something was written that the selection reads, or for so long that it may have changed by itself.
    async fn wait(&mut self) {
        let Pace { tick, patience, .. } = self.api.pace;
        if !self.is_due {
            let longest = if self.is_timed { tick } else { patience };
            let _ = tokio::time::timeout(longest, self.feeling.changed()).await;
            self.is_due = true;
        }
        tokio::time::sleep_until(self.rest).await;
    }

    /// Looks again, and lists every row of which the selection does not say what was told last.
    pub async fn look(&mut self) -> Result<(), Vec<ApiError>> {
        let one = |error: ApiError| vec![error];
        let actor = self.admit().await.map_err(one)?;
        let now = self.now(&actor).await.map_err(one)?;
        self.pending = differences(&self.told, &now);
        self.is_due = false;
        Ok(())
    }

    /// The caller, who still is who began.
    async fn admit(&self) -> ApiResult<Actor> {
        let actor = self.api.admit(self.caller).await?;
        if actor.audience() == self.audience { Ok(actor) } else { Err(Stop::SignedOut.into()) }
    }

    /// What the selection says of every row now.
    async fn now(&mut self, actor: &Actor) -> ApiResult<BTreeMap<Uuid, u64>> {
        // What is written from here on is another beat.
        self.feeling.settle();
        self.rest = Instant::now() + self.api.pace.pause;
        let own = own_values(model().object(self.watched.view.shown())?, self.audience)?;
        let layout = self.layout(&own)?;
        let plan = self.plan(&layout, self.only.is_some(), true)?;
        let row_cost = plan.cost.weigh(&self.variables)?;
        // What an event would cost too much of is refused before there is one.
        let (event_cost, most) = (layout.cost + row_cost, self.api.meter.per_operation(self.audience));
        if event_cost > most {
            let message = Sentence::new("The operation costs {cost}; at most {limit} is allowed.");
            let message = message.with("cost", event_cost).with("limit", most);
            return Err(ApiError::said(Code::QueryTooComplex, message));
        }
        self.feeling.turn_to(plan.tables.clone());
        self.is_timed = plan.is_timed;
        let subject = Subject::of(actor.id(), self.caller.address);
        let of = |rows: usize| row_cost.saturating_mul(u64::try_from(rows).unwrap_or(u64::MAX));
        let mut now = BTreeMap::new();
        let mut row = self.only.unwrap_or(Uuid::nil());
        loop {
            // Paid for before it is read, so that nobody who cannot pay makes work: at first a whole chunk, then as many
            // rows as there were.
            let expected = match self.only {
                Some(_) => 1,
                None if self.is_begun => self.told.len().saturating_sub(now.len()).clamp(1, CHUNK),
                None => CHUNK,
            };
            self.api.meter.spend(self.audience, &subject, of(expected))?;
            let chunk = self.read(actor, &plan, row).await?;
            if chunk.len() > expected {
                self.api.meter.spend(self.audience, &subject, of(chunk.len() - expected))?;
            }
            let is_last = self.only.is_some() || chunk.len() < CHUNK;
            now.extend(chunk.into_iter().map(|(id, said)| (id, hash(&said))));
            if now.len() > ROWS {
                let message = Sentence::new("More than {limit} rows cannot be watched at once: name one by its id.");
                let message = message.with("limit", ROWS);
                return Err(ApiError::said(Code::QueryTooComplex, message));
            }
            match now.last_key_value() {
                Some((last, _)) if !is_last => row = *last,
                Some(_) | None => break,
            }
        }
        let share = self.api.meter.share(self.audience, of(now.len()), SHARE);
        self.rest = Instant::now() + self.api.pace.pause.max(share);
        self.is_begun = true;
        Ok(now)
    }

    /// The event about one row, as it is now; nothing when the selection says what was told last.
    async fn tell(&mut self, id: Uuid) -> ApiResult<Option<Vec<u8>>> {
        let actor = self.admit().await?;
        let own = own_values(model().object(self.watched.view.shown())?, self.audience)?;
        let layout = self.layout(&own)?;
        let plan = self.plan(&layout, true, true)?;
        let cost = layout.cost + plan.cost.weigh(&self.variables)?;
        let subject = Subject::of(actor.id(), self.caller.address);
        self.api.meter.spend(self.audience, &subject, cost)?;
        let mut said = self.read(&actor, &plan, id).await?.pop().map(|(_, said)| said);
        let told = said.as_ref().map(|said| hash(said));
        if told.as_ref() == self.told.get(&id) {
            return Ok(None);
        }
        if plan.counts_down {
            let whole = self.plan(&layout, true, false)?;
            said = self.read(&actor, &whole, id).await?.pop().map(|(_, said)| said);
        }
        let event = layout.event(id, said.as_deref())?;
        if self.checked.is_sensitive {
            let request_id = self.request_id.clone();
            self.api.note_reading(&actor, &self.checked, &self.variables, request_id).await?;
        }
        match told {
            Some(told) => self.told.insert(id, told),
            None => self.told.remove(&id),
        };
        Ok(Some(event))
    }

    /// What the selection is made of.
    fn layout<'a>(&'a self, own: &'a SelectionSet) -> ApiResult<Layout<'a>> {
        let definition: &OperationDefinition = self.checked.operation()?;
        let compiler = compiler(&self.api, self.audience, &self.checked, &self.variables);
        let roots = compiler.fields("Subscription", &[&definition.selection_set.node])?;
        let key = roots.first().map_or("", |(key, _)| *key);
        let selections = selections(&roots);
        let object = model().object(self.watched.view.shown())?;
        let View::Rows { .. } = self.watched.view else {
            return Ok(Layout { key, object, parts: None, selections: vec![selections], cost: 1 });
        };
        let mut parts = Vec::new();
        let mut read = Vec::new();
        for (key, fields) in compiler.fields(&format!("{}Changed", object.name), &selections)? {
            let part = match fields.first().map(|field| field.node.name.node.as_str()) {
                Some("__typename") => Part::Typename,
                Some("id") => Part::Id,
                Some(_) | None => {
                    read.push(fields.iter().map(|field| &field.node.selection_set.node).collect());
                    Part::Row
                }
            };
            parts.push((key, part));
        }
        let cost = 1 + u64::try_from(parts.len()).unwrap_or(u64::MAX);
        if read.is_empty() {
            read.push(vec![own]);
        }
        Ok(Layout { key, object, parts: Some(parts), selections: read, cost })
    }

    fn plan(&self, layout: &Layout<'_>, is_one: bool, is_still: bool) -> ApiResult<Plan> {
        let compiler = compiler(&self.api, self.audience, &self.checked, &self.variables);
        let compiler = if is_still { compiler.still() } else { compiler };
        compiler.watched(layout.object, is_one, &layout.selections)
    }

    /// What a plan says of rows.
    async fn read(&self, actor: &Actor, plan: &Plan, row: Uuid) -> ApiResult<Vec<(Uuid, String)>> {
        let values = plan.fill_for(&[row], (actor, self.caller.language), &self.api.clock, &self.variables)?;
        // No answer: the token is of before the caller's rights changed.
        let json = self.api.fetch(plan, &values).await?.ok_or(Stop::SignedOut)?;
        let rows: Vec<(Uuid, &RawValue)> = serde_json::from_str(&json).map_err(|error| ApiError::internal(&error))?;
        Ok(rows.into_iter().map(|(id, said)| (id, said.get().to_owned())).collect())
    }
}

/// What comes of looking, within the time of a request: a database that has gone without a word is asked again.
async fn patiently<T>(looking: impl Future<Output = Result<T, Vec<ApiError>>>) -> Result<T, Vec<ApiError>> {
    let late = || ApiError { retry_after: Some(PASSES), ..ApiError::said(Code::TryLater, TRY_LATER) };
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| Err(vec![late()]))
}

/// What an event is made of.
struct Layout<'a> {
    /// What the one field of the subscription is called in the answer.
    key: &'a str,
    object: &'static Object,
    /// What an event has inside, by key; nothing where the row itself is the answer.
    parts: Option<Vec<(&'a str, Part)>>,
    /// What is read of a row, part by part.
    selections: Vec<Vec<&'a SelectionSet>>,
    /// What an event costs beside the row.
    cost: u64,
}

enum Part {
    Typename,
    Id,
    /// What is read of the row next.
    Row,
}

impl Layout<'_> {
    /// The JSON of the event about a row, with what was read of it; nothing when it is out of sight.
    fn event(&self, id: Uuid, said: Option<&str>) -> ApiResult<Vec<u8>> {
        let said: Vec<&RawValue> =
            said.map_or(Ok(Vec::new()), serde_json::from_str).map_err(|error| ApiError::internal(&error))?;
        let mut said = said.into_iter().map(RawValue::get);
        let mut body = format!("{{\"data\":{{{}:", quoted(self.key));
        match &self.parts {
            None => body.push_str(said.next().ok_or(Stop::NotFound)?),
            Some(parts) => {
                let mut before = '{';
                for (key, part) in parts {
                    body.push(before);
                    before = ',';
                    body.push_str(&quoted(key));
                    body.push(':');
                    match part {
                        Part::Typename => body.push_str(&quoted(&format!("{}Changed", self.object.name))),
                        Part::Id => {
                            let id = format!("{}_{}", self.object.prefix.unwrap_or_default(), id.simple());
                            body.push_str(&quoted(&id));
                        }
                        Part::Row => body.push_str(said.next().unwrap_or("null")),
                    }
                }
                body.push('}');
            }
        }
        body.push_str("}}");
        Ok(body.into_bytes())
    }
}

fn compiler<'a>(api: &Api, audience: Audience, checked: &'a Checked, variables: &'a Variables) -> Compiler<'a> {
    Compiler::new(model(), api.db.dialect(), audience, &checked.document.fragments, variables)
}

/// The one field of a subscription: what it watches, and the id that it was given.
fn the_one<'a>(fields: &Collected<'a>, variables: &'a Variables) -> ApiResult<(&'static Watched, Option<&'a str>)> {
    let wrong = || ApiError::new(Code::ValidationFailed, "A subscription asks for one field.");
    let [(_, same)] = fields.as_slice() else { return Err(wrong()) };
    let field = same.first().ok_or_else(wrong)?;
    let name = field.node.name.node.as_str();
    let watched = model().watched.iter().find(|watched| watched.name == name).ok_or_else(wrong)?;
    let argument = field.node.arguments.first().and_then(|(_, value)| Argument::new(&value.node, variables));
    let given = argument.filter(|argument| !argument.is_null());
    let id = given
        .map(|id| {
            id.word().ok_or_else(|| {
                ApiError::said(Code::BadUserInput, "an id of the form kind_ and 32 hex digits is wanted")
            })
        })
        .transpose()?;
    match watched.view {
        View::One { .. } if id.is_none() => {
            Err(ApiError::said(Code::BadUserInput, "an id of the form kind_ and 32 hex digits is wanted"))
        }
        View::One { .. } | View::Rows { .. } => Ok((watched, id)),
    }
}

fn selections<'a>(fields: &Collected<'a>) -> Vec<&'a SelectionSet> {
    fields.iter().flat_map(|(_, same)| same).map(|field| &field.node.selection_set.node).collect()
}

/// The row behind an id, when it is one of this object.
fn known(object: &str, id: &str) -> ApiResult<Uuid> {
    let prefix = model().object(object)?.prefix.unwrap_or_default();
    let parsed = entity::ids::parse(prefix, id);
    parsed.map_err(|_| wanted_id(prefix))
}

/// What a row itself says to an audience, as a selection: that is watched where nothing is selected.
pub fn own_values(object: &Object, audience: Audience) -> ApiResult<SelectionSet> {
    let own = object
        .fields
        .iter()
        .filter(|field| field.audiences.contains(&audience) && matches!(field.source, Source::Id | Source::Value(_)));
    let fields: BTreeSet<&str> = own.map(|field| field.name).collect();
    let query = format!("{{ __typename {} }}", fields.into_iter().collect::<Vec<_>>().join(" "));
    let document = parse_query(query).map_err(|error| ApiError::internal(&error))?;
    let operation = document.operations.iter().next().map(|(_, operation)| operation.node.selection_set.node.clone());
    operation.ok_or_else(|| ApiError::internal(&std::io::Error::other("no selection of own values")))
}

fn hash(said: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    said.hash(&mut hasher);
    hasher.finish()
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Rows that do not say what was told of them, that came, or that are gone.
fn differences(told: &BTreeMap<Uuid, u64>, now: &BTreeMap<Uuid, u64>) -> VecDeque<Uuid> {
    let changed = now.iter().filter(|(id, hash)| told.get(*id) != Some(*hash)).map(|(id, _)| *id);
    let gone = told.keys().filter(|id| !now.contains_key(*id)).copied();
    changed.chain(gone).collect::<BTreeSet<Uuid>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_change_and_go() {
        let rows = |rows: &[(u128, u64)]| rows.iter().map(|(id, hash)| (Uuid::from_u128(*id), *hash)).collect();
        let before = rows(&[(1, 1), (2, 1), (3, 1)]);
        let ids: Vec<u128> = differences(&before, &rows(&[(1, 1), (2, 2), (4, 1)])).iter().map(Uuid::as_u128).collect();
        assert_eq!(ids, [2, 3, 4]);
        assert!(differences(&before, &before).is_empty());
    }
}
