//! Decisions computed again: by the rule that they were made by, and by another one.

use std::collections::BTreeMap;

use entity::{
    decision,
    ids::{ApplicationId, CampaignId, DecisionId},
    kinds::{DecisionBasis, Outcome},
};
use fair::calibration::{Fixed, Look, Question, calibrate_while};

use super::{
    answers::{Both, DecisionReplay, OutcomesUnder},
    commands::Results,
    inputs::{DecisionReplayInput, OutcomesUnderInput},
    objects::Decision,
    rules::{Difference, Ruled, Step, outcome},
    store,
};
use crate::{
    api::Decimal,
    application as applications, campaign, refusals,
    score::{
        self,
        rules::{Judged, Merged, Rule},
    },
    stop::{Answer, Stop},
    work::Work,
};

/// So many decisions are read at once.
const SOME: u64 = 500;

refusals! {
    /// Why a decision is not computed again.
    DecisionReplayRefusal {
        /// The result of the application was taken back; the jury must give another one first.
        ResultMissing "RESULT_MISSING" on ["decisionId"] = "the jury's result was taken back: decide again once the jury has a new one";
    }
}

/// Compute a decision again.
pub async fn replay(work: &Work, input: DecisionReplayInput) -> Answer<DecisionReplay, DecisionReplayRefusal> {
    let decision = work.look(Decision::REPLAY, input.decision_id.0).await?;
    if decision.basis == DecisionBasis::TakenBack {
        return Ok(Err(vec![DecisionReplayRefusal::ResultMissing]));
    }
    let differences = differences(work, std::slice::from_ref(&decision)).await?;
    Ok(Ok(DecisionReplay::of(decision.id, differences.get(&decision.id).map_or(&[], Vec::as_slice))))
}

/// Computes every decision again, and tells how many there are and which come out otherwise.
pub async fn replay_all(work: &Work) -> Result<(usize, Vec<DecisionId>), Stop> {
    let (mut count, mut others, mut last) = (0, Vec::new(), None);
    loop {
        let some = store::list_after(work, last, SOME).await?;
        let Some(decision) = some.last() else { return Ok((count, others)) };
        last = Some(decision.id);
        count += some.len();
        others.extend(differences(work, &some).await?.into_keys());
    }
}

/// What differs, of the decisions of which anything does.
async fn differences(
    work: &Work,
    decisions: &[decision::Model],
) -> Result<BTreeMap<DecisionId, Vec<Difference>>, Stop> {
    let ids: Vec<ApplicationId> = decisions.iter().map(|decision| decision.application_id).collect();
    let of: BTreeMap<ApplicationId, CampaignId> =
        applications::list(work, &ids).await?.into_iter().map(|one| (one.id, one.campaign_id)).collect();
    let judged = score::judged(work, &ids).await?;
    let mut rules: BTreeMap<CampaignId, Rule> = BTreeMap::new();
    let mut all = BTreeMap::new();
    for (decision, kept) in decisions.iter().zip(store::traces(work, decisions).await?) {
        let Some(campaign) = of.get(&decision.application_id) else { continue };
        if !rules.contains_key(campaign) {
            rules.insert(*campaign, score::rule_of(work, &campaign::get(work, *campaign).await?).await?);
        }
        let Some(rule) = rules.get(campaign) else { continue };
        let again = match kept.basis {
            DecisionBasis::NotAdmissible => Ruled::not_admissible(),
            DecisionBasis::TakenBack => Ruled::waiting(kept.outcome),
            DecisionBasis::Evaluations => {
                let nothing = Judged::default();
                let judged = judged.get(&decision.application_id).unwrap_or(&nothing);
                rule.result(judged)
                    .map_or_else(|| Ruled::waiting(kept.outcome), |result| Ruled::of(rule, judged, &result))
            }
        };
        let differences = kept.differences(&again);
        if !differences.is_empty() {
            all.insert(decision.id, differences);
        }
    }
    Ok(all)
}

refusals! {
    /// Why another rule is not tried.
    OutcomesUnderRefusal {
        /// The rubric has no criterion or gate with this code.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["minima"] = "there is no criterion {criterion}";
        /// The total that is needed is not on the scale.
        ThresholdOffScale { lowest: Decimal, highest: Decimal } "THRESHOLD_OFF_SCALE" on ["threshold"] = "the limit must be from {lowest} to {highest} points";
        /// What is needed on a criterion or gate is not on the scale.
        MinimumOffScale { criterion: String, lowest: Decimal, highest: Decimal } "MINIMUM_OFF_SCALE" on ["minima"] = "for {criterion} the limit must be from {lowest} to {highest} points";
        /// The scores cannot be calibrated; `calibration` says why.
        NotCalibratable "NOT_CALIBRATABLE" on ["isCalibrated"] = "these scores cannot be calibrated";
    }
}

/// Try another rule on the results of a jury. What takes long comes when the work is over.
pub async fn outcomes_under(work: Work, input: OutcomesUnderInput) -> Answer<OutcomesUnder, OutcomesUnderRefusal> {
    use OutcomesUnderRefusal as Refusal;
    let track = input.track.0;
    let campaign = campaign::get(&work, input.campaign_id.0).await?;
    let rubric = campaign::rubric_of(&work, &campaign).await?;
    let rule = score::rule_of(&work, &campaign).await?;
    let scale = 100 * rubric.scale_min..=100 * rubric.scale_max;
    let totals = rule.total(|_| *scale.start())..=rule.total(|_| *scale.end());
    let points = |centi: &i32| Decimal((*centi).into());
    let mut other = rule.clone();
    let mut refusals = Vec::new();
    if let Some(threshold) = input.threshold {
        other.pass_total_centi = threshold.centi();
        if !totals.contains(&threshold.centi()) {
            let (lowest, highest) = (points(totals.start()), points(totals.end()));
            refusals.push(Refusal::ThresholdOffScale { lowest, highest });
        }
    }
    for minimum in input.minima {
        let criterion = minimum.criterion_code;
        match other.items.iter_mut().find(|item| item.code == criterion) {
            None => refusals.push(Refusal::UnknownCriterion { criterion }),
            Some(item) => {
                item.minimum_centi = minimum.minimum.centi();
                // No minimum is one too.
                if !(0..=*scale.end()).contains(&item.minimum_centi) {
                    let (lowest, highest) = (points(&0), points(scale.end()));
                    refusals.push(Refusal::MinimumOffScale { criterion, lowest, highest });
                }
            }
        }
    }
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    let jury = Results::of(&work, &campaign, store::list_merged(&work, campaign.id, track).await?).await?;
    let scores = if input.is_calibrated { score::totals(&work, campaign.id, track).await? } else { Vec::new() };
    let stakes = applications::stakes(&work).await?;
    let of_campaign = applications::list_of_campaign(&work, campaign.id).await?;
    // How the jury judged what is the caller's own is not told.
    let shown: Vec<ApplicationId> = of_campaign
        .iter()
        .filter(|one| work.actor().looks_after(track, one.community) && stakes.in_application(one).is_none())
        .map(|one| one.id)
        .collect();
    let question = Question { scale: totals, threshold: other.pass_total_centi, prizes: 0, look: Look::default() };
    let computing = work.end();
    let calibrated: BTreeMap<ApplicationId, Fixed> = if input.is_calibrated {
        let found = computing.run(move |go_on| calibrate_while(go_on, &scores, &question)).await?;
        let Ok(found) = found else { return Ok(Err(vec![Refusal::NotCalibratable])) };
        found.applications.into_iter().map(|one| (one.application, one.value)).collect()
    } else {
        BTreeMap::new()
    };
    let seats = input.is_without_third_jurors.then(|| usize::try_from(campaign.jurors_per_application).unwrap_or(1));
    let both = |id: &ApplicationId| {
        let (result, judged) = jury.all.get(id)?;
        let now = Ruled::of(&rule, judged, result);
        let (would_be, total) = under(&other, (result, judged), seats, calibrated.get(id).copied());
        Some(Both { application: *id, outcome: now.outcome, total: result.total, would_be, total_would_be: total })
    };
    Ok(Ok(OutcomesUnder::of(&shown.iter().filter_map(both).collect::<Vec<_>>())))
}

/// What a result would have been under a rule, with so many jurors at most, and with this estimate for its total.
fn under(
    rule: &Rule,
    (result, judged): (&Merged, &Judged),
    seats: Option<usize>,
    calibrated: Option<Fixed>,
) -> (Outcome, Decimal) {
    let is_of_panel = judged.agreed.is_some();
    let first = seats.and_then(|seats| judged.sheets.get(..seats)).filter(|_| !is_of_panel);
    let fewer = first.map(|sheets| rule.average(sheets));
    let result = fewer.as_ref().unwrap_or(result);
    let mut steps: Vec<Step> = Ruled::of(rule, judged, result).steps;
    let Some(value) = calibrated.filter(|_| !is_of_panel) else {
        return (outcome(&steps), Decimal(result.total.centi().into()));
    };
    for step in steps.iter_mut().filter(|step| step.criterion.is_none()) {
        step.is_reached = value >= Fixed::whole(step.minimum_centi);
    }
    (outcome(&steps), score::points(value))
}
