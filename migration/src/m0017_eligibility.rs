//! Which condition for taking part counts how much, and what each answer rests on.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0017_eligibility",
    up: r"
CREATE TABLE eligibility_rule (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    condition {text} NOT NULL CHECK (condition IN ('ACTIVITY_IN_SCHOOL_YEAR', 'REGISTERED_IN_WINDOW', 'RESULTS_VISIBLE', 'COLLABORATED', 'COMMUNICATED', 'ENDED_BY_DEADLINE')),
    at_registration {text} NOT NULL CHECK (at_registration IN ('IGNORE', 'WARN', 'REVIEW', 'BLOCK')),
    at_hand_in {text} NOT NULL CHECK (at_hand_in IN ('IGNORE', 'WARN', 'REVIEW', 'BLOCK')),
    UNIQUE (campaign_id, condition)
) {strict};
ALTER TABLE eligibility_answer ADD COLUMN finding {text} NOT NULL DEFAULT 'FAIL' CHECK (finding IN ('PASS', 'FAIL', 'NEEDS_PERSON'));
ALTER TABLE eligibility_answer ADD COLUMN said {bool};
ALTER TABLE eligibility_answer ADD COLUMN project_date {date};
ALTER TABLE eligibility_answer ADD COLUMN earliest {date};
ALTER TABLE eligibility_answer ADD COLUMN latest {date};
UPDATE eligibility_answer SET finding = 'PASS' WHERE holds;
ALTER TABLE registration ADD COLUMN is_beyond_limit {bool} NOT NULL DEFAULT FALSE;
",
    guards: &[Guard::Refuse {
        rule: "eligibility_rules_freeze",
        table: "eligibility_rule",
        when: "EXISTS (SELECT 1 FROM campaign c WHERE c.id = NEW.campaign_id AND c.status <> 'DRAFT')",
    }],
    before_down: "
ALTER TABLE registration DROP COLUMN is_beyond_limit;
ALTER TABLE eligibility_answer DROP COLUMN latest;
ALTER TABLE eligibility_answer DROP COLUMN earliest;
ALTER TABLE eligibility_answer DROP COLUMN project_date;
ALTER TABLE eligibility_answer DROP COLUMN said;
ALTER TABLE eligibility_answer DROP COLUMN finding;
",
    tables: &["eligibility_rule"],
};
