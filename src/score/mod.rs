//! Evaluations by jurors, and their consolidation into one result.

mod objects;

pub use objects::{objects, roots};
