//! A program is nobody else: SERVICE excludes all other roles. Whoever holds both is a person, and keeps what is hers.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0029_service_alone",
    up: r#"
UPDATE "user" SET access_version = access_version + 1
WHERE id IN (SELECT user_id FROM user_role WHERE role = 'SERVICE')
AND id IN (SELECT user_id FROM user_role WHERE role <> 'SERVICE');
DELETE FROM user_role WHERE role = 'SERVICE'
AND user_id IN (SELECT other.user_id FROM user_role other WHERE other.role <> 'SERVICE');
"#,
    guards: &[Guard::Refuse {
        rule: "service_stands_alone",
        table: "user_role",
        when: "EXISTS (SELECT 1 FROM user_role other WHERE other.user_id = NEW.user_id \
               AND (other.role = 'SERVICE') <> (NEW.role = 'SERVICE'))",
    }],
    before_down: "",
    tables: &[],
};
