//! A prize for one or more schools, what becomes of it after it was announced, and how a tie between projects is resolved.
//!
//! Neither database changes a rule of a table that names several columns, so the tables are made anew. A prize that fell away
//! because no label was left is `FORFEITED` now; `DECLINED` is what the school says.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, run, spell};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0048_prizes"
    }
}

const MERGED: &str = "NEW.school_id IN (SELECT id FROM school WHERE merged_into_id IS NOT NULL)";
const BEFORE: Guard = Guard::Refuse { rule: "prize_for_a_merged_school", table: "prize_award", when: MERGED };
const AFTER: Guard = Guard::Refuse { rule: "prize_for_a_merged_school", table: "prize_share", when: MERGED };

const UP: &str = r#"
ALTER TABLE campaign ADD COLUMN prize_tie_breaks {text} NOT NULL DEFAULT 'C1,C5,C2,SPREAD';
CREATE TABLE prize_2 (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    rank {int} NOT NULL CHECK (rank > 0),
    title {text} NOT NULL,
    level {text} CHECK (level IN ('PRIMARY', 'SECONDARY')),
    theme {text},
    removed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
) {strict};
INSERT INTO prize_2 (id, campaign_id, track, rank, title, version, created_at, updated_at)
SELECT id, campaign_id, track, rank, title, version, created_at, updated_at FROM prize;
CREATE TABLE prize_component_2 (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize_2 (id),
    kind {text} NOT NULL CHECK (kind IN ('MONEY', 'VOUCHER', 'GOODS', 'SERVICE')),
    amount_cents {big} NOT NULL CHECK (amount_cents >= 0),
    currency {text} NOT NULL CHECK (currency = 'EUR'),
    sponsor_id {id} REFERENCES sponsor (id),
    description {text} NOT NULL
) {strict};
INSERT INTO prize_component_2 (id, prize_id, kind, amount_cents, currency, sponsor_id, description)
SELECT id, prize_id, kind, amount_cents, currency, sponsor_id, description FROM prize_component;
CREATE TABLE prize_award_2 (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize_2 (id),
    project_id {id} NOT NULL REFERENCES project (id),
    basis_score_centi {int} NOT NULL,
    basis_score_billionths {big},
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'RATIFIED', 'ANNOUNCED', 'ACCEPTED', 'DECLINED', 'FORFEITED', 'TAKEN_BACK',
        'VISIT_PLANNED', 'HANDED_OVER', 'FOLLOWED_UP', 'CLOSED')),
    reason {text},
    fall_reason {text},
    closing_reason {text},
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    ratified_by_id {id} REFERENCES "user" (id),
    announced_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT prize_award_two_persons CHECK (ratified_by_id <> proposed_by_id),
    CHECK (state IN ('PROPOSED', 'FORFEITED', 'TAKEN_BACK') OR ratified_by_id IS NOT NULL),
    CHECK (announced_at IS NOT NULL OR state IN ('PROPOSED', 'RATIFIED', 'FORFEITED', 'TAKEN_BACK')),
    CHECK (announced_at IS NULL OR state NOT IN ('PROPOSED', 'RATIFIED', 'TAKEN_BACK'))
) {strict};
INSERT INTO prize_award_2 (id, prize_id, project_id, basis_score_centi, basis_score_billionths, state, fall_reason, proposed_by_id,
    ratified_by_id, announced_at, version, created_at, updated_at)
SELECT id, prize_id, project_id, basis_score_centi, basis_score_billionths, CASE state WHEN 'DECLINED' THEN 'FORFEITED' ELSE state END,
    fall_reason, proposed_by_id, ratified_by_id, announced_at, version, created_at, updated_at FROM prize_award;
CREATE TABLE prize_share (
    id {id} PRIMARY KEY,
    prize_award_id {id} NOT NULL REFERENCES prize_award_2 (id),
    project_id {id} NOT NULL,
    school_id {id} NOT NULL,
    amount_cents {big} NOT NULL CHECK (amount_cents >= 0),
    UNIQUE (prize_award_id, school_id),
    FOREIGN KEY (project_id, school_id) REFERENCES project_partner (project_id, school_id)
) {strict};
CREATE INDEX prize_share_school ON prize_share (school_id);
INSERT INTO prize_share (id, prize_award_id, project_id, school_id, amount_cents)
SELECT a.id, a.id, a.project_id, a.school_id,
    coalesce((SELECT sum(c.amount_cents) FROM prize_component c WHERE c.prize_id = a.prize_id), 0) FROM prize_award a;
DROP TABLE prize_award;
DROP TABLE prize_component;
DROP TABLE prize;
ALTER TABLE prize_2 RENAME TO prize;
ALTER TABLE prize_component_2 RENAME TO prize_component;
ALTER TABLE prize_award_2 RENAME TO prize_award;
CREATE UNIQUE INDEX prize_one_of_a_rank ON prize (campaign_id, track, rank) WHERE removed_at IS NULL;
CREATE INDEX prize_component_prize ON prize_component (prize_id);
CREATE UNIQUE INDEX prize_award_one_live ON prize_award (prize_id) WHERE state NOT IN ('DECLINED', 'FORFEITED', 'TAKEN_BACK');
CREATE INDEX prize_award_project ON prize_award (project_id);
"#;

/// What is removed or taken back is not known to what was before; of several schools the first is kept.
const DOWN: &str = r#"
CREATE TABLE prize_1 (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    rank {int} NOT NULL CHECK (rank > 0),
    title {text} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (campaign_id, track, rank)
) {strict};
INSERT INTO prize_1 (id, campaign_id, track, rank, title, version, created_at, updated_at)
SELECT id, campaign_id, track, rank, title, version, created_at, updated_at FROM prize WHERE removed_at IS NULL;
CREATE TABLE prize_component_1 (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize_1 (id),
    kind {text} NOT NULL CHECK (kind IN ('MONEY', 'VOUCHER', 'GOODS', 'SERVICE')),
    amount_cents {big} NOT NULL CHECK (amount_cents >= 0),
    currency {text} NOT NULL CHECK (currency = 'EUR'),
    sponsor_id {id} REFERENCES sponsor (id),
    description {text} NOT NULL
) {strict};
INSERT INTO prize_component_1 (id, prize_id, kind, amount_cents, currency, sponsor_id, description)
SELECT c.id, c.prize_id, c.kind, c.amount_cents, c.currency, c.sponsor_id, c.description
FROM prize_component c JOIN prize_1 p ON p.id = c.prize_id;
CREATE TABLE prize_award_1 (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize_1 (id),
    project_id {id} NOT NULL,
    school_id {id} NOT NULL,
    basis_score_centi {int} NOT NULL,
    basis_score_billionths {big},
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'RATIFIED', 'ANNOUNCED', 'DECLINED')),
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    ratified_by_id {id} REFERENCES "user" (id),
    announced_at {instant},
    fall_reason {text},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    FOREIGN KEY (project_id, school_id) REFERENCES project_partner (project_id, school_id),
    CONSTRAINT prize_award_two_persons CHECK (ratified_by_id <> proposed_by_id),
    CHECK (state NOT IN ('RATIFIED', 'ANNOUNCED') OR ratified_by_id IS NOT NULL),
    CHECK ((state = 'ANNOUNCED') = (announced_at IS NOT NULL))
) {strict};
INSERT INTO prize_award_1 (id, prize_id, project_id, school_id, basis_score_centi, basis_score_billionths, state, proposed_by_id,
    ratified_by_id, announced_at, fall_reason, version, created_at, updated_at)
SELECT a.id, a.prize_id, a.project_id, (SELECT s.school_id FROM prize_share s WHERE s.prize_award_id = a.id ORDER BY s.id LIMIT 1),
    a.basis_score_centi, a.basis_score_billionths,
    CASE WHEN a.state IN ('PROPOSED', 'RATIFIED') THEN a.state WHEN a.state IN ('DECLINED', 'FORFEITED', 'TAKEN_BACK') THEN 'DECLINED' ELSE 'ANNOUNCED' END,
    a.proposed_by_id, a.ratified_by_id, CASE WHEN a.state IN ('DECLINED', 'FORFEITED', 'TAKEN_BACK') THEN NULL ELSE a.announced_at END,
    a.fall_reason, a.version, a.created_at, a.updated_at
FROM prize_award a JOIN prize_1 p ON p.id = a.prize_id;
DROP TABLE prize_share;
DROP TABLE prize_award;
DROP TABLE prize_component;
DROP TABLE prize;
ALTER TABLE prize_1 RENAME TO prize;
ALTER TABLE prize_component_1 RENAME TO prize_component;
ALTER TABLE prize_award_1 RENAME TO prize_award;
CREATE INDEX prize_component_prize ON prize_component (prize_id);
CREATE UNIQUE INDEX prize_award_one_live ON prize_award (prize_id) WHERE state <> 'DECLINED';
CREATE INDEX prize_award_school ON prize_award (school_id);
ALTER TABLE campaign DROP COLUMN prize_tie_breaks;
"#;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        run(manager, [BEFORE.drop(backend), spell(UP, backend), AFTER.create(backend)].into_iter()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        run(manager, [AFTER.drop(backend), spell(DOWN, backend), BEFORE.create(backend)].into_iter()).await
    }
}
