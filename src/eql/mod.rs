//! Candidates for the European label: computed, never applied for.

pub mod commands;
mod due;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
mod store;

pub use commands::compute;
pub use due::{due, tell};
pub use mutation::ACTS;
pub use objects::{objects, roots};
