//! Ties that follow from the data: what staff find to be none, and what came up after jurors were asked (INV-10, INV-11).

use super::objects::ConflictClearance;
use crate::application::Application;
use std::collections::BTreeSet;

use entity::{
    assignment, conflict_clearance,
    ids::{AssignmentId, ConflictClearanceId, JurorId},
    kinds::{CampaignStatus, Kind, Tie},
};

use super::{
    ending::{Reason, end, heed_stakes},
    inputs::{ClearConflictInput, ScreenConflictsInput, WithdrawClearanceInput},
    rules::{TIED, Ties, look_back},
    state::Verb,
    store,
};
use crate::{
    api::{Word, fact::Several},
    application::{self, rules::Stake},
    campaign,
    campaign::rules::day_of,
    refusals,
    stop::{Answer, found, reasons},
    work::Work,
};

refusals! {
    /// Why a tie is not cleared.
    ClearConflictRefusal {
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The tie is cleared already.
        AlreadyCleared "ALREADY_CLEARED" on ["applicationId"] = "this conflict of interest is lifted already";
        /// There is no tie between the two, or only ties that nobody can clear.
        NothingToClear { ties: Several<Tie> } "NOTHING_TO_CLEAR" on ["jurorId"] = "staff can lift nothing between this juror and this application; what ties them: {ties}";
        /// The caller has an interest in the application, or the tie is the caller's own; other staff must decide.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["applicationId"] = "{stake}: somebody else must do this";
    }
}

/// Note that a tie keeps a juror from nothing: a shared board, a project done together, a conflict that staff weigh (Q19).
/// It is not found again by itself. What INV-10 names cannot be cleared, nor what she declared herself.
pub async fn clear(work: &Work, input: ClearConflictInput) -> Answer<ConflictClearanceId, ClearConflictRefusal> {
    use ClearConflictRefusal as Refusal;
    let application = work.look(Application::ASSIGN, input.application_id.0).await?;
    let juror = found(store::find_juror_locked(work, input.juror_id.0).await?)?;
    let campaign = campaign::get(work, application.campaign_id).await?;
    let since = look_back(day_of(work.now()), campaign.conflict_look_back_years);
    let ties = store::ties(work, juror.id, application.id, since).await?;
    let can_be_cleared = ties.can_be_cleared();
    let is_cleared = store::clearance(work, juror.id, application.id).await?.is_some();
    let is_own = work.actor().is(juror.id.into()).then_some(Stake::Juror);
    let stake = application::stakes(work).await?.in_application(&application).or(is_own);
    let mut refusals = reasons([
        (input.reason.is_empty(), Refusal::ReasonMissing),
        (is_cleared, Refusal::AlreadyCleared),
        (!is_cleared && !can_be_cleared, Refusal::NothingToClear { ties: Several(ties.held()) }),
    ]);
    refusals.extend(stake.map(|stake| Refusal::NotImpartial { stake }));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = work.id();
    let clearance = conflict_clearance::Model {
        id,
        juror_id: juror.id,
        application_id: application.id,
        reason: input.reason.clone(),
        cleared_by_id: Some(work.user()?),
        cleared_at: work.now(),
        withdrawn_at: None,
    };
    store::insert_clearance(work, clearance).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why a clearance is not withdrawn.
    WithdrawClearanceRefusal {
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The clearance was withdrawn before.
        AlreadyWithdrawn "ALREADY_WITHDRAWN" on ["conflictClearanceId"] = "this lifting of a conflict of interest is withdrawn already";
    }
}

/// Take a clearance back: the tie counts again, and closes the application to the juror. An assignment that rests on it
/// ends with `screen`.
pub async fn withdraw(
    work: &Work,
    input: WithdrawClearanceInput,
) -> Answer<ConflictClearanceId, WithdrawClearanceRefusal> {
    use WithdrawClearanceRefusal as Refusal;
    let clearance = work.hold(ConflictClearance::WITHDRAW, input.conflict_clearance_id.0).await?;
    let application = application::get(work, clearance.application_id).await?;
    heed_stakes(work, std::slice::from_ref(&application)).await?;
    let refusals = reasons([
        (input.reason.is_empty(), Refusal::ReasonMissing),
        (clearance.withdrawn_at.is_some(), Refusal::AlreadyWithdrawn),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let id = clearance.id;
    let ended = clearance.with(|row| conflict_clearance::Model { withdrawn_at: Some(work.now()), ..row });
    store::save_clearance(work, ended).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why assignments are not looked through.
    ScreenConflictsRefusal {
        /// The jury has not started, or the campaign is over.
        CampaignNotInEvaluation { campaign_status: Word<CampaignStatus> } "CAMPAIGN_NOT_IN_EVALUATION" on ["campaignId"] = "conflicts can be looked for from the evaluation on, until the campaign is archived; the campaign is {campaign_status}";
    }
}

/// Look through the assignments of a campaign for ties that came up since: somebody changed schools, or joined a project.
/// Those end, their evaluations do not count, and a repair is proposed (INV-11); also when it is decided or known. Returns
/// what ended, of the applications that the caller looks after.
pub async fn screen(
    work: &Work,
    input: ScreenConflictsInput,
) -> Answer<(Vec<AssignmentId>, Vec<assignment::Model>), ScreenConflictsRefusal> {
    let campaign = campaign::get(work, input.campaign_id.0).await?;
    if !matches!(campaign.status, CampaignStatus::Evaluation | CampaignStatus::Deliberation | CampaignStatus::Published)
    {
        let status = Word(campaign.status);
        return Ok(Err(vec![ScreenConflictsRefusal::CampaignNotInEvaluation { campaign_status: status }]));
    }
    let since = look_back(day_of(work.now()), campaign.conflict_look_back_years);
    let ties = store::ties_of_campaign(work, campaign.id, since).await?;
    let closed = store::tied_of_campaign(work, campaign.id).await?;
    let mut live = store::list_live_of_campaign(work, campaign.id).await?;
    live.retain(|assignment| {
        let ties = ties.get(&(assignment.application_id, assignment.juror_id));
        closed.contains(&assignment.id) || ties.is_some_and(Ties::keep_away)
    });
    let jurors: BTreeSet<JurorId> = live.iter().map(|assignment| assignment.juror_id).collect();
    for juror in jurors {
        store::find_juror_locked(work, juror).await?;
    }
    let mut ended = Vec::new();
    for assignment in live {
        let held = ties.get(&(assignment.application_id, assignment.juror_id)).map(Ties::held).unwrap_or_default();
        let reason = held.first().map_or(TIED, |tie| tie.word());
        // Read again under its lock: it may have ended meanwhile.
        let assignment = store::get_locked(work, assignment.id).await?;
        ended.extend(end(work, vec![assignment], Verb::Recuse, Reason::Found(reason)).await?.ended);
    }
    work.audit(campaign.id).await?;
    Ok(Ok((ended.iter().map(|assignment| assignment.id).collect(), ended)))
}
