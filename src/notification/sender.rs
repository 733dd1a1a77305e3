//! Sends what is in the outbox, for as long as the process lives.
//!
//! A mail is taken, handed to the server, and noted as sent, in that order. Several senders on one database do not get in
//! each other's way: whoever takes a mail has it for a while (a lease). A sender that dies before the server has said yes
//! leaves a mail that another takes later. One that dies between the server's yes and its own note leaves one that is sent
//! again, with the same Message-ID: SMTP has no way to ask. So no mail is lost, and a double is rare and can be told.

use std::{pin::Pin, sync::Arc, time::Duration};

use entity::{
    kinds::{Kind, MailFailure},
    message,
};

use super::{
    post::{Line, Post, Said},
    rules::{Opens, link_opens, next_attempt},
    store::{self, Outcome, Taken},
    text::{Frame, write},
};
use crate::{
    auth::Actor,
    clock::{Clock, Ids},
    db::Database,
    stop::Stop,
    words::Language,
    work::Work,
};

/// How the link in a mail is made: the page of the front end, with a secret behind `#`. What knows of it stands above the
/// outbox.
pub type MakeLink =
    for<'a> fn(&'a Work, &'a message::Model, Opens) -> Pin<Box<dyn Future<Output = Result<String, Stop>> + Send + 'a>>;

/// Sends mail.
pub struct Sender {
    /// Where the outbox is.
    pub db: Database,
    /// What time it is.
    pub clock: Clock,
    /// Chance.
    pub ids: Ids,
    /// The way out.
    pub post: Post,
    /// Address of the front end, without a slash at its end.
    pub front: String,
    /// Between two mails.
    pub pause: Duration,
    /// Makes links.
    pub make_link: MakeLink,
}

/// Why sending stops for now.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The mail server.
    #[error("the mail server: {0}")]
    Server(String),
    /// Ours.
    #[error("the outbox")]
    Ours(#[from] Stop),
}

impl Sender {
    /// Sends, for as long as the process lives.
    pub async fn keep_sending(self: Arc<Self>) {
        let mut pulse = self.db.pulse().feel(&["message"]);
        let mut pause = PAUSE;
        loop {
            match self.send_due().await {
                Ok(_) => pause = PAUSE,
                Err(trouble) => {
                    tracing::warn!(error = ?trouble, "mail is not sent");
                    // Nothing is taken while the server is away: mails do not grow old for it.
                    pause = (pause * 2).clamp(AWAY, LONG_AWAY);
                }
            }
            // Not every beat of other processes arrives, and mails come due by themselves.
            let _ = tokio::time::timeout(QUIET, pulse.changed()).await;
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends everything that is due; how many mails the server took.
    pub async fn send_due(&self) -> Result<usize, Trouble> {
        let mut sent = 0;
        if !store::is_due(&self.db, self.clock.now()).await? {
            return Ok(sent);
        }
        let mut line = Some(self.open().await?);
        let mut outcome = Ok(());
        while let Some(taken) = store::take(&self.db, self.clock.now()).await? {
            let settled = match self.send(&taken, &mut line).await {
                Ok(settled) => settled,
                Err(trouble) => {
                    // It was not begun: the attempt does not count.
                    store::give_back(&self.db, &taken.mail, self.clock.now()).await?;
                    outcome = Err(trouble);
                    break;
                }
            };
            sent += usize::from(matches!(settled, Outcome::Sent { .. }));
            self.settle(&taken.mail, settled).await?;
            tokio::time::sleep(self.pause).await;
        }
        if let Some(line) = line {
            line.close().await;
        }
        outcome.map(|()| sent)
    }

    async fn open(&self) -> Result<Line, Trouble> {
        self.post.open().await.map_err(Trouble::Server)
    }

    async fn send(&self, taken: &Taken, line: &mut Option<Line>) -> Result<Outcome, Trouble> {
        let Taken { mail, name } = taken;
        let secret = match link_opens(mail.template) {
            Some(opens) => Some(self.link(mail, opens).await?),
            None => None,
        };
        let language = Language::of(&mail.locale);
        let frame = Frame { name, front: &self.front, link: secret.as_deref() };
        let unwritable = |error: &dyn std::error::Error| {
            tracing::error!(mail = %mail.id, template = mail.template.word(), %error, "a mail cannot be written");
            Ok(Outcome::Failed { why: MailFailure::Unwritable, reply: None })
        };
        let letter = match write(mail.template, language, &mail.facts, frame) {
            Ok(letter) => letter,
            Err(error) => return unwritable(&error),
        };
        let reply_to = mail.facts.get("contactEmail").and_then(|address| address.as_str());
        let to = (name.as_str(), mail.email.as_str());
        let parcel = match self.post.pack(&mail.id.to_string(), to, reply_to, language, &letter, self.clock.outside()) {
            Ok(parcel) => parcel,
            Err(error) => return unwritable(&error),
        };
        let mut is_fresh = false;
        loop {
            let mut open = if let Some(open) = line.take() {
                open
            } else {
                is_fresh = true;
                self.open().await?
            };
            let now = self.clock.now();
            let (reply, outcome) = match open.send(&parcel).await {
                Said::Accepted(reply) => {
                    *line = Some(open);
                    return Ok(Outcome::Sent { at: now, reply });
                }
                // The server may end a connection between two mails.
                Said::NotBegun(_) if !is_fresh => continue,
                Said::NotBegun(reply) => return Err(Trouble::Server(reply)),
                Said::Refused(reply) => {
                    (reply.clone(), Outcome::Failed { why: MailFailure::Refused, reply: Some(reply) })
                }
                Said::Later(reply) => {
                    let since = mail.first_tried_at.unwrap_or(now);
                    let chance = u16::from_be_bytes(self.ids.bytes());
                    let outcome = match next_attempt(mail.attempts, since, now, chance) {
                        Some(at) => Outcome::Later { at, reply: reply.clone() },
                        None => Outcome::Failed { why: MailFailure::GivenUp, reply: Some(reply.clone()) },
                    };
                    (reply, outcome)
                }
            };
            tracing::warn!(mail = %mail.id, template = mail.template.word(), attempt = mail.attempts, reply, "a mail was not taken");
            if open.reset().await {
                *line = Some(open);
            }
            return Ok(outcome);
        }
    }

    /// The link of a mail. Its secret is in no table, only its hash.
    async fn link(&self, mail: &message::Model, opens: Opens) -> Result<String, Trouble> {
        let work = Work::begin(&self.db, self.clock.now(), self.ids.clone(), &Actor::Anonymous, None).await?;
        let page = (self.make_link)(&work, mail, opens).await?;
        work.commit().await?;
        Ok(format!("{}/{page}", self.front))
    }

    async fn settle(&self, mail: &message::Model, outcome: Outcome) -> Result<(), Stop> {
        let is_sent = matches!(outcome, Outcome::Sent { .. });
        if !store::settle(&self.db, mail, outcome).await? {
            // It took longer than its lease, or its reader was erased meanwhile.
            tracing::warn!(mail = %mail.id, "a mail was settled by somebody else meanwhile");
        } else if is_sent {
            tracing::info!(mail = %mail.id, template = mail.template.word(), attempt = mail.attempts, "a mail was sent");
        }
        Ok(())
    }
}

/// Between two looks, at most.
const QUIET: Duration = Duration::from_secs(15);
/// Between two looks, at least.
const PAUSE: Duration = Duration::from_millis(200);
/// Between two tries when the server is away; it doubles.
const AWAY: Duration = Duration::from_secs(5);
/// The same, at most.
const LONG_AWAY: Duration = Duration::from_mins(2);
