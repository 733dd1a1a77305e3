//! The mail that a result went out with: what came of it is read from the mail itself.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0018_publication_mail",
    up: "ALTER TABLE publication_item ADD COLUMN message_id {id} REFERENCES message (id);",
    guards: &[],
    before_down: "ALTER TABLE publication_item DROP COLUMN message_id;",
    tables: &[],
};
