//! Spreadsheets of the registration form: files that were sent, and what was read in them, row by row.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0014_import",
    up: r#"
CREATE TABLE upload (
    id {id} PRIMARY KEY,
    owner_id {id} NOT NULL REFERENCES "user" (id),
    media_type {text} NOT NULL,
    sha256 {text} NOT NULL CHECK (length(sha256) = 64),
    content {bytes} NOT NULL,
    uploaded_at {instant} NOT NULL,
    expires_at {instant} NOT NULL
) {strict};
CREATE INDEX upload_over ON upload (expires_at);
CREATE INDEX upload_of_owner ON upload (owner_id);

CREATE TABLE import_batch (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    made_by_id {id} NOT NULL REFERENCES "user" (id),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG')),
    sha256 {text} NOT NULL CHECK (length(sha256) = 64),
    ignored_columns {json} NOT NULL,
    committed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
) {strict};
CREATE INDEX import_batch_created ON import_batch (created_at, id);

CREATE TABLE import_row (
    id {id} PRIMARY KEY,
    batch_id {id} NOT NULL REFERENCES import_batch (id),
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    number {int} NOT NULL CHECK (number > 0),
    -- Names an answer of the form in whatever file it comes: a hash.
    source_key {text} NOT NULL CHECK (length(source_key) = 64),
    email {text} NOT NULL,
    cells {text} NOT NULL,
    outcome {text} NOT NULL CHECK (outcome IN ('NEW', 'UPDATE', 'SAME', 'ERROR')),
    teacher_id {id} REFERENCES "user" (id),
    registration_id {id} REFERENCES registration (id),
    committed_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (batch_id, number),
    CHECK (committed_at IS NULL OR registration_id IS NOT NULL)
) {strict};
CREATE INDEX import_row_source ON import_row (campaign_id, source_key);
CREATE INDEX import_row_email ON import_row (email);
CREATE INDEX import_row_teacher ON import_row (teacher_id);

CREATE TABLE import_finding (
    id {id} PRIMARY KEY,
    row_id {id} NOT NULL REFERENCES import_row (id),
    position {int} NOT NULL,
    severity {text} NOT NULL CHECK (severity IN ('ERROR', 'WARNING')),
    code {text} NOT NULL,
    about {text},
    text {text} NOT NULL,
    UNIQUE (row_id, position)
) {strict};
"#,
    guards: &[],
    before_down: "",
    tables: &["upload", "import_batch", "import_row", "import_finding"],
};
