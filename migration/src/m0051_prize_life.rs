//! What becomes of a prize that is accepted: the codes of its vouchers, the visit, and what the schools do with it.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0051_prize_life",
    up: r#"
CREATE TABLE prize_voucher (
    id {id} PRIMARY KEY,
    share_id {id} NOT NULL REFERENCES prize_share (id),
    component_id {id} NOT NULL REFERENCES prize_component (id),
    sealed {text},
    entered_by_id {id} NOT NULL REFERENCES "user" (id),
    entered_at {instant} NOT NULL,
    shown_to_id {id} REFERENCES "user" (id),
    shown_at {instant},
    CHECK ((sealed IS NULL) = (shown_at IS NOT NULL)),
    CHECK ((shown_to_id IS NULL) = (shown_at IS NULL))
) {strict};
CREATE INDEX prize_voucher_share ON prize_voucher (share_id);
ALTER TABLE prize_award ADD COLUMN visit_starts_at {instant};
ALTER TABLE prize_award ADD COLUMN visit_ends_at {instant};
ALTER TABLE prize_award ADD COLUMN visit_place {text};
ALTER TABLE prize_award ADD COLUMN visit_staff {text};
ALTER TABLE prize_award ADD COLUMN has_presentation {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE prize_award ADD COLUMN cake_pieces {int};
ALTER TABLE prize_award ADD COLUMN cake_note {text};
ALTER TABLE prize_award ADD COLUMN handed_over_on {date};
ALTER TABLE prize_award ADD COLUMN handed_over_by_id {id} REFERENCES "user" (id);
ALTER TABLE prize_share ADD COLUMN use_text {text};
ALTER TABLE prize_share ADD COLUMN new_project {text};
"#,
    guards: &[],
    before_down: r"
ALTER TABLE prize_share DROP COLUMN new_project;
ALTER TABLE prize_share DROP COLUMN use_text;
ALTER TABLE prize_award DROP COLUMN handed_over_by_id;
ALTER TABLE prize_award DROP COLUMN handed_over_on;
ALTER TABLE prize_award DROP COLUMN cake_note;
ALTER TABLE prize_award DROP COLUMN cake_pieces;
ALTER TABLE prize_award DROP COLUMN has_presentation;
ALTER TABLE prize_award DROP COLUMN visit_staff;
ALTER TABLE prize_award DROP COLUMN visit_place;
ALTER TABLE prize_award DROP COLUMN visit_ends_at;
ALTER TABLE prize_award DROP COLUMN visit_starts_at;
",
    tables: &["prize_voucher"],
};
