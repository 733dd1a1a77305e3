//! What can happen to a result that is out and is wrong.

use entity::{
    application, correction, decision,
    ids::{CorrectionId, DecisionId},
    kinds::{CampaignStatus, CorrectionStatus, DecisionStatus, MessageTemplate, Outcome, Track},
};
use serde_json::json;

use super::{
    inputs::{ConfirmCorrectionInput, ReviseDecisionInput, TakeBackCorrectionInput},
    objects::Correction,
    state::{Step, after},
    store,
};
use crate::{
    account,
    api::{Word, right::Held},
    application::{self as applications, rules::Stake},
    campaign,
    decision::{self as decisions, Decision},
    label,
    notification::{self, Mail},
    publication,
    reconsideration::{self, rules::closes_at},
    refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why a correction is not proposed.
    ReviseDecisionRefusal {
        VersionConflict;
        /// The result is not out: it can still be changed without a correction.
        NotPublished "NOT_PUBLISHED" on ["decisionId"] = "the result is not out: take its confirmation back (`takeBackRatifications`)";
        /// The campaign is put away.
        CampaignArchived "CAMPAIGN_ARCHIVED" on ["decisionId"] = "the campaign is archived: its results do not change any more";
        /// Another correction waits for a second person.
        AlreadyProposed "ALREADY_PROPOSED" on ["decisionId"] = "a correction of this result waits for a second person: confirm it, or take it back";
        /// Neither the outcome nor the explanation differs from what is out.
        NothingChanged "NOTHING_CHANGED" on ["outcome"] = "the outcome and the explanation are these already";
        /// The jury did not judge the application: its outcome can only be `INADMISSIBLE`.
        NotJudged "NOT_JUDGED" on ["outcome"] = "an application that the jury did not judge can only be inadmissible";
        /// The explanation is empty.
        MotivationMissing "MOTIVATION_MISSING" on ["motivation"] = "give the explanation that the teacher reads";
        /// The explanation shows who judged, for example with the name of a juror.
        NamesAJuror "NAMES_A_JUROR" on ["motivation"] = "the explanation names a juror, and the teachers read it";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["decisionId"] = "{stake}: somebody else must do this";
    }
}

/// Propose to set a result right.
pub async fn propose(work: &Work, input: ReviseDecisionInput) -> Answer<DecisionId, ReviseDecisionRefusal> {
    use ReviseDecisionRefusal as Refusal;
    let (decision, application, stake) = locked(work, input.decision_id.0).await?;
    if decision.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: decision.version }]));
    }
    let (outcome, motivation, reason) = (input.outcome.0, input.motivation, input.reason);
    let campaign = campaign::get(work, application.campaign_id).await?;
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(reasons([
        (decision.state != DecisionStatus::Published, Refusal::NotPublished),
        (campaign.status == CampaignStatus::Archived, Refusal::CampaignArchived),
        (store::one_waits(work, decision.id).await?, Refusal::AlreadyProposed),
        (outcome == decision.outcome && motivation == decision.motivation, Refusal::NothingChanged),
        (decision.rule_outcome == Outcome::Inadmissible && outcome != Outcome::Inadmissible, Refusal::NotJudged),
        (motivation.is_empty(), Refusal::MotivationMissing),
        (applications::names_a_juror(work, &application, &motivation).await?, Refusal::NamesAJuror),
        (reason.is_empty(), Refusal::ReasonMissing),
    ]));
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let correction = correction::Model {
        id: work.id(),
        decision_id: decision.id,
        application_id: application.id,
        state: CorrectionStatus::Proposed,
        outcome,
        motivation,
        reason,
        earlier_outcome: decision.outcome,
        earlier_motivation: decision.motivation.clone(),
        proposed_by_id: work.user()?,
        confirmed_by_id: None,
        confirmed_at: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let (id, facts) = (correction.id, json!({ "outcome": [decision.outcome, outcome] }));
    let reason = correction.reason.clone();
    store::insert(work, correction).await?;
    work.audit_because(id, Some(&reason), Some(facts)).await?;
    Ok(Ok(decision.id))
}

refusals! {
    /// Why a correction is not confirmed.
    ConfirmCorrectionRefusal {
        VersionConflict;
        /// The correction is confirmed or taken back already.
        WrongStatus { status: Word<CorrectionStatus> } "WRONG_STATUS" on ["correctionId"] = "the correction is {status}";
        /// You proposed this correction; a second person must confirm it.
        SamePerson "SAME_PERSON" on ["correctionId"] = "you proposed this correction: a second person must confirm it";
        /// The campaign is put away.
        CampaignArchived "CAMPAIGN_ARCHIVED" on ["correctionId"] = "the campaign is archived: its results do not change any more";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["correctionId"] = "{stake}: somebody else must do this";
    }
}

/// Confirm a correction as a second person: the result is the right one from now on, and what rests on it follows.
pub async fn confirm(work: &Work, input: ConfirmCorrectionInput) -> Answer<CorrectionId, ConfirmCorrectionRefusal> {
    use ConfirmCorrectionRefusal as Refusal;
    let (correction, decision, application, stake) = held(work, input.correction_id.0).await?;
    if correction.version != input.expected_version {
        return Ok(Err(vec![Refusal::VersionConflict { current_version: correction.version }]));
    }
    let user = work.user()?;
    let campaign = campaign::get(work, application.campaign_id).await?;
    let next = after(correction.state, Step::Confirm);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(reasons([
        (next.is_none(), Refusal::WrongStatus { status: Word(correction.state) }),
        (correction.proposed_by_id == user, Refusal::SamePerson),
        (campaign.status == CampaignStatus::Archived, Refusal::CampaignArchived),
    ]));
    let (Some(next), true) = (next, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let (id, now) = (correction.id, work.now());
    let (outcome, motivation) = (correction.outcome, correction.motivation.clone());
    let is_adjusted = outcome != decision.rule_outcome;
    // Of another outcome its teacher has as many days to ask about it as of the first.
    let reconsideration_closes_at = if outcome == decision.outcome {
        decision.reconsideration_closes_at
    } else {
        closes_at(now, campaign.reconsideration_days)
    };
    let corrected = decision::Model {
        outcome,
        motivation: motivation.clone(),
        motivation_by_id: Some(correction.proposed_by_id),
        proposed_by_id: correction.proposed_by_id,
        adjusted_by_id: is_adjusted.then_some(correction.proposed_by_id),
        adjust_reason: is_adjusted.then(|| correction.reason.clone()),
        ratified_by_id: Some(user),
        ratified_at: Some(now),
        corrected_at: Some(now),
        reconsideration_closes_at,
        ..decision.clone()
    };
    decisions::save(work, corrected).await?;
    let confirmed = correction.with(|correction| correction::Model {
        state: next,
        confirmed_by_id: Some(user),
        confirmed_at: Some(now),
        ..correction
    });
    store::save(work, confirmed).await?;
    work.audit_because(id, None, Some(json!({ "outcome": [decision.outcome, outcome] }))).await?;
    reconsideration::commands::revise(work, application.id).await?;
    let teacher = account::get(work, application.teacher_id).await?;
    let [title] = &applications::titles_of_hand_in(work, std::slice::from_ref(&application)).await?[..] else {
        return Err(Stop::failure("an application without a title"));
    };
    let facts = json!({
        "projectTitle": title, "track": application.track, "outcome": outcome, "motivation": motivation,
        "contactEmail": campaign.contact_email, "contactUrl": campaign.contact_url,
    });
    let mail = Mail::to(&teacher, MessageTemplate::ResultCorrected).once_per(id).saying(facts);
    notification::enqueue(work, mail).await?;
    if outcome != decision.outcome {
        label::commands::follow(work, &application, outcome == Outcome::Awarded, &motivation).await?;
        if application.track == Track::Nql {
            publication::commands::unmark(work, application.id).await?;
        }
        publication::commands::look_again(work, campaign.id).await?;
    }
    Ok(Ok(id))
}

refusals! {
    /// Why a correction is not taken back.
    TakeBackCorrectionRefusal {
        /// The correction is confirmed or taken back already.
        WrongStatus { status: Word<CorrectionStatus> } "WRONG_STATUS" on ["correctionId"] = "the correction is {status}";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["correctionId"] = "{stake}: somebody else must do this";
    }
}

/// Take back a correction that nobody has confirmed.
pub async fn take_back(work: &Work, input: TakeBackCorrectionInput) -> Answer<CorrectionId, TakeBackCorrectionRefusal> {
    use TakeBackCorrectionRefusal as Refusal;
    let (correction, _, _, stake) = held(work, input.correction_id.0).await?;
    let next = after(correction.state, Step::TakeBack);
    let mut refusals: Vec<Refusal> = stake.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(reasons([
        (next.is_none(), Refusal::WrongStatus { status: Word(correction.state) }),
        (input.reason.is_empty(), Refusal::ReasonMissing),
    ]));
    let (Some(next), true) = (next, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let id = correction.id;
    store::save(work, correction.with(|correction| correction::Model { state: next, ..correction })).await?;
    work.audit_because(id, Some(&input.reason), None).await?;
    Ok(Ok(id))
}

/// A decision that the caller may revise, locked, its application, and what the caller has to do with it.
async fn locked(work: &Work, id: DecisionId) -> Result<(decision::Model, application::Model, Option<Stake>), Stop> {
    // The campaign and the application first, as where a label is revoked or a result taken back.
    let application = decisions::get(work, id).await?.application_id;
    let application = applications::get(work, application).await?;
    campaign::get_locked(work, application.campaign_id).await?;
    let application = applications::get_locked(work, application.id).await?;
    let decision = work.hold(Decision::REVISE, id).await?.into_row();
    let stake = applications::stakes(work).await?.in_application(&application);
    Ok((decision, application, stake))
}

/// A correction that the caller may settle, its decision and application, all locked, and what the caller has to do with it.
async fn held(
    work: &Work,
    id: CorrectionId,
) -> Result<(Held<correction::Model>, decision::Model, application::Model, Option<Stake>), Stop> {
    let seen = work.look(Correction::SETTLE, id).await?;
    let (decision, application, stake) = locked(work, seen.decision_id).await?;
    Ok((work.hold(Correction::SETTLE, id).await?, decision, application, stake))
}
