//! Mutations of imports: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{ImportBatchId, ImportRowId};

use super::{
    commands::{self, CommitImportRefusal, FixImportRowRefusal, PreviewImportRefusal, TakeBackImportRowRefusal},
    inputs::{CommitImportInput, FixImportRowInput, PreviewImportInput, TakeBackImportRowInput},
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of imports.
#[derive(Default)]
pub struct IntakeMutation;

#[Object]
impl IntakeMutation {
    /// Read a spreadsheet of the registration form. Nothing is registered: the import says row by row what would come of
    /// it. The file is used up.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn preview_import(
        &self,
        ctx: &Context<'_>,
        input: PreviewImportInput,
    ) -> ApiResult<Payload<ImportBatchId, PreviewImportRefusal>> {
        act!(ctx, "previewImport", input, |work| commands::preview(work, input.clone()))
    }

    /// Make what rows say that have no errors: teachers, projects, registrations, with the mails that belong to them. 200
    /// rows at a time; call it again while `remaining` is not 0. Every row is judged again first, and one that fails
    /// leaves the others done.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn commit_import(
        &self,
        ctx: &Context<'_>,
        input: CommitImportInput,
    ) -> ApiResult<Payload<ImportBatchId, CommitImportRefusal>> {
        act!(ctx, "commitImport", input, |work| commands::commit(work, input.clone()))
    }

    /// Change cells of a row that is not committed, and judge it again.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn fix_import_row(
        &self,
        ctx: &Context<'_>,
        input: FixImportRowInput,
    ) -> ApiResult<Payload<ImportRowId, FixImportRowRefusal>> {
        act!(ctx, "fixImportRow", input, |work| commands::fix(work, input.clone()))
    }

    /// Take back what came of a committed row that was wrong, such as one with the address of somebody else: the
    /// registration, and what the account was given for it (the role of a teacher, the place of employment, the place in
    /// the project). The row waits to be corrected then. If the teacher has begun to write, the draft stays and the
    /// registration is withdrawn; once the teacher has handed in, it stays. Accounts and projects that the row made stay.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn take_back_import_row(
        &self,
        ctx: &Context<'_>,
        input: TakeBackImportRowInput,
    ) -> ApiResult<Payload<ImportRowId, TakeBackImportRowRefusal>> {
        act!(ctx, "takeBackImportRow", input, |work| commands::take_back(work, input.clone()))
    }
}
