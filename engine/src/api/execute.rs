//! From an operation to the bytes of its answer.

use std::{
    hash::{Hash, Hasher},
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use async_graphql::{
    Positioned, Response, ServerError, Value, Variables,
    indexmap::IndexMap,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet},
    },
};
use entity::{
    ids::{ServiceKeyId, UserId},
    kinds::{Kind as _, Role},
    language::Language,
    user,
};
use quick_cache::{Equivalent, Weighter, sync::Cache};
use sea_orm::{EntityTrait, QuerySelect};
use serde_json::value::RawValue;
use tokio::sync::{Mutex, OnceCell};
use tracing::Span;

use super::{
    bound::Bound,
    error::{ApiError, ApiResult, Code, worded},
    fact::Sentence,
    limit::{Limits, Meter, RateLimit, Standing, Subject},
    literals,
    model::{is_computed, model},
    plan::{ANSWER, Collected, Compiler, Cost, INTROSPECTION, LIBRARY_ROOTS, Plan, RATE_LIMIT},
    policy::{Part, Printed},
    positions, precheck,
    request::Request,
    schema::{self, ApiSchema, ValidateOnly, Validated},
    sums::{ANYTHING, Sums},
    texts, variables,
    watch::Pace,
    writing::{Piece, Writing},
};
use crate::{
    auth::{
        self, Actor, Actors, Audience,
        keys::{KeyRing, Purpose},
        provider::Providers,
        scope::Scopes,
        token::Tokens,
    },
    clock::{Clock, Ids},
    compute::Computing,
    db::Database,
    files::Files,
    stop::Stop,
    work::{ACTS, Work},
};

/// Bytes of documents that are remembered, and of plans.
const DOCUMENTS: u64 = 32 * 1024 * 1024;
const PLANS: u64 = 64 * 1024 * 1024;
/// About how many of each that is.
const REMEMBERED: usize = 1_000;
/// What has not been seen before costs one for so many bytes of it, whatever comes of it.
const LOOKED_AT: usize = 64;
/// Letters of the name of an operation in the log; they are all of ASCII.
const CALLED: usize = 40;
/// Errors of one answer.
const ERRORS: usize = 20;
/// The API and everything it stands on.
pub struct Api {
    /// Where the rows are.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// Makes and reads access tokens.
    pub tokens: Tokens,
    /// Counts what everybody asks for.
    pub meter: Meter,
    /// Whether anybody may ask what the schema looks like, or only who is signed in (C15).
    pub is_schema_public: bool,
    /// Whether the audit log tells of reading what is private between jurors.
    pub notes_reading: bool,
    /// How often those who watch look again.
    pub pace: Pace,
    /// Whose sign-ins are trusted beside our own.
    pub providers: Providers,
    /// Where the public reaches this server.
    pub public_url: Option<Arc<str>>,
    /// What signs the credentials that holders keep, where there are keys for it.
    pub issuer: Option<Arc<KeyRing>>,
    /// Where files are kept.
    pub files: Files,
    /// Address of the front end, without a slash at its end; empty where nobody said it.
    pub front: String,
    /// Refused attempts of callers who are nobody.
    pub refused: Sums,
    /// Where what takes long is computed.
    pub computing: Computing,
    actors: Actors,
    schema: ApiSchema,
    pub(super) printed: &'static Printed,
    checked: Cache<DocumentKey, Arc<Checked>, ByBytes>,
    prepared: Cache<PlanKey, Arc<Prepared>, ByBytes>,
    /// Tells documents apart that were checked one after the other.
    serial: AtomicU64,
}

/// What an operator decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What everybody may ask for.
    pub limits: Limits,
    /// Whether anybody may ask what the schema looks like, or only who is signed in (C15).
    pub is_schema_public: bool,
    /// Whether the audit log tells of reading what is private between jurors.
    pub notes_reading: bool,
    /// How often those who watch look again.
    pub pace: Pace,
    /// Whose sign-ins are trusted beside our own.
    pub providers: Providers,
    /// Where the public reaches this server, without a slash at the end; certificates carry it. None if nobody said it.
    pub public_url: Option<Arc<str>>,
    /// What signs the credentials that holders keep, where there are keys for it.
    pub issuer: Option<Arc<KeyRing>>,
    /// Where files are kept.
    pub files: Files,
    /// Address of the front end, without a slash at its end; empty where nobody said it.
    pub front: String,
}

impl Settings {
    /// Nothing is counted, hidden or noted: for a process that calls itself.
    pub fn open() -> Self {
        Self {
            limits: Limits::generous(),
            is_schema_public: true,
            notes_reading: false,
            pace: Pace::default(),
            providers: Providers::default(),
            public_url: Some("http://localhost:8000".into()),
            issuer: Some(Arc::new(KeyRing::ephemeral(Purpose::Credentials))),
            files: Files::in_memory(),
            front: String::new(),
        }
    }
}

/// Who calls, as the request says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Caller {
    /// Who it is.
    pub user: Option<UserId>,
    /// The version of her rights that her token was made for; none where the process itself plays her.
    pub access_version: Option<i32>,
    /// Whether a token came that is not good, or not any more.
    pub is_void: bool,
    /// Whether a token came, and is not looked at.
    pub is_token_ignored: bool,
    /// The role the request wants to act in.
    pub role: Option<Role>,
    /// What the key allows that the token was made for; none where it was not a key.
    pub scopes: Option<Scopes>,
    /// The key that the token was made for.
    pub key: Option<ServiceKeyId>,
    /// Where the request comes from, if over the network.
    pub address: Option<IpAddr>,
    /// The language that the request asks for.
    pub language: Option<Language>,
    /// What introspection is to tell of; if not said, what is for the caller.
    pub shown: Option<Shown>,
}

/// What introspection tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Everything.
    Whole,
    /// What is for these callers.
    To(Audience),
}

impl Shown {
    /// What a word stands for: `WHOLE`, or a role.
    pub fn of(word: &str) -> Option<Self> {
        if word == "WHOLE" { Some(Self::Whole) } else { Audience::of(word).map(Self::To) }
    }
}

/// An operation to execute.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// The document.
    pub query: String,
    /// Which operation in it; needed when there are several.
    pub name: Option<String>,
    /// Values of its variables.
    pub variables: Variables,
    /// Names the request in logs and in the audit log.
    pub request_id: Option<String>,
    /// Whether nothing may be written: it came by GET.
    pub is_read_only: bool,
}

/// The answer.
#[derive(Debug)]
pub enum Reply {
    /// It was executed; the body may tell of errors in places.
    Executed(Executed),
    /// It was refused before anything ran.
    Refused(Vec<ApiError>),
}

/// What came of an operation.
#[derive(Debug)]
pub struct Executed {
    /// The answer, as JSON.
    pub body: Vec<u8>,
    /// Seconds to wait, when nothing came of it because it came too often or the database did not do it.
    pub retry_after: Option<u64>,
    /// Whether it was the database.
    pub is_trouble: bool,
    /// Where the caller stands in the minute, where that is counted.
    pub standing: Option<Standing>,
    /// Whether it was answered as for nobody, because the token that came is not good, or not any more.
    pub is_token_ignored: bool,
    /// Whether it was a query: what is done may answer with a secret, such as a token, and what is read never does.
    pub is_read: bool,
}

/// A document that passed every check for an audience.
#[expect(clippy::struct_excessive_bools, reason = "what was found in the document, each by itself")]
pub(super) struct Checked {
    serial: u64,
    /// About how many bytes it is kept in.
    bytes: usize,
    pub(super) document: ExecutableDocument,
    name: Option<String>,
    asks_schema: bool,
    asks_limit: bool,
    asks_computed: bool,
    /// Whether there is something in it whose reading is written down.
    pub(super) is_sensitive: bool,
    /// Whether there is something in it that is not for the audience: the variables say whether it is asked for.
    is_in_doubt: bool,
}

/// A document as it was found: remembered, or to be remembered once it turns out that the caller may have it answered.
pub(super) struct Found {
    pub(super) checked: Arc<Checked>,
    is_new: bool,
}

/// What is needed to answer an operation, for one shape of its variables.
pub enum Prepared {
    /// A query is one statement; and what is computed beside it.
    Read(Plan, Option<Box<Writing>>),
    /// A mutation shows rows in its payloads.
    Write(Box<Writing>),
}

impl Prepared {
    fn cost(&self) -> &Cost {
        match self {
            Self::Read(plan, _) => &plan.cost,
            Self::Write(writing) => &writing.cost,
        }
    }

    /// What the payload shows of the mutation under this key.
    pub(super) fn pieces(&self, key: &str) -> Option<&[(String, Piece)]> {
        match self {
            Self::Read(_, computed) => computed.as_ref()?.pieces(key),
            Self::Write(writing) => writing.pieces(key),
        }
    }
}

/// How much longer an answer may get.
pub struct Room(AtomicUsize);

impl Default for Room {
    fn default() -> Self {
        Self(AtomicUsize::new(ANSWER))
    }
}

impl Room {
    /// Takes so many bytes of it.
    pub fn take(&self, bytes: usize) -> ApiResult<()> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes));
        left.map(drop).map_err(|_| too_long())
    }
}

fn too_long() -> ApiError {
    let message = Sentence::new(
        "The answer is longer than 8 MB: ask for less at a time. What a mutation did before this is done.",
    );
    ApiError::said(Code::QueryTooComplex, message)
}

/// A shape of the variables of a document.
#[derive(Clone, PartialEq, Eq, Hash)]
struct PlanKey {
    document: u64,
    shape: String,
}

/// Caches hold so many bytes, and not so many things.
#[derive(Clone)]
struct ByBytes;

impl Weighter<DocumentKey, Arc<Checked>> for ByBytes {
    fn weight(&self, key: &DocumentKey, checked: &Arc<Checked>) -> u64 {
        u64::try_from(key.query.len() + checked.bytes).unwrap_or(u64::MAX)
    }
}

impl Weighter<PlanKey, Arc<Prepared>> for ByBytes {
    fn weight(&self, key: &PlanKey, prepared: &Arc<Prepared>) -> u64 {
        let plans = match prepared.as_ref() {
            Prepared::Read(plan, computed) => plan.bytes() + computed.as_ref().map_or(0, |it| it.bytes()),
            Prepared::Write(writing) => writing.bytes(),
        };
        u64::try_from(size_of::<Prepared>() + key.shape.len() + plans).unwrap_or(u64::MAX)
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct DocumentKey {
    audience: Audience,
    name: Option<String>,
    query: String,
}

/// A key that borrows: looking up copies nothing.
struct BorrowedKey<'a> {
    audience: Audience,
    name: Option<&'a str>,
    query: &'a str,
}

impl Hash for BorrowedKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.audience, self.name, self.query).hash(state);
    }
}

impl Equivalent<DocumentKey> for BorrowedKey<'_> {
    fn equivalent(&self, key: &DocumentKey) -> bool {
        self.audience == key.audience && self.name == key.name.as_deref() && self.query == key.query
    }
}

/// The schema and its policy. They follow from the declarations alone, so a process makes them once.
fn declared() -> Result<(ApiSchema, &'static Printed), String> {
    static MADE: OnceLock<Result<(ApiSchema, Printed), String>> = OnceLock::new();
    let make = || {
        let schema = schema::build();
        let printed = Printed::read(&schema::print(&schema))?;
        printed.holds(model())?;
        Ok((schema, printed))
    };
    match MADE.get_or_init(make) {
        Ok((schema, printed)) => Ok((schema.clone(), printed)),
        Err(error) => Err(error.clone()),
    }
}

impl Api {
    /// Builds the schema and refuses to start with a field that has no policy.
    pub fn new(db: Database, clock: Clock, ids: Ids, tokens: Tokens, settings: Settings) -> Result<Self, String> {
        let Settings { limits, is_schema_public, notes_reading, pace, providers, public_url, issuer, files, front } =
            settings;
        let meter = Meter::new(limits);
        let (schema, printed) = declared()?;
        Ok(Self {
            db,
            clock,
            ids,
            tokens,
            meter,
            is_schema_public,
            notes_reading,
            pace,
            providers,
            public_url,
            issuer,
            files,
            front,
            refused: Sums::default(),
            computing: Computing::default(),
            actors: Actors::new(10_000),
            schema,
            printed,
            checked: Cache::with_weighter(REMEMBERED, DOCUMENTS, ByBytes),
            prepared: Cache::with_weighter(REMEMBERED, PLANS, ByBytes),
            serial: AtomicU64::default(),
        })
    }

    /// Bytes in which documents and plans are remembered.
    pub fn remembered(&self) -> u64 {
        self.checked.weight() + self.prepared.weight()
    }

    /// The printed schema.
    pub fn sdl(&self) -> String {
        schema::print(&self.schema)
    }

    /// The policy as it is enforced.
    pub fn printed(&self) -> &Printed {
        self.printed
    }

    /// Executes an operation for a caller.
    pub async fn execute(self: &Arc<Self>, caller: Caller, operation: Operation) -> Reply {
        self.execute_in(&Span::none(), caller, operation).await
    }

    /// The same, in a span of the log that tells of it.
    async fn execute_in(self: &Arc<Self>, span: &Span, caller: Caller, operation: Operation) -> Reply {
        match self.attempt(span, caller, operation).await {
            Reply::Refused(errors) => {
                let language = self.language(caller.language, caller.user).await.unwrap_or(Language::En);
                Reply::Refused(errors.into_iter().map(|error| error.in_language(language)).collect())
            }
            executed @ Reply::Executed(_) => executed,
        }
    }

    /// The language that somebody is spoken to in: the one that is asked for, else that of the account, else English.
    pub async fn language(&self, asked: Option<Language>, who: Option<UserId>) -> Result<Language, Stop> {
        let (None, Some(id)) = (asked, who) else { return Ok(asked.unwrap_or(Language::En)) };
        let locale = user::Entity::find_by_id(id).select_only().column(user::Column::Locale).into_tuple::<String>();
        let locale = locale.one(self.db.connection()).await?;
        Ok(locale.map_or(Language::En, |locale| Language::of(&locale)))
    }

    async fn attempt(self: &Arc<Self>, span: &Span, caller: Caller, operation: Operation) -> Reply {
        let actor = match self.admit(caller).await {
            Ok(actor) => actor,
            Err(error) => return Reply::Refused(vec![error]),
        };
        span.record("role", actor.audience().word());
        match self.check(caller, &actor, &operation).await {
            Ok(found) => {
                span.record("operation", found.checked.called());
                self.answer(caller, &actor, &operation, found).await
            }
            Err(errors) => Reply::Refused(self.told(&actor, operation.request_id, errors).await),
        }
    }

    /// The same for an operation over HTTP, where every request brings its token. One that is not good, or not any more,
    /// is no token: what is for everybody is answered as for nobody, and says so; what is not is refused for the token.
    /// And whoever signs in, or keeps a session going, has a credential in the input: what stands in the header, or in
    /// which role its bearer acts, keeps nobody from that.
    pub async fn execute_for_anybody(self: &Arc<Self>, caller: Caller, operation: Operation) -> Reply {
        let errors = match self.execute_in(&Span::current(), caller, operation.clone()).await {
            Reply::Refused(errors) if caller.is_void || caller.user.is_some() => errors,
            reply @ (Reply::Executed(_) | Reply::Refused(_)) => return reply,
        };
        let nobody =
            Caller { address: caller.address, language: caller.language, is_token_ignored: true, ..Caller::default() };
        let is = |code| errors.first().is_some_and(|error| error.code == code);
        let is_role_refused = (is(Code::BadRequest) || is(Code::Forbidden)) && caller.scopes.is_none();
        if !(is(Code::Unauthenticated) || is_role_refused && self.is_at_door(nobody, &operation).await) {
            return Reply::Refused(errors);
        }
        match self.execute_in(&Span::current(), nobody, operation).await {
            Reply::Executed(mut executed) => {
                executed.is_token_ignored = true;
                if executed.body.pop().is_some() {
                    executed.body.extend_from_slice(b",\"extensions\":{\"tokenIgnored\":true}}");
                }
                Reply::Executed(executed)
            }
            // It is not for nobody: then the token is what is wrong. Anything else is wrong with the operation.
            Reply::Refused(others) => {
                let is_for_somebody = others.iter().any(|error| error.code == Code::Unauthenticated);
                Reply::Refused(if is_for_somebody { errors } else { others })
            }
        }
    }

    /// Whether an operation is for people who are not signed in yet: a mutation that nobody may call is for them.
    async fn is_at_door(&self, nobody: Caller, operation: &Operation) -> bool {
        let found = self.check(nobody, &Actor::Anonymous, operation).await;
        found.is_ok_and(|found| {
            let is_mutation = |it: &OperationDefinition| it.ty == OperationType::Mutation;
            !found.checked.is_in_doubt && found.checked.operation().is_ok_and(is_mutation)
        })
    }

    /// Who the caller is; one request more of hers is counted.
    pub async fn admit(&self, caller: Caller) -> ApiResult<Actor> {
        let actor = self.actor(caller).await?;
        self.meter.request(actor.audience(), &Subject::of(actor.id(), caller.address))?;
        Ok(actor)
    }

    /// Whether the caller may still come in.
    pub async fn is_welcome(&self, caller: Caller) -> bool {
        let Some(user) = caller.user else { return !caller.is_void };
        match self.is_key_live(caller).await {
            Ok(true) => {}
            Ok(false) => return false,
            Err(error) => tracing::error!(?error, "cannot tell whether a key is good"),
        }
        match self.actors.ask(self.db.connection(), user).await {
            Ok(person) => person
                .is_some_and(|person| caller.access_version.is_none_or(|version| version == person.access_version)),
            Err(error) => {
                // There is nothing to read for anybody while the database does not answer.
                tracing::error!(?error, "cannot tell who may stay");
                true
            }
        }
    }

    pub(super) async fn answer(
        self: &Arc<Self>,
        caller: Caller,
        actor: &Actor,
        operation: &Operation,
        found: Found,
    ) -> Reply {
        let answer = match self.run(caller, actor, operation, found).await {
            Ok(Some(executed)) => Ok(executed),
            Err(errors) => Err(errors),
            // The caller's rights changed a moment ago: once more, with the new ones.
            Ok(None) => self.again(caller, operation).await,
        };
        match answer {
            Ok(executed) => Reply::Executed(executed),
            Err(errors) => Reply::Refused(self.told(actor, operation.request_id.clone(), errors).await),
        }
    }

    /// The errors, when it is written down that somebody was refused something.
    pub(super) async fn told(&self, actor: &Actor, request_id: Option<String>, errors: Vec<ApiError>) -> Vec<ApiError> {
        let Some(denial) = errors.iter().find(|error| error.code == Code::Forbidden) else { return errors };
        match self.note_refusal(actor, request_id, &denial.message, denial.code).await {
            Ok(()) => errors,
            Err(stop) => vec![stop.into()],
        }
    }

    /// A work with what this server has for it.
    fn equipped(&self, work: Work) -> Work {
        let work = work.computing_in(self.computing.clone()).keeping_in(self.files.clone());
        work.known_as(self.public_url.clone(), self.issuer.clone())
    }

    /// Opens a transaction for an actor.
    pub async fn work(&self, actor: &Actor, request_id: Option<String>) -> Result<Work, Stop> {
        let work = Work::begin(&self.db, self.clock.now(), self.ids.clone(), actor, request_id).await?;
        Ok(self.equipped(work))
    }

    /// Opens a transaction that only reads, for an actor.
    pub async fn reading(&self, actor: &Actor, request_id: Option<String>) -> Result<Work, Stop> {
        let work = Work::reading(&self.db, self.clock.now(), self.ids.clone(), actor, request_id).await?;
        Ok(self.equipped(work))
    }

    /// Writes down that staff or an admin read what is private between jurors (INV-29). Of the variables only ids are
    /// kept.
    pub(super) async fn note_reading(
        &self,
        actor: &Actor,
        checked: &Checked,
        variables: &Variables,
        request_id: Option<String>,
    ) -> Result<(), Stop> {
        let Some(user) = actor.id() else { return Ok(()) };
        let is_id = |text: &str| {
            text.rsplit_once('_')
                .is_some_and(|(_, hex)| hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
        };
        let inside =
            variables.values().filter_map(|value| if let Value::Object(input) = value { Some(input) } else { None });
        let given = variables.values().chain(inside.flat_map(|input| input.values()));
        let ids = given.filter_map(|value| if let Value::String(text) = value { Some(text) } else { None });
        let ids: Vec<&String> = ids.filter(|text| is_id(text)).collect();
        let fields =
            checked.part(Some(variables)).map(|part| self.printed.asked(&model().noted, &part)).unwrap_or_default();
        if fields.is_empty() {
            return Ok(());
        }
        let work = self.work(actor, request_id).await?;
        let facts = serde_json::json!({ "fields": fields, "operation": checked.name, "ids": ids });
        work.audit_as_because("read", user, None, Some(facts)).await?;
        work.commit().await
    }

    /// Whether what somebody does is counted, not only what is asked for: of teachers and jurors, where anything is.
    pub(super) fn is_bounded(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Teacher(_) | Actor::Juror(_) => self.meter.is_metered(),
            Actor::Anonymous | Actor::Staff(_) | Actor::Admin(_) | Actor::Service(_) => false,
        }
    }

    /// Writes down that a user was refused something (INV-29). The log cannot be shortened: of who has filled an hour of
    /// it, whatever the role, the rest is a sum.
    pub async fn note_refusal(
        &self,
        actor: &Actor,
        request_id: Option<String>,
        what: &str,
        code: Code,
    ) -> Result<(), Stop> {
        let Some(user) = actor.id() else { return Ok(()) };
        let work = self.work(actor, request_id).await?;
        if ACTS.full(&work, user).await?.is_some() {
            self.refused.count((ANYTHING, code.word()), &user.to_string(), self.clock.now());
            return Ok(());
        }
        let facts = serde_json::json!({ "what": what, "code": code.word() });
        work.audit_as_because("refuse", user, None, Some(facts)).await?;
        work.commit().await
    }

    async fn again(self: &Arc<Self>, caller: Caller, operation: &Operation) -> Result<Executed, Vec<ApiError>> {
        if let Some(user) = caller.user {
            self.actors.ask(self.db.connection(), user).await.map_err(|stop| vec![stop.into()])?;
        }
        let actor = self.actor(caller).await.map_err(|error| vec![error])?;
        let busy = || vec![Stop::failure("the caller's rights keep changing").into()];
        let found = self.check(caller, &actor, operation).await?;
        self.run(caller, &actor, operation, found).await?.ok_or_else(busy)
    }

    pub(super) async fn actor(&self, caller: Caller) -> ApiResult<Actor> {
        let unknown = || ApiError::said(Code::Unauthenticated, "The token is not valid.");
        if caller.is_void {
            return Err(unknown());
        }
        let Some(user) = caller.user else { return Ok(Actor::Anonymous) };
        let db = self.db.connection();
        if !self.is_key_live(caller).await? {
            return Err(unknown());
        }
        let mut person = match caller.access_version {
            Some(_) => self.actors.recall(db, user).await?.ok_or_else(unknown)?,
            None => self.actors.ask(db, user).await?.ok_or_else(unknown)?,
        };
        if let Some(version) = caller.access_version {
            if person.access_version < version {
                // The token is newer than what is remembered.
                person = self.actors.ask(db, user).await?.ok_or_else(unknown)?;
            }
            if person.access_version != version {
                return Err(unknown());
            }
        }
        let role = match (caller.role, caller.scopes, person.roles.as_slice()) {
            // A key is a program's, whatever else its account may have been.
            (None | Some(Role::Service), Some(_), _) => Role::Service,
            (Some(_), Some(_), _) => {
                return Err(ApiError::said(Code::Forbidden, "A key acts as SERVICE and in no other role."));
            }
            (Some(role), None, _) => role,
            (None, None, [only]) => *only,
            (None, None, []) => return Err(unknown()),
            (None, None, several) => {
                let words: Vec<&str> = several.iter().map(|role| role.word()).collect();
                let message =
                    Sentence::new("You hold the roles {roles}: say in the header x-nql-role in which of them you act.");
                let message = message.with("roles", words.join(", "));
                return Err(ApiError::said(Code::BadRequest, message));
            }
        };
        Actor::new(person, role)
            .ok_or_else(|| ApiError::said(Code::Forbidden, "You do not hold the role you want to act in."))
    }

    /// Whether the key is good that a token was made for, if it was one: a revoked one voids its own tokens and no others.
    async fn is_key_live(&self, caller: Caller) -> Result<bool, Stop> {
        let Some(key) = caller.key else { return Ok(true) };
        auth::is_key_live(self.db.connection(), key, self.clock.now()).await
    }

    /// `None` when the statement says that the actor's rights are out of date.
    async fn run(
        self: &Arc<Self>,
        caller: Caller,
        actor: &Actor,
        operation: &Operation,
        found: Found,
    ) -> Result<Option<Executed>, Vec<ApiError>> {
        let one = |error: ApiError| vec![error];
        let checked = Arc::clone(&found.checked);
        let (definition, variables) = self.prepare(caller, actor, &checked, operation)?;
        match definition.ty {
            OperationType::Mutation if operation.is_read_only => {
                return Err(one(ApiError::said(Code::WriteOverGet, "Mutations go over POST.")));
            }
            OperationType::Query | OperationType::Mutation => {}
            OperationType::Subscription => {
                let message =
                    Sentence::new("Subscriptions go over a WebSocket (graphql-transport-ws) at this address.");
                return Err(one(ApiError::said(Code::BadRequest, message)));
            }
        }
        let (prepared, cost, standing) =
            self.afford(caller, actor, operation, &found, definition, &variables).map_err(one)?;
        let Prepared::Read(plan, computed) = prepared.as_ref() else {
            if checked.is_sensitive {
                let request_id = operation.request_id.clone();
                let noted = self.note_reading(actor, &checked, &variables, request_id).await;
                noted.map_err(|stop| one(stop.into()))?;
            }
            let executed = self.write(caller, actor, prepared, variables, operation).await.map_err(one)?;
            return Ok(Some(Executed { standing, ..executed }));
        };
        let values = plan.fill((actor, caller.language), &self.clock, &variables).map_err(|error| {
            // The plan was made for other values: made for these, it says where they do not fit.
            let (fragments, selection) = (&checked.document.fragments, &definition.selection_set.node);
            let compiler = Compiler::new(model(), self.db.dialect(), actor.audience(), fragments, &variables);
            one(compiler.query(selection).err().unwrap_or(error))
        })?;
        let Some(mut data) = self.fetch(plan, &values).await.map_err(one)? else { return Ok(None) };
        let mut others = Vec::new();
        let mut errors = Vec::new();
        let mut is_nothing = false;
        if let Some(computed) = computed {
            let mut document = computed.document.clone();
            texts::settle(self.printed, &mut document, "Query", &variables).map_err(one)?;
            let asked = (Arc::clone(&prepared), variables.clone());
            let response = self.act(caller, actor, asked, document, operation).await;
            errors = response.errors;
            others.push(response.data);
        }
        if checked.is_sensitive {
            let noted = self.note_reading(actor, &checked, &variables, operation.request_id.clone()).await;
            noted.map_err(|stop| one(stop.into()))?;
        }
        if checked.asks_schema || checked.asks_limit || checked.asks_computed {
            let roots = self.roots(&checked, definition, &variables).map_err(one)?;
            if checked.asks_schema || checked.asks_limit {
                let limit = standing.map(|standing| RateLimit::new(cost, standing, self.clock.now()));
                let shown = self.shown(caller, actor, &checked)?;
                others.push(self.library(&shown, &checked, &roots, &variables, limit).await);
            }
            is_nothing = data == "{}" && others.iter().all(holds_nothing);
            data = together(&roots, &data, &others).map_err(one)?;
        }
        let mut body = Vec::with_capacity(data.len() + 10);
        body.extend_from_slice(b"{\"data\":");
        body.extend_from_slice(data.as_bytes());
        if !errors.is_empty() {
            body.extend_from_slice(b",\"errors\":");
            body.extend_from_slice(&serde_json::to_vec(&errors).unwrap_or_default());
        }
        body.push(b'}');
        let (retry_after, is_trouble) = waits(&errors, is_nothing);
        Ok(Some(Executed { body, retry_after, is_trouble, standing, is_token_ignored: false, is_read: true }))
    }

    /// What a plan answers; `None` when it says that the caller's rights are out of date.
    pub(super) async fn fetch(&self, plan: &Plan, values: &[Bound]) -> ApiResult<Option<String>> {
        let cell = self.db.read_text(&plan.sql, values).await?;
        if cell.as_ref().is_some_and(String::is_empty) { Err(too_long()) } else { Ok(cell) }
    }

    /// The plans of an operation, when the caller may ask for so much. What an answer costs is counted; of a refusal,
    /// what it took to find out. Only what may be answered is remembered.
    fn afford(
        &self,
        caller: Caller,
        actor: &Actor,
        operation: &Operation,
        found: &Found,
        definition: &OperationDefinition,
        variables: &Variables,
    ) -> ApiResult<(Arc<Prepared>, u64, Option<Standing>)> {
        let checked = &found.checked;
        let shape = variables::shape(&definition.variable_definitions, variables);
        let key = PlanKey { document: checked.serial, shape };
        let known = self.prepared.get(&key);
        let is_new = known.is_none();
        let prepared = if let Some(known) = known {
            known
        } else {
            self.look_at(caller, actor, operation.query.len() + key.shape.len())?;
            let document = &checked.document;
            let compiler =
                || Compiler::new(model(), self.db.dialect(), actor.audience(), &document.fragments, variables);
            Arc::new(match definition.ty {
                OperationType::Mutation => {
                    let all = ("Mutation", |_: &str| true);
                    let writing = Writing::new(self.printed, document, definition, checked.bytes, compiler, all)?;
                    Prepared::Write(Box::new(writing))
                }
                OperationType::Query | OperationType::Subscription => {
                    let mut plan = compiler().query(&definition.selection_set.node)?;
                    let computed = if checked.asks_computed {
                        let some = ("Query", is_computed);
                        let bytes = checked.bytes;
                        let mut computed = Writing::new(self.printed, document, definition, bytes, compiler, some)?;
                        plan.cost = std::mem::take(&mut plan.cost).with(std::mem::take(&mut computed.cost));
                        Some(Box::new(computed))
                    } else {
                        None
                    };
                    Prepared::Read(plan, computed)
                }
            })
        };
        let cost = prepared.cost().weigh(variables)?;
        let most = self.meter.per_operation(actor.audience());
        let subject = Subject::of(actor.id(), caller.address);
        if cost > most {
            self.meter.spend(actor.audience(), &subject, prepared.cost().looked_at())?;
            let message = Sentence::new("The operation costs {cost}; at most {limit} is allowed.");
            let message = message.with("cost", cost).with("limit", most);
            return Err(ApiError::said(Code::QueryTooComplex, message));
        }
        let standing = self.meter.spend(actor.audience(), &subject, cost)?;
        self.keep(actor.audience(), operation, found);
        if is_new {
            self.prepared.insert(key, Arc::clone(&prepared));
        }
        Ok((prepared, cost, standing))
    }

    /// Counts the work of looking at what has not been seen before.
    pub(super) fn look_at(&self, caller: Caller, actor: &Actor, bytes: usize) -> ApiResult<()> {
        let cost = u64::try_from(bytes / LOOKED_AT).unwrap_or(u64::MAX);
        if cost > 0 {
            self.meter.spend(actor.audience(), &Subject::of(actor.id(), caller.address), cost)?;
        }
        Ok(())
    }

    /// The operation that is asked for, with its variables, when all that it asks for is for the caller; also when it comes
    /// with the key of a program.
    pub(super) fn prepare<'c>(
        &self,
        caller: Caller,
        actor: &Actor,
        checked: &'c Checked,
        operation: &Operation,
    ) -> Result<(&'c OperationDefinition, Variables), Vec<ApiError>> {
        let definition = checked.operation()?;
        let variables = variables::coerce(self.printed, &definition.variable_definitions, operation.variables.clone());
        let variables = variables.map_err(|mut error| {
            let (fragments, selection) = (&checked.document.fragments, &definition.selection_set.node);
            let used = error.argument.first().and_then(|name| variables::used(selection, fragments, name));
            if let Some((at, way)) = used {
                error.argument.splice(..1, way);
                error.locations.push(at);
            }
            error
        })?;
        let part = checked.part(Some(&variables))?;
        if checked.is_in_doubt {
            let mut denials = self.printed.gate(actor.audience(), caller.is_token_ignored, &part);
            if !denials.is_empty() {
                denials.truncate(ERRORS);
                return Err(denials);
            }
        }
        if let Some(scopes) = caller.scopes {
            let (needed, closed) = self.printed.scopes(&part);
            let lacking = scopes.lacks(needed);
            if !lacking.is_empty() {
                let message =
                    Sentence::new("This key lacks the scopes {scopes}.").with("scopes", lacking.words().join(", "));
                return Err(ApiError::said(Code::Forbidden, message).into());
            }
            if let Some(field) = closed {
                return Err(ApiError::said(
                    Code::Forbidden,
                    Sentence::new("No scope of a key opens `{field}`.").with("field", field),
                )
                .into());
            }
        }
        Ok((definition, variables))
    }

    async fn write(
        self: &Arc<Self>,
        caller: Caller,
        actor: &Actor,
        prepared: Arc<Prepared>,
        variables: Variables,
        operation: &Operation,
    ) -> ApiResult<Executed> {
        let Prepared::Write(writing) = prepared.as_ref() else {
            return Err(Stop::failure("a write that was not planned").into());
        };
        let mut document = writing.document.clone();
        texts::settle(self.printed, &mut document, "Mutation", &variables)?;
        let response = self.act(caller, actor, (prepared, variables), document, operation).await;
        let (retry_after, is_trouble) = waits(&response.errors, holds_nothing(&response.data));
        let body = serde_json::to_vec(&response).unwrap_or_default();
        Ok(Executed { body, retry_after, is_trouble, standing: None, is_token_ignored: false, is_read: false })
    }

    /// Does what a document says, with what its payloads need.
    async fn act(
        self: &Arc<Self>,
        caller: Caller,
        actor: &Actor,
        (prepared, variables): (Arc<Prepared>, Variables),
        document: ExecutableDocument,
        operation: &Operation,
    ) -> Response {
        let mut request = async_graphql::Request::new("").variables(variables).data(Validated).data(Request {
            api: Arc::clone(self),
            actor: actor.clone(),
            request_id: operation.request_id.clone(),
            address: caller.address,
            language: caller.language,
            locale: OnceCell::default(),
            prepared,
            room: Room::default(),
            turn: Mutex::default(),
        });
        request.set_parsed_query(document);
        let mut response = resolve(&self.schema, request).await;
        if !response.errors.is_empty() {
            let language = self.language(caller.language, actor.id()).await.unwrap_or(Language::En);
            for error in &mut response.errors {
                finish(error, operation.request_id.as_deref(), language);
            }
        }
        response.errors.truncate(ERRORS);
        response
    }

    /// The document, checked for the caller's audience.
    pub(super) async fn check(
        &self,
        caller: Caller,
        actor: &Actor,
        operation: &Operation,
    ) -> Result<Found, Vec<ApiError>> {
        let audience = actor.audience();
        let key = BorrowedKey { audience, name: operation.name.as_deref(), query: &operation.query };
        if let Some(checked) = self.checked.get(&key) {
            return Ok(Found { checked, is_new: false });
        }
        self.look_at(caller, actor, operation.query.len()).map_err(|error| vec![error])?;
        let checked = Arc::new(self.check_anew(audience, operation).await?);
        Ok(Found { checked, is_new: true })
    }

    /// Remembers a document that may be answered.
    pub(super) fn keep(&self, audience: Audience, operation: &Operation, found: &Found) {
        if found.is_new {
            let key = DocumentKey { audience, name: operation.name.clone(), query: operation.query.clone() };
            self.checked.insert(key, Arc::clone(&found.checked));
        }
    }

    async fn check_anew(&self, audience: Audience, operation: &Operation) -> Result<Checked, Vec<ApiError>> {
        let one = |error: ApiError| vec![error];
        if operation.query.len() > precheck::DOCUMENT {
            return Err(one(ApiError::said(Code::QueryTooLarge, "The document is longer than 32 kB.")));
        }
        let faults = literals::read(&operation.query);
        if let Some(error) = faults.nesting {
            return Err(one(error));
        }
        let mut document = parse_query(&operation.query).map_err(|error| {
            // The library's text repeats the document; where it went wrong is enough.
            one(error.positions().fold(ApiError::new(Code::ParseFailed, "The document is not GraphQL."), ApiError::at))
        })?;
        faults.value.map_or(Ok(()), |error| Err(one(error)))?;
        precheck::check(&document).map_err(one)?;
        precheck::settle_typenames(&mut document);
        let checked = Checked {
            serial: self.serial.fetch_add(1, Ordering::Relaxed),
            bytes: precheck::bytes(&operation.query),
            document,
            name: operation.name.clone(),
            asks_schema: false,
            asks_limit: false,
            asks_computed: false,
            is_sensitive: false,
            is_in_doubt: false,
        };
        self.validate(&checked).await?;
        let definition = checked.operation().map_err(one)?;
        let part = checked.part(None).map_err(one)?;
        let mut misplaced = positions::check(self.printed, &checked.document, definition, part.root);
        if !misplaced.is_empty() {
            misplaced.truncate(ERRORS);
            return Err(misplaced);
        }
        let selection = &definition.selection_set.node;
        let asks_schema = asks(|root| INTROSPECTION.contains(&root), selection, &checked.document);
        if audience == Audience::Anonymous && !self.is_schema_public && asks_schema {
            let message = Sentence::new(
                "The schema is shown to people who are signed in; it is also in the file schema.graphql.",
            );
            return Err(one(ApiError::said(Code::IntrospectionDisabled, message)));
        }
        let is_sensitive = self.notes_reading
            && matches!(audience, Audience::Staff | Audience::Admin)
            && !self.printed.asked(&model().noted, &part).is_empty();
        let is_in_doubt = !self.printed.gate(audience, true, &part).is_empty();
        let asks_limit = asks(|root| root == RATE_LIMIT, selection, &checked.document);
        let asks_computed = part.root == "Query" && asks(is_computed, selection, &checked.document);
        Ok(Checked { asks_schema, asks_limit, asks_computed, is_sensitive, is_in_doubt, ..checked })
    }

    /// The library's validation, and nothing but that. It sees no variables: the outcome is remembered for all of
    /// them, and each request coerces its own.
    async fn validate(&self, checked: &Checked) -> Result<(), Vec<ApiError>> {
        checked.operation().map_err(|error| vec![error])?;
        let mut request = async_graphql::Request::new("").data(ValidateOnly);
        request.operation_name.clone_from(&checked.name);
        request.set_parsed_query(checked.document.clone());
        let errors = resolve(&self.schema, request).await.errors;
        if errors.is_empty() {
            return Ok(());
        }
        let refused = |error: ServerError| {
            error.locations.iter().fold(ApiError::new(Code::ValidationFailed, error.message), |told, at| told.at(*at))
        };
        Err(errors.into_iter().take(ERRORS).map(refused).collect())
    }

    /// The schema that introspection tells of. What is for others too is shown to whoever makes tools for them: to staff,
    /// and to everybody where the schema is public.
    fn shown(&self, caller: Caller, actor: &Actor, checked: &Checked) -> ApiResult<ApiSchema> {
        let own = Shown::To(actor.audience());
        let shown = caller.shown.filter(|_| checked.asks_schema).unwrap_or(own);
        if shown != own && !self.is_schema_public && !matches!(actor, Actor::Staff(_) | Actor::Admin(_)) {
            let message = Sentence::new("Staff and admins see the schema of other roles, and the whole.");
            return Err(ApiError::said(Code::Forbidden, message));
        }
        Ok(match shown {
            Shown::Whole => self.schema.clone(),
            Shown::To(audience) => schema::build_for(audience),
        })
    }

    /// What the library answers: the schema, and what is left of the minute.
    async fn library(
        &self,
        shown: &ApiSchema,
        checked: &Checked,
        roots: &Collected<'_>,
        variables: &Variables,
        limit: Option<RateLimit>,
    ) -> Value {
        let mut document = checked.document.clone();
        let asked = roots.iter().flat_map(|(_, fields)| fields).copied();
        let asked = asked.filter(|field| LIBRARY_ROOTS.contains(&field.node.name.node.as_str()));
        let asked: Vec<Positioned<Selection>> =
            asked.map(|field| Positioned::new(Selection::Field(field.clone()), field.pos)).collect();
        let operations: Vec<&mut Positioned<OperationDefinition>> = match &mut document.operations {
            DocumentOperations::Single(operation) => vec![operation],
            DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
        };
        for operation in operations {
            operation.node.selection_set.node.items.clone_from(&asked);
        }
        let mut request = async_graphql::Request::new("").variables(variables.clone()).data(limit).data(Validated);
        request.operation_name.clone_from(&checked.name);
        request.set_parsed_query(document);
        resolve(shown, request).await.data
    }

    /// The fields of `Query` that an operation asks for, fragments spread out.
    fn roots<'a>(
        &self,
        checked: &'a Checked,
        definition: &'a OperationDefinition,
        variables: &'a Variables,
    ) -> ApiResult<Collected<'a>> {
        let fragments = &checked.document.fragments;
        let compiler = Compiler::new(model(), self.db.dialect(), Audience::Anonymous, fragments, variables);
        compiler.fields("Query", &[&definition.selection_set.node])
    }
}

/// Puts what no row holds between the other fields of `Query`, in the order of the selection.
fn together(roots: &Collected<'_>, planned: &str, others: &[Value]) -> ApiResult<String> {
    let failed = |error: serde_json::Error| ApiError::internal(&error);
    let mut known: IndexMap<String, Box<RawValue>> = serde_json::from_str(planned).map_err(failed)?;
    for other in others {
        let other = serde_json::to_string(other).map_err(failed)?;
        known.extend(serde_json::from_str::<IndexMap<String, Box<RawValue>>>(&other).map_err(failed)?);
    }
    let ordered: IndexMap<&str, &RawValue> =
        roots.iter().filter_map(|(key, _)| Some((*key, known.get(*key)?.as_ref()))).collect();
    serde_json::to_string(&ordered).map_err(failed)
}

/// Whether no field of the root came to anything.
fn holds_nothing(data: &Value) -> bool {
    !matches!(data, Value::Object(fields) if fields.values().any(|it| *it != Value::Null))
}

/// Hands a request to the library. Every mutation is a branch of the future that comes of it: behind a pointer, it is
/// compiled once, here, and not again by whoever waits for it.
fn resolve(schema: &ApiSchema, request: async_graphql::Request) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    Box::pin(schema.execute(request))
}

/// How many seconds to wait when nothing came of an operation, and whether the database is why.
fn waits(errors: &[ServerError], is_nothing: bool) -> (Option<u64>, bool) {
    let seconds = errors.iter().filter_map(|error| {
        let Value::Number(seconds) = error.extensions.as_ref()?.get("retryAfter")? else { return None };
        seconds.as_u64()
    });
    let code = Value::from(Code::TryLater.word());
    let is_trouble = |error: &ServerError| error.extensions.as_ref().and_then(|more| more.get("code")) == Some(&code);
    (seconds.max().filter(|_| is_nothing), errors.iter().any(is_trouble))
}

impl Checked {
    /// What the operation is called in the log: its name, as far as a secret of ours is longer; or what it asks for first.
    pub(super) fn called(&self) -> &str {
        let first = || self.operation().ok().and_then(|it| first_field(&it.selection_set.node));
        let name = self.name.as_deref().or_else(|| named(&self.document)).or_else(first).unwrap_or_default();
        name.get(..CALLED).unwrap_or(name)
    }

    /// The operation as it is held against the policy; with its variables, without what they leave out.
    fn part<'c>(&'c self, variables: Option<&'c Variables>) -> ApiResult<Part<'c>> {
        let definition = self.operation()?;
        let root = match definition.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let selection = &definition.selection_set.node;
        Ok(Part { root, selection, fragments: &self.document.fragments, variables })
    }

    pub(super) fn operation(&self) -> ApiResult<&OperationDefinition> {
        let operations = &self.document.operations;
        let found = if let Some(name) = &self.name {
            operations
                .iter()
                .find(|(known, _)| known.is_some_and(|known| known.as_str() == name))
                .map(|(_, operation)| &operation.node)
        } else {
            let mut all = operations.iter();
            let first = all.next().map(|(_, operation)| &operation.node);
            if all.next().is_some() { None } else { first }
        };
        found.ok_or_else(|| {
            ApiError::new(Code::OperationResolutionFailure, "Name one of the operations in the document.")
        })
    }
}

/// The name of the one operation of a document.
fn named(document: &ExecutableDocument) -> Option<&str> {
    document.operations.iter().next().and_then(|(name, _)| name).map(async_graphql::Name::as_str)
}

/// The field that a selection asks for first.
fn first_field(selection: &SelectionSet) -> Option<&str> {
    selection.items.iter().find_map(|item| match &item.node {
        Selection::Field(field) => Some(field.node.name.node.as_str()),
        Selection::InlineFragment(fragment) => first_field(&fragment.node.selection_set.node),
        Selection::FragmentSpread(spread) => Some(spread.node.fragment_name.node.as_str()),
    })
}

/// Whether a field of the root is asked for of which this holds.
fn asks(holds: fn(&str) -> bool, selection: &SelectionSet, document: &ExecutableDocument) -> bool {
    selection.items.iter().any(|item| match &item.node {
        Selection::Field(field) => holds(field.node.name.node.as_str()),
        Selection::InlineFragment(fragment) => asks(holds, &fragment.node.selection_set.node, document),
        Selection::FragmentSpread(spread) => document
            .fragments
            .get(&spread.node.fragment_name.node)
            .is_some_and(|fragment| asks(holds, &fragment.node.selection_set.node, document)),
    })
}

/// Every error has a code. The library gives none to a value that does not parse; all others are ours.
fn finish(error: &mut ServerError, request_id: Option<&str>, language: Language) {
    if let Some(message) = worded(&error.message, error.source::<Sentence>(), language) {
        error.message = message;
    }
    let extensions = error.extensions.get_or_insert_default();
    if extensions.get("code").is_none() {
        extensions.set("code", Code::BadUserInput.word());
    }
    if let Some(request_id) = request_id {
        extensions.set("requestId", request_id);
    }
}
