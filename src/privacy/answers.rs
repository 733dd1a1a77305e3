//! Answers that no row holds: an export, and a list of what is due.

use async_graphql::{ID, SimpleObject, Value, registry::Registry};
use entity::kinds::RetentionKind;

use super::rules::Due;
use crate::{
    answered,
    api::{
        Answered, Instant, Word,
        act::{Done, Outcome},
        policy::policy,
    },
    auth::Audience::{Admin, Staff},
};

/// Ids that are shown of a kind.
const SHOWN: usize = 100;

/// What there is of a person, as a JSON document.
pub struct PersonalData(pub(super) String);

impl Answered for PersonalData {
    const FIELD: &'static str = "personalData";

    fn ty(_: &mut Registry) -> String {
        "String".to_owned()
    }

    fn outcome(self) -> Outcome {
        Done::Plain(Value::from(self.0)).into()
    }
}

/// What a campaign has kept for as long as it may.
#[derive(SimpleObject)]
pub struct RetentionPreview {
    /// Hash of exactly this list; for `applyRetention`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    hash: String,
    /// What can be erased now, one entry for each kind.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    due: Vec<RetentionDue>,
}

/// What can be erased of one kind.
#[derive(SimpleObject)]
pub struct RetentionDue {
    /// The kind.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    kind: Word<RetentionKind>,
    /// How many there are.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    count: i32,
    /// The instant from which the oldest of them is kept; null if there is none.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    oldest_at: Option<Instant>,
    /// Ids of the first hundred: applications for `DRAFT` and `APPLICATION_TEXTS`, assignments for `JUROR_LINK`, mails
    /// for `MESSAGE`, photos for `PHOTO`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    ids: Vec<ID>,
}

impl RetentionPreview {
    /// A list with its hash.
    pub(super) fn of(hash: String, due: Vec<Due>) -> Self {
        Self { hash, due: due.into_iter().map(RetentionDue::of).collect() }
    }
}

impl RetentionDue {
    fn of(due: Due) -> Self {
        Self {
            kind: Word(due.kind),
            count: i32::try_from(due.rows.len()).unwrap_or(i32::MAX),
            oldest_at: due.rows.iter().map(|(_, since)| *since).min().map(Instant),
            ids: due.rows.into_iter().take(SHOWN).map(|(id, _)| ID(id)).collect(),
        }
    }
}

answered! {
    RetentionPreview => "retentionPreview";
}
