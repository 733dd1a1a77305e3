//! Schools as commands load and save them.

use std::collections::HashMap;

use super::objects::School;
use crate::api::right::Held;
use entity::{ids::SchoolId, school};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, TryInsertResult, sea_query::Expr,
};

use super::rules::{Numbering, Numbers};
use crate::{
    db::any_conflict,
    fold::key,
    stop::{Stop, found},
    work::Work,
};

/// A school by its id. One that was merged into another is none any more: nothing new may point to it, and none is merged
/// before this work ends.
pub async fn get(work: &Work, id: SchoolId) -> Result<school::Model, Stop> {
    let stands = school::Column::MergedIntoId.is_null();
    found(school::Entity::find_by_id(id).filter(stands).lock_shared().one(work.tx()).await?)
}

/// The schools among `ids` that there are, without those that were merged into another. They stay so until this work ends.
pub async fn list(work: &Work, ids: &[SchoolId]) -> Result<Vec<school::Model>, Stop> {
    let among = school::Entity::find().filter(school::Column::Id.is_in(ids.iter().copied()));
    let stand = among.filter(school::Column::MergedIntoId.is_null()).order_by_asc(school::Column::Id);
    Ok(stand.lock_shared().all(work.tx()).await?)
}

/// What the schools among `ids` are called, merged or not.
pub async fn names(work: &Work, ids: &[SchoolId]) -> Result<HashMap<SchoolId, String>, Stop> {
    let among = school::Entity::find().filter(school::Column::Id.is_in(ids.iter().copied()));
    Ok(among.all(work.tx()).await?.into_iter().map(|school| (school.id, school.name)).collect())
}

/// A school by its id, merged or not.
pub(super) async fn get_any(work: &Work, id: SchoolId) -> Result<school::Model, Stop> {
    found(school::Entity::find_by_id(id).one(work.tx()).await?)
}

/// Two schools, merged or not, so that nobody changes them before this work ends; always in the same order, so that two
/// works do not wait for each other.
pub async fn hold_both(
    work: &Work,
    one: SchoolId,
    other: SchoolId,
) -> Result<(Held<school::Model>, Held<school::Model>), Stop> {
    let first = work.hold(School::CHANGE, one.min(other)).await?;
    let second = work.hold(School::CHANGE, one.max(other)).await?;
    Ok(if one < other { (first, second) } else { (second, first) })
}

/// Every school that was not merged into another, the oldest first.
pub(super) async fn list_all(work: &Work) -> Result<Vec<school::Model>, Stop> {
    let stand = school::Entity::find().filter(school::Column::MergedIntoId.is_null());
    Ok(stand.order_by_asc(school::Column::Id).all(work.tx()).await?)
}

/// In which numberings another school than `id` has one of these numbers.
pub(super) async fn taken(work: &Work, id: SchoolId, numbers: &Numbers) -> Result<Vec<Numbering>, Stop> {
    let mut taken = Vec::new();
    for (numbering, number) in Numbering::ALL.into_iter().zip(numbers) {
        let column = match numbering {
            Numbering::Institution => school::Column::InstitutionNumber,
            Numbering::Fase => school::Column::FaseNumber,
            Numbering::Oid => school::Column::Oid,
            Numbering::Pic => school::Column::Pic,
        };
        let Some(number) = number else { continue };
        let others = school::Entity::find().filter(column.eq(number.as_str())).filter(school::Column::Id.ne(id));
        if others.one(work.tx()).await?.is_some() {
            taken.push(numbering);
        }
    }
    Ok(taken)
}

/// Writes a new school; `false` when another one has one of its numbers.
pub(super) async fn insert(work: &Work, school: school::Model) -> Result<bool, Stop> {
    let row = school::ActiveModel::from(school).reset_all();
    // A refused insert would end the transaction on Postgres, and with it the question which number it was.
    let written =
        school::Entity::insert(row).on_conflict(any_conflict()).try_insert().exec_without_returning(work.tx()).await?;
    match written {
        TryInsertResult::Inserted(rows) => Ok(rows > 0),
        TryInsertResult::Conflicted | TryInsertResult::Empty => Ok(false),
    }
}

/// Writes a changed school; its version counts up.
pub(super) async fn save(work: &Work, school: Held<school::Model>) -> Result<(), Stop> {
    let school = school.into_row();
    let unchanged = school::Column::Version.eq(school.version);
    let changed = school::Model {
        name_key: key(&school.name),
        city_key: key(&school.city),
        board_key: school.board.as_deref().map(key),
        version: school.version + 1,
        updated_at: work.now(),
        ..school
    };
    let changed = school::ActiveModel::from(changed).reset_all();
    school::Entity::update(changed).validate()?.filter(unchanged).exec(work.tx()).await?;
    Ok(())
}

/// What was merged into `double` is merged into `keep` now.
pub(super) async fn follow(work: &Work, double: SchoolId, keep: SchoolId) -> Result<(), Stop> {
    school::Entity::update_many()
        .col_expr(school::Column::MergedIntoId, Expr::value(keep))
        .filter(school::Column::MergedIntoId.eq(double))
        .exec(work.tx())
        .await?;
    Ok(())
}
