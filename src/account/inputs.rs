//! What the mutations of users take.

use async_graphql::InputObject;
use entity::{
    ids::SchoolId,
    kinds::{Community, Role},
};

use crate::api::{Day, Gid, Word};

/// A new user.
#[derive(Clone, InputObject)]
pub struct CreateUserInput {
    /// Address to sign in with; in any case of letters.
    pub email: String,
    /// Name as others see it.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Roles; at least one.
    pub roles: Vec<Word<Role>>,
    /// The community that a member of staff works for; staff only.
    pub community: Option<Word<Community>>,
    /// The school where a teacher works.
    pub school_id: Option<Gid<SchoolId>>,
    /// Since when; today if left out.
    pub school_since: Option<Day>,
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}
