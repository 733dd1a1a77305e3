//! What the mutations of imports take.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, ImportBatchId, ImportRowId, UploadId},
    kinds::ImportColumn,
};

use crate::api::{Gid, Word};

/// An uploaded file to read.
#[derive(Clone, InputObject)]
pub struct PreviewImportInput {
    /// The campaign. It is open.
    pub campaign_id: Gid<CampaignId>,
    /// The upload id that `POST /uploads` gave; it must be your own upload of the last 24 hours.
    pub upload_id: Gid<UploadId>,
}

/// The import whose rows are made into registrations.
#[derive(Clone, InputObject)]
pub struct CommitImportInput {
    /// The import.
    pub import_batch_id: Gid<ImportBatchId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// A row to correct and judge again.
#[derive(Clone, InputObject)]
pub struct FixImportRowInput {
    /// The row.
    pub import_row_id: Gid<ImportRowId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// The cells that change. An empty list only judges the row again, for example after its school was entered.
    #[graphql(default)]
    pub values: Vec<ImportCellInput>,
}

/// An imported row whose registration is taken back.
#[derive(Clone, InputObject)]
pub struct TakeBackImportRowInput {
    /// The row.
    pub import_row_id: Gid<ImportRowId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// A cell of a row that changes.
#[derive(Clone, InputObject)]
pub struct ImportCellInput {
    /// The column. The number and the time that the form itself filled in cannot change if they can be read.
    pub column: Word<ImportColumn>,
    /// The new text, at most 20,000 characters; an empty text empties the cell. No names of pupils.
    pub text: String,
}
