//! What the API shows of publications.

use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, via},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![PublicationBatch::declare(), PublicationItem::declare()]
}

object! {
    /// Results that are released together: for `NQL` those of one community, for `BELGICA` those of all communities.
    PublicationBatch("publication_batch") from "publication_batch"
    rows {
        Staff => Cond::Always;
        Admin => Cond::Always;
        Service => col("published_at").is_set();
    }
    writes publication_batch {
        /// Let its results go out, now or at the planned instant.
        RELEASE { Staff => stake::of_my_office(); };
        /// Approve it as a second person.
        APPROVE { Staff => stake::of_my_office(); Admin => Cond::Always; };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff, Admin, Service] = one("campaign_id");
        /// The label.
        track: "Track!" [Staff, Admin, Service] = value("track");
        /// The community whose results it has; null for `BELGICA`, which the communities share.
        community: "Community" [Staff, Admin, Service] = value("community");
        /// The status.
        status: "PublicationBatchStatus!" [Staff, Admin, Service] = value(batch_state());
        /// SHA-256 of everything that teachers will read (`releasePreview`); the approval is for exactly that.
        setHash: "String!" [Staff, Admin] = value("set_hash");
        /// The first person, who prepared it. Null if the caller may not see this user.
        preparedBy: "User" [Staff, Admin] = one("prepared_by_id");
        /// The second person, who approved it; null before that.
        approvedBy: "User" [Staff, Admin] = one("approved_by_id");
        /// Whether it goes out by itself at `Campaign.resultsPlannedAt` (`scheduleRelease`). False once it is out.
        isScheduled: "Boolean!" [Staff, Admin] = value("is_scheduled");
        /// When it goes out by itself; null if it does not, or is out.
        goesOutAt: "DateTime" [Staff, Admin] = value(either(
            col("is_scheduled").is_true(),
            via("campaign_id", "campaign", "results_planned_at"),
            Expr::Null,
        ));
        /// When it was to go out by itself and did not, because its results were not those that were approved: prepare it
        /// again. Null if that did not happen, or is settled.
        heldAt: "DateTime" [Staff, Admin] = value("held_at");
        /// When the results were published; null before that.
        publishedAt: "DateTime" [Staff, Admin, Service] = value("published_at");
        /// The results in the release.
        items: "PublicationItemConnection!" [Staff, Admin, Service] = page("batch_id");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The label.
        track: "Track" [Staff, Admin, Service] = FilterOn::Value(col("track"));
        /// The community. Releases of `BELGICA` have none, and are not found by it.
        community: "Community" [Staff, Admin, Service] = FilterOn::Value(col("community"));
        /// The status.
        status: "PublicationBatchStatus" [Staff, Admin, Service] = FilterOn::Value(batch_state());
    }
    orders {
        /// The label.
        TRACK: "Track" Asc [Staff, Admin, Service] = col("track");
    }
}

/// What came of the mail: it is asked of the mail itself for as long as nobody has settled it otherwise, or said that it came
/// back (INV-23).
fn email_state() -> Expr {
    let mail = || via("message_id", "message", "state");
    let queued = either(
        mail().is_word("SENT"),
        Expr::Word("ACCEPTED"),
        either(mail().is_word("FAILED"), Expr::Word("FAILED"), col("email_state")),
    );
    let told = either(col("email_state").is_word("QUEUED"), queued, col("email_state"));
    either(has_bounced(), Expr::Word("FAILED"), told)
}

/// The mail came back, and nobody reached its reader otherwise. That it was taken once stays known: on that rests when the
/// result went on ESEP.
fn has_bounced() -> Cond {
    col("bounced_at").is_set().and(!col("email_state").is_word("REACHED_OTHERWISE"))
}

fn esep_state() -> Expr {
    either(
        col("esep_excused_at").is_set().and(col("esep_state").is_word("PENDING")),
        Expr::Word("EXCUSED"),
        col("esep_state"),
    )
}

/// A release is over when nothing is left to do for any of its results: that follows from them.
fn batch_state() -> Expr {
    let is_reached = email_state().one_of(&["ACCEPTED", "REACHED_OTHERWISE"]);
    let is_done = is_reached.and(!esep_state().is_word("PENDING"));
    let is_open = exists("publication_item", "batch_id", "id", !is_done);
    either(col("state").is_word("EMAILED").and(!is_open), Expr::Word("ESEP_DONE"), col("state"))
}

object! {
    /// The release of one result: first by mail to the teacher, then on ESEP.
    PublicationItem("publication_item") from "publication_item"
    rows {
        Staff => belongs_to("Application", "application_id");
        Admin => Cond::Always;
        Service => belongs_to("PublicationBatch", "batch_id");
    }
    writes publication_item {
        /// Note that it reached its teacher or did not, that it is on ESEP or never will be.
        FOLLOW_UP {
            Staff => stake::of_my_office_in("application_id").and(!stake::in_application_of("application_id"));
            Service => belongs_to("PublicationBatch", "batch_id");
        };
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Staff, Service] = one("application_id");
        /// Whether the mail has reached the teacher.
        emailStatus: "EmailStatus!" [Staff, Admin, Service] = value(email_state());
        /// When the teacher was reached; null before that.
        reachedAt: "DateTime" [Staff, Admin, Service] =
            value(either(has_bounced(), Expr::Null, Expr::First(vec![col("reached_at"), via("message_id", "message", "sent_at")])));
        /// When staff or a mail service noted that the mail came back; null if nobody did.
        bouncedAt: "DateTime" [Staff, Admin, Service] = value("bounced_at");
        /// Whether the result is on ESEP.
        esepStatus: "EsepStatus!" [Staff, Admin, Service] = value(esep_state());
        /// When the result was marked as being on ESEP; null before that.
        esepMarkedAt: "DateTime" [Staff, Admin, Service] = value("esep_marked_at");
    }
    filters {
        /// Whether the mail has reached the teacher.
        emailStatus: "EmailStatus" [Staff, Admin, Service] = FilterOn::Value(email_state());
        /// Whether the result is on ESEP.
        esepStatus: "EsepStatus" [Staff, Admin, Service] = FilterOn::Value(esep_state());
    }
    orders {
        /// The status of the mail.
        EMAIL_STATUS: "EmailStatus" Asc [Staff, Admin, Service] = email_state();
    }
}

queries! {
    /// The releases of a campaign that are prepared: at most one for each community, and one for `BELGICA`. For the one of a
    /// community, filter by `community`.
    publicationBatches: "PublicationBatch" [Staff, Admin, Service] = RootSource::Page {
        when: Cond::Always,
        by: vec![chosen("campaignId", "ID", "campaign_id")],
    };
}
