//! The caller of a request: one person in one role.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ServiceKeyId, UserId},
    kinds::{Community, Kind as _, Role, Track, UserStatus},
    service_key,
};
use quick_cache::sync::Cache;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};

use super::Audience;
use crate::{db::Transaction, stop::Stop};

/// Who calls, in the role that the request acts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Anonymous,
    /// A teacher.
    Teacher(Person),
    /// A juror.
    Juror(Person),
    /// Staff of the community in `Person::community`.
    Staff(Person),
    /// Runs the system.
    Admin(Person),
    /// A program.
    Service(Person),
}

/// What the database says of a signed-in user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// The community that staff work for.
    pub community: Option<Community>,
    /// Counts up with every change of role, community or status; a read checks it in its own statement.
    pub access_version: i32,
    /// Every role the user holds, in fixed order.
    pub roles: Vec<Role>,
}

impl Person {
    /// Whether the person works for the office, in whatever role the request acts: who does judges nothing.
    pub fn is_office(&self) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Staff | Role::Admin))
    }
}

impl Actor {
    /// `person` acting as `role`; `None` when the role is not hers.
    pub fn new(person: Person, role: Role) -> Option<Self> {
        if !person.roles.contains(&role) {
            return None;
        }
        Some(match role {
            Role::Teacher => Self::Teacher(person),
            Role::Juror => Self::Juror(person),
            Role::Staff => Self::Staff(person),
            Role::Admin => Self::Admin(person),
            Role::Service => Self::Service(person),
        })
    }

    /// The audience that policies know this caller as.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Anonymous => Audience::Anonymous,
            Self::Teacher(_) => Audience::Teacher,
            Self::Juror(_) => Audience::Juror,
            Self::Staff(_) => Audience::Staff,
            Self::Admin(_) => Audience::Admin,
            Self::Service(_) => Audience::Service,
        }
    }

    /// The signed-in person, if any.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Anonymous => None,
            Self::Teacher(person)
            | Self::Juror(person)
            | Self::Staff(person)
            | Self::Admin(person)
            | Self::Service(person) => Some(person),
        }
    }

    /// The signed-in user, if any.
    pub fn id(&self) -> Option<UserId> {
        self.person().map(|person| person.id)
    }

    /// Whether these are staff who look after what is of this label and community; Belgica is shared by all (Q15).
    pub fn looks_after(&self, track: Track, community: Community) -> bool {
        matches!(self, Self::Staff(person) if track == Track::Belgica || person.community == Some(community))
    }

    /// Whether this is the user `id`.
    pub fn is(&self, id: UserId) -> bool {
        self.id() == Some(id)
    }
}

/// Remembers what the database said of a user. A hint only: whoever uses it proves
/// `access_version` in the same statement, and asks again when it has moved on.
#[derive(Clone, Debug)]
pub struct Actors(Arc<Cache<UserId, Person>>);

impl Actors {
    /// Room for `users` people.
    pub fn new(users: usize) -> Self {
        Self(Arc::new(Cache::new(users)))
    }

    /// What is remembered of `id`, or else what the database says.
    pub async fn recall(&self, db: &impl ConnectionTrait, id: UserId) -> Result<Option<Person>, Stop> {
        match self.0.get(&id) {
            Some(person) => Ok(Some(person)),
            None => self.ask(db, id).await,
        }
    }

    /// What the database says of `id`; `None` for an unknown or locked user.
    pub async fn ask(&self, db: &impl ConnectionTrait, id: UserId) -> Result<Option<Person>, Stop> {
        self.0.remove(&id);
        let person = load(db, id).await?;
        if let Some(person) = &person {
            self.0.insert(id, person.clone());
        }
        Ok(person)
    }
}

/// Whether the key of a program is good: not revoked and not over.
pub async fn is_key_live(db: &impl ConnectionTrait, id: ServiceKeyId, now: DateTime<Utc>) -> Result<bool, Stop> {
    let key = service_key::Entity::find_by_id(id).one(db).await?;
    Ok(key.is_some_and(|key| key.revoked_at.is_none() && now < key.expires_at))
}

/// Reads a user's rights; `None` for an unknown or locked user.
pub async fn load(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Person>, Stop> {
    of(db, id, "").await
}

/// The same, so that nobody takes them away before the transaction is over: who locks or erases a user, or changes what
/// the user may act as, waits for what the user is doing, and what the user does next waits for that.
pub async fn hold(transaction: &Transaction, id: UserId) -> Result<Option<Person>, Stop> {
    of(transaction, id, transaction.lock(" FOR KEY SHARE")).await
}

/// In one statement. Who waited for the lock has the roles of before, with the version of after: no token is of both.
async fn of(db: &impl ConnectionTrait, id: UserId, lock: &str) -> Result<Option<Person>, Stop> {
    let backend = db.get_database_backend();
    let list = if backend == DbBackend::Sqlite { "group_concat" } else { "string_agg" };
    let sql = format!(
        "SELECT u.community, u.access_version, u.status, \
         (SELECT {list}(r.role, ' ') FROM user_role r WHERE r.user_id = u.id) AS roles \
         FROM \"user\" u WHERE u.id = $1{lock}"
    );
    let statement = Statement::from_sql_and_values(backend, sql, [id.into()]);
    let Some(row) = db.query_one_raw(statement).await? else { return Ok(None) };
    if row.try_get::<UserStatus>("", "status")? == UserStatus::Locked {
        return Ok(None);
    }
    let held: Option<String> = row.try_get("", "roles")?;
    let mut roles: Vec<Role> = held.unwrap_or_default().split_ascii_whitespace().filter_map(Role::of).collect();
    roles.sort_unstable();
    Ok(Some(Person {
        id,
        community: row.try_get("", "community")?,
        access_version: row.try_get("", "access_version")?,
        roles,
    }))
}
