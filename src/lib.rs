//! `nql`: the yearly cycle of the eTwinning national quality label, as a GraphQL API.
//!
//! A concept (`campaign`, `application`, `jury`, ...) owns its tables, rules and declarations; [`api`]
//! turns declarations into a schema and compiled reads; [`work`] is the one way to write.

pub mod api;
pub mod auth;
pub mod bound;
pub mod clock;
pub mod command;
pub mod config;
pub mod db;
pub mod decimal;
mod declared;
pub mod demo;
pub mod doctor;
pub mod folder;
pub mod http;
pub mod language;
pub mod moved;
pub mod naming;
pub mod print;
pub mod rehearsal;
pub mod sentences;
pub mod stake;
pub mod start;
mod stop;
pub mod telemetry;
pub mod window;
pub mod wording;
pub mod words;
pub mod work;

pub mod account;
pub mod application;
pub mod audit;
pub mod campaign;
pub mod decision;
pub mod eql;
pub mod intake;
pub mod jury;
pub mod label;
pub mod merge;
pub mod notification;
pub mod privacy;
pub mod prize;
pub mod project;
pub mod publication;
pub mod school;
pub mod score;
pub mod session;

pub mod mutation;
mod subscription;

pub use fair::{fold, text};

use declared::declared;
