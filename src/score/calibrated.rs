//! What calibration answers: estimates, that no row holds.

use std::collections::BTreeSet;

use async_graphql::{Enum, SimpleObject};
use entity::{
    ids::{ApplicationId, JurorId},
    kinds::CalibrationObstacleCode,
};
use fair::calibration::{Calibrated, Calibration, Fixed, Mean, NotCalibratable, Severity};

use crate::{
    answered,
    api::{Decimal, Many, One, Word, fact::Sentence, policy::policy},
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
    /// The reason in words, for people, in the language of the reader as `UserError.message` is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    message: Sentence,
    /// What would help, in the same language.
    #[graphql(directive = policy::apply(vec![Staff]))]
    advice: Sentence,
    /// The number that there are: of scores for `TOO_FEW_SCORES` and `TOO_FEW_OVERLAPS`, of jurors or applications for
    /// `TOO_FEW_JURORS` and `TOO_FEW_APPLICATIONS`, of groups for `UNCONNECTED`; null for other codes.
    #[graphql(directive = policy::apply(vec![Staff]))]
    found: Option<i32>,
    /// The number that is needed at least; null for codes that do not need one.
    #[graphql(directive = policy::apply(vec![Staff]))]
    needed: Option<i32>,
    /// For `OFF_SCALE`: the score, in points; null for other codes.
    #[graphql(directive = policy::apply(vec![Staff]))]
    score: Option<Decimal>,
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
    /// Warnings about the estimate; empty if there are none.
    #[graphql(directive = policy::apply(vec![Staff]))]
    warnings: Vec<CalibrationWarning>,
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

/// What to be careful about in an estimate.
#[derive(SimpleObject)]
pub struct CalibrationWarning {
    /// Code, for programs.
    #[graphql(directive = policy::apply(vec![Staff]))]
    code: CalibrationWarningCode,
    /// The same in words, for people, in the language of the reader as `UserError.message` is.
    #[graphql(directive = policy::apply(vec![Staff]))]
    message: Sentence,
}

/// What to be careful about in an estimate. May grow: values can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CalibrationWarningCode {
    /// Applications were not given to jurors independently of their quality: see `allocation`.
    NotIndependent,
    /// The same, so much that the estimate is best not used.
    NotReliable,
    /// The scores show no difference between applications: all values are the mean.
    NoDifference,
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
pub fn points(fixed: Fixed) -> Decimal {
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
fn warnings(calibration: &Calibration<ApplicationId, JurorId>) -> Vec<CalibrationWarning> {
    use CalibrationWarningCode as Code;
    // With few jurors, chance goes further.
    let usual = if calibration.jurors.len() < 10 { 4 } else { 2 };
    let allocation = calibration.allocation;
    let mut warnings = Vec::new();
    if allocation > Fixed::whole(usual) {
        warnings.push(Code::NotIndependent);
    }
    if allocation > Fixed::whole(usual) && allocation >= Fixed::whole(3) {
        warnings.push(Code::NotReliable);
    }
    if calibration.variance_of_applications == Fixed::whole(0) {
        warnings.push(Code::NoDifference);
    }
    let said = |code| CalibrationWarning { code, message: Sentence::new(warning(code)) };
    warnings.into_iter().map(said).collect()
}

fn warning(code: CalibrationWarningCode) -> &'static str {
    match code {
        CalibrationWarningCode::NotIndependent => {
            "Applications were not given to jurors independently of their quality."
        }
        CalibrationWarningCode::NotReliable => {
            "Do not use this estimate, unless only one juror of each application was chosen by its quality: good applications may be taken for mild jurors, and the means as they were given may be closer to the truth."
        }
        CalibrationWarningCode::NoDifference => {
            "The scores show no difference between applications: all values are the mean."
        }
    }
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

fn hundredth(score: i32) -> Decimal {
    Decimal(score.into())
}

/// How many there are, and how many are needed.
fn numbers(reason: &NotCalibratable<ApplicationId, JurorId>) -> (Option<usize>, Option<usize>) {
    match reason {
        NotCalibratable::TooFewScores { scores: found, needed, .. }
        | NotCalibratable::TooFewJurors { found, needed }
        | NotCalibratable::TooFewApplications { found, needed }
        | NotCalibratable::TooFewOverlaps { found, needed } => (Some(*found), Some(*needed)),
        NotCalibratable::Unconnected(groups) => (Some(groups.len()), None),
        NotCalibratable::Repeated { .. }
        | NotCalibratable::OffScale { .. }
        | NotCalibratable::NoVariance
        | NotCalibratable::NoError => (None, None),
    }
}

/// A reason in words.
fn message(reason: &NotCalibratable<ApplicationId, JurorId>) -> Sentence {
    let sentence = match reason {
        NotCalibratable::Repeated { .. } => Sentence::new("a juror scored the same application more than once"),
        NotCalibratable::OffScale { score, .. } => {
            Sentence::new("a score of {score} is not on the scale").with("score", hundredth(*score))
        }
        NotCalibratable::TooFewScores { .. } => {
            Sentence::new("a juror has {found} scores; at least {needed} are needed")
        }
        NotCalibratable::Unconnected(_) => {
            Sentence::new("the jurors fall apart in {found} groups that share no application")
        }
        NotCalibratable::TooFewJurors { .. } => Sentence::new("there are {found} jurors; at least {needed} are needed"),
        NotCalibratable::TooFewApplications { .. } => {
            Sentence::new("there are {found} applications; at least {needed} are needed")
        }
        NotCalibratable::TooFewOverlaps { .. } => {
            Sentence::new("there are {found} scores; for so many applications and jurors at least {needed} are needed")
        }
        NotCalibratable::NoVariance => Sentence::new("all scores are equal"),
        NotCalibratable::NoError => Sentence::new("the jurors agree to the last digit"),
    };
    let (found, needed) = numbers(reason);
    sentence.with("found", found.unwrap_or_default()).with("needed", needed.unwrap_or_default())
}

/// What staff can do about a reason.
fn advice(code: CalibrationObstacleCode) -> &'static str {
    use CalibrationObstacleCode as Code;
    match code {
        Code::Repeated => "Give the one score that counts.",
        Code::OffScale => "Correct the score, or calibrate by the rubric that it was given by.",
        Code::TooFewScores => "Assign more applications to this juror, or leave the scores of this juror out.",
        Code::Unconnected => "Let a juror of each group read an application of another group.",
        Code::TooFewJurors | Code::TooFewApplications => "Decide by the scores as they were given, with a third juror.",
        Code::TooFewOverlaps => "Let a second or third juror read more applications.",
        Code::NoVariance => "There is nothing to calibrate: the scores as they were given decide.",
        Code::NoError => {
            "Look for copied scores; if the jurors worked independently, the scores as they were given decide."
        }
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
        let (found, needed) = numbers(reason);
        let (found, needed) = (found.map(number), needed.map(number));
        let score = if let NotCalibratable::OffScale { score, .. } = reason { Some(hundredth(*score)) } else { None };
        let groups: &[Vec<JurorId>] = if let NotCalibratable::Unconnected(groups) = reason { groups } else { &[] };
        let group = |group: &Vec<JurorId>| CalibrationGroup { jurors: asked.jurors(group), size: number(group.len()) };
        let shown = application.filter(|id| asked.shown.contains(id));
        Self {
            code: Word(code),
            message: message(reason),
            advice: Sentence::new(advice(code)),
            found,
            needed,
            score,
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
