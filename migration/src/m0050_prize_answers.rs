//! What schools say of a prize: who speaks for each, and who is next where they do not get it; whom to ask at a sponsor.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0050_prize_answers",
    up: r#"
ALTER TABLE prize_share ADD COLUMN contact_id {id} REFERENCES "user" (id);
ALTER TABLE prize_award ADD COLUMN successor_id {id} REFERENCES prize_award (id);
ALTER TABLE prize_award ADD COLUMN choice_reason {text};
ALTER TABLE sponsor ADD COLUMN contact {text};
ALTER TABLE sponsor ADD COLUMN version {int} NOT NULL DEFAULT 1;
"#,
    guards: &[],
    before_down: r"
ALTER TABLE sponsor DROP COLUMN version;
ALTER TABLE sponsor DROP COLUMN contact;
ALTER TABLE prize_award DROP COLUMN choice_reason;
ALTER TABLE prize_award DROP COLUMN successor_id;
ALTER TABLE prize_share DROP COLUMN contact_id;
",
    tables: &[],
};
