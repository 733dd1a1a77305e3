//! The release of results: prepared by one person, approved by another, then everything at once.

mod answers;
pub mod commands;
mod computed;
pub mod due;
mod inputs;
mod mutation;
mod objects;
mod preview;
pub mod rules;
mod standing;
pub mod state;
mod store;

pub use computed::COMPUTED;
pub use due::{due, release};
pub use mutation::ACTS;
pub use objects::{objects, roots};
