//! From scores to results: consolidation, decision, publication, label.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0006_decision",
    up: r#"
CREATE TABLE consolidation (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    method {text} NOT NULL CHECK (method IN ('AVERAGE', 'CLOSEST_TWO')),
    state {text} NOT NULL CHECK (state IN ('THIRD_JUROR', 'MERGED', 'APPROVED')),
    total_centi {int},
    spread_centi {int} NOT NULL,
    is_discrepant {bool} NOT NULL,
    rank_key {text} NOT NULL,
    merged_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CHECK ((state = 'THIRD_JUROR') = (total_centi IS NULL))
) {strict};
CREATE INDEX consolidation_rank ON consolidation (campaign_id, track, rank_key, id);

CREATE TABLE consolidation_score (
    id {id} PRIMARY KEY,
    consolidation_id {id} NOT NULL REFERENCES consolidation (id),
    criterion_id {id} NOT NULL REFERENCES criterion (id),
    score_centi {int} NOT NULL,
    UNIQUE (consolidation_id, criterion_id)
) {strict};

CREATE TABLE decision (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    outcome {text} NOT NULL CHECK (outcome IN ('AWARDED', 'NOT_AWARDED', 'INADMISSIBLE')),
    rule_outcome {text} NOT NULL CHECK (rule_outcome IN ('AWARDED', 'NOT_AWARDED', 'INADMISSIBLE')),
    state {text} NOT NULL CHECK (state IN ('PROPOSED', 'ADJUSTED', 'RATIFIED', 'PUBLISHED')),
    motivation {text} NOT NULL,
    rule_trace {json} NOT NULL,
    proposed_by_id {id} NOT NULL REFERENCES "user" (id),
    adjusted_by_id {id} REFERENCES "user" (id),
    adjust_reason {text},
    ratified_by_id {id} REFERENCES "user" (id),
    ratified_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT decision_two_persons CHECK (ratified_by_id <> proposed_by_id AND (adjusted_by_id IS NULL OR ratified_by_id <> adjusted_by_id)),
    CONSTRAINT decision_by_rule CHECK (outcome = rule_outcome OR (adjusted_by_id IS NOT NULL AND adjust_reason IS NOT NULL)),
    CHECK (state NOT IN ('RATIFIED', 'PUBLISHED') OR (ratified_by_id IS NOT NULL AND ratified_at IS NOT NULL AND motivation <> ''))
) {strict};

CREATE TABLE feedback (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    text {text} NOT NULL,
    edited_by_id {id} NOT NULL REFERENCES "user" (id),
    approved_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (application_id)
) {strict};

CREATE TABLE publication_batch (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    track {text} NOT NULL CHECK (track IN ('NQL', 'BELGICA')),
    state {text} NOT NULL CHECK (state IN ('PREPARED', 'APPROVED', 'EMAILED', 'ESEP_DONE')),
    set_hash {text} NOT NULL,
    prepared_by_id {id} NOT NULL REFERENCES "user" (id),
    approved_by_id {id} REFERENCES "user" (id),
    approved_at {instant},
    published_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (campaign_id, track),
    CONSTRAINT publication_batch_two_persons CHECK (approved_by_id <> prepared_by_id),
    CHECK (state = 'PREPARED' OR approved_by_id IS NOT NULL),
    CHECK ((state IN ('EMAILED', 'ESEP_DONE')) = (published_at IS NOT NULL))
) {strict};

CREATE TABLE publication_item (
    id {id} PRIMARY KEY,
    batch_id {id} NOT NULL REFERENCES publication_batch (id),
    application_id {id} NOT NULL UNIQUE REFERENCES application (id),
    email_state {text} NOT NULL CHECK (email_state IN ('PENDING', 'QUEUED', 'ACCEPTED', 'REACHED_OTHERWISE')),
    reached_at {instant},
    esep_state {text} NOT NULL CHECK (esep_state IN ('PENDING', 'MARKED', 'NOT_NEEDED')),
    esep_marked_at {instant},
    CHECK ((email_state IN ('ACCEPTED', 'REACHED_OTHERWISE')) = (reached_at IS NOT NULL)),
    CHECK ((esep_state = 'MARKED') = (esep_marked_at IS NOT NULL)),
    CONSTRAINT publication_item_mail_first CHECK (esep_marked_at IS NULL OR (reached_at IS NOT NULL AND esep_marked_at >= reached_at))
) {strict};
CREATE INDEX publication_item_batch ON publication_item (batch_id);

CREATE TABLE label (
    id {id} PRIMARY KEY,
    application_id {id} NOT NULL REFERENCES application (id),
    teacher_id {id} NOT NULL REFERENCES "user" (id),
    serial {text} NOT NULL UNIQUE,
    verify_code {text} NOT NULL UNIQUE,
    granted_at {instant} NOT NULL,
    revoked_at {instant},
    revoke_reason {text},
    CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
) {strict};
CREATE UNIQUE INDEX label_one_active ON label (application_id) WHERE revoked_at IS NULL;
CREATE INDEX label_teacher ON label (teacher_id);
"#,
    guards: &[],
    before_down: "",
    tables: &[
        "consolidation",
        "consolidation_score",
        "decision",
        "feedback",
        "publication_batch",
        "publication_item",
        "label",
    ],
};
