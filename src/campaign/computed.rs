//! What is computed of campaigns.

use super::{
    answers::{ConfigurationPreview, Document},
    commands::{self, ConfigurationExportRefusal, ConfigurationPreviewRefusal},
    inputs::{ConfigurationExportInput, ConfigurationPreviewInput},
};
use crate::computed;

computed! {
    /// Write out the whole configuration of a campaign as one JSON document. It is computed, and no declared read: it is a
    /// mutation that changes nothing but the audit log.
    configurationExport(ConfigurationExportInput) -> Document | ConfigurationExportRefusal [Staff, Admin]
        = commands::export_configuration;

    /// Look through a configuration: what it would change, and everything that is wrong with it. Nothing changes but the
    /// audit log.
    configurationPreview(ConfigurationPreviewInput) -> ConfigurationPreview | ConfigurationPreviewRefusal [Staff, Admin]
        = commands::preview_configuration;
}
