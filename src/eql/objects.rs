//! What the API shows of candidates for the European label.

use super::rules::REASONS;
use crate::{
    api::object::{Cond, Expr, Object, col, either, exists, exists_like, via},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![EqlCandidacy::declare(), EqlCondition::declare(), EqlCountry::declare(), EqlNomination::declare()]
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
    let met = col("state").one_of(&["ELIGIBLE", "NOMINATED", "NOT_NOMINATED", "AWARDED", "NOT_AWARDED"]);
    let enough = via("campaign_id", "campaign", col("eql_countries")).not_after(col("countries_with_nql"));
    let lacking = either(enough, Expr::Word("RESULTS"), Expr::Word("COUNTRIES"));
    either(met, Expr::Word("MET"), either(col("state").is_word("WITHDRAWN"), Expr::Word("WITHDRAWN"), lacking))
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
    writes eql_candidacy {
        /// Note whether it takes part.
        CHANGE { Staff => belongs_to("Project", "project_id"); };
        /// Record what became of it.
        RECORD { Staff => belongs_to("Project", "project_id"); Service => Cond::Always; };
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
        /// The countries, with how each is known.
        countries: "[EqlCountry!]!" [Staff, Admin] = many("candidacy_id", "country");
        /// What the rule of the campaign asks and what was found, condition by condition. Once the list is confirmed
        /// (`nominateForEql`), this is what it was decided by, and does not change.
        conditions: "[EqlCondition!]!" [Staff, Admin] = many("candidacy_id", "position");
        /// Whether it is among the projects that the rule proposes; once the list is confirmed, whether it was.
        isListed: "Boolean!" [Staff, Admin] = whether(col("is_listed").is_true());
        /// Whether staff chose it among projects with equal means.
        isChosen: "Boolean!" [Staff, Admin] = whether(col("is_chosen").is_true());
        /// When it was noted that the project does not take part; null if it does.
        withdrawnAt: "DateTime" [Staff, Admin] = value("withdrawn_at");
        /// Why the project does not take part; null if it does.
        withdrawReason: "String" [Staff, Admin] = value("withdraw_reason");
        /// What became of it; null while that is not recorded.
        outcome: "EqlOutcome" [Staff, Admin] = value("outcome");
        /// The document that says so; null while the outcome is not recorded.
        outcomeSource: "String" [Staff, Admin] = value("outcome_source");
        /// The day of that document; null while the outcome is not recorded.
        outcomeOn: "Date" [Staff, Admin] = value("outcome_on");
        /// When the outcome was recorded; null before that.
        outcomeRecordedAt: "DateTime" [Staff, Admin] = value("outcome_recorded_at");
        /// When it was computed, and came out as it is now.
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

object! {
    /// A condition of the European label beside what was found of a project.
    EqlCondition("eql_condition") from "eql_condition"
    rows {
        Staff => belongs_to("EqlCandidacy", "candidacy_id");
        Admin => belongs_to("EqlCandidacy", "candidacy_id");
    }
    fields {
        /// The condition.
        condition: "EqlConditionKind!" [Staff, Admin] = value("condition");
        /// What is asked: for `TEACHERS` how many take part, for `COUNTRIES` how many are needed, for `SCALE` and `AVERAGE` points,
        /// for `SHARE` how many projects may be proposed.
        asked: "Decimal!" [Staff, Admin] = value("asked_centi");
        /// What was found, rounded to hundredths to be shown: for `TEACHERS` how many handed in, for `COUNTRIES` how many are
        /// recorded, for `SCALE` and `AVERAGE` points, for `SHARE` the place of the project among those that meet the
        /// conditions (1 has the highest mean; equal means have the same place). Null if there is nothing to find: no
        /// application holds a label, or for `SHARE` the project does not meet the other conditions.
        found: "Decimal" [Staff, Admin] = value("found_centi");
        /// Whether the condition holds. An unmet `SHARE` whose place is not beyond `asked` stands for equal projects that do not all
        /// fit: choose with `proposeEqlCandidates`.
        isMet: "Boolean!" [Staff, Admin] = whether(col("is_met").is_true());
    }
}

object! {
    /// A country in which a project has a national label.
    EqlCountry("eql_country") from "eql_country"
    rows {
        Staff => belongs_to("EqlCandidacy", "candidacy_id");
        Admin => belongs_to("EqlCandidacy", "candidacy_id");
    }
    fields {
        /// The country, as a code of two capital letters. `ZZ` stands for countries that were recorded only as a number.
        country: "String!" [Staff, Admin] = value("country");
        /// How it is known; null for Belgium, whose results are those of the campaign.
        source: "String" [Staff, Admin] = value("source");
        /// The day of that source.
        knownOn: "Date!" [Staff, Admin] = value("known_on");
    }
}

object! {
    /// The projects of a campaign that are proposed for the European label, as one list.
    EqlNomination("eql_nomination") from "eql_nomination"
    rows {
        Staff => Cond::Always;
        Admin => Cond::Always;
    }
    writes eql_nomination {
        /// Confirm it as a second person.
        CONFIRM { Staff => Cond::Always; };
    }
    fields {
        /// The campaign. Null if the caller may not see it.
        campaign: "Campaign" [Staff, Admin] = one("campaign_id");
        /// The status.
        status: "EqlNominationStatus!" [Staff, Admin] = value("state");
        /// SHA-256 of who is in the list, who is not, and by what; the confirmation is for exactly that.
        setHash: "String!" [Staff, Admin] = value("set_hash");
        /// How many projects of the campaign have a label. A share of them may be proposed (`CampaignSettings.eqlSharePercent`).
        labelledProjects: "Int!" [Staff, Admin] = value("labelled");
        /// How many projects may be proposed.
        places: "Int!" [Staff, Admin] = value("places");
        /// How many projects are in the list: see `EqlCandidacy.isListed`.
        listedProjects: "Int!" [Staff, Admin] = value("listed");
        /// The first person, who proposed it. Null if the caller may not see this user.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// The second person, who confirmed it; null before that, or if the caller may not see this user.
        confirmedBy: "User" [Staff, Admin] = one("confirmed_by_id");
        /// When it was confirmed; null before that.
        confirmedAt: "DateTime" [Staff, Admin] = value("confirmed_at");
        /// When it was proposed first.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change.
        version: "Int!" [Staff, Admin] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Staff, Admin] = FilterOn::Value(col("campaign_id"));
        /// The status.
        status: "EqlNominationStatus" [Staff, Admin] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was proposed first.
        CREATED_AT: "DateTime" Desc [Staff, Admin] = col("created_at");
    }
}

queries! {
    /// Lists of projects that are proposed for the European label; a campaign has one at most.
    eqlNominations: "EqlNomination" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// Candidates for the European label.
    eqlCandidacies: "EqlCandidacy" [Teacher, Staff, Admin, Service] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
