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
    /// Something that was done in the system. Staff see what people of their community did, except where the caller has
    /// an interest: the caller's own application, a project in which the caller takes part, a school where the caller
    /// works.
    AuditEvent("audit_event") from "audit_event"
    rows {
        Staff => col("community").is(Expr::MyCommunity).and(!about_what_is_mine());
        Admin => Cond::Always;
    }
    fields {
        /// When it was done.
        createdAt: "DateTime!" [Staff, Admin] = value("at");
        /// Who did it; null if it was no user.
        actor: "User" [Staff, Admin] = one("actor_id");
        /// The role of the caller at that moment.
        role: "String!" [Staff, Admin] = value("role");
        /// Name of the mutation or of the task of the system.
        action: "String!" [Staff, Admin] = value("action");
        /// The kind of thing that it was done to: the prefix of its ids.
        kind: "String!" [Staff, Admin] = value("entity");
        /// The id of the thing that it was done to; null if it was done to no single thing. `node` reads what the
        /// caller may see of it.
        subjectId: "ID" [Staff, Admin] = value(subject());
        /// The reason that was given; null if none is asked for.
        reason: "String" [Staff, Admin] = value("reason");
        /// Id of the request; null if the system did it by itself.
        requestId: "String" [Staff, Admin] = value("request_id");
    }
    filters {
        /// Name of what was done.
        action: "String" [Staff, Admin] = FilterOn::Value(col("action"));
        /// The kind of thing that it was done to: the prefix of its ids.
        kind: "String" [Staff, Admin] = FilterOn::Value(col("entity"));
        /// The thing that it was done to.
        subjectId: "ID" [Staff, Admin] = FilterOn::Value(subject());
        /// Who did it.
        actorId: "ID" [Staff, Admin] = FilterOn::Value(col("actor_id"));
        /// When it was done.
        createdAt: "DateTime" [Staff, Admin] = FilterOn::Value(col("at"));
    }
    orders {
        /// When it was done.
        CREATED_AT: "DateTime" Desc [Staff, Admin] = col("at");
    }
}

queries! {
    /// The audit log, the latest first.
    auditTrail: "AuditEvent" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
