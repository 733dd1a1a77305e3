//! What a resolver finds of its request: the caller, a way to write, a way to read.

use std::{net::IpAddr, sync::Arc};

use async_graphql::{Context, Value, Variables};
use entity::language::Language;
use tokio::sync::{Mutex, OnceCell};
use uuid::Uuid;

use super::{
    Api,
    error::{ApiError, ApiResult, Code},
    execute::{Prepared, Room},
    plan::Plan,
};
use crate::{auth::Actor, stop::Stop, work::Work};

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
    /// The language that it asks for.
    pub language: Option<Language>,
    /// The language that the caller is spoken to in, once it was looked up.
    pub locale: OnceCell<Language>,
    /// What its payloads read.
    pub prepared: Arc<Prepared>,
    /// How much longer its answer may get.
    pub room: Room,
    /// Held by what is done or computed at the moment: one at a time, so that one operation takes one connection.
    pub turn: Mutex<()>,
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
    /// The language that the caller is spoken to in: the one that the request asks for, else that of the account, else English.
    pub async fn language(&self) -> Result<Language, Stop> {
        let look_up = || self.api.language(self.language, self.actor.id());
        self.locale.get_or_try_init(look_up).await.copied()
    }

    /// Opens a transaction.
    pub async fn work(&self) -> Result<Work, Stop> {
        self.api.work(&self.actor, self.request_id.clone()).await
    }

    /// Opens a transaction that only reads.
    pub async fn reading(&self) -> Result<Work, Stop> {
        self.api.reading(&self.actor, self.request_id.clone()).await
    }

    /// Writes down that the caller was refused something.
    pub async fn note_refusal(&self, mutation: &str, code: Code) -> Result<(), Stop> {
        self.api.note_refusal(&self.actor, self.request_id.clone(), mutation, code).await
    }

    /// Reads rows for a payload, by the plan that was made before anything was written.
    pub async fn read_rows(&self, plan: &Plan, ids: &[Uuid], variables: &Variables) -> ApiResult<Value> {
        let Some(json) = self.fetch_rows(plan, ids, variables).await? else { return Ok(Value::Null) };
        self.room.take(json.len())?;
        serde_json::from_str(&json).map_err(|error| ApiError::internal(&error))
    }

    /// What a plan of rows says of these.
    pub(super) async fn fetch_rows(
        &self,
        plan: &Plan,
        ids: &[Uuid],
        variables: &Variables,
    ) -> ApiResult<Option<String>> {
        let values = plan.fill_for(ids, (&self.actor, self.language), &self.api.clock, variables)?;
        self.api.fetch(plan, &values).await
    }
}
