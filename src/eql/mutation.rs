//! Mutations of candidates for the European label.

use crate::campaign::Campaign;
use crate::project::Project;
use entity::ids::EqlCandidacyId;

use super::{
    commands::{self, ComputeEqlCandidatesRefusal, RecordForeignLabelsRefusal},
    inputs::{ComputeEqlCandidatesInput, RecordForeignLabelsInput},
};
use crate::acts;

acts! {
    /// Compute the candidates for the European label again, for a published campaign. The system also does this when
    /// results are published.
    computeEqlCandidates(ComputeEqlCandidatesInput) -> Vec<EqlCandidacyId> | ComputeEqlCandidatesRefusal
        [Staff; Campaign::DECIDE(campaignId)]
        = commands::recompute;

    /// Record in which other countries a project has a national label. Its candidacy is computed again.
    recordForeignLabels(RecordForeignLabelsInput) -> EqlCandidacyId | RecordForeignLabelsRefusal
        [Staff; Project::CHANGE(projectId)]
        = commands::record_foreign_labels;
}
