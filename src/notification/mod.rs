//! Outgoing mail. A mail is a row, written in the transaction of the change that causes it (INV-15);
//! what sends it comes later and never decides anything.

pub mod commands;
mod holds;
mod inputs;
mod mutation;
mod objects;
mod post;
pub mod rules;
mod sender;
mod store;
pub mod text;

use entity::{
    ids::{Id, MessageId, UserId},
    kinds::{Kind, MessageTemplate},
    user,
};
pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use post::{Post, Relay};
pub use rules::Opens;
pub use sender::{MakeLink, Sender};
pub use store::{forget, forget_recipient, list_to_forget, unsent, withdraw_links};

use crate::{stop::Stop, work::Work};

/// A mail to be written to the outbox.
#[derive(Clone, Debug)]
pub struct Mail {
    recipient: user::Model,
    template: MessageTemplate,
    about: String,
    facts: serde_json::Value,
}

impl Mail {
    /// A mail to `recipient`.
    pub fn to(recipient: &user::Model, template: MessageTemplate) -> Self {
        Self { recipient: recipient.clone(), template, about: String::new(), facts: serde_json::Value::Null }
    }

    /// At most one such mail to this recipient about `thing`, however often it is caused (R91).
    #[must_use]
    pub fn once_per(mut self, thing: impl Id) -> Self {
        self.about = format!("{}:{thing}", self.about);
        self
    }

    /// At most one such mail to this recipient on a day.
    #[must_use]
    pub fn once_on(mut self, day: chrono::NaiveDate) -> Self {
        self.about = format!("{}:{day}", self.about);
        self
    }

    /// What the template says.
    #[must_use]
    pub fn saying(mut self, facts: serde_json::Value) -> Self {
        self.facts = facts;
        self
    }

    fn dedup_key(&self) -> String {
        format!("{}:{}{}", self.template.word(), self.recipient.id, self.about)
    }
}

/// Whether a mail was written to the outbox before.
pub async fn is_known(work: &Work, mail: &Mail) -> Result<bool, Stop> {
    store::is_known(work, mail).await
}

/// Whether the caller, of the staff, sees a user.
pub async fn is_known_to_caller(work: &Work, user: UserId) -> Result<bool, Stop> {
    match work.actor().person() {
        Some(person) => store::is_known_to(work, person, user).await,
        None => Ok(false),
    }
}

/// Writes a mail to the outbox, once per dedup key.
pub async fn enqueue(work: &Work, mail: Mail) -> Result<MessageId, Stop> {
    store::insert(work, mail).await
}
