//! Mutations of schools: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::SchoolId;

use super::{
    commands::{self, CreateSchoolRefusal},
    inputs::CreateSchoolInput,
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Staff},
};

/// Mutations of schools.
#[derive(Default)]
pub struct SchoolMutation;

#[Object]
impl SchoolMutation {
    /// Enter a school, in Belgium or abroad.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn create_school(
        &self,
        ctx: &Context<'_>,
        input: CreateSchoolInput,
    ) -> ApiResult<Payload<SchoolId, CreateSchoolRefusal>> {
        act!(ctx, "createSchool", input, |work| commands::create(work, input.clone()))
    }
}
