//! What the API shows of evaluations and their consolidation.

use crate::{
    api::object::{Cond, Expr, Object, belongs_to, col, exists, via},
    jury, object, queries, stake,
};

/// What is private between jurors: that the office read it is written down.
pub const NOTED: &[(&str, &str)] = &[
    ("Evaluation", "internalNote"),
    ("JurorSeverity", "severity"),
    ("JurorStanding", "severity"),
    ("JuryHealth", "page"),
];

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Evaluation::declare(),
        EvaluationScore::declare(),
        RefusedText::declare(),
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

/// The jury works on its campaign now.
fn is_in_evaluation() -> Cond {
    via("application_id", "application", via("campaign_id", "campaign", "status")).is_word("EVALUATION")
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
    /// The evaluation of one application by one juror. Jurors see the evaluations of other jurors after they have
    /// handed in their own, without names, and only while they may read the application.
    Evaluation("evaluation") from "evaluation"
    rows {
        Juror => Cond::Or(vec![mine("juror_id"), others()]);
        Staff => belongs_to("Application", "application_id");
    }
    writes evaluation {
        /// Give it back to its juror.
        REOPEN { Staff => stake::of_my_office_in("application_id"); } while !stake::in_application_of("application_id");
    }
    fields {
        /// The status.
        status: "EvaluationStatus!" [Juror, Staff] = value("state");
        /// Whether it is the caller's own evaluation.
        isMine: "Boolean!" [Juror, Staff] = whether(col("juror_id").is(Expr::Me));
        /// The juror. Null if the caller may not see this juror.
        juror: "Juror" [Staff] = one("juror_id");
        /// The assignment. Jurors see it only for their own evaluations; null for others.
        assignment: "Assignment" [Juror, Staff] = one("assignment_id");
        /// The application. Null if the caller may not see it.
        application: "Application" [Juror, Staff] = one("application_id");
        /// The version of the application that was judged. Null if the caller may not see it.
        revision: "ApplicationRevision" [Juror, Staff] = one("revision_id");
        /// Sum of the scores of the criteria, each times its weight; null before it is handed in.
        total: "Decimal" [Juror, Staff] = value("total_centi");
        /// Comment on the whole application, for the applicant. Staff read it after it is handed in, and not while the
        /// juror changes it; null for them otherwise.
        comment: "String" [Juror, Staff] = value(Expr::For {
            audiences: &[Audience::Staff],
            then: Box::new(either(is_handed_in(), "comment", Expr::Null)),
            otherwise: Box::new(col("comment")),
        });
        /// Note for staff; applicants never read it. Jurors see only their own; staff see it after it is handed in.
        /// Null otherwise.
        internalNote: "String" [Juror, Staff] = value(Expr::For {
            audiences: &[Audience::Staff],
            then: Box::new(either(is_handed_in(), "internal_note", Expr::Null)),
            otherwise: Box::new(either(col("juror_id").is(Expr::Me), "internal_note", Expr::Null)),
        });
        /// When it was handed in; null before that.
        submittedAt: "DateTime" [Staff] = value("submitted_at");
        /// Whether the caller can write it and hand it in now (`saveEvaluationDraft`, `submitEvaluation`).
        viewerCanEdit: "Boolean!" [Juror] = whether(Cond::And(vec![
            col("juror_id").is(Expr::Me),
            col("state").one_of(&["DRAFT", "REOPENED"]),
            is_in_evaluation(),
            exists("assignment", "id", "assignment_id", jury::opens()),
            !stake::works_for_office(),
        ]));
        /// Whether the caller can give it back to its juror now (`reopenEvaluation`).
        viewerCanReopen: "Boolean!" [Staff] = whether(Cond::And(vec![
            col("state").is_word("SUBMITTED"),
            is_in_evaluation(),
            !exists("user_role", "user_id", "juror_id", col("role").one_of(&["STAFF", "ADMIN"])),
        ]));
        /// Score and comment on each criterion and gate. For staff the list is empty until the evaluation is handed in.
        scores: "[EvaluationScore!]!" [Juror, Staff] = many("evaluation_id", "criterion_id");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Juror, Staff] = value("version");
    }
    filters {
        /// The application.
        applicationId: "ID" [Staff] = FilterOn::Value(col("application_id"));
        /// The juror.
        jurorId: "ID" [Staff] = FilterOn::Value(col("juror_id"));
        /// The status.
        status: "EvaluationStatus" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When it was created.
        CREATED_AT: "DateTime" Asc [Staff] = col("created_at");
    }
}

object! {
    /// The score and comment of one juror on one criterion or gate.
    EvaluationScore("evaluation_score") from "evaluation_score"
    rows {
        Juror => belongs_to("Evaluation", "evaluation_id");
        Staff => belongs_to_when("Evaluation", "evaluation_id", is_handed_in());
    }
    fields {
        /// The criterion. Null if the caller may not see it.
        criterion: "Criterion" [Juror, Staff] = one("criterion_id");
        /// The score on the scale of the rubric; null if there is none yet.
        score: "Int" [Juror, Staff] = value("score");
        /// The comment. Applicants may read it later.
        comment: "String!" [Juror, Staff] = value("comment");
    }
}

object! {
    /// What a juror wrote in an evaluation and could not save, because another window had changed the same score or text, or
    /// because it was too late. Only the juror reads it.
    RefusedText("refused_text") from "refused_text"
    rows {
        Juror => belongs_to("Assignment", "assignment_id");
    }
    fields {
        /// The assignment. Null if the caller may not see it.
        assignment: "Assignment" [Juror] = one("assignment_id");
        /// Which part of the evaluation.
        field: "EvaluationField!" [Juror] = value("field");
        /// The criterion or gate; null for the comment on the whole application and for the note for staff.
        criterion: "Criterion" [Juror] = one("criterion_id");
        /// The text as it was sent; for `SCORE` the number.
        text: "String!" [Juror] = value("text");
        /// The version of the evaluation that the window had.
        version: "Int!" [Juror] = value("version");
        /// When it was refused.
        refusedAt: "DateTime!" [Juror] = value("refused_at");
    }
    filters {
        /// Which part of the evaluation.
        field: "EvaluationField" [Juror] = FilterOn::Value(col("field"));
        /// The criterion or gate.
        criterionId: "ID" [Juror] = FilterOn::Value(col("criterion_id"));
    }
    orders {
        /// When it was refused.
        REFUSED_AT: "DateTime" Desc [Juror] = col("refused_at");
    }
}

object! {
    /// The result of an application: its evaluations, merged. A juror sees it for the applications that the juror
    /// judged.
    Consolidation("consolidation") from "consolidation"
    rows {
        Juror => col("state").is_word("MERGED").and(after_my_own()).and(belongs_to("Application", "application_id"));
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Juror, Staff] = one("application_id");
        /// The status.
        status: "ConsolidationStatus!" [Juror, Staff] = value("state");
        /// How the evaluations were merged.
        method: "ConsolidationMethod!" [Juror, Staff] = value("method");
        /// Sum of the merged scores of the criteria, each times its weight; null while a third juror is waited for.
        total: "Decimal" [Juror, Staff] = value("total_centi");
        /// Largest difference between the totals of two jurors, in points.
        spread: "Decimal!" [Staff] = value("spread_centi");
        /// Whether the jurors differed so much that a third was asked.
        isDiscrepant: "Boolean!" [Staff] = value("is_discrepant");
        /// The merged score on each criterion and gate.
        scores: "[ConsolidationScore!]!" [Juror, Staff] = many("consolidation_id", "criterion_id");
        /// When it was created.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff] = value("version");
    }
    orders {
        /// Place in the ranking: by total, then by `C1`, `C5` and `C2`, then the smaller spread first.
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
        /// The criterion. Null if the caller may not see it.
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
    /// The jurors of an application who must agree on its result. One of them, the consolidator, proposes it; the
    /// others answer. The jurors do not learn each other's names.
    Panel("panel") from "panel"
    rows {
        Juror => after_my_own().and(belongs_to("Application", "application_id"));
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// The application. Null if the caller may not see it.
        application: "Application" [Juror, Staff] = one("application_id");
        /// The status.
        status: "PanelStatus!" [Juror, Staff] = value("state");
        /// Whether the caller is the consolidator, who proposes.
        isConsolidator: "Boolean!" [Juror, Staff] = whether(is_by_me());
        /// The evaluation of the consolidator. Null if the caller may not see it.
        consolidator: "Evaluation" [Staff] = one("evaluation_id");
        /// The proposed score on each criterion and gate; empty before a proposal.
        scores: "[PanelScore!]!" [Juror, Staff] = many("panel_id", "criterion_id");
        /// Why the consolidator proposes this; empty before a proposal.
        comment: "String!" [Juror, Staff] = value("comment");
        /// How many jurors must agree, without the consolidator; 0 before a proposal.
        needed: "Int!" [Juror, Staff] = value(count("panel_answer", "panel_id", Cond::Always));
        /// How many jurors agree.
        agreed: "Int!" [Juror, Staff] = value(count("panel_answer", "panel_id", col("agrees").is_true()));
        /// Whether the caller has answered the proposal.
        hasAnswered: "Boolean!" [Juror, Staff] =
            whether(exists("panel_answer", "panel_id", "id", col("agrees").is_set().and(is_by_me())));
        /// The answers of the other jurors. A juror reads why somebody does not agree, but not who it is.
        answers: "[PanelAnswer!]!" [Juror, Staff] = many("panel_id", "reason");
        /// When it was created.
        createdAt: "DateTime!" [Staff] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff] = value("updated_at");
        /// Counts up with every proposal, and when another consolidator is named; for `expectedVersion`.
        version: "Int!" [Juror, Staff] = value("version");
    }
    filters {
        /// The campaign.
        campaignId: "ID" [Juror, Staff] = FilterOn::Value(via("application_id", "application", "campaign_id"));
        /// The status.
        status: "PanelStatus" [Juror, Staff] = FilterOn::Value(col("state"));
    }
    orders {
        /// When the panel was formed.
        CREATED_AT: "DateTime" Desc [Staff] = col("created_at");
    }
}

object! {
    /// The proposed score on one criterion or gate.
    PanelScore() from "panel_score"
    rows {
        Juror => belongs_to("Panel", "panel_id");
        Staff => belongs_to("Panel", "panel_id");
    }
    fields {
        /// The criterion. Null if the caller may not see it.
        criterion: "Criterion" [Juror, Staff] = one("criterion_id");
        /// The score, in steps of half a point.
        score: "Decimal!" [Juror, Staff] = value("score_centi");
    }
}

object! {
    /// The answer of a juror of the panel to the proposal. Jurors see only the answers that do not agree.
    PanelAnswer() from "panel_answer"
    rows {
        Juror => belongs_to("Panel", "panel_id").and(col("agrees").is_set()).and(!col("agrees").is_true());
        Staff => belongs_to("Panel", "panel_id");
    }
    fields {
        /// Whether the juror agrees; null before the answer.
        hasAgreed: "Boolean" [Juror, Staff] = value("agrees");
        /// Why the juror does not agree; empty if no reason was given.
        reason: "String!" [Juror, Staff] = value("reason");
        /// The evaluation of the juror who answers. Null if the caller may not see it.
        evaluation: "Evaluation" [Staff] = one("evaluation_id");
    }
}

queries! {
    /// A panel by its id; null if there is none that the caller may see.
    panel: "Panel" [Juror, Staff] = RootSource::ById;
    /// Panels that the caller may see; for staff the latest first.
    panels: "Panel" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// An evaluation by its id; null if there is none that the caller may see.
    evaluation: "Evaluation" [Juror, Staff] = RootSource::ById;
    /// Evaluations that the caller may see.
    evaluations: "Evaluation" [Juror, Staff] = RootSource::Page { when: Cond::Always, by: Vec::new() };
    /// The results of the applications for a label, the best first, after the jury has ended its work. Applications
    /// whose label was revoked are left out. Equal totals are ordered by `C1`, `C5` and `C2`, then by the smaller
    /// spread.
    ranking: "Consolidation" [Staff] = RootSource::Page {
        when: jury_is_done().and(!lost_its_label()),
        by: vec![
            chosen("campaignId", "ID", "campaign_id"),
            chosen("track", "Track", "track"),
        ],
    };
}
