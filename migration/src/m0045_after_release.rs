//! A mail with a result that came back, and a result that will never be on ESEP. That a release is over follows from its
//! results, and is no longer stored.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0045_after_release",
    up: r"
ALTER TABLE publication_item ADD COLUMN esep_excused_at {instant};
ALTER TABLE publication_item ADD COLUMN bounced_at {instant};
UPDATE publication_batch SET state = 'EMAILED' WHERE state = 'ESEP_DONE';
",
    guards: &[],
    before_down: r"
ALTER TABLE publication_item DROP COLUMN bounced_at;
ALTER TABLE publication_item DROP COLUMN esep_excused_at;
",
    tables: &[],
};
