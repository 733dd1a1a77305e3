//! What is computed of campaigns.

use super::{
    answers::{ConfigurationPreview, Document},
    commands::{self, ConfigurationExportRefusal, ConfigurationPreviewRefusal},
    inputs::{ConfigurationExportInput, ConfigurationPreviewInput},
};
use crate::computed;

computed! {
    /// Get the whole configuration of a campaign as one JSON document. Only the audit log is written.
    configurationExport(ConfigurationExportInput) -> Document | ConfigurationExportRefusal [Staff, Admin]
        = commands::export_configuration;

    /// Check a configuration document: what it would change, and all its errors. Only the audit log is written.
    configurationPreview(ConfigurationPreviewInput) -> ConfigurationPreview | ConfigurationPreviewRefusal [Staff, Admin]
        = commands::preview_configuration;
}
