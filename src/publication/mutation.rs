//! Mutations of publications: parse, call, shape.

use async_graphql::{Context, Object};
use entity::ids::{LabelId, PublicationBatchId, PublicationItemId};

use super::{
    commands::{
        self, ApprovePublicationRefusal, MarkEsepPublishedRefusal, MarkReachedOtherwiseRefusal,
        PreparePublicationRefusal, PublishResultsRefusal,
    },
    inputs::{
        ApprovePublicationInput, MarkEsepPublishedInput, MarkReachedOtherwiseInput, PreparePublicationInput,
        PublishResultsInput,
    },
};
use crate::{
    act,
    api::{ApiResult, Payload, policy::policy},
    auth::Audience::{Admin, Service, Staff},
    label::{commands::RevokeLabelRefusal, inputs::RevokeLabelInput},
};

/// Mutations of publications.
#[derive(Default)]
pub struct PublicationMutation;

#[Object]
impl PublicationMutation {
    /// Prepare the release of a track: every decision is ratified and all feedback approved. If the results changed
    /// since it was prepared, it is prepared again and must be approved again.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn prepare_publication(
        &self,
        ctx: &Context<'_>,
        input: PreparePublicationInput,
    ) -> ApiResult<Payload<PublicationBatchId, PreparePublicationRefusal>> {
        act!(ctx, "preparePublication", input, |work| commands::prepare(work, input.clone()))
    }

    /// Approve exactly the results that were prepared, as a second person.
    #[graphql(directive = policy::apply(vec![Staff, Admin]))]
    async fn approve_publication(
        &self,
        ctx: &Context<'_>,
        input: ApprovePublicationInput,
    ) -> ApiResult<Payload<PublicationBatchId, ApprovePublicationRefusal>> {
        act!(ctx, "approvePublication", input, |work| commands::approve(work, input.clone()))
    }

    /// Let the results of a track go out, all at once: applicants can read them, and get a mail. With the last track
    /// the campaign is published.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn publish_results(
        &self,
        ctx: &Context<'_>,
        input: PublishResultsInput,
    ) -> ApiResult<Payload<PublicationBatchId, PublishResultsRefusal>> {
        act!(ctx, "publishResults", input, |work| commands::publish(work, input.clone()))
    }

    /// Note that a reader whom the mail did not reach was reached in another way.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn mark_reached_otherwise(
        &self,
        ctx: &Context<'_>,
        input: MarkReachedOtherwiseInput,
    ) -> ApiResult<Payload<PublicationItemId, MarkReachedOtherwiseRefusal>> {
        act!(ctx, "markReachedOtherwise", input, |work| commands::mark_reached(work, input.clone()))
    }

    /// Note that results are on ESEP: all of them, or none. Their readers must be reached first.
    #[graphql(directive = policy::apply(vec![Staff, Service]))]
    async fn mark_esep_published(
        &self,
        ctx: &Context<'_>,
        input: MarkEsepPublishedInput,
    ) -> ApiResult<Payload<Vec<PublicationItemId>, MarkEsepPublishedRefusal>> {
        act!(ctx, "markEsepPublished", input, |work| commands::mark_esep(work, input.clone()))
    }

    /// Revoke a label, with a reason. Its certificate is no longer valid; a prize for it that is not announced falls back,
    /// and where its project stands for the European label is computed anew.
    #[graphql(directive = policy::apply(vec![Staff]))]
    async fn revoke_label(
        &self,
        ctx: &Context<'_>,
        input: RevokeLabelInput,
    ) -> ApiResult<Payload<LabelId, RevokeLabelRefusal>> {
        act!(ctx, "revokeLabel", input, |work| commands::revoke_label(work, input.clone()))
    }
}
