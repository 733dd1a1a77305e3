//! What the caller has to do with a row beside the office, as conditions of what is read. Who has something to do with it has,
//! in any role, none of the rights of the office over it: colleagues look after it (INV-13, INV-22). What acts ask is
//! `application::stakes` and `project::access`.

use crate::api::object::{Cond, Expr, col, exists, mine};

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
