//! What the API shows of corrections.

use crate::{
    api::object::{Cond, Object},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Correction::declare()]
}

/// Of an application that the caller may see and has nothing to do with: a teacher who works for the office too learns of a
/// correction when it is made.
fn impartial() -> Cond {
    !stake::in_application_of("application_id")
}

object! {
    /// A result that was out is set right by two persons. The teacher sees the right one as soon as it is confirmed, in the
    /// decision itself.
    Correction("correction") from "correction"
    rows {
        Staff => belongs_to("Application", "application_id").and(impartial());
        Admin => impartial();
    }
    writes correction {
        /// Confirm it, or take it back.
        SETTLE { Staff => stake::of_my_office_in("application_id"); } while impartial();
    }
    fields {
        /// The decision. Null if the caller may not see it.
        decision: "Decision" [Staff, Admin] = one("decision_id");
        /// Where it stands.
        status: "CorrectionStatus!" [Staff, Admin] = value("state");
        /// The right outcome.
        outcome: "Outcome!" [Staff, Admin] = value("outcome");
        /// The right explanation.
        motivation: "String!" [Staff, Admin] = value("motivation");
        /// What was wrong.
        reason: "String!" [Staff, Admin] = value("reason");
        /// The outcome that it replaces.
        earlierOutcome: "Outcome!" [Staff, Admin] = value("earlier_outcome");
        /// The explanation that it replaces.
        earlierMotivation: "String!" [Staff, Admin] = value("earlier_motivation");
        /// Who proposed it. Null if the caller may not see this user.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// The second person, who confirmed it; null before that, or if the caller may not see this user.
        confirmedBy: "User" [Staff, Admin] = one("confirmed_by_id");
        /// When it was confirmed; null before that.
        confirmedAt: "DateTime" [Staff, Admin] = value("confirmed_at");
        /// When it was proposed.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// Where it stands.
        status: "CorrectionStatus" [Staff, Admin] = FilterOn::Value(col("state"));
        /// The decision.
        decisionId: "ID" [Staff, Admin] = FilterOn::Value(col("decision_id"));
        /// The campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Value(via("application_id", "application", "campaign_id"));
    }
    orders {
        /// When it was proposed.
        CREATED_AT: "DateTime" Desc [Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Corrections of results that were out, the latest first.
    corrections: "Correction" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
