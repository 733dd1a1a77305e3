//! Prizes for schools: what they are made of, who comes first, who wins them, and what becomes of them.

mod answers;
pub mod commands;
mod computed;
mod inputs;
mod mutation;
mod objects;
mod ranking;
pub mod rules;
pub mod state;
mod store;

pub use computed::COMPUTED;
pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::move_school;
