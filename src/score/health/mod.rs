//! How a jury is doing: load, pace, when it will be done, and how severe its jurors are, for staff.

mod answers;
mod chart;
pub mod report;
mod store;

pub use answers::JuryHealth;
pub use chart::STYLE;
