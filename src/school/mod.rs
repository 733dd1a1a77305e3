//! Schools, in Belgium and abroad.

pub mod access;
mod answers;
pub mod commands;
mod computed;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
mod store;

pub use computed::COMPUTED;
pub use inputs::CreateSchoolInput;
pub use mutation::ACTS;
pub use objects::{School, objects, roots};
pub use store::{get, hold_both, list, names};
