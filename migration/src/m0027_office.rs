//! Who works for the office, as staff or admin, is in no jury of a campaign that is not over (INV-13).

use crate::dialect::{Guard, Step};

/// What stands against the rule when it comes ends first: the seat, and the work that is not handed in.
pub const STEP: Step = Step {
    name: "m0027_office",
    up: "
UPDATE assignment SET state = 'REVOKED', ended_reason = 'Staff do not judge.', version = version + 1
WHERE state IN ('PROPOSED', 'INVITED', 'ACCEPTED', 'IN_PROGRESS')
  AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = assignment.juror_id AND r.role IN ('STAFF', 'ADMIN'))
  AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = assignment.campaign_id AND c.status NOT IN ('PUBLISHED', 'ARCHIVED'));
UPDATE jury_membership SET state = 'WITHDRAWN'
WHERE state = 'ACTIVE'
  AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = jury_membership.juror_id AND r.role IN ('STAFF', 'ADMIN'))
  AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = jury_membership.campaign_id AND c.status NOT IN ('PUBLISHED', 'ARCHIVED'));
",
    guards: &[
        Guard::Refuse {
            rule: "office_beside_jury",
            table: "user_role",
            when: "NEW.role IN ('STAFF', 'ADMIN') AND (EXISTS (SELECT 1 FROM jury_membership m JOIN campaign c ON c.id = m.campaign_id \
                   WHERE m.juror_id = NEW.user_id AND m.state = 'ACTIVE' AND c.status NOT IN ('PUBLISHED', 'ARCHIVED')) \
                   OR EXISTS (SELECT 1 FROM assignment s JOIN campaign c ON c.id = s.campaign_id WHERE s.juror_id = NEW.user_id \
                   AND s.state IN ('PROPOSED', 'INVITED', 'ACCEPTED', 'IN_PROGRESS') AND c.status NOT IN ('PUBLISHED', 'ARCHIVED')))",
        },
        Guard::Refuse {
            rule: "jury_without_office",
            table: "jury_membership",
            when: "NEW.state = 'ACTIVE' AND EXISTS (SELECT 1 FROM user_role r WHERE r.user_id = NEW.juror_id \
                   AND r.role IN ('STAFF', 'ADMIN')) AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = NEW.campaign_id \
                   AND c.status NOT IN ('PUBLISHED', 'ARCHIVED'))",
        },
        Guard::Refuse {
            rule: "assignment_without_office",
            table: "assignment",
            when: "NEW.state IN ('PROPOSED', 'INVITED', 'ACCEPTED', 'IN_PROGRESS') AND EXISTS (SELECT 1 FROM user_role r \
                   WHERE r.user_id = NEW.juror_id AND r.role IN ('STAFF', 'ADMIN')) AND EXISTS (SELECT 1 FROM campaign c \
                   WHERE c.id = NEW.campaign_id AND c.status NOT IN ('PUBLISHED', 'ARCHIVED'))",
        },
    ],
    before_down: "",
    tables: &[],
};
