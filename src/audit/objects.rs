//! What the API shows of the audit log.

use crate::{
    api::object::{Cond, Expr, Object, col, exists},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![AuditEvent::declare()]
}

/// What something was done to.
fn subject() -> Expr {
    Expr::GlobalId { kind: "entity", id: "entity_id" }
}

/// It was done, by somebody else, to what the caller has something to do with beside the office.
fn about_what_is_mine() -> Cond {
    let row = |entity: &'static str, table: &'static str, when: Cond| {
        col("entity").is_word(entity).and(exists(table, "id", "entity_id", when))
    };
    let of_application = || stake::in_application_of("application_id");
    let about = Cond::Or(vec![
        row("application", "application", stake::in_application()),
        row("registration", "registration", stake::in_registration()),
        row("project", "project", stake::in_project("id")),
        row("assignment", "assignment", of_application()),
        row("evaluation", "evaluation", of_application()),
        row("panel", "panel", of_application()),
        row("consolidation", "consolidation", of_application()),
        row("decision", "decision", of_application()),
        row("feedback", "feedback", of_application()),
        row("label", "label", of_application()),
    ]);
    about.and(!col("actor_id").is(Expr::Me))
}

object! {
    /// Something that was done. Staff see what people of their community did, but not with what is their own: their
    /// application, a project in which they take part, a school where they work.
    AuditEvent("audit_event") from "audit_event"
    rows {
        Staff => col("community").is(Expr::MyCommunity).and(!about_what_is_mine());
        Admin => Cond::Always;
    }
    fields {
        /// When.
        at: "DateTime!" [Staff, Admin] = value("at");
        /// By whom; null for the public.
        actor: "User" [Staff, Admin] = one("actor_id");
        /// In which role.
        role: "String!" [Staff, Admin] = value("role");
        /// What.
        action: "String!" [Staff, Admin] = value("action");
        /// To which kind of thing: the word that the ids of that kind start with.
        kind: "String!" [Staff, Admin] = value("entity");
        /// To which one, by its id; null where it was nothing in particular. `node` finds what the caller may see of it.
        subjectId: "ID" [Staff, Admin] = value(subject());
        /// Why; null where no reason is asked for.
        reason: "String" [Staff, Admin] = value("reason");
        /// In which request; null for work that no request asked for.
        requestId: "String" [Staff, Admin] = value("request_id");
    }
    filters {
        /// What was done.
        action: "String" [Staff, Admin] = FilterOn::Value(col("action"));
        /// To which kind of thing: the word that the ids of that kind start with.
        kind: "String" [Staff, Admin] = FilterOn::Value(col("entity"));
        /// To which one.
        subjectId: "ID" [Staff, Admin] = FilterOn::Value(subject());
        /// By whom.
        actorId: "ID" [Staff, Admin] = FilterOn::Value(col("actor_id"));
        /// When.
        at: "DateTime" [Staff, Admin] = FilterOn::Value(col("at"));
    }
    orders {
        /// When.
        AT: "DateTime" Desc [Staff, Admin] = col("at");
    }
}

queries! {
    /// The audit log, the latest first.
    auditTrail: "AuditEvent" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
