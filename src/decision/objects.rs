//! What the API shows of decisions.

use super::remark::BLOCKING;
use crate::{
    api::object::{Cond, Object, belongs_to_when, col, exists, mine, via},
    object, queries, stake,
};

/// The objects of this concept.
pub fn objects() -> Vec<Object> {
    vec![
        Decision::declare(),
        DecisionStep::declare(),
        CriterionBand::declare(),
        DecisionEvaluation::declare(),
        Feedback::declare(),
        FeedbackPart::declare(),
        ResultRemark::declare(),
    ]
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
        /// Set it right after it is out.
        REVISE { Staff => stake::of_my_office_in("application_id"); } while
            exists("application", "id", "application_id", stake::released_and_impartial());
        /// Compute it again, to see whether it comes out the same.
        REPLAY { Staff => stake::of_my_office_in("application_id"); };
    }
    fields {
        /// The outcome.
        outcome: "Outcome!" [Teacher, Juror, Staff, Admin, Service] = value("outcome");
        /// The explanation for the applicant.
        motivation: "String!" [Teacher, Juror, Staff, Admin] = value("motivation");
        /// In which band the merged score of the caller's own application is on each criterion and gate. Empty if the campaign
        /// does not tell teachers that (`Campaign.hasScoreBands`), if the jury did not judge the application, or if a single
        /// juror did.
        bands: "[CriterionBand!]!" [Teacher] = many("decision_id", "position");
        /// Whether `draftResultTexts` made the explanation, and nobody has changed it.
        isMotivationDrafted: "Boolean!" [Staff, Admin] =
            whether(Cond::IsNull(col("motivation_by_id")).and(!col("motivation").is_word("")));
        /// When it was set right after it was out; null if it was not.
        correctedAt: "DateTime" [Teacher, Juror, Staff, Admin, Service] = value("corrected_at");
        /// From this instant on its teacher cannot ask any more to look at it again (`requestReconsideration`). Null if that is not
        /// offered, or the result is not out.
        reconsiderationClosesAt: "DateTime" [Teacher, Staff, Admin] = value("reconsideration_closes_at");
        /// The last day before that, in Brussels, to be shown to people; null if `reconsiderationClosesAt` is null.
        reconsiderationClosesOn: "Date" [Teacher, Staff, Admin] =
            value(Expr::LastDay(Box::new(col("reconsideration_closes_at"))));
        /// Whether the caller can ask now to look at it again (`requestReconsideration`).
        viewerCanRequestReconsideration: "Boolean!" [Teacher] = whether(Cond::And(vec![
            col("reconsideration_closes_at").is_set(),
            !col("reconsideration_closes_at").not_after(Expr::Now),
            !exists("reconsideration", "application_id", "application_id", Cond::Always),
            exists("application", "id", "application_id", !via("campaign_id", "campaign", "status").is_word("ARCHIVED")),
        ]));
        /// The application. Null if the caller may not see it.
        application: "Application" [Teacher, Juror, Staff, Service] = one("application_id");
        /// The status.
        status: "DecisionStatus!" [Staff, Admin] = value("state");
        /// The outcome that the rule gives. It differs from `outcome` only if staff set another one, with a reason.
        ruleOutcome: "Outcome!" [Staff, Admin] = value("rule_outcome");
        /// What `ruleOutcome` rests on.
        basis: "DecisionBasis!" [Staff, Admin] = value("basis");
        /// The revision of the application that was judged. Null if none was, or the caller may not see it.
        revision: "ApplicationRevision" [Staff] = one("revision_id");
        /// The rubric that it was judged by. Null if it was not judged.
        rubric: "RubricVersion" [Staff, Admin] = one("rubric_version_id");
        /// The evaluations that were there, with those that count.
        evaluations: "[DecisionEvaluation!]!" [Staff] = many("decision_id", "evaluation_id");
        /// How the evaluations were merged; null if there were none.
        method: "ConsolidationMethod" [Staff, Admin] = value("method");
        /// The rule, step by step: the total, then each criterion and gate. The label is earned if all are reached. Empty
        /// if `basis` is not `EVALUATIONS`.
        steps: "[DecisionStep!]!" [Staff, Admin] = many("decision_id", "position");
        /// The outcome that the rule would give if the total were the one that calibration estimates, with jurors of average
        /// severity: where it differs from `ruleOutcome`, as the scores stood when the decision was proposed. Nothing is decided
        /// by it; it is a reason to ask a third juror or the panel. Null if it does not differ, or if the scores could not be
        /// calibrated.
        calibratedOutcome: "Outcome" [Staff] = value("calibrated_outcome");
        /// The total that calibration estimated, in points; null where `calibratedOutcome` is null.
        calibratedTotal: "Decimal" [Staff] = value("calibrated_total_centi");
        /// Who set another outcome; null if nobody did, or the caller may not see this user.
        adjustedBy: "User" [Staff, Admin] = one("adjusted_by_id");
        /// Why staff set another outcome; null if they did not.
        adjustReason: "String" [Staff, Admin] = value("adjust_reason");
        /// Who proposed it. Null if the caller may not see this user.
        proposedBy: "User" [Staff, Admin] = one("proposed_by_id");
        /// The second person, who confirmed it; null before that.
        ratifiedBy: "User" [Staff, Admin] = one("ratified_by_id");
        /// When it was confirmed; null before that.
        ratifiedAt: "DateTime" [Staff, Admin] = value("ratified_at");
        /// How it was set right after it was out, and what was proposed for that.
        corrections: "[Correction!]!" [Staff, Admin] = many("decision_id", "created_at");
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
        /// The advice on the whole application.
        text: "String!" [Teacher, Juror, Staff, Admin] = value("text");
        /// The advice on single criteria.
        parts: "[FeedbackPart!]!" [Teacher, Juror, Staff, Admin] = many("feedback_id", "criterion_id");
        /// Whether `draftResultTexts` made the text on the whole, and nobody has changed it.
        isDrafted: "Boolean!" [Staff, Admin] = whether(col("is_made").is_true());
        /// When staff approved it, together with the explanation of the decision; null before that.
        approvedAt: "DateTime" [Staff, Admin] = value("approved_at");
        /// When it was created.
        createdAt: "DateTime!" [Staff, Admin] = value("created_at");
        /// When it last changed.
        updatedAt: "DateTime!" [Staff, Admin] = value("updated_at");
        /// Counts up with every change; for `expectedVersion`.
        version: "Int!" [Staff, Admin] = value("version");
    }
}

object! {
    /// A comparison that a decision rests on: a score beside what is needed.
    DecisionStep("decision_step") from "decision_step"
    rows {
        Staff => belongs_to("Decision", "decision_id");
        Admin => belongs_to("Decision", "decision_id");
    }
    fields {
        /// The criterion or gate; null for the total.
        criterion: "Criterion" [Staff, Admin] = one("criterion_id");
        /// The merged score, in points, rounded to hundredths to be shown.
        score: "Decimal!" [Staff, Admin] = value("score_centi");
        /// The same exactly, in sixtieths of a point. This is compared.
        scoreSixtieths: "Int!" [Staff, Admin] = value("score_sixtieths");
        /// What is needed, in points.
        minimum: "Decimal!" [Staff, Admin] = value("minimum_centi");
        /// Whether the score is enough.
        isReached: "Boolean!" [Staff, Admin] = whether(col("is_reached").is_true());
    }
}

/// The caller wrote the application of the decision, and its campaign tells teachers in which band their scores are (Q10).
fn tells_me_bands() -> Cond {
    let tells = via("campaign_id", "campaign", "has_score_bands").is_true();
    exists("application", "id", "application_id", mine("teacher_id").and(tells))
}

object! {
    /// In which band the merged score of the caller's application is on a criterion or gate.
    CriterionBand() from "decision_step"
    rows {
        Teacher => col("band").is_set().and(belongs_to_when("Decision", "decision_id", tells_me_bands()));
    }
    fields {
        /// The criterion or gate. Null if the caller may not see it.
        criterion: "Criterion" [Teacher] = one("criterion_id");
        /// The band.
        band: "ScoreBand!" [Teacher] = value("band");
    }
}

object! {
    /// An evaluation that was there when a decision was made.
    DecisionEvaluation("decision_evaluation") from "decision_evaluation"
    rows {
        Staff => belongs_to("Decision", "decision_id");
    }
    fields {
        /// The evaluation. Null if the caller may not see it.
        evaluation: "Evaluation" [Staff] = one("evaluation_id");
        /// Its total, in points.
        total: "Decimal!" [Staff] = value("total_centi");
        /// Whether the merged scores are the mean of this evaluation and others: with `CLOSEST_TWO` only two count, with
        /// `PANEL` none.
        isCounted: "Boolean!" [Staff] = whether(col("is_counted").is_true());
    }
}

object! {
    /// The advice of the jury to the applicant on one criterion.
    FeedbackPart("feedback_part") from "feedback_part"
    rows {
        Teacher => belongs_to("Feedback", "feedback_id");
        Juror => belongs_to("Feedback", "feedback_id");
        Staff => belongs_to("Feedback", "feedback_id");
        Admin => belongs_to("Feedback", "feedback_id");
    }
    fields {
        /// The criterion. Null if the caller may not see it.
        criterion: "Criterion" [Teacher, Juror, Staff, Admin] = one("criterion_id");
        /// The advice; empty if there is none.
        text: "String!" [Teacher, Juror, Staff, Admin] = value("text");
        /// Whether `draftResultTexts` made the text, and nobody has changed it.
        isDrafted: "Boolean!" [Staff, Admin] = whether(Cond::IsNull(col("edited_by_id")));
    }
}

/// What a remark says, by its code.
const SAID: &[(&str, &str)] = &[
    ("MISSING", "this text is missing"),
    ("NAMES_A_JUROR", "this text names a juror: take the name out"),
    ("VERY_SHORT", "this text has fewer than ten words: say more"),
    ("OTHER_LANGUAGE", "this text seems to be in another language than that of the applicant"),
    ("TELLS_A_SCORE", "this text seems to tell a score, and teachers do not see scores"),
    ("CONTRADICTS_OUTCOME", "this explanation seems to speak of another outcome"),
    ("SAME_TEXT", "another application has exactly this text"),
];

object! {
    /// A remark on a text that a teacher will read with the result: it is missing, or could be better. It is looked at anew
    /// when one of the texts of the application changes.
    ResultRemark("result_remark") from "result_remark"
    rows {
        Staff => belongs_to("Application", "application_id");
    }
    fields {
        /// What the remark says.
        code: "ResultRemarkCode!" [Staff] = value("code");
        /// The same in words, for people, in the language of the reader as `UserError.message` is.
        message: "String!" [Staff] = value(Expr::Said { words: SAID, of: Box::new(col("code")), facts: Vec::new() });
        /// Whether the texts cannot be approved until this is settled.
        isBlocking: "Boolean!" [Staff] = whether(col("code").one_of(BLOCKING));
        /// The text that it is about.
        part: "ResultTextPart!" [Staff] = value("part");
        /// The criterion that it is about; null if it is about none.
        criterion: "Criterion" [Staff] = one("criterion_id");
        /// For `OTHER_LANGUAGE` the language that the text seems to be in, such as `fr`; null for other remarks.
        language: "String" [Staff] = value("language");
        /// For `SAME_TEXT` the other application; null for other remarks, or if the caller may not see it.
        sameAs: "Application" [Staff] = one("same_as_id");
    }
}

queries! {
    /// Decisions that the caller may see.
    decisions: "Decision" [Staff, Admin] = RootSource::Page { when: Cond::Always, by: Vec::new() };
}
