//! Step 1 and step 2: registration, the draft that is never lost, and the revisions that were handed in.

mod objects;
mod store;

pub use objects::{objects, roots};
pub use store::{get, get_locked, list_complete, set_stage};
