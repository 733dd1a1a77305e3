//! What the mutations of jobs take.

use async_graphql::InputObject;
use entity::ids::JobId;

use crate::api::Gid;

/// Something that failed, to be tried again.
#[derive(Clone, InputObject)]
pub struct RetryJobInput {
    /// The job. Its status is `FAILED`.
    pub job_id: Gid<JobId>,
    /// The version that you read.
    pub expected_version: i32,
}
