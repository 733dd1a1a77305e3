//! Prizes for schools: what they are made of, who comes first, who wins them, and what becomes of them.

mod answering;
mod answers;
pub mod commands;
mod computed;
mod defining;
mod due;
mod inputs;
mod mutation;
mod objects;
mod ranking;
pub mod rules;
pub mod state;
mod store;
mod visit;
mod voucher;

pub use computed::COMPUTED;
pub use defining::look_at_logo;
pub use due::{ask, due};
pub use mutation::ACTS;
pub use objects::{PrizeAward, objects, roots};
pub use store::move_school;
