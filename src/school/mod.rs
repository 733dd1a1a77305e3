//! Schools, in Belgium and abroad.

mod objects;

pub use objects::{objects, roots};
