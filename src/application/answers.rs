//! Answers that no row holds: who is reminded of a draft, and who is not.

use async_graphql::{Enum, ID, SimpleObject};
use entity::ids::ApplicationId;

use super::rules::NotReminded;
use crate::{answered, api::policy::policy, auth::Audience::Staff};

/// Who is reminded of a draft.
#[derive(SimpleObject)]
pub struct DraftReminders {
    /// How many mails were written to the outbox.
    #[graphql(directive = policy::apply(vec![Staff]))]
    queued: i32,
    /// Whose teachers are not reminded, and why.
    #[graphql(directive = policy::apply(vec![Staff]))]
    left_out: Vec<LeftOut>,
}

/// An application whose teacher is not reminded.
#[derive(SimpleObject)]
pub struct LeftOut {
    /// Which one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_id: ID,
    /// Why.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reason: LeftOutReason,
}

/// Why nobody is reminded of an application. May grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum LeftOutReason {
    /// It is handed in, taken back, or does not count any more.
    NotADraft,
    /// It belongs to another campaign.
    OtherCampaign,
    /// It was changed since.
    Touched,
    /// Its teacher was reminded of it today.
    RemindedToday,
    /// Its teacher was erased.
    TeacherGone,
}

impl From<NotReminded> for LeftOutReason {
    fn from(why: NotReminded) -> Self {
        match why {
            NotReminded::NotADraft => Self::NotADraft,
            NotReminded::OtherCampaign => Self::OtherCampaign,
            NotReminded::Touched => Self::Touched,
            NotReminded::RemindedToday => Self::RemindedToday,
            NotReminded::TeacherGone => Self::TeacherGone,
        }
    }
}

impl DraftReminders {
    /// What came of it.
    pub(super) fn of(queued: usize, left_out: Vec<(ApplicationId, NotReminded)>) -> Self {
        let left_out =
            left_out.into_iter().map(|(id, why)| LeftOut { application_id: ID(id.to_string()), reason: why.into() });
        Self { queued: i32::try_from(queued).unwrap_or(i32::MAX), left_out: left_out.collect() }
    }
}

answered! {
    DraftReminders => "reminders";
}
