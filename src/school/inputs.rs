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
    /// Number given by the Flemish education department, six digits; schools of `VL` only.
    pub institution_number: Option<String>,
    /// FASE number, one to five digits; schools of `FWB` only.
    pub fase_number: Option<String>,
    /// Organisation id of Erasmus+: `E` and eight digits.
    pub oid: Option<String>,
    /// Participant identification code, nine digits.
    pub pic: Option<String>,
    /// Its board or school group; null if unknown.
    pub board: Option<String>,
}

/// A school that is corrected. What is left out stays as it is; an empty text takes a board or a number away.
#[derive(Clone, InputObject)]
pub struct UpdateSchoolInput {
    /// The school.
    pub school_id: Gid<SchoolId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Its name.
    pub name: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Its level.
    pub level: Option<Word<SchoolLevel>>,
    /// Its board or school group.
    pub board: Option<String>,
    /// Number given by the Flemish education department, six digits; schools of `VL` only.
    pub institution_number: Option<String>,
    /// FASE number, one to five digits; schools of `FWB` only.
    pub fase_number: Option<String>,
    /// Organisation id of Erasmus+: `E` and eight digits.
    pub oid: Option<String>,
    /// Participant identification code, nine digits.
    pub pic: Option<String>,
}

/// Where to look for schools that were entered twice.
#[derive(Clone, InputObject)]
pub struct SchoolDoublesInput {
    /// Only those of this school; all that you look after if left out.
    pub school_id: Option<Gid<SchoolId>>,
}
