//! A link belongs to the version of its user's rights, as a session does: what ends those ends it too.
//!
//! Links that are on their way during this step are good no more: nobody knows which version they were made for.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0031_link_access",
    up: "ALTER TABLE sign_in_link ADD COLUMN access_version {int} NOT NULL DEFAULT 0;",
    guards: &[],
    before_down: "ALTER TABLE sign_in_link DROP COLUMN access_version;",
    tables: &[],
};
