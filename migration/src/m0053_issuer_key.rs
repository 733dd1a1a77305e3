//! Keys that sign credentials, beside those that sign access tokens.

use crate::dialect::Step;

pub const STEP: Step = Step {
    name: "m0053_issuer_key",
    up: r"
ALTER TABLE signing_key ADD COLUMN purpose {text} NOT NULL DEFAULT 'access';
",
    guards: &[],
    before_down: r"
DELETE FROM signing_key WHERE purpose <> 'access';
ALTER TABLE signing_key DROP COLUMN purpose;
",
    tables: &[],
};
