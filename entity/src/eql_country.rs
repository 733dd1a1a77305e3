//! A country in which a project has a national label, and how that is known.

use sea_orm::entity::prelude::*;

use crate::ids::{EqlCandidacyId, EqlCountryId};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "eql_country")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EqlCountryId,
    pub candidacy_id: EqlCandidacyId,
    pub country: String,
    /// None for Belgium: the results are our own.
    pub source: Option<String>,
    pub known_on: Date,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
