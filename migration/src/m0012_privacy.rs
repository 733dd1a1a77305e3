//! Personal data: who is erased, how long a campaign keeps what, and texts that may go while the rest stays.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, run, spell};

/// Unlike a step, it changes tables that are there and guards that an earlier step made.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_privacy"
    }
}

/// A person who is erased keeps her row, so that what she did still belongs to somebody; it names nobody. The address
/// of every such row, and of no other, is under `erased.invalid`, which no mail reaches.
const UP: &str = r#"
ALTER TABLE "user" ADD COLUMN erased_at {instant}
    CHECK ((erased_at IS NULL) = (email NOT LIKE '%@erased.invalid') AND (erased_at IS NULL OR status = 'LOCKED'));
ALTER TABLE application ADD COLUMN texts_erased_at {instant};
ALTER TABLE campaign ADD COLUMN keep_drafts_months {int} NOT NULL DEFAULT 24 CHECK (keep_drafts_months BETWEEN 1 AND 240);
ALTER TABLE campaign ADD COLUMN keep_applications_months {int} NOT NULL DEFAULT 60 CHECK (keep_applications_months BETWEEN 1 AND 240);
ALTER TABLE campaign ADD COLUMN keep_juror_links_months {int} NOT NULL DEFAULT 24 CHECK (keep_juror_links_months BETWEEN 1 AND 240);
ALTER TABLE campaign ADD COLUMN keep_messages_months {int} NOT NULL DEFAULT 24 CHECK (keep_messages_months BETWEEN 1 AND 240);
"#;

const DOWN: [&str; 6] = [
    "ALTER TABLE campaign DROP COLUMN keep_messages_months",
    "ALTER TABLE campaign DROP COLUMN keep_juror_links_months",
    "ALTER TABLE campaign DROP COLUMN keep_applications_months",
    "ALTER TABLE campaign DROP COLUMN keep_drafts_months",
    "ALTER TABLE application DROP COLUMN texts_erased_at",
    "ALTER TABLE \"user\" DROP COLUMN erased_at",
];

/// What was handed in never changed at all (INV-04). From here on its texts may go, all of a row at once, when its
/// application says so; the row, its number, its hash and its day stay.
const BEFORE: [Guard; 3] = [
    Guard::AppendOnly("application_revision"),
    Guard::AppendOnly("revision_answer"),
    Guard::AppendOnly("revision_link"),
];

const AFTER: [Guard; 4] = [
    Guard::AppendOnlyBut {
        table: "application_revision",
        but: "NEW.id = OLD.id AND NEW.application_id = OLD.application_id AND NEW.number = OLD.number \
              AND NEW.sha256 = OLD.sha256 AND NEW.submitted_at = OLD.submitted_at \
              AND NEW.submitted_by_id = OLD.submitted_by_id AND NEW.summary = '' AND EXISTS \
              (SELECT 1 FROM application a WHERE a.id = NEW.application_id AND a.texts_erased_at IS NOT NULL)",
    },
    Guard::AppendOnlyBut {
        table: "revision_answer",
        but: "NEW.id = OLD.id AND NEW.revision_id = OLD.revision_id AND NEW.criterion_id = OLD.criterion_id \
              AND NEW.text = '' AND NEW.own_teacher = '' AND NEW.own_pupils = '' AND NEW.example = '' AND EXISTS \
              (SELECT 1 FROM application_revision r JOIN application a ON a.id = r.application_id \
              WHERE r.id = NEW.revision_id AND a.texts_erased_at IS NOT NULL)",
    },
    Guard::AppendOnlyBut {
        table: "revision_link",
        but: "NEW.id = OLD.id AND NEW.revision_id = OLD.revision_id AND NEW.kind = OLD.kind \
              AND NEW.criterion_id IS NOT DISTINCT FROM OLD.criterion_id AND NEW.url = '' AND NEW.label = '' AND EXISTS \
              (SELECT 1 FROM application_revision r JOIN application a ON a.id = r.application_id \
              WHERE r.id = NEW.revision_id AND a.texts_erased_at IS NOT NULL)",
    },
    Guard::Change {
        rule: "erased_stays_erased",
        table: "user",
        when: "OLD.erased_at IS NOT NULL AND (NEW.erased_at IS NULL OR NEW.email <> OLD.email OR NEW.name <> OLD.name)",
    },
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let drop = BEFORE.iter().map(|guard| guard.drop(backend));
        let create = AFTER.iter().map(|guard| guard.create(backend));
        run(manager, std::iter::once(spell(UP, backend)).chain(drop).chain(create)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let drop = AFTER.iter().map(|guard| guard.drop(backend));
        let columns = DOWN.iter().map(|sql| (*sql).to_owned());
        let create = BEFORE.iter().map(|guard| guard.create(backend));
        run(manager, drop.chain(columns).chain(create)).await
    }
}
