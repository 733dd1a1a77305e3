//! What can happen to a decision and to the feedback that goes with it.

use super::objects::Decision;
use crate::campaign::Campaign;
use std::collections::BTreeMap;

use entity::{
    application, consolidation, decision,
    ids::{ApplicationId, DecisionId},
    kinds::{ApplicationStage, CampaignStatus, DecisionStatus, Outcome},
    rubric_version,
};
use serde_json::json;

use super::{
    inputs::{AdjustDecisionInput, ProposeDecisionsInput, RatifyDecisionsInput},
    late::proposed,
    rules::{basis, outcome},
    state::{Step, after},
    store, texts,
};
use crate::{
    api::{Part, Word, each},
    application::{
        self as applications,
        rules::{Stake, Stakes},
    },
    campaign, refusals,
    score::{
        self,
        rules::{Exact, Rule},
    },
    stop::{Answer, Stop, reasons, unless},
    work::Work,
};

refusals! {
    /// Why results cannot be decided.
    ProposeDecisionsRefusal {
        /// The campaign is not in the phase `DELIBERATION`.
        NotInDeliberation "NOT_IN_DELIBERATION" on ["campaignId"] = "results can be decided only while the campaign is in deliberation";
        /// Some applications have no result of the jury yet.
        ResultsMissing { count: usize } "RESULTS_MISSING" on ["track"] = "{count} applications for this label have no result yet: merge their evaluations first";
        /// All applications have a decision already.
        NothingToPropose "NOTHING_TO_PROPOSE" on ["track"] = "every application for this label has a decision";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["track"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Decide on every application of a track by the frozen rule (R81, INV-20): all of them, or none.
pub async fn propose(work: &Work, input: ProposeDecisionsInput) -> Answer<Vec<DecisionId>, ProposeDecisionsRefusal> {
    use ProposeDecisionsRefusal as Refusal;
    let track = input.track.0;
    // Locked, so that two people do not decide at once.
    let campaign = work.hold(Campaign::DECIDE, input.campaign_id.0).await?;
    let rubric = campaign::rubric_of(work, &campaign).await?;
    let rule = score::rule_of(work, &campaign).await?;
    let complete = applications::list_complete(work, campaign.id, track).await?;
    let ids: Vec<ApplicationId> = complete.iter().map(|application| application.id).collect();
    let decided = store::list_decisions(work, &ids).await?;
    let merged = store::list_merged(work, campaign.id, track).await?;
    let mut results = Vec::new();
    let mut missing = 0;
    for application in &complete {
        let known = decided.iter().find(|decision| decision.application_id == application.id);
        if known.is_some() && !awaits_result(application.stage) {
            continue;
        }
        let result = merged.iter().find(|result| result.application_id == application.id);
        match result_of(work, application, result, &rubric, &rule).await? {
            Some(result) => results.push((application.id, known.cloned(), result)),
            None => missing += 1,
        }
    }
    let mut refusals = Vec::new();
    if campaign.status != CampaignStatus::Deliberation {
        refusals.push(Refusal::NotInDeliberation);
    }
    if missing > 0 {
        refusals.push(Refusal::ResultsMissing { count: missing });
    } else if results.is_empty() {
        refusals.push(Refusal::NothingToPropose);
    }
    let undecided = complete.iter().filter(|one| results.iter().any(|(id, ..)| *id == one.id));
    let stakes = applications::stakes(work).await?;
    refusals.extend(
        stakes
            .among(undecided)
            .map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (mut made, mut told) = (Vec::new(), Vec::new());
    for (application_id, known, (outcome, trace)) in results {
        let id = if let Some(known) = known {
            // Its result was taken back, and there is another.
            let id = known.id;
            store::save(work, decision::Model { proposed_by_id: work.user()?, ..proposed(&known, outcome, &trace) })
                .await?;
            id
        } else {
            let decision = decision::Model {
                id: work.id(),
                application_id,
                outcome,
                rule_outcome: outcome,
                state: DecisionStatus::Proposed,
                motivation: String::new(),
                motivation_by_id: None,
                rule_trace: json!(trace),
                proposed_by_id: work.user()?,
                adjusted_by_id: None,
                adjust_reason: None,
                ratified_by_id: None,
                ratified_at: None,
                version: 1,
                created_at: work.now(),
                updated_at: work.now(),
            };
            let Some(id) = store::insert(work, decision).await? else {
                return Err(Stop::failure("an application was decided on while its campaign was locked"));
            };
            id
        };
        applications::set_stage(work, application_id, ApplicationStage::Decided).await?;
        work.audit_because(id, None, Some(json!({ "outcome": outcome, "trace": trace }))).await?;
        told.push(application_id);
        made.push(id);
    }
    texts::refresh(work, &campaign, &told).await?;
    Ok(Ok(made))
}

/// Whether the jury has to come to a result, again, before anything is decided.
pub(super) fn awaits_result(stage: Option<ApplicationStage>) -> bool {
    match stage {
        None | Some(ApplicationStage::Admissible | ApplicationStage::InEvaluation | ApplicationStage::Evaluated) => {
            true
        }
        Some(ApplicationStage::Inadmissible | ApplicationStage::Decided | ApplicationStage::Published) => false,
    }
}

/// What the rule says of an application and why; `None` while the jury is not done with it.
pub(super) async fn result_of(
    work: &Work,
    application: &application::Model,
    result: Option<&consolidation::Model>,
    rubric: &rubric_version::Model,
    rule: &Rule,
) -> Result<Option<(Outcome, Vec<String>)>, Stop> {
    let Some(stage) = application.stage else { return Ok(None) };
    match stage {
        ApplicationStage::Inadmissible => {
            return Ok(Some((Outcome::Inadmissible, vec!["It was not admissible, so it was not judged.".to_owned()])));
        }
        ApplicationStage::Evaluated => {}
        ApplicationStage::Admissible
        | ApplicationStage::InEvaluation
        | ApplicationStage::Decided
        | ApplicationStage::Published => return Ok(None),
    }
    let Some(result) = result.filter(|result| result.total_sixtieths.is_some()) else { return Ok(None) };
    let scores = store::list_scores(work, result).await?;
    let scores: BTreeMap<_, _> = scores.iter().map(|row| (row.criterion_id, Exact(row.score_sixtieths))).collect();
    if !rule.items.iter().all(|item| scores.contains_key(&item.id)) {
        return Ok(None);
    }
    let revision = store::revision_number(work, application).await?;
    let (outcome, steps) = outcome(rule.comparisons(|id| scores.get(&id).copied().unwrap_or_default()));
    let trace = std::iter::once(basis(revision, &rubric.code)).chain(steps).collect();
    Ok(Some((outcome, trace)))
}

refusals! {
    /// Why an outcome cannot change.
    AdjustDecisionRefusal {
        VersionConflict;
        /// The decision is confirmed already.
        WrongStatus { status: Word<DecisionStatus> } "WRONG_STATUS" on ["decisionId"] = "the decision is {status}";
        /// The result of the application was taken back; the jury must give another one first.
        ResultMissing "RESULT_MISSING" on ["decisionId"] = "the jury's result was taken back: decide again once the jury has a new one";
        /// The decision has this outcome already.
        OutcomeUnchanged "OUTCOME_UNCHANGED" on ["outcome"] = "the outcome is this already";
        /// The jury did not judge the application: its outcome can only be `INADMISSIBLE`.
        NotJudged "NOT_JUDGED" on ["outcome"] = "an application that the jury did not judge can only be inadmissible";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { stake: Stake } "NOT_IMPARTIAL" on ["decisionId"] = "{stake}: somebody else must do this";
    }
}

/// Set another outcome than that of the rule, with a reason (INV-20). The explanation of the old outcome goes, and what was
/// approved with it is approved again.
pub async fn adjust(work: &Work, input: AdjustDecisionInput) -> Answer<DecisionId, AdjustDecisionRefusal> {
    use AdjustDecisionRefusal as Refusal;
    let stakes = applications::stakes(work).await?;
    let (mut decision, own, reached) = locked_for(work, &stakes, input.decision_id.0).await?;
    let outdated = (decision.version != input.expected_version)
        .then_some(Refusal::VersionConflict { current_version: decision.version });
    let outcome = input.outcome.0;
    let reason = input.reason.as_str();
    let state = after(decision.state, Step::Adjust);
    let mut refusals: Vec<Refusal> = own.map(|stake| Refusal::NotImpartial { stake }).into_iter().collect();
    refusals.extend(outdated);
    if state.is_none() {
        refusals.push(Refusal::WrongStatus { status: Word(decision.state) });
    }
    if awaits_result(reached) {
        refusals.push(Refusal::ResultMissing);
    }
    if outcome == decision.outcome {
        refusals.push(Refusal::OutcomeUnchanged);
    } else if decision.rule_outcome == Outcome::Inadmissible {
        refusals.push(Refusal::NotJudged);
    }
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let (Some(state), true) = (state, refusals.is_empty()) else { return Ok(Err(refusals)) };
    let facts = json!({ "outcome": [decision.outcome, outcome] });
    decision.state = state;
    decision.outcome = outcome;
    decision.motivation = String::new();
    decision.motivation_by_id = None;
    decision.adjusted_by_id = Some(work.user()?);
    decision.adjust_reason = Some(reason.to_owned());
    let (id, application) = (decision.id, applications::get(work, decision.application_id).await?);
    store::save(work, decision).await?;
    texts::unapprove(work, application.id).await?;
    let campaign = campaign::get(work, application.campaign_id).await?;
    texts::refresh(work, &campaign, &[application.id]).await?;
    work.audit_because(id, Some(reason), Some(facts)).await?;
    Ok(Ok(id))
}

refusals! {
    /// Why decisions cannot be ratified.
    RatifyDecisionsRefusal {
        Rows(decision_id: DecisionId, "decisionIds", 100);
        /// You proposed or changed a decision yourself; a second person must confirm it.
        SamePerson { decision_id: DecisionId } "SAME_PERSON" on ["decisionIds"] = "you proposed or adjusted the decision {decision_id}: a second person must confirm it";
        /// The explanation is empty.
        MotivationMissing { decision_id: DecisionId } "MOTIVATION_MISSING" on ["decisionIds"] = "the decision {decision_id} has no explanation: write one first";
        /// It cannot be confirmed in its present status.
        WrongStatus { decision_id: DecisionId } "WRONG_STATUS" on ["decisionIds"] = "the decision {decision_id} is confirmed already";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { decision_id: DecisionId, application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["decisionIds"] = "{stake}: somebody else must act on {application_id}";
        /// The result of the application was taken back; the jury must give another one first.
        ResultMissing { decision_id: DecisionId } "RESULT_MISSING" on ["decisionIds"] = "the jury's result behind the decision {decision_id} was taken back: decide again once the jury has a new one";
    }
}

/// Confirm decisions as a second person (INV-20), each on its own.
pub async fn ratify(work: &Work, input: RatifyDecisionsInput) -> Answer<Part<Vec<DecisionId>>, RatifyDecisionsRefusal> {
    use RatifyDecisionsRefusal as Refusal;
    let user = work.user()?;
    let stakes = &applications::stakes(work).await?;
    let judge = |id| async move {
        let (decision, own, reached) = locked_for(work, stakes, id).await?;
        let state = after(decision.state, Step::Ratify);
        let is_own = decision.proposed_by_id == user || decision.adjusted_by_id == Some(user);
        let mut refusals = reasons([
            (awaits_result(reached), Refusal::ResultMissing { decision_id: id }),
            (is_own, Refusal::SamePerson { decision_id: id }),
            (decision.motivation.is_empty(), Refusal::MotivationMissing { decision_id: id }),
            (state.is_none(), Refusal::WrongStatus { decision_id: id }),
        ]);
        let application_id = decision.application_id;
        refusals.extend(own.map(|stake| Refusal::NotImpartial { decision_id: id, application_id, stake }));
        let (ratified_by_id, ratified_at) = (Some(user), Some(work.now()));
        let state = state.unwrap_or(decision.state);
        Ok(unless(refusals, decision::Model { state, ratified_by_id, ratified_at, ..decision }))
    };
    each(work, &input.decision_ids, judge, |decision| async move {
        let id = decision.id;
        store::save(work, decision).await?;
        work.audit(id).await?;
        Ok(id)
    })
    .await
}

/// A ratified decision goes out. Called when results are published.
pub async fn publish(work: &Work, decision: decision::Model) -> Result<(), Stop> {
    let Some(state) = after(decision.state, Step::Publish) else {
        return Err(Stop::failure("a decision goes out that is not ratified"));
    };
    let id = decision.id;
    store::save(work, decision::Model { state, ..decision }).await?;
    work.audit_as("PUBLISHED", id).await
}

/// A decision that the caller may change, locked, what the caller has to do with it, and where its application stands.
async fn locked_for(
    work: &Work,
    stakes: &Stakes,
    id: DecisionId,
) -> Result<(decision::Model, Option<Stake>, Option<ApplicationStage>), Stop> {
    // The application first, as where a result is taken back.
    let application = applications::get_locked(work, store::get(work, id).await?.application_id).await?;
    let decision = work.hold(Decision::DECIDE, id).await?.into_row();
    Ok((decision, stakes.in_application(&application), application.stage))
}

/// Whether feedback may be written and approved at this stage.
pub(super) fn takes_feedback(stage: Option<ApplicationStage>) -> bool {
    match stage {
        Some(ApplicationStage::Evaluated | ApplicationStage::Inadmissible | ApplicationStage::Decided) => true,
        None | Some(ApplicationStage::Admissible | ApplicationStage::InEvaluation | ApplicationStage::Published) => {
            false
        }
    }
}
