//! Why a prize that was given fell back before it was announced.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0033_fallen_prize",
    up: "ALTER TABLE prize_award ADD COLUMN fall_reason {text};",
    guards: &[],
    before_down: "ALTER TABLE prize_award DROP COLUMN fall_reason;",
    tables: &[],
};
