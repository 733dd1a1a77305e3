//! The crossed mixed model `score = mean + application + juror + error`, the last three normal and independent, by
//! restricted maximum likelihood (REML).
//!
//! Notation, with the variance of the error as unit: `a`, `j` are the variance ratios of applications and jurors; `Q`
//! is the inverse covariance if there were no jurors, which has one block per application; `K = Zj' Q Zj` with the
//! mean swept out has a row per juror; `S = 1 + j K` is the Schur complement that is factored. An evaluation is
//! O(scores x seats + jurors^3).

use super::matrix::{Matrix, dot};
use crate::stop::{GoOn, Stopped};

/// Where the search starts: at the best of these in both directions.
const GRID: [f64; 5] = [0.0, 0.5, 1.2, 2.4, 4.5];
/// No edge, one, the other, both.
const EDGES: [(bool, bool); 4] = [(false, false), (true, false), (false, true), (true, true)];
/// A start whose deviance is further from the lowest leads nowhere better.
const CLOSE: f64 = 4.0;
/// Where it ends: here the error is about a millionth of the rest, and nothing random is left.
const FURTHEST: f64 = 14.0;
/// As good as no end: to a variance of applications without bound, what comes out differs by less than a millionth.
const ENDLESS: f64 = 18.0;
/// Newton steps find the place in about ten; the bound is there to have one.
const STEPS: usize = 60;
/// A step that is shorter ends the search.
const SHORTEST: f64 = 1e-9;

/// The scores, centred and scaled, by application.
#[derive(Debug)]
pub(super) struct Design {
    panels: Vec<Vec<(usize, f64)>>,
    loads: Vec<usize>,
    centre: f64,
    unit: f64,
}

/// An estimate in the unit of the scores.
pub(super) struct Fit {
    pub(super) mean: f64,
    pub(super) variances: Variances,
    /// See [`Calibration::allocation`](super::Calibration::allocation).
    pub(super) allocation: f64,
    pub(super) applications: Vec<Estimate>,
    pub(super) jurors: Vec<JurorEstimate>,
    /// How the truth may lie around the estimate.
    pub(super) posterior: Posterior,
}

/// Variances, unit squared.
pub(super) struct Variances {
    pub(super) applications: f64,
    pub(super) jurors: f64,
    pub(super) error: f64,
}

/// One application.
pub(super) struct Estimate {
    pub(super) value: f64,
    pub(super) deviation: f64,
}

impl Estimate {
    /// Probability that the true value is at least this.
    pub(super) fn reaches(&self, threshold: f64) -> f64 {
        0.5 * libm::erfc((threshold - self.value) / (self.deviation * std::f64::consts::SQRT_2))
    }
}

/// One juror.
pub(super) struct JurorEstimate {
    pub(super) scores: usize,
    pub(super) severity: f64,
    pub(super) error: f64,
    pub(super) misfit: f64,
}

/// The joint distribution of the true values around the estimate: jurors first, then the mean given the jurors, then
/// each application given both.
pub(super) struct Posterior {
    /// A juror moves by this times a standard normal vector, transposed.
    factor: Matrix,
    juror: f64,
    mean: f64,
    /// How the mean follows the jurors.
    follow: Vec<f64>,
    applications: Vec<(Vec<usize>, Shrink, f64)>,
}

/// How far an application is believed: with `n` scores, `d = 1 + a n` and `c = a / d`.
#[derive(Clone, Copy)]
struct Shrink {
    d: f64,
    c: f64,
}

/// Coordinates of the search: `ln(1 + scores per application x a)` and the same of jurors. They start at 0, where the
/// variance is 0 and the slope is not; and the criterion is convex in them when everybody reads everything.
#[derive(Clone, Copy)]
struct Place {
    applications: f64,
    jurors: f64,
}

impl Place {
    /// Whether a variance is 0: of applications, of jurors.
    fn edges(self) -> (bool, bool) {
        (self.applications <= 0.0, self.jurors <= 0.0)
    }

    fn distance(self, other: Self) -> f64 {
        (self.applications - other.applications).abs().max((self.jurors - other.jurors).abs())
    }
}

/// Everything at one place.
struct Solved {
    a: f64,
    j: f64,
    shrink: Vec<Shrink>,
    /// Sum of `Q`.
    q: f64,
    /// Sums of `Q` by juror.
    x: Vec<f64>,
    k: Matrix,
    /// `R' R` is the inverse of `S`.
    factor: Matrix,
    mean: f64,
    /// Residuals summed by juror.
    jurors: Vec<f64>,
    /// Of each application: the sum of its scores less mean and jurors.
    sums: Vec<f64>,
    /// Squared residuals and what the effects cost.
    squares: f64,
    /// -2 log likelihood, without constants.
    deviance: f64,
}

/// Sums over the inverse of `S`: its square form at sparse vectors that are shifted by a multiple of `x`.
struct Inverse {
    cells: Matrix,
    at_x: Vec<f64>,
    x_x: f64,
}

impl Inverse {
    fn of(solved: &Solved) -> Self {
        let cells = solved.factor.squared();
        let at_x = cells.times(&solved.x);
        let x_x = dot(&solved.x, &at_x);
        Self { cells, at_x, x_x }
    }

    /// `v' S^-1 v` of `v = sum of weight x juror - shift x`.
    fn form(&self, sparse: &[(usize, f64)], shift: f64) -> f64 {
        let mut sum = shift * shift * self.x_x;
        for (juror, weight) in sparse {
            sum -= 2.0 * shift * weight * self.at_x.get(*juror).copied().unwrap_or(0.0);
            for (other, other_weight) in sparse {
                sum += weight * other_weight * self.cells.symmetric(*juror, *other);
            }
        }
        sum
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Design {
    /// Scores by application, each a juror (counted from 0) and a score. They are not all equal.
    pub(super) fn new(scores: &[Vec<(usize, i32)>], jurors: usize) -> Self {
        let count = number(scores.iter().map(Vec::len).sum());
        let all = || scores.iter().flatten().map(|(_, score)| f64::from(*score));
        let centre = all().sum::<f64>() / count;
        let unit = (all().map(|score| (score - centre) * (score - centre)).sum::<f64>() / count).sqrt();
        let mut loads = vec![0; jurors];
        for (juror, _) in scores.iter().flatten() {
            add(&mut loads, *juror, 1);
        }
        let panel = |panel: &Vec<(usize, i32)>| {
            panel.iter().map(|(juror, score)| (*juror, (f64::from(*score) - centre) / unit)).collect()
        };
        Self { panels: scores.iter().map(panel).collect(), loads, centre, unit }
    }

    fn count(&self) -> f64 {
        number(self.loads.iter().sum())
    }

    /// The estimate; `None` when no error is left.
    pub(super) fn fit(&self, go_on: GoOn<'_>) -> Result<Option<Fit>, Stopped> {
        let best = self.best(go_on)?;
        if best.applications.max(best.jurors) >= FURTHEST {
            return Ok(None);
        }
        let solved = self.solve(best);
        let error = solved.squares / (self.count() - 1.0);
        let allocation = self.allocation(best, &solved, error);
        let inverse = Inverse::of(&solved);
        let sigma = error.sqrt();
        let applications = self.panels.iter().zip(&solved.shrink).zip(&solved.sums).map(|((panel, shrink), sum)| {
            let sparse: Vec<_> = panel.iter().map(|(juror, _)| (*juror, shrink.c)).collect();
            let of_mean = 1.0 / (shrink.d * shrink.d * solved.q);
            let of_jurors = solved.j * inverse.form(&sparse, -1.0 / (shrink.d * solved.q));
            Estimate {
                value: self.centre + self.unit * (solved.mean + shrink.c * sum),
                deviation: self.unit * sigma * (shrink.c + of_mean + of_jurors).sqrt(),
            }
        });
        let applications = applications.collect();
        let mut misfits = vec![0.0; self.loads.len()];
        for ((panel, shrink), sum) in self.panels.iter().zip(&solved.shrink).zip(&solved.sums) {
            for (juror, score) in panel {
                let residual = score - solved.mean - shrink.c * sum - solved.effect(*juror);
                let weight = |other: usize| f64::from(u8::from(other == *juror)) - shrink.c;
                let sparse: Vec<_> = panel.iter().map(|(other, _)| (*other, weight(*other))).collect();
                let of_mean = 1.0 / (shrink.d * shrink.d * solved.q);
                let of_jurors = solved.j * inverse.form(&sparse, 1.0 / (shrink.d * solved.q));
                // A score that its mean, application and juror leave no freedom is never surprising.
                let freedom = (1.0 - shrink.c - of_mean - of_jurors).max(1e-9);
                add(&mut misfits, *juror, residual * residual / (error * freedom));
            }
        }
        let diagonal = inverse.cells.lower().map(|(_, diagonal)| diagonal);
        let jurors = self.loads.iter().zip(misfits).zip(diagonal).enumerate();
        let jurors = jurors.map(|(juror, ((scores, misfit), diagonal))| JurorEstimate {
            scores: *scores,
            severity: -self.unit * solved.effect(juror),
            error: self.unit * sigma * (solved.j * diagonal).sqrt(),
            misfit: misfit / number(*scores),
        });
        let variance = self.unit * self.unit * error;
        let scale = self.unit * sigma;
        Ok(Some(Fit {
            allocation,
            mean: self.centre + self.unit * solved.mean,
            variances: Variances { applications: solved.a * variance, jurors: solved.j * variance, error: variance },
            applications,
            jurors: jurors.collect(),
            posterior: Posterior {
                juror: scale * solved.j.sqrt(),
                mean: scale / solved.q.sqrt(),
                follow: solved.x.iter().map(|x| x / solved.q).collect(),
                applications: (self.panels.iter().zip(&solved.shrink))
                    .map(|(panel, shrink)| {
                        let panel = panel.iter().map(|(juror, _)| *juror).collect();
                        (panel, *shrink, scale * shrink.c.sqrt())
                    })
                    .collect(),
                factor: solved.factor,
            },
        }))
    }

    /// How far severity, as all scores show it, is from what shows when jurors are compared on the same work only: the
    /// mean square of the difference over its variance (Hausman 1978, juror by juror).
    fn allocation(&self, place: Place, solved: &Solved, error: f64) -> f64 {
        // An application of which nothing is assumed lends nothing to the comparison of those who did not read it.
        let shared = self.solve(Place { applications: ENDLESS, ..place });
        let (all, within) = (solved.factor.squared(), shared.factor.squared());
        let variances = all.lower().zip(within.lower()).map(|((_, all), (_, within))| solved.j * (within - all));
        let differences = solved.jurors.iter().zip(&shared.jurors).map(|(all, within)| solved.j * (all - within));
        let squares: f64 =
            differences.zip(variances).map(|(apart, variance)| apart * apart / (error * variance.max(1e-9))).sum();
        squares / number(self.loads.len())
    }

    /// The place of the lowest deviance. A variance of 0 may be the best near by only, so the search is made from the
    /// best of a grid on each edge and from the best within, where they are close.
    fn best(&self, go_on: GoOn<'_>) -> Result<Place, Stopped> {
        let grid = GRID.iter().flat_map(|applications| GRID.map(|jurors| (*applications, jurors)));
        let places = grid.map(|(applications, jurors)| Place { applications, jurors });
        let solve = |place| go_on().map(|()| (place, self.solve(place).deviance));
        let tried: Vec<(Place, f64)> = places.map(solve).collect::<Result<_, _>>()?;
        let lowest = tried.iter().map(|(_, deviance)| *deviance).fold(f64::INFINITY, f64::min);
        let starts = EDGES.into_iter().filter_map(|edges| {
            let on_these = tried.iter().filter(|(place, _)| place.edges() == edges);
            on_these.min_by(|(_, one), (_, other)| one.total_cmp(other))
        });
        let close = starts.filter(|(_, deviance)| *deviance < lowest + CLOSE);
        let found: Vec<_> = close.map(|(place, _)| self.descend(*place, go_on)).collect::<Result<_, _>>()?;
        let best = found.into_iter().min_by(|(_, one), (_, other)| one.deviance.total_cmp(&other.deviance));
        Ok(best.map_or(Place { applications: 0.0, jurors: 0.0 }, |(place, _)| place))
    }

    /// Damped Newton steps along what is not held at 0. Each lowers the deviance, so they end.
    fn descend(&self, mut place: Place, go_on: GoOn<'_>) -> Result<(Place, Solved), Stopped> {
        let mut solved = self.solve(place);
        for _ in 0..STEPS {
            go_on()?;
            let Some((next, better)) = self.step(place, &solved) else { break };
            let moved = next.distance(place);
            (place, solved) = (next, better);
            if moved < SHORTEST {
                break;
            }
        }
        Ok((place, solved))
    }

    /// A step that lowers the deviance, if there is one.
    fn step(&self, place: Place, solved: &Solved) -> Option<(Place, Solved)> {
        const AHEAD: f64 = 1e-6;
        let (u, v) = self.slope(place, solved);
        // What stands at 0 and would go below stays.
        let is_held = (place.applications <= 0.0 && u >= 0.0, place.jurors <= 0.0 && v >= 0.0);
        let along = |applications: f64, jurors: f64| {
            let ahead = Place { applications: place.applications + applications, jurors: place.jurors + jurors };
            let (u_ahead, v_ahead) = self.slope(ahead, &self.solve(ahead));
            ((u_ahead - u) / AHEAD, (v_ahead - v) / AHEAD)
        };
        // A curve that bends the wrong way is followed downhill by the size of its bend.
        let single = |slope: f64, bend: f64| -slope / bend.abs().max(1e-3);
        let (by_applications, by_jurors) = match is_held {
            (true, true) => return None,
            (true, false) => (0.0, single(v, along(0.0, AHEAD).1)),
            (false, true) => (single(u, along(AHEAD, 0.0).0), 0.0),
            (false, false) => {
                let (uu, uv) = along(AHEAD, 0.0);
                let (vu, vv) = along(0.0, AHEAD);
                let mixed = f64::midpoint(uv, vu);
                let determinant = uu * vv - mixed * mixed;
                if uu > 0.0 && determinant > 1e-6 * uu * vv {
                    ((mixed * v - vv * u) / determinant, (mixed * u - uu * v) / determinant)
                } else {
                    (single(u, uu), single(v, vv))
                }
            }
        };
        // No step goes further than the grid is wide.
        let longest = by_applications.abs().max(by_jurors.abs()).max(2.0) / 2.0;
        let mut part = 1.0 / longest;
        while part > 1e-12 {
            let next = Place {
                applications: (place.applications + part * by_applications).clamp(0.0, FURTHEST),
                jurors: (place.jurors + part * by_jurors).clamp(0.0, FURTHEST),
            };
            let tried = self.solve(next);
            if tried.deviance < solved.deviance {
                return Some((next, tried));
            }
            part /= 2.0;
        }
        None
    }

    #[expect(clippy::many_single_char_names, reason = "the notation of the module")]
    fn solve(&self, place: Place) -> Solved {
        let count = self.count();
        let size = self.loads.len();
        let a = libm::expm1(place.applications) * number(self.panels.len()) / count;
        let j = libm::expm1(place.jurors) * number(size) / count;
        let shrink_of = |panel: &Vec<(usize, f64)>| {
            let d = 1.0 + a * number(panel.len());
            Shrink { d, c: a / d }
        };
        let shrink: Vec<Shrink> = self.panels.iter().map(shrink_of).collect();
        let (mut q, mut q_y, mut x, mut w) = (0.0, 0.0, vec![0.0; size], vec![0.0; size]);
        let mut k = Matrix::zero(size);
        for (panel, Shrink { d, c }) in self.panels.iter().zip(&shrink) {
            let sum: f64 = panel.iter().map(|(_, score)| score).sum();
            q += number(panel.len()) / d;
            q_y += sum / d;
            for (juror, score) in panel {
                add(&mut x, *juror, 1.0 / d);
                add(&mut w, *juror, score - c * sum);
                k.add(*juror, *juror, 1.0);
                panel.iter().filter(|(other, _)| other <= juror).for_each(|(other, _)| k.add(*juror, *other, -c));
            }
        }
        let at = |vector: &[f64], juror: usize| vector.get(juror).copied().unwrap_or(0.0);
        k.update(|row, column, cell| *cell -= at(&x, row) * at(&x, column) / q);
        w.iter_mut().zip(&x).for_each(|(w, x)| *w -= x * q_y / q);
        let mut schur = k.clone();
        schur.update(|row, column, cell| *cell = j * *cell + f64::from(u8::from(row == column)));
        let (factor, log_determinant) = schur.inverse_factor();
        let jurors = factor.transposed_times(&factor.lower_times(&w));
        let mean = (q_y - j * dot(&x, &jurors)) / q;
        let of_jurors = j * dot(&jurors, &jurors);
        let mut solved = Solved {
            a,
            j,
            shrink,
            q,
            x,
            k,
            factor,
            mean,
            jurors,
            sums: Vec::with_capacity(self.panels.len()),
            squares: of_jurors,
            deviance: log_determinant + libm::log(q),
        };
        for panel in &self.panels {
            let left = |(juror, score): &(usize, f64)| score - mean - solved.effect(*juror);
            let sum: f64 = panel.iter().map(left).sum();
            let Shrink { d, c } = shrink_of(panel);
            let squares: f64 = panel.iter().map(|row| left(row) - c * sum).map(|rest| rest * rest).sum();
            solved.squares += squares + a * (sum / d) * (sum / d);
            solved.deviance += libm::log(d);
            solved.sums.push(sum);
        }
        // Scores that leave no error at all would have a logarithm of 0; the search stops at its furthest before.
        solved.deviance += (count - 1.0) * libm::log(solved.squares.max(f64::MIN_POSITIVE));
        solved
    }

    /// How the deviance changes along both coordinates.
    fn slope(&self, place: Place, solved: &Solved) -> (f64, f64) {
        let inverse = Inverse::of(solved);
        let count = self.count();
        let weight = (count - 1.0) / solved.squares;
        let (mut by_a, mut squares) = (0.0, 0.0);
        for ((panel, Shrink { d, .. }), sum) in self.panels.iter().zip(&solved.shrink).zip(&solved.sums) {
            let part = number(panel.len()) / d;
            let sparse: Vec<_> = panel.iter().map(|(juror, _)| (*juror, 1.0 / d)).collect();
            by_a += part - part * part / solved.q - solved.j * inverse.form(&sparse, part / solved.q);
            squares += (sum / d) * (sum / d);
        }
        by_a -= weight * squares;
        let halves = inverse.cells.lower().zip(solved.k.lower());
        let trace: f64 = halves.map(|((left, on), (k_left, k_on))| 2.0 * dot(left, k_left) + on * k_on).sum();
        let by_j = trace - weight * dot(&solved.jurors, &solved.jurors);
        let (a_by, j_by) = (number(self.panels.len()) / count, number(self.loads.len()) / count);
        (by_a * a_by * libm::exp(place.applications), by_j * j_by * libm::exp(place.jurors))
    }
}

impl Solved {
    /// What a juror adds.
    fn effect(&self, juror: usize) -> f64 {
        self.j * self.jurors.get(juror).copied().unwrap_or(0.0)
    }
}

impl Posterior {
    /// How far the truth lies from the estimate in one possible world, by application. `normal` gives independent
    /// standard normal numbers.
    pub(super) fn draw(&self, mut normal: impl FnMut() -> f64) -> Vec<f64> {
        let chance: Vec<f64> = self.follow.iter().map(|_| normal()).collect();
        let jurors: Vec<f64> = self.factor.transposed_times(&chance).iter().map(|juror| self.juror * juror).collect();
        let mean = self.mean * normal() - dot(&self.follow, &jurors);
        let of_one = |(panel, Shrink { d, c }, deviation): &(Vec<usize>, Shrink, f64)| {
            let jurors: f64 = panel.iter().filter_map(|juror| jurors.get(*juror)).sum();
            mean / d - c * jurors + deviation * normal()
        };
        self.applications.iter().map(of_one).collect()
    }
}

fn add<T: std::ops::AddAssign>(vector: &mut [T], place: usize, value: T) {
    if let Some(cell) = vector.get_mut(place) {
        *cell += value;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::calibration::{
        ranks::Chance,
        simulation::{Scenario, YEAR},
    };

    fn design(scenario: Scenario, seed: u64) -> Design {
        let mut scores = vec![Vec::new(); scenario.applications];
        for (application, juror, score) in scenario.play(&mut StdRng::seed_from_u64(seed)).scores {
            scores[application].push((juror, score));
        }
        Design::new(&scores, scenario.jurors)
    }

    #[test]
    fn what_is_drawn_spreads_as_the_standard_errors_say() {
        // In the second, most of the doubt is about the mean and the jurors.
        let unsure = Scenario { applications: 40, jurors: 5, quality: 60.0, severity: 400.0, ..YEAR };
        for scenario in [YEAR, unsure] {
            let fit = design(scenario, 1).fit(&|| Ok(())).unwrap().unwrap();
            let mut chance = Chance::new(1);
            let mut squares = vec![0.0; fit.applications.len()];
            for _ in 0..2000 {
                let draw = fit.posterior.draw(|| chance.normal());
                squares.iter_mut().zip(draw).for_each(|(sum, moved)| *sum += moved * moved / 2000.0);
            }
            for (square, estimate) in squares.iter().zip(&fit.applications) {
                let share = square.sqrt() / estimate.deviation;
                // The standard error of a standard deviation of 2000 is 0.016.
                assert!((0.93..1.07).contains(&share), "{share}");
            }
        }
    }

    #[test]
    fn a_variance_of_nothing_that_is_best_near_by_only_is_left() {
        let points = [
            [(6, 15), (3, 10)],
            [(5, 15), (3, 12)],
            [(4, 21), (5, 24)],
            [(2, 10), (4, 4)],
            [(6, 20), (4, 23)],
            [(2, 12), (0, 0)],
            [(5, 18), (1, 19)],
            [(3, 18), (0, 20)],
            [(3, 14), (6, 12)],
            [(6, 9), (2, 14)],
            [(0, 19), (1, 19)],
            [(4, 25), (6, 21)],
            [(3, 15), (1, 13)],
            [(2, 24), (5, 12)],
            [(1, 13), (0, 22)],
            [(1, 14), (4, 17)],
            [(0, 16), (2, 25)],
        ];
        let scores: Vec<_> =
            points.iter().map(|panel| panel.map(|(juror, points)| (juror, 100 * points)).to_vec()).collect();
        let design = Design::new(&scores, 7);
        let place = design.best(&|| Ok(())).unwrap();
        let edge = design.solve(Place { jurors: 0.0, ..place }).deviance;
        assert!(place.jurors > 0.5 && design.solve(place).deviance < edge, "{} jurors", place.jurors);
    }

    /// Juries that are large enough.
    fn shapes() -> impl Strategy<Value = Design> {
        let is_enough = |(applications, jurors, seats): &(usize, usize, usize)| {
            applications * seats >= (4 * jurors).max(applications + jurors + 5)
        };
        let sizes = (6..40_usize, 3..9_usize, 2..4_usize).prop_filter("too few scores", is_enough);
        let spreads = (0.0..500.0, 0.0..500.0, 50.0..500.0);
        (sizes, spreads, any::<u64>()).prop_map(|((applications, jurors, seats), (quality, severity, error), seed)| {
            design(Scenario { applications, jurors, seats, quality, severity, error, ..YEAR }, seed)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_other_place_fits_better(design in shapes(), others in prop::collection::vec((0.0..6.0, 0.0..6.0), 20)) {
            let best = design.solve(design.best(&|| Ok(())).unwrap()).deviance;
            for (applications, jurors) in others {
                let other = design.solve(Place { applications, jurors }).deviance;
                prop_assert!(other > best - 1e-6, "{other} at {applications}, {jurors}; {best} found");
            }
        }

        #[test]
        fn the_slope_is_that_of_the_deviance(design in shapes(), applications in 0.1..4.0, jurors in 0.1..4.0) {
            let at = |applications, jurors| design.solve(Place { applications, jurors }).deviance;
            let place = Place { applications, jurors };
            let (u, v) = design.slope(place, &design.solve(place));
            let by_hand = (
                (at(applications + 1e-4, jurors) - at(applications - 1e-4, jurors)) / 2e-4,
                (at(applications, jurors + 1e-4) - at(applications, jurors - 1e-4)) / 2e-4,
            );
            prop_assert!((u - by_hand.0).abs() < 1e-4 && (v - by_hand.1).abs() < 1e-4, "{u}, {v}; {by_hand:?}");
        }

        #[test]
        fn every_figure_is_a_number(design in shapes()) {
            let Ok(Some(fit)) = design.fit(&|| Ok(())) else { return Ok(()) };
            let Variances { applications, jurors, error } = fit.variances;
            prop_assert!([fit.mean, fit.allocation, applications, jurors, error].iter().all(|figure| figure.is_finite()));
            for one in &fit.applications {
                prop_assert!([one.value, one.deviation, one.reaches(1500.0)].iter().all(|figure| figure.is_finite()));
            }
            for one in &fit.jurors {
                prop_assert!([one.severity, one.error, one.misfit].iter().all(|figure| figure.is_finite()));
            }
        }
    }
}
