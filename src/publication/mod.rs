//! The release of results: prepared by one person, approved by another, then everything at once.

mod objects;

pub use objects::{objects, roots};
