//! Mutations about doubles.

use entity::ids::SchoolId;

use super::{
    commands::{self, MergeSchoolsRefusal},
    inputs::MergeSchoolsInput,
};
use crate::acts;

acts! {
    /// Make one school of two entries of it. Teachers, jurors, projects, registrations, applications, conflicts of interest
    /// and prizes of the double belong to the kept school from then on, and numbers of the double fill what it leaves blank.
    /// The double stays: `School.mergedInto` leads on. It answers with the kept school.
    mergeSchools(MergeSchoolsInput) -> SchoolId | MergeSchoolsRefusal [Staff, Admin] = commands::merge_schools;
}
