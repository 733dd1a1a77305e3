//! Rights: who may do what to which row, and while when, is declared with the object (`writes` in [`crate::object!`]), and
//! decided by the database in the statement that reads and locks the row. Commands get a row to write in no other way.

use std::{
    collections::HashMap,
    ops::{Deref, DerefMut},
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use async_graphql::Variables;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryResult, Statement};
use uuid::Uuid;

use super::{
    error::ApiError,
    model::model,
    object::RightOn,
    plan::{Compiler, Fragments, Plan},
};
use crate::{
    auth::{Actor, Audience},
    clock::Clock,
    db::Dialect,
    stop::Stop,
};

/// A row that the caller may write, and that nobody else changes before the work ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<M> {
    row: M,
    is_open: bool,
}

/// What a right says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// There is no such row, or none that the caller may know of.
    Hidden,
    /// The caller sees it, and may not do this to it.
    Forbidden,
    /// The caller may, and this is not the time.
    Closed,
    /// The caller may.
    Open,
}

impl<M> Held<M> {
    /// Whether this is the time for what is done.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// It, changed.
    #[must_use]
    pub fn with(self, change: impl FnOnce(M) -> M) -> Self {
        Self { row: change(self.row), is_open: self.is_open }
    }

    /// The row alone.
    pub fn into_row(self) -> M {
        self.row
    }
}

impl<M> Deref for Held<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.row
    }
}

impl<M> DerefMut for Held<M> {
    fn deref_mut(&mut self) -> &mut M {
        &mut self.row
    }
}

/// Reads a row for what a right allows, and locks it.
pub(crate) async fn hold<E: EntityTrait>(
    db: &impl ConnectionTrait,
    whose: (&Actor, DateTime<Utc>),
    right: RightOn<E>,
    (id, is_locked): (Uuid, bool),
) -> Result<Held<E::Model>, Stop> {
    match read(db, whose, (right.object, right.name), (id, is_locked)).await? {
        (Some(row), ruling @ (Ruling::Open | Ruling::Closed)) => {
            Ok(Held { row: E::Model::from_query_result(&row, "")?, is_open: ruling == Ruling::Open })
        }
        (_, Ruling::Forbidden) => {
            Err(Stop::forbidden("you may see this, and not do this to it: it is for somebody else"))
        }
        (_, Ruling::Hidden | Ruling::Open | Ruling::Closed) => Err(Stop::NotFound),
    }
}

/// What a right, by the names of its object and its own, says of a row.
pub async fn look(
    db: &impl ConnectionTrait,
    whose: (&Actor, DateTime<Utc>),
    right: (&'static str, &'static str),
    id: Uuid,
) -> Result<Ruling, Stop> {
    read(db, whose, right, (id, false)).await.map(|(_, ruling)| ruling)
}

async fn read(
    db: &impl ConnectionTrait,
    (actor, now): (&Actor, DateTime<Utc>),
    (object, right): (&'static str, &'static str),
    (id, is_locked): (Uuid, bool),
) -> Result<(Option<QueryResult>, Ruling), Stop> {
    let backend = db.get_database_backend();
    let dialect = if backend == DbBackend::Sqlite { Dialect::Sqlite } else { Dialect::Postgres };
    let plan = plan(object, right, actor.audience(), dialect).map_err(|error| Stop::failure(error.message))?;
    let values = plan.fill_for(&[id], (actor, None), &Clock::fixed(now), &Variables::default());
    let values = values.map_err(|error| Stop::failure(error.message))?;
    let values = values.into_iter().map(sea_orm::Value::from);
    let lock = if is_locked && dialect == Dialect::Postgres { " FOR UPDATE" } else { "" };
    let statement = Statement::from_sql_and_values(backend, format!("{}{lock}", plan.sql), values);
    let row = db.query_one_raw(statement).await?;
    let Some(row) = row else { return Ok((None, Ruling::Hidden)) };
    let says = |column: &str| row.try_get::<bool>("", column);
    let ruling = match (says("may_")?, says("seen_")?, says("open_")?) {
        (true, _, true) => Ruling::Open,
        (true, _, false) => Ruling::Closed,
        (false, true, _) => Ruling::Forbidden,
        (false, false, _) => Ruling::Hidden,
    };
    Ok((Some(row), ruling))
}

type Plans = HashMap<(&'static str, &'static str, Audience, Dialect), Arc<Plan>>;

/// The statement of a right; there are as many as there are rights, so each is made once.
fn plan(
    object: &'static str,
    right: &'static str,
    audience: Audience,
    dialect: Dialect,
) -> Result<Arc<Plan>, ApiError> {
    static PLANS: LazyLock<RwLock<Plans>> = LazyLock::new(RwLock::default);
    let key = (object, right, audience, dialect);
    if let Some(plan) = PLANS.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(Arc::clone(plan));
    }
    let object = model().object(object)?;
    let unknown = || ApiError::internal(&std::io::Error::other(format!("{} has no right {right}", object.name)));
    let (fragments, variables) = (Fragments::default(), Variables::default());
    let compiler = Compiler::new(model(), dialect, audience, &fragments, &variables);
    let plan = Arc::new(compiler.held(object, object.right(right).ok_or_else(unknown)?)?);
    PLANS.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&plan));
    Ok(plan)
}
