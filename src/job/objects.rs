//! What the API shows of jobs.

use crate::{
    api::object::{Cond, Object, col, exists},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Job::declare()]
}

/// What it is about is of the caller's office, and nothing that the caller has to do with beside it.
fn of_my_office() -> Cond {
    let release = exists("publication_batch", "id", "batch_id", stake::of_my_office());
    let application = stake::of_my_office_in("application_id").and(!stake::in_application_of("application_id"));
    Cond::And(vec![Cond::IsNull(col("batch_id")).or(release), Cond::IsNull(col("application_id")).or(application)])
}

object! {
    /// Something that the system does by itself once it is due, such as a release that was scheduled.
    Job("job") from "job"
    rows {
        Staff => Cond::IsNull(col("application_id")).or(belongs_to("Application", "application_id"));
        Admin => Cond::Always;
    }
    writes job {
        /// Have it tried again.
        RETRY { Staff => of_my_office(); Admin => Cond::Always; };
    }
    fields {
        /// What it is.
        kind: "JobKind!" [Staff, Admin] = value("kind");
        /// The status.
        status: "JobStatus!" [Staff, Admin] = value("state");
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff, Admin] = one("campaign_id");
        /// The release that goes out; null unless `kind` is `RELEASE`. If its results were not those that were approved, it did
        /// not go out: see `PublicationBatch.heldAt`.
        publicationBatch: "PublicationBatch" [Staff, Admin] = one("batch_id");
        /// The application whose teacher is told; null unless `kind` is `EQL_INFO` or `EQL_OUTCOME`.
        application: "Application" [Staff] = one("application_id");
        /// When it is due. It moves with what it follows from, such as `Campaign.resultsPlannedAt`, until it is done.
        dueAt: "DateTime!" [Staff, Admin] = value("due_at");
        /// How often the system tried.
        attempts: "Int!" [Staff, Admin] = value("attempts");
        /// Before this instant the system does not try again; null if it has not tried, or tries no more.
        nextAttemptAt: "DateTime" [Staff, Admin] = value("next_attempt_at");
        /// Why the last attempt failed; null if none did, or it was done later.
        failure: "JobFailure" [Staff, Admin] = value("failure");
        /// When it was done, given up or cancelled; null while it waits.
        endedAt: "DateTime" [Staff, Admin] = value("ended_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Value(col("campaign_id"));
        /// What it is.
        kind: "JobKind" [Staff, Admin] = FilterOn::Value(col("kind"));
        /// The status.
        status: "JobStatus" [Staff, Admin] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it is due: the next comes first.
        DUE_AT: "DateTime" Asc [Staff, Admin] = col("due_at");
    }
}

queries! {
    /// What the system does by itself: what comes, what was done, and what went wrong.
    jobs: "Job" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
