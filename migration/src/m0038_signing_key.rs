//! Which keys sign for this database: two servers with other keys would each refuse what the other has signed.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0038_signing_key",
    up: r"
CREATE TABLE signing_key (
    kid {text} PRIMARY KEY,
    since {instant} NOT NULL
) {strict};
",
    guards: &[],
    before_down: "",
    tables: &["signing_key"],
};
