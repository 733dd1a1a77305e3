//! The table of `docs/jury.md`: how long plans, repairs and questions take, and how much memory.
//!
//! `cargo bench -p fair --bench assign -- measure`; without `measure` it does nothing.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a measurement stops where something is missing")]

use std::{env, fs, hint::black_box, ops::ControlFlow, time::Instant};

use fair::assign::{
    Application, Case, Conflict, Event, Juror, Level, Plan, Progress, Project, Reader, check, overlap, repair, solve,
};

/// What is measured: applications, jurors, jurors per application, and what is asked for.
const CASES: [(&str, usize, usize, u32, Kind); 7] = [
    ("like MIDL", 118, 177, 3, Kind::Scores),
    ("150 x 20 x 3", 150, 20, 3, Kind::Levels),
    ("2,000 x 200 x 3", 2_000, 200, 3, Kind::Levels),
    ("5,000 x 300 x 3", 5_000, 300, 3, Kind::Levels),
    ("150 x 20 x 3", 150, 20, 3, Kind::Wishes),
    ("2,000 x 200 x 3", 2_000, 200, 3, Kind::Wishes),
    ("5,000 x 300 x 3", 5_000, 300, 3, Kind::Wishes),
];
const RUNS: usize = 5;

/// What a plan should be like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One score of 17 digits a pair, most of them low, and 4 applications a juror at most.
    Scores,
    /// Language, subject and even loads; 5 % conflicts; loads from 80 to 120 % of the average.
    Levels,
    /// The same, with different jurors in a project and spread overlaps: three rounds.
    Wishes,
}

fn main() {
    if !env::args().any(|argument| argument == "measure") {
        println!("assign: nothing to do without `measure`");
        return;
    }
    println!("| case | levels | plan ms | check ms | repair ms | reader ms | why not ms | peak MiB |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, applications, jurors, seats, kind) in CASES {
        measure(name, &case(applications, jurors, seats, kind), kind);
    }
}

fn measure(name: &str, case: &Case, kind: Kind) {
    // Only what comes from here on counts, beside the case itself.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let plan = plan(case);
    let memory = peak();
    let few = if case.applications().len() < 1_000 { 20 } else { 1 };
    let solving = median(few, || drop(black_box(self::plan(case))));
    let checking = median(few, || check(case, &plan).expect("a plan that holds"));
    let started: Vec<_> = plan.pairs.iter().copied().step_by(3).collect();
    let events = [Event::DroppedOut { juror: case.jurors().len() / 2 }];
    let repairing = median(few, || {
        black_box(repair(case, &plan, &started, &events, &mut go).expect("a repair"));
    });
    let reading = median(few, || {
        black_box(Reader::new(case, &plan).expect("the best plan"));
    });
    let mut reader = Reader::new(case, &plan).expect("the best plan");
    let mut questions = (0..case.applications().len()).cycle();
    let asking = median(1_000, || {
        let application = questions.next().unwrap_or_default();
        black_box(reader.why_not(application, case.jurors().len() - 1));
    });
    let levels = match kind {
        Kind::Scores => "score",
        Kind::Levels => "language, subject, load",
        Kind::Wishes => "the same, project, overlap",
    };
    println!(
        "| {name} | {levels} | {solving:.2} | {checking:.2} | {repairing:.2} | {reading:.2} | {asking:.3} | {memory} |"
    );
    if kind != Kind::Scores {
        let overlap = overlap(&plan);
        eprintln!(
            "{name}: {:?}, {} part(s), second eigenvalue {:.2}",
            plan.objective,
            overlap.parts.len(),
            overlap.strength
        );
    }
}

fn plan(case: &Case) -> Plan {
    solve(case, &mut go).expect("a plan")
}

fn go(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Milliseconds of processor time, of wall time where that is not told, of one of so many times in a row: the processor's
/// clock is coarse.
fn median(times: u32, mut run: impl FnMut()) -> f64 {
    let mut runs: Vec<f64> = (0..RUNS)
        .map(|_| {
            let (start, before) = (Instant::now(), processor());
            (0..times).for_each(|_| run());
            let spent = match before.zip(processor()) {
                Some((before, after)) => (after - before) / 1e6,
                None => start.elapsed().as_secs_f64() * 1e3,
            };
            spent / f64::from(times)
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    runs[RUNS / 2]
}

/// Nanoseconds that this thread, which does everything, was on a processor: what others run meanwhile does not count.
fn processor() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// MiB that the process had at most.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
        / 1024
}

fn case(applications: usize, jurors: usize, seats: u32, kind: Kind) -> Case {
    let pair = |word: &str| Level::Pair(word.to_owned());
    let mut levels = match kind {
        Kind::Scores => vec![pair("score")],
        Kind::Levels | Kind::Wishes => vec![pair("language"), pair("subject"), Level::Load],
    };
    if kind == Kind::Wishes {
        levels.extend([Level::Project(Project::Different), Level::Overlap]);
    }
    let mut case = Case::new(levels, 1);
    let mut chance = Chance(7);
    for number in 0..applications {
        let project = Some((number / 3).to_string());
        case.application(Application { key: format!("A{number}"), seats, project });
    }
    let average = u32::try_from(applications).unwrap_or(0) * seats / u32::try_from(jurors).unwrap_or(1);
    for number in 0..jurors {
        let (min, max) = if kind == Kind::Scores { (0, 4) } else { (average * 4 / 5, average * 6 / 5 + 1) };
        case.juror(Juror { key: format!("J{number}"), min, max });
    }
    for application in 0..applications {
        for juror in 0..jurors {
            if kind == Kind::Scores {
                let score = chance.below(1_000_000_000) * chance.below(100_000_000);
                case.allow(application, juror, Conflict::None, &[-score]);
            } else if chance.below(20) > 0 {
                let costs = [chance.below(3), chance.below(100)];
                case.allow(application, juror, Conflict::None, &costs);
            }
        }
    }
    case
}

/// Numbers that are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u32) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % u64::from(limit)).unwrap_or(0)
    }
}
