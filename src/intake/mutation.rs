//! Mutations of imports.

use entity::ids::{ImportBatchId, ImportRowId};

use super::{
    commands::{self, CommitImportRefusal, FixImportRowRefusal, PreviewImportRefusal, TakeBackImportRowRefusal},
    inputs::{CommitImportInput, FixImportRowInput, PreviewImportInput, TakeBackImportRowInput},
};
use crate::acts;

acts! {
    /// Read a spreadsheet of the registration form. Nothing is registered: the import says row by row what would come of
    /// it. The file is used up.
    previewImport(PreviewImportInput) -> ImportBatchId | PreviewImportRefusal [Staff] = commands::preview;

    /// Make what rows say that have no errors: teachers, projects, registrations, with the mails that belong to them. 200
    /// rows at a time; call it again while `remaining` is not 0. Every row is judged again first, and one that fails
    /// leaves the others done.
    commitImport(CommitImportInput) -> ImportBatchId | CommitImportRefusal [Staff] = commands::commit;

    /// Change cells of a row that is not committed, and judge it again.
    fixImportRow(FixImportRowInput) -> ImportRowId | FixImportRowRefusal [Staff] = commands::fix;

    /// Take back what came of a committed row that was wrong, such as one with the address of somebody else: the
    /// registration, and what the account was given for it (the role of a teacher, the place of employment, the place in
    /// the project). The row waits to be corrected then. If the teacher has begun to write, the draft stays and the
    /// registration is withdrawn; once the teacher has handed in, it stays. Accounts and projects that the row made stay.
    takeBackImportRow(TakeBackImportRowInput) -> ImportRowId | TakeBackImportRowRefusal [Staff] = commands::take_back;
}
