//! What the mutations of schools take.

use async_graphql::InputObject;
use entity::kinds::{Community, SchoolLevel};

use crate::api::Word;

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
    /// Repeating the mutation with the same key and input has one effect and the same answer.
    pub idempotency_key: Option<String>,
}
