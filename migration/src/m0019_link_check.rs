//! Whether an address that was handed in can be opened, as staff found it: the server never opens one (INV-32).

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0019_link_check",
    up: r#"
CREATE TABLE link_check (
    id {id} PRIMARY KEY,
    revision_link_id {id} NOT NULL UNIQUE REFERENCES revision_link (id),
    is_reachable {bool} NOT NULL,
    checked_by_id {id} NOT NULL REFERENCES "user" (id),
    checked_at {instant} NOT NULL
) {strict};
CREATE INDEX application_draft ON application (campaign_id, updated_at) WHERE state = 'DRAFT';
"#,
    guards: &[],
    before_down: "DROP INDEX application_draft;",
    tables: &["link_check"],
};
