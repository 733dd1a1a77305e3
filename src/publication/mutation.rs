//! Mutations of publications.

use super::objects::{PublicationBatch, PublicationItem};
use crate::campaign::Campaign;
use crate::label::Label;
use entity::ids::{CampaignId, LabelId, PublicationBatchId, PublicationItemId};

use super::{
    commands::{
        self, ApprovePublicationRefusal, ArchiveCampaignRefusal, ExcuseFromEsepRefusal, MarkEsepPublishedRefusal,
        MarkReachedOtherwiseRefusal, PreparePublicationRefusal, PublishResultsRefusal, RecordBouncesRefusal,
        ScheduleReleaseRefusal,
    },
    inputs::{
        ApprovePublicationInput, ArchiveCampaignInput, ExcuseFromEsepInput, MarkEsepPublishedInput,
        MarkReachedOtherwiseInput, PreparePublicationInput, PublishResultsInput, RecordBouncesInput,
        ScheduleReleaseInput,
    },
};
use crate::{
    acts,
    api::Part,
    label::{
        commands::{RestoreLabelRefusal, RevokeLabelRefusal},
        inputs::{RestoreLabelInput, RevokeLabelInput},
    },
};

acts! {
    /// Prepare a release of results: for `NQL` those of one community, by its own staff; for `BELGICA` those of all
    /// communities together. All decisions in it must be confirmed, and all feedback approved. If results change later, the
    /// release must be prepared and approved again.
    preparePublication(PreparePublicationInput) -> PublicationBatchId | PreparePublicationRefusal
        [Staff; Campaign::DECIDE(campaignId)]
        = commands::prepare;

    /// Approve, as a second person, exactly the results that were prepared.
    approvePublication(ApprovePublicationInput) -> PublicationBatchId | ApprovePublicationRefusal
        [Staff, Admin; PublicationBatch::APPROVE(publicationBatchId)]
        = commands::approve;

    /// Publish the results of a release, all at once: applicants can read them, and get a mail. Before
    /// `Campaign.resultsPlannedAt` a reason is needed. When no complete application of the campaign waits for its result any
    /// more, the campaign is in the phase `PUBLISHED`.
    publishResults(PublishResultsInput) -> PublicationBatchId | PublishResultsRefusal
        [Staff; PublicationBatch::RELEASE(publicationBatchId)] = commands::publish;

    /// Let an approved release go out by itself at `Campaign.resultsPlannedAt`, or take that back. If its results are not those
    /// that were approved when the time has come, it does not go out: see `PublicationBatch.heldAt`.
    scheduleRelease(ScheduleReleaseInput) -> PublicationBatchId | ScheduleReleaseRefusal
        [Staff; PublicationBatch::RELEASE(publicationBatchId)] = commands::schedule;

    /// Put a campaign away: when its results are public, or when nobody handed in an application, so that there is nothing to
    /// publish. Everything in it can still be read; candidates for the European label are not computed any more.
    archiveCampaign(ArchiveCampaignInput) -> CampaignId | ArchiveCampaignRefusal
        [Staff, Admin; Campaign::RUN(campaignId)] = commands::archive;

    /// Note that a teacher who did not get the mail was reached in another way.
    markReachedOtherwise(MarkReachedOtherwiseInput) -> PublicationItemId | MarkReachedOtherwiseRefusal
        [Staff; PublicationItem::FOLLOW_UP(publicationItemId)]
        = commands::mark_reached;

    /// Note which results are published on ESEP. Their teachers must be reached first.
    markEsepPublished(MarkEsepPublishedInput) -> Part<Vec<PublicationItemId>> | MarkEsepPublishedRefusal
        [Staff, Service; PublicationItem::FOLLOW_UP(publicationItemIds)]
        = commands::mark_esep;

    /// Note which results will not be on ESEP, for example because the teacher never sent the form there. They can still be
    /// marked as published later.
    excuseFromEsep(ExcuseFromEsepInput) -> Part<Vec<PublicationItemId>> | ExcuseFromEsepRefusal
        [Staff; PublicationItem::FOLLOW_UP(publicationItemIds)] = commands::excuse;

    /// Note which mails with a result came back after they were sent. Their teachers must be reached in another way.
    recordBounces(RecordBouncesInput) -> Part<Vec<PublicationItemId>> | RecordBouncesRefusal
        [Staff, Service; PublicationItem::FOLLOW_UP(publicationItemIds)] = commands::record_bounces;

    /// Let a label hold again that was revoked by mistake: its certificate is valid again. The candidacy of the project for
    /// the European label is computed again; a prize that was not given stays as it is.
    restoreLabel(RestoreLabelInput) -> LabelId | RestoreLabelRefusal
        [Staff; Label::REVOKE(labelId)] = commands::restore_label;

    /// Revoke a label, with a reason. Its certificate is no longer valid. A prize for it that is not announced is not
    /// given, and the candidacy of the project for the European label is computed again.
    revokeLabel(RevokeLabelInput) -> LabelId | RevokeLabelRefusal
        [Staff; Label::REVOKE(labelId)] = commands::revoke_label;
}
