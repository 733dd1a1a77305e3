//! What a merge would move.

use async_graphql::SimpleObject;

use crate::{
    answered,
    api::policy::policy,
    auth::Audience::{Admin, Staff},
    moved::Moved,
};

/// What a merge would move.
#[derive(SimpleObject)]
pub struct MergePreview {
    /// Table by table; also those of which nothing moves.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    tables: Vec<MergePreviewTable>,
}

/// Rows of one table that point to the double.
#[derive(SimpleObject)]
pub struct MergePreviewTable {
    /// The table, such as `project_partner`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    table: String,
    /// Rows that would point to the kept school.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    moved: i32,
    /// Rows that would be joined with one of the kept school, because the two say the same: both schools take part in a
    /// project, or somebody works at both since the same day.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    joined: i32,
}

impl MergePreview {
    /// Of these rows.
    pub(super) fn of(tables: Vec<Moved>) -> Self {
        let count = |ids: &[uuid::Uuid]| i32::try_from(ids.len()).unwrap_or(i32::MAX);
        let table = |rows: Moved| MergePreviewTable {
            table: rows.table.to_owned(),
            moved: count(&rows.moved),
            joined: count(&rows.joined),
        };
        Self { tables: tables.into_iter().map(table).collect() }
    }
}

answered! {
    MergePreview => "preview";
}
