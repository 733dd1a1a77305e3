//! What is computed about doubles.

use super::{
    answers::SchoolMergePreview,
    commands::{self, SchoolMergePreviewRefusal},
    inputs::SchoolMergePreviewInput,
};
use crate::computed;

computed! {
    /// See what `mergeSchools` would change, and whether it would be refused. Nothing changes.
    schoolMergePreview(SchoolMergePreviewInput) -> SchoolMergePreview | SchoolMergePreviewRefusal [Staff, Admin] trying
        = commands::preview;
}
