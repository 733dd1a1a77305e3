//! Calibrating the scores of a jury, for staff (INV-36). Nothing is written, and no stored score changes.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{ApplicationId, CampaignId, JurorId},
    kinds::{Community, Track},
};
use fair::calibration::{Look, Question, Row, calibrate_while};

use super::{
    calibrated::{Asked, ScoreCalibration},
    commands::rule_of,
    inputs::CalibrationInput,
    store,
};
use crate::{
    api::Decimal,
    application as applications, refusals,
    stop::{Answer, Stop, reasons},
    work::Work,
};

refusals! {
    /// Why nothing is calibrated. That the scores do not allow it is an answer, and no refusal.
    CalibrationRefusal {
        /// The rubric has no criterion or gate with this code.
        UnknownCriterion { criterion: String } "UNKNOWN_CRITERION" on ["criterionCode"] = "there is no criterion {criterion}";
        /// The threshold is not on the scale.
        ThresholdOffScale { lowest: Decimal, highest: Decimal } "THRESHOLD_OFF_SCALE" on ["threshold"] = "the limit must be from {lowest} to {highest} points";
        /// The number of prizes is negative.
        PrizesNegative "PRIZES_NEGATIVE" on ["prizes"] = "the number of prizes cannot be negative";
    }
}

/// One score of a campaign.
pub struct Scored {
    /// Of what.
    pub application: ApplicationId,
    /// By whom.
    pub juror: JurorId,
    /// In hundredths.
    pub score_centi: i32,
    /// Where the application is from.
    pub community: Community,
}

/// The totals that are in, of a track of a campaign, by juror.
pub async fn totals(work: &Work, campaign: CampaignId, track: Track) -> Result<Vec<Row<ApplicationId, JurorId>>, Stop> {
    Ok(rows(store::scored(work, campaign, track, None).await?))
}

fn rows(scores: Vec<Scored>) -> Vec<Row<ApplicationId, JurorId>> {
    let row = |Scored { application, juror, score_centi, .. }| Row { application, juror, score: score_centi };
    scores.into_iter().map(row).collect()
}

/// Estimate how severe each juror is, and where the applications would stand without that. All communities count; the
/// caller sees the applications that she looks after. The work is over before the estimate begins, which takes a while.
pub async fn calibrate_scores(work: Work, input: CalibrationInput) -> Answer<ScoreCalibration, CalibrationRefusal> {
    use CalibrationRefusal as Refusal;
    let campaign = crate::campaign::get(&work, input.campaign_id.0).await?;
    let rubric = crate::campaign::rubric_of(&work, &campaign).await?;
    let rule = rule_of(&work, &campaign).await?;
    let track: Track = input.track.0;
    let item = match &input.criterion_code {
        Some(code) => match rule.items.iter().find(|item| item.code == *code) {
            Some(item) => Some(item),
            None => return Ok(Err(vec![Refusal::UnknownCriterion { criterion: code.clone() }])),
        },
        None => None,
    };
    let end = |points: i32| match item {
        Some(_) => 100 * points,
        None => rule.total(|_| 100 * points),
    };
    let (lowest, highest) = (end(rubric.scale_min), end(rubric.scale_max));
    let threshold =
        input.threshold.map_or(item.map_or(rule.pass_total_centi, |item| item.minimum_centi), Decimal::centi);
    let refusals = reasons([
        (
            !(lowest..=highest).contains(&threshold),
            Refusal::ThresholdOffScale { lowest: Decimal(lowest.into()), highest: Decimal(highest.into()) },
        ),
        (input.prizes.is_some_and(|prizes| prizes < 0), Refusal::PrizesNegative),
    ]);
    if !refusals.is_empty() {
        return Ok(Err(refusals));
    }
    // Prizes go by the total.
    let prizes = match (input.prizes, item) {
        (Some(prizes), _) => usize::try_from(prizes).unwrap_or(0),
        (None, Some(_)) => 0,
        (None, None) => store::count_prizes(&work, campaign.id, track).await?,
    };
    let scores = store::scored(&work, campaign.id, track, item.map(|item| item.id)).await?;
    let communities: BTreeMap<ApplicationId, Community> =
        scores.iter().map(|scored| (scored.application, scored.community)).collect();
    // How the jury judged what is the caller's own is not told.
    let stakes = applications::stakes(&work).await?;
    let of_campaign = applications::list_of_campaign(&work, campaign.id).await?;
    let own: BTreeSet<ApplicationId> = stakes.among(&of_campaign).map(|(id, _)| id).collect();
    let is_hers = |community: Community| work.actor().looks_after(track, community);
    let asked = Asked {
        criterion_code: input.criterion_code,
        is_changed_only: input.is_changed_only,
        threshold,
        prizes,
        scores: scores.len(),
        applications: communities.len(),
        jurors: scores.iter().map(|scored| scored.juror).collect::<BTreeSet<_>>().len(),
        shown: communities
            .iter()
            .filter(|(id, from)| is_hers(**from) && !own.contains(id))
            .map(|(id, _)| *id)
            .collect(),
        known: store::in_juries(&work, campaign.id).await?,
    };
    let computing = work.end();
    let rows = rows(scores);
    let question = Question { scale: lowest..=highest, threshold, prizes, look: Look::default() };
    let found = computing.run(move |go_on| calibrate_while(go_on, &rows, &question)).await?;
    Ok(Ok(ScoreCalibration::of(asked, found)))
}
