//! Mutations about doubles: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::SchoolId;

use super::{
    answers::MergePreview,
    commands::{self, MergeSchoolsRefusal, PreviewMergeSchoolsRefusal},
    inputs::{MergeSchoolsInput, PreviewMergeSchoolsInput},
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Mutations about doubles.
#[derive(Default)]
pub struct MergeMutation;

#[Object]
impl MergeMutation {
    /// Tell what `mergeSchools` would move, and whether it would be refused. Nothing changes.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn preview_merge_schools(
        &self,
        ctx: &Context<'_>,
        input: PreviewMergeSchoolsInput,
    ) -> ApiResult<Payload<MergePreview, PreviewMergeSchoolsRefusal>> {
        answer!(ctx, "previewMergeSchools", answer_unwritten, |work| commands::preview(work, input.clone()))
    }

    /// Make one school of two entries of it. Teachers, jurors, projects, registrations, applications, conflicts of interest
    /// and prizes of the double belong to the kept school from then on, and numbers of the double fill what it leaves blank.
    /// The double stays: `School.mergedInto` leads on. It answers with the kept school.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn merge_schools(
        &self,
        ctx: &Context<'_>,
        input: MergeSchoolsInput,
    ) -> ApiResult<Payload<SchoolId, MergeSchoolsRefusal>> {
        act!(ctx, "mergeSchools", input, |work| commands::merge_schools(work, input.clone()))
    }
}
