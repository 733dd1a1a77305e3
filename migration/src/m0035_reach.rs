//! How far a word of staff reaches: what those of one community say of a juror binds their own applications, and is for
//! the others to weigh. And what ties a juror to what is assigned, for reads to ask.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{Guard, run, spell},
    m0028_hand_in::{AFTER as BEFORE, exchange},
};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0035_reach"
    }
}

/// `told_by` is the community whose staff said so; null when it counts everywhere: the juror said it, or it was known
/// before anybody asked about a jury. `not_for` has the communities whose staff let the juror go, while others did not.
///
/// `assignment_tie` has the live assignments of jurors who must keep away from them (INV-10, INV-11). Under OR a
/// subselect of one row can only be looked up; an EXISTS would be read as a whole table. `conflict_left` has, for a
/// conflict that does not bind a community, that there is something of its jury that it is about.
const UP: &str = r#"
ALTER TABLE conflict_of_interest ADD COLUMN told_by {text} CHECK (told_by IN ('VL', 'FWB', 'DG'));
UPDATE conflict_of_interest SET told_by = (SELECT u.community FROM "user" u WHERE u.id = recorded_by_id) WHERE kind = 'STAFF';
ALTER TABLE school_membership ADD COLUMN told_by {text} CHECK (told_by IN ('VL', 'FWB', 'DG'));
ALTER TABLE jury_membership ADD COLUMN not_for {json} NOT NULL DEFAULT '[]';
CREATE VIEW assignment_tie AS
SELECT s.id AS assignment_id FROM assignment s JOIN application a ON a.id = s.application_id
WHERE s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND (a.teacher_id = s.juror_id
    OR (SELECT TRUE FROM revision_member m WHERE m.revision_id = a.submitted_revision_id AND m.user_id = s.juror_id LIMIT 1)
    OR (SELECT TRUE FROM school_membership m WHERE m.user_id = s.juror_id
        AND (m.to_on IS NULL OR m.to_on >= s.conflicts_since)
        AND (m.told_by IS NULL OR m.told_by = a.community OR a.track = 'BELGICA')
        AND (m.school_id = a.school_id OR (SELECT TRUE FROM revision_partner p
            WHERE p.revision_id = a.submitted_revision_id AND p.school_id = m.school_id LIMIT 1)) LIMIT 1)
    OR (SELECT TRUE FROM conflict_of_interest c WHERE c.juror_id = s.juror_id AND c.is_hard AND c.withdrawn_at IS NULL
        AND (c.told_by IS NULL OR c.told_by = a.community OR a.track = 'BELGICA')
        AND (c.application_id = a.id OR c.project_id = a.project_id OR c.school_id = a.school_id
            OR c.teacher_id = a.teacher_id OR (SELECT TRUE FROM revision_partner p
            WHERE p.revision_id = a.submitted_revision_id AND p.school_id = c.school_id LIMIT 1)) LIMIT 1)
    OR (SELECT TRUE FROM project_member mine
        JOIN project p ON p.id = mine.project_id AND (p.ended_on IS NULL OR p.ended_on >= s.conflicts_since)
        JOIN project_member theirs ON theirs.project_id = p.id AND theirs.user_id = a.teacher_id
        JOIN application_revision r ON r.id = a.submitted_revision_id
            AND (mine.joined_at IS NULL OR mine.joined_at <= r.submitted_at)
            AND (theirs.joined_at IS NULL OR theirs.joined_at <= r.submitted_at)
        WHERE mine.user_id = s.juror_id AND p.id <> a.project_id
        AND NOT EXISTS (SELECT 1 FROM conflict_clearance l WHERE l.juror_id = s.juror_id AND l.application_id = a.id
            AND l.withdrawn_at IS NULL) LIMIT 1));
CREATE VIEW conflict_left AS
SELECT DISTINCT c.id AS conflict_id, a.community FROM conflict_of_interest c
JOIN assignment s ON s.juror_id = c.juror_id AND s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED')
JOIN application a ON a.id = s.application_id AND a.track <> 'BELGICA' AND a.community <> c.told_by
WHERE c.is_hard AND c.withdrawn_at IS NULL AND (c.application_id = a.id OR c.project_id = a.project_id
    OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id OR EXISTS (SELECT 1 FROM revision_partner p
    WHERE p.revision_id = a.submitted_revision_id AND p.school_id = c.school_id))
AND NOT EXISTS (SELECT 1 FROM conflict_clearance l WHERE l.juror_id = c.juror_id AND l.application_id = a.id
    AND l.withdrawn_at IS NULL);
"#;

const DOWN: [&str; 6] = [
    // A conflict that bound one community binds all again; where that cannot be, it is noted for staff to weigh.
    "UPDATE conflict_of_interest SET is_hard = FALSE WHERE id IN (SELECT conflict_id FROM conflict_left)",
    "DROP VIEW conflict_left",
    "DROP VIEW assignment_tie",
    "ALTER TABLE jury_membership DROP COLUMN not_for",
    "ALTER TABLE school_membership DROP COLUMN told_by",
    "ALTER TABLE conflict_of_interest DROP COLUMN told_by",
];

const AFTER: [Guard; 3] = [
    Guard::Refuse {
        rule: "assignment_without_conflict",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM conflict_of_interest c \
               JOIN application a ON a.id = NEW.application_id WHERE c.juror_id = NEW.juror_id AND c.is_hard \
               AND c.withdrawn_at IS NULL AND (c.told_by IS NULL OR c.told_by = a.community OR a.track = 'BELGICA') \
               AND (c.application_id = a.id OR c.project_id = a.project_id \
               OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id \
               OR EXISTS (SELECT 1 FROM revision_partner p WHERE p.revision_id = a.submitted_revision_id AND p.school_id = c.school_id)))",
    },
    Guard::Refuse {
        rule: "assignment_without_tie",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM application a \
               WHERE a.id = NEW.application_id AND (a.teacher_id = NEW.juror_id \
               OR EXISTS (SELECT 1 FROM revision_member p WHERE p.revision_id = a.submitted_revision_id AND p.user_id = NEW.juror_id) \
               OR EXISTS (SELECT 1 FROM school_membership m WHERE m.user_id = NEW.juror_id \
                   AND (m.told_by IS NULL OR m.told_by = a.community OR a.track = 'BELGICA') \
                   AND (m.to_on IS NULL OR m.to_on >= NEW.conflicts_since) AND (m.school_id = a.school_id \
                   OR EXISTS (SELECT 1 FROM revision_partner p WHERE p.revision_id = a.submitted_revision_id AND p.school_id = m.school_id)))))",
    },
    Guard::Refuse {
        rule: "conflict_beside_assignment",
        table: "conflict_of_interest",
        when: "NEW.is_hard AND NEW.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM assignment s \
               JOIN application a ON a.id = s.application_id WHERE s.juror_id = NEW.juror_id \
               AND s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') \
               AND (NEW.told_by IS NULL OR NEW.told_by = a.community OR a.track = 'BELGICA') \
               AND (a.id = NEW.application_id \
               OR a.project_id = NEW.project_id OR a.school_id = NEW.school_id OR a.teacher_id = NEW.teacher_id \
               OR EXISTS (SELECT 1 FROM revision_partner p WHERE p.revision_id = a.submitted_revision_id AND p.school_id = NEW.school_id)))",
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, std::iter::once(spell(UP, manager.get_database_backend()))).await?;
        exchange(manager, &BEFORE, &AFTER).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let drop = AFTER.iter().map(|guard| guard.drop(backend));
        let back = DOWN.iter().map(|sql| (*sql).to_owned());
        let create = BEFORE.iter().map(|guard| guard.create(backend));
        run(manager, drop.chain(back).chain(create)).await
    }
}
