//! Answers that no row holds: a configuration as a document, and what applying one would change.

use async_graphql::{SimpleObject, Value, registry::Registry};

use super::{
    configuration::Change,
    reader::{Fault, Flaw},
};
use crate::{
    answered,
    api::{Answered, act::Done, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// The configuration of a campaign as a JSON document.
pub struct Document(pub(super) String);

impl Answered for Document {
    const FIELD: &'static str = "configuration";

    fn ty(_: &mut Registry) -> String {
        "String".to_owned()
    }

    fn done(self) -> Done {
        Done::Plain(Value::from(self.0))
    }
}

/// What applying a document would do.
#[derive(SimpleObject)]
pub struct ConfigurationPreview {
    /// Names exactly these changes of this campaign; for `applyConfiguration`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    hash: String,
    /// What would change, part by part; empty when the document says what is there.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    changes: Vec<ConfigurationChange>,
    /// Everything that keeps the document from being applied; empty when it can be.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    faults: Vec<ConfigurationFault>,
    /// Whether a reason is wanted: people get more time.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    needs_reason: bool,
}

/// A part of the configuration that would change.
#[derive(SimpleObject)]
pub struct ConfigurationChange {
    /// The way to it: `calendar.esepTo`, `milestones[RESULTS].on`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    path: String,
    /// What stands there, as JSON; null when nothing does.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    before: Option<String>,
    /// What would stand there, as JSON; null when nothing would.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    after: Option<String>,
}

/// A part of a document that is wrong.
#[derive(SimpleObject)]
pub struct ConfigurationFault {
    /// The way to it; empty for the whole.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    path: String,
    /// What is wrong.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    code: Flaw,
    /// The same for people, in English.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    message: String,
}

impl ConfigurationPreview {
    /// What was found.
    pub(super) fn of(hash: String, changes: Vec<Change>, faults: Vec<Fault>, needs_reason: bool) -> Self {
        let json = |value: Option<serde_json::Value>| value.map(|value| value.to_string());
        let change =
            |Change { path, before, after }| ConfigurationChange { path, before: json(before), after: json(after) };
        let fault = |Fault { path, wrong, message }| ConfigurationFault { path, code: wrong, message };
        Self {
            hash,
            changes: changes.into_iter().map(change).collect(),
            faults: faults.into_iter().map(fault).collect(),
            needs_reason,
        }
    }
}

answered! {
    ConfigurationPreview => "preview";
}
