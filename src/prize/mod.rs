//! Prizes for schools: what they are made of, who wins them.

pub mod commands;
mod inputs;
mod mutation;
mod objects;
pub mod state;
mod store;

pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::move_school;
