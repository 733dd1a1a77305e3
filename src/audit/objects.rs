//! What the API shows of the audit log.

use crate::{
    api::object::{Expr, Object},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![AuditEvent::declare()]
}

/// What something was done to.
fn subject() -> Expr {
    Expr::GlobalId { kind: "entity", id: "entity_id" }
}

object! {
    /// Something that was done. Staff see what people of their community did.
    AuditEvent("audit_event") from "audit_event"
    rows {
        Staff => col("community").is(Expr::MyCommunity);
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
