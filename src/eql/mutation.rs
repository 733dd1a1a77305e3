//! Mutations of candidates for the European label.

use entity::ids::EqlCandidacyId;

use super::{
    commands::{self, ComputeEqlCandidatesRefusal, RecordForeignLabelsRefusal},
    inputs::{ComputeEqlCandidatesInput, RecordForeignLabelsInput},
};
use crate::acts;

acts! {
    /// Compute the candidates of a published campaign anew. This happens by itself when results are published.
    computeEqlCandidates(ComputeEqlCandidatesInput) -> Vec<EqlCandidacyId> | ComputeEqlCandidatesRefusal [Staff]
        = commands::recompute;

    /// Record in which other countries a project earned a national label; where it stands is computed anew.
    recordForeignLabels(RecordForeignLabelsInput) -> EqlCandidacyId | RecordForeignLabelsRefusal [Staff]
        = commands::record_foreign_labels;
}
