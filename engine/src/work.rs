//! A write, or what is computed of what is there: one transaction, one frozen instant, one actor, and the trace it leaves.
//!
//! On Postgres works run beside each other. What a work decides by, it locks: a store function whose row decides says so in its
//! name or its comment. Works wait for each other in a row, and never in a circle, as long as they lock in this order: the
//! caller's own account, accounts of others, the campaign, projects, schools, jurors, assignments, registrations, applications
//! with what hangs on them, a release with its items, plans, mails; of one kind in the order of their ids. Where two
//! meet in another order, one of them is begun again.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    audit_event, idempotency_key,
    ids::{AuditEventId, Id, UserId},
    kinds::Role,
};
use fair::stop::{GoOn, Stopped};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set, Statement};
use uuid::Uuid;

use crate::{
    api::{
        act::ActRight,
        object::RightOn,
        right::{self, Held},
    },
    auth::{self, Actor, Person, keys::KeyRing},
    clock::Ids,
    compute::Computing,
    db::{Database, Transaction},
    files::Files,
    stop::Stop,
};

/// Everything a command may touch. Dropped without `commit`, it leaves nothing behind.
pub struct Work {
    transaction: Transaction,
    now: DateTime<Utc>,
    ids: Ids,
    actor: Actor,
    request_id: Option<String>,
    /// The mutation that is done, or the field that is computed.
    act: Option<&'static str>,
    audited: AtomicBool,
    /// Which rights it may ask for, and which it asked for so far.
    rights: Mutex<Rights>,
    /// What a work that only reads would have written down.
    notes: Option<Mutex<Vec<audit_event::ActiveModel>>>,
    /// Where what takes long is computed, if it was said.
    computing: Option<Computing>,
    /// Where the public reaches the server, if it was said.
    public_url: Option<Arc<str>>,
    /// What signs the credentials that holders keep.
    issuer: Option<Arc<KeyRing>>,
    /// Where files are kept, if it was said, and those that go once what is written here lasts.
    files: Option<Files>,
    going: Mutex<Going>,
}

/// Names of files that go, and how many of them were there at the mark.
#[derive(Default)]
struct Going {
    names: Vec<String>,
    marked: usize,
}

/// The rights of an act: those that it declares, each with the field of its input that names the row, and those that it
/// asked for.
#[derive(Default)]
struct Rights {
    declared: Option<&'static [ActRight]>,
    asked: Vec<(&'static str, &'static str, bool)>,
}

impl Work {
    /// Opens the transaction. The actor's rights are read again inside it: when they changed a moment ago, nothing is
    /// done in the name of the old ones (C33). They stay as they are until the work is over.
    pub async fn begin(
        db: &Database,
        now: DateTime<Utc>,
        ids: Ids,
        caller: &Actor,
        request_id: Option<String>,
    ) -> Result<Self, Stop> {
        let transaction = db.begin().await?;
        let now_held = match caller.id() {
            Some(id) => auth::hold(&transaction, id).await?,
            None => None,
        };
        let actor = still(caller, now_held)?;
        Ok(Self::of(transaction, now, ids, actor, request_id))
    }

    /// Opens a transaction that only reads. Nobody waits for it, and what it does not see it does not hold. What is written
    /// down meanwhile is kept for [`Self::notes`].
    pub async fn reading(
        db: &Database,
        now: DateTime<Utc>,
        ids: Ids,
        caller: &Actor,
        request_id: Option<String>,
    ) -> Result<Self, Stop> {
        let transaction = db.begin_reading().await?;
        let now_known = match caller.id() {
            Some(id) => auth::load(&transaction, id).await?,
            None => None,
        };
        let actor = still(caller, now_known)?;
        Ok(Self { notes: Some(Mutex::default()), ..Self::of(transaction, now, ids, actor, request_id) })
    }

    fn of(transaction: Transaction, now: DateTime<Utc>, ids: Ids, actor: Actor, request_id: Option<String>) -> Self {
        Self {
            transaction,
            now,
            ids,
            actor,
            request_id,
            act: None,
            audited: AtomicBool::new(false),
            rights: Mutex::default(),
            notes: None,
            computing: None,
            public_url: None,
            issuer: None,
            files: None,
            going: Mutex::default(),
        }
    }

    /// Says what is done in it.
    #[must_use]
    pub fn doing(self, act: &'static str) -> Self {
        Self { act: Some(act), ..self }
    }

    /// Says where what takes long is computed.
    #[must_use]
    pub fn computing_in(self, computing: Computing) -> Self {
        Self { computing: Some(computing), ..self }
    }

    /// Says where the public reaches the server, and with which keys it signs credentials.
    #[must_use]
    pub fn known_as(self, public_url: Option<Arc<str>>, issuer: Option<Arc<KeyRing>>) -> Self {
        Self { public_url, issuer, ..self }
    }

    /// Says where files are kept.
    #[must_use]
    pub fn keeping_in(self, files: Files) -> Self {
        Self { files: Some(files), ..self }
    }

    /// Where files are kept.
    pub fn files(&self) -> Result<&Files, Stop> {
        self.files.as_ref().ok_or_else(|| Stop::failure("nobody said where files are kept"))
    }

    /// Removes a file once what is written here lasts. Whoever is killed before that leaves it to be swept.
    pub fn remove_file(&self, name: String) {
        self.going.lock().unwrap_or_else(PoisonError::into_inner).names.push(name);
    }

    /// Where the public reaches the server, without a slash at the end; none if the operator did not say it.
    pub fn public_url(&self) -> Option<&str> {
        self.public_url.as_deref()
    }

    /// What signs the credentials that holders keep, and where the public reaches the server; none if the operator did not
    /// say that.
    pub fn issuer(&self) -> Option<(&KeyRing, &str)> {
        self.issuer.as_deref().zip(self.public_url())
    }

    /// Computes what takes long, for as long as somebody waits for it, see [`Computing::run`].
    pub async fn compute<T: Send + 'static>(
        &self,
        act: impl FnOnce(GoOn<'_>) -> Result<T, Stopped> + Send + 'static,
    ) -> Result<T, Stop> {
        self.computing.clone().unwrap_or_default().run(act).await
    }

    /// Ends a work that only reads: what comes now needs nothing of it but a place to compute.
    pub fn end(self) -> Computing {
        self.computing.unwrap_or_default()
    }

    /// What a work that only reads is to write down, once what it found is known.
    pub fn notes(&self) -> Vec<audit_event::ActiveModel> {
        let notes =
            self.notes.as_ref().map(|notes| std::mem::take(&mut *notes.lock().unwrap_or_else(PoisonError::into_inner)));
        notes.unwrap_or_default()
    }

    /// Writes down what another work has noted.
    pub async fn keep(&self, notes: Vec<audit_event::ActiveModel>) -> Result<(), Stop> {
        for note in notes {
            note.insert(&self.transaction).await?;
            self.audited.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Where stores read and write.
    pub fn tx(&self) -> &Transaction {
        &self.transaction
    }

    /// The row with this id, to do to it what a right allows: locked until the work ends. There is none for a caller who may
    /// not know of it. Whether it is the time is in the row: what is refused for that says so, and nothing of it is kept.
    pub async fn hold<E: EntityTrait>(&self, right: RightOn<E>, id: impl Into<Uuid>) -> Result<Held<E::Model>, Stop> {
        self.ask(right, id.into(), true).await
    }

    /// The same without a lock, for what is not written itself, or is locked later.
    pub async fn look<E: EntityTrait>(&self, right: RightOn<E>, id: impl Into<Uuid>) -> Result<E::Model, Stop> {
        self.ask(right, id.into(), false).await.map(Held::into_row)
    }

    async fn ask<E: EntityTrait>(&self, right: RightOn<E>, id: Uuid, is_locked: bool) -> Result<Held<E::Model>, Stop> {
        let name = (right.object, right.name);
        {
            let rights = self.rights.lock().unwrap_or_else(PoisonError::into_inner);
            let is_declared = |declared: &[ActRight]| declared.iter().any(|one| (one.object, one.name) == name);
            if rights.declared.is_some_and(|declared| !is_declared(declared)) {
                return Err(Stop::failure(format!("an act that does not declare it asks for {}::{}", name.0, name.1)));
            }
        }
        let held = right::hold(self.tx(), (&self.actor, self.now), right, (id, is_locked)).await?;
        self.rights.lock().unwrap_or_else(PoisonError::into_inner).asked.push((name.0, name.1, held.is_open()));
        Ok(held)
    }

    /// From now on only these rights may be asked for.
    pub(crate) fn restrict(&self, declared: &'static [ActRight]) {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner).declared = Some(declared);
    }

    /// How often a right was asked for so far.
    pub(crate) fn rights_asked(&self) -> usize {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner).asked.len()
    }

    /// Takes back that rights were asked for since: nothing was done by them.
    pub(crate) fn forget_rights(&self, since: usize) {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner).asked.truncate(since);
    }

    /// Denied by default: what was done without the right that the act declares, or at another time than the right is for,
    /// is a bug in its command, and is not kept.
    pub(crate) fn heed_rights(&self) -> Result<(), Stop> {
        let rights = self.rights.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((object, name, _)) = rights.asked.iter().find(|(.., is_open)| !is_open) {
            return Err(Stop::failure(format!("{object}::{name} was used when it is not the time")));
        }
        let is_asked = |right: &ActRight| {
            right.is_list || rights.asked.iter().any(|(object, name, _)| (right.object, right.name) == (*object, *name))
        };
        match rights.declared.and_then(|declared| declared.iter().find(|right| !is_asked(right))) {
            Some(right) => Err(Stop::failure(format!("done without {}::{}", right.object, right.name))),
            None => Ok(()),
        }
    }

    /// The instant at which all of this happens.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Who does it.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The user who does it; a command open to nobody else starts with this.
    pub fn user(&self) -> Result<UserId, Stop> {
        self.actor.id().ok_or_else(|| Stop::forbidden("Sign in first."))
    }

    /// A new id.
    pub fn id<T: Id>(&self) -> T {
        self.ids.next(self.now)
    }

    /// Random bytes, for codes that must not be guessed.
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        self.ids.bytes()
    }

    /// Writes down that the mutation, or the computed field, was asked for of this row (INV-29).
    pub async fn audit<T: Id>(&self, entity: T) -> Result<(), Stop> {
        self.audit_because(entity, None, None).await
    }

    /// The same, with the reason that was given and the facts it rests on.
    pub async fn audit_because<T: Id>(
        &self,
        entity: T,
        reason: Option<&str>,
        facts: Option<serde_json::Value>,
    ) -> Result<(), Stop> {
        let act = self.act.ok_or_else(|| Stop::failure("nobody said what this work does"))?;
        self.audit_as_because(act, entity, reason, facts).await
    }

    /// Writes down something else that is done meanwhile, to which row.
    pub async fn audit_as<T: Id>(&self, action: &str, entity: T) -> Result<(), Stop> {
        self.audit_as_because(action, entity, None, None).await
    }

    /// The same, with the reason that was given and the facts it rests on.
    pub async fn audit_as_because<T: Id>(
        &self,
        action: &str,
        entity: T,
        reason: Option<&str>,
        facts: Option<serde_json::Value>,
    ) -> Result<(), Stop> {
        let entity_id: Uuid = entity.into();
        let event = audit_event::ActiveModel {
            id: Set(self.id::<AuditEventId>()),
            at: Set(self.now),
            actor_id: Set(self.actor.id()),
            role: Set(self.actor.audience().word().to_owned()),
            community: Set(self.actor.person().and_then(|person| person.community)),
            action: Set(action.to_owned()),
            entity: Set(T::PREFIX.to_owned()),
            entity_id: Set(Some(entity_id)),
            reason: Set(reason.map(ToOwned::to_owned)),
            request_id: Set(self.request_id.clone()),
            facts: Set(facts),
        };
        match &self.notes {
            Some(notes) => notes.lock().unwrap_or_else(PoisonError::into_inner).push(event),
            None => self.transaction.later(&audit_event::Entity::insert(event)).await?,
        }
        self.audited.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether anything was written down so far.
    pub fn is_audited(&self) -> bool {
        self.audited.load(Ordering::Relaxed)
    }

    /// What came of an earlier write with this idempotency key: the hash of its input, and its result. One that is under
    /// way is waited for, and this work's turn lasts until it is over.
    pub async fn recall(&self, mutation: &str, key: &str) -> Result<Option<(String, serde_json::Value)>, Stop> {
        let user = self.user()?;
        self.transaction.queue_for(&format!("{user} {mutation} {key}")).await?;
        let id = (user, mutation.to_owned(), key.to_owned());
        let known = idempotency_key::Entity::find_by_id(id).one(&self.transaction).await?;
        Ok(known.map(|row| (row.request_hash, row.result)))
    }

    /// Remembers the result under an idempotency key, with the change itself (INV-35). Who remembers has asked
    /// [`Self::recall`] first: two with one key come one after the other.
    pub async fn remember(&self, mutation: &str, key: &str, hash: &str, result: serde_json::Value) -> Result<(), Stop> {
        let row = idempotency_key::ActiveModel {
            actor_id: Set(self.user()?),
            mutation: Set(mutation.to_owned()),
            key: Set(key.to_owned()),
            request_hash: Set(hash.to_owned()),
            result: Set(result),
            created_at: Set(self.now),
        };
        row.insert(&self.transaction).await?;
        Ok(())
    }

    /// Forgets what came of the writes of a person who is erased: nobody repeats them.
    pub async fn forget_keys(&self, user: UserId) -> Result<(), Stop> {
        let hers = idempotency_key::Column::ActorId.eq(user);
        idempotency_key::Entity::delete_many().filter(hers).exec(&self.transaction).await?;
        Ok(())
    }

    /// Marks a place that `undo` goes back to; one at a time.
    pub async fn mark(&self) -> Result<(), Stop> {
        {
            let mut going = self.going.lock().unwrap_or_else(PoisonError::into_inner);
            going.marked = going.names.len();
        }
        Ok(self.transaction.mark().await?)
    }

    /// Takes back what was written since `mark`; what was written before stays.
    pub async fn undo(&self) -> Result<(), Stop> {
        {
            let mut going = self.going.lock().unwrap_or_else(PoisonError::into_inner);
            let marked = going.marked;
            going.names.truncate(marked);
        }
        Ok(self.transaction.undo().await?)
    }

    /// Forgets the mark.
    pub async fn unmark(&self) -> Result<(), Stop> {
        Ok(self.transaction.unmark().await?)
    }

    /// Makes it last. A write that told the audit log nothing is a bug, and is rolled back.
    pub async fn commit(self) -> Result<(), Stop> {
        if !self.is_audited() {
            return Err(Stop::failure("a write without an audit row"));
        }
        let going = self.going.into_inner().unwrap_or_else(PoisonError::into_inner).names;
        self.transaction.commit().await?;
        for name in going {
            let gone = match &self.files {
                Some(files) => files.remove(&name).await,
                None => Err(Stop::failure("nobody said where files are kept")),
            };
            // Nobody reaches it any more, and it is swept.
            if let Err(error) = gone {
                tracing::error!(?error, name, "a file was not removed");
            }
        }
        Ok(())
    }
}

/// The caller with the rights of this moment, unless they have changed.
fn still(caller: &Actor, now: Option<Person>) -> Result<Actor, Stop> {
    let (Some(before), Some(role)) = (caller.person(), role(caller)) else { return Ok(Actor::Anonymous) };
    now.filter(|now| now.access_version == before.access_version)
        .and_then(|person| Actor::new(person, role))
        .ok_or(Stop::SignedOut)
}

fn role(actor: &Actor) -> Option<Role> {
    match actor {
        Actor::Anonymous => None,
        Actor::Teacher(_) => Some(Role::Teacher),
        Actor::Juror(_) => Some(Role::Juror),
        Actor::Staff(_) => Some(Role::Staff),
        Actor::Admin(_) => Some(Role::Admin),
        Actor::Service(_) => Some(Role::Service),
    }
}

/// At most so many rows of somebody or something.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Rows of this table.
    pub table: &'static str,
    /// Whose: the column with the id.
    pub of: &'static str,
    /// So many.
    pub most: u32,
    /// In how much time, by which column; whenever they were made, where there is none.
    pub within: Option<(&'static str, TimeDelta)>,
}

/// What a teacher or a juror does, whatever it is: what the trail keeps for ever. Writing that is saved every four seconds is
/// within it.
pub const ACTS: Bound =
    Bound { table: "audit_event", of: "actor_id", most: 1_000, within: Some(("at", TimeDelta::hours(1))) };

impl Bound {
    /// Until when there is no room for another row of `owner`, if so; where time makes no room, for ever.
    pub async fn full(&self, work: &Work, owner: impl Into<Uuid>) -> Result<Option<DateTime<Utc>>, Stop> {
        let Self { table, of, most, within } = self;
        let last = most.saturating_sub(1);
        let mut values = vec![owner.into().into()];
        let sql = match within {
            // The one that must be over before there is room.
            Some((at, span)) => {
                // What lies ahead was made before the clock was set back, and keeps nobody waiting.
                values.extend([(work.now() - *span).into(), work.now().into()]);
                format!(
                    "SELECT {at} AS at FROM {table} WHERE {of} = $1 AND {at} > $2 AND {at} <= $3 \
                     ORDER BY {at} DESC LIMIT 1 OFFSET {last}"
                )
            }
            None => format!("SELECT {of} FROM {table} WHERE {of} = $1 LIMIT 1 OFFSET {last}"),
        };
        let statement = Statement::from_sql_and_values(work.tx().get_database_backend(), sql, values);
        let Some(row) = work.tx().query_one_raw(statement).await? else { return Ok(None) };
        match within {
            Some((_, span)) => Ok(Some(row.try_get::<DateTime<Utc>>("", "at")? + *span)),
            None => Ok(Some(DateTime::<Utc>::MAX_UTC)),
        }
    }
}
