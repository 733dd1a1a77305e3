//! What calibration answers: estimates, that no row holds.

use std::collections::BTreeSet;

use async_graphql::{ID, SimpleObject};
use entity::{
    ids::{ApplicationId, JurorId},
    kinds::CalibrationObstacleCode,
};

use super::calibration::{Calibrated, Calibration, Fixed, Mean, NotCalibratable, Severity};
use crate::{
    answered,
    api::{Decimal, Word, policy::policy},
    auth::Audience::Staff,
};

/// What was asked, and what the caller may see of the answer.
pub(super) struct Asked {
    /// A criterion or gate, or the total.
    pub criterion_code: Option<String>,
    /// Whether only what would change is told.
    pub only_changed: bool,
    /// In hundredths.
    pub threshold: i32,
    /// How many there are.
    pub prizes: usize,
    /// How many count.
    pub scores: usize,
    /// How many they are of.
    pub applications: usize,
    /// How many gave them.
    pub jurors: usize,
    /// Applications that the caller looks after.
    pub shown: BTreeSet<ApplicationId>,
    /// Jurors that are not rows in the place of one.
    pub known: BTreeSet<JurorId>,
}

type Found = Result<Calibration<ApplicationId, JurorId>, Vec<NotCalibratable<ApplicationId, JurorId>>>;

/// How severe the jurors are, estimated from the scores that are in, and where the applications would stand if all were
/// equally severe. It decides nothing. Points are rounded to hundredths, and so are probabilities, ranks and figures
/// without a unit.
#[derive(SimpleObject)]
pub struct ScoreCalibration {
    /// The criterion or gate that was asked for; null for the total.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion_code: Option<String>,
    /// What a score must reach, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    threshold: Decimal,
    /// How many prizes there are; 0 for one criterion, unless the input says otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prizes: i32,
    /// How many evaluations count, of all communities.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scores: i32,
    /// How many applications they are of, of all communities.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications_counted: i32,
    /// How many jurors gave them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors_counted: i32,
    /// Every reason why these scores cannot be calibrated; empty exactly when there is an estimate.
    #[graphql(directive = policy::apply(vec![Staff]))]
    obstacles: Vec<CalibrationObstacle>,
    /// The estimate; null when the scores do not allow one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    estimate: Option<CalibrationEstimate>,
}

/// A reason why scores cannot be calibrated.
#[derive(SimpleObject)]
pub struct CalibrationObstacle {
    /// For programs: match it exhaustively.
    #[graphql(directive = policy::apply(vec![Staff]))]
    code: Word<CalibrationObstacleCode>,
    /// For people, in English.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
    /// What would help, in English.
    #[graphql(directive = policy::apply(vec![Staff]))]
    advice: String,
    /// Jurors that it is about.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_ids: Vec<ID>,
    /// Applications that it is about, of those that you look after.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_ids: Vec<ID>,
    /// With `UNCONNECTED`: who is in each group of jurors; empty otherwise.
    #[graphql(directive = policy::apply(vec![Staff]))]
    groups: Vec<CalibrationGroup>,
}

/// Jurors who share applications with each other, and with nobody else.
#[derive(SimpleObject)]
pub struct CalibrationGroup {
    /// Who.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_ids: Vec<ID>,
    /// How many they are, with those who are not to be known any more.
    #[graphql(directive = policy::apply(vec![Staff]))]
    size: i32,
}

/// What the scores say once severity is taken out.
#[derive(SimpleObject)]
pub struct CalibrationEstimate {
    /// What an average application gets of an average juror, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mean: Decimal,
    /// Variance between applications, in points squared. 0: the scores tell no application from another.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_applications: Decimal,
    /// Variance between jurors, in points squared. 0: nobody is seen to be more severe than another.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_jurors: Decimal,
    /// Variance of what is left, in points squared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_error: Decimal,
    /// Whether work came to jurors regardless of its quality: about 1 when it did.
    #[graphql(directive = policy::apply(vec![Staff]))]
    allocation: Decimal,
    /// What to be careful about, in English; empty when nothing is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    warnings: Vec<String>,
    /// Where chance started when ranks were drawn: the same seed, scores and draws give the same answer.
    #[graphql(directive = policy::apply(vec![Staff]))]
    seed: String,
    /// How often ranks were drawn.
    #[graphql(directive = policy::apply(vec![Staff]))]
    draws: i32,
    /// How much of the draws the interval of a rank holds, in percent.
    #[graphql(directive = policy::apply(vec![Staff]))]
    interval_percent: i32,
    /// The applications that you look after; with `onlyChanged` those whose outcome would differ.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Vec<CalibratedApplication>,
    /// The jurors. Nobody but staff ever reads how severe somebody is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorSeverity>,
}

/// One application, as it was scored and calibrated. Ranks are among the applications of all communities.
#[derive(SimpleObject)]
pub struct CalibratedApplication {
    /// Which.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application_id: ID,
    /// Mean of its scores as they were given, in points, rounded half up. What decides (INV-20).
    #[graphql(directive = policy::apply(vec![Staff]))]
    raw_mean: Decimal,
    /// What jurors of average severity would give, in points, drawn to the mean as far as the scores are unsure. It may lie
    /// a little outside the scale.
    #[graphql(directive = policy::apply(vec![Staff]))]
    value: Decimal,
    /// Standard deviation of the true value around it, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    deviation: Decimal,
    /// Probability that the true value reaches the threshold, from 0 to 1.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reaches_threshold: Decimal,
    /// Rank to be expected; 1 is the best.
    #[graphql(directive = policy::apply(vec![Staff]))]
    expected_rank: Decimal,
    /// Best rank of the interval.
    #[graphql(directive = policy::apply(vec![Staff]))]
    best_rank: i32,
    /// Worst rank of the interval.
    #[graphql(directive = policy::apply(vec![Staff]))]
    worst_rank: i32,
    /// Probability of a prize, from 0 to 1.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wins_prize: Decimal,
    /// Whether the calibrated value is on the other side of the threshold than the raw mean: ask a third juror, or the
    /// panel.
    #[graphql(directive = policy::apply(vec![Staff]))]
    label_differs: bool,
    /// Whether it would be among the prizes where the raw mean is not, or the other way round.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prize_differs: bool,
}

/// How severe a juror is.
#[derive(SimpleObject)]
pub struct JurorSeverity {
    /// Who.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror_id: ID,
    /// How much less she gives for the same work than the average juror, in points; negative when more.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity: Decimal,
    /// Standard error of it: a severity of less than twice this may be chance.
    #[graphql(directive = policy::apply(vec![Staff]))]
    error: Decimal,
    /// Whether she sees the same differences as the others: about 1 is usual, far above it follows something else.
    #[graphql(directive = policy::apply(vec![Staff]))]
    misfit: Decimal,
    /// How many scores this rests on.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scores: i32,
}

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

/// A number in `per` of what a hundredth is, as hundredths, rounded half away from 0.
fn hundredths(fixed: Fixed, per: i64) -> Decimal {
    let value = fixed.thousandths();
    Decimal((value + value.signum() * per / 2) / per)
}

/// Thousandths of a hundredth of a point, as points.
fn points(fixed: Fixed) -> Decimal {
    hundredths(fixed, Fixed::ONE)
}

/// Thousandths of a hundredth of a point squared, as points squared.
fn squared(fixed: Fixed) -> Decimal {
    hundredths(fixed, 100 * Fixed::ONE)
}

/// Thousandths of something without a unit.
fn plain(fixed: Fixed) -> Decimal {
    hundredths(fixed, Fixed::ONE / 100)
}

/// Half up, as scores are merged.
fn mean(Mean { sum, count }: Mean) -> Decimal {
    let count = i64::from(count.max(1));
    Decimal((2 * sum + count).div_euclid(2 * count))
}

/// What to be careful about.
fn warnings(calibration: &Calibration<ApplicationId, JurorId>) -> Vec<String> {
    // With few jurors, chance goes further.
    let usual = if calibration.jurors.len() < 10 { 4 } else { 2 };
    let allocation = calibration.allocation;
    let mut warnings = Vec::new();
    if allocation > Fixed::whole(usual) {
        warnings.push("Work did not come to jurors regardless of its quality.".to_owned());
    }
    if allocation > Fixed::whole(usual) && allocation >= Fixed::whole(3) {
        warnings.push("Do not use this unless only one seat of each application followed the quality: strong work may be taken for mild jurors, and raw means be nearer the truth.".to_owned());
    }
    if calibration.variance_of_applications == Fixed::whole(0) {
        warnings.push("The scores tell no application from another: all values are the mean.".to_owned());
    }
    warnings
}

impl ScoreCalibration {
    /// What was found, as far as the caller may see it.
    pub(super) fn of(asked: Asked, found: Found) -> Self {
        let (obstacles, estimate) = match found {
            Ok(calibration) => (Vec::new(), Some(CalibrationEstimate::of(&asked, calibration))),
            Err(reasons) => (reasons.iter().map(|reason| CalibrationObstacle::of(&asked, reason)).collect(), None),
        };
        Self {
            threshold: Decimal(asked.threshold.into()),
            prizes: number(asked.prizes),
            scores: number(asked.scores),
            applications_counted: number(asked.applications),
            jurors_counted: number(asked.jurors),
            criterion_code: asked.criterion_code,
            obstacles,
            estimate,
        }
    }
}

impl Asked {
    fn juror_ids<'a>(&self, ids: impl IntoIterator<Item = &'a JurorId>) -> Vec<ID> {
        ids.into_iter().filter(|id| self.known.contains(id)).map(|id| ID(id.to_string())).collect()
    }
}

impl CalibrationObstacle {
    fn of(asked: &Asked, reason: &NotCalibratable<ApplicationId, JurorId>) -> Self {
        use CalibrationObstacleCode as Code;
        let (code, juror, application) = match reason {
            NotCalibratable::Repeated { application, juror } => (Code::Repeated, Some(juror), Some(application)),
            NotCalibratable::OffScale { application, juror, .. } => (Code::OffScale, Some(juror), Some(application)),
            NotCalibratable::TooFewScores { juror, .. } => (Code::TooFewScores, Some(juror), None),
            NotCalibratable::Unconnected(_) => (Code::Unconnected, None, None),
            NotCalibratable::TooFewJurors { .. } => (Code::TooFewJurors, None, None),
            NotCalibratable::TooFewApplications { .. } => (Code::TooFewApplications, None, None),
            NotCalibratable::TooFewOverlaps { .. } => (Code::TooFewOverlaps, None, None),
            NotCalibratable::NoVariance => (Code::NoVariance, None, None),
            NotCalibratable::NoError => (Code::NoError, None, None),
        };
        let groups: &[Vec<JurorId>] = if let NotCalibratable::Unconnected(groups) = reason { groups } else { &[] };
        let group =
            |group: &Vec<JurorId>| CalibrationGroup { juror_ids: asked.juror_ids(group), size: number(group.len()) };
        let shown = application.filter(|id| asked.shown.contains(id));
        Self {
            code: Word(code),
            text: reason.to_string(),
            advice: reason.advice().to_owned(),
            juror_ids: asked.juror_ids(juror),
            application_ids: shown.map(|id| ID(id.to_string())).into_iter().collect(),
            groups: groups.iter().map(group).collect(),
        }
    }
}

impl CalibrationEstimate {
    fn of(asked: &Asked, calibration: Calibration<ApplicationId, JurorId>) -> Self {
        let is_told = |one: &Calibrated<ApplicationId>| {
            asked.shown.contains(&one.application) && (one.change.is_any() || !asked.only_changed)
        };
        Self {
            mean: points(calibration.mean),
            variance_of_applications: squared(calibration.variance_of_applications),
            variance_of_jurors: squared(calibration.variance_of_jurors),
            variance_of_error: squared(calibration.variance_of_error),
            allocation: plain(calibration.allocation),
            warnings: warnings(&calibration),
            seed: calibration.look.seed.to_string(),
            draws: calibration.look.draws.into(),
            interval_percent: calibration.look.interval_percent.into(),
            applications: calibration.applications.into_iter().filter(is_told).map(CalibratedApplication::of).collect(),
            jurors: calibration
                .jurors
                .into_iter()
                .filter(|one| asked.known.contains(&one.juror))
                .map(JurorSeverity::of)
                .collect(),
        }
    }
}

impl CalibratedApplication {
    fn of(calibrated: Calibrated<ApplicationId>) -> Self {
        let (best, worst) = calibrated.rank_interval;
        Self {
            application_id: ID(calibrated.application.to_string()),
            raw_mean: mean(calibrated.raw),
            value: points(calibrated.value),
            deviation: points(calibrated.deviation),
            reaches_threshold: plain(calibrated.reaches_threshold),
            expected_rank: plain(calibrated.expected_rank),
            best_rank: number(best),
            worst_rank: number(worst),
            wins_prize: plain(calibrated.wins_prize),
            label_differs: calibrated.change.label,
            prize_differs: calibrated.change.prize,
        }
    }
}

impl JurorSeverity {
    fn of(severity: Severity<JurorId>) -> Self {
        Self {
            juror_id: ID(severity.juror.to_string()),
            severity: points(severity.severity),
            error: points(severity.error),
            misfit: plain(severity.misfit),
            scores: number(severity.scores),
        }
    }
}

answered! {
    ScoreCalibration => "calibration";
}
