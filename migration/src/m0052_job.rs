//! What the system does by itself once it is due: each kind and key once.
//!
//! Kinds are added with what does them, so that no rule of the table lists them.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0052_job",
    up: r"
CREATE TABLE job (
    id {id} PRIMARY KEY,
    kind {text} NOT NULL,
    key {text} NOT NULL,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    batch_id {id} REFERENCES publication_batch (id),
    application_id {id} REFERENCES application (id),
    due_at {instant} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('WAITING', 'DONE', 'FAILED', 'CANCELLED')),
    attempts {int} NOT NULL CHECK (attempts >= 0),
    next_attempt_at {instant},
    failure {text},
    ended_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT job_once UNIQUE (kind, key),
    CHECK ((state = 'WAITING') = (ended_at IS NULL)),
    CHECK (state = 'WAITING' OR next_attempt_at IS NULL)
) {strict};
CREATE INDEX job_due ON job (state, due_at);
",
    guards: &[],
    before_down: "",
    tables: &["job"],
};
