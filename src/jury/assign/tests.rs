//! The whole of it against brute force, and against a solver of linear programs that knows nothing of jurors.

use std::{collections::BTreeSet, ops::ControlFlow};

use proptest::prelude::*;

use super::{plan::objective, *};

type Pairs = Vec<(usize, usize)>;

fn run(case: &Case) -> Result<Plan, Unsolved> {
    solve(case, &mut |_| ControlFlow::Continue(()))
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

/// What a case is made of, so that the tests can make it again in another order and change it.
#[derive(Clone, Debug)]
struct Parts {
    levels: Vec<Level>,
    seats: Vec<u32>,
    bounds: Vec<(u32, u32)>,
    /// By application and juror; `None` is a hard conflict.
    cells: Vec<Vec<Option<(Conflict, Vec<i64>)>>>,
    projects: Vec<Option<u8>>,
    fixed: Pairs,
    before: Pairs,
    seed: u64,
}

impl Parts {
    fn case(&self) -> Case {
        let mut case = Case::new(self.levels.clone(), self.seed);
        for (index, seats) in self.seats.iter().enumerate() {
            let project = self.projects[index].map(|project| format!("P{project}"));
            case.application(Application { key: format!("A{index}"), seats: *seats, project });
        }
        for (index, (min, max)) in self.bounds.iter().enumerate() {
            case.juror(Juror { key: format!("J{index}"), min: *min, max: *max });
        }
        self.fill(&mut case, |application| application, |juror| juror);
        case
    }

    /// The same, everything in the opposite order.
    fn backwards(&self) -> Case {
        let mut case = Case::new(self.levels.clone(), self.seed);
        let (last, last_juror) = (self.seats.len() - 1, self.bounds.len() - 1);
        for (index, seats) in self.seats.iter().enumerate().rev() {
            let project = self.projects[index].map(|project| format!("P{project}"));
            case.application(Application { key: format!("A{index}"), seats: *seats, project });
        }
        for (index, (min, max)) in self.bounds.iter().enumerate().rev() {
            case.juror(Juror { key: format!("J{index}"), min: *min, max: *max });
        }
        self.fill(&mut case, |application| last - application, |juror| last_juror - juror);
        case
    }

    fn fill(&self, case: &mut Case, application: impl Fn(usize) -> usize, juror: impl Fn(usize) -> usize) {
        for (row, cells) in self.cells.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                if let Some((conflict, costs)) = cell {
                    case.allow(application(row), juror(column), *conflict, costs);
                }
            }
        }
        self.fixed.iter().for_each(|pair| case.fix(application(pair.0), juror(pair.1)));
        self.before.iter().for_each(|pair| case.keep(application(pair.0), juror(pair.1)));
    }

    fn is_allowed(&self, row: usize, column: usize) -> bool {
        matches!(self.cells[row][column], Some((Conflict::None, _)))
    }

    /// Every plan there is, by application.
    fn plans(&self) -> Vec<Vec<Vec<usize>>> {
        let mut plans = vec![Vec::new()];
        for row in 0..self.seats.len() {
            let choices: Vec<Vec<usize>> = (0u32..1 << self.bounds.len())
                .filter(|set| set.count_ones() == self.seats[row])
                .map(|set| (0..self.bounds.len()).filter(|column| set >> column & 1 == 1).collect::<Vec<_>>())
                .filter(|set| set.iter().all(|column| self.is_allowed(row, *column)))
                .filter(|set| self.fixed.iter().all(|pair| pair.0 != row || set.contains(&pair.1)))
                .collect();
            let next = plans.iter().flat_map(|plan: &Vec<Vec<usize>>| {
                choices.iter().map(|choice| plan.iter().cloned().chain([choice.clone()]).collect::<Vec<_>>())
            });
            plans = next.filter(|plan| self.loads(plan).iter().zip(&self.bounds).all(|(load, (_, max))| load <= max)).collect();
        }
        plans.retain(|plan| self.loads(plan).iter().zip(&self.bounds).all(|(load, (min, _))| load >= min));
        plans
    }

    fn loads(&self, plan: &[Vec<usize>]) -> Vec<u32> {
        let load = |column: usize| number(plan.iter().filter(|columns| columns.contains(&column)).count());
        (0..self.bounds.len()).map(load).collect()
    }

    fn cost(&self, plan: &[Vec<usize>]) -> Vec<i128> {
        // The keys sort like the numbers, so rows are applications here.
        objective(&case::Table::new(&self.case()).unwrap(), plan)
    }
}

fn by_application(parts: &Parts, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let of = |row: usize| pairs.iter().filter(|pair| pair.0 == row).map(|pair| pair.1).collect();
    (0..parts.seats.len()).map(of).collect()
}

fn linear() -> Vec<Level> {
    vec![Level::Pair("language".to_owned()), Level::Load, Level::Pair("subject".to_owned()), Level::Change]
}

/// Cases so small that all plans can be listed; with conflicts, minima and fixed pairs, often impossible.
fn small(levels: Vec<Level>) -> impl Strategy<Value = Parts> {
    (1usize..=4, 1usize..=5).prop_flat_map(move |(height, width)| {
        let cell = prop_oneof![
            1 => Just(None),
            1 => (0i64..4, -5i64..30).prop_map(|(one, two)| Some((Conflict::Soft, vec![one, two]))),
            8 => (0i64..4, -5i64..30).prop_map(|(one, two)| Some((Conflict::None, vec![one, two]))),
        ];
        let cells = prop::collection::vec(prop::collection::vec(cell, width), height);
        let bounds = prop::collection::vec((0u32..=2, 0u32..=3), width);
        let seats = prop::collection::vec(1u32..=3, height);
        let projects = prop::collection::vec(prop::option::of(0u8..2), height);
        let levels = levels.clone();
        let pairs = prop::collection::vec((0..height, 0..width), 0..=3);
        (cells, bounds, seats, projects, pairs.clone(), pairs, any::<u64>()).prop_map(
            move |(cells, bounds, seats, projects, fixed, before, seed)| {
                let bounds = bounds.into_iter().map(|(min, room)| (min, min + room)).collect();
                let levels = levels.clone();
                let mut parts = Parts { levels, seats, bounds, cells, projects, fixed: Vec::new(), before, seed };
                for (row, column) in fixed {
                    let on = |which: fn(&(usize, usize)) -> usize, of| parts.fixed.iter().filter(|pair| which(pair) == of).count();
                    let has_seat = on(|pair| pair.0, row) < parts.seats[row] as usize;
                    let has_room = on(|pair| pair.1, column) < parts.bounds[column].1 as usize;
                    if parts.is_allowed(row, column) && has_seat && has_room && !parts.fixed.contains(&(row, column)) {
                        parts.fixed.push((row, column));
                    }
                }
                parts
            },
        )
    })
}

fn many() -> ProptestConfig {
    let cases = std::env::var("NQL_ASSIGN_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_plan_is_cheaper_and_there_is_none_where_none_is_found(parts in small(linear())) {
        let plans = parts.plans();
        let best = plans.iter().map(|plan| parts.cost(plan)).min();
        let case = parts.case();
        match (run(&case), best) {
            (Ok(plan), Some(best)) => {
                prop_assert_eq!(check(&case, &plan), Ok(()));
                prop_assert!(plans.contains(&by_application(&parts, &plan.pairs)));
                prop_assert_eq!(&plan.objective, &best);
                let again = run(&parts.backwards()).unwrap();
                prop_assert_eq!((again.hash, again.input, again.objective), (plan.hash, plan.input, plan.objective));
            }
            (Err(Unsolved::Impossible(shortage)), None) => is_true(&parts, &shortage)?,
            (solved, best) => prop_assert!(false, "{solved:?} where brute force finds {best:?}"),
        }
    }

    #[test]
    fn what_is_above_wishes_about_several_pairs_stays_lowest(
        parts in small(vec![
            Level::Pair("language".to_owned()), Level::Load, Level::Project(Project::Different), Level::Overlap,
            Level::Pair("subject".to_owned()),
        ]),
    ) {
        let case = parts.case();
        if let Ok(plan) = run(&case) {
            prop_assert_eq!(plan.proven, 2);
            prop_assert_eq!(check(&case, &plan), Ok(()));
            let best = parts.plans().iter().map(|plan| parts.cost(plan)).min().unwrap();
            prop_assert_eq!(&plan.objective[..2], &best[..2]);
            prop_assert!(plan.objective >= best);
            let again = run(&parts.backwards()).unwrap();
            prop_assert_eq!(again.hash, plan.hash);
        }
    }

    #[test]
    fn a_repair_changes_the_fewest_pairs_and_none_that_has_started(
        parts in small(linear()), started in any::<u16>(), who in any::<prop::sample::Index>(), late: bool,
    ) {
        let case = parts.case();
        let Ok(plan) = run(&case) else { return Ok(()) };
        let mut started: Pairs =
            plan.pairs.iter().enumerate().filter(|(at, _)| started >> at & 1 == 1).map(|(_, pair)| *pair).collect();
        let gone = *who.get(&plan.pairs);
        let mut after = parts.clone();
        let event = if late {
            started.retain(|pair| *pair != gone);
            after.cells[gone.0][gone.1] = None;
            Event::Conflict { application: gone.0, juror: gone.1 }
        } else {
            for row in 0..parts.seats.len() {
                if !started.contains(&(row, gone.1)) {
                    after.cells[row][gone.1] = None;
                }
            }
            after.bounds[gone.1] = (0, number(started.iter().filter(|pair| pair.1 == gone.1).count()));
            Event::DroppedOut { juror: gone.1 }
        };
        after.fixed.clone_from(&started);
        after.before.clone_from(&plan.pairs);
        after.levels = [Level::Change].into_iter().chain(linear().into_iter().take(3)).collect();
        let best = after.plans().iter().map(|plan| after.cost(plan)).min();
        match (repair(&case, &plan, &started, &[event], &mut |_| ControlFlow::Continue(())), best) {
            (Ok(repaired), Some(best)) => {
                prop_assert_eq!(check(&repaired.case, &repaired.plan), Ok(()));
                prop_assert_eq!(&repaired.plan.objective, &best);
                prop_assert_eq!(repaired.added.len() as i128, best[0]);
                prop_assert!(started.iter().all(|pair| repaired.plan.pairs.contains(pair)));
                let late = Event::DroppedOut { juror: gone.1 } != event;
                prop_assert!(!late || !repaired.plan.pairs.contains(&gone));
            }
            (Err(Unsolved::Impossible(_)), None) => {}
            (repaired, best) => prop_assert!(false, "{repaired:?} where brute force finds {best:?}"),
        }
    }

    #[test]
    fn explanations_say_what_brute_force_says(parts in small(linear())) {
        let case = parts.case();
        let Ok(plan) = run(&case) else { return Ok(()) };
        let mut reader = Reader::new(&case, &plan).unwrap();
        let plans = parts.plans();
        let mine = by_application(&parts, &plan.pairs);
        let more = |best: Option<Vec<i128>>| {
            let extra = |best: Vec<i128>| best.iter().zip(&plan.objective).map(|(one, other)| i64::try_from(one - other).unwrap()).collect::<Vec<_>>();
            best.map(extra)
        };
        for row in 0..parts.seats.len() {
            for column in 0..parts.bounds.len() {
                let is_in = |plan: &&Vec<Vec<usize>>| plan[row].contains(&column);
                if mine[row].contains(&column) {
                    prop_assert_eq!(reader.why_not(row, column), Some(WhyNot::Judges));
                    let explanation = reader.explain(row, column).unwrap();
                    let without = plans.iter().filter(|plan| !is_in(plan)).map(|plan| parts.cost(plan)).min();
                    prop_assert_eq!(explanation.regret.as_ref().map(|regret| regret.cost.clone()), more(without));
                    if let Some(regret) = &explanation.regret {
                        prop_assert_eq!(Some(regret.cost.clone()), more(moved(&parts, &mine, &regret.moves)));
                    }
                    // One place more at this juror: what would the best plan gain?
                    let mut wider = parts.clone();
                    wider.bounds[column].1 += 1;
                    let gain: Vec<i64> = run(&wider.case()).unwrap().objective.iter().zip(&plan.objective)
                        .map(|(wide, narrow)| i64::try_from(narrow - wide).unwrap()).collect();
                    prop_assert_eq!(explanation.scarcity, gain);
                } else {
                    prop_assert_eq!(reader.explain(row, column), None);
                    let with = plans.iter().filter(is_in).map(|plan| parts.cost(plan)).min();
                    match (reader.why_not(row, column).unwrap(), &parts.cells[row][column]) {
                        (WhyNot::Forbidden, None) | (WhyNot::SoftConflict, Some((Conflict::Soft, _))) => {}
                        (WhyNot::Impossible, Some((Conflict::None, _))) => prop_assert_eq!(with, None),
                        (WhyNot::Dearer(change), Some((Conflict::None, _))) => {
                            prop_assert_eq!(Some(change.cost.clone()), more(with));
                            prop_assert_eq!(Some(change.cost), more(moved(&parts, &mine, &change.moves)));
                        }
                        (answer, cell) => prop_assert!(false, "{answer:?} for {cell:?}"),
                    }
                }
            }
        }
    }
}

/// What a plan costs after these moves; `None` if it breaks a rule.
fn moved(parts: &Parts, plan: &[Vec<usize>], moves: &[Move]) -> Option<Vec<i128>> {
    let mut plan = plan.to_vec();
    for step in moves {
        let seat = plan[step.application].iter().position(|juror| *juror == step.from)?;
        plan[step.application].remove(seat);
    }
    for step in moves {
        plan[step.application].push(step.to);
    }
    plan.iter_mut().for_each(|jurors| jurors.sort_unstable());
    parts.plans().contains(&plan).then(|| parts.cost(&plan))
}

/// Cuts are violated, by counting; remedies make a plan possible, and no step of one can be spared.
fn is_true(parts: &Parts, shortage: &Shortage) -> Result<(), TestCaseError> {
    let at = |key: &String| key[1..].parse::<usize>().unwrap();
    prop_assert!(!shortage.cuts.is_empty());
    for cut in &shortage.cuts {
        let (needed, free) = match cut {
            Cut::Seats { applications, needed, jurors, free } => {
                let inside: BTreeSet<usize> = jurors.iter().map(at).collect();
                let fixed = |row: usize| parts.fixed.iter().filter(|pair| pair.0 == row && inside.contains(&pair.1)).count();
                let outside = |row: usize| (0..parts.bounds.len()).filter(|column| parts.is_allowed(row, *column) && !inside.contains(column)).count();
                let sum: usize = applications.iter().map(at).map(|row| parts.seats[row] as usize - outside(row) - fixed(row)).sum();
                let room: u32 = inside.iter().map(|column| parts.bounds[*column].1).sum();
                let held = parts.fixed.iter().filter(|pair| inside.contains(&pair.1)).count();
                prop_assert_eq!((*needed, *free), (number(sum), room - number(held)));
                (*needed, *free)
            }
            Cut::Minimum { jurors, needed, available } => {
                let inside: BTreeSet<usize> = jurors.iter().map(at).collect();
                prop_assert_eq!(*needed, inside.iter().map(|column| parts.bounds[*column].0).sum::<u32>());
                let most = |row: usize| {
                    let may = inside.iter().filter(|column| parts.is_allowed(row, **column)).count();
                    let elsewhere = parts.fixed.iter().filter(|pair| pair.0 == row && !inside.contains(&pair.1)).count();
                    may.min(parts.seats[row] as usize - elsewhere)
                };
                let is_seats_short = shortage.cuts.iter().any(|cut| matches!(cut, Cut::Seats { .. }));
                let sum = number((0..parts.seats.len()).map(most).sum());
                prop_assert!(*available == sum || is_seats_short && *available < sum);
                (*needed, *available)
            }
        };
        prop_assert!(needed > free);
    }
    // New jurors and lower minima help always.
    prop_assert!(!shortage.remedies.is_empty());
    for remedy in &shortage.remedies {
        prop_assert!(run(&helped(parts, &remedy.steps).case()).is_ok(), "{:?}", remedy);
        for spared in 0..remedy.steps.len() {
            let mut fewer = remedy.steps.clone();
            fewer.remove(spared);
            prop_assert!(run(&helped(parts, &fewer).case()).is_err(), "{:?}", remedy);
        }
    }
    Ok(())
}

fn helped(parts: &Parts, steps: &[Help]) -> Parts {
    let at = |key: &String| key[1..].parse::<usize>().unwrap();
    let mut parts = parts.clone();
    for step in steps {
        match step {
            Help::RaiseMax { juror, by } => parts.bounds[at(juror)].1 += by,
            Help::LowerMin { juror, by } => parts.bounds[at(juror)].0 -= by,
            Help::Lift { application, juror } => {
                let cell = parts.cells[at(application)][at(juror)].as_mut().unwrap();
                assert_eq!(cell.0, Conflict::Soft);
                cell.0 = Conflict::None;
            }
            Help::Add { applications } => {
                parts.bounds.push((0, number(applications.len())));
                for (row, cells) in parts.cells.iter_mut().enumerate() {
                    let may = applications.contains(&format!("A{row}"));
                    cells.push(may.then(|| (Conflict::None, vec![0, 0])));
                }
            }
        }
    }
    parts
}
