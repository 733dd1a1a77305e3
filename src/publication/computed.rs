//! What is computed of releases.

use super::{
    answers::ReleasePreview,
    inputs::ReleasePreviewInput,
    preview::{self, ReleasePreviewRefusal},
};
use crate::computed;

computed! {
    /// Look at a release as it would go out now: for every application exactly what its teacher will read (mail, page,
    /// certificate), what is still missing where, and how it differs from the release as it was prepared last. Nothing changes.
    releasePreview(ReleasePreviewInput) -> ReleasePreview | ReleasePreviewRefusal [Staff] showing = preview::preview;
}
