//! The engine: what is declared becomes a schema, compiled reads and units of work, behind one gate.
//!
//! [`api`] turns declarations into fields and statements, [`work`] is the one way to write, [`auth`] says who is calling, and
//! [`db`] speaks to SQLite and Postgres. It knows no concept: what there is comes from [`declare`], as plain tables.

pub mod api;
pub mod auth;
pub mod clock;
pub mod compute;
pub mod db;
pub mod decimal;
pub mod files;
pub mod folder;
pub mod stop;
mod web;
pub mod work;

pub use api::model::declare;
