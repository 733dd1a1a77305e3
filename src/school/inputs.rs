//! What the mutations of schools take.

use async_graphql::InputObject;
use entity::{
    ids::SchoolId,
    kinds::{Community, SchoolLevel},
};

use crate::api::{Gid, Word};

/// A new school.
#[derive(Clone, InputObject)]
pub struct CreateSchoolInput {
    /// Its name.
    pub name: String,
    /// Its community; `FOREIGN` exactly when the country is not `BE`.
    pub community: Word<Community>,
    /// Country, two capital letters (ISO 3166).
    pub country: String,
    /// Town.
    pub city: String,
    /// Its level.
    pub level: Word<SchoolLevel>,
    /// Number from the Flemish education department, six digits; only for schools of `VL`. Null or left out: none is
    /// known.
    pub institution_number: Option<String>,
    /// FASE number, one to five digits; only for schools of `FWB`. Null or left out: none is known.
    pub fase_number: Option<String>,
    /// Organisation id of Erasmus+: `E` and eight digits. Null or left out: none is known.
    pub oid: Option<String>,
    /// Participant identification code of the European Commission, nine digits. Null or left out: none is known.
    pub pic: Option<String>,
    /// Its board or school group. Null or left out: not known.
    pub board: Option<String>,
}

/// Corrections of a school. What is left out stays as it is. An empty text removes the board or the number.
#[derive(Clone, InputObject)]
pub struct UpdateSchoolInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its name. Null or left out: it stays as it is.
    pub name: Option<String>,
    /// Town. Null or left out: it stays as it is.
    pub city: Option<String>,
    /// Its level. Null or left out: it stays as it is.
    pub level: Option<Word<SchoolLevel>>,
    /// Its board or school group. Null or left out: it stays as it is.
    pub board: Option<String>,
    /// Number from the Flemish education department, six digits; only for schools of `VL`. Null or left out: it stays
    /// as it is.
    pub institution_number: Option<String>,
    /// FASE number, one to five digits; only for schools of `FWB`. Null or left out: it stays as it is.
    pub fase_number: Option<String>,
    /// Organisation id of Erasmus+: `E` and eight digits. Null or left out: it stays as it is.
    pub oid: Option<String>,
    /// Participant identification code of the European Commission, nine digits. Null or left out: it stays as it is.
    pub pic: Option<String>,
}

/// Where to look for double entries of schools.
#[derive(Clone, InputObject)]
pub struct SchoolDoublesInput {
    /// Only doubles of this school. Null or left out: all schools that you may change.
    pub school_id: Option<Gid<SchoolId>>,
}
