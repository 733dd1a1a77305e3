//! Mutations of projects: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::ProjectId;

use super::{
    address::{self, FreeProjectAddressRefusal},
    answers::TrackProposal,
    commands::{
        self, AddProjectMemberRefusal, AddProjectPartnerRefusal, CreateProjectRefusal, EndProjectRefusal,
        OverrideTrackRefusal, PreviewTrackRefusal, RemoveProjectMemberRefusal, RemoveProjectPartnerRefusal,
        UpdateProjectRefusal,
    },
    inputs::{
        AddProjectMemberInput, AddProjectPartnerInput, CreateProjectInput, EndProjectInput, FreeProjectAddressInput,
        OverrideTrackInput, PreviewTrackInput, RemoveProjectMemberInput, RemoveProjectPartnerInput, UpdateProjectInput,
    },
};
use crate::{
    act, answer,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Staff, Teacher},
};

/// Mutations of projects.
#[derive(Default)]
pub struct ProjectMutation;

#[Object]
impl ProjectMutation {
    /// Enter a project that you take part in. Which label it can go for is derived from its schools.
    #[graphql(directive = policy::apply(vec![Teacher]))]
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        input: CreateProjectInput,
    ) -> ApiResult<Payload<ProjectId, CreateProjectRefusal>> {
        act!(ctx, "createProject", input, |work| commands::create(work, input.clone()))
    }

    /// Let one more school take part. Which label the project can go for may change with it, as long as nobody
    /// has registered.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn add_project_partner(
        &self,
        ctx: &Context<'_>,
        input: AddProjectPartnerInput,
    ) -> ApiResult<Payload<ProjectId, AddProjectPartnerRefusal>> {
        act!(ctx, "addProjectPartner", input, |work| commands::add_partner(work, input.clone()))
    }

    /// Let one more teacher take part, so that she can register. Teachers who started the project, and staff.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn add_project_member(
        &self,
        ctx: &Context<'_>,
        input: AddProjectMemberInput,
    ) -> ApiResult<Payload<ProjectId, AddProjectMemberRefusal>> {
        act!(ctx, "addProjectMember", input, |work| commands::add_member(work, input.clone()))
    }

    /// Note that a project has ended: only then can its teachers hand in.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn end_project(
        &self,
        ctx: &Context<'_>,
        input: EndProjectInput,
    ) -> ApiResult<Payload<ProjectId, EndProjectRefusal>> {
        act!(ctx, "endProject", input, |work| commands::end(work, input.clone()))
    }

    /// Correct a project, and tell how many teachers take part abroad. Teachers who started it, and staff.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        input: UpdateProjectInput,
    ) -> ApiResult<Payload<ProjectId, UpdateProjectRefusal>> {
        act!(ctx, "updateProject", input, |work| commands::update(work, input.clone()))
    }

    /// Take a school out of a project that it takes no part in after all. Teachers who started it, and staff.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn remove_project_partner(
        &self,
        ctx: &Context<'_>,
        input: RemoveProjectPartnerInput,
    ) -> ApiResult<Payload<ProjectId, RemoveProjectPartnerRefusal>> {
        act!(ctx, "removeProjectPartner", input, |work| commands::remove_partner(work, input.clone()))
    }

    /// Take a teacher out of a project who takes no part in it after all: oneself, or others if one started it, and staff.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn remove_project_member(
        &self,
        ctx: &Context<'_>,
        input: RemoveProjectMemberInput,
    ) -> ApiResult<Payload<ProjectId, RemoveProjectMemberRefusal>> {
        act!(ctx, "removeProjectMember", input, |work| commands::remove_member(work, input.clone()))
    }

    /// Tell which label schools make a project go for, why, and what would change it: to be confirmed before somebody
    /// registers. Nothing changes.
    #[graphql(directive = policy::apply(vec![Teacher, Staff]))]
    async fn preview_track(
        &self,
        ctx: &Context<'_>,
        input: PreviewTrackInput,
    ) -> ApiResult<Payload<TrackProposal, PreviewTrackRefusal>> {
        answer!(ctx, "previewTrack", answer_unwritten, |work| commands::preview_track(work, input.clone()))
    }

    /// Let a project of one community into Belgica, though its schools make it go for neither label.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn override_track(
        &self,
        ctx: &Context<'_>,
        input: OverrideTrackInput,
    ) -> ApiResult<Payload<ProjectId, OverrideTrackRefusal>> {
        act!(ctx, "overrideTrack", input, |work| commands::override_track(work, input.clone()))
    }

    /// Free the address on ESEP that was entered with a project it does not belong to, so that the other project can be
    /// entered. The first one gets a new address from staff (`updateProject`). Both teachers are told by mail.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn free_project_address(
        &self,
        ctx: &Context<'_>,
        input: FreeProjectAddressInput,
    ) -> ApiResult<Payload<ProjectId, FreeProjectAddressRefusal>> {
        act!(ctx, "freeProjectAddress", input, |work| address::free(work, input.clone()))
    }
}
