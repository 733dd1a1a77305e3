//! What the API shows of photos.

use crate::{
    api::object::{Cond, Object, belongs_to, col, exists, mine},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Photo::declare()]
}

/// Where a prize stands whose winner is known, and that the schools get or have.
const KNOWN: &[&str] = &["ANNOUNCED", "ACCEPTED", "VISIT_PLANNED", "HANDED_OVER", "FOLLOWED_UP", "CLOSED"];

/// It is of a prize whose winner is known, and that the schools get or have.
fn of_known_prize(when: Cond) -> Cond {
    exists("prize_award", "id", "prize_award_id", col("state").one_of(KNOWN).and(when))
}

/// Staff approved it, as far as it was declared that those on it agree.
fn is_approved() -> Cond {
    col("state").is_word("APPROVED")
}

/// Everybody may see it (INV-31).
fn is_public() -> Cond {
    Cond::And(vec![is_approved(), col("for_public").is_true(), of_known_prize(Cond::Always)])
}

/// It may be seen at the schools that got the prize, and the caller works at one of them.
fn is_at_my_school() -> Cond {
    let works_there = exists("prize_share", "prize_award_id", "id", stake::works_at("school_id"));
    Cond::And(vec![is_approved(), col("for_school").is_true(), of_known_prize(works_there)])
}

fn seen_by_teacher() -> Cond {
    Cond::Or(vec![mine("uploader_id"), is_at_my_school(), is_public()])
}

/// The caller's office looks after the project.
fn of_my_office() -> Cond {
    exists("prize_award", "id", "prize_award_id", belongs_to("Project", "project_id"))
}

object! {
    /// A photo of a prize, its project or its schools. Before it is approved only who sent it and staff see it; then those see it
    /// for whom consent was declared. `GET /photos/ID` answers its file, and `GET /photos/ID/thumbnail` a small one, both as
    /// JPEG and to those who see this object. Send the access token as for GraphQL; without one, what is for everybody is
    /// answered.
    Photo("photo") from "photo"
    rows {
        Anonymous => is_public();
        Teacher => seen_by_teacher();
        Staff => of_my_office().or(is_public());
        Admin => is_public();
    }
    writes photo {
        /// Get its file.
        VIEW {
            Anonymous => is_public();
            Teacher => seen_by_teacher();
            Staff => of_my_office().or(is_public());
            Admin => is_public();
        };
        /// Declare what those on it agree to.
        CONSENT { Teacher => mine("uploader_id"); Staff => of_my_office(); };
        /// Approve it.
        APPROVE { Staff => of_my_office(); };
        /// Withdraw it.
        WITHDRAW { Teacher => mine("uploader_id").or(is_at_my_school()); Staff => of_my_office(); };
    }
    fields {
        /// The prize. Null if the caller may not see it.
        prizeAward: "PrizeAward" [Anonymous, Teacher, Staff, Admin] = one("prize_award_id");
        /// What it was taken at.
        occasion: "PhotoOccasion!" [Anonymous, Teacher, Staff, Admin] = value("occasion");
        /// What it shows, for readers who cannot see it.
        shows: "String!" [Anonymous, Teacher, Staff, Admin] = value("shows");
        /// Points from left to right.
        width: "Int!" [Anonymous, Teacher, Staff, Admin] = value("width");
        /// Points from top to bottom.
        height: "Int!" [Anonymous, Teacher, Staff, Admin] = value("height");
        /// What it may be used for; empty before consent is declared.
        purposes: "[PhotoPurpose!]!" [Anonymous, Teacher, Staff, Admin] = value("purposes");
        /// Where it may be shown; empty before consent is declared.
        channels: "[PhotoChannel!]!" [Anonymous, Teacher, Staff, Admin] = value("channels");
        /// Where it stands.
        status: "PhotoStatus!" [Teacher, Staff] = value("state");
        /// Who sent it. Null if the caller may not see this user.
        uploader: "User" [Teacher, Staff] = one("uploader_id");
        /// Who agreed and how, as it was declared; null before that, and for staff of other offices.
        statement: "String" [Staff] = value(either(of_my_office(), col("statement"), Expr::Null));
        /// Who declared that. Null before that, or if the caller may not see this user.
        consentBy: "User" [Staff] = one("consent_by_id");
        /// When it was declared last; null before that.
        consentAt: "DateTime" [Teacher, Staff] = value("consent_at");
        /// Who approved it. Null before that, or if the caller may not see this user.
        approvedBy: "User" [Staff] = one("approved_by_id");
        /// When it was approved; null before that.
        approvedAt: "DateTime" [Teacher, Staff] = value("approved_at");
        /// When it was added.
        createdAt: "DateTime!" [Teacher, Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Teacher, Staff] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Teacher, Staff] = value("version");
    }
    filters {
        /// Where it stands.
        status: "PhotoStatus" [Staff] = FilterOn::Value(col("state"));
        /// The prize.
        prizeAwardId: "ID" [Staff] = FilterOn::Value(col("prize_award_id"));
    }
    orders {
        /// When it was added.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

queries! {
    /// Photos of prizes, the latest first: for example those that wait for approval.
    photos: "Photo" [Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
