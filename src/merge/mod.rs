//! Two entries of one school become one: what points to the double points to the kept school from then on.
//!
//! Each concept moves its own rows; this one only says in which order. The double stays, empty, and leads to the school
//! that was kept: ids that others have noted down stay good. A preview is the merge itself, taken back.

mod answers;
pub mod commands;
mod computed;
mod inputs;
mod mutation;

pub use computed::COMPUTED;
pub use mutation::ACTS;
