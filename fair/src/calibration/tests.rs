use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::{
    simulation::{Scenario, THRESHOLD, World, YEAR, correlation, spearman},
    *,
};

type Rows = Vec<Row<usize, usize>>;
type Found = Calibration<usize, usize>;
type Refused = NotCalibratable<usize, usize>;

fn rows(scores: &[(usize, usize, i32)]) -> Rows {
    scores
        .iter()
        .map(|(application, juror, score)| Row { application: *application, juror: *juror, score: *score })
        .collect()
}

fn question() -> Question {
    Question { scale: 0..=2500, threshold: THRESHOLD, prizes: 10, look: Look::default() }
}

/// A question that costs little, on a scale that holds whatever a test makes of a score.
fn wide() -> Question {
    Question { scale: -100_000..=100_000, look: Look { draws: 20, ..Look::default() }, ..question() }
}

fn world(scenario: Scenario, seed: u64) -> World {
    scenario.play(&mut StdRng::seed_from_u64(seed))
}

fn float(fixed: Fixed) -> f64 {
    f64::from(i32::try_from(fixed.thousandths()).unwrap()) / 1000.0
}

fn values(found: &Found) -> Vec<f64> {
    found.applications.iter().map(|one| float(one.value)).collect()
}

fn severities(found: &Found) -> Vec<f64> {
    found.jurors.iter().map(|one| float(one.severity)).collect()
}

/// Means of several measures over twenty juries.
fn means_of<const N: usize>(measure: impl Fn(u64) -> [f64; N]) -> [f64; N] {
    let all: Vec<[f64; N]> = (0..20).map(measure).collect();
    std::array::from_fn(|one| all.iter().map(|measures| measures[one]).sum::<f64>() / 20.0)
}

mod against_the_truth {
    use super::*;

    #[test]
    fn severity_is_recovered() {
        let [agreement, square, within] = means_of(|seed| {
            let world = world(YEAR, seed);
            let found = calibrate(&rows(&world.scores), &wide()).unwrap();
            // What all jurors have in common is in the mean.
            let common = world.severity.iter().sum::<f64>() / 20.0;
            let apart: Vec<f64> =
                severities(&found).iter().zip(&world.severity).map(|(found, truth)| found - truth + common).collect();
            let is_within = |(apart, juror): &(&f64, &Severity<usize>)| apart.abs() < 1.96 * float(juror.error);
            let within = apart.iter().zip(&found.jurors).filter(is_within).count();
            [
                correlation(&severities(&found), &world.severity),
                apart.iter().map(|apart| apart * apart).sum::<f64>() / 20.0,
                f64::from(u8::try_from(within).unwrap()) / 20.0,
            ]
        });
        assert!(agreement > 0.94, "correlation {agreement}");
        assert!(square.sqrt() < 80.0, "root mean square error {} of a spread of 230", square.sqrt());
        assert!((0.90..0.99).contains(&within), "{within} of the truth lies within 1.96 standard errors, not 0.95");
    }

    #[test]
    fn the_model_is_wrong_less_often_than_raw_means_and_than_z_scores_where_strong_work_goes_to_the_same() {
        let sorted = Scenario { sorted: 0.8, sorted_seats: 1, ..YEAR };
        for (scenario, over_z) in [(YEAR, 0.005), (sorted, 0.03)] {
            let [raw, z, ours, wrong_raw, wrong, missed_raw, missed] = means_of(|seed| {
                let world = world(scenario, seed);
                let (raw, z) = (world.raw(), world.z_score());
                let ours = values(&calibrate(&rows(&world.scores), &wide()).unwrap());
                [
                    spearman(&world.truth, &raw),
                    spearman(&world.truth, &z),
                    spearman(&world.truth, &ours),
                    world.wrong_labels(&raw),
                    world.wrong_labels(&ours),
                    world.missed_prizes(&raw, 10),
                    world.missed_prizes(&ours, 10),
                ]
            });
            assert!(ours > raw + 0.05 && ours > z + over_z, "{scenario:?}: raw {raw}, z {z}, model {ours}");
            assert!(wrong < wrong_raw - 0.02, "{scenario:?}: raw {wrong_raw}, model {wrong}");
            assert!(missed < missed_raw - 0.04, "{scenario:?}: raw {missed_raw}, model {missed}");
        }
    }

    #[test]
    fn strong_work_that_goes_to_the_same_jurors_on_every_seat_is_noticed() {
        let sorted = Scenario { sorted: 0.8, sorted_seats: 2, ..YEAR };
        let [fair, unfair] = means_of(|seed| {
            [YEAR, sorted].map(|scenario| {
                let found = calibrate(&rows(&world(scenario, seed).scores), &wide()).unwrap();
                float(found.allocation)
            })
        });
        assert!((0.8..1.2).contains(&fair), "{fair}");
        assert!(unfair > 3.0, "{unfair}");
    }

    #[test]
    fn probabilities_are_kept() {
        // Of the applications that are given 70 to 90 percent, about 80 reach it.
        let (mut said, mut kept, mut count) = (0.0, 0.0, 0.0);
        for seed in 0..20 {
            let world = world(YEAR, seed);
            let found = calibrate(&rows(&world.scores), &wide()).unwrap();
            for (one, truth) in found.applications.iter().zip(&world.truth) {
                let probability = float(one.reaches_threshold);
                if (0.7..0.9).contains(&probability) {
                    said += probability;
                    kept += f64::from(u8::from(*truth >= f64::from(THRESHOLD)));
                    count += 1.0;
                }
            }
        }
        assert!(count > 300.0 && ((said - kept) / count).abs() < 0.06, "said {}, kept {}", said / count, kept / count);
    }

    #[test]
    fn a_rank_interval_holds_the_truth_as_often_as_it_says() {
        let [within] = means_of(|seed| {
            let world = world(Scenario { applications: 60, jurors: 10, ..YEAR }, seed);
            let found = calibrate(&rows(&world.scores), &question()).unwrap();
            let rank = |truth: &f64| 1 + world.truth.iter().filter(|other| *other > truth).count();
            let inside = found.applications.iter().zip(&world.truth).filter(|(one, truth)| {
                let (best, worst) = one.rank_interval;
                (best..=worst).contains(&u32::try_from(rank(truth)).unwrap())
            });
            [f64::from(u8::try_from(inside.count()).unwrap()) / 60.0]
        });
        assert!((0.86..0.95).contains(&within), "{within} of the true ranks, not 0.9");
    }
}

mod refusals {
    use super::*;

    fn refused(rows: &Rows) -> Vec<Refused> {
        calibrate(rows, &question()).unwrap_err()
    }

    /// Ten applications by four jurors who read everything, each score different enough.
    fn good() -> Rows {
        let score = |application: usize, juror: usize| 100 * ((3 * application + 7 * juror * juror) % 26);
        let pairs = (0..10).flat_map(|application| (0..4).map(move |juror| (application, juror)));
        pairs
            .map(|(application, juror)| Row {
                application,
                juror,
                score: i32::try_from(score(application, juror)).unwrap(),
            })
            .collect()
    }

    #[test]
    fn it_ends_wherever_it_is_told_to_stop() {
        let (rows, asked) = (good(), std::cell::Cell::new(0));
        let calibrated = |last: u32| {
            asked.set(0);
            let go_on = || {
                asked.set(asked.get() + 1);
                if asked.get() == last { Err(Stopped) } else { Ok(()) }
            };
            calibrate_while(&go_on, &rows, &question())
        };
        assert_eq!(calibrated(u32::MAX), Ok(calibrate(&rows, &question())));
        let all = asked.get();
        assert!(all > u32::from(question().look.draws) / 2, "it asks for each draw, and while it fits: {all}");
        for last in [1, 2, 30, all / 2, all] {
            assert_eq!(calibrated(last), Err(Stopped));
            assert_eq!(asked.get(), last, "it went on");
        }
    }

    #[test]
    fn what_the_others_spoil_is_calibratable() {
        assert_eq!(calibrate(&good(), &question()).map(|found| found.jurors.len()), Ok(4));
    }

    #[test]
    fn a_score_that_is_given_twice() {
        let mut rows = good();
        rows.push(rows[5]);
        assert_eq!(refused(&rows), [NotCalibratable::Repeated { application: 1, juror: 1 }]);
    }

    #[test]
    fn a_score_off_the_scale() {
        let mut rows = good();
        rows[5].score = 2501;
        assert_eq!(refused(&rows), [NotCalibratable::OffScale { application: 1, juror: 1, score: 2501 }]);
        rows[5].score = 2500;
        assert!(calibrate(&rows, &question()).is_ok());
    }

    #[test]
    fn a_juror_with_three_scores() {
        let mut rows = good();
        rows.retain(|row| row.juror != 3 || row.application < 3);
        assert_eq!(refused(&rows), [NotCalibratable::TooFewScores { juror: 3, scores: 3, needed: 4 }]);
        let mut rows = good();
        rows.retain(|row| row.juror != 3 || row.application < 4);
        assert!(calibrate(&rows, &question()).is_ok());
    }

    #[test]
    fn fixed_panels_that_share_nothing() {
        let mut rows = good();
        // Jurors 0 and 1 read the first half, 2 and 3 the second.
        rows.extend(good().iter().map(|row| Row { application: row.application + 10, ..*row }));
        rows.retain(|row| (row.juror < 2) == (row.application < 10));
        assert_eq!(refused(&rows), [NotCalibratable::Unconnected(vec![vec![0, 1], vec![2, 3]])]);
        // One application that juror 2 reads too is a link.
        rows.push(Row { application: 0, juror: 2, score: 1500 });
        assert!(calibrate(&rows, &question()).is_ok());
    }

    #[test]
    fn too_little_of_everything_is_said_at_once() {
        let mut rows = good();
        rows.retain(|row| row.juror < 2 && row.application < 4);
        assert_eq!(
            refused(&rows),
            [
                NotCalibratable::TooFewApplications { found: 4, needed: 6 },
                NotCalibratable::TooFewJurors { found: 2, needed: 3 },
                NotCalibratable::TooFewOverlaps { found: 8, needed: 11 },
            ]
        );
        assert_eq!(refused(&Vec::new()).len(), 3);
    }

    #[test]
    fn scores_that_are_all_equal() {
        let mut rows = good();
        for row in &mut rows {
            row.score = 1500;
        }
        assert_eq!(refused(&rows), [NotCalibratable::NoVariance]);
    }

    #[test]
    fn jurors_who_agree_to_the_last_digit() {
        let mut rows = good();
        let given = |row: &Row<usize, usize>| i32::try_from(100 * row.application + 10 * row.juror).unwrap();
        for row in &mut rows {
            row.score = given(row);
        }
        assert_eq!(refused(&rows), [NotCalibratable::NoError]);
        for row in &mut rows {
            row.score = i32::try_from(100 * row.application).unwrap();
        }
        assert_eq!(refused(&rows), [NotCalibratable::NoError]);
    }

    #[test]
    fn every_reason_says_what_to_do() {
        let mut rows = good();
        rows.retain(|row| row.juror < 2 && row.application < 3);
        for reason in refused(&rows) {
            assert!(reason.advice().ends_with('.') && !reason.to_string().is_empty(), "{reason:?}");
        }
    }
}

mod what_is_shown {
    use super::*;

    #[test]
    fn the_raw_mean_is_exact_and_exactly_enough_is_enough() {
        let thirds = Mean { sum: 4000, count: 3 };
        assert!(thirds.reaches(1333) && !thirds.reaches(1334));
        assert_eq!(Mean { sum: 3000, count: 2 }, Mean { sum: 1500, count: 1 });
        assert!(thirds > Mean { sum: 1333, count: 1 });
    }

    #[test]
    fn exactly_enough_is_enough_for_the_estimate_too() {
        // Every application has its mirror image about 1500, so that the mean and the middle one lie there.
        let scores = |application: usize| [300 * (application % 4), 100 * application, 700 - 100 * (application % 3)];
        let mut all: Rows = (0..8)
            .flat_map(|application| {
                let by_juror = scores(application).map(|score| i32::try_from(score).unwrap());
                let one = by_juror.map(|score| 1500 - score).into_iter().enumerate();
                let other = by_juror.map(|score| 1500 + score).into_iter().enumerate();
                let row = move |application| move |(juror, score)| Row { application, juror, score };
                one.map(row(application)).chain(other.map(row(application + 8)))
            })
            .collect();
        all.extend((0..3).map(|juror| Row { application: 16, juror, score: 1500 }));
        let found = calibrate(&all, &question()).unwrap();
        let middle = found.applications[16];
        assert_eq!((middle.value, middle.reaches_threshold), (Fixed::whole(1500), Fixed::of(0.5)));
        assert!(middle.raw.reaches(1500) && !middle.change.label);
    }

    #[test]
    fn every_change_of_outcome_is_marked_and_no_other() {
        let found = calibrate(&rows(&world(YEAR, 1).scores), &question()).unwrap();
        let mut changes = 0;
        let better =
            |one: &Calibrated<usize>| found.applications.iter().filter(|other| other.value > one.value).count();
        let better_raw =
            |one: &Calibrated<usize>| found.applications.iter().filter(|other| other.raw > one.raw).count();
        for one in &found.applications {
            let calibrated = one.value.thousandths() >= 1_500_000;
            let raw = one.raw.sum >= 1500 * i64::from(one.raw.count);
            assert_eq!(one.change.label, calibrated != raw);
            assert_eq!(one.change.prize, (better(one) < 10) != (better_raw(one) < 10));
            changes += usize::from(one.change.is_any());
        }
        assert!((10..50).contains(&changes), "{changes}");
    }

    #[test]
    fn a_prize_needs_the_threshold() {
        let rows = rows(&world(YEAR, 1).scores);
        let everybody = calibrate(&rows, &Question { prizes: 1000, ..question() }).unwrap();
        for one in &everybody.applications {
            assert!((float(one.wins_prize) - float(one.reaches_threshold)).abs() < 0.06, "{one:?}");
            assert_eq!(one.change.prize, one.change.label);
        }
        let nobody = calibrate(&rows, &Question { prizes: 0, ..question() }).unwrap();
        assert!(nobody.applications.iter().all(|one| one.wins_prize == Fixed::whole(0) && !one.change.prize));
        let few = calibrate(&rows, &Question { prizes: 10, threshold: 0, ..question() }).unwrap();
        let sum: i64 = few.applications.iter().map(|one| one.wins_prize.thousandths()).sum();
        assert!((sum - 10_000).abs() <= 75, "ten prizes are given in every world: {sum}");
    }

    #[test]
    fn a_look_is_recorded_and_repeats() {
        let rows = rows(&world(YEAR, 1).scores);
        let found = calibrate(&rows, &question()).unwrap();
        assert_eq!(found.look, Look { seed: 1, draws: 1000, interval_percent: 90 });
        assert_eq!(calibrate(&rows, &question()).unwrap(), found);
        let look = Look { seed: 2, ..Look::default() };
        let other = calibrate(&rows, &Question { look, ..question() }).unwrap();
        assert_eq!(values(&other), values(&found));
        for (one, other) in found.applications.iter().zip(&other.applications) {
            assert!((float(one.wins_prize) - float(other.wins_prize)).abs() < 0.08);
        }
        // Mirrored draws keep the expected rank within a fraction of a place; single ones would leave 0.7.
        let apart = found.applications.iter().zip(&other.applications);
        let apart = apart.map(|(one, other)| (float(one.expected_rank) - float(other.expected_rank)).abs());
        let apart = apart.sum::<f64>() / 150.0;
        assert!(apart < 0.4, "{apart}");
        assert_ne!(other.applications, found.applications);
    }

    #[test]
    fn thousandths_are_written_with_three_decimals() {
        for (value, text) in [(-0.25, "-0.250"), (1500.0005, "1500.001"), (0.0, "0.000"), (-12.3, "-12.300")] {
            assert_eq!(Fixed::of(value).to_string(), text);
        }
    }

    #[test]
    fn a_juror_who_scores_by_lot_misfits() {
        let mut world = world(YEAR, 3);
        for (application, juror, score) in &mut world.scores {
            if *juror == 7 {
                *score = [0, 2500][*application % 2];
            }
        }
        let found = calibrate(&rows(&world.scores), &question()).unwrap();
        let highest = found.jurors.iter().max_by_key(|juror| juror.misfit).unwrap();
        assert!(highest.juror == 7 && float(highest.misfit) > 3.0, "{highest:?}");
    }
}

prop_compose! {
    /// Juries of any shape, some too small to calibrate.
    fn any_jury()(
        applications in 6..40_usize,
        jurors in 3..9_usize,
        seats in 1..4_usize,
        quality in 0.0..500.0,
        severity in 0.0..500.0,
        error in 0.0..500.0,
        sorted in 0.0..1.0,
        sorted_seats in 0..3_usize,
        seed in any::<u64>(),
    ) -> World {
        world(Scenario { applications, jurors, seats, quality, severity, error, sorted, sorted_seats }, seed)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_comes_out_is_possible(world in any_jury(), draws in 0..40_u16, interval_percent in 0..=100_u8) {
        let rows = rows(&world.scores);
        let look = Look { draws, interval_percent, ..Look::default() };
        let Ok(found) = calibrate(&rows, &Question { look, ..wide() }) else { return Ok(()) };
        let count = found.applications.len();
        let last = u32::try_from(count).unwrap();
        prop_assert_eq!(rows.len(), found.jurors.iter().map(|juror| juror.scores).sum::<usize>());
        prop_assert!(found.variance_of_error > Fixed::whole(0) && found.allocation >= Fixed::whole(0));
        for one in &found.applications {
            let (best, worst) = one.rank_interval;
            prop_assert!(1 <= best && best <= worst && worst <= last, "{one:?}");
            prop_assert!(Fixed::whole(1) <= one.expected_rank && float(one.expected_rank) <= f64::from(last));
            for probability in [one.reaches_threshold, one.wins_prize] {
                prop_assert!((0..=1000).contains(&probability.thousandths()), "{one:?}");
            }
            prop_assert!(one.deviation >= Fixed::whole(0) && one.value.thousandths().abs() < 10_000_000, "{one:?}");
        }
        // Ranks are handed out once each.
        let sum: f64 = found.applications.iter().map(|one| float(one.expected_rank)).sum();
        prop_assert!((sum - f64::from(last * (last + 1)) / 2.0).abs() < 0.001 * f64::from(last));
        for juror in &found.jurors {
            prop_assert!(juror.error >= Fixed::whole(0) && juror.misfit >= Fixed::whole(0), "{juror:?}");
        }
    }

    #[test]
    fn the_order_of_the_scores_does_not_matter(world in any_jury(), seed in any::<u64>()) {
        let rows = rows(&world.scores);
        let mut mixed = rows.clone();
        mixed.shuffle(&mut StdRng::seed_from_u64(seed));
        prop_assert_eq!(calibrate(&rows, &wide()), calibrate(&mixed, &wide()));
    }

    #[test]
    fn more_for_everybody_moves_the_values_and_nothing_else(world in any_jury(), more in -5000..5000_i32) {
        let mut moved = rows(&world.scores);
        let found = calibrate(&moved, &wide());
        for row in &mut moved {
            row.score += more;
        }
        let moved = calibrate(&moved, &Question { threshold: THRESHOLD + more, ..wide() });
        let (Ok(found), Ok(moved)) = (found, moved) else { return Ok(()) };
        for (one, other) in found.applications.iter().zip(&moved.applications) {
            prop_assert!((float(one.value) + f64::from(more) - float(other.value)).abs() < 0.01);
            prop_assert!((float(one.reaches_threshold) - float(other.reaches_threshold)).abs() < 0.002);
        }
        for (one, other) in severities(&found).iter().zip(severities(&moved)) {
            prop_assert!((one - other).abs() < 0.01);
        }
    }

    #[test]
    fn another_unit_changes_the_unit_only(world in any_jury(), factor in 2..9_i32) {
        let mut scaled = rows(&world.scores);
        let found = calibrate(&scaled, &wide());
        for row in &mut scaled {
            row.score *= factor;
        }
        let scaled = calibrate(&scaled, &Question { threshold: THRESHOLD * factor, ..wide() });
        let (Ok(found), Ok(scaled)) = (found, scaled) else { return Ok(()) };
        let times = |value: f64| value * f64::from(factor);
        for (one, other) in found.applications.iter().zip(&scaled.applications) {
            prop_assert!((times(float(one.value)) - float(other.value)).abs() < times(0.01));
            prop_assert!((times(float(one.deviation)) - float(other.deviation)).abs() < times(0.01));
        }
        for (one, other) in found.jurors.iter().zip(&scaled.jurors) {
            prop_assert!((times(float(one.severity)) - float(other.severity)).abs() < times(0.01));
            prop_assert!((float(one.misfit) - float(other.misfit)).abs() < 0.002);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_juror_who_gives_more_to_all_is_seen_and_hardly_changes_the_order(
        seed in any::<u64>(),
        juror in 0..20_usize,
        more in prop::sample::select(vec![-400, -200, 200, 400]),
    ) {
        let world = world(YEAR, seed);
        let mut moved = rows(&world.scores);
        let before = calibrate(&moved, &wide()).unwrap();
        for row in moved.iter_mut().filter(|row| row.juror == juror) {
            row.score += more;
        }
        let after = calibrate(&moved, &wide()).unwrap();
        let by = float(before.jurors[juror].severity) - float(after.jurors[juror].severity);
        let share = by / f64::from(more);
        prop_assert!((0.6..1.05).contains(&share), "{share} of it is seen");
        let order = spearman(&values(&before), &values(&after));
        prop_assert!(order > 0.99, "{order}");
    }
}
