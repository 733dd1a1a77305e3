//! The audit log: what was done, by whom, as what, and why. [`crate::work::Work`] writes it; the database
//! refuses to change it (INV-29).

mod objects;

pub use objects::{objects, roots};
