//! What a merge would move.

use async_graphql::SimpleObject;

use crate::{
    answered,
    api::policy::policy,
    auth::Audience::{Admin, Staff},
    moved::Moved,
};

/// What a merge of two schools would change.
#[derive(SimpleObject)]
pub struct SchoolMergePreview {
    /// One entry for each table, also if nothing would change in it.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    tables: Vec<SchoolMergeTable>,
}

/// The rows of one table that refer to the double.
#[derive(SimpleObject)]
pub struct SchoolMergeTable {
    /// Name of the table, such as `project_partner`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    table: String,
    /// Number of rows that would refer to the kept school.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    moved: i32,
    /// Number of rows that would be joined with a row of the kept school that says the same, for example if both
    /// schools take part in a project.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    joined: i32,
}

impl SchoolMergePreview {
    /// Of these rows.
    pub(super) fn of(tables: Vec<Moved>) -> Self {
        let count = |ids: &[uuid::Uuid]| i32::try_from(ids.len()).unwrap_or(i32::MAX);
        let table = |rows: Moved| SchoolMergeTable {
            table: rows.table.to_owned(),
            moved: count(&rows.moved),
            joined: count(&rows.joined),
        };
        Self { tables: tables.into_iter().map(table).collect() }
    }
}

answered! {
    SchoolMergePreview => "schoolMergePreview";
}
