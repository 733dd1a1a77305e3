//! Juries whose truth is known, for the tests of the calibration and for `benches/calibration.rs`; and what raw means,
//! z-scores and the model make of them.

use rand::{Rng, rngs::StdRng, seq::SliceRandom};

/// How a jury is made. Standard deviations are in hundredths of a point; the totals go from 0 to 2500 and are whole
/// points, the mean and the threshold are 1500.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    pub applications: usize,
    pub jurors: usize,
    /// Jurors per application.
    pub seats: usize,
    /// How much applications differ.
    pub quality: f64,
    /// How much jurors differ.
    pub severity: f64,
    /// What is left.
    pub error: f64,
    /// How far work goes to jurors by its quality: 0 not at all, 1 in its order.
    pub sorted: f64,
    /// How many of its seats do so; the others are filled by chance.
    pub sorted_seats: usize,
}

/// A year: 150 applications, 20 jurors, two each; in hundredths.
pub const YEAR: Scenario = Scenario {
    applications: 150,
    jurors: 20,
    seats: 2,
    quality: 300.0,
    severity: 230.0,
    error: 195.0,
    sorted: 0.0,
    sorted_seats: 0,
};

/// What must be reached.
pub const THRESHOLD: i32 = 1500;

/// What came of it.
#[derive(Debug)]
pub struct World {
    /// Application, juror, score.
    pub scores: Vec<(usize, usize, i32)>,
    /// What each application is worth.
    pub truth: Vec<f64>,
    /// How much less than the average juror each gives.
    pub severity: Vec<f64>,
}

/// A standard normal number (Box and Muller).
fn normal(rng: &mut StdRng) -> f64 {
    let (length, turn): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - length).ln()).sqrt() * (std::f64::consts::TAU * turn).cos()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

impl Scenario {
    /// One such jury. Loads differ by one at most.
    pub fn play(&self, rng: &mut StdRng) -> World {
        let quality: Vec<f64> = (0..self.applications).map(|_| normal(rng)).collect();
        let severity: Vec<f64> = (0..self.jurors).map(|_| self.severity * normal(rng)).collect();
        let noise = (1.0 - self.sorted * self.sorted).sqrt();
        let mut order: Vec<(f64, usize)> =
            quality.iter().map(|one| self.sorted * one + noise * normal(rng)).zip(0..).collect();
        order.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut free = vec![(self.applications * self.seats).div_ceil(self.jurors); self.jurors];
        let mut panels: Vec<Vec<usize>> = vec![Vec::new(); self.applications];
        for seat in 0..self.seats {
            for (place, (_, application)) in order.iter().enumerate() {
                let wanted = number(place) / number(self.applications) * number(self.jurors) - 0.5;
                let by_quality = |juror: usize| (number(juror) - wanted).abs();
                let by_load = |juror: usize| -number(free[juror]);
                let apart = |juror| if seat < self.sorted_seats { by_quality(juror) } else { by_load(juror) };
                let panel = &mut panels[*application];
                let open = (0..self.jurors).filter(|juror| free[*juror] > 0 && !panel.contains(juror));
                let drawn = open.map(|juror| (apart(juror) + 0.5 * rng.random::<f64>(), juror));
                let Some((_, juror)) = drawn.min_by(|one, other| one.0.total_cmp(&other.0)) else { continue };
                panel.push(juror);
                free[juror] -= 1;
            }
            if seat + 1 >= self.sorted_seats {
                order.shuffle(rng);
            }
        }
        let mut scores = Vec::new();
        for ((application, quality), panel) in quality.iter().enumerate().zip(panels) {
            for juror in panel {
                let given = f64::from(THRESHOLD) + self.quality * quality - severity[juror];
                let points = ((given + self.error * normal(rng)) / 100.0).round().clamp(0.0, 25.0);
                #[expect(clippy::cast_possible_truncation, reason = "within the bounds of the line above")]
                scores.push((application, juror, 100 * points as i32));
            }
        }
        let truth = quality.iter().map(|one| f64::from(THRESHOLD) + self.quality * one).collect();
        World { scores, truth, severity }
    }
}

impl World {
    /// The mean of the scores, by application.
    pub fn raw(&self) -> Vec<f64> {
        self.means(|_, score| score)
    }

    /// The mean of the scores after each juror's were brought to the mean and spread of all, by application.
    pub fn z_score(&self) -> Vec<f64> {
        let spread = |scores: &[f64]| {
            let mean = scores.iter().sum::<f64>() / number(scores.len());
            let square = scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>();
            (mean, (square / number(scores.len())).sqrt().max(1.0))
        };
        let of = |juror: usize| {
            let own = self.scores.iter().filter(|(_, by, _)| *by == juror).map(|(.., score)| f64::from(*score));
            spread(&own.collect::<Vec<_>>())
        };
        let jurors: Vec<(f64, f64)> = (0..self.severity.len()).map(of).collect();
        let all = spread(&self.scores.iter().map(|(.., score)| f64::from(*score)).collect::<Vec<_>>());
        self.means(|juror, score| all.0 + all.1 * (score - jurors[juror].0) / jurors[juror].1)
    }

    fn means(&self, adjusted: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        let mut sums = vec![(0.0, 0); self.truth.len()];
        for (application, juror, score) in &self.scores {
            sums[*application].0 += adjusted(*juror, f64::from(*score));
            sums[*application].1 += 1;
        }
        sums.into_iter().map(|(sum, count)| sum / number(count)).collect()
    }

    /// The share of applications that stand on the wrong side of the threshold.
    pub fn wrong_labels(&self, values: &[f64]) -> f64 {
        let threshold = f64::from(THRESHOLD);
        let pairs = self.truth.iter().zip(values);
        number(pairs.filter(|(truth, value)| (**truth >= threshold) != (**value >= threshold)).count())
            / number(values.len())
    }

    /// The share of the true best that is not among the best by these values.
    pub fn missed_prizes(&self, values: &[f64], prizes: usize) -> f64 {
        let (truth, found) = (ranks(&self.truth), ranks(values));
        let last = number(values.len() - prizes);
        let missed = truth.iter().zip(&found).filter(|(truth, found)| **truth >= last && **found < last).count();
        number(missed) / number(prizes)
    }
}

/// The rank correlation of Spearman.
pub fn spearman(one: &[f64], other: &[f64]) -> f64 {
    correlation(&ranks(one), &ranks(other))
}

/// The correlation of Pearson.
pub fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / number(values.len());
    let (one_mean, other_mean) = (mean(one), mean(other));
    let product = |pairs: &mut dyn Iterator<Item = (f64, f64)>| pairs.map(|(one, other)| one * other).sum::<f64>();
    let (ones, others) = (|| one.iter().map(|v| v - one_mean), || other.iter().map(|v| v - other_mean));
    product(&mut ones().zip(others()))
        / (product(&mut ones().zip(ones())) * product(&mut others().zip(others()))).sqrt()
}

/// Ranks from 0, the lowest first; equals share theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: &f64| number(values.iter().filter(|other| *other < value).count());
    let equal = |value: &f64| number(values.iter().filter(|other| other.total_cmp(value).is_eq()).count());
    values.iter().map(|value| below(value) + (equal(value) - 1.0) / 2.0).collect()
}
