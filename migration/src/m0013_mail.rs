//! Sending mail: when a mail is tried next, since when it is tried, and what came of it.

use crate::dialect::Step;

/// A mail that somebody is sending stays pending, and is not tried again before `next_attempt_at`: that is the lease.
pub const STEP: Step = Step {
    name: "m0013_mail",
    up: "
ALTER TABLE message ADD COLUMN next_attempt_at {instant};
ALTER TABLE message ADD COLUMN first_tried_at {instant};
ALTER TABLE message ADD COLUMN failure {text}
    CHECK ((failure IS NULL OR failure IN ('REFUSED', 'GIVEN_UP', 'UNWRITABLE')) AND (failure IS NULL) = (state <> 'FAILED'));
ALTER TABLE message ADD COLUMN last_reply {text};
",
    guards: &[],
    before_down: "
ALTER TABLE message DROP COLUMN last_reply;
ALTER TABLE message DROP COLUMN failure;
ALTER TABLE message DROP COLUMN first_tried_at;
ALTER TABLE message DROP COLUMN next_attempt_at;
",
    tables: &[],
};
