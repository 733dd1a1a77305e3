//! Certificates: how they look, the name on each, when it was issued, and how it reached its holder.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0049_certificate",
    up: r"
CREATE TABLE certificate_design (
    id {id} PRIMARY KEY,
    campaign_id {id} NOT NULL REFERENCES campaign (id),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG')),
    signatory_name {text} NOT NULL,
    signatory_function {text} NOT NULL,
    version {int} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    UNIQUE (campaign_id, community)
) {strict};
CREATE TABLE certificate_picture (
    id {id} PRIMARY KEY,
    design_id {id} NOT NULL REFERENCES certificate_design (id),
    kind {text} NOT NULL CHECK (kind IN ('LOGO', 'SIGNATURE')),
    position {int} NOT NULL,
    shows {text} NOT NULL,
    media_type {text} NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg')),
    content {bytes} NOT NULL,
    UNIQUE (design_id, kind, position)
) {strict};
ALTER TABLE label ADD COLUMN holder_name {text};
ALTER TABLE label ADD COLUMN is_name_public {bool} NOT NULL DEFAULT FALSE;
ALTER TABLE label ADD COLUMN certified_at {instant};
ALTER TABLE label ADD COLUMN certificate_sha256 {text};
ALTER TABLE label ADD COLUMN collected_at {instant};
ALTER TABLE label ADD COLUMN gift_handed_at {instant};
ALTER TABLE label ADD COLUMN posted_on {date};
",
    guards: &[],
    before_down: r"
ALTER TABLE label DROP COLUMN posted_on;
ALTER TABLE label DROP COLUMN gift_handed_at;
ALTER TABLE label DROP COLUMN collected_at;
ALTER TABLE label DROP COLUMN certificate_sha256;
ALTER TABLE label DROP COLUMN certified_at;
ALTER TABLE label DROP COLUMN is_name_public;
ALTER TABLE label DROP COLUMN holder_name;
",
    tables: &["certificate_design", "certificate_picture"],
};
