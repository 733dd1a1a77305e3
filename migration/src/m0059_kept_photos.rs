//! For how many months a campaign keeps photos (Q22).

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0059_kept_photos",
    up: r"
ALTER TABLE campaign ADD COLUMN keep_photos_months {int} NOT NULL DEFAULT 36 CHECK (keep_photos_months BETWEEN 1 AND 240);
",
    guards: &[],
    before_down: r"
ALTER TABLE campaign DROP COLUMN keep_photos_months;
",
    tables: &[],
};
