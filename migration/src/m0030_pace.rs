//! Attempts to sign in are a pace and no list: a row says from when on its subject is as free as if nobody had tried.
//!
//! `busy_until` is in milliseconds since 1970, so that one statement of either database can both read and move it.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0030_pace",
    up: r#"
DROP TABLE sign_in_attempt;
CREATE TABLE sign_in_attempt (
    subject {text} PRIMARY KEY CHECK (length(subject) = 64),
    busy_until {big} NOT NULL,
    -- Who got in as this subject, last when: set of an account and a network, and of nothing else.
    user_id {id} REFERENCES "user" (id),
    known_at {instant},
    CHECK ((user_id IS NULL) = (known_at IS NULL))
) {strict};
CREATE INDEX sign_in_attempt_of_user ON sign_in_attempt (user_id);
"#,
    guards: &[],
    before_down: r"
DROP TABLE sign_in_attempt;
CREATE TABLE sign_in_attempt (
    id {id} PRIMARY KEY,
    subject {text} NOT NULL CHECK (length(subject) = 64),
    at {instant} NOT NULL
) {strict};
CREATE INDEX sign_in_attempt_subject ON sign_in_attempt (subject, at);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
",
    tables: &[],
};
