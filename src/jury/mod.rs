//! Jurors, their conflicts of interest, and who judges what.

mod objects;

pub use objects::{objects, roots};

/// States of an assignment in which the juror who attested reads the application (INV-12).
pub const READABLE: &[&str] = &["ACCEPTED", "IN_PROGRESS", "SUBMITTED"];
/// States of an assignment that count as work of a juror, as far as she knows of it.
pub const LIVE_AND_KNOWN: &[&str] = &["INVITED", "ACCEPTED", "IN_PROGRESS", "SUBMITTED"];
