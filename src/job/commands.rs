//! What can happen to a job beside its being done.

use entity::{ids::JobId, kinds::JobStatus};

use super::{inputs::RetryJobInput, objects::Job, store};
use crate::{
    api::Word,
    refusals,
    stop::{Answer, reasons},
    work::Work,
};

refusals! {
    /// Why something is not tried again.
    RetryJobRefusal {
        VersionConflict;
        /// The job is not in the status `FAILED`.
        NotFailed { status: Word<JobStatus> } "NOT_FAILED" on ["jobId"] = "only what failed can be tried again; this is {status}";
    }
}

/// Try again what was given up.
pub async fn retry(work: &Work, input: RetryJobInput) -> Answer<JobId, RetryJobRefusal> {
    use RetryJobRefusal as Refusal;
    let job = work.hold(Job::RETRY, input.job_id.0).await?.into_row();
    if job.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: job.version }]));
    }
    let refusals = reasons([(job.state != JobStatus::Failed, Refusal::NotFailed { status: Word(job.state) })]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = job.id;
    store::begin_again(work, job).await?;
    work.audit(id).await?;
    Ok(Ok(id))
}
