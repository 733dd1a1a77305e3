//! What is computed of registrations and applications.

use super::{
    compared::Comparison,
    comparison::{self, SimilaritiesRefusal},
    export::{self, ApplicationExportRefusal, ExportedFile},
    inputs::{ApplicationExportInput, EligibilityCheckInput, EligibilityRulesPreviewInput, SimilaritiesInput},
    screening::{
        self, EligibilityCheck, EligibilityCheckRefusal, EligibilityDifference, EligibilityRulesPreviewRefusal,
    },
};
use crate::computed;

computed! {
    /// See what would come of a registration before it is sent. Nothing is written but the audit log.
    eligibilityCheck(EligibilityCheckInput) -> EligibilityCheck | EligibilityCheckRefusal [Teacher] = screening::check;

    /// Try other conditions for taking part on the registrations of a campaign, such as last year's, and see what would have
    /// come of them. Staff see the registrations that they review. Nothing is written but the audit log.
    eligibilityRulesPreview(EligibilityRulesPreviewInput) -> EligibilityDifference | EligibilityRulesPreviewRefusal [Staff, Admin]
        = screening::preview;

    /// Get an application as a file: to paste into the form on ESEP, or to keep. Always possible, also after the deadline.
    applicationExport(ApplicationExportInput) -> ExportedFile | ApplicationExportRefusal [Teacher] = export::export;

    /// Compare the texts of the applications for one project, two by two, of those that you review: how much is the same,
    /// and where. It is a signal and decides nothing; nothing changes, and nobody else learns of it.
    similarities(SimilaritiesInput) -> Comparison | SimilaritiesRefusal [Staff]
        = comparison::compare;
}
