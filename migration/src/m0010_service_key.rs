//! Keys of service accounts: what a program may do with which, and until when.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0010_service_key",
    up: r#"
CREATE TABLE service_key (
    id {id} PRIMARY KEY,
    user_id {id} NOT NULL REFERENCES "user" (id),
    name {text} NOT NULL CHECK (name <> ''),
    hash {text} NOT NULL UNIQUE CHECK (length(hash) = 64),
    scopes {json} NOT NULL,
    made_by_id {id} NOT NULL REFERENCES "user" (id),
    made_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    last_used_at {instant},
    revoked_at {instant},
    version {int} NOT NULL,
    CHECK (expires_at > made_at)
) {strict};
CREATE INDEX service_key_of_user ON service_key (user_id, made_at, id);
"#,
    guards: &[],
    before_down: "",
    tables: &["service_key"],
};
