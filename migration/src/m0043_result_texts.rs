//! What a teacher is told with a result: feedback on each criterion, which texts were made and not edited, and what is said of
//! them before they are approved.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0043_result_texts",
    up: r#"
CREATE TABLE feedback_part (
    id {id} PRIMARY KEY,
    feedback_id {id} NOT NULL REFERENCES feedback (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    text {text} NOT NULL,
    edited_by_id {id} REFERENCES "user" (id),
    UNIQUE (feedback_id, criterion_id)
) {strict};
CREATE TABLE result_remark (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    code {text} NOT NULL CHECK (code IN ('MISSING', 'NAMES_A_JUROR', 'VERY_SHORT', 'OTHER_LANGUAGE', 'TELLS_A_SCORE', 'CONTRADICTS_OUTCOME', 'SAME_TEXT')),
    part {text} NOT NULL CHECK (part IN ('MOTIVATION', 'FEEDBACK', 'CRITERION')),
    criterion_id {id} REFERENCES criterion (id),
    same_as_id {id} REFERENCES application (id),
    language {text},
    position {int} NOT NULL,
    CHECK ((part = 'CRITERION') = (criterion_id IS NOT NULL)),
    CHECK ((code = 'SAME_TEXT') = (same_as_id IS NOT NULL)),
    CHECK ((code = 'OTHER_LANGUAGE') = (language IS NOT NULL))
) {strict};
CREATE INDEX result_remark_of_application ON result_remark (application_id, position, id);
ALTER TABLE decision ADD COLUMN motivation_by_id {id} REFERENCES "user" (id);
UPDATE decision SET motivation_by_id = proposed_by_id WHERE motivation <> '';
ALTER TABLE feedback ADD COLUMN is_made {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE campaign ADD COLUMN texts_by_second_person {bool} NOT NULL DEFAULT FALSE;
"#,
    guards: &[],
    before_down: r"
ALTER TABLE campaign DROP COLUMN texts_by_second_person;
ALTER TABLE feedback DROP COLUMN is_made;
ALTER TABLE decision DROP COLUMN motivation_by_id;
",
    tables: &["feedback_part", "result_remark"],
};
