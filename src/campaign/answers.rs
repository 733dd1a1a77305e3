//! Answers that no row holds: a configuration as a document, and what applying one would change.

use async_graphql::{SimpleObject, Value, registry::Registry};

use super::{
    configuration::Change,
    reader::{Fault, Flaw},
};
use crate::{
    answered,
    api::{
        Answered,
        act::{Done, Outcome},
        fact::Sentence,
        policy::policy,
    },
    auth::Audience::{Admin, Staff},
};

/// The configuration of a campaign as a JSON document.
pub struct Document(pub(super) String);

impl Answered for Document {
    const FIELD: &'static str = "configuration";

    fn ty(_: &mut Registry) -> String {
        "String".to_owned()
    }

    fn outcome(self) -> Outcome {
        Done::Plain(Value::from(self.0)).into()
    }
}

/// What would happen if a configuration document was applied.
#[derive(SimpleObject)]
pub struct ConfigurationPreview {
    /// Hash of exactly these changes of this campaign; for `applyConfiguration`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    hash: String,
    /// The changes, one for each part; empty if the document says what the campaign already has.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    changes: Vec<ConfigurationChange>,
    /// Everything that is wrong with the document; empty if it can be applied.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    faults: Vec<ConfigurationFault>,
    /// Whether `applyConfiguration` needs a reason, because people get more time.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    is_reason_needed: bool,
}

/// A part of the configuration that would change.
#[derive(SimpleObject)]
pub struct ConfigurationChange {
    /// Path of the part, such as `calendar.esepWindowClosesOn` or `milestones[RESULTS].takesPlaceOn`.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    path: String,
    /// The value that the campaign has, as JSON; null if it has none.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    before: Option<String>,
    /// The value that it would get, as JSON; null if it would have none.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    after: Option<String>,
}

/// An error in a configuration document.
#[derive(SimpleObject)]
pub struct ConfigurationFault {
    /// Path of the part; empty for the whole document.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    path: String,
    /// Code of the error, for programs.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    code: Flaw,
    /// The error in words, for people, in the language of the reader as `UserError.message` is.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    message: Sentence,
    /// The lowest whole number or length that is allowed; null if the error is not about one.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    lowest: Option<i32>,
    /// The highest whole number or length that is allowed; null if the error is not about one.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    highest: Option<i32>,
}

impl ConfigurationPreview {
    /// What was found.
    pub(super) fn of(hash: String, changes: Vec<Change>, faults: Vec<Fault>, is_reason_needed: bool) -> Self {
        let json = |value: Option<serde_json::Value>| value.map(|value| value.to_string());
        let change =
            |Change { path, before, after }| ConfigurationChange { path, before: json(before), after: json(after) };
        let bound = |message: &Sentence, name: &str| serde_json::from_value(message.fact(name).into_json().ok()?).ok();
        let fault = |Fault { path, wrong, message }: Fault| ConfigurationFault {
            lowest: bound(&message, "lowest"),
            highest: bound(&message, "highest"),
            path,
            code: wrong,
            message,
        };
        Self {
            hash,
            changes: changes.into_iter().map(change).collect(),
            faults: faults.into_iter().map(fault).collect(),
            is_reason_needed,
        }
    }
}

answered! {
    ConfigurationPreview => "configurationPreview";
}
