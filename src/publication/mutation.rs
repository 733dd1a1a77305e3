//! Mutations of publications.

use super::objects::PublicationItem;
use crate::campaign::Campaign;
use crate::label::Label;
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
    api::Part,
    label::{commands::RevokeLabelRefusal, inputs::RevokeLabelInput},
};

acts! {
    /// Prepare the release of the results for a label. All decisions must be confirmed, and all feedback approved. If
    /// results change later, the release must be prepared and approved again.
    preparePublication(PreparePublicationInput) -> PublicationBatchId | PreparePublicationRefusal
        [Staff; Campaign::DECIDE(campaignId)]
        = commands::prepare;

    /// Approve, as a second person, exactly the results that were prepared.
    approvePublication(ApprovePublicationInput) -> PublicationBatchId | ApprovePublicationRefusal
        [Staff, Admin; Campaign::APPROVE()]
        = commands::approve;

    /// Publish the results for a label, all at once: applicants can read them, and get a mail. When the last label is
    /// published, the campaign is in the phase `PUBLISHED`.
    publishResults(PublishResultsInput) -> PublicationBatchId | PublishResultsRefusal
        [Staff; Campaign::DECIDE()] = commands::publish;

    /// Note that a teacher who did not get the mail was reached in another way.
    markReachedOtherwise(MarkReachedOtherwiseInput) -> PublicationItemId | MarkReachedOtherwiseRefusal
        [Staff; PublicationItem::FOLLOW_UP(publicationItemId)]
        = commands::mark_reached;

    /// Note which results are published on ESEP. Their teachers must be reached first.
    markEsepPublished(MarkEsepPublishedInput) -> Part<Vec<PublicationItemId>> | MarkEsepPublishedRefusal
        [Staff, Service; PublicationItem::FOLLOW_UP(publicationItemIds)]
        = commands::mark_esep;

    /// Revoke a label, with a reason. Its certificate is no longer valid. A prize for it that is not announced is not
    /// given, and the candidacy of the project for the European label is computed again.
    revokeLabel(RevokeLabelInput) -> LabelId | RevokeLabelRefusal
        [Staff; Label::REVOKE(labelId)] = commands::revoke_label;
}
