//! What a resolver finds of its request: the caller, a way to write, a way to read.

use std::{net::IpAddr, sync::Arc};

use async_graphql::{Context, InputType, QueryPathNode, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Answered, Api, Payload, Refusal, Shown,
    error::{ApiError, ApiResult, Code},
    execute::{Prepared, Room},
};
use crate::{
    auth::Actor,
    bound,
    stop::{Answer, Stop},
    work::Work,
};

/// One request.
pub struct Request {
    /// The API it came to.
    pub api: Arc<Api>,
    /// Who calls.
    pub actor: Actor,
    /// Names the request in logs and in the audit log.
    pub request_id: Option<String>,
    /// Where the request comes from, if over the network.
    pub address: Option<IpAddr>,
    /// What its payloads read.
    pub prepared: Arc<Prepared>,
    /// How much longer its answer may get.
    pub room: Room,
}

/// Finds the request in the context of a resolver.
pub trait RequestExt {
    /// The request that is being answered.
    fn request(&self) -> &Request;
}

impl RequestExt for Context<'_> {
    fn request(&self) -> &Request {
        self.data_unchecked::<Request>()
    }
}

impl Request {
    /// Opens a transaction.
    pub async fn work(&self) -> Result<Work, Stop> {
        self.api.work(&self.actor, self.request_id.clone()).await
    }

    /// Writes down that the caller was refused something.
    pub async fn note_refusal(&self, mutation: &str, stop: &Stop) -> Result<(), Stop> {
        let code = match stop {
            Stop::Forbidden(_) => Code::Forbidden,
            Stop::NotFound => Code::NotFound,
            Stop::Failure(_) | Stop::SignedOut | Stop::BadInput(_) | Stop::TooMany { .. } | Stop::KeyReused => {
                return Ok(());
            }
        };
        self.api.note_refusal(&self.actor, self.request_id.clone(), mutation, code).await
    }

    /// Commits what a command computed: an answer that no row holds, so none that an idempotency key could bring back.
    pub async fn answer_once<T: Answered, R: Refusal>(
        &self,
        work: Work,
        answer: Answer<T, R>,
    ) -> Result<Payload<T, R>, Stop> {
        match answer? {
            Ok(result) => {
                work.commit().await?;
                Ok(Payload::done(result))
            }
            Err(refusals) => Ok(Payload::refused(refusals)),
        }
    }

    /// Answers with what a command found out; whatever it wrote on the way is taken back.
    #[expect(clippy::unused_async, reason = "it is called where `answer_once` is")]
    pub async fn answer_unwritten<T: Answered, R: Refusal>(
        &self,
        work: Work,
        answer: Answer<T, R>,
    ) -> Result<Payload<T, R>, Stop> {
        drop(work);
        Ok(match answer? {
            Ok(result) => Payload::done(result),
            Err(refusals) => Payload::refused(refusals),
        })
    }

    /// Answers with what a command found out, whose work is over.
    pub async fn answer_found<T: Answered, R: Refusal>(
        &self,
        mutation: &str,
        answer: Answer<T, R>,
    ) -> ApiResult<Payload<T, R>> {
        match answer {
            Ok(Ok(result)) => Ok(Payload::done(result)),
            Ok(Err(refusals)) => Ok(Payload::refused(refusals)),
            Err(stop) => {
                self.note_refusal(mutation, &stop).await?;
                Err(stop.into())
            }
        }
    }

    /// Opens the one transaction of a mutation.
    pub async fn begin(&self, mutation: &'static str, input: &impl InputType) -> Result<Begun, Stop> {
        let work = self.work().await?;
        if self.api.is_bounded(&self.actor)
            && let Some(until) = bound::ACTS.full(&work, work.user()?).await?
        {
            let wait = (until - work.now()).num_seconds();
            return Err(Stop::TooMany { retry_after: u64::try_from(wait).unwrap_or_default() + 1 });
        }
        let (key, hash) = key_and_hash(input)?;
        let known = match &key {
            Some(key) => work.recall(mutation, key).await?,
            None => None,
        };
        let replay = match known {
            Some((known, _)) if known != hash => return Err(Stop::KeyReused),
            known => known.map(|(_, result)| result),
        };
        Ok(Begun { work, mutation, key, hash, replay })
    }

    /// Reads rows for a payload, by the plan that was made before anything was written.
    pub async fn read_rows(&self, ctx: &Context<'_>, ids: &[Uuid]) -> ApiResult<Value> {
        let place = ctx.path_node.map(QueryPathNode::to_string_vec).unwrap_or_default();
        let plan = self.prepared.rows(&place).ok_or_else(|| Stop::failure("a payload that was not planned"))?;
        let api = &self.api;
        let values = plan.fill_for(ids, &self.actor, &api.clock, &ctx.query_env.variables)?;
        let Some(json) = api.fetch(plan, &values).await? else { return Ok(Value::Null) };
        self.room.take(json.len())?;
        serde_json::from_str(&json).map_err(|error| ApiError::internal(&error))
    }
}

/// The idempotency key of an input, and a hash of the rest of it.
fn key_and_hash(input: &impl InputType) -> Result<(Option<String>, String), Stop> {
    let mut value = input.to_value();
    let mut key = None;
    if let Value::Object(fields) = &mut value
        && let Some(Value::String(given)) = fields.swap_remove("idempotencyKey")
    {
        if given.is_empty() || given.len() > 64 {
            return Err(Stop::BadInput("an idempotency key has 1 to 64 characters".to_owned()));
        }
        key = Some(given);
    }
    Ok((key, hex::encode(Sha256::digest(value.to_string()))))
}

/// A mutation under way.
pub struct Begun {
    /// Its transaction.
    pub work: Work,
    mutation: &'static str,
    key: Option<String>,
    hash: String,
    replay: Option<serde_json::Value>,
}

impl Begun {
    /// The answer of an earlier request with the same idempotency key and input: the same rows, read again.
    pub fn replay<T: Shown, R: Refusal>(&self) -> Result<Option<Payload<T, R>>, Stop> {
        let Some(result) = &self.replay else { return Ok(None) };
        Ok(Some(Payload::done(serde_json::from_value(result.clone()).map_err(Stop::failure)?)))
    }

    /// Commits what was accepted; what was refused leaves nothing behind.
    pub async fn settle<T: Shown, R: Refusal>(self, answer: Answer<T, R>) -> Result<Payload<T, R>, Stop> {
        let result = match answer? {
            Ok(result) => result,
            Err(refusals) => return Ok(Payload::refused(refusals)),
        };
        if let Some(key) = &self.key {
            let stored = serde_json::to_value(&result).map_err(Stop::failure)?;
            self.work.remember(self.mutation, key, &self.hash, stored).await?;
        }
        self.work.commit().await?;
        Ok(Payload::done(result))
    }

    /// The same, for a command that keeps something of what it refuses.
    pub async fn settle_keeping<T: Shown, R: Refusal>(self, answer: Answer<T, R>) -> Result<Payload<T, R>, Stop> {
        match answer {
            Ok(Err(refusals)) if self.work.is_audited() => {
                self.work.commit().await?;
                Ok(Payload::refused(refusals))
            }
            answer => self.settle(answer).await,
        }
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

/// Runs a command in the one transaction of a mutation and shapes its answer:
/// `act!(ctx, "submitApplication", input, |work| commands::submit(work, input.application_id.0))`. A work that another
/// one overtakes is begun again, so the command is called as often as that happens.
#[macro_export]
macro_rules! act {
    ($ctx:expr, $mutation:literal, $input:expr, |$work:ident| $command:expr) => {
        $crate::act!($ctx, $mutation, $input, settle, |$work| $command)
    };
    ($ctx:expr, $mutation:literal, $input:expr, keeping |$work:ident| $command:expr) => {
        $crate::act!($ctx, $mutation, $input, settle_keeping, |$work| $command)
    };
    ($ctx:expr, $mutation:literal, $input:expr, $settle:ident, |$work:ident| $command:expr) => {{
        use $crate::api::RequestExt as _;
        let request = $ctx.request();
        $crate::until_done!(request, $mutation, async {
            let begun = request.begin($mutation, &$input).await?;
            if let Some(payload) = begun.replay()? {
                return Ok(payload);
            }
            let $work = &begun.work;
            let answer = $command.await;
            begun.$settle(answer).await
        })
    }};
}

/// The same for a command whose answer no row holds; `answer_once` keeps what it writes, `answer_unwritten` does not:
/// `answer!(ctx, "exportApplication", answer_once, |work| export::export(work, input.clone()))`.
#[macro_export]
macro_rules! answer {
    ($ctx:expr, $mutation:literal, $answer:ident, |$work:ident| $command:expr) => {{
        use $crate::api::RequestExt as _;
        let request = $ctx.request();
        $crate::until_done!(request, $mutation, async {
            let begun = request.work().await?;
            let $work = &begun;
            let answer = $command.await;
            request.$answer(begun, answer).await
        })
    }};
}

/// Tries until nobody overtakes it.
#[doc(hidden)]
#[macro_export]
macro_rules! until_done {
    ($request:ident, $mutation:literal, $attempt:expr) => {{
        let mut tries = $crate::api::Tries::default();
        loop {
            let tried: Result<_, $crate::stop::Stop> = $attempt.await;
            match tried {
                Ok(payload) => break Ok(payload),
                Err(stop) if tries.go_on(&stop) => {}
                Err(stop) => {
                    $request.note_refusal($mutation, &stop).await?;
                    break Err(stop.into());
                }
            }
        }
    }};
}
