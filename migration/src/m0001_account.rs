//! Users and their roles; what every write leaves behind: audit, outgoing mail, idempotency keys.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0001_account",
    up: r#"
CREATE TABLE "user" (
    id {id} PRIMARY KEY,
    email {text} NOT NULL UNIQUE CHECK (email = lower(email)),
    name {text} NOT NULL CHECK (name <> ''),
    locale {text} NOT NULL CHECK (locale IN ('nl', 'fr', 'de', 'en')),
    community {text} CHECK (community IN ('VL', 'FWB', 'DG')),
    status {text} NOT NULL CHECK (status IN ('ACTIVE', 'LOCKED')),
    access_version {int} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
) {strict};

CREATE TABLE user_role (
    user_id {id} NOT NULL REFERENCES "user" (id),
    role {text} NOT NULL CHECK (role IN ('TEACHER', 'JUROR', 'STAFF', 'ADMIN', 'SERVICE')),
    PRIMARY KEY (user_id, role)
) {strict};

CREATE TABLE audit_event (
    id {id} PRIMARY KEY,
    at {instant} NOT NULL,
    actor_id {id} REFERENCES "user" (id),
    role {text} NOT NULL,
    community {text},
    action {text} NOT NULL,
    entity {text} NOT NULL,
    entity_id {id},
    reason {text},
    request_id {text},
    facts {json}
) {strict};
CREATE INDEX audit_event_entity ON audit_event (entity, entity_id);
CREATE INDEX audit_event_at ON audit_event (at, id);

CREATE TABLE message (
    id {id} PRIMARY KEY,
    template {text} NOT NULL,
    recipient_id {id} NOT NULL REFERENCES "user" (id),
    email {text} NOT NULL,
    locale {text} NOT NULL,
    dedup_key {text} NOT NULL UNIQUE,
    facts {json} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('PENDING', 'SENT', 'FAILED', 'CANCELLED')),
    attempts {int} NOT NULL,
    created_at {instant} NOT NULL,
    sent_at {instant},
    CHECK ((state = 'SENT') = (sent_at IS NOT NULL))
) {strict};
CREATE INDEX message_recipient ON message (recipient_id, created_at, id);
CREATE INDEX message_pending ON message (created_at, id) WHERE state = 'PENDING';

CREATE TABLE idempotency_key (
    actor_id {id} NOT NULL REFERENCES "user" (id),
    mutation {text} NOT NULL,
    key {text} NOT NULL,
    request_hash {text} NOT NULL,
    result {json} NOT NULL,
    created_at {instant} NOT NULL,
    PRIMARY KEY (actor_id, mutation, key)
) {strict};
"#,
    guards: &[Guard::AppendOnly("audit_event")],
    before_down: "",
    tables: &["user", "user_role", "audit_event", "message", "idempotency_key"],
};
