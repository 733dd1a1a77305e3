//! Decisions and feedback as commands load and save them.

use std::collections::HashMap;

use entity::{
    application, consolidation, consolidation_score, decision, decision_evaluation, decision_step, evaluation,
    evaluation_score, feedback, feedback_part,
    ids::{ApplicationId, CampaignId, ConsolidationId, CriterionId, DecisionId, FeedbackId, ResultRemarkId},
    kinds::{ConsolidationStatus, DecisionStatus, EvaluationStatus, Outcome, ScoreBand, Track},
    result_remark,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::rules::{Ruled, Step, Used};
use crate::{
    db::{AT_ONCE, unless_taken},
    score::rules::Exact,
    stop::{Stop, found},
    work::Work,
};

/// A decision by its id.
pub async fn get(work: &Work, id: DecisionId) -> Result<decision::Model, Stop> {
    found(decision::Entity::find_by_id(id).one(work.tx()).await?)
}

fn decisions_on(applications: &[ApplicationId]) -> Select<decision::Entity> {
    let theirs = decision::Column::ApplicationId.is_in(applications.iter().copied());
    decision::Entity::find().filter(theirs).order_by_asc(decision::Column::ApplicationId)
}

/// The decisions on these applications, so that nobody changes them before this work ends.
pub async fn list_decisions(work: &Work, applications: &[ApplicationId]) -> Result<Vec<decision::Model>, Stop> {
    Ok(decisions_on(applications).lock_exclusive().all(work.tx()).await?)
}

/// The decisions on these applications, as they stand now.
pub async fn see_decisions(work: &Work, applications: &[ApplicationId]) -> Result<Vec<decision::Model>, Stop> {
    Ok(decisions_on(applications).all(work.tx()).await?)
}

fn feedback_on(applications: &[ApplicationId]) -> Select<feedback::Entity> {
    let theirs = feedback::Column::ApplicationId.is_in(applications.iter().copied());
    feedback::Entity::find().filter(theirs).order_by_asc(feedback::Column::ApplicationId)
}

/// The feedback on these applications, so that nobody changes it before this work ends.
pub(super) async fn list_feedback(work: &Work, applications: &[ApplicationId]) -> Result<Vec<feedback::Model>, Stop> {
    Ok(feedback_on(applications).lock_exclusive().all(work.tx()).await?)
}

/// The feedback on these applications, as it stands now.
pub(super) async fn see_feedback(work: &Work, applications: &[ApplicationId]) -> Result<Vec<feedback::Model>, Stop> {
    Ok(feedback_on(applications).all(work.tx()).await?)
}

/// The parts of feedback on single criteria, in the order of the criteria.
pub async fn list_parts(work: &Work, feedback: &[FeedbackId]) -> Result<Vec<feedback_part::Model>, Stop> {
    use feedback_part::{Column, Entity};
    let mut all = Vec::new();
    for some in feedback.chunks(AT_ONCE) {
        let theirs = Entity::find().filter(Column::FeedbackId.is_in(some.iter().copied()));
        all.extend(theirs.order_by_asc(Column::CriterionId).all(work.tx()).await?);
    }
    Ok(all)
}

/// What is said of the texts of these applications.
pub(super) async fn list_remarks(
    work: &Work,
    applications: &[ApplicationId],
) -> Result<Vec<result_remark::Model>, Stop> {
    use result_remark::{Column, Entity};
    let mut all = Vec::new();
    for some in applications.chunks(AT_ONCE) {
        let theirs = Entity::find().filter(Column::ApplicationId.is_in(some.iter().copied()));
        all.extend(theirs.all(work.tx()).await?);
    }
    Ok(all)
}

/// Writes what is said now, and takes away what is not said any more.
pub(super) async fn change_remarks(
    work: &Work,
    gone: &[ResultRemarkId],
    new: Vec<result_remark::Model>,
) -> Result<(), Stop> {
    for some in gone.chunks(AT_ONCE) {
        let some = result_remark::Column::Id.is_in(some.iter().copied());
        result_remark::Entity::delete_many().filter(some).exec(work.tx()).await?;
    }
    for some in new.chunks(AT_ONCE) {
        let rows = some.iter().map(|remark| result_remark::ActiveModel::from(remark.clone()).reset_all());
        result_remark::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// Writes decisions of which the texts changed; the version of each counts up.
pub(super) async fn save_motivations(work: &Work, decisions: &[decision::Model]) -> Result<(), Stop> {
    use decision::{ActiveModel, Column, Entity};
    for some in decisions.chunks(AT_ONCE) {
        let rows = some.iter().map(|row| {
            let changed = decision::Model { version: row.version + 1, updated_at: work.now(), ..row.clone() };
            ActiveModel::from(changed).reset_all()
        });
        let texts = [Column::Motivation, Column::MotivationById, Column::Version, Column::UpdatedAt];
        let again = OnConflict::column(Column::Id).update_columns(texts).to_owned();
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// Writes feedback, new or changed; the version of each counts up.
pub(super) async fn save_all_feedback(work: &Work, feedback: &[feedback::Model]) -> Result<(), Stop> {
    use feedback::{ActiveModel, Column, Entity};
    for some in feedback.chunks(AT_ONCE) {
        let rows = some.iter().map(|row| {
            let changed = feedback::Model { version: row.version + 1, updated_at: work.now(), ..row.clone() };
            ActiveModel::from(changed).reset_all()
        });
        let texts =
            [Column::Text, Column::EditedById, Column::IsMade, Column::ApprovedAt, Column::Version, Column::UpdatedAt];
        let again = OnConflict::column(Column::Id).update_columns(texts).to_owned();
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// Writes parts of feedback, new or changed.
pub(super) async fn save_parts(work: &Work, parts: &[feedback_part::Model]) -> Result<(), Stop> {
    use feedback_part::{ActiveModel, Column, Entity};
    for some in parts.chunks(AT_ONCE) {
        let rows = some.iter().map(|row| ActiveModel::from(row.clone()).reset_all());
        let again = OnConflict::column(Column::Id).update_columns([Column::Text, Column::EditedById]).to_owned();
        Entity::insert_many(rows).on_conflict(again).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

/// What the jurors wrote for the applicants, in the evaluations that counted: on which criterion, or on the whole.
pub(super) async fn list_comments(
    work: &Work,
    applications: &[ApplicationId],
) -> Result<Vec<(ApplicationId, Option<CriterionId>, String)>, Stop> {
    let mut all = Vec::new();
    for some in applications.chunks(AT_ONCE) {
        let counted = evaluation::Entity::find()
            .filter(evaluation::Column::ApplicationId.is_in(some.iter().copied()))
            .filter(evaluation::Column::State.eq(EvaluationStatus::Locked))
            .all(work.tx())
            .await?;
        let of: HashMap<_, _> = counted.iter().map(|one| (one.id, one.application_id)).collect();
        let theirs = evaluation_score::Column::EvaluationId.is_in(of.keys().copied());
        for score in evaluation_score::Entity::find().filter(theirs).all(work.tx()).await? {
            all.extend(of.get(&score.evaluation_id).map(|id| (*id, Some(score.criterion_id), score.comment)));
        }
        all.extend(counted.into_iter().map(|one| (one.application_id, None, one.comment)));
    }
    Ok(all)
}

/// The merged scores behind many results.
pub async fn list_all_scores(work: &Work, merged: &[ConsolidationId]) -> Result<Vec<consolidation_score::Model>, Stop> {
    let mut all = Vec::new();
    for some in merged.chunks(AT_ONCE) {
        let theirs = consolidation_score::Column::ConsolidationId.is_in(some.iter().copied());
        all.extend(consolidation_score::Entity::find().filter(theirs).all(work.tx()).await?);
    }
    Ok(all)
}

/// An application that earned the label, with its total.
#[derive(Clone, Debug)]
pub struct Awarded {
    /// The application.
    pub application: application::Model,
    /// Ratified, or known to the teacher.
    pub state: DecisionStatus,
    /// The total that the jury gave, merged, exactly.
    pub total: Exact,
    /// The result of the jury.
    pub consolidation: ConsolidationId,
    /// How far its jurors differed, in hundredths.
    pub spread_centi: i32,
}

/// Whether an application has a label that holds.
pub async fn holds_label(work: &Work, application: ApplicationId) -> Result<bool, Stop> {
    let holding = entity::label::Entity::find()
        .filter(entity::label::Column::ApplicationId.eq(application))
        .filter(entity::label::Column::RevokedAt.is_null());
    Ok(holding.count(work.tx()).await? > 0)
}

/// The applications of a track that earned the label by a ratified decision, and did not lose it. Whatever is given for a
/// label, or counts labels, counts these.
pub async fn list_awarded(work: &Work, campaign: CampaignId, track: Track) -> Result<Vec<Awarded>, Stop> {
    // An application has one label that holds at most (INV-24), and none before the results are out.
    let revoked = entity::label::Entity::find()
        .select_only()
        .column(entity::label::Column::ApplicationId)
        .filter(entity::label::Column::RevokedAt.is_not_null());
    let holding = entity::label::Entity::find()
        .select_only()
        .column(entity::label::Column::ApplicationId)
        .filter(entity::label::Column::RevokedAt.is_null());
    let lost = application::Column::Id
        .in_subquery(revoked.into_query())
        .and(application::Column::Id.not_in_subquery(holding.into_query()));
    let applications = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.eq(track))
        .filter(lost.not())
        .order_by_asc(application::Column::Id)
        .all(work.tx())
        .await?;
    let ids: Vec<ApplicationId> = applications.iter().map(|application| application.id).collect();
    let decisions = decision::Entity::find()
        .filter(decision::Column::ApplicationId.is_in(ids.iter().copied()))
        .filter(decision::Column::Outcome.eq(Outcome::Awarded))
        .filter(decision::Column::State.is_in([DecisionStatus::Ratified, DecisionStatus::Published]))
        .all(work.tx())
        .await?;
    let merged = list_merged(work, campaign, track).await?;
    let mut awarded = Vec::new();
    for application in applications {
        let decision = decisions.iter().find(|decision| decision.application_id == application.id);
        let merged = merged.iter().find(|one| one.application_id == application.id);
        if let (Some(decision), Some(merged)) = (decision, merged)
            && let Some(total) = merged.total_sixtieths
        {
            awarded.push(Awarded {
                application,
                state: decision.state,
                total: Exact(total),
                consolidation: merged.id,
                spread_centi: merged.spread_centi,
            });
        }
    }
    Ok(awarded)
}

/// The results of the jury in a track that are merged.
pub(super) async fn list_merged(
    work: &Work,
    campaign: CampaignId,
    track: Track,
) -> Result<Vec<consolidation::Model>, Stop> {
    let merged = consolidation::Entity::find()
        .filter(consolidation::Column::CampaignId.eq(campaign))
        .filter(consolidation::Column::Track.eq(track))
        .filter(consolidation::Column::State.eq(ConsolidationStatus::Merged));
    Ok(merged.order_by_asc(consolidation::Column::ApplicationId).all(work.tx()).await?)
}

/// Writes down what decisions rest on, in the place of what was there.
pub(super) async fn save_traces(work: &Work, traces: &[(DecisionId, Ruled)], highest_centi: i32) -> Result<(), Stop> {
    for some in traces.chunks(AT_ONCE / 10) {
        let ids: Vec<DecisionId> = some.iter().map(|(id, _)| *id).collect();
        let theirs = decision_step::Column::DecisionId.is_in(ids.iter().copied());
        decision_step::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
        let theirs = decision_evaluation::Column::DecisionId.is_in(ids);
        decision_evaluation::Entity::delete_many().filter(theirs).exec(work.tx()).await?;
        let (mut steps, mut evaluations) = (Vec::new(), Vec::new());
        for (id, ruled) in some {
            steps.extend((0..).zip(&ruled.steps).map(|(position, step)| {
                let row = decision_step::Model {
                    id: work.id(),
                    decision_id: *id,
                    position,
                    criterion_id: step.criterion,
                    score_centi: step.scored.centi(),
                    score_sixtieths: step.scored.0,
                    minimum_centi: step.minimum_centi,
                    is_reached: step.is_reached,
                    band: ruled.band(step, highest_centi),
                };
                decision_step::ActiveModel::from(row).reset_all()
            }));
            evaluations.extend(ruled.evaluations.iter().map(|used| {
                let row = decision_evaluation::Model {
                    id: work.id(),
                    decision_id: *id,
                    evaluation_id: used.evaluation,
                    total_centi: used.total_centi,
                    is_counted: used.is_counted,
                };
                decision_evaluation::ActiveModel::from(row).reset_all()
            }));
        }
        if !steps.is_empty() {
            decision_step::Entity::insert_many(steps).exec_without_returning(work.tx()).await?;
        }
        if !evaluations.is_empty() {
            decision_evaluation::Entity::insert_many(evaluations).exec_without_returning(work.tx()).await?;
        }
    }
    Ok(())
}

/// What the teachers of these decisions may be told of their scores, criterion by criterion.
pub async fn list_bands(
    work: &Work,
    decisions: &[DecisionId],
) -> Result<HashMap<DecisionId, Vec<(CriterionId, ScoreBand)>>, Stop> {
    let mut bands = HashMap::<_, Vec<_>>::new();
    for some in decisions.chunks(AT_ONCE) {
        let told = decision_step::Entity::find()
            .filter(decision_step::Column::DecisionId.is_in(some.iter().copied()))
            .filter(decision_step::Column::Band.is_not_null())
            .order_by_asc(decision_step::Column::Position);
        for row in told.all(work.tx()).await? {
            bands.entry(row.decision_id).or_default().extend(row.criterion_id.zip(row.band));
        }
    }
    Ok(bands)
}

/// What decisions rest on, as it was written down.
pub(super) async fn traces(work: &Work, decisions: &[decision::Model]) -> Result<Vec<Ruled>, Stop> {
    let (mut steps, mut evaluations) = (HashMap::<_, Vec<Step>>::new(), HashMap::<_, Vec<Used>>::new());
    for some in decisions.chunks(AT_ONCE) {
        let theirs = decision_step::Column::DecisionId.is_in(some.iter().map(|decision| decision.id));
        let rows = decision_step::Entity::find().filter(theirs).order_by_asc(decision_step::Column::Position);
        for row in rows.all(work.tx()).await? {
            steps.entry(row.decision_id).or_default().push(Step {
                criterion: row.criterion_id,
                scored: Exact(row.score_sixtieths),
                minimum_centi: row.minimum_centi,
                is_reached: row.is_reached,
            });
        }
        let theirs = decision_evaluation::Column::DecisionId.is_in(some.iter().map(|decision| decision.id));
        for row in decision_evaluation::Entity::find().filter(theirs).all(work.tx()).await? {
            evaluations.entry(row.decision_id).or_default().push(Used {
                evaluation: row.evaluation_id,
                total_centi: row.total_centi,
                is_counted: row.is_counted,
            });
        }
    }
    let trace = |decision: &decision::Model| Ruled {
        outcome: decision.rule_outcome,
        basis: decision.basis,
        method: decision.method,
        evaluations: evaluations.remove(&decision.id).unwrap_or_default(),
        steps: steps.remove(&decision.id).unwrap_or_default(),
    };
    Ok(decisions.iter().map(trace).collect())
}

/// So many decisions, in the order of their ids, behind this one.
pub(super) async fn list_after(
    work: &Work,
    last: Option<DecisionId>,
    count: u64,
) -> Result<Vec<decision::Model>, Stop> {
    let mut rows = decision::Entity::find().order_by_asc(decision::Column::Id).limit(count);
    if let Some(last) = last {
        rows = rows.filter(decision::Column::Id.gt(last));
    }
    Ok(rows.all(work.tx()).await?)
}

/// Writes a new decision; `None` when there is one on its application.
pub(super) async fn insert(work: &Work, decision: decision::Model) -> Result<Option<DecisionId>, Stop> {
    let written = decision::ActiveModel::from(decision).reset_all().insert(work.tx()).await;
    Ok(unless_taken(written)?.map(|row| row.id))
}

/// Writes a changed decision; its version counts up.
pub async fn save(work: &Work, decision: decision::Model) -> Result<(), Stop> {
    let unchanged = decision::Column::Version.eq(decision.version);
    let changed = decision::Model { version: decision.version + 1, updated_at: work.now(), ..decision };
    let changed = decision::ActiveModel::from(changed).reset_all();
    decision::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// The feedback on an application, if any is written, so that nobody changes it before this work ends.
pub(super) async fn find_feedback(work: &Work, application: ApplicationId) -> Result<Option<feedback::Model>, Stop> {
    Ok(list_feedback(work, &[application]).await?.pop())
}

/// Writes changed feedback; its version counts up.
pub(super) async fn save_feedback(work: &Work, feedback: feedback::Model) -> Result<(), Stop> {
    let unchanged = feedback::Column::Version.eq(feedback.version);
    let changed = feedback::Model { version: feedback.version + 1, updated_at: work.now(), ..feedback };
    let changed = feedback::ActiveModel::from(changed).reset_all();
    feedback::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// What stands in the place of a text that a rule of the database wants to be there.
pub const ERASED: &str = "(erased)";

/// Takes out what was written to applicants. Outcome, rule and who decided stay.
pub async fn erase_texts(work: &Work, applications: &[ApplicationId]) -> Result<(), Stop> {
    for some in applications.chunks(AT_ONCE) {
        let ids = some.iter().copied();
        decision::Entity::update_many()
            .col_expr(decision::Column::Motivation, Expr::value(ERASED))
            .filter(decision::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        decision::Entity::update_many()
            .col_expr(decision::Column::AdjustReason, Expr::value(ERASED))
            .filter(decision::Column::ApplicationId.is_in(ids.clone()))
            .filter(decision::Column::AdjustReason.is_not_null())
            .exec(work.tx())
            .await?;
        feedback::Entity::update_many()
            .col_expr(feedback::Column::Text, Expr::value(ERASED))
            .filter(feedback::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        let theirs = feedback::Entity::find()
            .select_only()
            .column(feedback::Column::Id)
            .filter(feedback::Column::ApplicationId.is_in(ids.clone()));
        feedback_part::Entity::update_many()
            .col_expr(feedback_part::Column::Text, Expr::value(ERASED))
            .filter(feedback_part::Column::FeedbackId.in_subquery(theirs.into_query()))
            .exec(work.tx())
            .await?;
        result_remark::Entity::delete_many()
            .filter(result_remark::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}
