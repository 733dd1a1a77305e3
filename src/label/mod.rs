//! The label that a teacher earns, and the code that proves it.

pub mod commands;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
mod store;

pub use commands::grant;
pub use mutation::LabelMutation;
pub use objects::{objects, roots};
