//! The calibration: how long it takes, and how often it is right beside raw means and z-scores.
//!
//! `cargo bench -p fair --bench calibration`; the table of `docs/calibration.md`.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a measurement stops where something is missing")]

use std::{hint::black_box, time::Instant};

use fair::calibration::{Calibration, Fixed, Look, NotCalibratable, Question, Row, calibrate};
use rand::{SeedableRng, rngs::StdRng};

#[path = "../src/calibration/simulation.rs"]
mod simulation;

use simulation::{Scenario, THRESHOLD, World, YEAR, spearman};

/// How many juries a row of the table is the mean of.
const JURIES: u32 = 400;
const PRIZES: usize = 10;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("calibration: only measured by `cargo bench`");
        return;
    }
    times();
    table();
}

fn ask(world: &World) -> Result<Calibration<usize, usize>, Vec<NotCalibratable<usize, usize>>> {
    let row = |(application, juror, score): &(usize, usize, i32)| Row {
        application: *application,
        juror: *juror,
        score: *score,
    };
    let rows: Vec<Row<usize, usize>> = world.scores.iter().map(row).collect();
    let question = Question { scale: 0..=2500, threshold: THRESHOLD, prizes: PRIZES, look: Look::default() };
    calibrate(&rows, &question)
}

fn times() {
    println!("{:24}{:>10}{:>14}{:>12}", "applications x jurors", "seats", "fastest, ms", "median, ms");
    for (applications, jurors, seats, rounds) in
        [(150, 20, 2, 101), (150, 20, 3, 101), (2000, 200, 2, 11), (2000, 200, 3, 11)]
    {
        let scenario = Scenario { applications, jurors, seats, ..YEAR };
        let world = scenario.play(&mut StdRng::seed_from_u64(1));
        let mut taken: Vec<f64> = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                black_box(ask(black_box(&world)).unwrap());
                1000.0 * start.elapsed().as_secs_f64()
            })
            .collect();
        taken.sort_by(f64::total_cmp);
        let (fastest, median) = (taken[0], taken[taken.len() / 2]);
        println!("{:24}{seats:>10}{fastest:>14.1}{median:>12.1}", format!("{applications} x {jurors}"));
    }
    println!();
}

fn table() {
    let sorted = Scenario { sorted: 0.8, sorted_seats: 1, ..YEAR };
    let scenarios = [
        ("two each", YEAR),
        ("three each", Scenario { seats: 3, ..YEAR }),
        ("equal jurors", Scenario { severity: 0.0, ..YEAR }),
        ("strong work to one", sorted),
        ("strong work to both", Scenario { sorted_seats: 2, ..sorted }),
    ];
    println!("{:22}{:>27}{:>27}{:>27}{:>12}", "", "wrong labels, %", "prizes missed, %", "Spearman", "allocation");
    print!("{:22}", "");
    (0..3).for_each(|_| print!("{:>9}{:>9}{:>9}", "raw", "z", "model"));
    println!();
    for (name, scenario) in scenarios {
        let mut sums = [[0.0; 3]; 3];
        let mut allocation = 0.0;
        for seed in 0..JURIES {
            let world = scenario.play(&mut StdRng::seed_from_u64(u64::from(seed)));
            let found = ask(&world).unwrap();
            let model = found.applications.iter().map(|one| float(one.value)).collect();
            allocation += float(found.allocation);
            for (column, values) in [world.raw(), world.z_score(), model].iter().enumerate() {
                sums[0][column] += 100.0 * world.wrong_labels(values);
                sums[1][column] += 100.0 * world.missed_prizes(values, PRIZES);
                sums[2][column] += spearman(&world.truth, values);
            }
        }
        let mean = |sum: f64| sum / f64::from(JURIES);
        print!("{name:22}");
        sums[..2].iter().flatten().for_each(|sum| print!("{:>9.1}", mean(*sum)));
        sums[2].iter().for_each(|sum| print!("{:>9.3}", mean(*sum)));
        println!("{:>12.1}", mean(allocation));
    }
}

fn float(fixed: Fixed) -> f64 {
    f64::from(i32::try_from(fixed.thousandths()).unwrap()) / 1000.0
}
