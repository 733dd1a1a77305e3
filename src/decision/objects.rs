//! What the API shows of decisions.

use crate::{
    api::object::{Cond, Object, belongs_to_when, col},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![Decision::declare(), Feedback::declare()]
}

/// Of an application that the caller may see, once its result is out (INV-22).
fn once_published() -> Cond {
    belongs_to_when("Application", "application_id", col("published_at").is_set())
}

object! {
    /// The outcome of an application, and the reasons. Only staff see it before the results are published.
    Decision("decision") from "decision"
    rows {
        Teacher => once_published();
        Juror => once_published();
        Staff => belongs_to("Application", "application_id");
        Admin => stake::none_or_published("application_id");
        Service => once_published();
    }
    writes decision {
        /// Explain it, change it and confirm it, before it is out.
        DECIDE { Staff => stake::of_my_office_in("application_id"); } while
            exists("application", "id", "application_id", stake::unreleased_and_impartial());
    }
    fields {
        /// The outcome.
        outcome: "Outcome!" [Teacher, Juror, Staff, Admin, Service] = value("outcome");
        /// The explanation for the applicant.
        motivation: "String!" [Teacher, Juror, Staff, Admin] = value("motivation");
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher, Juror, Staff, Service] = one("application_id");
        /// The status.
        status: "DecisionStatus!" [Staff, Admin] = value("state");
        /// The outcome that the rule gives. It differs from `outcome` only if staff set another one, with a reason.
        ruleOutcome: "Outcome!" [Staff, Admin] = value("rule_outcome");
        /// How the rule was applied, step by step.
        ruleTrace: "[String!]!" [Staff, Admin] = value("rule_trace");
        /// Why staff set another outcome; null if they did not.
        adjustReason: "String" [Staff, Admin] = value("adjust_reason");
        /// Who proposed it. Null if the caller may not see this user.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// The second person, who confirmed it; null before that.
        ratifiedBy: "User" [Staff, Admin] = one("ratified_by_id");
        /// When it was confirmed; null before that.
        ratifiedAt: "DateTime" [Staff, Admin] = value("ratified_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The outcome.
        outcome: "Outcome" [Staff, Admin] = FilterOn::Value(col("outcome"));
        /// The status.
        status: "DecisionStatus" [Staff, Admin] = FilterOn::Value(col("state"));
        /// The campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Value(via("application_id", "application", "campaign_id"));
    }
    orders {
        /// When it was proposed.
        CREATED_AT: "DateTime" Asc [Staff, Admin] = col("created_at");
    }
}

object! {
    /// The advice of the jury to the applicant. The applicant reads it together with the result.
    Feedback("feedback") from "feedback"
    rows {
        Teacher => once_published();
        Juror => once_published();
        Staff => belongs_to("Application", "application_id");
        Admin => stake::none_or_published("application_id");
    }
    fields {
        /// The advice, in Dutch.
        text: "String!" [Teacher, Juror, Staff, Admin] = value("text");
        /// When staff approved it; null before that.
        approvedAt: "DateTime" [Staff, Admin] = value("approved_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
}

queries! {
    /// Decisions that the caller may see.
    decisions: "Decision" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
