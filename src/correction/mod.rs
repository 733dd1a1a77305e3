//! Corrections: a result that is out and is wrong is set right by two persons, and what rests on it follows.

pub mod commands;
mod inputs;
mod mutation;
mod objects;
pub mod state;
mod store;

pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::erase_texts;
