//! Photos of prizes, and what an upload is when it is one (INV-31).

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0058_photo",
    up: r#"
CREATE TABLE photo (
    id {id} PRIMARY KEY,
    prize_award_id {id} NOT NULL REFERENCES prize_award (id),
    uploader_id {id} NOT NULL REFERENCES "user" (id),
    state {text} NOT NULL CHECK (state IN ('ADDED', 'CONSENTED', 'APPROVED')),
    occasion {text} NOT NULL,
    shows {text} NOT NULL CHECK (shows <> ''),
    file {text} NOT NULL UNIQUE,
    width {int} NOT NULL CHECK (width > 0),
    height {int} NOT NULL CHECK (height > 0),
    purposes {json} NOT NULL,
    channels {json} NOT NULL,
    for_school {bool} NOT NULL,
    for_public {bool} NOT NULL,
    statement {text},
    consent_by_id {id} REFERENCES "user" (id),
    consent_at {instant},
    approved_by_id {id} REFERENCES "user" (id),
    approved_at {instant},
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT photo_consent CHECK ((state = 'ADDED') = (consent_at IS NULL)),
    CHECK ((consent_at IS NULL) = (consent_by_id IS NULL)),
    CHECK ((consent_at IS NULL) = (statement IS NULL)),
    CHECK (state <> 'ADDED' OR NOT (for_school OR for_public)),
    CHECK ((state = 'APPROVED') = (approved_at IS NOT NULL)),
    CHECK ((approved_at IS NULL) = (approved_by_id IS NULL))
) {strict};
CREATE INDEX photo_of_award ON photo (prize_award_id);
CREATE INDEX photo_of_uploader ON photo (uploader_id);
ALTER TABLE upload ADD COLUMN thumbnail {bytes};
ALTER TABLE upload ADD COLUMN width {int};
ALTER TABLE upload ADD COLUMN height {int};
"#,
    guards: &[],
    before_down: r"
ALTER TABLE upload DROP COLUMN height;
ALTER TABLE upload DROP COLUMN width;
ALTER TABLE upload DROP COLUMN thumbnail;
",
    tables: &["photo"],
};
