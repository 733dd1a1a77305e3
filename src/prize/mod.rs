//! Prizes for schools: what they are made of, who wins them.

mod objects;

pub use objects::{objects, roots};
