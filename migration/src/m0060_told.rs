//! What is told of sponsors: their logos, what they give, and how their names are searched and sorted. And what teachers are
//! told of scores, where a campaign says so: a band, and no number; and staff of calibration. Decisions that are there have neither.

use sea_orm_migration::prelude::*;

use crate::{
    dialect::{Guard, Step, run, spell},
    m0041_search::{escaped, folded, texts},
};

/// Beside what a step does, it folds the names that are there.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        STEP.name
    }
}

const STEP: Step = Step {
    name: "m0060_told",
    up: "
ALTER TABLE sponsor ADD COLUMN name_key {text} NOT NULL DEFAULT '';
ALTER TABLE sponsor ADD COLUMN budget_cents {big} CHECK (budget_cents >= 0);
ALTER TABLE sponsor ADD COLUMN logo {bytes};
ALTER TABLE sponsor ADD COLUMN logo_shows {text} CHECK ((logo_shows IS NULL) = (logo IS NULL));
ALTER TABLE campaign ADD COLUMN has_score_bands {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE decision_step ADD COLUMN band {text}
    CHECK (band IS NULL OR (band IN ('BELOW_MINIMUM', 'SUFFICIENT', 'GOOD', 'EXCELLENT') AND criterion_id IS NOT NULL AND (band = 'BELOW_MINIMUM') <> is_reached));
ALTER TABLE decision ADD COLUMN calibrated_outcome {text} CHECK (calibrated_outcome IN ('AWARDED', 'NOT_AWARDED') AND calibrated_outcome <> rule_outcome);
ALTER TABLE decision ADD COLUMN calibrated_total_centi {int} CHECK ((calibrated_total_centi IS NULL) = (calibrated_outcome IS NULL));
CREATE INDEX sponsor_by_name_key ON sponsor (name_key, id);
",
    guards: &[Guard::Refuse {
        rule: "sponsor_key",
        table: "sponsor",
        when: "substr(NEW.name_key, length(NEW.name_key) - length(NEW.name)) <> '\u{1f}' || NEW.name",
    }],
    before_down: "
DROP INDEX sponsor_by_name_key;
ALTER TABLE decision DROP COLUMN calibrated_total_centi;
ALTER TABLE decision DROP COLUMN calibrated_outcome;
ALTER TABLE decision_step DROP COLUMN band;
ALTER TABLE campaign DROP COLUMN has_score_bands;
ALTER TABLE sponsor DROP COLUMN logo_shows;
ALTER TABLE sponsor DROP COLUMN logo;
ALTER TABLE sponsor DROP COLUMN budget_cents;
ALTER TABLE sponsor DROP COLUMN name_key;
",
    tables: &[],
};

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        // The guard comes last: it refuses a row of which the key is not written yet.
        run(manager, std::iter::once(spell(STEP.up, backend))).await?;
        let mut statements = Vec::new();
        for (id, name) in texts(manager, "sponsor", "name").await? {
            statements.push(format!("UPDATE sponsor SET name_key = '{}' WHERE id = {id}", escaped(&folded(&name))));
        }
        statements.extend(STEP.guards.iter().map(|guard| guard.create(backend)));
        run(manager, statements.into_iter()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        STEP.down(manager).await
    }
}
