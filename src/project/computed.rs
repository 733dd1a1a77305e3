//! What is computed of projects.

use super::{
    answers::TrackProposal,
    commands::{self, TrackPreviewRefusal},
    inputs::TrackPreviewInput,
};
use crate::computed;

computed! {
    /// Tell which label schools make a project go for, why, and what would change it: to be confirmed before somebody
    /// registers. Nothing changes.
    trackPreview(TrackPreviewInput) -> TrackProposal | TrackPreviewRefusal [Teacher, Staff]
        = commands::preview_track;
}
