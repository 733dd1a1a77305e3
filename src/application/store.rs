//! Registrations and applications as commands load and save them.

use entity::{
    application,
    ids::{ApplicationId, CampaignId},
    kinds::{ApplicationStage, ApplicationState, Track},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    stop::{Stop, found},
    work::Work,
};

/// An application by its id.
pub async fn get(work: &Work, id: ApplicationId) -> Result<application::Model, Stop> {
    found(application::Entity::find_by_id(id).one(work.tx()).await?)
}

/// An application by its id, so that nobody changes it before this work ends.
pub async fn get_locked(work: &Work, id: ApplicationId) -> Result<application::Model, Stop> {
    found(application::Entity::find_by_id(id).lock_exclusive().one(work.tx()).await?)
}

/// The complete applications of a track, in the order of their ids.
pub async fn list_complete(work: &Work, campaign: CampaignId, track: Track) -> Result<Vec<application::Model>, Stop> {
    let complete = application::Entity::find()
        .filter(application::Column::CampaignId.eq(campaign))
        .filter(application::Column::Track.eq(track))
        .filter(application::Column::State.eq(ApplicationState::Complete));
    Ok(complete.order_by_asc(application::Column::Id).all(work.tx()).await?)
}

/// Moves an application on its way through jury and decision. Its version stays: that counts what its
/// teacher does, and must not tell her what the jury does (INV-22).
pub async fn set_stage(work: &Work, id: ApplicationId, stage: ApplicationStage) -> Result<(), Stop> {
    let mut update = application::Entity::update_many()
        .col_expr(application::Column::Stage, Expr::value(stage))
        .filter(application::Column::Id.eq(id));
    if stage == ApplicationStage::Published {
        update = update.col_expr(application::Column::PublishedAt, Expr::value(work.now()));
    }
    update.exec(work.tx()).await?;
    Ok(())
}
