//! The release of results: prepared by one person, approved by another, then everything at once.

pub mod commands;
pub mod due;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
pub mod state;
mod store;

pub use due::{keep_releasing, release_due};
pub use mutation::ACTS;
pub use objects::{objects, roots};
