//! Jurors who differ agree on a result: a panel with a named consolidator.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, Step, run, spell};

/// Beside what a step does, it changes which words a column takes.
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        STEP.name
    }
}

const STEP: Step = Step {
    name: "m0022_panel",
    up: r"
CREATE TABLE panel (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    evaluation_id {id} NOT NULL REFERENCES evaluation (id),
    state {text} NOT NULL CHECK (state IN ('OPEN', 'PROPOSED', 'AGREED')),
    comment {text} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
) {strict};

CREATE TABLE panel_score (
    id {id} PRIMARY KEY,
    panel_id {id} NOT NULL REFERENCES panel (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    score_centi {int} NOT NULL CHECK (score_centi % 50 = 0),
    UNIQUE (panel_id, criterion_id)
) {strict};

CREATE TABLE panel_answer (
    id {id} PRIMARY KEY,
    panel_id {id} NOT NULL REFERENCES panel (id),
    evaluation_id {id} NOT NULL REFERENCES evaluation (id),
    agrees {bool},
    reason {text} NOT NULL,
    UNIQUE (panel_id, evaluation_id),
    CHECK (agrees IS NOT NULL OR reason = '')
) {strict};
",
    guards: &[
        Guard::Refuse {
            rule: "panel_consolidator_judged",
            table: "panel",
            when: "NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.id = NEW.evaluation_id \
                   AND e.application_id = NEW.application_id AND e.state IN ('SUBMITTED', 'LOCKED'))",
        },
        Guard::Refuse {
            rule: "panel_scores_everything",
            table: "panel",
            when: "NEW.state <> 'OPEN' AND EXISTS (SELECT 1 FROM application a JOIN campaign c ON c.id = a.campaign_id \
                   JOIN criterion i ON i.rubric_version_id = c.rubric_version_id WHERE a.id = NEW.application_id \
                   AND NOT EXISTS (SELECT 1 FROM panel_score s WHERE s.panel_id = NEW.id AND s.criterion_id = i.id))",
        },
        Guard::Refuse {
            rule: "panel_agrees_as_one",
            table: "panel",
            when: "NEW.state = 'AGREED' AND EXISTS (SELECT 1 FROM evaluation e \
                   WHERE e.application_id = NEW.application_id AND e.id <> NEW.evaluation_id \
                   AND e.state IN ('SUBMITTED', 'LOCKED') AND NOT EXISTS (SELECT 1 FROM panel_answer x \
                   WHERE x.panel_id = NEW.id AND x.evaluation_id = e.id AND x.agrees))",
        },
        Guard::Refuse {
            rule: "panel_score_between_jurors",
            table: "panel_score",
            when: "1 = (SELECT CASE WHEN NEW.score_centi BETWEEN min(100 * s.score) AND max(100 * s.score) THEN 0 ELSE 1 END \
                   FROM panel p JOIN evaluation e ON e.application_id = p.application_id \
                   JOIN evaluation_score s ON s.evaluation_id = e.id WHERE p.id = NEW.panel_id \
                   AND e.state IN ('SUBMITTED', 'LOCKED') AND s.criterion_id = NEW.criterion_id)",
        },
        Guard::Refuse {
            rule: "panel_result_is_agreed",
            table: "consolidation",
            when: "NEW.method = 'PANEL' AND NOT EXISTS \
                   (SELECT 1 FROM panel p WHERE p.application_id = NEW.application_id AND p.state = 'AGREED')",
        },
        Guard::Refuse {
            rule: "panel_result_as_agreed",
            table: "consolidation_score",
            when: "EXISTS (SELECT 1 FROM consolidation c WHERE c.id = NEW.consolidation_id AND c.method = 'PANEL' \
                   AND NOT EXISTS (SELECT 1 FROM panel p JOIN panel_score s ON s.panel_id = p.id \
                   WHERE p.application_id = c.application_id AND s.criterion_id = NEW.criterion_id \
                   AND s.score_centi = NEW.score_centi))",
        },
    ],
    before_down: "",
    tables: &["panel", "panel_score", "panel_answer"],
};

/// A column takes its words with it: neither database changes a `CHECK` in place, both exchange a column.
fn exchange_method(values: &str, words: &str) -> String {
    format!(
        "ALTER TABLE consolidation ADD COLUMN merged_by {{text}} NOT NULL DEFAULT 'AVERAGE' CHECK (merged_by IN ({words}));
         UPDATE consolidation SET merged_by = {values};
         ALTER TABLE consolidation DROP COLUMN method;
         ALTER TABLE consolidation RENAME COLUMN merged_by TO method;"
    )
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let wider = exchange_method("method", "'AVERAGE', 'CLOSEST_TWO', 'PANEL'");
        run(manager, std::iter::once(spell(&wider, manager.get_database_backend()))).await?;
        STEP.up(manager).await
    }

    /// What a panel agreed on is told as a mean: the words of before have nothing nearer.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        STEP.down(manager).await?;
        let values = "CASE method WHEN 'PANEL' THEN 'AVERAGE' ELSE method END";
        let narrower = exchange_method(values, "'AVERAGE', 'CLOSEST_TWO'");
        run(manager, std::iter::once(spell(&narrower, manager.get_database_backend()))).await
    }
}
