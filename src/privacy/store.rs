//! What there is of a person, as one statement reads it. Everything that is written is written by the concept it
//! belongs to.

use entity::{
    campaign,
    ids::{CampaignId, UserId},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement};

use super::extract::{self, Reach};
use crate::{db::Dialect, stop::Stop, work::Work};

/// Every row that a person may know of herself, as far as the export reaches: the number of its table, and the row as JSON.
pub(super) async fn extract(
    work: &Work,
    person: UserId,
    reach: Reach,
) -> Result<Vec<(usize, serde_json::Value)>, Stop> {
    let backend = work.tx().get_database_backend();
    let dialect = if backend == DbBackend::Postgres { Dialect::Postgres } else { Dialect::Sqlite };
    let statement = Statement::from_sql_and_values(backend, extract::statement(dialect, reach), [person.into()]);
    let mut rows = Vec::new();
    for row in work.tx().query_all_raw(statement).await? {
        let number = usize::try_from(row.try_get::<i32>("", "number")?).map_err(Stop::failure)?;
        let text: String = row.try_get("", "item")?;
        rows.push((number, serde_json::from_str(&text).map_err(Stop::failure)?));
    }
    Ok(rows)
}

/// The campaigns with these ids.
pub(super) async fn campaigns(work: &Work, ids: Vec<CampaignId>) -> Result<Vec<campaign::Model>, Stop> {
    Ok(campaign::Entity::find().filter(campaign::Column::Id.is_in(ids)).all(work.tx()).await?)
}
