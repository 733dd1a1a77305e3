//! Decisions and feedback as commands load and save them.

use entity::{
    application, application_revision, consolidation, consolidation_score, decision, feedback,
    ids::{ApplicationId, CampaignId, DecisionId},
    kinds::{ConsolidationStatus, DecisionStatus, Outcome, Track},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

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

/// The decisions on these applications, so that nobody changes them before this work ends.
pub async fn list_decisions(work: &Work, applications: &[ApplicationId]) -> Result<Vec<decision::Model>, Stop> {
    let theirs = decision::Column::ApplicationId.is_in(applications.iter().copied());
    let rows = decision::Entity::find().filter(theirs).order_by_asc(decision::Column::ApplicationId);
    Ok(rows.lock_exclusive().all(work.tx()).await?)
}

/// The feedback on these applications, so that nobody changes it before this work ends.
pub async fn list_feedback(work: &Work, applications: &[ApplicationId]) -> Result<Vec<feedback::Model>, Stop> {
    let theirs = feedback::Column::ApplicationId.is_in(applications.iter().copied());
    let rows = feedback::Entity::find().filter(theirs).order_by_asc(feedback::Column::ApplicationId);
    Ok(rows.lock_exclusive().all(work.tx()).await?)
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
        let total = merged.iter().find(|one| one.application_id == application.id).and_then(|one| one.total_sixtieths);
        if let (Some(decision), Some(total)) = (decision, total.map(Exact)) {
            awarded.push(Awarded { application, state: decision.state, total });
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
        .filter(consolidation::Column::State.is_in([ConsolidationStatus::Merged, ConsolidationStatus::Approved]));
    Ok(merged.order_by_asc(consolidation::Column::ApplicationId).all(work.tx()).await?)
}

/// The merged scores behind a result.
pub(super) async fn list_scores(
    work: &Work,
    merged: &consolidation::Model,
) -> Result<Vec<consolidation_score::Model>, Stop> {
    let scores = consolidation_score::Entity::find().filter(consolidation_score::Column::ConsolidationId.eq(merged.id));
    Ok(scores.order_by_asc(consolidation_score::Column::CriterionId).all(work.tx()).await?)
}

/// The number of the revision that the jury judged.
pub(super) async fn revision_number(work: &Work, application: &application::Model) -> Result<i32, Stop> {
    let Some(id) = application.submitted_revision_id else { return Err(Stop::NotFound) };
    Ok(found(application_revision::Entity::find_by_id(id).one(work.tx()).await?)?.number)
}

/// Writes a new decision; `None` when there is one on its application.
pub(super) async fn insert(work: &Work, decision: decision::Model) -> Result<Option<DecisionId>, Stop> {
    let written = decision::ActiveModel::from(decision).reset_all().insert(work.tx()).await;
    Ok(unless_taken(written)?.map(|row| row.id))
}

/// Writes a changed decision; its version counts up.
pub(super) async fn save(work: &Work, decision: decision::Model) -> Result<(), Stop> {
    let unchanged = decision::Column::Version.eq(decision.version);
    let changed = decision::Model { version: decision.version + 1, updated_at: work.now(), ..decision };
    let changed = decision::ActiveModel::from(changed).reset_all();
    decision::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// The feedback on an application, if any is written, so that nobody changes it before this work ends.
pub(super) async fn find_feedback(work: &Work, application: ApplicationId) -> Result<Option<feedback::Model>, Stop> {
    let theirs = feedback::Entity::find().filter(feedback::Column::ApplicationId.eq(application));
    Ok(theirs.lock_exclusive().one(work.tx()).await?)
}

/// Writes new feedback.
pub(super) async fn insert_feedback(work: &Work, feedback: feedback::Model) -> Result<(), Stop> {
    feedback::ActiveModel::from(feedback).reset_all().insert(work.tx()).await?;
    Ok(())
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
const ERASED: &str = "(erased)";

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
            .filter(feedback::Column::ApplicationId.is_in(ids))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}
