//! What can happen to a publication.

use super::objects::{PublicationBatch, PublicationItem};
use crate::campaign::Campaign;
use std::collections::HashMap;

use entity::{
    campaign as campaigns, decision as decisions,
    ids::{ApplicationId, CampaignId, LabelId, MessageId, PublicationBatchId, PublicationItemId},
    kinds::{
        ApplicationStage, CampaignStatus, Community, EmailStatus, EsepStatus, Kind, MessageTemplate, Outcome,
        PublicationBatchStatus, Track,
    },
    publication_batch, publication_item,
};
use serde_json::json;

use super::{
    inputs::{
        ApprovePublicationInput, ArchiveCampaignInput, ExcuseFromEsepInput, MarkEsepPublishedInput,
        MarkReachedOtherwiseInput, PreparePublicationInput, PublishResultsInput, RecordBouncesInput,
        ScheduleReleaseInput,
    },
    rules::{NoUnit, Unit, set_hash},
    standing::{Standing, stakes_in, standings},
    state::{Step, after, is_reached},
    store,
};
use crate::{
    api::{Part, Word, each},
    application::{self as applications, rules::Stake},
    campaign,
    decision::{self, Hold},
    eql, event,
    label::{
        self,
        commands::{RestoreLabelRefusal, RevokeLabelRefusal},
        inputs::{RestoreLabelInput, RevokeLabelInput},
    },
    notification::{self, Mail},
    prize,
    reconsideration::{self, rules::closes_at},
    refusals,
    stop::{Answer, Stop, reasons, unless},
    work::Work,
};

/// The hash of everything that goes out with these.
pub(super) fn hash_of(standings: &[Standing]) -> String {
    set_hash(standings.iter().map(|standing| &standing.line))
}

refusals! {
    /// Why a release cannot be prepared.
    PreparePublicationRefusal {
        /// `community` is missing: a release for this label is of one community.
        CommunityMissing "COMMUNITY_MISSING" on ["community"] = "the results of this label are released for each community: say for which";
        /// `community` is given, and Belgica is released for all communities together.
        CommunityShared "COMMUNITY_SHARED" on ["community"] = "the results of this label are released for all communities together: leave the community out";
        /// The caller does not work for this community.
        OtherCommunity { community: Word<Community> } "OTHER_COMMUNITY" on ["community"] = "the results of {community} are released by its own staff";
        /// There are no complete applications for this label in this community.
        NothingToPublish "NOTHING_TO_PUBLISH" on ["track"] = "there are no results for this label";
        /// The release is prepared already and nothing has changed, or the results are public.
        AlreadyPrepared "ALREADY_PREPARED" on ["track"] = "the release of this label's results is prepared already";
        /// Some decisions are not confirmed by a second person.
        NotRatified { count: usize } "NOT_RATIFIED" on ["track"] = "{count} applications for this label have no confirmed decision: a second person must confirm them first";
        /// Some feedback is missing or not approved.
        FeedbackMissing { count: usize } "FEEDBACK_MISSING" on ["track"] = "{count} applications for this label have no approved feedback: write and approve it first";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Prepare a release (R93): its set of results and their hash. A release whose results changed since is prepared again, and
/// must be approved again.
pub async fn prepare(
    work: &Work,
    input: PreparePublicationInput,
) -> Answer<PublicationBatchId, PreparePublicationRefusal> {
    use PreparePublicationRefusal as Refusal;
    // Locked, so that two people do not prepare at once.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    let unit = match Unit::of(input.track.0, input.community.map(|community| community.0)) {
        Ok(unit) => unit,
        Err(NoUnit::CommunityMissing) => return Ok(Err(vec![Refusal::CommunityMissing])),
        Err(NoUnit::CommunityShared) => return Ok(Err(vec![Refusal::CommunityShared])),
    };
    if let Some(community) = unit.community
        && !work.actor().looks_after(unit.track, community)
    {
        return Ok(Err(vec![Refusal::OtherCommunity { community: Word(community) }]));
    }
    let standings = standings(work, campaign.id, (unit, Hold::Locked)).await?;
    let hash = hash_of(&standings);
    let known = store::find_batch(work, campaign.id, unit).await?;
    if let Some(known) = &known
        && (after(known.state, Step::Prepare).is_none() || known.set_hash == hash)
    {
        return Ok(Err(vec![Refusal::AlreadyPrepared]));
    }
    let not_ratified = standings.iter().filter(|one| !one.line.decision.is_some_and(|(_, is)| is)).count();
    let without_feedback = standings.iter().filter(|one| !one.line.is_approved).count();
    let mut refusals = Vec::new();
    if standings.is_empty() {
        refusals.push(Refusal::NothingToPublish);
    }
    if not_ratified > 0 {
        refusals.push(Refusal::NotRatified { count: not_ratified });
    }
    if without_feedback > 0 {
        refusals.push(Refusal::FeedbackMissing { count: without_feedback });
    }
    let mine = stakes_in(work, &standings).await?;
    refusals.extend(
        mine.into_iter().map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let fresh = publication_batch::Model {
        id: known.as_ref().map_or_else(|| work.id(), |known| known.id),
        campaign_id: campaign.id,
        track: unit.track,
        community: unit.community,
        state: PublicationBatchStatus::Prepared,
        set_hash: hash.clone(),
        prepared_by_id: work.user()?,
        approved_by_id: None,
        approved_at: None,
        is_scheduled: false,
        held_at: None,
        published_at: None,
        version: known.as_ref().map_or(1, |known| known.version),
        created_at: known.as_ref().map_or_else(|| work.now(), |known| known.created_at),
        updated_at: work.now(),
    };
    let id = fresh.id;
    if known.is_some() {
        store::clear_items(work, id).await?;
        store::save_batch(work, fresh).await?;
    } else {
        store::insert_batch(work, fresh).await?;
    }
    let esep_state = match unit.track {
        Track::Nql => EsepStatus::Pending,
        Track::Belgica => EsepStatus::NotNeeded,
    };
    for standing in &standings {
        let item = publication_item::Model {
            id: work.id(),
            batch_id: id,
            application_id: standing.application.id,
            line_hash: standing.line.hash(),
            email_state: EmailStatus::Pending,
            message_id: None,
            reached_at: None,
            esep_state,
            esep_marked_at: None,
            esep_excused_at: None,
            bounced_at: None,
        };
        store::insert_item(work, item).await?;
    }
    let facts = json!({ "setHash": hash, "items": standings.len() });
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a release cannot be approved.
    ApprovePublicationRefusal {
        /// The release cannot be approved in its present status.
        WrongStatus { status: Word<PublicationBatchStatus> } "WRONG_STATUS" on ["publicationBatchId"] = "the release is {status}";
        /// The results have changed since they were prepared, or since you saw them.
        HashMismatch "HASH_MISMATCH" on ["expectedHash"] = "the results are not those that you saw, or have changed since they were prepared: prepare the release again";
        /// You prepared this release; a second person must approve it.
        SamePerson "SAME_PERSON" on ["publicationBatchId"] = "you prepared this release: a second person must approve it";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["publicationBatchId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Approve exactly the results that were prepared, as a second person.
pub async fn approve(
    work: &Work,
    input: ApprovePublicationInput,
) -> Answer<PublicationBatchId, ApprovePublicationRefusal> {
    use ApprovePublicationRefusal as Refusal;
    // Locked, so that no result changes while it is approved.
    let seen = work.look(PublicationBatch::APPROVE, input.publication_batch_id.0).await?;
    campaign::get_locked(work, seen.campaign_id).await?;
    let mut batch = work.hold(PublicationBatch::APPROVE, seen.id).await?.into_row();
    let user = work.user()?;
    let state = after(batch.state, Step::Approve);
    let standings = standings(work, batch.campaign_id, (unit_of(&batch), Hold::Locked)).await?;
    let mine = stakes_in(work, &standings).await?;
    let mut refusals: Vec<Refusal> = mine
        .into_iter()
        .map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake })
        .collect();
    if state.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(batch.state) });
    } else if input.expected_hash != batch.set_hash || hash_of(&standings) != batch.set_hash {
        refusals.push(Refusal::HashMismatch);
    }
    if batch.prepared_by_id == user {
        refusals.push(Refusal::SamePerson);
    }
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    batch.state = state;
    batch.approved_by_id = Some(user);
    batch.approved_at = Some(work.now());
    let id = batch.id;
    let facts = json!({ "setHash": batch.set_hash });
    store::save_batch(work, batch).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why results cannot go out.
    PublishResultsRefusal {
        VersionConflict;
        /// The release is not approved yet, or the results are public already.
        WrongStatus { status: Word<PublicationBatchStatus> } "WRONG_STATUS" on ["publicationBatchId"] = "the release is {status}";
        /// `Campaign.resultsPlannedAt` lies ahead, and there is no reason.
        EarlierThanPlanned "EARLIER_THAN_PLANNED" on ["reason"] = "the results are planned for later: say why they go out now";
        /// The results have changed since they were approved.
        HashMismatch "HASH_MISMATCH" on ["publicationBatchId"] = "the results have changed since they were approved: prepare the release again";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["publicationBatchId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Let the results of a release go out (R95), by a person; before the planned instant only with a reason (R93).
pub async fn publish(work: &Work, input: PublishResultsInput) -> Answer<PublicationBatchId, PublishResultsRefusal> {
    use PublishResultsRefusal as Refusal;
    let (campaign, batch) = held_for_release(work, input.publication_batch_id.0).await?;
    if batch.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: batch.version }]));
    }
    if after(batch.state, Step::Publish).is_none() {
        return Ok(Err(vec![Refusal::WrongStatus { status: Word(batch.state) }]));
    }
    let standings = standings(work, campaign.id, (unit_of(&batch), Hold::Locked)).await?;
    if hash_of(&standings) != batch.set_hash {
        return Ok(Err(vec![Refusal::HashMismatch]));
    }
    let reason = input.reason.as_deref().filter(|reason| !reason.is_empty());
    let is_early = work.now() < campaign.results_planned_at;
    let mine = stakes_in(work, &standings).await?;
    let mut refusals = reasons([(is_early && reason.is_none(), Refusal::EarlierThanPlanned)]);
    refusals.extend(
        mine.into_iter().map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = batch.id;
    go_out(work, &campaign, batch, (standings, reason)).await?;
    Ok(Ok(id))
}

/// A release that the caller may let out, and its campaign, locked: so that of two that go out at once the second sees the
/// first, and no result changes on its way out.
async fn held_for_release(
    work: &Work,
    id: PublicationBatchId,
) -> Result<(campaigns::Model, publication_batch::Model), Stop> {
    let seen = work.look(PublicationBatch::RELEASE, id).await?;
    let campaign = campaign::get_locked(work, seen.campaign_id).await?;
    Ok((campaign, work.hold(PublicationBatch::RELEASE, id).await?.into_row()))
}

/// Whose results a release has.
pub(super) fn unit_of(batch: &publication_batch::Model) -> Unit {
    Unit { track: batch.track, community: batch.community }
}

refusals! {
    /// Why a release cannot be set to go out by itself.
    ScheduleReleaseRefusal {
        VersionConflict;
        /// The release is not approved yet, or the results are public already.
        WrongStatus { status: Word<PublicationBatchStatus> } "WRONG_STATUS" on ["publicationBatchId"] = "the release is {status}";
        /// The results have changed since they were approved.
        HashMismatch "HASH_MISMATCH" on ["publicationBatchId"] = "the results have changed since they were approved: prepare the release again";
        /// The caller has an interest in one of the applications, or evaluated one; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["publicationBatchId"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Let an approved release go out by itself at the planned instant, or not.
pub async fn schedule(work: &Work, input: ScheduleReleaseInput) -> Answer<PublicationBatchId, ScheduleReleaseRefusal> {
    use ScheduleReleaseRefusal as Refusal;
    let (campaign, batch) = held_for_release(work, input.publication_batch_id.0).await?;
    if batch.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: batch.version }]));
    }
    if after(batch.state, Step::Publish).is_none() {
        return Ok(Err(vec![Refusal::WrongStatus { status: Word(batch.state) }]));
    }
    let standings = standings(work, campaign.id, (unit_of(&batch), Hold::Locked)).await?;
    let is_changed = input.is_scheduled && hash_of(&standings) != batch.set_hash;
    let mut refusals = reasons([(is_changed, Refusal::HashMismatch)]);
    refusals.extend(
        stakes_in(work, &standings)
            .await?
            .into_iter()
            .map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = batch.id;
    let facts = json!({ "isScheduled": input.is_scheduled, "plannedAt": campaign.results_planned_at });
    let held_at = batch.held_at.filter(|_| !input.is_scheduled);
    store::save_batch(work, publication_batch::Model { is_scheduled: input.is_scheduled, held_at, ..batch }).await?;
    work.audit_because(id, None, Some(facts)).await?;
    Ok(Ok(id))
}

/// The results of a release go out, all at once (R95): outcome, explanation, feedback and label become known, and every
/// applicant gets one mail. When these were the last of the campaign, it is published, and the candidates for the European
/// label are computed (R121). The caller has locked the campaign and the release, and knows that the results are those that
/// were approved.
pub(super) async fn go_out(
    work: &Work,
    campaign: &campaigns::Model,
    mut batch: publication_batch::Model,
    (standings, why): (Vec<Standing>, Option<&str>),
) -> Result<(), Stop> {
    let Some(state) = after(batch.state, Step::Publish) else {
        return Err(Stop::failure("a release goes out that is not approved"));
    };
    let results = standings.len();
    let mut mails = HashMap::new();
    for standing in standings {
        mails.insert(standing.application.id, release(work, campaign, standing).await?);
    }
    for item in store::list_items(work, batch.id).await? {
        let message_id = mails.get(&item.application_id).copied();
        store::save_item(work, publication_item::Model { email_state: EmailStatus::Queued, message_id, ..item })
            .await?;
    }
    let facts = json!({
        "setHash": batch.set_hash, "results": results,
        "isScheduled": batch.is_scheduled, "plannedAt": campaign.results_planned_at,
    });
    let id = batch.id;
    batch.state = state;
    batch.published_at = Some(work.now());
    batch.is_scheduled = false;
    batch.held_at = None;
    store::save_batch(work, batch).await?;
    work.audit_as_because("publishResults", id, why, Some(facts)).await?;
    if ahead(work, campaign.id).await? == 0 {
        campaign::commands::publish(work, campaign.id).await?;
        eql::compute(work, campaign.id).await?;
    }
    Ok(())
}

/// One result goes out.
async fn release(work: &Work, campaign: &campaigns::Model, standing: Standing) -> Result<MessageId, Stop> {
    let Standing { application, decision: Some(decision), teacher, facts: Some(facts), .. } = standing else {
        return Err(Stop::failure("a result goes out without a decision or feedback"));
    };
    let mail = Mail::to(&teacher, MessageTemplate::ResultPublished).once_per(application.id).saying(facts);
    let mail = notification::enqueue(work, mail).await?;
    applications::set_stage(work, application.id, ApplicationStage::Published).await?;
    match decision.outcome {
        Outcome::Awarded => {
            label::grant(work, &application).await?;
        }
        Outcome::NotAwarded | Outcome::Inadmissible => {}
    }
    let reconsideration_closes_at = closes_at(work.now(), campaign.reconsideration_days);
    decision::commands::publish(work, decisions::Model { reconsideration_closes_at, ..decision }).await?;
    Ok(mail)
}

/// Revoke a label: the reverse of its release. What was given for it and is not announced, and where its project stands for
/// the European label, are looked at again.
pub async fn revoke_label(work: &Work, input: RevokeLabelInput) -> Answer<LabelId, RevokeLabelRefusal> {
    let (id, campaign) = match label::commands::revoke(work, input).await? {
        Ok(revoked) => revoked,
        Err(refusals) => return Ok(Err(refusals)),
    };
    look_again(work, campaign).await?;
    Ok(Ok(id))
}

/// Let a label hold again that was revoked by mistake.
pub async fn restore_label(work: &Work, input: RestoreLabelInput) -> Answer<LabelId, RestoreLabelRefusal> {
    let (id, campaign) = match label::commands::restore(work, input).await? {
        Ok(restored) => restored,
        Err(refusals) => return Ok(Err(refusals)),
    };
    look_again(work, campaign).await?;
    Ok(Ok(id))
}

/// Labels changed: prizes that are not announced, invitations to events, and where projects stand for the European label, follow.
pub async fn look_again(work: &Work, campaign: CampaignId) -> Result<(), Stop> {
    prize::commands::reconsider(work, campaign).await?;
    event::look_again(work, campaign).await?;
    match campaign::get(work, campaign).await?.status {
        CampaignStatus::Published | CampaignStatus::Archived => {
            eql::compute(work, campaign).await?;
        }
        CampaignStatus::Draft
        | CampaignStatus::Open
        | CampaignStatus::Closed
        | CampaignStatus::Evaluation
        | CampaignStatus::Deliberation => {}
    }
    Ok(())
}

/// A result that is on ESEP is another now: it must be put there again.
pub async fn unmark(work: &Work, application: ApplicationId) -> Result<(), Stop> {
    let Some(item) = store::find_item(work, application).await? else { return Ok(()) };
    if item.esep_state != EsepStatus::Marked {
        return Ok(());
    }
    let id = item.id;
    let pending = publication_item::Model { esep_state: EsepStatus::Pending, esep_marked_at: None, ..item };
    store::save_item(work, pending).await?;
    work.audit_as("unmarkEsepPublished", id).await
}

/// How many results are not out yet.
async fn ahead(work: &Work, campaign: CampaignId) -> Result<usize, Stop> {
    let mut ahead = 0;
    for (track, ..) in Track::VALUES {
        let complete = applications::list_complete(work, campaign, *track).await?;
        ahead += complete.iter().filter(|one| one.stage != Some(ApplicationStage::Published)).count();
    }
    Ok(ahead)
}

refusals! {
    /// Why a campaign cannot be put away.
    ArchiveCampaignRefusal {
        VersionConflict;
        /// The campaign is not closed yet, or put away already.
        WrongStatus { campaign_status: Word<CampaignStatus> } "WRONG_STATUS" on ["campaignId"] = "the campaign is {campaign_status}";
        /// It has results that are not public yet.
        ResultsAhead { count: usize } "RESULTS_AHEAD" on ["campaignId"] = "{count} applications were handed in, and their results are not public yet";
        /// Teachers asked to look at a result again, and that is not settled.
        ReconsiderationsOpen { count: usize } "RECONSIDERATIONS_OPEN" on ["campaignId"] = "{count} requests to look at a result again are not settled yet";
    }
}

/// Put a campaign away: after its results are out, or because nobody handed in anything.
pub async fn archive(work: &Work, input: ArchiveCampaignInput) -> Answer<CampaignId, ArchiveCampaignRefusal> {
    use ArchiveCampaignRefusal as Refusal;
    let campaign = work.hold(Campaign::RUN, input.campaign_id.0).await?.into_row();
    if campaign.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: campaign.version }]));
    }
    match campaign.status {
        CampaignStatus::Published => {
            let count = reconsideration::count_open(work, campaign.id).await?;
            if count > 0 {
                return Ok(Err(vec![Refusal::ReconsiderationsOpen { count }]));
            }
        }
        CampaignStatus::Closed | CampaignStatus::Evaluation | CampaignStatus::Deliberation => {
            let count = ahead(work, campaign.id).await?;
            if count > 0 {
                return Ok(Err(vec![Refusal::ResultsAhead { count }]));
            }
        }
        CampaignStatus::Draft | CampaignStatus::Open | CampaignStatus::Archived => {
            return Ok(Err(vec![Refusal::WrongStatus { campaign_status: Word(campaign.status) }]));
        }
    }
    let id = campaign.id;
    campaign::commands::archive(work, campaign).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a reader cannot be marked as reached in another way.
    MarkReachedOtherwiseRefusal {
        /// The result is not public yet.
        NotReleased "NOT_RELEASED" on ["publicationItemId"] = "this result is not released yet";
        /// The teacher was reached already.
        AlreadyReached "ALREADY_REACHED" on ["publicationItemId"] = "the teacher knows this result already";
        /// The text on how the teacher was reached is empty.
        HowMissing "HOW_MISSING" on ["how"] = "say how the teacher was told";
    }
}

/// Note that a reader whom the mail did not reach was reached in another way (INV-23).
pub async fn mark_reached(
    work: &Work,
    input: MarkReachedOtherwiseInput,
) -> Answer<PublicationItemId, MarkReachedOtherwiseRefusal> {
    use MarkReachedOtherwiseRefusal as Refusal;
    let mut item = item_for(work, input.publication_item_id.0).await?;
    let how = input.how.as_str();
    let mut refusals = Vec::new();
    match item.email_state {
        EmailStatus::Pending => refusals.push(Refusal::NotReleased),
        EmailStatus::ReachedOtherwise => refusals.push(Refusal::AlreadyReached),
        EmailStatus::Accepted if item.bounced_at.is_none() => refusals.push(Refusal::AlreadyReached),
        EmailStatus::Accepted | EmailStatus::Queued | EmailStatus::Failed => {
            if item.bounced_at.is_none() && store::accepted_at(work, &item).await?.is_some() {
                refusals.push(Refusal::AlreadyReached);
            }
        }
    }
    if how.is_empty() {
        refusals.push(Refusal::HowMissing);
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    item.email_state = EmailStatus::ReachedOtherwise;
    // What is on ESEP went there after the mail was taken, though it came back later (INV-23).
    if item.esep_marked_at.is_none() {
        item.reached_at = Some(work.now());
    }
    keep(work, item, Some(how)).await.map(Ok)
}

refusals! {
    /// Why results cannot be marked as being on ESEP.
    MarkEsepPublishedRefusal {
        Rows(publication_item_id: PublicationItemId, "publicationItemIds", 100);
        /// The mail has not reached the teacher yet. It must, before the result can be on ESEP.
        MailNotAccepted { publication_item_id: PublicationItemId } "MAIL_NOT_ACCEPTED" on ["publicationItemIds"] = "the teacher does not know the result {publication_item_id} yet: wait for the mail, or note how the teacher was told otherwise";
        /// Belgica has no form on ESEP.
        NotNeeded { publication_item_id: PublicationItemId } "NOT_NEEDED" on ["publicationItemIds"] = "the result {publication_item_id} has no form on ESEP";
        /// The result is marked already.
        AlreadyMarked { publication_item_id: PublicationItemId } "ALREADY_MARKED" on ["publicationItemIds"] = "the result {publication_item_id} is marked as published on ESEP already";
    }
}

/// Note that results are on ESEP (R95), each on its own.
pub async fn mark_esep(
    work: &Work,
    input: MarkEsepPublishedInput,
) -> Answer<Part<Vec<PublicationItemId>>, MarkEsepPublishedRefusal> {
    use MarkEsepPublishedRefusal as Refusal;
    let judge = |id| async move {
        let mut item = item_for(work, id).await?;
        if item.email_state == EmailStatus::Queued
            && item.bounced_at.is_none()
            && let Some(accepted_at) = store::accepted_at(work, &item).await?
        {
            item.email_state = EmailStatus::Accepted;
            item.reached_at = Some(accepted_at);
        }
        let why_not = match item.esep_state {
            EsepStatus::NotNeeded => Some(Refusal::NotNeeded { publication_item_id: id }),
            EsepStatus::Marked => Some(Refusal::AlreadyMarked { publication_item_id: id }),
            EsepStatus::Pending | EsepStatus::Excused => {
                (!is_reached(item.email_state)).then_some(Refusal::MailNotAccepted { publication_item_id: id })
            }
        };
        item.esep_state = EsepStatus::Marked;
        item.esep_marked_at = Some(work.now());
        item.esep_excused_at = None;
        Ok(unless(why_not.into_iter().collect(), item))
    };
    each(work, &input.publication_item_ids, judge, |item| keep(work, item, None)).await
}

refusals! {
    /// Why results cannot be left off ESEP.
    ExcuseFromEsepRefusal {
        Rows(publication_item_id: PublicationItemId, "publicationItemIds", 100);
        /// The result is not public yet.
        NotReleased { publication_item_id: PublicationItemId } "NOT_RELEASED" on ["publicationItemIds"] = "this result is not released yet";
        /// Belgica has no form on ESEP.
        NotNeeded { publication_item_id: PublicationItemId } "NOT_NEEDED" on ["publicationItemIds"] = "the result {publication_item_id} has no form on ESEP";
        /// The result is marked already.
        AlreadyMarked { publication_item_id: PublicationItemId } "ALREADY_MARKED" on ["publicationItemIds"] = "the result {publication_item_id} is marked as published on ESEP already";
        /// It is noted already that the result will not be on ESEP.
        AlreadyExcused { publication_item_id: PublicationItemId } "ALREADY_EXCUSED" on ["publicationItemIds"] = "it is noted already that the result {publication_item_id} will not be on ESEP";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
    }
}

/// Note that results will not be on ESEP, with a reason (Q28), each on its own.
pub async fn excuse(
    work: &Work,
    input: ExcuseFromEsepInput,
) -> Answer<Part<Vec<PublicationItemId>>, ExcuseFromEsepRefusal> {
    use ExcuseFromEsepRefusal as Refusal;
    let reason = input.reason.as_str();
    if reason.is_empty() {
        return Ok(Err(vec![Refusal::ReasonMissing]));
    }
    let judge = |id| async move {
        let item = item_for(work, id).await?;
        let why_not = match item.esep_state {
            EsepStatus::NotNeeded => Some(Refusal::NotNeeded { publication_item_id: id }),
            EsepStatus::Marked => Some(Refusal::AlreadyMarked { publication_item_id: id }),
            EsepStatus::Pending | EsepStatus::Excused if item.esep_excused_at.is_some() => {
                Some(Refusal::AlreadyExcused { publication_item_id: id })
            }
            EsepStatus::Pending | EsepStatus::Excused => {
                (item.email_state == EmailStatus::Pending).then_some(Refusal::NotReleased { publication_item_id: id })
            }
        };
        Ok(unless(why_not.into_iter().collect(), publication_item::Model { esep_excused_at: Some(work.now()), ..item }))
    };
    each(work, &input.publication_item_ids, judge, |item| keep(work, item, Some(reason))).await
}

refusals! {
    /// Why it cannot be noted that mails came back.
    RecordBouncesRefusal {
        Rows(publication_item_id: PublicationItemId, "publicationItemIds", 100);
        /// The mail was not sent yet, or came back already.
        NotSent { publication_item_id: PublicationItemId } "NOT_SENT" on ["publicationItemIds"] = "no mail with this result is known to have been sent, or it came back already";
        /// The teacher was reached in another way.
        AlreadyReached { publication_item_id: PublicationItemId } "ALREADY_REACHED" on ["publicationItemIds"] = "the teacher knows this result already";
    }
}

/// Note that mails came back later: their teachers are not reached (INV-23), each on its own.
pub async fn record_bounces(
    work: &Work,
    input: RecordBouncesInput,
) -> Answer<Part<Vec<PublicationItemId>>, RecordBouncesRefusal> {
    use RecordBouncesRefusal as Refusal;
    let what = input.what.as_deref().filter(|what| !what.is_empty());
    let judge = |id| async move {
        let item = item_for(work, id).await?;
        let why_not = match item.email_state {
            EmailStatus::ReachedOtherwise => Some(Refusal::AlreadyReached { publication_item_id: id }),
            EmailStatus::Pending => Some(Refusal::NotSent { publication_item_id: id }),
            EmailStatus::Queued | EmailStatus::Accepted | EmailStatus::Failed => {
                let was_sent = item.bounced_at.is_none() && store::accepted_at(work, &item).await?.is_some();
                (!was_sent).then_some(Refusal::NotSent { publication_item_id: id })
            }
        };
        let bounced = publication_item::Model { bounced_at: Some(work.now()), ..item };
        Ok(unless(why_not.into_iter().collect(), bounced))
    };
    each(work, &input.publication_item_ids, judge, |item| keep(work, item, what)).await
}

/// An item that the caller may follow up, locked.
async fn item_for(work: &Work, id: PublicationItemId) -> Result<publication_item::Model, Stop> {
    Ok(work.hold(PublicationItem::FOLLOW_UP, id).await?.into_row())
}

/// Writes what became of an item, and why, if that was said.
async fn keep(work: &Work, item: publication_item::Model, why: Option<&str>) -> Result<PublicationItemId, Stop> {
    let id = item.id;
    store::save_item(work, item).await?;
    work.audit_because(id, why, None).await?;
    Ok(id)
}
