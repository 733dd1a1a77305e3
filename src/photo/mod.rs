//! Photos of prizes, their projects and their schools: nobody but who sent one and staff sees it before it is declared that
//! those on it agree and staff approved it, and nobody at all once it is withdrawn (INV-31).
//!
//! What a person sends is read once: the pixels are written anew, so that nothing else of the file is kept, and only that is
//! stored. What a school may tell of its label, with these photos, is in [`kit`].

pub mod commands;
mod inputs;
pub mod kit;
mod mutation;
mod objects;
pub mod state;
mod store;
mod words;

pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::{delete, forget, keep_swept, list_before, sweep};
