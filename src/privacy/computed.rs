//! What is computed about personal data.

use super::{
    answers::{PersonalData, RetentionPreview},
    commands::{self, PersonalDataExportRefusal, RetentionPreviewRefusal},
    inputs::{PersonalDataExportInput, RetentionPreviewInput},
};
use crate::computed;

computed! {
    /// Export the data of a person. All users can export their own data, in every role. Staff export those of the
    /// teachers of their community, and admins those of everybody, with a reason. Everybody gets the same content:
    /// unpublished results, the names of jurors, and data of other people are not in it. Staff get drafts only if the
    /// person asked for an export in the last 30 days (`requestPersonalData`). `personalData` is a JSON document with
    /// one key for each table; its rows are objects with the ids, enum words and instants of this API. Only the audit
    /// log is written.
    personalDataExport(PersonalDataExportInput) -> PersonalData | PersonalDataExportRefusal [Teacher, Juror, Staff, Admin]
        = commands::export;

    /// List what a campaign has kept for as long as it may. Only the audit log is written.
    retentionPreview(RetentionPreviewInput) -> RetentionPreview | RetentionPreviewRefusal [Staff, Admin]
        = commands::preview;
}
