//! What the API shows of requests to look at a result again.

use crate::{
    api::object::{Cond, Object, exists, mine},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Reconsideration::declare()]
}

/// Of an application that the caller has nothing to do with beside the office.
fn impartial() -> Cond {
    !stake::in_application_of("application_id")
}

/// Of the caller's own application.
fn own() -> Cond {
    exists("application", "id", "application_id", mine("teacher_id"))
}

object! {
    /// A teacher asks to look at a result again, because the procedure was not followed: once for each application. Its teacher and
    /// the staff who look after the application see it; jurors and other teachers do not.
    Reconsideration("reconsideration") from "reconsideration"
    rows {
        Teacher => own();
        Staff => belongs_to("Application", "application_id").and(impartial());
        Admin => impartial();
    }
    writes reconsideration {
        /// Take it back.
        WITHDRAW { Teacher => own(); };
        /// Look into it, and answer it.
        HANDLE { Staff => stake::of_my_office_in("application_id"); } while impartial();
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher, Staff] = one("application_id");
        /// Where it stands.
        status: "ReconsiderationStatus!" [Teacher, Staff, Admin] = value("state");
        /// On which ground.
        ground: "ReconsiderationGround!" [Teacher, Staff, Admin] = value("ground");
        /// What went wrong, in the words of the teacher.
        text: "String!" [Teacher, Staff, Admin] = value("text");
        /// What the teacher was answered last; null before that.
        answer: "String" [Teacher, Staff, Admin] = value("answer");
        /// When that was; null before that.
        answeredAt: "DateTime" [Teacher, Staff, Admin] = value("answered_at");
        /// When it ended: it was taken back or inadmissible, or the result stays or was set right. Null before that.
        settledAt: "DateTime" [Teacher, Staff, Admin] = value("settled_at");
        /// Whether the caller can take it back now (`withdrawReconsideration`).
        viewerCanWithdraw: "Boolean!" [Teacher] = whether(col("state").one_of(&["SUBMITTED", "ADMITTED"]));
        /// Who began to look into it; null before that, or if the caller may not see this user.
        admittedBy: "User" [Staff, Admin] = one("admitted_by_id");
        /// When that was; null before that.
        admittedAt: "DateTime" [Staff, Admin] = value("admitted_at");
        /// Who answered last; null before that, or if the caller may not see this user.
        answeredBy: "User" [Staff, Admin] = one("answered_by_id");
        /// When it was asked.
        createdAt: "DateTime!" [Teacher, Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Teacher, Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Teacher, Staff, Admin] = value("version");
    }
    filters {
        /// Where it stands.
        status: "ReconsiderationStatus" [Staff, Admin] = FilterOn::Value(col("state"));
        /// On which ground.
        ground: "ReconsiderationGround" [Staff, Admin] = FilterOn::Value(col("ground"));
        /// The application.
        applicationId: "ID" [Staff, Admin] = FilterOn::Value(col("application_id"));
        /// The campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Value(via("application_id", "application", "campaign_id"));
    }
    orders {
        /// When it was asked.
        CREATED_AT: "DateTime" Asc [Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Requests to look at a result again, the oldest first.
    reconsiderations: "Reconsideration" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
