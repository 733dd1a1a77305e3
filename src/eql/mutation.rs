//! Mutations of candidates for the European label: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::EqlCandidacyId;

use super::{
    commands::{self, ComputeEqlCandidatesRefusal, RecordForeignLabelsRefusal},
    inputs::{ComputeEqlCandidatesInput, RecordForeignLabelsInput},
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::Staff,
};

/// Mutations of candidates for the European label.
#[derive(Default)]
pub struct EqlMutation;

#[Object]
impl EqlMutation {
    /// Compute the candidates of a published campaign anew. This happens by itself when results are published.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn compute_eql_candidates(
        &self,
        ctx: &Context<'_>,
        input: ComputeEqlCandidatesInput,
    ) -> ApiResult<Payload<Vec<EqlCandidacyId>, ComputeEqlCandidatesRefusal>> {
        act!(ctx, "computeEqlCandidates", input, |work| commands::recompute(work, input.clone()))
    }

    /// Record in which other countries a project earned a national label; where it stands is computed anew.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn record_foreign_labels(
        &self,
        ctx: &Context<'_>,
        input: RecordForeignLabelsInput,
    ) -> ApiResult<Payload<EqlCandidacyId, RecordForeignLabelsRefusal>> {
        act!(ctx, "recordForeignLabels", input, |work| commands::record_foreign_labels(work, input.clone()))
    }
}
