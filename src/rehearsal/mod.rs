//! A database of its own time. The demo and a rehearsal of a year have a clock that stands where their story is, runs on
//! from there, and can be moved forward; while no server runs it stands still. A database that was not made for that has
//! no such clock, and nothing here can be done to it.

mod passage;
mod store;

pub use passage::{FURTHEST, Rehearsal, Unmoved, Wanted};
pub(crate) use store::insert;
pub use store::{clock_of, is_one, make};
