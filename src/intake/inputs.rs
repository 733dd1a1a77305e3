//! What the mutations of imports take.

use async_graphql::InputObject;
use entity::{
    ids::{CampaignId, ImportBatchId, ImportRowId, UploadId},
    kinds::ImportColumn,
};

use crate::api::{Gid, Word};

/// A file to be read.
#[derive(Clone, InputObject)]
pub struct PreviewImportInput {
    /// The campaign that is open.
    pub campaign_id: Gid<CampaignId>,
    /// What `POST /uploads` answered; yours, and of the last 24 hours.
    pub upload_id: Gid<UploadId>,
}

/// Rows to be committed.
#[derive(Clone, InputObject)]
pub struct CommitImportInput {
    /// The import.
    pub import_id: Gid<ImportBatchId>,
    /// The version that you saw.
    pub expected_version: i32,
}

/// A row to be judged again.
#[derive(Clone, InputObject)]
pub struct FixImportRowInput {
    /// The row.
    pub import_row_id: Gid<ImportRowId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Cells that change; none to judge the row again, as after a school was entered.
    #[graphql(default)]
    pub values: Vec<ImportCellInput>,
}

/// A row of which nothing is to stay.
#[derive(Clone, InputObject)]
pub struct TakeBackImportRowInput {
    /// The row.
    pub import_row_id: Gid<ImportRowId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; kept in the audit log.
    pub reason: String,
}

/// A cell that changes.
#[derive(Clone, InputObject)]
pub struct ImportCellInput {
    /// Which. What the form itself wrote, its number and its time, stays if it can be read.
    pub column: Word<ImportColumn>,
    /// What it says now, at most 10,000 characters; empty to empty it. No names of pupils.
    pub text: String,
}
