//! The label that a teacher earns, and the code that proves it.

mod objects;

pub use objects::{objects, roots};
