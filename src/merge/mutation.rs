//! Mutations about doubles.

use crate::school::School;
use entity::ids::SchoolId;

use super::{
    commands::{self, MergeSchoolsRefusal},
    inputs::MergeSchoolsInput,
};
use crate::acts;

acts! {
    /// Merge two entries of the same school. Everything that refers to the double then refers to the kept school:
    /// teachers, jurors, projects, registrations, applications, conflicts of interest and prizes. Numbers that the kept
    /// school does not have are taken from the double. The double stays readable by its id: `School.mergedInto` names
    /// the kept school. The answer is the kept school.
    mergeSchools(MergeSchoolsInput) -> SchoolId | MergeSchoolsRefusal
        [Staff, Admin; School::CHANGE(keptSchoolId), School::CHANGE(duplicateSchoolId)] = commands::merge_schools;
}
