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
pub use objects::{objects, roots};
pub use store::{get, get_both_locked, list};
