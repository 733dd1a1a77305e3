//! Evaluations and consolidations as commands load and save them.

use std::collections::BTreeMap;

use entity::{
    consolidation, consolidation_score, evaluation, evaluation_score,
    ids::{ApplicationId, AssignmentId, ConsolidationId, CriterionId, EvaluationId, JurorId},
    kinds::EvaluationState,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

use super::rules::Sheet;
use crate::{
    db::AT_ONCE,
    stop::{Stop, found},
    work::Work,
};

/// An evaluation by its id, so that nobody changes it before this work ends.
pub(super) async fn get_locked(work: &Work, id: EvaluationId) -> Result<evaluation::Model, Stop> {
    found(evaluation::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The evaluation of an assignment; `None` before it is begun. Who calls this has locked the assignment.
pub(super) async fn find(work: &Work, assignment: AssignmentId) -> Result<Option<evaluation::Model>, Stop> {
    let its = evaluation::Entity::find().filter(evaluation::Column::AssignmentId.eq(assignment));
    Ok(its.one(work.tx()).await?)
}

/// The evaluations of an application that are in: handed in, or used in its result.
pub(super) async fn list_handed_in(work: &Work, application: ApplicationId) -> Result<Vec<evaluation::Model>, Stop> {
    let its = evaluation::Entity::find()
        .filter(evaluation::Column::ApplicationId.eq(application))
        .filter(evaluation::Column::State.is_in([EvaluationState::Submitted, EvaluationState::Locked]));
    Ok(its.order_by_asc(evaluation::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// Writes a new evaluation.
pub(super) async fn insert(work: &Work, evaluation: evaluation::Model) -> Result<(), Stop> {
    evaluation::ActiveModel::from(evaluation).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed evaluation; its version counts up.
pub(super) async fn save(work: &Work, evaluation: evaluation::Model) -> Result<(), Stop> {
    let changed = evaluation::Model { version: evaluation.version + 1, updated_at: work.now(), ..evaluation };
    evaluation::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// The scores and comments of an evaluation.
pub(super) async fn scores(work: &Work, evaluation: EvaluationId) -> Result<Vec<evaluation_score::Model>, Stop> {
    let its = evaluation_score::Entity::find().filter(evaluation_score::Column::EvaluationId.eq(evaluation));
    Ok(its.order_by_asc(evaluation_score::Column::CriterionId).all(work.tx()).await?)
}

/// Writes scores and comments, new or changed, in one statement.
pub(super) async fn save_scores(work: &Work, rows: Vec<evaluation_score::Model>) -> Result<(), Stop> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [evaluation_score::Column::EvaluationId, evaluation_score::Column::CriterionId];
    let changing =
        [evaluation_score::Column::Score, evaluation_score::Column::Comment, evaluation_score::Column::UpdatedAt];
    let rows = rows.into_iter().map(|row| evaluation_score::ActiveModel::from(row).reset_all());
    evaluation_score::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(columns).update_columns(changing).to_owned())
        .exec_without_returning(work.tx())
        .await?;
    Ok(())
}

/// The scores of evaluations, one sheet each.
pub(super) async fn sheets(work: &Work, evaluations: &[evaluation::Model]) -> Result<Vec<Sheet>, Stop> {
    let ids = evaluations.iter().map(|evaluation| evaluation.id);
    let rows = evaluation_score::Entity::find().filter(evaluation_score::Column::EvaluationId.is_in(ids));
    let mut sheets: BTreeMap<EvaluationId, Sheet> = BTreeMap::new();
    for row in rows.all(work.tx()).await? {
        let sheet =
            sheets.entry(row.evaluation_id).or_insert_with(|| Sheet { id: row.evaluation_id, scores: BTreeMap::new() });
        if let Some(score) = row.score {
            sheet.scores.insert(row.criterion_id, score);
        }
    }
    Ok(sheets.into_values().collect())
}

/// What came of the evaluations of an application; `None` before they were merged.
pub async fn consolidation_of(work: &Work, application: ApplicationId) -> Result<Option<consolidation::Model>, Stop> {
    let its = consolidation::Entity::find().filter(consolidation::Column::ApplicationId.eq(application));
    Ok(its.one(work.tx()).await?)
}

/// Writes a consolidation, new or changed, with its merged scores.
pub(super) async fn save_consolidation(
    work: &Work,
    consolidation: consolidation::Model,
    scores: &[(CriterionId, i32)],
) -> Result<(), Stop> {
    let (id, is_new) = (consolidation.id, consolidation.version == 1);
    let row = consolidation::ActiveModel::from(consolidation).reset_all();
    if is_new {
        row.insert(work.tx()).await?;
    } else {
        row.update(work.tx()).await?;
    }
    clear_scores(work, id).await?;
    let rows: Vec<consolidation_score::ActiveModel> = scores
        .iter()
        .map(|(criterion_id, score_centi)| consolidation_score::Model {
            id: work.id(),
            consolidation_id: id,
            criterion_id: *criterion_id,
            score_centi: *score_centi,
        })
        .map(|row| consolidation_score::ActiveModel::from(row).reset_all())
        .collect();
    if !rows.is_empty() {
        consolidation_score::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    }
    Ok(())
}

async fn clear_scores(work: &Work, consolidation: ConsolidationId) -> Result<(), Stop> {
    consolidation_score::Entity::delete_many()
        .filter(consolidation_score::Column::ConsolidationId.eq(consolidation))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Takes a consolidation out: it can be computed again from what it came from.
pub(super) async fn delete_consolidation(work: &Work, id: ConsolidationId) -> Result<(), Stop> {
    clear_scores(work, id).await?;
    consolidation::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Moves evaluations to a state; their versions count up.
pub(super) async fn set_state(work: &Work, ids: &[EvaluationId], state: EvaluationState) -> Result<(), Stop> {
    evaluation::Entity::update_many()
        .col_expr(evaluation::Column::State, Expr::value(state))
        .col_expr(evaluation::Column::Version, Expr::col(evaluation::Column::Version).add(1))
        .col_expr(evaluation::Column::UpdatedAt, Expr::value(work.now()))
        .filter(evaluation::Column::Id.is_in(ids.iter().copied()))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Puts a row that names nobody in the place of the juror of these evaluations. Scores, states and instants stay, so that
/// every result can be computed again (INV-17).
pub async fn unlink(work: &Work, assignments: &[AssignmentId], nobody: JurorId) -> Result<(), Stop> {
    for some in assignments.chunks(AT_ONCE) {
        evaluation::Entity::update_many()
            .col_expr(evaluation::Column::JurorId, Expr::value(nobody))
            .filter(evaluation::Column::AssignmentId.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Takes out what jurors wrote on applications. Scores stay.
pub async fn erase_texts(work: &Work, applications: &[ApplicationId]) -> Result<(), Stop> {
    for some in applications.chunks(AT_ONCE) {
        let ids = some.iter().copied();
        let evaluations = evaluation::Entity::find()
            .select_only()
            .column(evaluation::Column::Id)
            .filter(evaluation::Column::ApplicationId.is_in(ids.clone()))
            .into_query();
        evaluation_score::Entity::update_many()
            .col_expr(evaluation_score::Column::Comment, Expr::value(""))
            .filter(evaluation_score::Column::EvaluationId.in_subquery(evaluations))
            .exec(work.tx())
            .await?;
        evaluation::Entity::update_many()
            .col_expr(evaluation::Column::Comment, Expr::value(""))
            .col_expr(evaluation::Column::InternalNote, Expr::value(""))
            .filter(evaluation::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}
