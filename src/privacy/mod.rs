//! Personal data: what there is of a person, handed out to her; what is taken away when she is erased; and for how long
//! a campaign keeps what (Q22, INV-30).
//!
//! The register ([`register::REGISTER`]) says of every column what becomes of it. A person is erased by taking her out of
//! her row: what she did stays, with its numbers, and belongs to a row that names nobody. Nothing goes by itself: an
//! admin sees a list, and applies exactly that list.

pub mod access;
mod answers;
pub mod commands;
mod computed;
pub mod extract;
mod inputs;
mod mutation;
pub mod register;
pub mod rules;
mod store;

pub use computed::COMPUTED;
pub use mutation::ACTS;
