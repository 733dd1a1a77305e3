//! `nql`: the yearly cycle of the eTwinning national quality label, as a GraphQL API.
//!
//! A concept (`campaign`, `application`, `jury`, ...) owns its rules and declarations, and hands them to the [`engine`], which
//! makes a schema, compiled reads and units of work of them.

pub mod bound;
pub mod command;
pub mod config;
mod declared;
pub mod demo;
pub mod doctor;
pub mod due;
pub mod http;
pub mod moved;
pub mod naming;
pub mod picture;
pub mod print;
pub mod rehearsal;
pub mod sentences;
pub mod spreadsheet;
pub mod stake;
pub mod start;
pub mod telemetry;
pub mod typeset;
pub mod window;
pub mod wording;
pub mod words;

pub mod account;
pub mod application;
pub mod audit;
pub mod campaign;
pub mod certificate;
pub mod correction;
pub mod decision;
pub mod eql;
pub mod event;
pub mod intake;
pub mod job;
pub mod jury;
pub mod label;
pub mod merge;
pub mod notification;
pub mod photo;
pub mod privacy;
pub mod prize;
pub mod project;
pub mod publication;
pub mod reconsideration;
pub mod school;
pub mod score;
pub mod session;

pub mod mutation;
mod subscription;

pub use declared::declare;
pub use engine::{
    acts, answered, api, auth, clock, compute, computed, db, decimal, files, folder, object, only_said, queries,
    refusals, stop, work,
};
pub use fair::{fold, text};
