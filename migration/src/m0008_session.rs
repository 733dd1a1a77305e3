//! How people sign in: passwords, one-time links, sessions and their refresh tokens, attempts.
//!
//! Whatever opens a door is kept as a hash: who reads the database gets in nowhere.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0008_session",
    up: r#"
CREATE TABLE credential (
    user_id {id} PRIMARY KEY REFERENCES "user" (id),
    password_hash {text} NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    changed_at {instant} NOT NULL
) {strict};

CREATE TABLE session (
    id {id} PRIMARY KEY,
    user_id {id} NOT NULL REFERENCES "user" (id),
    method {text} NOT NULL CHECK (method IN ('PASSWORD', 'LINK')),
    access_version {int} NOT NULL,
    started_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    ended_at {instant},
    end_reason {text} CHECK (end_reason IN ('SIGNED_OUT', 'REUSED')),
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) {strict};
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE refresh_token (
    hash {text} PRIMARY KEY CHECK (length(hash) = 64),
    session_id {id} NOT NULL REFERENCES session (id),
    issued_at {instant} NOT NULL,
    used_at {instant},
    successor_salt {text},
    CHECK ((used_at IS NULL) = (successor_salt IS NULL))
) {strict};
-- One token of a session is good at a time.
CREATE UNIQUE INDEX refresh_token_unused ON refresh_token (session_id) WHERE used_at IS NULL;

CREATE TABLE sign_in_link (
    hash {text} PRIMARY KEY CHECK (length(hash) = 64),
    user_id {id} NOT NULL REFERENCES "user" (id),
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant}
) {strict};

CREATE TABLE sign_in_attempt (
    id {id} PRIMARY KEY,
    subject {text} NOT NULL CHECK (length(subject) = 64),
    at {instant} NOT NULL
) {strict};
CREATE INDEX sign_in_attempt_subject ON sign_in_attempt (subject, at);
CREATE INDEX sign_in_attempt_at ON sign_in_attempt (at);
"#,
    guards: &[],
    before_down: "",
    tables: &["credential", "session", "refresh_token", "sign_in_link", "sign_in_attempt"],
};
