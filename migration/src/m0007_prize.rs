//! Prizes for schools, and the candidates for the European label.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0007_prize",
    up: r#"
CREATE TABLE sponsor (
    id {id} PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    website {text}
) {strict};

CREATE TABLE prize (
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

CREATE TABLE prize_component (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize (id),
    kind {text} NOT NULL CHECK (kind IN ('MONEY', 'VOUCHER', 'GOODS', 'SERVICE')),
    amount_cents {big} NOT NULL CHECK (amount_cents >= 0),
    currency {text} NOT NULL CHECK (currency = 'EUR'),
    sponsor_id {id} REFERENCES sponsor (id),
    description {text} NOT NULL
) {strict};
CREATE INDEX prize_component_prize ON prize_component (prize_id);

CREATE TABLE prize_award (
    id {id} PRIMARY KEY,
    prize_id {id} NOT NULL REFERENCES prize (id),
    project_id {id} NOT NULL,
    school_id {id} NOT NULL,
    basis_score_centi {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'RATIFIED', 'ANNOUNCED', 'DECLINED')),
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    ratified_by_id {id} REFERENCES "user" (id),
    announced_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    FOREIGN KEY (project_id, school_id) REFERENCES project_partner (project_id, school_id),
    CONSTRAINT prize_award_two_persons CHECK (ratified_by_id <> proposed_by_id),
    CHECK (state NOT IN ('RATIFIED', 'ANNOUNCED') OR ratified_by_id IS NOT NULL),
    CHECK ((state = 'ANNOUNCED') = (announced_at IS NOT NULL))
) {strict};
CREATE UNIQUE INDEX prize_award_one_live ON prize_award (prize_id) WHERE state <> 'DECLINED';
CREATE INDEX prize_award_school ON prize_award (school_id);

CREATE TABLE eql_candidacy (
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
    UNIQUE (project_id, campaign_id),
    CONSTRAINT eql_countries_are_sourced CHECK (countries_with_nql <= 1 OR countries_source IS NOT NULL)
) {strict};
CREATE INDEX eql_candidacy_campaign ON eql_candidacy (campaign_id, state);
"#,
    guards: &[],
    before_down: "",
    tables: &["sponsor", "prize", "prize_component", "prize_award", "eql_candidacy"],
};
