//! Two windows on one draft: in which version each part of it changed last, so that saves of different parts do not stand in
//! each other's way, and what a juror wrote that was refused.
//!
//! Texts of applications have that in `draft_text`. And the version of an application in which it was handed in.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0042_behind",
    up: r"
ALTER TABLE application ADD COLUMN subjects_version {int} NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN methods_version {int} NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN comment_version {int} NOT NULL DEFAULT 0;
ALTER TABLE evaluation ADD COLUMN internal_note_version {int} NOT NULL DEFAULT 0;
ALTER TABLE evaluation_score ADD COLUMN score_version {int} NOT NULL DEFAULT 0;
ALTER TABLE evaluation_score ADD COLUMN comment_version {int} NOT NULL DEFAULT 0;
ALTER TABLE application ADD COLUMN handed_in_version {int};
UPDATE application SET subjects_version = version, methods_version = version;
UPDATE application SET handed_in_version = CASE WHEN updated_at > submitted_at THEN version - 1 ELSE version END
    WHERE submitted_at IS NOT NULL;
UPDATE evaluation SET comment_version = version, internal_note_version = version;
UPDATE evaluation_score SET
    score_version = (SELECT e.version FROM evaluation e WHERE e.id = evaluation_id),
    comment_version = (SELECT e.version FROM evaluation e WHERE e.id = evaluation_id);
CREATE TABLE refused_text (
    id {id} PRIMARY KEY,
    assignment_id {id} NOT NULL REFERENCES assignment (id),
    criterion_id {id} REFERENCES criterion (id),
    field {text} NOT NULL CHECK (field IN ('SCORE', 'COMMENT', 'INTERNAL_NOTE')),
    text {text} NOT NULL CHECK (length(text) <= 10000),
    version {int} NOT NULL,
    refused_at {instant} NOT NULL,
    CHECK (CASE field WHEN 'SCORE' THEN criterion_id IS NOT NULL WHEN 'INTERNAL_NOTE' THEN criterion_id IS NULL ELSE TRUE END)
) {strict};
CREATE INDEX refused_text_of_assignment ON refused_text (assignment_id, refused_at, id);
",
    guards: &[],
    before_down: r"
ALTER TABLE evaluation_score DROP COLUMN comment_version;
ALTER TABLE evaluation_score DROP COLUMN score_version;
ALTER TABLE evaluation DROP COLUMN internal_note_version;
ALTER TABLE evaluation DROP COLUMN comment_version;
ALTER TABLE application DROP COLUMN handed_in_version;
ALTER TABLE application DROP COLUMN methods_version;
ALTER TABLE application DROP COLUMN subjects_version;
",
    tables: &["refused_text"],
};
