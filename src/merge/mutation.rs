//! Mutations about doubles.

use entity::ids::SchoolId;

use super::{
    answers::MergePreview,
    commands::{self, MergeSchoolsRefusal, PreviewMergeSchoolsRefusal},
    inputs::{MergeSchoolsInput, PreviewMergeSchoolsInput},
};
use crate::acts;

acts! {
    /// Tell what `mergeSchools` would move, and whether it would be refused. Nothing changes.
    previewMergeSchools(PreviewMergeSchoolsInput) -> MergePreview | PreviewMergeSchoolsRefusal [Staff, Admin] unwritten
        = commands::preview;

    /// Make one school of two entries of it. Teachers, jurors, projects, registrations, applications, conflicts of interest
    /// and prizes of the double belong to the kept school from then on, and numbers of the double fill what it leaves blank.
    /// The double stays: `School.mergedInto` leads on. It answers with the kept school.
    mergeSchools(MergeSchoolsInput) -> SchoolId | MergeSchoolsRefusal [Staff, Admin] = commands::merge_schools;
}
