//! Who judges what, worked out: the cheapest plan that gives every application its jurors and every juror a load
//! within her bounds.
//!
//! Pure: plain values in, a plan out; no database, no clock, no chance but the seed, no float that decides. Fill a
//! [`Case`], call [`solve`], keep case, plan and hash; [`check`] proves the plan without the solver, [`Reader`] says
//! why a pair was chosen or another one not, [`repair`] changes a plan as little as can be when somebody drops out.
//! The model is told in `docs/jury.md`.

#![allow(
    clippy::indexing_slicing,
    reason = "tables of a fixed size, indexed by the numbers of the rows and columns that they were made for"
)]

mod board;
mod case;
mod certificate;
mod explain;
mod overlap;
mod pairwise;
mod plan;
mod price;
mod relax;
mod repair;
mod solve;
#[cfg(test)]
mod tests;

pub use case::{Application, Case, Conflict, Flaw, Juror, Level, Project};
pub use certificate::{Doubt, check};
pub use explain::{Change, Explanation, Reader, WhyNot};
pub use overlap::{Overlap, overlap};
pub use plan::{Met, Move, Plan};
pub use relax::{Cut, Help, Remedy, Shortage};
pub use repair::{Event, Repaired, repair};
pub use solve::{Progress, Unsolved, solve};
