//! Fair turns: in the outbox by reader, and what one person does in an hour, found without reading the whole trail.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0034_turns",
    up: "
ALTER TABLE message ADD COLUMN turn {int} NOT NULL DEFAULT 0;
CREATE INDEX message_turn ON message (turn, created_at, id) WHERE state = 'PENDING';
CREATE INDEX audit_event_actor ON audit_event (actor_id, at);
",
    guards: &[],
    before_down: "
DROP INDEX audit_event_actor;
DROP INDEX message_turn;
ALTER TABLE message DROP COLUMN turn;
",
    tables: &[],
};
