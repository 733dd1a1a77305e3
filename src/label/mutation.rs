//! Mutations of labels: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::LabelId;

use super::{
    commands::{self, RevokeLabelRefusal},
    inputs::RevokeLabelInput,
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of labels.
#[derive(Default)]
pub struct LabelMutation;

#[Object]
impl LabelMutation {
    /// Revoke a label, with a reason. Its certificate is no longer valid.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn revoke_label(
        &self,
        ctx: &Context<'_>,
        input: RevokeLabelInput,
    ) -> ApiResult<Payload<LabelId, RevokeLabelRefusal>> {
        act!(ctx, "revokeLabel", input, |work| commands::revoke(work, input.clone()))
    }
}
