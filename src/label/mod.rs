//! The label that a teacher earns, and the code that proves it.

pub mod commands;
pub mod inputs;
mod objects;
pub mod rules;
mod store;

pub use commands::grant;
pub use objects::{Label, objects, roots};
