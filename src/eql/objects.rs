//! What the API shows of candidates for the European label.

use super::rules::REASONS;
use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, exists_like, via},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![EqlCandidacy::declare()]
}

/// A project with which the caller holds a label, from the day on which news of the European label is due (R123). That a
/// project is a candidate tells that somebody earned the label with it: to colleagues without one, that is not told.
fn mine_once_told() -> Cond {
    let told = col("kind").is_word("EQL_INFO").and(col("takes_place_on").not_after(Expr::Today));
    let labelled = exists("label", "application_id", "id", Cond::IsNull(col("revoked_at")));
    let mine = col("teacher_id").is(Expr::Me).and(labelled);
    exists_like("application", &[("project_id", "project_id"), ("campaign_id", "campaign_id")], mine).and(exists(
        "campaign_milestone",
        "campaign_id",
        "campaign_id",
        told,
    ))
}

/// What is lacking, without a figure: those of the results are of colleagues too. Countries come first, so that results are
/// spoken of only where nothing else explains where the project stands.
fn ground() -> Expr {
    let met = col("state").one_of(&["ELIGIBLE", "NOMINATED", "NOT_NOMINATED"]);
    let enough = via("campaign_id", "campaign", col("eql_countries")).not_after(col("countries_with_nql"));
    either(met, Expr::Word("MET"), either(enough, Expr::Word("RESULTS"), Expr::Word("COUNTRIES")))
}

object! {
    /// A project as a candidate for the European label. The system computes it; teachers need not do anything.
    EqlCandidacy("eql_candidacy") from "eql_candidacy"
    rows {
        Teacher => mine_once_told();
        Staff => belongs_to("Project", "project_id");
        Admin => Cond::Always;
        Service => Cond::Always;
    }
    fields {
        /// The project. Null if the caller may not see it.
        project: "Project" [Teacher, Staff, Admin, Service] = one("project_id");
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Teacher, Staff, Admin, Service] = one("campaign_id");
        /// The status.
        status: "EqlCandidacyStatus!" [Teacher, Staff, Admin, Service] = value("state");
        /// What it still lacks, without figures.
        ground: "EqlGround!" [Teacher, Staff, Admin] = value(ground());
        /// Why, with the figures that were used; in the language of the reader.
        reason: "String!" [Staff, Admin] = value(kept_sentence("reason", REASONS));
        /// Mean of the totals of the applications of the project that earned the label, in points.
        average: "Decimal!" [Staff, Admin] = value("average_centi");
        /// Number of countries in which the project has a national label; only recorded ones count.
        countriesWithNql: "Int!" [Staff, Admin, Service] = value("countries_with_nql");
        /// How the number of countries is known; null while only Belgium is known.
        countriesSource: "String" [Staff, Admin] = value("countries_source");
        /// When it was computed.
        computedAt: "DateTime!" [Staff, Admin] = value("computed_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("campaign_id"));
        /// The status.
        status: "EqlCandidacyStatus" [Teacher, Staff, Admin, Service] = FilterOn::Value(col("state"));
    }
    orders {
        /// The average.
        AVERAGE: "Decimal" Desc [Staff, Admin] = col("average_billionths");
        /// The status.
        STATUS: "EqlCandidacyStatus" Asc [Teacher, Staff, Admin, Service] = col("state");
    }
}

queries! {
    /// Candidates for the European label.
    eqlCandidacies: "EqlCandidacy" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
