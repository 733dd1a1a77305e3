//! Evaluations by jurors, and their consolidation into one result.

pub mod calibrate;
mod calibrated;
pub mod commands;
mod computed;
pub mod health;
mod inputs;
mod mutation;
mod objects;
pub mod panel;
pub mod rules;
pub mod state;
mod store;

pub use calibrate::totals;
pub use calibrated::points;
pub use commands::rule_of;
pub use computed::COMPUTED;
pub use mutation::ACTS;
pub use objects::{NOTED, objects, roots};
pub use store::{consolidation_of, erase_texts, forget, judged, unlink};
