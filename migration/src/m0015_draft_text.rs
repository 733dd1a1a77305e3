//! What every text of a working draft was before, so that nothing a teacher wrote is lost.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0015_draft_text",
    up: r"
CREATE TABLE draft_text (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    criterion_id {id} REFERENCES criterion (id),
    field {text} NOT NULL CHECK (field IN ('SUMMARY', 'TEXT', 'OWN_TEACHER', 'OWN_PUPILS', 'EXAMPLE')),
    text {text} NOT NULL CHECK (length(text) <= 10000),
    version {int} NOT NULL,
    is_refused {bool} NOT NULL,
    saved_at {instant} NOT NULL,
    CHECK ((field = 'SUMMARY') = (criterion_id IS NULL))
) {strict};
CREATE INDEX draft_text_of_application ON draft_text (application_id, saved_at, id);
",
    guards: &[],
    before_down: "",
    tables: &["draft_text"],
};
