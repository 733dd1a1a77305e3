//! Answers that no row holds: who is reminded of a draft, and who is not.

use async_graphql::{Enum, SimpleObject};
use entity::ids::ApplicationId;

use super::rules::NotReminded;
use crate::{
    answered,
    api::{One, policy::policy},
    auth::Audience::Staff,
};

/// Which reminders of drafts are sent.
#[derive(SimpleObject)]
pub struct DraftReminders {
    /// Number of mails that will be sent.
    #[graphql(directive = policy::apply(vec![Staff]))]
    queued: i32,
    /// Of the drafts that nobody changed for `untouchedForDays`: those whose teachers get no mail, and why. Empty if the
    /// input has `applicationIds`: then `userErrors` says so.
    #[graphql(directive = policy::apply(vec![Staff]))]
    left_out: Vec<LeftOut>,
}

/// An application whose teacher gets no reminder.
#[derive(SimpleObject)]
pub struct LeftOut {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// Why its teacher gets no reminder.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reason: LeftOutReason,
}

/// Why the teacher of an application gets no reminder. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum LeftOutReason {
    /// The teacher was reminded of it today already.
    RemindedToday,
    /// The data of the teacher were erased.
    TeacherGone,
}

impl From<NotReminded> for LeftOutReason {
    fn from(why: NotReminded) -> Self {
        match why {
            NotReminded::RemindedToday => Self::RemindedToday,
            NotReminded::TeacherGone => Self::TeacherGone,
        }
    }
}

impl DraftReminders {
    /// How many mails will be sent, and of how many drafts nobody is reminded.
    pub(super) fn counts(&self) -> (i32, usize) {
        (self.queued, self.left_out.len())
    }

    /// What came of it.
    pub(super) fn of(queued: usize, left_out: Vec<(ApplicationId, NotReminded)>) -> Self {
        let left_out = left_out.into_iter().map(|(id, why)| LeftOut { application: One(id), reason: why.into() });
        Self { queued: i32::try_from(queued).unwrap_or(i32::MAX), left_out: left_out.collect() }
    }
}

answered! {
    DraftReminders => "draftReminders";
}
