//! Mutations of imports.

use super::objects::ImportBatch;
use crate::{application::Registration, project::Project};
use entity::ids::{ImportBatchId, ImportRowId};

use super::{
    commands::{self, CommitImportRefusal, FixImportRowRefusal, PreviewImportRefusal, TakeBackImportRowRefusal},
    inputs::{CommitImportInput, FixImportRowInput, PreviewImportInput, TakeBackImportRowInput},
};
use crate::acts;

acts! {
    /// Read a spreadsheet with answers to the registration form. Nothing is registered yet: the import says for each
    /// row what would happen. The uploaded file can be read only once.
    previewImport(PreviewImportInput) -> ImportBatchId | PreviewImportRefusal [Staff] = commands::preview;

    /// Import the rows without errors: make teachers, projects and registrations, and send their mails. It imports 200
    /// rows at a time; repeat it while `remaining` is not 0. Every row is judged again first. A row that fails does not
    /// stop the others.
    commitImport(CommitImportInput) -> ImportBatchId | CommitImportRefusal
        [Staff; ImportBatch::GO_ON(importBatchId), Project::CHANGE()] = commands::commit;

    /// Change cells of a row that is not imported yet, and judge the row again.
    fixImportRow(FixImportRowInput) -> ImportRowId | FixImportRowRefusal [Staff; ImportBatch::GO_ON()] = commands::fix;

    /// Take back what an imported row made, for example because it has a wrong mail address: the registration, and what
    /// the account got through it (the role of teacher, the school, the place in the project). The row can then be
    /// corrected. If the teacher has begun to write, the draft is kept and the registration is withdrawn. After the
    /// teacher has handed in, it cannot be taken back. Accounts and projects that the row made are kept.
    takeBackImportRow(TakeBackImportRowInput) -> ImportRowId | TakeBackImportRowRefusal
        [Staff; ImportBatch::GO_ON(), Registration::REVIEW(), Project::CHANGE()] = commands::take_back;
}
