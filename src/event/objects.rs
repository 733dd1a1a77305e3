//! What the API shows of events.

use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, via},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Event::declare(), EventInvitation::declare()]
}

/// The office of the caller shares the event of this row.
fn is_shared() -> Cond {
    exists("event_community", "event_id", "id", col("community").is(Expr::MyCommunity))
}

/// Where an invitation stands: who did not answer in time is not asked any more.
fn status() -> Expr {
    let is_late = via("event_id", "event", "answers_close_at").not_after(Expr::Now);
    either(col("state").is_word("INVITED").and(is_late), Expr::Word("LAPSED"), col("state"))
}

object! {
    /// A day on which teachers get their certificates, and a small gift. One or more communities share it. A teacher sees it
    /// only if invited.
    Event("event") from "event"
    rows {
        Teacher => exists("event_invitation", "event_id", "id", mine("teacher_id"));
        Staff => is_shared();
        Admin => Cond::Always;
    }
    writes event {
        /// Plan it anew, invite to it, and cancel it.
        LEAD { Staff => is_shared(); };
        /// List its guests.
        LIST { Staff => is_shared(); Admin => Cond::Always; };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Teacher, Staff, Admin] = one("campaign_id");
        /// Its name.
        title: "String!" [Teacher, Staff, Admin] = value("title");
        /// Where it is, such as the name of a building.
        place: "String!" [Teacher, Staff, Admin] = value("place");
        /// Street, number and town.
        address: "String!" [Teacher, Staff, Admin] = value("address");
        /// When it begins.
        startsAt: "DateTime!" [Teacher, Staff, Admin] = value("starts_at");
        /// When it ends.
        endsAt: "DateTime!" [Teacher, Staff, Admin] = value("ends_at");
        /// The communities that share it: their staff see all who are invited.
        communities: "[Community!]!" [Teacher, Staff, Admin] = value(words("event_community", "event_id", "community"));
        /// The status.
        status: "EventStatus!" [Teacher, Staff, Admin] = value("state");
        /// Why it does not take place; null if it does.
        cancelReason: "String" [Teacher, Staff, Admin] = value("cancel_reason");
        /// The last day on which teachers can say that they come. That they do not come, or bring fewer guests, can be said until
        /// it begins.
        answersCloseOn: "Date!" [Teacher, Staff, Admin] = value(Expr::LastDay(Box::new(col("answers_close_at"))));
        /// How many guests each teacher may bring.
        mostGuests: "Int!" [Teacher, Staff, Admin] = value("most_guests");
        /// Number of seats, for teachers and their guests together.
        seats: "Int!" [Staff, Admin] = value("seats");
        /// The day on which who has not answered is reminded by mail; null if nobody is.
        remindOn: "Date" [Staff, Admin] = value("remind_on");
        /// Who is invited.
        invitations: "EventInvitationConnection!" [Staff, Admin] = page("event_id");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Staff, Admin] = FilterOn::Value(col("campaign_id"));
        /// The status.
        status: "EventStatus" [Teacher, Staff, Admin] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it begins.
        STARTS_AT: "DateTime" Desc [Teacher, Staff, Admin] = col("starts_at");
    }
}

object! {
    /// An invitation of one teacher to an event. The teacher sees it, and the communities that share the event.
    EventInvitation("event_invitation") from "event_invitation"
    rows {
        Teacher => mine("teacher_id");
        Staff => belongs_to("Event", "event_id");
        Admin => Cond::Always;
    }
    writes event_invitation {
        /// Say whether the teacher comes.
        ANSWER { Teacher => mine("teacher_id"); Staff => belongs_to("Event", "event_id"); };
        /// Note that the teacher was there.
        CHECK_IN { Staff => belongs_to("Event", "event_id"); };
    }
    fields {
        /// The event. Null if the caller may not see it.
        event: "Event" [Teacher, Staff, Admin] = one("event_id");
        /// One of the applications of the teacher that earned the label. Null if the caller may not see it.
        application: "Application" [Teacher, Staff] = one("application_id");
        /// The teacher. Null if the caller may not see this user.
        teacher: "User" [Teacher, Staff, Admin] = one("teacher_id");
        /// Name of the teacher.
        teacherName: "String!" [Teacher, Staff, Admin] = value(via("teacher_id", "user", "name"));
        /// Name of the school.
        schoolName: "String!" [Teacher, Staff, Admin] =
            value(via("application_id", "application", via("school_id", "school", "name")));
        /// The status.
        status: "EventInvitationStatus!" [Teacher, Staff, Admin] = value(status());
        /// How many guests the teacher brings. Nothing else is kept of them.
        guests: "Int!" [Teacher, Staff, Admin] = value("guests");
        /// What the teacher or a guest needs, such as a place for a wheelchair; null if nothing was said, and from 30 days after
        /// the event on.
        needs: "String" [Teacher, Staff] = value("needs");
        /// When the invitation was answered last; null before that.
        answeredAt: "DateTime" [Teacher, Staff, Admin] = value("answered_at");
        /// When it was noted that the teacher was there; null if that is not noted.
        attendedAt: "DateTime" [Teacher, Staff, Admin] = value("attended_at");
        /// When it was created.
        createdAt: "DateTime!" [Teacher, Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Teacher, Staff, Admin] = value("updated_at");
        /// Counts up with every change.
        version: "Int!" [Teacher, Staff, Admin] = value("version");
    }
    filters {
        /// The event.
        eventId: "ID" [Teacher, Staff, Admin] = FilterOn::Value(col("event_id"));
        /// The status.
        status: "EventInvitationStatus" [Teacher, Staff, Admin] = FilterOn::Value(status());
    }
    orders {
        /// When it was created.
        CREATED_AT: "DateTime" Asc [Teacher, Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Events that the caller may see, the latest first.
    events: "Event" [Teacher, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// Invitations to events; a teacher sees only the own ones.
    eventInvitations: "EventInvitation" [Teacher, Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
