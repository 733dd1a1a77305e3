//! Plans of who judges what: worked out beside the requests, looked at, compared, and carried out.

mod answers;
pub mod commands;
mod planner;
pub mod rules;
mod store;
mod told;

pub use answers::{JurorChoices, PairExplanation, PlanComparison, PlanInspection};
pub use planner::Planner;
pub(super) use store::forget;
