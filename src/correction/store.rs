//! Corrections as commands load and save them.

use entity::{
    correction,
    ids::{ApplicationId, DecisionId},
    kinds::CorrectionStatus,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

use crate::{api::right::Held, db::AT_ONCE, decision::ERASED, stop::Stop, work::Work};

/// Whether a correction of a decision waits for its second person.
pub(super) async fn one_waits(work: &Work, decision: DecisionId) -> Result<bool, Stop> {
    let waiting = correction::Entity::find()
        .filter(correction::Column::DecisionId.eq(decision))
        .filter(correction::Column::State.eq(CorrectionStatus::Proposed));
    Ok(waiting.count(work.tx()).await? > 0)
}

/// Writes a new correction.
pub(super) async fn insert(work: &Work, correction: correction::Model) -> Result<(), Stop> {
    correction::ActiveModel::from(correction).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed correction; its version counts up.
pub(super) async fn save(work: &Work, correction: Held<correction::Model>) -> Result<(), Stop> {
    let correction = correction.into_row();
    let changed = correction::Model { version: correction.version + 1, updated_at: work.now(), ..correction };
    correction::ActiveModel::from(changed).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Takes out what was written to applicants, and why. Outcomes and persons stay.
pub async fn erase_texts(work: &Work, applications: &[ApplicationId]) -> Result<(), Stop> {
    for some in applications.chunks(AT_ONCE) {
        let erased = || Expr::value(ERASED);
        correction::Entity::update_many()
            .col_expr(correction::Column::Motivation, erased())
            .col_expr(correction::Column::EarlierMotivation, erased())
            .col_expr(correction::Column::Reason, erased())
            .filter(correction::Column::ApplicationId.is_in(some.iter().copied()))
            .exec(work.tx())
            .await?;
    }
    Ok(())
}
