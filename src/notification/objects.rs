//! What the API shows of outgoing mail.

use crate::{api::object::Object, object, queries};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Message::declare()]
}

object! {
    /// A mail, sent or waiting to be sent. Users can see the mails to themselves.
    Message("message") from "message"
    rows {
        Teacher => mine("recipient_id");
        Juror => mine("recipient_id");
        Staff => belongs_to("User", "recipient_id");
        Admin => Cond::Always;
    }
    fields {
        /// Which kind of mail it is.
        template: "MessageTemplate!" [Teacher, Juror, Staff, Admin] = value("template");
        /// The user to whom it is sent. Null if the caller may not see this user.
        recipient: "User" [Staff, Admin] = one("recipient_id");
        /// The status.
        status: "MessageStatus!" [Teacher, Juror, Staff, Admin] = value("state");
        /// Why it was not delivered; null unless `status` is `FAILED`.
        failure: "MailFailure" [Staff, Admin] = value("failure");
        /// How often the system tried to send it.
        attempts: "Int!" [Staff, Admin] = value("attempts");
        /// When the system tries again; null if it tries at once, or not at all.
        nextAttemptAt: "DateTime" [Staff, Admin] = value("next_attempt_at");
        /// When it was written.
        createdAt: "DateTime!" [Teacher, Juror, Staff, Admin] = value("created_at");
        /// When the mail server accepted it; null before that.
        sentAt: "DateTime" [Teacher, Juror, Staff, Admin] = value("sent_at");
    }
    filters {
        /// Which kind of mail it is.
        template: "MessageTemplate" [Teacher, Juror, Staff, Admin] = FilterOn::Value(col("template"));
        /// The status.
        status: "MessageStatus" [Teacher, Juror, Staff, Admin] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was written.
        CREATED_AT: "DateTime" Desc [Teacher, Juror, Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Mails, the latest first. Teachers and jurors see only the mails to themselves.
    messages: "Message" [Teacher, Juror, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
