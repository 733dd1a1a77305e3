//! Teachers ask to look at a result again: once for each application, in the days that the campaign gives. Results that are out
//! already have no such days: nobody was told of them.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0057_reconsideration",
    up: r#"
CREATE TABLE reconsideration (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    state {text} NOT NULL CHECK (state IN ('SUBMITTED', 'WITHDRAWN', 'INADMISSIBLE', 'ADMITTED', 'GRANTED', 'UPHELD', 'REVISED')),
    ground {text} NOT NULL CHECK (ground IN ('PROCEDURAL')),
    text {text} NOT NULL CHECK (text <> ''),
    admitted_by_id {id} REFERENCES "user" (id),
    admitted_at {instant},
    answer {text} CHECK (answer <> ''),
    answered_by_id {id} REFERENCES "user" (id),
    answered_at {instant},
    settled_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT reconsideration_once UNIQUE (application_id),
    CHECK ((admitted_at IS NULL) = (admitted_by_id IS NULL)),
    CHECK ((answered_at IS NULL) = (answered_by_id IS NULL)),
    CHECK ((answered_at IS NULL) = (answer IS NULL)),
    CHECK ((state IN ('INADMISSIBLE', 'GRANTED', 'UPHELD', 'REVISED')) = (answer IS NOT NULL)),
    CHECK ((state IN ('WITHDRAWN', 'INADMISSIBLE', 'UPHELD', 'REVISED')) = (settled_at IS NOT NULL))
) {strict};
ALTER TABLE campaign ADD COLUMN reconsideration_days {int} NOT NULL DEFAULT 15 CHECK (reconsideration_days BETWEEN 0 AND 90);
ALTER TABLE decision ADD COLUMN reconsideration_closes_at {instant};
"#,
    guards: &[],
    before_down: r"
ALTER TABLE decision DROP COLUMN reconsideration_closes_at;
ALTER TABLE campaign DROP COLUMN reconsideration_days;
",
    tables: &["reconsideration"],
};
