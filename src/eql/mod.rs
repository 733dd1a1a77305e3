//! Candidates for the European label: computed, never applied for; proposed by two persons, decided by others.

pub mod commands;
mod due;
mod inputs;
mod mutation;
mod objects;
mod outcomes;
pub mod rules;
mod standing;
mod store;

pub use commands::compute;
pub use due::{due, outcomes_due, tell, tell_outcome};
pub use mutation::ACTS;
pub use objects::{objects, roots};
