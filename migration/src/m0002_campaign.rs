//! The rubric as versioned data, and the campaign that is run with it.

use crate::dialect::{Guard, Step};

pub const STEP: Step = Step {
    name: "m0002_campaign",
    up: r"
CREATE TABLE rubric_version (
    id {id} PRIMARY KEY,
    code {text} NOT NULL UNIQUE,
    scale_min {int} NOT NULL,
    scale_max {int} NOT NULL,
    pass_total_centi {int} NOT NULL,
    frozen_at {instant},
    created_at {instant} NOT NULL,
    CHECK (scale_min >= 0 AND scale_min < scale_max)
) {strict};

CREATE TABLE criterion (
    id {id} PRIMARY KEY,
    rubric_version_id {id} NOT NULL REFERENCES rubric_version (id),
    gate_of_id {id} REFERENCES criterion (id),
    code {text} NOT NULL,
    position {int} NOT NULL,
    title_nl {text} NOT NULL,
    title_en {text} NOT NULL,
    title_fr {text} NOT NULL,
    title_de {text} NOT NULL,
    guidance {text} NOT NULL,
    weight {int} NOT NULL CHECK (weight >= 0),
    minimum_centi {int} NOT NULL CHECK (minimum_centi >= 0),
    UNIQUE (rubric_version_id, code),
    UNIQUE (rubric_version_id, position),
    CHECK ((gate_of_id IS NULL) = (weight > 0))
) {strict};

CREATE TABLE indicator (
    id {id} PRIMARY KEY,
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    gate_id {id} REFERENCES criterion (id),
    code {text} NOT NULL,
    position {int} NOT NULL,
    text {text} NOT NULL,
    source {text} NOT NULL CHECK (source IN ('DECK', 'ESEP')),
    UNIQUE (criterion_id, code)
) {strict};

CREATE TABLE campaign (
    id {id} PRIMARY KEY,
    school_year {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('DRAFT', 'OPEN', 'CLOSED', 'EVALUATION', 'DELIBERATION', 'PUBLISHED', 'ARCHIVED')),
    rubric_version_id {id} NOT NULL REFERENCES rubric_version (id),
    registration_deadline {instant} NOT NULL,
    submission_deadline {instant} NOT NULL,
    esep_from {date} NOT NULL,
    esep_to {date} NOT NULL,
    results_planned_at {instant} NOT NULL,
    evaluations_due_at {instant} NOT NULL,
    contact_email {text} NOT NULL,
    contact_url {text} NOT NULL,
    language_vl {text} NOT NULL,
    language_fwb {text} NOT NULL,
    language_dg {text} NOT NULL,
    applications_per_teacher {int} NOT NULL CHECK (applications_per_teacher > 0),
    jurors_per_application {int} NOT NULL CHECK (jurors_per_application BETWEEN 1 AND 5),
    juror_max_load {int} NOT NULL CHECK (juror_max_load > 0),
    conflict_look_back_years {int} NOT NULL CHECK (conflict_look_back_years >= 0),
    discrepancy_centi {int} NOT NULL CHECK (discrepancy_centi > 0),
    prize_budget_cents {big} NOT NULL CHECK (prize_budget_cents >= 0),
    eql_minimum_centi {int} NOT NULL,
    eql_scale_max_centi {int} NOT NULL,
    eql_share_percent {int} NOT NULL CHECK (eql_share_percent BETWEEN 0 AND 100),
    eql_countries {int} NOT NULL,
    opened_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK (esep_from <= esep_to),
    CHECK ((status = 'DRAFT') = (opened_at IS NULL))
) {strict};
CREATE UNIQUE INDEX campaign_one_open ON campaign (status) WHERE status = 'OPEN';

CREATE TABLE campaign_milestone (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    kind {text} NOT NULL CHECK (kind IN ('REGISTRATION_OPENS', 'REGISTRATION_CLOSES', 'SUBMISSION_CLOSES', 'JURY_WORK', 'RESULTS', 'EVENT', 'EQL_INFO')),
    takes_place_on {date} NOT NULL,
    public_text {text} NOT NULL,
    UNIQUE (campaign_id, kind)
) {strict};
",
    guards: &[
        Guard::Refuse {
            rule: "criterion_frozen",
            table: "criterion",
            when: "EXISTS (SELECT 1 FROM rubric_version r WHERE r.id = NEW.rubric_version_id AND r.frozen_at IS NOT NULL)",
        },
        Guard::Refuse {
            rule: "indicator_frozen",
            table: "indicator",
            when: "EXISTS (SELECT 1 FROM criterion c JOIN rubric_version r ON r.id = c.rubric_version_id \
                   WHERE c.id = NEW.criterion_id AND r.frozen_at IS NOT NULL)",
        },
    ],
    before_down: "",
    tables: &["rubric_version", "criterion", "indicator", "campaign", "campaign_milestone"],
};
