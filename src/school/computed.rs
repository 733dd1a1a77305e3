//! What is computed of schools.

use super::{
    answers::SchoolDoubles,
    commands::{self, SchoolDoublesRefusal},
    inputs::SchoolDoublesInput,
};
use crate::computed;

computed! {
    /// Look for schools that may have been entered twice, among those that you look after. Nothing changes: `mergeSchools`
    /// makes them one.
    schoolDoubles(SchoolDoublesInput) -> SchoolDoubles | SchoolDoublesRefusal [Staff, Admin]
        = commands::find_doubles;
}
