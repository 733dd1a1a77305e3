//! Evaluations and consolidations as commands load and save them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    assignment, consolidation, consolidation_score, evaluation, evaluation_score,
    ids::{
        ApplicationId, AssignmentId, CampaignId, ConsolidationId, CriterionId, EvaluationId, JurorId, PanelId,
        RefusedTextId,
    },
    jury_membership,
    kinds::{Community, EvaluationStatus, PanelStatus, Track},
    panel, panel_answer, panel_score, prize, refused_text,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationDef, Statement,
    sea_query::{Expr, ExprTrait, IntoCondition, OnConflict},
};

use super::{
    calibrate::Scored,
    rules::{Exact, Judged, Sheet},
};
use crate::{db::AT_ONCE, stop::Stop, work::Work};

/// Texts of each part of an evaluation that are kept when they are refused.
const KEPT: usize = 20;

/// The evaluation of an assignment; `None` before it is begun. Who calls this has locked the assignment.
pub(super) async fn find(work: &Work, assignment: AssignmentId) -> Result<Option<evaluation::Model>, Stop> {
    let its = evaluation::Entity::find().filter(evaluation::Column::AssignmentId.eq(assignment));
    Ok(its.one(work.tx()).await?)
}

/// The same, with its scores and comments on these criteria.
pub(super) async fn find_with_scores(
    work: &Work,
    assignment: AssignmentId,
    criteria: Vec<CriterionId>,
) -> Result<Option<(evaluation::Model, Vec<evaluation_score::Model>)>, Stop> {
    let scores: RelationDef = evaluation::Entity::belongs_to(evaluation_score::Entity)
        .from(evaluation::Column::Id)
        .to(evaluation_score::Column::EvaluationId)
        .into();
    let asked = evaluation_score::Column::CriterionId.is_in(criteria);
    let scores = scores.on_condition(move |_, _| asked.clone().into_condition());
    let its = evaluation::Entity::find().filter(evaluation::Column::AssignmentId.eq(assignment));
    let its = its.join(JoinType::LeftJoin, scores).select_also(evaluation_score::Entity).all(work.tx()).await?;
    let mut evaluation = None;
    let mut scores = Vec::new();
    for (its, score) in its {
        evaluation = Some(its);
        scores.extend(score);
    }
    Ok(evaluation.map(|evaluation| (evaluation, scores)))
}

/// The evaluations of an application that are in: handed in, or used in its result.
pub(super) async fn list_handed_in(work: &Work, application: ApplicationId) -> Result<Vec<evaluation::Model>, Stop> {
    let its = evaluation::Entity::find()
        .filter(evaluation::Column::ApplicationId.eq(application))
        .filter(evaluation::Column::State.is_in([EvaluationStatus::Submitted, EvaluationStatus::Locked]));
    Ok(its.order_by_asc(evaluation::Column::Id).lock_exclusive().all(work.tx()).await?)
}

/// Writes a new evaluation.
pub(super) async fn insert(work: &Work, evaluation: evaluation::Model) -> Result<(), Stop> {
    let row = evaluation::ActiveModel::from(evaluation).reset_all();
    Ok(work.tx().later(&evaluation::Entity::insert(row)).await?)
}

/// Writes a changed evaluation; its version counts up.
pub(super) async fn save(work: &Work, evaluation: evaluation::Model) -> Result<(), Stop> {
    let unchanged = evaluation::Column::Version.eq(evaluation.version);
    let changed = evaluation::Model { version: evaluation.version + 1, updated_at: work.now(), ..evaluation };
    let changed = evaluation::ActiveModel::from(changed).reset_all();
    Ok(work.tx().later(&evaluation::Entity::update(changed).validate()?.filter(unchanged)).await?)
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
    let changing = [
        evaluation_score::Column::Score,
        evaluation_score::Column::Comment,
        evaluation_score::Column::ScoreVersion,
        evaluation_score::Column::CommentVersion,
        evaluation_score::Column::UpdatedAt,
    ];
    let rows = rows.into_iter().map(|row| evaluation_score::ActiveModel::from(row).reset_all());
    let again = OnConflict::columns(columns).update_columns(changing).to_owned();
    Ok(work.tx().later(&evaluation_score::Entity::insert_many(rows).on_conflict(again)).await?)
}

/// Keeps what a juror could not save, of each part the last; tells whether anything of it is new. What is refused again,
/// word for word, is kept once.
pub(super) async fn keep_refused(
    work: &Work,
    assignment: AssignmentId,
    mut texts: Vec<refused_text::Model>,
) -> Result<bool, Stop> {
    let its = refused_text::Entity::find().filter(refused_text::Column::AssignmentId.eq(assignment));
    let newest_first = its.order_by_desc(refused_text::Column::RefusedAt).order_by_desc(refused_text::Column::Id);
    let known = newest_first.all(work.tx()).await?;
    let same = |one: &refused_text::Model, other: &refused_text::Model| {
        (one.criterion_id, one.field) == (other.criterion_id, other.field)
    };
    texts.retain(|text| !known.iter().any(|one| same(one, text) && one.text == text.text));
    if texts.is_empty() {
        return Ok(false);
    }
    let old = texts.iter().flat_map(|text| known.iter().filter(|one| same(one, text)).skip(KEPT - 1));
    let old: Vec<RefusedTextId> = old.map(|one| one.id).collect();
    refused_text::Entity::delete_many().filter(refused_text::Column::Id.is_in(old)).exec(work.tx()).await?;
    let rows = texts.into_iter().map(|text| refused_text::ActiveModel::from(text).reset_all());
    refused_text::Entity::insert_many(rows).exec_without_returning(work.tx()).await?;
    Ok(true)
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

/// What the results of these applications were made of: the evaluations that are used, those first that were asked for first,
/// and what panels agreed on.
pub async fn judged(work: &Work, applications: &[ApplicationId]) -> Result<BTreeMap<ApplicationId, Judged>, Stop> {
    let mut all: BTreeMap<ApplicationId, Judged> = BTreeMap::new();
    for some in applications.chunks(AT_ONCE) {
        let used = evaluation::Entity::find()
            .filter(evaluation::Column::ApplicationId.is_in(some.iter().copied()))
            .filter(evaluation::Column::State.eq(EvaluationStatus::Locked))
            .order_by_asc(evaluation::Column::AssignmentId);
        let used = used.all(work.tx()).await?;
        let mut sheets: BTreeMap<EvaluationId, Sheet> =
            sheets(work, &used).await?.into_iter().map(|sheet| (sheet.id, sheet)).collect();
        for evaluation in used {
            all.entry(evaluation.application_id).or_default().sheets.extend(sheets.remove(&evaluation.id));
        }
        let panels = panel::Entity::find()
            .filter(panel::Column::ApplicationId.is_in(some.iter().copied()))
            .filter(panel::Column::State.eq(PanelStatus::Agreed));
        let panels: BTreeMap<PanelId, ApplicationId> =
            panels.all(work.tx()).await?.into_iter().map(|panel| (panel.id, panel.application_id)).collect();
        let scores = panel_score::Entity::find().filter(panel_score::Column::PanelId.is_in(panels.keys().copied()));
        for score in scores.all(work.tx()).await? {
            let Some(application) = panels.get(&score.panel_id) else { continue };
            let judged = all.entry(*application).or_default();
            judged.agreed.get_or_insert_default().insert(score.criterion_id, score.score_centi);
        }
    }
    Ok(all)
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
    scores: &[(CriterionId, Exact)],
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
        .map(|(criterion_id, score)| consolidation_score::Model {
            id: work.id(),
            consolidation_id: id,
            criterion_id: *criterion_id,
            score_centi: score.centi(),
            score_sixtieths: score.0,
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
pub(super) async fn set_state(work: &Work, ids: &[EvaluationId], state: EvaluationStatus) -> Result<(), Stop> {
    evaluation::Entity::update_many()
        .col_expr(evaluation::Column::State, Expr::value(state))
        .col_expr(evaluation::Column::Version, Expr::col(evaluation::Column::Version).add(1))
        .col_expr(evaluation::Column::UpdatedAt, Expr::value(work.now()))
        .filter(evaluation::Column::Id.is_in(ids.iter().copied()))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// The panel of an application; `None` without one.
pub(super) async fn find_panel(work: &Work, application: ApplicationId) -> Result<Option<panel::Model>, Stop> {
    Ok(panel::Entity::find().filter(panel::Column::ApplicationId.eq(application)).one(work.tx()).await?)
}

/// Writes a panel, new with version 0 or changed; its version counts up.
pub(super) async fn save_panel(work: &Work, panel: panel::Model) -> Result<(), Stop> {
    let is_new = panel.version == 0;
    let changed = panel::Model { version: panel.version + 1, updated_at: work.now(), ..panel };
    let row = panel::ActiveModel::from(changed).reset_all();
    if is_new {
        row.insert(work.tx()).await?;
    } else {
        row.update(work.tx()).await?;
    }
    Ok(())
}

/// Leaves a panel, if it is still there, without a proposal.
pub(super) async fn open_panel(work: &Work, id: PanelId) -> Result<(), Stop> {
    panel::Entity::update_many()
        .col_expr(panel::Column::State, Expr::value(PanelStatus::Open))
        .col_expr(panel::Column::Comment, Expr::value(""))
        .col_expr(panel::Column::Version, Expr::col(panel::Column::Version).add(1))
        .col_expr(panel::Column::UpdatedAt, Expr::value(work.now()))
        .filter(panel::Column::Id.eq(id))
        .exec(work.tx())
        .await?;
    Ok(())
}

/// Takes out what was proposed to a panel, and what its members said to it.
pub(super) async fn clear_panel(work: &Work, id: PanelId) -> Result<(), Stop> {
    panel_answer::Entity::delete_many().filter(panel_answer::Column::PanelId.eq(id)).exec(work.tx()).await?;
    panel_score::Entity::delete_many().filter(panel_score::Column::PanelId.eq(id)).exec(work.tx()).await?;
    Ok(())
}

/// Takes a panel out, with all that belongs to it.
pub(super) async fn delete_panel(work: &Work, id: PanelId) -> Result<(), Stop> {
    clear_panel(work, id).await?;
    panel::Entity::delete_by_id(id).exec(work.tx()).await?;
    Ok(())
}

/// Puts scores before a panel, for those with these evaluations to answer.
pub(super) async fn ask_panel(
    work: &Work,
    id: PanelId,
    scores: &BTreeMap<CriterionId, i32>,
    others: impl Iterator<Item = EvaluationId>,
) -> Result<(), Stop> {
    let scores = scores.iter().map(|(criterion_id, score_centi)| {
        let row =
            panel_score::Model { id: work.id(), panel_id: id, criterion_id: *criterion_id, score_centi: *score_centi };
        panel_score::ActiveModel::from(row).reset_all()
    });
    panel_score::Entity::insert_many(scores).exec_without_returning(work.tx()).await?;
    let answers = others.map(|evaluation_id| {
        let row =
            panel_answer::Model { id: work.id(), panel_id: id, evaluation_id, agrees: None, reason: String::new() };
        panel_answer::ActiveModel::from(row).reset_all()
    });
    panel_answer::Entity::insert_many(answers).exec_without_returning(work.tx()).await?;
    Ok(())
}

/// The scores that a panel is asked to agree on, in hundredths.
pub(super) async fn panel_scores(work: &Work, id: PanelId) -> Result<BTreeMap<CriterionId, i32>, Stop> {
    let its = panel_score::Entity::find().filter(panel_score::Column::PanelId.eq(id));
    Ok(its.all(work.tx()).await?.into_iter().map(|row| (row.criterion_id, row.score_centi)).collect())
}

/// What the members of a panel say, or have still to say.
pub(super) async fn panel_answers(work: &Work, id: PanelId) -> Result<Vec<panel_answer::Model>, Stop> {
    let its = panel_answer::Entity::find().filter(panel_answer::Column::PanelId.eq(id));
    Ok(its.order_by_asc(panel_answer::Column::Id).all(work.tx()).await?)
}

/// Writes what a member of a panel says.
pub(super) async fn save_answer(work: &Work, answer: panel_answer::Model) -> Result<(), Stop> {
    panel_answer::ActiveModel::from(answer).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Puts a row that names nobody in the place of the juror of these evaluations. Scores, states and instants stay, so that
/// every result can be computed again (INV-17). A panel knows its members by their evaluations only.
pub async fn unlink(work: &Work, assignments: &[AssignmentId], nobody: JurorId) -> Result<(), Stop> {
    for some in assignments.chunks(AT_ONCE) {
        evaluation::Entity::update_many()
            .col_expr(evaluation::Column::JurorId, Expr::value(nobody))
            .filter(evaluation::Column::AssignmentId.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
        refused_text::Entity::delete_many()
            .filter(refused_text::Column::AssignmentId.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// Takes out what a juror wrote and could not save. What is stored of evaluations stays, with the files it is about.
pub async fn forget(work: &Work, juror: JurorId) -> Result<(), Stop> {
    let its = assignment::Entity::find().select_only().column(assignment::Column::Id);
    let its = its.filter(assignment::Column::JurorId.eq(juror)).into_query();
    refused_text::Entity::delete_many()
        .filter(refused_text::Column::AssignmentId.in_subquery(its))
        .exec(work.tx())
        .await?;
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
            .filter(evaluation::Column::ApplicationId.is_in(ids.clone()))
            .exec(work.tx())
            .await?;
        let assignments = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::Id)
            .filter(assignment::Column::ApplicationId.is_in(ids.clone()))
            .into_query();
        refused_text::Entity::delete_many()
            .filter(refused_text::Column::AssignmentId.in_subquery(assignments))
            .exec(work.tx())
            .await?;
        let panels = panel::Entity::find()
            .select_only()
            .column(panel::Column::Id)
            .filter(panel::Column::ApplicationId.is_in(ids.clone()))
            .into_query();
        panel_answer::Entity::update_many()
            .col_expr(panel_answer::Column::Reason, Expr::value(""))
            .filter(panel_answer::Column::PanelId.in_subquery(panels))
            .exec(work.tx())
            .await?;
        panel::Entity::update_many()
            .col_expr(panel::Column::Comment, Expr::value(""))
            .filter(panel::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}

/// The scores that are in, of a track of a campaign: totals, or those of one criterion. One statement.
pub(super) async fn scored(
    work: &Work,
    campaign: CampaignId,
    track: Track,
    criterion: Option<CriterionId>,
) -> Result<Vec<Scored>, Stop> {
    let (sql, mut values) = match criterion {
        Some(_) => (SCORED.replace("e.total_centi", ONE_CRITERION), vec![campaign.into(), track.into()]),
        None => (SCORED.to_owned(), vec![campaign.into(), track.into()]),
    };
    values.extend(criterion.map(Into::into));
    let rows = work.tx().query_all_raw(Statement::from_sql_and_values(work.tx().get_database_backend(), sql, values));
    let scored = rows.await?.into_iter().map(|row| {
        Ok::<_, sea_orm::DbErr>(Scored {
            application: row.try_get("", "application_id")?,
            juror: row.try_get("", "juror_id")?,
            score_centi: row.try_get("", "score_centi")?,
            community: row.try_get::<Community>("", "community")?,
        })
    });
    Ok(scored.collect::<Result<_, _>>()?)
}

const SCORED: &str = "
SELECT e.application_id, e.juror_id, a.community, e.total_centi AS score_centi
FROM evaluation e JOIN application a ON a.id = e.application_id
WHERE a.campaign_id = $1 AND a.track = $2 AND e.state IN ('SUBMITTED', 'LOCKED') ORDER BY e.id";

const ONE_CRITERION: &str =
    "(SELECT 100 * s.score FROM evaluation_score s WHERE s.evaluation_id = e.id AND s.criterion_id = $3)";

/// How many prizes are defined for a track of a campaign.
pub(super) async fn count_prizes(work: &Work, campaign: CampaignId, track: Track) -> Result<usize, Stop> {
    let its = prize::Entity::find()
        .filter(prize::Column::CampaignId.eq(campaign))
        .filter(prize::Column::Track.eq(track))
        .filter(prize::Column::RemovedAt.is_null());
    Ok(usize::try_from(its.count(work.tx()).await?).unwrap_or(usize::MAX))
}

/// Who is, or was, in a jury of a campaign: no row that stands in the place of a juror who is not to be known any more.
pub(super) async fn in_juries(work: &Work, campaign: CampaignId) -> Result<BTreeSet<JurorId>, Stop> {
    let its = jury_membership::Entity::find().filter(jury_membership::Column::CampaignId.eq(campaign));
    Ok(its.all(work.tx()).await?.into_iter().map(|row| row.juror_id).collect())
}
