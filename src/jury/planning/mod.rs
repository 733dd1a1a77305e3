//! Plans of who judges what: worked out beside the requests, looked at, compared, and carried out.

mod answers;
pub mod commands;
mod planner;
pub mod rules;
mod store;
mod told;

pub use answers::{AssignmentExplanation, AssignmentPlanComparison, AssignmentPlanInspection, JurorChoices};
pub use planner::Planner;
pub(super) use store::forget;
