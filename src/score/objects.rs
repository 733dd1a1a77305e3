//! What the API shows of evaluations and their consolidation.

use crate::{
    api::object::{Cond, Expr, Object, belongs_to, col, exists, via},
    object, queries,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Evaluation::declare(),
        EvaluationScore::declare(),
        Consolidation::declare(),
        ConsolidationScore::declare(),
        Panel::declare(),
        PanelScore::declare(),
        PanelAnswer::declare(),
    ]
}

/// The caller handed in an evaluation of the same application (INV-16).
fn after_my_own() -> Cond {
    let mine = col("juror_id").is(Expr::Me).and(col("state").one_of(&["SUBMITTED", "LOCKED"]));
    exists("evaluation", "application_id", "application_id", mine)
}

/// Handed in by others, for a juror who handed in too and still may read the application.
fn others() -> Cond {
    let is_in = col("state").one_of(&["SUBMITTED", "LOCKED"]);
    Cond::And(vec![is_in, after_my_own(), belongs_to("Application", "application_id")])
}

/// Its juror has handed it in. A draft is its juror's alone, the first one as well as one that was given back: staff see that
/// there is one, and not what is in it.
fn is_handed_in() -> Cond {
    col("submitted_at").is_set()
}

/// Results are ranked once the jury is done.
fn jury_is_done() -> Cond {
    via("campaign_id", "campaign", "status").one_of(&["DELIBERATION", "PUBLISHED", "ARCHIVED"])
}

/// Its label was revoked: it does not compete any more. Before results are out there are no labels.
fn lost_its_label() -> Cond {
    exists("label", "application_id", "application_id", col("revoked_at").is_set())
}

object! {
    /// One juror's judgement of one application. A juror sees the evaluations of others, without their names, after
    /// handing in her own, and as long as she may read the application.
    Evaluation("evaluation") from "evaluation"
    rows {
        Juror => Cond::Or(vec![mine("juror_id"), others()]);
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Where it stands.
        state: "EvaluationState!" [Juror, Staff] = value("state");
        /// Whether it is the caller's own.
        isMine: "Boolean!" [Juror, Staff] = whether(col("juror_id").is(Expr::Me));
        /// Who judged.
        juror: "Juror" [Staff] = one("juror_id");
        /// The assignment; a juror sees it on her own only.
        assignment: "Assignment" [Juror, Staff] = one("assignment_id");
        /// The application.
        application: "Application" [Juror, Staff] = one("application_id");
        /// What was judged: the application as it was handed in.
        revision: "ApplicationRevision" [Juror, Staff] = one("revision_id");
        /// Sum of the scores of the criteria; null before it is handed in.
        total: "Decimal" [Juror, Staff] = value("total_centi");
        /// Comment on the whole, for the applicant. Null for staff while it was never handed in, and while its juror writes it
        /// anew.
        comment: "String" [Juror, Staff] = value(Expr::For {
            audiences: &[Audience::Staff],
            then: Box::new(either(is_handed_in(), "comment", Expr::Null)),
            otherwise: Box::new(col("comment")),
        });
        /// Note for staff; no applicant ever reads it. A juror sees it on her own only, staff once it is handed in; null
        /// otherwise.
        internalNote: "String" [Juror, Staff] = value(Expr::For {
            audiences: &[Audience::Staff],
            then: Box::new(either(is_handed_in(), "internal_note", Expr::Null)),
            otherwise: Box::new(either(col("juror_id").is(Expr::Me), "internal_note", Expr::Null)),
        });
        /// When it was handed in; null before.
        submittedAt: "DateTime" [Staff] = value("submitted_at");
        /// Score and comment per criterion and gate. Staff read them once the evaluation is handed in; until then the list is
        /// empty for them.
        scores: "[EvaluationScore!]!" [Juror, Staff] = many("evaluation_id", "criterion_id");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Juror, Staff] = value("version");
    }
    filters {
        /// The application.
        applicationId: "ID" [Staff] = FilterOn::Value(col("application_id"));
        /// The juror.
        jurorId: "ID" [Staff] = FilterOn::Value(col("juror_id"));
        /// Where it stands.
        state: "EvaluationState" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was begun.
        CREATED_AT: "DateTime" Asc [Staff] = col("created_at");
    }
}

object! {
    /// One juror's score and comment on one criterion or gate.
    EvaluationScore("evaluation_score") from "evaluation_score"
    rows {
        Juror => belongs_to("Evaluation", "evaluation_id");
        Staff => belongs_to_when("Evaluation", "evaluation_id", is_handed_in());
    }
    fields {
        /// On what.
        criterion: "Criterion" [Juror, Staff] = one("criterion_id");
        /// The score on the scale of the rubric; null while it is open.
        score: "Int" [Juror, Staff] = value("score");
        /// Comment, written as if the applicant will read it.
        comment: "String!" [Juror, Staff] = value("comment");
    }
}

object! {
    /// The evaluations of an application merged into one result. A juror sees it for the applications she judged.
    Consolidation("consolidation") from "consolidation"
    rows {
        Juror => col("state").one_of(&["MERGED", "APPROVED"]).and(after_my_own()).and(belongs_to("Application", "application_id"));
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Of which application.
        application: "Application" [Juror, Staff] = one("application_id");
        /// Where it stands.
        state: "ConsolidationState!" [Juror, Staff] = value("state");
        /// How the evaluations were merged.
        method: "ConsolidationMethod!" [Juror, Staff] = value("method");
        /// Sum over the criteria; null while a third juror is awaited.
        total: "Decimal" [Juror, Staff] = value("total_centi");
        /// Largest gap between two totals.
        spread: "Decimal!" [Staff] = value("spread_centi");
        /// Whether the jurors differed so much that a third was asked.
        isDiscrepant: "Boolean!" [Staff] = value("is_discrepant");
        /// Merged score per criterion and gate.
        scores: "[ConsolidationScore!]!" [Juror, Staff] = many("consolidation_id", "criterion_id");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    orders {
        /// Place in the ranking: total, then C1, C5, C2, then the smaller spread.
        RANK: "String" Desc [Staff] = col("rank_key");
    }
}

object! {
    /// The merged score on one criterion or gate.
    ConsolidationScore("consolidation_score") from "consolidation_score"
    rows {
        Juror => belongs_to("Consolidation", "consolidation_id");
        Staff => belongs_to("Consolidation", "consolidation_id");
    }
    fields {
        /// On what.
        criterion: "Criterion" [Juror, Staff] = one("criterion_id");
        /// The merged score.
        score: "Decimal!" [Juror, Staff] = value("score_centi");
    }
}

/// Of the caller's evaluation, as the row names it.
fn is_by_me() -> Cond {
    via("evaluation_id", "evaluation", "juror_id").is(Expr::Me)
}

object! {
    /// The jurors of an application who agree on its result: the consolidator proposes, the others answer. They do not
    /// learn who the others are.
    Panel("panel") from "panel"
    rows {
        Juror => after_my_own().and(belongs_to("Application", "application_id"));
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// Of which application.
        application: "Application" [Juror, Staff] = one("application_id");
        /// Where it stands.
        state: "PanelState!" [Juror, Staff] = value("state");
        /// Whether the caller is the consolidator: who proposes.
        isConsolidator: "Boolean!" [Juror, Staff] = whether(is_by_me());
        /// The evaluation of the consolidator.
        consolidator: "Evaluation" [Staff] = one("evaluation_id");
        /// What is proposed, per criterion and gate; empty before.
        scores: "[PanelScore!]!" [Juror, Staff] = many("panel_id", "criterion_id");
        /// How the panel comes to it; empty before.
        comment: "String!" [Juror, Staff] = value("comment");
        /// How many must agree, beside the consolidator; 0 before a proposal.
        needed: "Int!" [Juror, Staff] = value(count("panel_answer", "panel_id", Cond::Always));
        /// How many of them agree.
        agreed: "Int!" [Juror, Staff] = value(count("panel_answer", "panel_id", col("agrees").is_true()));
        /// Whether the caller has answered what is proposed.
        hasAnswered: "Boolean!" [Juror, Staff] =
            whether(exists("panel_answer", "panel_id", "id", col("agrees").is_set().and(is_by_me())));
        /// What the others say. A juror reads why somebody does not agree, and not who.
        answers: "[PanelAnswer!]!" [Juror, Staff] = many("panel_id", "reason");
        /// Counts up with every proposal, and when another consolidator is named; for `expectedVersion`.
        version: "Int!" [Juror, Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Juror, Staff] = FilterOn::Value(via("application_id", "application", "campaign_id"));
        /// Where it stands.
        state: "PanelState" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was named.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

object! {
    /// The score on one criterion or gate on which a panel is to agree.
    PanelScore() from "panel_score"
    rows {
        Juror => belongs_to("Panel", "panel_id");
        Staff => belongs_to("Panel", "panel_id");
    }
    fields {
        /// On what.
        criterion: "Criterion" [Juror, Staff] = one("criterion_id");
        /// The score, by half points.
        score: "Decimal!" [Juror, Staff] = value("score_centi");
    }
}

object! {
    /// What a member of a panel says to what is proposed. Jurors see only those that do not agree.
    PanelAnswer() from "panel_answer"
    rows {
        Juror => belongs_to("Panel", "panel_id").and(col("agrees").is_set()).and(!col("agrees").is_true());
        Staff => belongs_to("Panel", "panel_id");
    }
    fields {
        /// Whether it is a yes; null while it is awaited.
        agrees: "Boolean" [Juror, Staff] = value("agrees");
        /// Why not; empty when it is not said.
        reason: "String!" [Juror, Staff] = value("reason");
        /// The evaluation of whoever says it.
        evaluation: "Evaluation" [Staff] = one("evaluation_id");
    }
}

queries! {
    /// A panel by its id.
    panel: "Panel" [Juror, Staff] = RootSource::ById;
    /// Panels that the caller may see; for staff the latest first.
    panels: "Panel" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// An evaluation by its id.
    evaluation: "Evaluation" [Juror, Staff] = RootSource::ById;
    /// Evaluations that the caller may see.
    evaluations: "Evaluation" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// The results of a track, the best first, once the jury is done; without those whose label was revoked. Ties: total, C1,
    /// C5, C2, smaller spread.
    ranking: "Consolidation" [Staff] = RootSource::Page {
        when: jury_is_done().and(!lost_its_label()),
        by: vec![
            Choice { name: "campaignId", ty: "ID", expr: col("campaign_id"), is_typed: false },
            Choice { name: "track", ty: "Track", expr: col("track"), is_typed: false },
        ],
    };
}
