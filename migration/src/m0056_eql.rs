//! The European label to its end: the trace of its rule, countries with their sources, the list that two persons stand for,
//! what became of it, and projects that do not take part.
//!
//! Neither database changes a rule of a table that names its states, so the table is made anew.

use sea_orm_migration::prelude::*;

use crate::dialect::{run, spell};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0056_eql"
    }
}

/// Until now only the number of countries was kept, and one text on all of them: that becomes the source of `ZZ`.
const UP: &str = r#"
CREATE TABLE eql_candidacy_2 (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    average_centi {int} NOT NULL,
    average_billionths {big} NOT NULL,
    countries_with_nql {int} NOT NULL CHECK (countries_with_nql >= 0),
    state {text} NOT NULL CHECK (state IN ('ELIGIBLE', 'NOT_ELIGIBLE', 'NOMINATED', 'NOT_NOMINATED', 'WITHDRAWN', 'AWARDED',
        'NOT_AWARDED')),
    reason {text} NOT NULL,
    is_listed {bool} NOT NULL,
    is_chosen {bool} NOT NULL,
    is_nominated {bool} NOT NULL,
    withdrawn_at {instant},
    withdraw_reason {text},
    outcome {text} CHECK (outcome IN ('AWARDED', 'NOT_AWARDED')),
    outcome_source {text} CHECK (outcome_source <> ''),
    outcome_on {date},
    outcome_recorded_at {instant},
    computed_at {instant} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (project_id, campaign_id),
    CHECK ((withdrawn_at IS NULL) = (withdraw_reason IS NULL)),
    CONSTRAINT eql_outcome_is_sourced CHECK ((outcome IS NULL) = (outcome_source IS NULL)
        AND (outcome IS NULL) = (outcome_on IS NULL) AND (outcome IS NULL) = (outcome_recorded_at IS NULL)),
    CONSTRAINT eql_outcome_of_a_nominated CHECK (outcome IS NULL OR is_nominated)
) {strict};
INSERT INTO eql_candidacy_2 (id, project_id, campaign_id, average_centi, average_billionths, countries_with_nql, state, reason,
    is_listed, is_chosen, is_nominated, computed_at, version, created_at, updated_at)
SELECT id, project_id, campaign_id, average_centi, average_billionths, countries_with_nql, state, reason,
    state = 'NOMINATED', FALSE, state = 'NOMINATED', computed_at, version, created_at, updated_at FROM eql_candidacy;
CREATE TABLE eql_country (
    id {id} PRIMARY KEY,
    candidacy_id {id} NOT NULL REFERENCES eql_candidacy_2 (id),
    country {text} NOT NULL,
    source {text} CHECK (source <> ''),
    known_on {date} NOT NULL,
    UNIQUE (candidacy_id, country),
    CONSTRAINT eql_country_is_sourced CHECK (source IS NOT NULL OR country = 'BE')
) {strict};
INSERT INTO eql_country (id, candidacy_id, country, source, known_on)
SELECT {new}, id, 'BE', NULL, CAST(substr(CAST(created_at AS VARCHAR), 1, 10) AS {date}) FROM eql_candidacy;
INSERT INTO eql_country (id, candidacy_id, country, source, known_on)
SELECT {new}, id, 'ZZ', countries_source, CAST(substr(CAST(updated_at AS VARCHAR), 1, 10) AS {date}) FROM eql_candidacy
WHERE countries_source <> '';
DROP TABLE eql_candidacy;
ALTER TABLE eql_candidacy_2 RENAME TO eql_candidacy;
CREATE INDEX eql_candidacy_campaign ON eql_candidacy (campaign_id, state);
CREATE TABLE eql_condition (
    id {id} PRIMARY KEY,
    candidacy_id {id} NOT NULL REFERENCES eql_candidacy (id),
    position {int} NOT NULL CHECK (position > 0),
    condition {text} NOT NULL CHECK (condition IN ('TEACHERS', 'COUNTRIES', 'SCALE', 'AVERAGE', 'SHARE')),
    asked_centi {int} NOT NULL,
    found_centi {int},
    is_met {bool} NOT NULL,
    UNIQUE (candidacy_id, condition)
) {strict};
CREATE TABLE eql_nomination (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL UNIQUE REFERENCES campaign (id),
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'CONFIRMED')),
    set_hash {text} NOT NULL,
    labelled {int} NOT NULL CHECK (labelled >= 0),
    places {int} NOT NULL CHECK (places >= 0),
    listed {int} NOT NULL CHECK (listed >= 0),
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    confirmed_by_id {id} REFERENCES "user" (id),
    confirmed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT eql_nomination_two_persons CHECK (confirmed_by_id <> proposed_by_id),
    CONSTRAINT eql_nomination_has_places CHECK (listed <= places),
    CHECK ((state = 'CONFIRMED') = (confirmed_by_id IS NOT NULL)),
    CHECK ((state = 'CONFIRMED') = (confirmed_at IS NOT NULL))
) {strict};
"#;

/// Which countries were told and by whom was one text before.
const DOWN: &str = r"
DROP TABLE eql_nomination;
DROP TABLE eql_condition;
CREATE TABLE eql_candidacy_1 (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    average_centi {int} NOT NULL,
    countries_with_nql {int} NOT NULL CHECK (countries_with_nql >= 0),
    countries_source {text},
    state {text} NOT NULL CHECK (state IN ('ELIGIBLE', 'NOT_ELIGIBLE', 'NOMINATED', 'NOT_NOMINATED')),
    reason {text} NOT NULL,
    computed_at {instant} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    average_billionths {big} NOT NULL DEFAULT 0,
    UNIQUE (project_id, campaign_id),
    CONSTRAINT eql_countries_are_sourced CHECK (countries_with_nql <= 1 OR countries_source IS NOT NULL)
) {strict};
INSERT INTO eql_candidacy_1 (id, project_id, campaign_id, average_centi, average_billionths, countries_with_nql, countries_source,
    state, reason, computed_at, version, created_at, updated_at)
SELECT c.id, c.project_id, c.campaign_id, c.average_centi, c.average_billionths, c.countries_with_nql,
    coalesce((SELECT min(x.source) FROM eql_country x WHERE x.candidacy_id = c.id),
        CASE WHEN c.countries_with_nql > 1 THEN '-' END),
    CASE WHEN c.state IN ('AWARDED', 'NOT_AWARDED') THEN 'NOMINATED' WHEN c.state = 'WITHDRAWN' THEN 'NOT_NOMINATED' ELSE c.state END,
    c.reason, c.computed_at, c.version, c.created_at, c.updated_at FROM eql_candidacy c;
DROP TABLE eql_country;
DROP TABLE eql_candidacy;
ALTER TABLE eql_candidacy_1 RENAME TO eql_candidacy;
CREATE INDEX eql_candidacy_campaign ON eql_candidacy (campaign_id, state);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, std::iter::once(spell(UP, manager.get_database_backend()))).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, std::iter::once(spell(DOWN, manager.get_database_backend()))).await
    }
}
