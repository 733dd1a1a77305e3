//! Mutations of jobs.

use entity::ids::JobId;

use super::{
    commands::{self, RetryJobRefusal},
    inputs::RetryJobInput,
    objects::Job,
};
use crate::acts;

acts! {
    /// Let the system try again what it could not do by itself. It does so within a minute or so, if what it is for is still
    /// there.
    retryJob(RetryJobInput) -> JobId | RetryJobRefusal [Staff, Admin; Job::RETRY(jobId)] = commands::retry;
}
