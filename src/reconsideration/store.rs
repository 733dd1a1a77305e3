//! Requests to look at a result again, as commands load and save them.

use entity::{
    application, correction,
    ids::{ApplicationId, CampaignId},
    kinds::{CorrectionStatus, ReconsiderationStatus},
    reconsideration,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, sea_query::Expr,
};

use crate::{db::AT_ONCE, decision::ERASED, stop::Stop, work::Work};

/// The request on an application, locked, if there is one.
pub(super) async fn find(work: &Work, application: ApplicationId) -> Result<Option<reconsideration::Model>, Stop> {
    let its = reconsideration::Entity::find().filter(reconsideration::Column::ApplicationId.eq(application));
    Ok(its.lock_exclusive().one(work.tx()).await?)
}

/// Whether a correction of the result waits for its second person.
pub(super) async fn is_being_corrected(work: &Work, application: ApplicationId) -> Result<bool, Stop> {
    let waiting = correction::Entity::find()
        .filter(correction::Column::ApplicationId.eq(application))
        .filter(correction::Column::State.eq(CorrectionStatus::Proposed));
    Ok(waiting.count(work.tx()).await? > 0)
}

/// How many requests of a campaign are not settled.
pub async fn count_open(work: &Work, campaign: CampaignId) -> Result<usize, Stop> {
    let its = application::Entity::find()
        .select_only()
        .column(application::Column::Id)
        .filter(application::Column::CampaignId.eq(campaign))
        .into_query();
    let open = [ReconsiderationStatus::Submitted, ReconsiderationStatus::Admitted, ReconsiderationStatus::Granted];
    let open = reconsideration::Entity::find()
        .filter(reconsideration::Column::ApplicationId.in_subquery(its))
        .filter(reconsideration::Column::State.is_in(open));
    Ok(usize::try_from(open.count(work.tx()).await?).unwrap_or(usize::MAX))
}

/// Writes a new request.
pub(super) async fn insert(work: &Work, request: reconsideration::Model) -> Result<(), Stop> {
    reconsideration::ActiveModel::from(request).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed request; its version counts up.
pub(super) async fn save(work: &Work, request: reconsideration::Model) -> Result<(), Stop> {
    let changed = reconsideration::Model { version: request.version + 1, updated_at: work.now(), ..request };
    reconsideration::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes out what a teacher wrote, and what was answered. That it was asked, and how it ended, stays.
pub async fn erase_texts(work: &Work, applications: &[ApplicationId]) -> Result<(), Stop> {
    for some in applications.chunks(AT_ONCE) {
        let theirs = || reconsideration::Column::ApplicationId.is_in(some.iter().copied());
        let written =
            reconsideration::Entity::update_many().col_expr(reconsideration::Column::Text, Expr::value(ERASED));
        written.filter(theirs()).exec(work.tx()).await?;
        let answered =
            reconsideration::Entity::update_many().col_expr(reconsideration::Column::Answer, Expr::value(ERASED));
        let answered = answered.filter(reconsideration::Column::Answer.is_not_null());
        answered.filter(theirs()).exec(work.tx()).await?;
    }
    Ok(())
}
