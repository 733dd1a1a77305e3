//! A row that is written to find out whether rows can be written: on a full disk a read still answers.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0032_heartbeat",
    up: r"
CREATE TABLE heartbeat (
    id {int} PRIMARY KEY CHECK (id = 1),
    ballast {text} NOT NULL
) {strict};
",
    guards: &[],
    before_down: "",
    tables: &["heartbeat"],
};
