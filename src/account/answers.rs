//! Answers that no row holds.

use async_graphql::{Value, registry::Registry};

use crate::api::{
    Answered,
    act::{Done, Outcome},
};

/// Somebody is asked where they work, if there is such a user.
pub struct Invited;

impl Answered for Invited {
    const FIELD: &'static str = "isAsked";

    fn ty(_: &mut Registry) -> String {
        "Boolean".to_owned()
    }

    fn outcome(self) -> Outcome {
        Done::Plain(Value::Boolean(true)).into()
    }
}
