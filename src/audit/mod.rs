//! The audit log: what was done, by whom, as what, and why. [`crate::work::Work`] writes it; the database
//! refuses to change it, and a chain of hashes shows if somebody went round the database (INV-29).

mod objects;
mod rules;
mod store;

pub use objects::{objects, roots};
pub use rules::mark;
pub use store::{Chain, Reach, keep_sealing, seal_new, verify};
