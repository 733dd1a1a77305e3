//! Signing in and out: passwords, one-time links, and the sessions that refresh tokens keep going (C35-C38).
//!
//! A session belongs to the version of its user's rights: one number that counts up ends them all at once.

mod access;
pub mod commands;
mod door;
mod inputs;
mod mutation;
mod objects;
mod password;
pub mod rules;
mod store;
mod tokens;

pub use access::{OPEN, OPENS};
pub use door::{keep_writing_refused, miss, write_refused};
pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::{REMEMBERED, forget, forget_over, forget_tried, keep_tidy, tidy};
