//! Who is calling, and what a rule may answer to that.

mod actor;
mod audience;
mod crypto;
mod jwks;
pub mod keys;
pub mod provider;
pub mod scope;
pub mod seal;
pub mod shared;
pub mod token;
mod verdict;

pub use actor::{Actor, Actors, Person, hold, is_key_live, load};
pub use audience::Audience;
pub use verdict::Verdict;
