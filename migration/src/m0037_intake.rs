//! Which sheet of a file an import has read.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0037_intake",
    up: r"
ALTER TABLE import_batch ADD COLUMN sheet {text} NOT NULL DEFAULT '';
",
    guards: &[],
    before_down: r"
ALTER TABLE import_batch DROP COLUMN sheet;
",
    tables: &[],
};
