//! The clock of a demo or a rehearsal: the row that only a database made for one has.

use crate::dialect::Step;

/// `ahead_ms` is how far its clock is ahead of that of the machine, and `seen_at` when that machine last ran it: the clock
/// stands while nobody does.
pub const STEP: Step = Step {
    name: "m0039_rehearsal",
    up: "
CREATE TABLE rehearsal (
    id {int} PRIMARY KEY CHECK (id = 1),
    ahead_ms {big} NOT NULL,
    seen_at {instant} NOT NULL
) {strict};
",
    guards: &[],
    before_down: "",
    tables: &["rehearsal"],
};
