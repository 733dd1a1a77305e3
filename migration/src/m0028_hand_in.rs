//! The project as it was when an application was handed in: jurors read that, and what ties them rests on it.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, Step, run};

/// Beside what a step does, it exchanges guards that earlier steps made.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        STEP.name
    }
}

/// What was handed in before gets the project as it is now: nobody kept another. A school that is a double of another gives its
/// place to that one; nothing else of a row changes. `project.handed_in_revision_id` is what was handed in last for it; when somebody joined a
/// project is not known of those who did before.
const STEP: Step = Step {
    name: "m0028_hand_in",
    up: "
CREATE TABLE revision_project (
    id {id} PRIMARY KEY REFERENCES application_revision (id),
    title {text} NOT NULL,
    summary {text} NOT NULL
) {strict};
CREATE TABLE revision_partner (
    id {id} PRIMARY KEY,
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    school_id {id} NOT NULL REFERENCES school (id),
    is_founder {bool} NOT NULL
) {strict};
CREATE INDEX revision_partner_revision ON revision_partner (revision_id, school_id);
CREATE INDEX revision_partner_school ON revision_partner (school_id);
CREATE TABLE revision_member (
    id {id} PRIMARY KEY,
    revision_id {id} NOT NULL REFERENCES application_revision (id),
    user_id {id} NOT NULL REFERENCES \"user\" (id),
    school_id {id} NOT NULL REFERENCES school (id)
) {strict};
CREATE INDEX revision_member_revision ON revision_member (revision_id, user_id);
CREATE INDEX revision_member_user ON revision_member (user_id);
CREATE INDEX revision_member_school ON revision_member (school_id);
INSERT INTO revision_project (id, title, summary)
SELECT r.id, p.title, p.summary FROM application_revision r JOIN application a ON a.id = r.application_id JOIN project p ON p.id = a.project_id;
INSERT INTO revision_partner (id, revision_id, school_id, is_founder)
SELECT {new}, r.id, p.school_id, p.is_founder FROM application_revision r JOIN application a ON a.id = r.application_id
JOIN project_partner p ON p.project_id = a.project_id ORDER BY r.id, p.id;
INSERT INTO revision_member (id, revision_id, user_id, school_id)
SELECT {new}, r.id, m.user_id, m.school_id FROM application_revision r JOIN application a ON a.id = r.application_id
JOIN project_member m ON m.project_id = a.project_id ORDER BY r.id, m.id;
ALTER TABLE project_member ADD COLUMN joined_at {instant};
ALTER TABLE project ADD COLUMN handed_in_revision_id {id};
UPDATE project SET handed_in_revision_id = (SELECT r.id FROM application a JOIN application_revision r ON r.id = a.submitted_revision_id
    WHERE a.project_id = project.id ORDER BY r.submitted_at DESC, r.id DESC LIMIT 1);
",
    guards: &[
        Guard::AppendOnly("revision_project"),
        Guard::AppendOnlyBut {
            table: "revision_partner",
            but: "NEW.id = OLD.id AND NEW.revision_id = OLD.revision_id AND NEW.is_founder = OLD.is_founder",
        },
        Guard::AppendOnlyBut {
            table: "revision_member",
            but: "NEW.id = OLD.id AND NEW.revision_id = OLD.revision_id AND NEW.user_id = OLD.user_id",
        },
    ],
    before_down: "ALTER TABLE project DROP COLUMN handed_in_revision_id; ALTER TABLE project_member DROP COLUMN joined_at",
    tables: &["revision_project", "revision_partner", "revision_member"],
};

/// Conflicts and ties that keep an assignment from being there, by the project as it is now.
const BEFORE: [Guard; 3] = [
    Guard::Refuse {
        rule: "assignment_without_conflict",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM conflict_of_interest c \
               JOIN application a ON a.id = NEW.application_id WHERE c.juror_id = NEW.juror_id AND c.is_hard \
               AND c.withdrawn_at IS NULL AND (c.application_id = a.id OR c.project_id = a.project_id \
               OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id \
               OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = c.school_id)))",
    },
    Guard::Refuse {
        rule: "assignment_without_tie",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM application a \
               WHERE a.id = NEW.application_id AND (a.teacher_id = NEW.juror_id \
               OR EXISTS (SELECT 1 FROM project_member p WHERE p.project_id = a.project_id AND p.user_id = NEW.juror_id) \
               OR EXISTS (SELECT 1 FROM school_membership m WHERE m.user_id = NEW.juror_id \
                   AND (m.to_on IS NULL OR m.to_on >= NEW.conflicts_since) AND (m.school_id = a.school_id \
                   OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = m.school_id)))))",
    },
    Guard::Refuse {
        rule: "conflict_beside_assignment",
        table: "conflict_of_interest",
        when: "NEW.is_hard AND NEW.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM assignment s \
               JOIN application a ON a.id = s.application_id WHERE s.juror_id = NEW.juror_id \
               AND s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND (a.id = NEW.application_id \
               OR a.project_id = NEW.project_id OR a.school_id = NEW.school_id OR a.teacher_id = NEW.teacher_id \
               OR EXISTS (SELECT 1 FROM project_partner p WHERE p.project_id = a.project_id AND p.school_id = NEW.school_id)))",
    },
];

/// The same, by the project as it was handed in.
pub(crate) const AFTER: [Guard; 3] = [
    Guard::Refuse {
        rule: "assignment_without_conflict",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM conflict_of_interest c \
               JOIN application a ON a.id = NEW.application_id WHERE c.juror_id = NEW.juror_id AND c.is_hard \
               AND c.withdrawn_at IS NULL AND (c.application_id = a.id OR c.project_id = a.project_id \
               OR c.school_id = a.school_id OR c.teacher_id = a.teacher_id OR EXISTS (SELECT 1 FROM revision_partner p \
                   WHERE p.revision_id = a.submitted_revision_id AND p.school_id = c.school_id)))",
    },
    Guard::Refuse {
        rule: "assignment_without_tie",
        table: "assignment",
        when: "NEW.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND EXISTS (SELECT 1 FROM application a \
               WHERE a.id = NEW.application_id AND (a.teacher_id = NEW.juror_id OR EXISTS (SELECT 1 FROM revision_member p \
                   WHERE p.revision_id = a.submitted_revision_id AND p.user_id = NEW.juror_id) \
               OR EXISTS (SELECT 1 FROM school_membership m WHERE m.user_id = NEW.juror_id \
                   AND (m.to_on IS NULL OR m.to_on >= NEW.conflicts_since) AND (m.school_id = a.school_id \
                   OR EXISTS (SELECT 1 FROM revision_partner p WHERE p.revision_id = a.submitted_revision_id \
                       AND p.school_id = m.school_id)))))",
    },
    Guard::Refuse {
        rule: "conflict_beside_assignment",
        table: "conflict_of_interest",
        when: "NEW.is_hard AND NEW.withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM assignment s \
               JOIN application a ON a.id = s.application_id WHERE s.juror_id = NEW.juror_id \
               AND s.state NOT IN ('DECLINED', 'RECUSED', 'REVOKED') AND (a.id = NEW.application_id \
               OR a.project_id = NEW.project_id OR a.school_id = NEW.school_id OR a.teacher_id = NEW.teacher_id \
               OR EXISTS (SELECT 1 FROM revision_partner p WHERE p.revision_id = a.submitted_revision_id \
                   AND p.school_id = NEW.school_id)))",
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        STEP.up(manager).await?;
        exchange(manager, &BEFORE, &AFTER).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        exchange(manager, &AFTER, &BEFORE).await?;
        STEP.down(manager).await
    }
}

pub(crate) async fn exchange(manager: &SchemaManager<'_>, old: &[Guard], new: &[Guard]) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let drop = old.iter().map(|guard| guard.drop(backend));
    run(manager, drop.chain(new.iter().map(|guard| guard.create(backend)))).await
}
