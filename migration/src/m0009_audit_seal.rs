//! The chain over the audit log: each seal holds the hash of its event and of the seal before it.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0009_audit_seal",
    up: r"
CREATE TABLE audit_seal (
    seq {big} PRIMARY KEY CHECK (seq > 0),
    event_id {id} NOT NULL UNIQUE REFERENCES audit_event (id),
    hash {text} NOT NULL UNIQUE CHECK (length(hash) = 64)
) {strict};
",
    guards: &[Guard::AppendOnly("audit_seal")],
    before_down: "",
    tables: &["audit_seal"],
};
