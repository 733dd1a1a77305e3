//! What the caller has to do with a row, as conditions of what is read and written: as the office that looks after it, and
//! beside the office. Who has something to do with it beside the office has, in any role, none of the rights of the office
//! over it: colleagues look after it (INV-13, INV-22). Commands tell what it is by `application::stakes` and
//! `project::access`.

use crate::api::object::{Cond, Expr, col, exists, mine, via};

/// Of the community that staff work for, or Belgica, which the communities share (Q15).
pub fn of_my_office() -> Cond {
    col("track").is_word("BELGICA").or(col("community").is(Expr::MyCommunity))
}

/// The same of the application that `column` refers to.
pub fn of_my_office_in(column: &'static str) -> Cond {
    exists("application", "id", column, of_my_office())
}

/// The teacher who writes it can still hand it in.
pub fn before_close() -> Cond {
    !via("campaign_id", "campaign", "submission_deadline").not_after(Expr::Now)
}

/// The result of the application of this row is not out, and the caller has nothing to do with it beside the office.
pub fn unreleased_and_impartial() -> Cond {
    Cond::And(vec![Cond::IsNull(col("published_at")), !in_application()])
}

/// The result of the application of this row is out, and the caller has nothing to do with it beside the office.
pub fn released_and_impartial() -> Cond {
    Cond::And(vec![col("published_at").is_set(), !in_application()])
}

/// The caller works for the office, in whatever role this request acts: who does judges nothing (INV-13).
pub fn works_for_office() -> Cond {
    exists("user_role", "user_id", Expr::Me, col("role").one_of(&["STAFF", "ADMIN"]))
}

/// The caller works today at the school that `column` refers to.
pub fn works_at(column: &'static str) -> Cond {
    let lasts = Cond::IsNull(col("to_on")).or(Expr::Today.not_after(col("to_on")));
    exists("school_membership", "school_id", column, mine("user_id").and(lasts))
}

/// The caller takes part in the project that `column` refers to.
fn takes_part(column: &'static str) -> Cond {
    exists("project_member", "project_id", column, mine("user_id"))
}

/// The caller takes part in the project that `column` refers to, or works at one of its schools.
pub fn in_project(column: &'static str) -> Cond {
    Cond::Or(vec![takes_part(column), exists("project_partner", "project_id", column, works_at("school_id"))])
}

fn in_work() -> Vec<Cond> {
    vec![mine("teacher_id"), takes_part("project_id"), works_at("school_id")]
}

/// The registration of this row is the caller's own, or that of a project in which the caller takes part, or of a school where
/// the caller works.
pub fn in_registration() -> Cond {
    Cond::Or(in_work())
}

/// The same of the application of this row; also one that the caller evaluated, or began to.
pub fn in_application() -> Cond {
    Cond::Or([in_work(), vec![exists("evaluation", "application_id", "id", mine("juror_id"))]].concat())
}

/// The same of the application that `column` refers to.
pub fn in_application_of(column: &'static str) -> Cond {
    exists("application", "id", column, in_application())
}

/// The application that `column` refers to has nothing to do with the caller, or its result is out.
pub fn none_or_published(column: &'static str) -> Cond {
    exists("application", "id", column, col("published_at").is_set().or(!in_application()))
}
