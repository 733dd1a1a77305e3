//! Answers about jurors that no row holds.

use async_graphql::SimpleObject;
use entity::ids::JurorId;

use crate::{
    answered,
    api::{Many, policy::policy},
    auth::Audience::Staff,
};

/// Which reminders are sent to jurors.
#[derive(SimpleObject)]
pub struct JurorReminders {
    /// Number of mails that will be sent, one for each juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    queued: i32,
    /// Jurors with open evaluations who were reminded today already; they get no mail.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reminded_today: Many<JurorId>,
}

impl JurorReminders {
    /// What came of it.
    pub(super) fn of(queued: usize, reminded_today: Vec<JurorId>) -> Self {
        Self { queued: i32::try_from(queued).unwrap_or(i32::MAX), reminded_today: Many(reminded_today) }
    }
}

answered! {
    JurorReminders => "jurorReminders";
}
