//! What is computed about personal data.

use super::{
    answers::{PersonalData, RetentionList},
    commands::{self, PersonalDataExportRefusal, RetentionPreviewRefusal},
    inputs::{PersonalDataExportInput, RetentionPreviewInput},
};
use crate::computed;

computed! {
    /// Export what there is of a person. Everybody exports her own data, in whatever role; staff export those of the
    /// teachers of their community, admins those of everybody, with a reason and with the same content: what is not out,
    /// who judged, and data of others are not in it. Staff get no drafts, unless the person asked in the last 30 days
    /// (`requestPersonalData`). `personalData` is a JSON document: one key per table, its rows as objects, with the ids,
    /// enums and instants of this API. It is a mutation because it writes to the audit log.
    personalDataExport(PersonalDataExportInput) -> PersonalData | PersonalDataExportRefusal [Teacher, Juror, Staff, Admin]
        = commands::export;

    /// List what a campaign has kept for long enough. Nothing changes but the audit log.
    retentionPreview(RetentionPreviewInput) -> RetentionList | RetentionPreviewRefusal [Staff, Admin]
        = commands::preview;
}
