//! What is computed of schools.

use super::{
    answers::SchoolDoubles,
    commands::{self, SchoolDoublesRefusal},
    inputs::SchoolDoublesInput,
};
use crate::computed;

computed! {
    /// Find schools that were perhaps entered twice, among those that you may change. Nothing changes; `mergeSchools`
    /// merges them.
    schoolDoubles(SchoolDoublesInput) -> SchoolDoubles | SchoolDoublesRefusal [Staff, Admin]
        = commands::find_doubles;
}
