//! The label that a teacher earns, and the code that proves it.

pub mod commands;
pub mod inputs;
mod mutation;
mod objects;
pub mod rules;
mod store;

pub use commands::{forget_holder, grant};
pub use mutation::ACTS;
pub use objects::{Label, objects, roots};
pub use store::{find_by_code, is_begun, list, list_revoked, save};
