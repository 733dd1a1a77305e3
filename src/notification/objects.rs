//! What the API shows of outgoing mail.

use crate::{api::object::Object, object, queries};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Message::declare()]
}

object! {
    /// A mail: on its way, or sent. Everybody sees the mails to herself.
    Message("message") from "message"
    rows {
        Teacher => mine("recipient_id");
        Juror => mine("recipient_id");
        Staff => belongs_to("User", "recipient_id");
        Admin => Cond::Always;
    }
    fields {
        /// Which mail it is.
        template: "MessageTemplate!" [Teacher, Juror, Staff, Admin] = value("template");
        /// To whom.
        recipient: "User" [Staff, Admin] = one("recipient_id");
        /// Where it stands.
        state: "MessageState!" [Teacher, Juror, Staff, Admin] = value("state");
        /// Why it was given up; null for others.
        failure: "MailFailure" [Staff, Admin] = value("failure");
        /// How often it was tried.
        attempts: "Int!" [Staff, Admin] = value("attempts");
        /// When it is tried again; null at once, or not at all.
        nextAttemptAt: "DateTime" [Staff, Admin] = value("next_attempt_at");
        /// When it was written to the outbox.
        createdAt: "DateTime!" [Teacher, Juror, Staff, Admin] = value("created_at");
        /// When the mail server took it; null before.
        sentAt: "DateTime" [Teacher, Juror, Staff, Admin] = value("sent_at");
    }
    filters {
        /// Which mail it is.
        template: "MessageTemplate" [Teacher, Juror, Staff, Admin] = FilterOn::Value(col("template"));
        /// Where it stands.
        state: "MessageState" [Teacher, Juror, Staff, Admin] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was written.
        CREATED_AT: "DateTime" Desc [Teacher, Juror, Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Mails, the latest first. Teachers and jurors see those to themselves.
    messages: "Message" [Teacher, Juror, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
