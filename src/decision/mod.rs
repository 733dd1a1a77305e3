//! What follows from a result: the outcome by rule, its reasons, and the two people who stand for it.

mod objects;

pub use objects::{objects, roots};
