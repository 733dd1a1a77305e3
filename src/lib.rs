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
pub mod demo;
pub mod doctor;
pub mod folder;
pub mod http;
pub mod moved;
pub mod naming;
pub mod print;
pub mod rehearsal;
pub mod sentences;
pub mod stake;
pub mod start;
mod stop;
pub mod telemetry;
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

use api::object::{Object, Root, RootSource};
use auth::Audience;

/// Every object of the API, concept by concept.
fn objects() -> Vec<Object> {
    [
        account::objects(),
        session::objects(),
        campaign::objects(),
        school::objects(),
        project::objects(),
        application::objects(),
        intake::objects(),
        jury::objects(),
        score::objects(),
        decision::objects(),
        label::objects(),
        prize::objects(),
        eql::objects(),
        publication::objects(),
        notification::objects(),
        audit::objects(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Every field of `Query`.
fn roots() -> Vec<Root> {
    let anything = |name, doc: &str, source| Root {
        name,
        doc: doc.to_owned(),
        object: "",
        audiences: Audience::ALL.to_vec(),
        source,
    };
    let node =
        anything("node", "An object of any type by its id; null if there is none that you may see.", RootSource::Node);
    let nodes = anything(
        "nodes",
        "Objects of any type, in the order of `ids`; null in the place of each one that you may not see.",
        RootSource::Nodes,
    );
    [
        account::roots(),
        session::roots(),
        campaign::roots(),
        school::roots(),
        project::roots(),
        application::roots(),
        intake::roots(),
        jury::roots(),
        score::roots(),
        decision::roots(),
        label::roots(),
        prize::roots(),
        eql::roots(),
        publication::roots(),
        notification::roots(),
        audit::roots(),
        vec![node, nodes],
    ]
    .into_iter()
    .flatten()
    .collect()
}
