//! Mutations of publications.

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
    acts,
    label::{commands::RevokeLabelRefusal, inputs::RevokeLabelInput},
};

acts! {
    /// Prepare the release of a track: every decision is ratified and all feedback approved. If the results changed
    /// since it was prepared, it is prepared again and must be approved again.
    preparePublication(PreparePublicationInput) -> PublicationBatchId | PreparePublicationRefusal [Staff]
        = commands::prepare;

    /// Approve exactly the results that were prepared, as a second person.
    approvePublication(ApprovePublicationInput) -> PublicationBatchId | ApprovePublicationRefusal [Staff, Admin]
        = commands::approve;

    /// Let the results of a track go out, all at once: applicants can read them, and get a mail. With the last track
    /// the campaign is published.
    publishResults(PublishResultsInput) -> PublicationBatchId | PublishResultsRefusal [Staff] = commands::publish;

    /// Note that a reader whom the mail did not reach was reached in another way.
    markReachedOtherwise(MarkReachedOtherwiseInput) -> PublicationItemId | MarkReachedOtherwiseRefusal [Staff]
        = commands::mark_reached;

    /// Note that results are on ESEP: all of them, or none. Their readers must be reached first.
    markEsepPublished(MarkEsepPublishedInput) -> Vec<PublicationItemId> | MarkEsepPublishedRefusal [Staff, Service]
        = commands::mark_esep;

    /// Revoke a label, with a reason. Its certificate is no longer valid; a prize for it that is not announced falls back,
    /// and where its project stands for the European label is computed anew.
    revokeLabel(RevokeLabelInput) -> LabelId | RevokeLabelRefusal [Staff] = commands::revoke_label;
}
