//! Sending mail: when a mail is tried next, since when it is tried, and what came of it.

use sea_orm_migration::prelude::*;

use crate::dialect::spell;

/// Unlike a step, it changes a table that is there.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0013_mail"
    }
}

/// A mail that somebody is sending stays pending, and is not tried again before `next_attempt_at`: that is the lease.
const UP: &str = "
ALTER TABLE message ADD COLUMN next_attempt_at {instant};
ALTER TABLE message ADD COLUMN first_tried_at {instant};
ALTER TABLE message ADD COLUMN failure {text}
    CHECK ((failure IS NULL OR failure IN ('REFUSED', 'GIVEN_UP', 'UNWRITABLE')) AND (failure IS NULL) = (state <> 'FAILED'));
ALTER TABLE message ADD COLUMN last_reply {text};
";

const DOWN: [&str; 4] = [
    "ALTER TABLE message DROP COLUMN last_reply",
    "ALTER TABLE message DROP COLUMN failure",
    "ALTER TABLE message DROP COLUMN first_tried_at",
    "ALTER TABLE message DROP COLUMN next_attempt_at",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let up = spell(UP, manager.get_database_backend());
        manager.get_connection().execute_unprepared(&up).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in DOWN {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}
