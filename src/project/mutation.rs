//! Mutations of projects: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::ProjectId;

use super::{
    commands::{self, AddProjectMemberRefusal, AddProjectPartnerRefusal, CreateProjectRefusal, EndProjectRefusal},
    inputs::{AddProjectMemberInput, AddProjectPartnerInput, CreateProjectInput, EndProjectInput},
};
use crate::{
    act,
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
}
