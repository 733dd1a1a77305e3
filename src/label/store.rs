//! Labels as commands load and save them.

use crate::api::right::Held;
use entity::{
    ids::{ApplicationId, LabelId, UserId},
    label,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use crate::{
    stop::{Stop, found},
    work::Work,
};

/// A label by its id.
pub(super) async fn get(work: &Work, id: LabelId) -> Result<label::Model, Stop> {
    found(label::Entity::find_by_id(id).one(work.tx()).await?)
}

/// The label with this code on its certificate, whether it holds or not.
pub async fn find_by_code(work: &Work, code: &str) -> Result<Option<label::Model>, Stop> {
    Ok(label::Entity::find().filter(label::Column::VerifyCode.eq(code)).one(work.tx()).await?)
}

/// The label that holds for an application, if any.
pub(super) async fn find_active(work: &Work, application: ApplicationId) -> Result<Option<label::Model>, Stop> {
    let active = label::Entity::find()
        .filter(label::Column::ApplicationId.eq(application))
        .filter(label::Column::RevokedAt.is_null());
    Ok(active.one(work.tx()).await?)
}

/// The latest label of an application, whether it holds or not.
pub(super) async fn find_latest(work: &Work, application: ApplicationId) -> Result<Option<label::Model>, Stop> {
    let theirs = label::Entity::find().filter(label::Column::ApplicationId.eq(application));
    Ok(theirs.order_by_desc(label::Column::Id).one(work.tx()).await?)
}

/// The highest serial that starts like this, if any.
pub(super) async fn last_serial(work: &Work, prefix: &str) -> Result<Option<String>, Stop> {
    let known = label::Entity::find().filter(label::Column::Serial.starts_with(prefix));
    // The longer number is the higher one.
    let known = known.order_by_desc(Expr::cust("LENGTH(serial)")).order_by_desc(label::Column::Serial);
    Ok(known.one(work.tx()).await?.map(|label| label.serial))
}

/// Whether any label has a serial that starts like this.
pub async fn is_begun(work: &Work, prefix: &str) -> Result<bool, Stop> {
    Ok(last_serial(work, prefix).await?.is_some())
}

/// The serials that start like this of labels that were revoked.
pub async fn list_revoked(work: &Work, prefix: &str) -> Result<Vec<String>, Stop> {
    let revoked = label::Entity::find()
        .select_only()
        .column(label::Column::Serial)
        .filter(label::Column::Serial.starts_with(prefix))
        .filter(label::Column::RevokedAt.is_not_null());
    Ok(revoked.into_tuple().all(work.tx()).await?)
}

/// Writes a new label.
pub(super) async fn insert(work: &Work, label: label::Model) -> Result<(), Stop> {
    label::ActiveModel::from(label).reset_all().insert(work.tx()).await?;
    Ok(())
}

/// Writes a changed label.
pub async fn save(work: &Work, label: Held<label::Model>) -> Result<(), Stop> {
    let label = label.into_row();
    label::ActiveModel::from(label).reset_all().update(work.tx()).await?;
    Ok(())
}

/// Labels by their ids; those that are there, in the order of the ids.
pub async fn list(work: &Work, ids: &[LabelId]) -> Result<Vec<label::Model>, Stop> {
    let named = label::Entity::find().filter(label::Column::Id.is_in(ids.iter().copied()));
    Ok(named.order_by_asc(label::Column::Id).all(work.tx()).await?)
}

/// Takes the names that a teacher chose out of the teacher's labels.
pub(super) async fn forget_holder(work: &Work, teacher: UserId) -> Result<(), Stop> {
    let theirs = label::Entity::update_many().filter(label::Column::TeacherId.eq(teacher));
    let nobody: Option<String> = None;
    let named = theirs.col_expr(label::Column::HolderName, Expr::value(nobody));
    named.col_expr(label::Column::IsNamePublic, Expr::value(false)).exec(work.tx()).await?;
    Ok(())
}
