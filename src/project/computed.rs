//! What is computed of projects.

use super::{
    answers::TrackPreview,
    commands::{self, TrackPreviewRefusal},
    inputs::TrackPreviewInput,
};
use crate::computed;

computed! {
    /// See which label a project of these schools can get, why, and what would change it: for the teacher to confirm
    /// before registering. Nothing changes.
    trackPreview(TrackPreviewInput) -> TrackPreview | TrackPreviewRefusal [Teacher, Staff]
        = commands::preview_track;
}
