//! Reconsideration: a teacher whose result is out asks, once, to look at it again, because the procedure was not followed; staff
//! answer. A result that must change is corrected by two persons, as any other.

pub mod commands;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
pub mod state;
mod store;

pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::{count_open, erase_texts};
