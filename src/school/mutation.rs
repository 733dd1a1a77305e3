//! Mutations of schools: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::SchoolId;

use super::{
    answers::SchoolDoubles,
    commands::{self, CreateSchoolRefusal, FindSchoolDoublesRefusal, UpdateSchoolRefusal},
    inputs::{CreateSchoolInput, FindSchoolDoublesInput, UpdateSchoolInput},
};
use crate::{
    act, answer,
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

    /// Correct a school: its name, town, level, board and numbers.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn update_school(
        &self,
        ctx: &Context<'_>,
        input: UpdateSchoolInput,
    ) -> ApiResult<Payload<SchoolId, UpdateSchoolRefusal>> {
        act!(ctx, "updateSchool", input, |work| commands::update(work, input.clone()))
    }

    /// Look for schools that may have been entered twice, among those that you look after. Nothing changes: `mergeSchools`
    /// makes them one.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn find_school_doubles(
        &self,
        ctx: &Context<'_>,
        input: FindSchoolDoublesInput,
    ) -> ApiResult<Payload<SchoolDoubles, FindSchoolDoublesRefusal>> {
        answer!(ctx, "findSchoolDoubles", answer_unwritten, |work| commands::find_doubles(work, input.clone()))
    }
}
