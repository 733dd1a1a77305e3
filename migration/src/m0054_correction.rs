//! Corrections of results that are out. A decision has one that waits at most.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0054_correction",
    up: r#"
CREATE TABLE correction (
    id {id} PRIMARY KEY,
    decision_id {id} NOT NULL REFERENCES decision (id),
    application_id {id} NOT NULL REFERENCES application (id),
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'CONFIRMED', 'TAKEN_BACK')),
    outcome {text} NOT NULL CHECK (outcome IN ('AWARDED', 'NOT_AWARDED', 'INADMISSIBLE')),
    motivation {text} NOT NULL CHECK (motivation <> ''),
    reason {text} NOT NULL,
    earlier_outcome {text} NOT NULL CHECK (earlier_outcome IN ('AWARDED', 'NOT_AWARDED', 'INADMISSIBLE')),
    earlier_motivation {text} NOT NULL,
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    confirmed_by_id {id} REFERENCES "user" (id),
    confirmed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT correction_two_persons CHECK (confirmed_by_id <> proposed_by_id),
    CHECK ((state = 'CONFIRMED') = (confirmed_at IS NOT NULL)),
    CHECK ((state = 'CONFIRMED') = (confirmed_by_id IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX correction_that_waits ON correction (decision_id) WHERE state = 'PROPOSED';
CREATE INDEX correction_of_decision ON correction (decision_id);
CREATE INDEX correction_of_application ON correction (application_id);
ALTER TABLE decision ADD COLUMN corrected_at {instant};
"#,
    guards: &[],
    before_down: r"
ALTER TABLE decision DROP COLUMN corrected_at;
",
    tables: &["correction"],
};
