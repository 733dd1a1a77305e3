//! Schools that the registration form tells of and that are not known: staff see to them, so that their ties are seen.

use crate::dialect::Step;

/// `name` is empty where the form tells no more than where the school is.
pub const STEP: Step = Step {
    name: "m0024_unknown_partner",
    up: "
CREATE TABLE unknown_partner (
    id {id} PRIMARY KEY,
    project_id {id} NOT NULL REFERENCES project (id),
    name {text} NOT NULL,
    country {text} NOT NULL CHECK (length(country) = 2),
    community {text} NOT NULL CHECK (community IN ('VL', 'FWB', 'DG', 'FOREIGN')),
    UNIQUE (project_id, name, country, community)
) {strict};
",
    guards: &[],
    before_down: "",
    tables: &["unknown_partner"],
};
