//! What is computed of registrations and applications.

use super::{
    compared::Comparison,
    comparison::{self, SimilaritiesRefusal},
    export::{self, ApplicationExportRefusal, ExportedFile},
    inputs::{ApplicationExportInput, EligibilityCheckInput, EligibilityRulesPreviewInput, SimilaritiesInput},
    screening::{
        self, EligibilityCheck, EligibilityCheckRefusal, EligibilityRulesPreview, EligibilityRulesPreviewRefusal,
    },
};
use crate::computed;

computed! {
    /// See what would happen to a registration before you send it. Only the audit log is written.
    eligibilityCheck(EligibilityCheckInput) -> EligibilityCheck | EligibilityCheckRefusal [Teacher] = screening::check;

    /// Try other conditions for taking part on the registrations of a campaign, for example of last year: see what the
    /// consequences would have been. Staff see the registrations that they may review. Only the audit log is written.
    eligibilityRulesPreview(EligibilityRulesPreviewInput) -> EligibilityRulesPreview | EligibilityRulesPreviewRefusal [Staff, Admin]
        = screening::preview;

    /// Get an application as a file, to paste into the form on ESEP or to keep. This is always possible, also after the
    /// deadline.
    applicationExport(ApplicationExportInput) -> ExportedFile | ApplicationExportRefusal [Teacher] = export::export;

    /// Compare the texts of the applications for one project that you may review, two by two: how much is the same, and
    /// where. It is only a signal: nothing is decided by it, and only staff see it.
    similarities(SimilaritiesInput) -> Comparison | SimilaritiesRefusal [Staff]
        = comparison::compare;
}
