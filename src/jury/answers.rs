//! Answers about jurors that no row holds.

use async_graphql::{ID, SimpleObject};
use entity::ids::JurorId;

use crate::{answered, api::policy::policy, auth::Audience::Staff};

/// Who is reminded of evaluations.
#[derive(SimpleObject)]
pub struct JurorReminders {
    /// How many mails were written to the outbox, one for each juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    queued: i32,
    /// Jurors who have something open and were reminded today already.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reminded_today: Vec<ID>,
}

impl JurorReminders {
    /// What came of it.
    pub(super) fn of(queued: usize, reminded_today: &[JurorId]) -> Self {
        Self {
            queued: i32::try_from(queued).unwrap_or(i32::MAX),
            reminded_today: reminded_today.iter().map(|id| ID(id.to_string())).collect(),
        }
    }
}

answered! {
    JurorReminders => "reminders";
}
