//! What can happen to a decision and to the feedback that goes with it.

use super::objects::Decision;
use crate::campaign::Campaign;
use std::collections::BTreeMap;

use entity::{
    application, campaign as campaigns, consolidation, decision,
    ids::{ApplicationId, ApplicationRevisionId, CampaignId, DecisionId, RubricVersionId},
    kinds::{ApplicationStage, CampaignStatus, DecisionBasis, DecisionStatus, Outcome, Track},
};
use fair::calibration::{Fixed, Look, Question, calibrate_while};
use serde_json::json;

use super::{
    inputs::{AdjustDecisionInput, ProposeDecisionsInput, RatifyDecisionsInput, TakeBackRatificationsInput},
    late::proposed,
    rules::{Ruled, Step},
    state::{Step as Move, after},
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
        rules::{Exact, Judged, Merged, Rule},
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
    let complete = applications::list_complete(work, campaign.id, track).await?;
    let ids: Vec<ApplicationId> = complete.iter().map(|application| application.id).collect();
    let decided = store::list_decisions(work, &ids).await?;
    let jury = Results::of(work, &campaign, store::list_merged(work, campaign.id, track).await?).await?;
    let mut results = Vec::new();
    let mut missing = 0;
    for application in &complete {
        let known = decided.iter().find(|decision| decision.application_id == application.id);
        let stands = known.is_some_and(|known| known.basis != DecisionBasis::TakenBack);
        if stands && !awaits_result(application.stage) {
            continue;
        }
        match jury.ruled(application) {
            Some(ruled) => results.push((application, known.cloned(), ruled)),
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
    let undecided = complete.iter().filter(|one| results.iter().any(|(known, ..)| known.id == one.id));
    let stakes = applications::stakes(work).await?;
    refusals.extend(
        stakes
            .among(undecided)
            .map(|(application, stake)| Refusal::NotImpartial { application_id: application, stake }),
    );
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let (mut made, mut told, mut traces) = (Vec::new(), Vec::new(), Vec::new());
    let estimates = jury.estimates(work, campaign.id, track).await?;
    for (application, known, ruled) in results {
        let (application_id, outcome) = (application.id, ruled.outcome);
        let of = jury.of_what(application, &ruled, &estimates);
        let id = if let Some(known) = known {
            // Its result was taken back, and there is another.
            let id = known.id;
            store::save(work, decision::Model { proposed_by_id: work.user()?, ..proposed(&known, of, &ruled) }).await?;
            id
        } else {
            let decision = decision::Model {
                id: work.id(),
                application_id,
                outcome,
                rule_outcome: outcome,
                calibrated_outcome: of.advised.map(|(outcome, _)| outcome),
                calibrated_total_centi: of.advised.map(|(_, total)| total),
                state: DecisionStatus::Proposed,
                motivation: String::new(),
                motivation_by_id: None,
                basis: ruled.basis,
                method: ruled.method,
                revision_id: of.revision,
                rubric_version_id: of.rubric,
                proposed_by_id: work.user()?,
                adjusted_by_id: None,
                adjust_reason: None,
                ratified_by_id: None,
                ratified_at: None,
                corrected_at: None,
                reconsideration_closes_at: None,
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
        let steps: Vec<_> = ruled.steps.iter().map(|step| jury.said(step)).collect();
        work.audit_because(id, None, Some(json!({ "outcome": outcome, "basis": ruled.basis, "steps": steps }))).await?;
        told.push(application_id);
        traces.push((id, ruled));
        made.push(id);
    }
    store::save_traces(work, &traces, jury.highest_centi).await?;
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

/// The results of the jury that decisions follow from.
pub(super) struct Results {
    rule: Rule,
    rubric: RubricVersionId,
    /// The ends of the scale, in hundredths.
    lowest_centi: i32,
    pub(super) highest_centi: i32,
    /// The stored results, and what they were made of.
    pub(super) all: BTreeMap<ApplicationId, (Merged, Judged)>,
}

/// What was judged, and by what; and what calibration says of it, where that leads elsewhere.
#[derive(Clone, Copy)]
pub(super) struct OfWhat {
    pub revision: Option<ApplicationRevisionId>,
    pub rubric: Option<RubricVersionId>,
    pub advised: Option<(Outcome, i32)>,
}

/// The totals that calibration estimates.
type Estimates = BTreeMap<ApplicationId, Fixed>;

impl Results {
    /// Of these, of one campaign, that are whole.
    pub(super) async fn of(
        work: &Work,
        campaign: &campaigns::Model,
        merged: Vec<consolidation::Model>,
    ) -> Result<Self, Stop> {
        let rule = score::rule_of(work, campaign).await?;
        let rubric = campaign::rubric_of(work, campaign).await?;
        let (lowest_centi, highest_centi) = (100 * rubric.scale_min, 100 * rubric.scale_max);
        let ids: Vec<_> = merged.iter().map(|one| one.id).collect();
        let mut scores: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in store::list_all_scores(work, &ids).await? {
            scores.entry(row.consolidation_id).or_default().push((row.criterion_id, Exact(row.score_sixtieths)));
        }
        let applications: Vec<ApplicationId> = merged.iter().map(|one| one.application_id).collect();
        let mut judged = score::judged(work, &applications).await?;
        let mut all = BTreeMap::new();
        for one in merged {
            let scores = scores.remove(&one.id).unwrap_or_default();
            let judged = judged.remove(&one.application_id).unwrap_or_default();
            if let Some(total) = one.total_sixtieths
                && rule.items.iter().all(|item| scores.iter().any(|(id, _)| *id == item.id))
            {
                // Which evaluations count follows from them.
                let counted = rule.result(&judged).map(|result| result.counted).unwrap_or_default();
                let merged = Merged { method: one.method, scores, total: Exact(total), counted };
                all.insert(one.application_id, (merged, judged));
            }
        }
        Ok(Self { rule, rubric: campaign.rubric_version_id, lowest_centi, highest_centi, all })
    }

    /// What the rule says of an application, and what that rests on; `None` while the jury is not done with it.
    pub(super) fn ruled(&self, application: &application::Model) -> Option<Ruled> {
        match application.stage? {
            ApplicationStage::Inadmissible => Some(Ruled::not_admissible()),
            ApplicationStage::Evaluated => {
                let (merged, judged) = self.all.get(&application.id)?;
                Some(Ruled::of(&self.rule, judged, merged))
            }
            ApplicationStage::Admissible
            | ApplicationStage::InEvaluation
            | ApplicationStage::Decided
            | ApplicationStage::Published => None,
        }
    }

    /// What was judged to come to this.
    pub(super) fn of_what(&self, application: &application::Model, ruled: &Ruled, estimates: &Estimates) -> OfWhat {
        match ruled.basis {
            DecisionBasis::Evaluations => OfWhat {
                revision: application.submitted_revision_id,
                rubric: Some(self.rubric),
                advised: estimates.get(&application.id).and_then(|estimate| ruled.advised(*estimate)),
            },
            DecisionBasis::NotAdmissible | DecisionBasis::TakenBack => {
                OfWhat { revision: None, rubric: None, advised: None }
            }
        }
    }

    /// The totals of a track as calibration estimates them from what the jury gave so far; none if it cannot (INV-36).
    pub(super) async fn estimates(&self, work: &Work, campaign: CampaignId, track: Track) -> Result<Estimates, Stop> {
        let scores = score::totals(work, campaign, track).await?;
        // The ranks are not asked for.
        let look = Look { draws: 2, ..Look::default() };
        let scale = self.rule.total(|_| self.lowest_centi)..=self.rule.total(|_| self.highest_centi);
        let question = Question { scale, threshold: self.rule.pass_total_centi, prizes: 0, look };
        let found = work.compute(move |go_on| calibrate_while(go_on, &scores, &question)).await?;
        let estimated = found.map(|found| found.applications).unwrap_or_default();
        Ok(estimated.into_iter().map(|one| (one.application, one.value)).collect())
    }

    /// A comparison as the audit log keeps it.
    fn said(&self, step: &Step) -> serde_json::Value {
        let item = self.rule.items.iter().find(|item| Some(item.id) == step.criterion);
        let code = item.map(|item| item.code.as_str());
        json!({ "criterion": code, "score": step.scored.to_string(), "isReached": step.is_reached })
    }
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
    let state = after(decision.state, Move::Adjust);
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
        let state = after(decision.state, Move::Ratify);
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

refusals! {
    /// Why the confirmation of decisions cannot be taken back.
    TakeBackRatificationsRefusal {
        Rows(decision_id: DecisionId, "decisionIds", 100);
        /// The decision is not confirmed, or its result is public already.
        WrongStatus { decision_id: DecisionId } "WRONG_STATUS" on ["decisionIds"] = "the decision {decision_id} is not confirmed";
        /// The reason is empty.
        ReasonMissing "REASON_MISSING" on ["reason"] = "give a reason";
        /// The caller has an interest in this, or evaluated it; other staff must do it.
        NotImpartial { decision_id: DecisionId, application_id: ApplicationId, stake: Stake } "NOT_IMPARTIAL" on ["decisionIds"] = "{stake}: somebody else must act on {application_id}";
    }
}

/// Takes back that decisions were confirmed, each on its own, so that their texts or outcomes can be mended. They are
/// confirmed again afterwards, and a release of them is prepared again.
pub async fn take_back_ratifications(
    work: &Work,
    input: TakeBackRatificationsInput,
) -> Answer<Part<Vec<DecisionId>>, TakeBackRatificationsRefusal> {
    use TakeBackRatificationsRefusal as Refusal;
    let reason = input.reason.as_str();
    if reason.is_empty() {
        return Ok(Err(vec![Refusal::ReasonMissing]));
    }
    let stakes = &applications::stakes(work).await?;
    let judge = |id| async move {
        let (decision, own, _) = locked_for(work, stakes, id).await?;
        let state = after(decision.state, Move::TakeBack { is_adjusted: decision.adjusted_by_id.is_some() });
        let mut refusals = reasons([(state.is_none(), Refusal::WrongStatus { decision_id: id })]);
        let application_id = decision.application_id;
        refusals.extend(own.map(|stake| Refusal::NotImpartial { decision_id: id, application_id, stake }));
        let state = state.unwrap_or(decision.state);
        Ok(unless(refusals, decision::Model { state, ratified_by_id: None, ratified_at: None, ..decision }))
    };
    each(work, &input.decision_ids, judge, |decision| async move {
        let id = decision.id;
        store::save(work, decision).await?;
        work.audit_because(id, Some(reason), None).await?;
        Ok(id)
    })
    .await
}

/// A ratified decision goes out. Called when results are published.
pub async fn publish(work: &Work, decision: decision::Model) -> Result<(), Stop> {
    let Some(state) = after(decision.state, Move::Publish) else {
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
