//! What the mutations about doubles take.

use async_graphql::InputObject;
use entity::ids::SchoolId;

use crate::api::Gid;

/// Two entries of the same school.
#[derive(Clone, InputObject)]
pub struct SchoolMergePreviewInput {
    /// The entry that is kept, with its name, town, level and board.
    pub kept_school_id: Gid<SchoolId>,
    /// The other entry: the double.
    pub duplicate_school_id: Gid<SchoolId>,
}

/// Two entries of the same school that become one. This cannot be undone.
#[derive(Clone, InputObject)]
pub struct MergeSchoolsInput {
    /// The entry that is kept, with its name, town, level and board.
    pub kept_school_id: Gid<SchoolId>,
    /// The version of the kept school that you saw.
    pub expected_version: i32,
    /// The other entry: the double.
    pub duplicate_school_id: Gid<SchoolId>,
    /// The version of the double that you saw.
    pub expected_duplicate_version: i32,
    /// Why; kept in the audit log.
    pub reason: String,
}
