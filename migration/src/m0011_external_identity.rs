//! Accounts of identity providers outside with which users sign in, and the ID tokens that were used up.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0011_external_identity",
    up: r#"
CREATE TABLE external_identity (
    id {id} PRIMARY KEY,
    issuer {text} NOT NULL CHECK (issuer <> ''),
    subject {text} NOT NULL CHECK (subject <> ''),
    user_id {id} NOT NULL REFERENCES "user" (id),
    linked_at {instant} NOT NULL,
    last_used_at {instant},
    UNIQUE (issuer, subject),
    -- An address that changes hands brings no second account in.
    UNIQUE (issuer, user_id)
) {strict};
CREATE INDEX external_identity_of_user ON external_identity (user_id, linked_at, id);

CREATE TABLE used_id_token (
    hash {text} PRIMARY KEY CHECK (length(hash) = 64),
    over_at {instant} NOT NULL
) {strict};
CREATE INDEX used_id_token_over ON used_id_token (over_at);

-- One more way to sign in. A constraint on a column goes with its column, on both databases.
ALTER TABLE session ADD COLUMN opened_by {text} NOT NULL DEFAULT 'LINK' CHECK (opened_by IN ('PASSWORD', 'LINK', 'PROVIDER'));
UPDATE session SET opened_by = method;
ALTER TABLE session DROP COLUMN method;
ALTER TABLE session RENAME COLUMN opened_by TO method;
"#,
    guards: &[],
    before_down: r"
DELETE FROM refresh_token WHERE session_id IN (SELECT id FROM session WHERE method = 'PROVIDER');
DELETE FROM session WHERE method = 'PROVIDER';
ALTER TABLE session ADD COLUMN opened_by {text} NOT NULL DEFAULT 'LINK' CHECK (opened_by IN ('PASSWORD', 'LINK'));
UPDATE session SET opened_by = method;
ALTER TABLE session DROP COLUMN method;
ALTER TABLE session RENAME COLUMN opened_by TO method;
",
    tables: &["external_identity", "used_id_token"],
};
