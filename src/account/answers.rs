//! Answers that no row holds.

use async_graphql::{Context, ServerResult, Value};

use crate::api::Answered;

/// Somebody is asked where they work, if there is such a user.
pub struct Invited;

impl Answered for Invited {
    const FIELD: &'static str = "isAsked";

    fn ty() -> String {
        "Boolean".to_owned()
    }

    async fn resolve(&self, _: &Context<'_>) -> ServerResult<Value> {
        Ok(Value::Boolean(true))
    }
}
