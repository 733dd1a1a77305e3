//! Who said that somebody works at a school, and who made an account: an office does not go by what it said itself.

use crate::dialect::Step;

/// What is not known of older rows is filled in so that an office goes by too little rather than by too much: a place of
/// employment counts as said by the office of its school if that office ever said anything of the person.
/// `made` is what a row of an import made, so that it can be taken back.
pub const STEP: Step = Step {
    name: "m0023_binding",
    up: r#"
ALTER TABLE "user" ADD COLUMN made_by_community {text} CHECK (made_by_community IN ('VL', 'FWB', 'DG'));
ALTER TABLE "user" ADD COLUMN export_asked_at {instant};
ALTER TABLE school_membership ADD COLUMN made_by_community {text} CHECK (made_by_community IN ('VL', 'FWB', 'DG'));
ALTER TABLE import_row ADD COLUMN made {json};
CREATE TABLE school_invitation (
    id {id} PRIMARY KEY,
    user_id {id} NOT NULL REFERENCES "user" (id),
    school_id {id} NOT NULL REFERENCES school (id),
    from_on {date} NOT NULL,
    made_by_community {text} NOT NULL CHECK (made_by_community IN ('VL', 'FWB', 'DG')),
    asked_at {instant} NOT NULL,
    UNIQUE (user_id, school_id)
) {strict};
UPDATE "user" SET made_by_community = (
    SELECT max(e.community) FROM audit_event e
    WHERE e.action = 'createUser' AND e.entity = 'user' AND e.entity_id = "user".id
) WHERE erased_at IS NULL;
UPDATE school_membership SET made_by_community = (
    SELECT s.community FROM school s
    WHERE s.id = school_membership.school_id AND s.community <> 'FOREIGN' AND (
        EXISTS (
            SELECT 1 FROM import_row r JOIN import_batch b ON b.id = r.batch_id
            WHERE r.teacher_id = school_membership.user_id AND r.committed_at IS NOT NULL AND b.community = s.community
        ) OR EXISTS (
            SELECT 1 FROM audit_event e
            WHERE e.entity_id = school_membership.user_id AND e.actor_id <> school_membership.user_id
            AND e.action IN ('createUser', 'inviteJuror', 'recordJurorSchool') AND e.community = s.community
        )
    )
);
"#,
    guards: &[],
    before_down: r#"
ALTER TABLE import_row DROP COLUMN made;
ALTER TABLE school_membership DROP COLUMN made_by_community;
ALTER TABLE "user" DROP COLUMN export_asked_at;
ALTER TABLE "user" DROP COLUMN made_by_community;
"#,
    tables: &["school_invitation"],
};
