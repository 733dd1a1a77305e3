//! What the API shows of candidates for the European label.

use crate::{
    api::object::{Cond, Expr, Object, col, exists},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![EqlCandidacy::declare()]
}

/// A project of the caller, from the day on which news of the European label is due (R123).
fn mine_once_told() -> Cond {
    let told = col("kind").is_word("EQL_INFO").and(col("takes_place_on").not_after(Expr::Today));
    exists("project_member", "project_id", "project_id", col("user_id").is(Expr::Me)).and(exists(
        "campaign_milestone",
        "campaign_id",
        "campaign_id",
        told,
    ))
}

object! {
    /// Where a project stands for the European label. It is computed; no teacher has to do anything for it.
    EqlCandidacy("eql_candidacy") from "eql_candidacy"
    rows {
        Teacher => mine_once_told();
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    fields {
        /// Which project.
        project: "Project" [Teacher, Staff, Admin, Service] = one("project_id");
        /// In which campaign.
        campaign: "Campaign" [Teacher, Staff, Admin, Service] = one("campaign_id");
        /// Where it stands.
        state: "EqlState!" [Teacher, Staff, Admin, Service] = value("state");
        /// Why.
        reason: "String!" [Teacher, Staff, Admin] = value("reason");
        /// Mean of the results of the project's labelled applications.
        average: "Decimal!" [Staff, Admin] = value("average_centi");
        /// Countries in which the project has a national label, as far as recorded.
        countriesWithNql: "Int!" [Staff, Admin, Service] = value("countries_with_nql");
        /// Where the number of countries comes from; null while only Belgium is known.
        countriesSource: "String" [Staff, Admin] = value("countries_source");
        /// When it was computed.
        computedAt: "DateTime!" [Staff, Admin] = value("computed_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("campaign_id"));
        /// Where it stands.
        state: "EqlState" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("state"));
    }
    orders {
        /// The average.
        AVERAGE: "Decimal" Desc [Staff, Admin] = col("average_centi");
        /// The state.
        STATE: "EqlState" Asc [Teacher, Staff, Admin, Service] = col("state");
    }
}

queries! {
    /// Candidates for the European label.
    eqlCandidacies: "EqlCandidacy" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
