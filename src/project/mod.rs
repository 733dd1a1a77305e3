//! eTwinning projects: who started them, who takes part, and which label they can go for.

mod objects;

pub use objects::{objects, roots};
