//! What calibration answers: estimates, that no row holds.

use std::collections::BTreeSet;

use async_graphql::SimpleObject;
use entity::{
    ids::{ApplicationId, JurorId},
    kinds::CalibrationObstacleCode,
};
use fair::calibration::{Calibrated, Calibration, Fixed, Mean, NotCalibratable, Severity};

use crate::{
    answered,
    api::{Decimal, Many, One, Word, policy::policy},
    auth::Audience::Staff,
};

/// What was asked, and what the caller may see of the answer.
pub(super) struct Asked {
    /// A criterion or gate, or the total.
    pub criterion_code: Option<String>,
    /// Whether only what would change is told.
    pub is_changed_only: bool,
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

/// How severe the jurors are, estimated from the evaluations that are handed in, and how the applications would rank if
/// all jurors were equally severe. Nothing is decided by it. Points, probabilities and other figures are rounded to two
/// digits after the point.
#[derive(SimpleObject)]
pub struct ScoreCalibration {
    /// The criterion or gate of the input; null for the total.
    #[graphql(directive = policy::apply(vec![Staff]))]
    criterion_code: Option<String>,
    /// The score that is needed, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    threshold: Decimal,
    /// Number of prizes; 0 for a single criterion, unless the input gives a number.
    #[graphql(directive = policy::apply(vec![Staff]))]
    prizes: i32,
    /// Number of evaluations that count, of all communities.
    #[graphql(directive = policy::apply(vec![Staff]))]
    scores: i32,
    /// Number of applications that they are about, of all communities.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications_counted: i32,
    /// Number of jurors who wrote them.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors_counted: i32,
    /// All reasons why the scores cannot be calibrated; empty if there is an estimate.
    #[graphql(directive = policy::apply(vec![Staff]))]
    obstacles: Vec<CalibrationObstacle>,
    /// The estimate; null if there are obstacles.
    #[graphql(directive = policy::apply(vec![Staff]))]
    estimate: Option<CalibrationEstimate>,
}

/// A reason why scores cannot be calibrated.
#[derive(SimpleObject)]
pub struct CalibrationObstacle {
    /// Code, for programs.
    #[graphql(directive = policy::apply(vec![Staff]))]
    code: Word<CalibrationObstacleCode>,
    /// The reason in words, in English.
    #[graphql(directive = policy::apply(vec![Staff]))]
    text: String,
    /// What would help, in English.
    #[graphql(directive = policy::apply(vec![Staff]))]
    advice: String,
    /// The jurors that it is about.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Many<JurorId>,
    /// The applications that it is about; only those that you may review.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Many<ApplicationId>,
    /// For `UNCONNECTED`: the jurors of each group; empty for other codes.
    #[graphql(directive = policy::apply(vec![Staff]))]
    groups: Vec<CalibrationGroup>,
}

/// Jurors who share applications only with each other.
#[derive(SimpleObject)]
pub struct CalibrationGroup {
    /// The jurors of the group.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Many<JurorId>,
    /// Number of jurors, including those whose names are not known any more.
    #[graphql(directive = policy::apply(vec![Staff]))]
    size: i32,
}

/// What the scores say when the severity of the jurors is taken out.
#[derive(SimpleObject)]
pub struct CalibrationEstimate {
    /// The score of an average application from an average juror, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    mean: Decimal,
    /// Variance between applications, in points squared. 0: the scores show no difference between applications.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_applications: Decimal,
    /// Variance between jurors, in points squared. 0: no juror is seen to be more severe than another.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_jurors: Decimal,
    /// Variance that neither applications nor jurors explain, in points squared.
    #[graphql(directive = policy::apply(vec![Staff]))]
    variance_of_error: Decimal,
    /// Whether applications were given to jurors independently of their quality, as the estimate assumes. About 1: yes;
    /// up to 2 may be chance. From 3 on, mild jurors may have got better applications, and `rawMean` may be closer to
    /// the truth.
    #[graphql(directive = policy::apply(vec![Staff]))]
    allocation: Decimal,
    /// Warnings about the estimate, in English; empty if there are none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    warnings: Vec<String>,
    /// Start value of the random numbers for the ranks: the same seed, scores and draws give the same answer.
    #[graphql(directive = policy::apply(vec![Staff]))]
    seed: String,
    /// How often ranks were drawn at random.
    #[graphql(directive = policy::apply(vec![Staff]))]
    draws: i32,
    /// The percentage of the draws between `bestRank` and `worstRank`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    interval_percent: i32,
    /// The applications that you may review. With `isChangedOnly`: only those with another outcome.
    #[graphql(directive = policy::apply(vec![Staff]))]
    applications: Vec<CalibratedApplication>,
    /// The jurors. Only staff can read how severe a juror is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    jurors: Vec<JurorSeverity>,
}

/// One application with its scores, as given and calibrated. Ranks are among the applications of all communities.
#[derive(SimpleObject)]
pub struct CalibratedApplication {
    /// The application; null if you may not see it.
    #[graphql(directive = policy::apply(vec![Staff]))]
    application: One<ApplicationId>,
    /// Mean of its scores as they were given, in points, rounded half up. This mean decides.
    #[graphql(directive = policy::apply(vec![Staff]))]
    raw_mean: Decimal,
    /// The score that jurors of average severity would give, in points. The less certain the scores, the closer it is
    /// to the mean of all applications. It can be a little outside the scale.
    #[graphql(directive = policy::apply(vec![Staff]))]
    value: Decimal,
    /// Standard deviation of the true value around `value`, in points.
    #[graphql(directive = policy::apply(vec![Staff]))]
    deviation: Decimal,
    /// Probability that the true value reaches the threshold, from 0 to 1.
    #[graphql(directive = policy::apply(vec![Staff]))]
    reaches_threshold: Decimal,
    /// Expected rank; 1 is the best.
    #[graphql(directive = policy::apply(vec![Staff]))]
    expected_rank: Decimal,
    /// Best rank in the interval.
    #[graphql(directive = policy::apply(vec![Staff]))]
    best_rank: i32,
    /// Worst rank in the interval.
    #[graphql(directive = policy::apply(vec![Staff]))]
    worst_rank: i32,
    /// Probability that it wins a prize, from 0 to 1.
    #[graphql(directive = policy::apply(vec![Staff]))]
    wins_prize: Decimal,
    /// Whether `value` and `rawMean` are on different sides of the threshold. A third juror or a panel may then help.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_label_changed: bool,
    /// Whether it is among the prizes by only one of `value` and `rawMean`.
    #[graphql(directive = policy::apply(vec![Staff]))]
    is_prize_changed: bool,
}

/// How severe one juror is.
#[derive(SimpleObject)]
pub struct JurorSeverity {
    /// The juror; null if you may not see the juror.
    #[graphql(directive = policy::apply(vec![Staff]))]
    juror: One<JurorId>,
    /// By how many points this juror scores lower than the average juror for the same work; negative for a juror who
    /// scores higher.
    #[graphql(directive = policy::apply(vec![Staff]))]
    severity: Decimal,
    /// Standard error of `severity`, in points. A severity of less than twice this may be chance.
    #[graphql(directive = policy::apply(vec![Staff]))]
    error: Decimal,
    /// Whether the juror sees the same differences between applications as the others: about 1 is usual; much more
    /// means that the juror scores differently.
    #[graphql(directive = policy::apply(vec![Staff]))]
    misfit: Decimal,
    /// Number of scores of the juror that it is estimated from.
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
    fn jurors<'a>(&self, ids: impl IntoIterator<Item = &'a JurorId>) -> Many<JurorId> {
        Many(ids.into_iter().filter(|id| self.known.contains(id)).copied().collect())
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
        let group = |group: &Vec<JurorId>| CalibrationGroup { jurors: asked.jurors(group), size: number(group.len()) };
        let shown = application.filter(|id| asked.shown.contains(id));
        Self {
            code: Word(code),
            text: reason.to_string(),
            advice: reason.advice().to_owned(),
            jurors: asked.jurors(juror),
            applications: Many(shown.copied().into_iter().collect()),
            groups: groups.iter().map(group).collect(),
        }
    }
}

impl CalibrationEstimate {
    fn of(asked: &Asked, calibration: Calibration<ApplicationId, JurorId>) -> Self {
        let is_told = |one: &Calibrated<ApplicationId>| {
            asked.shown.contains(&one.application) && (one.change.is_any() || !asked.is_changed_only)
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
            application: One(calibrated.application),
            raw_mean: mean(calibrated.raw),
            value: points(calibrated.value),
            deviation: points(calibrated.deviation),
            reaches_threshold: plain(calibrated.reaches_threshold),
            expected_rank: plain(calibrated.expected_rank),
            best_rank: number(best),
            worst_rank: number(worst),
            wins_prize: plain(calibrated.wins_prize),
            is_label_changed: calibrated.change.label,
            is_prize_changed: calibrated.change.prize,
        }
    }
}

impl JurorSeverity {
    fn of(severity: Severity<JurorId>) -> Self {
        Self {
            juror: One(severity.juror),
            severity: points(severity.severity),
            error: points(severity.error),
            misfit: plain(severity.misfit),
            scores: number(severity.scores),
        }
    }
}

answered! {
    ScoreCalibration => "scoreCalibration";
}
