//! One connection on loan from the pool, and how a statement is put to it on either database.

use sea_orm::{
    ExecResult, QueryResult, Statement,
    sea_query::Values,
    sqlx::{
        AssertSqlSafe, Error, Executor, Postgres, Row, Sqlite, pool::PoolConnection, postgres::PgArguments, query_with,
        sqlite::SqliteArguments,
    },
};
use sea_query_sqlx::SqlxValues;

use super::PREPARED;
use crate::api::bound::Bound;

/// A connection of one of the two pools.
pub(super) enum Line {
    Postgres(PoolConnection<Postgres>),
    Sqlite(PoolConnection<Sqlite>),
}

/// The same words on either database.
macro_rules! either {
    ($line:expr, |$on:ident| $done:expr) => {
        match $line {
            Line::Postgres($on) => $done,
            Line::Sqlite($on) => $done,
        }
    };
}

impl Line {
    /// Runs text as it is.
    pub async fn script(&mut self, sql: &str) -> Result<ExecResult, Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        either!(self, |on| Ok((&mut **on).execute(sql).await?.into()))
    }

    /// Runs a statement that answers no rows.
    pub async fn execute(&mut self, statement: &Statement) -> Result<ExecResult, Error> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        either!(self, |on| Ok(query_with(sql, values(statement)).execute(&mut **on).await?.into()))
    }

    /// Its first row.
    pub async fn one(&mut self, statement: &Statement) -> Result<Option<QueryResult>, Error> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        either!(self, |on| Ok(query_with(sql, values(statement)).fetch_optional(&mut **on).await?.map(Into::into)))
    }

    /// All of its rows.
    pub async fn all(&mut self, statement: &Statement) -> Result<Vec<QueryResult>, Error> {
        let sql = AssertSqlSafe(statement.sql.as_str());
        either!(self, |on| {
            let rows = query_with(sql, values(statement)).fetch_all(&mut **on).await?;
            Ok(rows.into_iter().map(Into::into).collect())
        })
    }

    /// The one cell of text that a statement answers; `None` for NULL or no row.
    pub async fn cell(&mut self, sql: &str, values: &[Bound]) -> Result<Option<String>, Error> {
        let is_kept = sql.len() <= PREPARED;
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Postgres(on) => {
                let mut arguments = PgArguments::default();
                for value in values {
                    value.bind_postgres(&mut arguments).map_err(Error::Encode)?;
                }
                let row = query_with(sql, arguments).persistent(is_kept).fetch_optional(&mut **on).await?;
                row.map_or(Ok(None), |row| row.try_get(0))
            }
            Self::Sqlite(on) => {
                let mut arguments = SqliteArguments::default();
                for value in values {
                    value.bind_sqlite(&mut arguments).map_err(Error::Encode)?;
                }
                let row = query_with(sql, arguments).persistent(is_kept).fetch_optional(&mut **on).await?;
                row.map_or(Ok(None), |row| row.try_get(0))
            }
        }
    }

    /// Closes it instead of giving it back: nobody gets it again.
    pub async fn close(self) {
        let closed = either!(self, |on| on.close().await);
        if let Err(error) = closed {
            tracing::debug!(%error, "a connection did not close in order");
        }
    }

    /// The same, once it is dropped.
    pub fn spoil(&mut self) {
        either!(self, |on| on.close_on_drop());
    }
}

fn values(statement: &Statement) -> SqlxValues {
    SqlxValues(statement.values.clone().unwrap_or_else(|| Values(Vec::new())))
}
