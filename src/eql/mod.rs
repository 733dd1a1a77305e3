//! Candidates for the European label: computed, never applied for.

mod objects;

pub use objects::{objects, roots};
