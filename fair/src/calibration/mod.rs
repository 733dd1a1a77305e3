//! How severe each juror is, and where the applications would stand if all jurors were equally severe.
//!
//! An estimate beside the scores, never in their place: labels are given on raw scores (INV-20), no stored score
//! changes, and no rank that counts is made of floating point (INV-36). What comes out says which applications a third
//! juror or the panel should look at. It is for staff: neither teachers nor jurors read how severe a juror is.
//!
//! The model, its limits and its figures are told in `docs/calibration.md`. Floating point is used inside; what
//! leaves is rounded to [`Fixed`], and `libm` in place of the machine's logarithm makes the same scores give the same
//! answer on every machine, in whatever order they come.

mod fit;
mod fixed;
mod guard;
mod matrix;
mod ranks;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod simulation;

use std::{cmp::Ordering, collections::BTreeSet, ops::RangeInclusive};

pub use fixed::Fixed;
pub use guard::NotCalibratable;

use fit::Design;
use ranks::Standing;

use crate::stop::{GoOn, Stopped};

/// One score by one juror: of one criterion or the total, always the same thing within one calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<A, J> {
    /// What was judged.
    pub application: A,
    /// By whom.
    pub juror: J,
    /// A scaled integer, hundredths of a point in this house. Results are in the same unit.
    pub score: i32,
}

/// What is asked of the scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Lowest and highest score that exist.
    pub scale: RangeInclusive<i32>,
    /// What the mean must reach; exactly enough is enough.
    pub threshold: i32,
    /// How many prizes there are. They go to the best of those that reach the threshold (INV-25).
    pub prizes: usize,
    /// How ranks are simulated.
    pub look: Look,
}

/// How often the model is asked "and how might it truly be?" to see how firm the ranks are. Recorded with the result:
/// the same look at the same scores gives the same answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where chance starts.
    pub seed: u64,
    /// How many draws, rounded up to pairs. A probability is off by up to `1 / sqrt(draws)`, mostly by half of that.
    pub draws: u16,
    /// How much of the draws the interval of a rank holds, in percent.
    pub interval_percent: u8,
}

impl Default for Look {
    fn default() -> Self {
        Self { seed: 1, draws: 1000, interval_percent: 90 }
    }
}

/// What the scores say once severity is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration<A, J> {
    /// What an average application gets of an average juror.
    pub mean: Fixed,
    /// Variance between applications, unit squared. 0: the scores tell no application from another.
    pub variance_of_applications: Fixed,
    /// Variance between jurors, unit squared. 0: no juror is seen to be more severe than another.
    pub variance_of_jurors: Fixed,
    /// Variance of what is left: the juror's day, taste and error; unit squared.
    pub variance_of_error: Fixed,
    /// Whether work came to jurors regardless of its quality, which the model takes for granted. About 1 when it did,
    /// and rarely above 2 by chance (4 with fewer than ten jurors); from 3 on strong work may be taken for mild jurors,
    /// and raw means be nearer the truth.
    pub allocation: Fixed,
    /// By application, in the order of their ids.
    pub applications: Vec<Calibrated<A>>,
    /// By juror, in the order of their ids.
    pub jurors: Vec<Severity<J>>,
    /// How the ranks were simulated.
    pub look: Look,
}

/// One application, raw and calibrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibrated<A> {
    /// Which.
    pub application: A,
    /// The mean of its scores as they were given, exact.
    pub raw: Mean,
    /// What jurors of average severity would give, drawn to the mean as far as the scores are unsure. It may lie a
    /// little outside the scale.
    pub value: Fixed,
    /// Standard deviation of the true value around `value`.
    pub deviation: Fixed,
    /// Probability that the true value reaches the threshold.
    pub reaches_threshold: Fixed,
    /// Rank to be expected, 1 the best.
    pub expected_rank: Fixed,
    /// Best and worst rank of the interval.
    pub rank_interval: (u32, u32),
    /// Probability of a prize.
    pub wins_prize: Fixed,
    /// What would come out otherwise if the calibrated value decided: a reason to ask a third juror or the panel.
    pub change: Change,
}

/// What would come out otherwise if the calibrated value decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// It would reach the threshold where the raw mean does not, or the other way round.
    pub label: bool,
    /// It would be among the prizes where the raw mean is not, or the other way round. Raw means that are equal at the
    /// last prize are all counted in.
    pub prize: bool,
}

impl Change {
    /// Whether anything would.
    pub fn is_any(self) -> bool {
        self.label || self.prize
    }
}

/// One juror, for staff only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severity<J> {
    /// Who.
    pub juror: J,
    /// How many scores this rests on.
    pub scores: usize,
    /// How much less this juror gives for the same work than the average juror; negative when more.
    pub severity: Fixed,
    /// Standard error of `severity`: below twice this, nothing is shown.
    pub error: Fixed,
    /// Mean square of the standardised residuals; about 1 when the juror sees the same differences as the others, far
    /// above when the scores follow something else, far below when they follow the others too well.
    pub misfit: Fixed,
}

/// A mean as a fraction, so that it is exact (INV-36). Compared by value: 6 of 2 is 3 of 1.
#[derive(Clone, Copy, Debug)]
pub struct Mean {
    /// Sum of the scores.
    pub sum: i64,
    /// How many there are; at least one.
    pub count: u32,
}

impl Mean {
    /// Whether it reaches the threshold; exactly enough is enough.
    pub fn reaches(self, threshold: i32) -> bool {
        self.sum >= i64::from(threshold) * i64::from(self.count)
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Mean {}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.sum * i64::from(other.count)).cmp(&(other.sum * i64::from(self.count)))
    }
}

/// What a calibration comes to: the estimate, or every reason why there is none.
pub type Found<A, J> = Result<Calibration<A, J>, Vec<NotCalibratable<A, J>>>;

/// Estimates severity and takes it out of the scores, or says why that cannot be done: every reason at once. Rows may
/// come in any order.
pub fn calibrate<A: Copy + Ord, J: Copy + Ord>(rows: &[Row<A, J>], question: &Question) -> Found<A, J> {
    // Nobody says stop.
    calibrate_while(&|| Ok(()), rows, question).unwrap_or_else(|Stopped| Err(Vec::new()))
}

/// The same, for as long as somebody waits for it.
pub fn calibrate_while<A: Copy + Ord, J: Copy + Ord>(
    go_on: GoOn<'_>,
    rows: &[Row<A, J>],
    question: &Question,
) -> Result<Found<A, J>, Stopped> {
    if let Err(reasons) = guard::reasons(rows, &question.scale) {
        return Ok(Err(reasons));
    }
    let applications: Vec<A> = rows.iter().map(|row| row.application).collect::<BTreeSet<A>>().into_iter().collect();
    let jurors: Vec<J> = rows.iter().map(|row| row.juror).collect::<BTreeSet<J>>().into_iter().collect();
    let mut sorted = rows.to_vec();
    sorted.sort_unstable_by_key(|row| (row.application, row.juror));
    let scores: Vec<Vec<(usize, i32)>> = sorted
        .chunk_by(|one, other| one.application == other.application)
        .map(|of_one| {
            let place = |row: &Row<A, J>| jurors.binary_search(&row.juror).ok().map(|juror| (juror, row.score));
            of_one.iter().filter_map(place).collect()
        })
        .collect();
    let Some(fit) = Design::new(&scores, jurors.len()).fit(go_on)? else {
        return Ok(Err(vec![NotCalibratable::NoError]));
    };
    let standings = ranks::simulate(&fit, question, go_on)?;
    let raw: Vec<Mean> = scores.iter().map(|scores| mean(scores)).collect();
    let wins_raw = winners(&raw, question.prizes, |mean| mean.reaches(question.threshold));
    let values: Vec<Fixed> = fit.applications.iter().map(|estimate| Fixed::of(estimate.value)).collect();
    let reaches = |value: &Fixed| *value >= Fixed::whole(question.threshold);
    let wins_calibrated = winners(&values, question.prizes, reaches);
    let parts = fit.applications.iter().zip(standings).zip(raw).zip(wins_raw.iter().zip(wins_calibrated));
    let calibrated = applications.into_iter().zip(values).zip(parts).map(
        |((application, value), (((estimate, standing), raw), (wins_raw, wins_calibrated)))| {
            let Standing { expected_rank, rank_interval, wins_prize } = standing;
            Calibrated {
                application,
                raw,
                value,
                deviation: Fixed::of(estimate.deviation),
                reaches_threshold: Fixed::of(estimate.reaches(f64::from(question.threshold))),
                expected_rank,
                rank_interval,
                wins_prize,
                change: Change {
                    label: raw.reaches(question.threshold) != reaches(&value),
                    prize: *wins_raw != wins_calibrated,
                },
            }
        },
    );
    let severities = jurors.into_iter().zip(&fit.jurors).map(|(juror, estimate)| Severity {
        juror,
        scores: estimate.scores,
        severity: Fixed::of(estimate.severity),
        error: Fixed::of(estimate.error),
        misfit: Fixed::of(estimate.misfit),
    });
    Ok(Ok(Calibration {
        mean: Fixed::of(fit.mean),
        variance_of_applications: Fixed::of(fit.variances.applications),
        variance_of_jurors: Fixed::of(fit.variances.jurors),
        variance_of_error: Fixed::of(fit.variances.error),
        allocation: Fixed::of(fit.allocation),
        applications: calibrated.collect(),
        jurors: severities.collect(),
        look: question.look,
    }))
}

fn mean(scores: &[(usize, i32)]) -> Mean {
    let sum = scores.iter().map(|(_, score)| i64::from(*score)).sum();
    Mean { sum, count: u32::try_from(scores.len()).unwrap_or(u32::MAX) }
}

/// Which of these get a prize: those that have fewer than `prizes` better ones above them and reach what they must.
fn winners<T: Copy + Ord>(all: &[T], prizes: usize, reaches: impl Fn(&T) -> bool) -> Vec<bool> {
    let mut best: Vec<T> = all.to_vec();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let last = prizes.min(best.len()).checked_sub(1).and_then(|last| best.get(last));
    all.iter().map(|one| last.is_some_and(|last| one >= last) && reaches(one)).collect()
}

#[cfg(test)]
mod tests;
