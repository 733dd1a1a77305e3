//! A whole server in the process: real routes, real database, a clock that stands still.

use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    audit_event,
    ids::UserId,
    kinds::{Community, Kind, Role, UserStatus},
    user, user_role,
};
use nql::{
    api::{Api, Pace, Settings},
    auth::token::Tokens,
    campaign::rules::start_of_day,
    clock::{Clock, Ids},
    db::Database,
    due::Runner,
    http::{self, Http, Sockets, Times},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::{
    db::{Engine, Fresh, Start},
    reply::Reply,
};

/// Sockets look often whether somebody may stay, and wait for nobody for long.
const SOCKET: Times = Times {
    init: Duration::from_secs(2),
    look: Duration::from_millis(20),
    ping: Duration::from_secs(3),
    send: Duration::from_millis(500),
    asked: Duration::from_millis(500),
};

/// A server for one test.
#[derive(Clone)]
pub struct House {
    pub db: Database,
    pub clock: Clock,
    pub ids: Ids,
    pub engine: Engine,
    pub http: Http,
    router: Router,
    tokens: Tokens,
}

/// Somebody who calls the API, in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub role: Role,
}

/// Runs a test in a house of its own, and clears up after it whatever happens. It has the stack of a main thread, for the
/// reason that `db::apart` has.
pub fn in_a_house(engine: Engine, start: Start, run: fn(House) -> super::Running) {
    let trial = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let fresh = Fresh::new(engine, start).await;
            let house = House::on(engine, fresh.db.clone());
            let outcome = tokio::task::LocalSet::new()
                .run_until(async { tokio::task::spawn_local(AssertUnwindSafe(run(house)).0).await })
                .await;
            fresh.drop().await;
            if let Err(error) = outcome {
                std::panic::resume_unwind(error.into_panic());
            }
        });
    };
    let thread = std::thread::Builder::new().stack_size(super::db::STACK).spawn(trial).unwrap();
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

impl House {
    /// A house on a database. It is 1 October 2025, noon in Brussels, and the ids are the same in every run.
    pub fn on(engine: Engine, db: Database) -> Self {
        let pace = Pace { pause: Duration::from_millis(5), tick: Duration::from_millis(500), ..Pace::default() };
        Self::with(engine, db, Settings { pace, ..Settings::open() })
    }

    /// The same, with other settings.
    pub fn with(engine: Engine, db: Database, settings: Settings) -> Self {
        let clock = Clock::fixed("2025-10-01T10:00:00Z".parse().unwrap());
        let ids = Ids::seeded(7);
        let tokens = Tokens::unkept();
        let api = Arc::new(Api::new(db.clone(), clock.clone(), ids.clone(), tokens.clone(), settings).unwrap());
        let http = Http {
            api,
            proxies: 0,
            origins: vec!["https://nql.example".parse().unwrap()],
            sockets: Arc::new(Sockets::new(SOCKET)),
            rehearsal: None,
        };
        Self { db, clock, ids, engine, router: http::router(http.clone()), http, tokens }
    }

    /// Works out every plan that waits; how many.
    pub async fn plan_all(&self) -> usize {
        let planner =
            nql::jury::planning::Planner { db: self.db.clone(), clock: self.clock.clone(), ids: self.ids.clone() };
        planner.run_due().await.unwrap()
    }

    /// What does by itself what is due.
    pub fn runner(&self) -> Runner {
        Runner { db: self.db.clone(), clock: self.clock.clone(), ids: self.ids.clone() }
    }

    /// Does by itself what is due; how much of it was done.
    pub async fn wait(&self) -> usize {
        self.runner().run_due().await.unwrap()
    }

    /// Sets the clock to the start of a day in Brussels.
    pub fn set_day(&self, day: &str) {
        self.clock.set(start_of_day(day.parse::<NaiveDate>().unwrap()));
    }

    /// Sets the clock.
    pub fn set_instant(&self, instant: &str) {
        self.clock.set(instant.parse::<DateTime<Utc>>().unwrap());
    }

    /// A user who is simply there: the first of them cannot be made by anybody.
    pub async fn seat(&self, name: &str, roles: &[Role], community: Option<Community>) -> Person {
        let id: UserId = self.ids.next(self.clock.now());
        let row = user::ActiveModel {
            id: Set(id),
            email: Set(format!("{}@nql.example", name.to_lowercase().replace(' ', "."))),
            name: Set(name.to_owned()),
            name_key: Set(nql::fold::key(name)),
            locale: Set("nl".to_owned()),
            community: Set(community),
            status: Set(UserStatus::Active),
            erased_at: Set(None),
            made_by_community: Set(None),
            export_asked_at: Set(None),
            access_version: Set(1),
            version: Set(1),
            created_at: Set(self.clock.now()),
            updated_at: Set(self.clock.now()),
        };
        row.insert(self.db.connection()).await.unwrap();
        for role in roles {
            let row = user_role::ActiveModel { user_id: Set(id), role: Set(*role) };
            row.insert(self.db.connection()).await.unwrap();
        }
        Person { id, role: roles[0] }
    }

    /// A token for a user.
    pub async fn token(&self, user: UserId) -> String {
        let version = user::Entity::find_by_id(user).one(self.db.connection()).await.unwrap().unwrap().access_version;
        self.tokens.mint(user, version, self.clock.now()).unwrap()
    }

    /// Sends a raw request.
    pub async fn send(&self, request: Request<Body>) -> axum::http::Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Opens a port for clients that need one.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    /// Another process on the same database: on Postgres with connections of its own, on SQLite the same process again.
    pub async fn another(&self) -> Self {
        let db = match self.engine {
            Engine::Sqlite => self.db.clone(),
            Engine::Postgres => super::db::beside(&self.db).await,
        };
        Self::on(self.engine, db)
    }

    /// An operation, as somebody or as nobody.
    pub async fn ask(&self, who: impl Into<Option<Person>>, query: &str, variables: Value) -> Reply {
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(person) = who.into() {
            request = request
                .header(header::AUTHORIZATION, format!("Bearer {}", self.token(person.id).await))
                .header("x-nql-role", person.role.word());
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = self.send(request.body(Body::from(body)).unwrap()).await;
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Reply::new(bytes.to_vec())
    }

    /// A mutation `name` whose input has the type `NameInput`; `selection` is what is asked of the payload
    /// beside the user errors.
    pub async fn act(&self, who: impl Into<Option<Person>>, name: &str, input: Value, selection: &str) -> Reply {
        self.act_with(who, name, &input_type(name), input, selection).await
    }

    /// The same, for a mutation that shares its input type with others.
    pub async fn act_with(
        &self,
        who: impl Into<Option<Person>>,
        name: &str,
        input_type: &str,
        input: Value,
        selection: &str,
    ) -> Reply {
        let kind = if nql::mutation::is_computed(name) { "query" } else { "mutation" };
        let query = format!(
            "{kind}($input: {input_type}!) {{ it: {name}(input: $input) {{ {selection} userErrors {{ code message path currentVersion }} }} }}"
        );
        let reply = self.ask(who, &query, json!({ "input": input })).await;
        // Lists of payloads are lists of what is there: `[X!]`.
        if let Some(payload) = reply.body["data"]["it"].as_object() {
            for (field, list) in payload.iter().filter_map(|(field, value)| Some((field, value.as_array()?))) {
                assert!(!list.iter().any(Value::is_null), "{name}.{field} holds a null: {}", reply.text);
            }
        }
        reply
    }

    /// How much was done so far, by the audit log. That somebody was refused is written down, and is nothing done.
    pub async fn written(&self) -> u64 {
        let done =
            audit_event::Entity::find().filter(audit_event::Column::Action.is_not_in(["refuse", "refuseSignIn"]));
        done.count(self.db.connection()).await.unwrap()
    }

    /// Rows of a table: to prove absence.
    pub async fn count<E>(&self) -> u64
    where
        E: EntityTrait,
        E::Model: Send + Sync + sea_orm::FromQueryResult,
    {
        E::find().count(self.db.connection()).await.unwrap()
    }
}

fn input_type(mutation: &str) -> String {
    let mut letters = mutation.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    format!("{}Input", first.chain(letters).collect::<String>())
}
