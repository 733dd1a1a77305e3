//! Certificates: how they look, the file of each, and that they were issued.
//!
//! A certificate is not kept: it is drawn from the label, what was handed in and the design of the support organisation, and
//! the same facts give the same bytes. What is kept of one that was issued is its SHA-256.

mod access;
mod answers;
pub mod commands;
mod computed;
pub mod credential;
mod drawing;
mod inputs;
mod mutation;
mod objects;
pub mod printing;
pub mod rules;
mod store;

pub use computed::COMPUTED;
pub use mutation::ACTS;
pub use objects::{CertificateDesign, objects};
