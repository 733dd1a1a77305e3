//! Schools that turn out to be one, their boards, and what a project tells of who takes part from abroad.

use crate::dialect::{Guard, Step};

const MERGED: &str = "NEW.school_id IN (SELECT id FROM school WHERE merged_into_id IS NOT NULL)";

/// `search_key` is name and town as they are compared: the server writes it without accents at the next change.
/// `track_reason` is set exactly when staff chose the label and not the founders (Q13).
pub const STEP: Step = Step {
    name: "m0020_school",
    up: "
ALTER TABLE school ADD COLUMN board {text} CHECK (board <> '');
ALTER TABLE school ADD COLUMN search_key {text} NOT NULL DEFAULT '';
UPDATE school SET search_key = lower(name || ' ' || city);
CREATE INDEX school_search_key ON school (search_key);
ALTER TABLE project ADD COLUMN track_reason {text} CHECK (track_reason <> '');
ALTER TABLE project ADD COLUMN twinspace_number {int} CHECK (twinspace_number > 0);
CREATE TABLE foreign_participation (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    country {text} NOT NULL CHECK (length(country) = 2 AND country <> 'BE'),
    teachers {int} NOT NULL CHECK (teachers > 0),
    UNIQUE (project_id, country)
) {strict};
",
    guards: &[
        Guard::Refuse { rule: "membership_of_a_merged_school", table: "school_membership", when: MERGED },
        Guard::Refuse { rule: "partner_is_a_merged_school", table: "project_partner", when: MERGED },
        Guard::Refuse { rule: "member_of_a_merged_school", table: "project_member", when: MERGED },
        Guard::Refuse { rule: "registration_of_a_merged_school", table: "registration", when: MERGED },
        Guard::Refuse { rule: "application_of_a_merged_school", table: "application", when: MERGED },
        Guard::Refuse { rule: "conflict_with_a_merged_school", table: "conflict_of_interest", when: MERGED },
        Guard::Refuse { rule: "prize_for_a_merged_school", table: "prize_award", when: MERGED },
    ],
    before_down: "
ALTER TABLE project DROP COLUMN twinspace_number;
ALTER TABLE project DROP COLUMN track_reason;
DROP INDEX school_search_key;
ALTER TABLE school DROP COLUMN search_key;
ALTER TABLE school DROP COLUMN board;
",
    tables: &["foreign_participation"],
};
