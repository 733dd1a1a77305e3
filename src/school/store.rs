//! Schools as commands load and save them.

use entity::{ids::SchoolId, school};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};

use super::rules::Numbering;
use crate::{
    stop::{Stop, found},
    work::Work,
};

/// A school by its id.
pub async fn get(work: &Work, id: SchoolId) -> Result<school::Model, Stop> {
    found(school::Entity::find_by_id(id).one(work.tx()).await?)
}

/// The schools among `ids` that there are.
pub async fn list(work: &Work, ids: &[SchoolId]) -> Result<Vec<school::Model>, Stop> {
    let among = school::Column::Id.is_in(ids.iter().copied());
    Ok(school::Entity::find().filter(among).all(work.tx()).await?)
}

/// Whether a school has this number.
pub(super) async fn has_number(work: &Work, numbering: Numbering, number: &str) -> Result<bool, Stop> {
    let column = match numbering {
        Numbering::Institution => school::Column::InstitutionNumber,
        Numbering::Fase => school::Column::FaseNumber,
        Numbering::Oid => school::Column::Oid,
        Numbering::Pic => school::Column::Pic,
    };
    Ok(school::Entity::find().filter(column.eq(number)).one(work.tx()).await?.is_some())
}

/// Writes a new school; `false` when another one has one of its numbers.
pub(super) async fn insert(work: &Work, school: school::Model) -> Result<bool, Stop> {
    let row = school::ActiveModel::from(school).reset_all();
    // A refused insert would end the transaction on Postgres, and with it the question which number it was.
    let written = school::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work.tx()).await?;
    match written {
        TryInsertResult::Inserted(rows) => Ok(rows > 0),
        TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(false),
    }
}
