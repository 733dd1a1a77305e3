//! Watching: an event for each row that changed in the eyes of the caller.
//!
//! Whoever watches looks at what a query of hers would answer, looks again after every write, and is told of what is not
//! as it was. So an event can say nothing that asking again and again would not: rights, embargo and limits are those of
//! the query, and a write that changes nothing for her is none of hers (INV-22, INV-33).

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
    time::Duration,
};

use async_graphql::{
    Variables,
    parser::types::{OperationType, SelectionSet},
};
use serde_json::{Value, json};
use tokio::{sync::watch, time::Instant};
use uuid::Uuid;

use super::{
    Api, Caller, Executed, Operation, Reply,
    argument::Argument,
    connection::PAGE_MAXIMUM,
    error::{ApiError, ApiResult, Code},
    execute::{Checked, Found, Room},
    limit::Subject,
    model::model,
    object::{Object, Source, View, Watched},
    plan::{Collected, Compiler, Plan},
    schema::lower,
};
use crate::{
    auth::{Actor, Audience},
    stop::Stop,
};

/// Pages that are looked at, at most.
const PAGES: usize = 10;

/// How often those who watch look again.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Shortest time between one look and the next, however much is written.
    pub pause: Duration,
    /// Longest time, also when nothing is written: some things change by themselves, at midnight.
    pub patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pause: Duration::from_secs(1), patience: Duration::from_secs(30) }
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
    request_id: Option<String>,
    checked: Arc<Checked>,
    variables: Variables,
    view: &'static View,
    /// The one thing that is watched, by its id; all rows when there is none.
    only: Option<String>,
    seen: Seen,
    /// Ids of what is to be told; each is read when it is its turn, so that only one answer is held.
    pending: VecDeque<String>,
    pulse: watch::Receiver<u64>,
    /// Whether it is time to look again.
    is_due: bool,
    looked_at: Instant,
}

/// How everything looked: a hash by id; for counts the counts themselves.
#[derive(Default)]
struct Seen {
    rows: BTreeMap<String, u64>,
    counts: Value,
    /// Whether there are more rows than these.
    is_part: bool,
}

impl Api {
    /// Answers a query, or begins to watch.
    pub async fn open(self: &Arc<Self>, caller: Caller, operation: Operation) -> Opened {
        let refused = |errors| Opened::Answered(Reply::Refused(errors));
        let actor = match self.admit(caller).await {
            Ok(actor) => actor,
            Err(error) => return refused(vec![error]),
        };
        let found = match self.check(caller, &actor, &operation).await {
            Ok(found) => found,
            Err(errors) => return refused(self.told(&actor, operation.request_id, errors).await),
        };
        let definition = found.checked.operation();
        if !definition.is_ok_and(|definition| definition.ty == OperationType::Subscription) {
            return Opened::Answered(self.answer(caller, &actor, &operation, found).await);
        }
        match Watching::begin(self, caller, &actor, found, &operation).await {
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
        let one = |error: ApiError| vec![error];
        let checked = Arc::clone(&found.checked);
        let (definition, variables) = api.prepare(caller, &checked, operation).map_err(one)?;
        api.look_at(caller, actor, operation.query.len()).map_err(one)?;
        let compiler = compiler(api, actor.audience(), &checked, &variables);
        let fields = compiler.fields("Subscription", &[&definition.selection_set.node]).map_err(one)?;
        let (_, watched, argument) = the_one(&fields, &variables).map_err(one)?;
        let only = match &watched.view {
            View::Rows { object, .. } => argument.map(|id| known(object, id)).transpose(),
            View::Counts { object, .. } => argument
                .ok_or_else(|| ApiError::new(Code::BadUserInput, "an id is wanted"))
                .and_then(|id| known(object, id))
                .map(Some),
        };
        let pulse = api.db.pulse().feel();
        let mut watching = Self {
            api: Arc::clone(api),
            caller,
            request_id: operation.request_id.clone(),
            only: only.map_err(one)?,
            view: &watched.view,
            seen: Seen::default(),
            pending: VecDeque::new(),
            pulse,
            is_due: false,
            looked_at: Instant::now(),
            variables,
            checked,
        };
        watching.weigh(actor).map_err(one)?;
        api.keep(actor.audience(), operation, &found);
        watching.seen = watching.now(actor.audience()).await?;
        if watching.only.is_some() && watching.seen.rows.is_empty() {
            return Err(vec![Stop::NotFound.into()]);
        }
        if matches!(watching.view, View::Counts { .. }) {
            watching.pending.push_back(String::new());
        }
        Ok(watching)
    }

    /// The next event, as the JSON of an answer; an error ends it.
    pub async fn next(&mut self) -> Result<Vec<u8>, Vec<ApiError>> {
        loop {
            let told = self.take().await;
            let done = if let Ok(None) = told {
                self.wait().await;
                self.look().await.map(|()| None)
            } else {
                told
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
        let Some(id) = self.pending.front() else { return Ok(None) };
        let event = self.tell(id).await?;
        self.pending.pop_front();
        Ok(Some(event))
    }

    /// Waits until something was written, or for so long that something may have changed by itself.
    async fn wait(&mut self) {
        let Pace { pause, patience } = self.api.pace;
        if !self.is_due {
            let _ = tokio::time::timeout(patience, self.pulse.changed()).await;
            self.is_due = true;
        }
        tokio::time::sleep_until(self.looked_at + pause).await;
    }

    /// Looks again, and lists everything that is not as it was.
    pub async fn look(&mut self) -> Result<(), Vec<ApiError>> {
        // What is written from here on is another beat.
        self.pulse.mark_unchanged();
        self.looked_at = Instant::now();
        let actor = self.api.admit(self.caller).await.map_err(|error| vec![error])?;
        let now = self.now(actor.audience()).await?;
        self.pending.extend(differences(&self.seen, &now));
        self.seen = now;
        self.is_due = false;
        Ok(())
    }

    /// How everything looks now.
    async fn now(&self, audience: Audience) -> Result<Seen, Vec<ApiError>> {
        match self.view {
            View::Counts { ty, object, field } => {
                let counts = values_of(model().object(ty).map_err(|error| vec![error])?, audience);
                let query =
                    format!("query($id: ID!) {{ it: {}(id: $id) {{ {field} {{ {counts} }} }} }}", lower(object));
                let answer = self.ask(query, json!({ "id": self.only })).await?;
                let counts = answer.get("it").and_then(|it| it.get(*field)).cloned().unwrap_or_default();
                let rows = (!counts.is_null()).then(|| (String::new(), hash(&counts))).into_iter().collect();
                Ok(Seen { rows, counts, is_part: false })
            }
            View::Rows { object, pages, order } => {
                let object = model().object(object).map_err(|error| vec![error])?;
                let values = values_of(object, audience);
                let Some(id) = &self.only else { return self.look_through(pages, order, &values).await };
                let query = format!("query($id: ID!) {{ it: {}(id: $id) {{ id {values} }} }}", lower(object.name));
                let answer = self.ask(query, json!({ "id": id })).await?;
                Ok(Seen { rows: answer.get("it").and_then(row).into_iter().collect(), ..Seen::default() })
            }
        }
    }

    async fn look_through(&self, pages: &str, order: &str, values: &str) -> Result<Seen, Vec<ApiError>> {
        let query = format!(
            "query($after: String) {{ it: {pages}(first: {PAGE_MAXIMUM}, after: $after, orderBy: [{{ field: {order}, \
             direction: DESC }}]) {{ nodes {{ id {values} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let mut seen = Seen::default();
        let mut after = Value::Null;
        for _ in 0..PAGES {
            let answer = self.ask(query.clone(), json!({ "after": after })).await?;
            let rows = answer.pointer("/it/nodes").and_then(Value::as_array);
            seen.rows.extend(rows.into_iter().flatten().filter_map(row));
            seen.is_part = answer.pointer("/it/pageInfo/hasNextPage") == Some(&Value::Bool(true));
            if !seen.is_part {
                break;
            }
            after = answer.pointer("/it/pageInfo/endCursor").cloned().unwrap_or_default();
        }
        Ok(seen)
    }

    /// What a query of the caller answers.
    async fn ask(&self, query: String, variables: Value) -> Result<Value, Vec<ApiError>> {
        let operation = Operation {
            query,
            variables: Variables::from_json(variables),
            request_id: self.request_id.clone(),
            is_read_only: true,
            ..Operation::default()
        };
        match self.api.execute(self.caller, operation).await {
            Reply::Executed(Executed { body, .. }) => {
                let answer: Value = serde_json::from_slice(&body).map_err(|error| vec![ApiError::internal(&error)])?;
                Ok(answer.get("data").cloned().unwrap_or_default())
            }
            Reply::Refused(errors) => Err(errors),
        }
    }

    /// Refuses what an event would cost too much of, before there is one.
    fn weigh(&self, actor: &Actor) -> ApiResult<()> {
        let cost = self.event(actor.audience(), "")?.1;
        let most = self.api.meter.per_operation(actor.audience());
        if cost > most {
            let message = format!("An event costs {cost}; at most {most} is allowed.");
            return Err(ApiError::new(Code::QueryTooComplex, message));
        }
        Ok(())
    }

    /// The event about one thing, as it is now.
    async fn tell(&self, id: &str) -> Result<Vec<u8>, Vec<ApiError>> {
        let one = |error: ApiError| vec![error];
        let api = &self.api;
        let actor = api.admit(self.caller).await.map_err(one)?;
        let (parts, cost) = self.event(actor.audience(), id).map_err(one)?;
        let subject = Subject::of(actor.id(), self.caller.address);
        api.meter.spend(actor.audience(), &subject, cost).map_err(|stop| one(stop.into()))?;
        let room = Room::default();
        let mut body = "{\"data\":{".to_owned();
        for part in parts {
            match part {
                Part::Text(text) => body.push_str(&text),
                Part::Row(plan, row) => {
                    let values = plan.fill_for(&[row], &actor, &api.clock, &self.variables).map_err(one)?;
                    let json = api.fetch(&plan, &values).await.map_err(one)?;
                    // No answer: the token is of before the caller's rights changed.
                    let json = json.ok_or_else(|| one(Stop::SignedOut.into()))?;
                    room.take(json.len()).map_err(one)?;
                    body.push_str(&json);
                }
            }
        }
        body.push_str("}}");
        if !self.checked.sensitive.is_empty() {
            let noted = api.note_reading(&actor, &self.checked, &self.variables, self.request_id.clone()).await;
            noted.map_err(|stop| one(stop.into()))?;
        }
        Ok(body.into_bytes())
    }

    /// What an event about `id` is made of, and what it costs.
    fn event(&self, audience: Audience, id: &str) -> ApiResult<(Vec<Part>, u64)> {
        let definition = self.checked.operation()?;
        let compiler = || compiler(&self.api, audience, &self.checked, &self.variables);
        let roots = compiler().fields("Subscription", &[&definition.selection_set.node])?;
        let (key, ..) = the_one(&roots, &self.variables)?;
        let selections = selections(&roots);
        let mut parts = vec![Part::Text(format!("{}:", quoted(key)))];
        let mut cost = 1;
        let (ty, object) = match self.view {
            View::Rows { object, .. } => (format!("{object}Changed"), Some(model().object(object)?)),
            View::Counts { ty, .. } => ((*ty).to_owned(), None),
        };
        let mut before = "{";
        for (key, fields) in compiler().fields(&ty, &selections)? {
            cost += 1;
            parts.push(Part::Text(format!("{before}{}:", quoted(key))));
            before = ",";
            let name = fields.first().map(|field| field.node.name.node.as_str()).unwrap_or_default();
            parts.push(match object {
                _ if name == "__typename" => Part::Text(quoted(&ty)),
                Some(_) if name == "id" => Part::Text(quoted(id)),
                Some(object) => {
                    let prefix = object.prefix.unwrap_or_default();
                    let row = entity::ids::parse(prefix, id).unwrap_or(Uuid::nil());
                    let inside: Vec<&SelectionSet> =
                        fields.iter().map(|field| &field.node.selection_set.node).collect();
                    let plan = compiler().rows(object, false, &inside)?;
                    cost += plan.cost.weigh(&self.variables)?;
                    Part::Row(plan, row)
                }
                None => Part::Text(self.seen.counts.get(name).cloned().unwrap_or_default().to_string()),
            });
        }
        parts.push(Part::Text("}".to_owned()));
        Ok((parts, cost))
    }
}

/// A part of an event.
enum Part {
    /// JSON that is known.
    Text(String),
    /// A row, read when it is told.
    Row(Plan, Uuid),
}

fn compiler<'a>(api: &Api, audience: Audience, checked: &'a Checked, variables: &'a Variables) -> Compiler<'a> {
    Compiler::new(model(), api.db.dialect(), audience, &checked.document.fragments, variables)
}

/// The one field of a subscription: its key in the answer, what it watches, and the id that it was given.
fn the_one<'a>(
    fields: &Collected<'a>,
    variables: &'a Variables,
) -> ApiResult<(&'a str, &'static Watched, Option<&'a str>)> {
    let wrong = || ApiError::new(Code::ValidationFailed, "A subscription asks for one field.");
    let [(key, same)] = fields.as_slice() else { return Err(wrong()) };
    let field = same.first().ok_or_else(wrong)?;
    let name = field.node.name.node.as_str();
    let watched = model().watched.iter().find(|watched| watched.name == name).ok_or_else(wrong)?;
    let argument = field.node.arguments.first().and_then(|(_, value)| Argument::new(&value.node, variables));
    let given = argument.filter(|argument| !argument.is_null());
    let id = given.map(|id| id.word().ok_or_else(|| ApiError::new(Code::BadUserInput, "an id is a text")));
    Ok((key, watched, id.transpose()?))
}

fn selections<'a>(fields: &Collected<'a>) -> Vec<&'a SelectionSet> {
    fields.iter().flat_map(|(_, same)| same).map(|field| &field.node.selection_set.node).collect()
}

/// The id, when it is one of this object.
fn known(object: &str, id: &str) -> ApiResult<String> {
    let prefix = model().object(object)?.prefix.unwrap_or_default();
    let is_good = entity::ids::parse(prefix, id).is_ok();
    is_good.then(|| id.to_owned()).ok_or_else(|| Stop::BadInput(format!("`{id:.60}` is not a {prefix} id")).into())
}

/// What a row itself says to an audience, as a selection.
fn values_of(object: &Object, audience: Audience) -> String {
    let own = object
        .fields
        .iter()
        .filter(|field| field.audiences.contains(&audience) && matches!(field.source, Source::Value(_)));
    own.map(|field| field.name).collect::<Vec<_>>().join(" ")
}

fn row(node: &Value) -> Option<(String, u64)> {
    Some((node.get("id")?.as_str()?.to_owned(), hash(node)))
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    hasher.finish()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// What is not as it was, by id. Of rows that were not all looked at, none can be said to be gone.
fn differences(before: &Seen, now: &Seen) -> Vec<String> {
    let changed = now.rows.iter().filter(|(id, hash)| before.rows.get(*id) != Some(hash)).map(|(id, _)| id);
    let is_part = before.is_part || now.is_part;
    let gone = before.rows.keys().filter(|id| !is_part && !now.rows.contains_key(*id));
    let mut ids: Vec<String> = changed.chain(gone).cloned().collect();
    ids.sort_unstable();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(rows: &[(&str, u64)], is_part: bool) -> Seen {
        let rows = rows.iter().map(|(id, hash)| ((*id).to_owned(), *hash)).collect();
        Seen { rows, counts: Value::Null, is_part }
    }

    #[test]
    fn rows_come_change_and_go() {
        let before = seen(&[("a", 1), ("b", 1), ("c", 1)], false);
        assert_eq!(differences(&before, &seen(&[("a", 1), ("b", 2), ("d", 1)], false)), ["b", "c", "d"]);
        assert!(differences(&before, &before).is_empty());
        // `c` may be behind the last page.
        assert_eq!(differences(&before, &seen(&[("a", 1), ("b", 2)], true)), ["b"]);
    }

    #[test]
    fn what_is_looked_at_is_a_query_of_the_schema() {
        for watched in &model().watched {
            match &watched.view {
                View::Counts { ty, object, field } => {
                    let source = &model().object(object).unwrap().field(field).unwrap().source;
                    assert!(matches!(source, Source::One { column: "id" }), "{ty}");
                    let counts = &model().object(ty).unwrap().fields;
                    assert!(counts.iter().all(|count| matches!(count.source, Source::Value(_))), "{ty}");
                }
                View::Rows { object, pages, .. } => {
                    assert!(
                        model().root(pages).is_some() && model().root(&lower(object)).is_some(),
                        "{}",
                        watched.name
                    );
                }
            }
        }
    }
}
