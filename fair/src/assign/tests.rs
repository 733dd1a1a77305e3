//! The whole of it against brute force, and against a solver of linear programs that knows nothing of jurors.

use std::{collections::BTreeSet, ops::ControlFlow};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};
use proptest::prelude::*;

use super::{plan::objective, *};

type Pairs = Vec<(usize, usize)>;
/// `None` is a hard conflict.
type Cell = Option<(Conflict, Vec<i64>)>;

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
    /// By application and juror.
    cells: Vec<Vec<Cell>>,
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
            plans = next
                .filter(|plan| self.loads(plan).iter().zip(&self.bounds).all(|(load, (_, max))| load <= max))
                .collect();
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
        let min = prop_oneof![4 => Just(0), 1 => 1u32..=2];
        let bounds = prop::collection::vec((min, 0u32..=3), width);
        let seats = prop::collection::vec(prop_oneof![6 => 1u32..=2, 1 => Just(3)], height);
        let projects = prop::collection::vec(prop::option::of(0u8..2), height);
        let levels = levels.clone();
        let pairs = prop::collection::vec((0..height, 0..width), 0..=3);
        (cells, bounds, seats, projects, pairs.clone(), pairs, any::<u64>()).prop_map(
            move |(cells, bounds, seats, projects, fixed, before, seed)| {
                let bounds = bounds.into_iter().map(|(min, room)| (min, min + room)).collect();
                let levels = levels.clone();
                let mut parts = Parts { levels, seats, bounds, cells, projects, fixed: Vec::new(), before, seed };
                for (row, column) in fixed {
                    let on = |which: fn(&(usize, usize)) -> usize, of| {
                        parts.fixed.iter().filter(|pair| which(pair) == of).count()
                    };
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
            let table = case::Table::new(&case).unwrap();
            let prices = price::Prices::new(&table, 5).unwrap();
            let before = by_application(&parts, &plan.pairs);
            let board = solve::fill(&table, prices, &before, solve::Start::Empty, &mut || ControlFlow::Continue(()));
            prop_assert!(board.unwrap().is_kept_up());
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
    for jurors in &mut plan {
        jurors.sort_unstable();
    }
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
                let fixed =
                    |row: usize| parts.fixed.iter().filter(|pair| pair.0 == row && inside.contains(&pair.1)).count();
                let outside = |row: usize| {
                    (0..parts.bounds.len())
                        .filter(|column| parts.is_allowed(row, *column) && !inside.contains(column))
                        .count()
                };
                let sum: usize =
                    applications.iter().map(at).map(|row| parts.seats[row] as usize - outside(row) - fixed(row)).sum();
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
                    let elsewhere =
                        parts.fixed.iter().filter(|pair| pair.0 == row && !inside.contains(&pair.1)).count();
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
            if let Some(less) = smaller(&remedy.steps[spared]) {
                fewer.push(less);
                prop_assert!(run(&helped(parts, &fewer).case()).is_err(), "{:?}", remedy);
            }
        }
    }
    Ok(())
}

/// The same step by one less.
fn smaller(step: &Help) -> Option<Help> {
    match step {
        Help::RaiseMax { juror, by } => (*by > 1).then(|| Help::RaiseMax { juror: juror.clone(), by: by - 1 }),
        Help::LowerMin { juror, by } => (*by > 1).then(|| Help::LowerMin { juror: juror.clone(), by: by - 1 }),
        Help::Lift { .. } | Help::Add { .. } => None,
    }
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

/// The least sum by linear programming, of which every corner is a plan; `None` if there is no plan.
fn by_program(costs: &[Vec<Option<i64>>], seats: u32, bounds: &[(u32, u32)]) -> Option<i128> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut variable =
        |cost: &Option<i64>| cost.map(|cost| problem.add_var(f64::from(i32::try_from(cost).unwrap()), (0.0, 1.0)));
    let pairs: Vec<Vec<_>> = costs.iter().map(|row| row.iter().map(&mut variable).collect()).collect();
    for row in &pairs {
        let sum: Vec<_> = row.iter().flatten().map(|pair| (*pair, 1.0)).collect();
        problem.add_constraint(&sum, ComparisonOp::Eq, f64::from(seats));
    }
    for (column, (min, max)) in bounds.iter().enumerate() {
        let sum: Vec<_> = pairs.iter().filter_map(|row| row[column]).map(|pair| (pair, 1.0)).collect();
        problem.add_constraint(&sum, ComparisonOp::Ge, f64::from(*min));
        problem.add_constraint(&sum, ComparisonOp::Le, f64::from(*max));
    }
    let solution = match problem.solve().ok()? {
        SolveOutcome::Solution(solution) => solution,
        SolveOutcome::Interrupted(_) => panic!("no limit was set"),
    };
    #[expect(clippy::cast_possible_truncation, reason = "the sum of whole numbers, rounded")]
    let sum = solution.objective().round() as i128;
    Some(sum)
}

fn scored(costs: &[Vec<Option<i64>>], seats: u32, bounds: &[(u32, u32)]) -> Case {
    let mut case = Case::new(vec![Level::Pair("score".to_owned())], 5);
    for row in 0..costs.len() {
        case.application(Application { key: format!("{row:03}"), seats, project: None });
    }
    for (column, (min, max)) in bounds.iter().enumerate() {
        case.juror(Juror { key: format!("{column:03}"), min: *min, max: *max });
    }
    for (row, cells) in costs.iter().enumerate() {
        for (column, cost) in cells.iter().enumerate() {
            if let Some(cost) = cost {
                case.allow(row, column, Conflict::None, &[*cost]);
            }
        }
    }
    case
}

/// Whether there is a plan at all, by the largest flow through a network that knows nothing of costs (Edmonds, Karp 1972):
/// what must flow along an edge is asked of a source of its own.
fn by_flow(allowed: &[Vec<bool>], seats: u32, bounds: &[(u32, u32)]) -> bool {
    let (height, width) = (allowed.len(), bounds.len());
    let (begin, end, source, sink) = (height + width, height + width + 1, height + width + 2, height + width + 3);
    let mut free = vec![vec![0i64; sink + 1]; sink + 1];
    let mut asked = 0;
    let mut edge = |from: usize, to: usize, (least, most): (i64, i64)| {
        free[from][to] += most - least;
        free[source][to] += least;
        free[from][sink] += least;
        asked += least;
    };
    for (row, allowed) in allowed.iter().enumerate() {
        edge(begin, row, (i64::from(seats), i64::from(seats)));
        (0..width).filter(|column| allowed[*column]).for_each(|column| edge(row, height + column, (0, 1)));
    }
    for (column, (min, max)) in bounds.iter().enumerate() {
        edge(height + column, end, (i64::from(*min), i64::from(*max)));
    }
    edge(end, begin, (0, i64::MAX / 2));
    let mut flow = 0;
    loop {
        let mut before = vec![None; sink + 1];
        let mut open = std::collections::VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            for next in 0..=sink {
                if free[node][next] > 0 && before[next].is_none() && next != source {
                    before[next] = Some(node);
                    open.push_back(next);
                }
            }
        }
        let way: Vec<(usize, usize)> = std::iter::successors(before[sink].map(|node| (node, sink)), |(node, _)| {
            before[*node].map(|from| (from, *node))
        })
        .collect();
        let Some(more) = way.iter().map(|(from, to)| free[*from][*to]).min() else { return flow == asked };
        for (from, to) in way {
            free[from][to] -= more;
            free[to][from] += more;
        }
        flow += more;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Cases too large to be listed: there is a plan where there is a flow, and a reason where there is none.
    #[test]
    fn there_is_a_plan_exactly_where_there_is_a_flow(
        costs in (1usize..=25, 1usize..=12).prop_flat_map(|(height, width)| {
            let cell = prop_oneof![1 => Just(None), 1 => (0i64..9).prop_map(Some)];
            prop::collection::vec(prop::collection::vec(cell, width), height)
        }),
        bounds in prop::collection::vec((0u32..=3, 0u32..=5), 12),
        seats in 1u32..=3,
    ) {
        let bounds: Vec<(u32, u32)> = bounds.iter().take(costs[0].len()).map(|(min, room)| (*min, min + room)).collect();
        let allowed: Vec<Vec<bool>> = costs.iter().map(|row| row.iter().map(Option::is_some).collect()).collect();
        let is_possible = by_flow(&allowed, seats, &bounds);
        match run(&scored(&costs, seats, &bounds)) {
            Ok(_) => prop_assert!(is_possible),
            Err(Unsolved::Impossible(shortage)) => {
                prop_assert!(!is_possible);
                prop_assert!(!shortage.cuts.is_empty());
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }

    #[test]
    fn a_linear_program_finds_the_same_sum(
        costs in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 0i64..1000), 7), 1..20),
        seats in 1u32..=3,
        bounds in prop::collection::vec((0u32..=3, 3u32..=8), 7),
    ) {
        let case = scored(&costs, seats, &bounds);
        match (run(&case), by_program(&costs, seats, &bounds)) {
            (Ok(plan), Some(sum)) => {
                prop_assert_eq!(plan.objective[0], sum);
                prop_assert_eq!(check(&case, &plan), Ok(()));
            }
            (Err(Unsolved::Impossible(_)), None) => {}
            (solved, sum) => prop_assert!(false, "{solved:?} where the program finds {sum:?}"),
        }
    }

    #[test]
    fn the_second_eigenvalue_is_that_of_graphs_for_which_it_is_known(jurors in 2usize..30) {
        let near = |found: f64, known: f64| (found - known).abs() < 1e-9;
        let name = |index: usize| index;
        // Every two share an application: the number of jurors. A ring: 2 - 2 cos(2 pi / n).
        let plan = |pairs: Pairs| Plan {
            pairs, objective: vec![], proven: 0, met: None, seed: 0, input: [0; 32], hash: [0; 32], worth: vec![],
        };
        let (mut all, mut application) = (Vec::new(), 0);
        for one in 0..jurors {
            for other in one + 1..jurors {
                all.extend([(application, name(one)), (application, name(other))]);
                application += 1;
            }
        }
        let whole = overlap(&plan(all));
        prop_assert_eq!(whole.parts.len(), 1);
        prop_assert!(near(whole.strength, f64::from(number(jurors))));
        if jurors > 2 {
            let ring = overlap(&plan((0..jurors).flat_map(|index| [(index, index), (index, (index + 1) % jurors)]).collect()));
            prop_assert!(near(ring.strength, 2.0 - 2.0 * (std::f64::consts::TAU / f64::from(number(jurors))).cos()));
        }
        let panels = overlap(&plan((0..jurors).flat_map(|index| [(index, 2 * index), (index, 2 * index + 1)]).collect()));
        prop_assert_eq!((panels.parts.len(), panels.has_fixed_panels(), panels.strength), (jurors, true, 0.0));
    }
}

/// 118 applications, 177 jurors, 3 each, 4 at most, as in the MIDL data: scores of seventeen digits, most of them low.
fn like_midl() -> Case {
    let mut state = 7u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((state >> 33) % limit).unwrap()
    };
    let costs: Vec<Vec<Option<i64>>> =
        (0..118).map(|_| (0..177).map(|_| Some(-below(1_000_000_000) * below(100_000_000))).collect()).collect();
    scored(&costs, 3, &[(0, 4); 177])
}

#[test]
fn a_conference_is_planned_and_proven_and_the_plan_is_the_same_on_every_machine() {
    let case = like_midl();
    let plan = run(&case).unwrap();
    assert_eq!(check(&case, &plan), Ok(()));
    assert_eq!((plan.pairs.len(), plan.proven), (354, 1));
    // If this changes, stored plans no longer verify: then the version in the fingerprint must change too.
    assert_eq!(hex::encode(plan.hash), "39aacea4b825627b78a3d68a38aa46d0b2ba76c5dfcf15a2250cd8e73faad353");
}

#[test]
fn the_seed_decides_between_plans_of_one_cost_and_nothing_else() {
    let with = |seed| {
        let mut parts = two_by_three();
        parts.seed = seed;
        run(&parts.case()).unwrap()
    };
    let plans: BTreeSet<Pairs> = (0..40).map(|seed| with(seed).pairs).collect();
    assert!(plans.len() > 1, "a seed that decides nothing");
    assert!((0..40).all(|seed| with(seed).objective == with(0).objective && with(seed).pairs == with(seed).pairs));
    assert_ne!(with(1).input, with(2).input);
}

/// Two applications of one project, two seats each, and four jurors who cost nothing.
fn two_by_three() -> Parts {
    Parts {
        levels: vec![Level::Pair("one".to_owned()), Level::Pair("two".to_owned()), Level::Load],
        seats: vec![2, 2],
        bounds: vec![(0, 2); 4],
        cells: vec![vec![Some((Conflict::None, vec![0, 0])); 4]; 2],
        projects: vec![Some(0); 2],
        fixed: Vec::new(),
        before: Vec::new(),
        seed: 1,
    }
}

#[test]
fn the_jurors_of_a_project_are_the_same_or_different_as_wished() {
    let with = |levels: Vec<Level>| {
        let mut parts = two_by_three();
        parts.levels.splice(2.., levels);
        run(&parts.case()).unwrap()
    };
    let same = with(vec![Level::Project(Project::Same)]);
    assert_eq!((same.objective[2], same.met), (0, Some(Met { projects: 1, of: 1 })));
    assert_eq!(overlap(&same).parts.len(), 1);
    let different = with(vec![Level::Project(Project::Different)]);
    assert_eq!((different.objective[2], different.met), (0, Some(Met { projects: 1, of: 1 })));
    assert!(overlap(&different).has_fixed_panels());
    // What comes first wins: with even loads above it, nobody judges twice.
    let torn = with(vec![Level::Load, Level::Project(Project::Same)]);
    assert_eq!((torn.objective[2], torn.objective[3], torn.met), (4, 2, Some(Met { projects: 0, of: 1 })));
    // Two jurors who meet twice meet once too often.
    let mixed = with(vec![Level::Overlap]);
    assert_eq!(mixed.objective[2], 0);
}

#[test]
fn a_later_level_never_outweighs_an_earlier_one() {
    let mut parts = two_by_three();
    parts.seats = vec![1, 1];
    parts.bounds = vec![(0, 1); 2];
    let cell = |one, two| Some((Conflict::None, vec![one, two]));
    parts.cells = vec![vec![cell(0, 1_000_000_000_000), cell(1, 0)], vec![cell(0, 0), cell(0, 1_000_000_000_000)]];
    let case = parts.case();
    let plan = run(&case).unwrap();
    assert_eq!((plan.pairs.clone(), plan.objective.clone()), (vec![(0, 0), (1, 1)], vec![0, 2_000_000_000_000, 2]));
    let mut reader = Reader::new(&case, &plan).unwrap();
    let moves = vec![Move { application: 0, from: 0, to: 1 }, Move { application: 1, from: 1, to: 0 }];
    let WhyNot::Dearer(mut change) = reader.why_not(0, 1).unwrap() else { panic!("a way") };
    change.moves.sort_by_key(|step| step.application);
    assert_eq!(change, Change { cost: vec![1, -2_000_000_000_000, 0], moves });
}

#[test]
fn a_run_tells_its_progress_and_stops_when_it_is_told() {
    let case = like_midl();
    let mut told = Vec::new();
    let stopped = solve(&case, &mut |progress| {
        told.push(progress);
        if progress.done == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped, Err(Unsolved::Stopped));
    assert_eq!(told.last(), Some(&Progress { done: 10, of: 354 }));
    assert_eq!(told.len(), 11);
}

#[test]
fn a_plan_that_was_tampered_with_is_doubted() {
    let parts = two_by_three();
    let case = parts.case();
    let plan = run(&case).unwrap();
    let doubt = |change: &dyn Fn(&mut Plan)| {
        let mut other = plan.clone();
        change(&mut other);
        check(&case, &other)
    };
    assert_eq!(doubt(&|_| ()), Ok(()));
    assert_eq!(doubt(&|plan| plan.pairs.truncate(3)), Err(Doubt::Hash));
    assert_eq!(doubt(&|plan| plan.pairs[0].0 = 9), Err(Doubt::Stale));
    assert_eq!(doubt(&|plan| plan.input[0] ^= 1), Err(Doubt::Stale));
    assert_eq!(doubt(&|plan| plan.objective[0] += 1), Err(Doubt::Objective));
    assert_eq!(doubt(&|plan| plan.worth.clear()), Err(Doubt::Certificate));
    let mut changed = parts.clone();
    changed.cells[0][0] = None;
    assert_eq!(check(&changed.case(), &plan), Err(Doubt::Stale));
    assert!(Reader::new(&changed.case(), &plan).is_err());
}

#[test]
fn a_dearer_plan_is_doubted_even_when_its_hash_is_right() {
    let mut parts = two_by_three();
    parts.seats = vec![1, 1];
    parts.cells[0][0] = Some((Conflict::None, vec![5, 0]));
    let case = parts.case();
    let table = case::Table::new(&case).unwrap();
    let plan = run(&case).unwrap();
    let forged = |seated: Vec<Vec<usize>>, worth: Vec<i128>| Plan {
        pairs: plan::pairs(&seated).collect(),
        objective: objective(&table, &seated),
        hash: plan::hash(&table, &plan.input, &seated),
        worth,
        ..plan.clone()
    };
    // Whatever certificate it brings.
    let beaten = check(&case, &forged(vec![vec![0], vec![1]], vec![0; 4]));
    assert!(
        matches!(beaten, Err(Doubt::Beaten { ref application, ref from, .. }) if application == "A0" && from == "J0")
    );
    let cheap = check(&case, &forged(vec![vec![0], vec![1]], vec![i128::from(i64::MIN) << 40, 0, 0, 0]));
    assert!(
        matches!(cheap, Err(Doubt::Worth(ref juror) | Doubt::Beaten { application: ref juror, .. }) if !juror.is_empty())
    );
    let uneven = check(&case, &forged(vec![vec![1], vec![1]], plan.worth.clone()));
    assert!(matches!(uneven, Err(Doubt::Worth(_) | Doubt::Beaten { .. })));
    let rules = |seated: Vec<Vec<usize>>| check(&case, &forged(seated, plan.worth.clone()));
    assert_eq!(rules(vec![vec![1, 2], vec![1]]), Err(Doubt::Seats("A0".to_owned(), 2, 1)));
    assert_eq!(rules(vec![vec![1, 1], vec![1]]), Err(Doubt::Pair("A0".to_owned(), "J1".to_owned())));
}

#[test]
fn a_case_that_makes_no_sense_says_everything_that_is_wrong() {
    let pair = Level::Pair("one".to_owned());
    let mut case = Case::new(vec![pair], 1);
    let application = |key: &str, seats| Application { key: key.to_owned(), seats, project: None };
    let juror = |key: &str, min, max| Juror { key: key.to_owned(), min, max };
    let (x, _, an) =
        (case.application(application("X", 1)), case.application(application("X", 1)), case.juror(juror("An", 2, 1)));
    let (bo, cis) = (case.juror(juror("Bo", 0, 0)), case.juror(juror("Cis", 0, 5)));
    case.allow(x, an, Conflict::None, &[1]);
    case.allow(x, an, Conflict::None, &[1]);
    case.allow(x, bo, Conflict::None, &[1]);
    case.allow(x, cis, Conflict::None, &[1, 2]);
    case.allow(9, an, Conflict::None, &[1]);
    case.fix(x, bo);
    case.fix(x, cis);
    let text = |text: &str| text.to_owned();
    let expected = vec![
        Flaw::Costs { application: text("X"), juror: text("Cis"), found: 2, needed: 1 },
        Flaw::Unknown { application: 9, juror: 0, applications: 2, jurors: 3 },
        Flaw::Twice(text("X")),
        Flaw::Bounds { juror: text("An"), min: 2, max: 1 },
        Flaw::PairTwice(text("X"), text("An")),
        Flaw::FixedConflict(text("X"), text("Cis")),
        Flaw::FixedSeats { application: text("X"), fixed: 2, seats: 1 },
        Flaw::FixedLoad { juror: text("Bo"), fixed: 1, max: 0 },
    ];
    assert_eq!(run(&case), Err(Unsolved::Flawed(expected)));
}

#[test]
fn costs_that_could_overflow_are_refused() {
    let mut parts = two_by_three();
    parts.cells[0][0] = Some((Conflict::None, vec![i64::MAX, i64::MIN]));
    parts.cells[1][1] = Some((Conflict::None, vec![i64::MIN, i64::MAX]));
    assert!(
        matches!(run(&parts.case()), Err(Unsolved::Flawed(flaws)) if matches!(flaws[..], [Flaw::TooLarge(bits)] if bits > 120))
    );
}

#[test]
fn an_impossible_plan_names_who_is_wanted_by_whom_and_what_would_help() {
    let cell = || Some((Conflict::None, vec![0, 0]));
    let soft = Some((Conflict::Soft, vec![0, 0]));
    let mut parts = two_by_three();
    parts.seats = vec![2, 2, 2];
    parts.projects = vec![None; 3];
    parts.bounds = vec![(0, 2), (0, 2), (0, 5), (0, 5)];
    parts.cells = vec![vec![cell(), cell(), soft, None]; 3];
    let Err(Unsolved::Impossible(shortage)) = run(&parts.case()) else { panic!("no plan") };
    let text = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (applications, jurors) = (text(&["A0", "A1", "A2"]), text(&["J0", "J1"]));
    assert_eq!(shortage.cuts, [Cut::Seats { applications, needed: 6, jurors, free: 4 }]);
    let told = shortage.to_string();
    assert!(told.starts_with(
        "there is no plan: A0, A1, A2 need 6 seats that only J0, J1 can give, who have 4 free
"
    ));
    assert!(told.contains("would help: let J0 take 1 more, let J1 take 1 more"), "{told}");
    let kinds = |remedy: &Remedy| remedy.steps.iter().map(|step| matches!(step, Help::Add { .. })).collect::<Vec<_>>();
    assert_eq!(shortage.remedies.iter().map(kinds).collect::<Vec<_>>(), [vec![true], vec![false; 2], vec![false; 2]]);
}

#[test]
fn a_minimum_that_nobody_can_fill_is_named_and_a_conflict_lifted_for_it() {
    let cell = |conflict| Some((conflict, vec![0, 0]));
    let mut parts = two_by_three();
    parts.seats = vec![1, 1];
    parts.bounds = vec![(0, 2), (1, 2), (1, 2)];
    parts.cells = vec![
        vec![cell(Conflict::None), cell(Conflict::Soft), cell(Conflict::None)],
        vec![cell(Conflict::None), None, cell(Conflict::None)],
    ];
    let Err(Unsolved::Impossible(shortage)) = run(&parts.case()) else { panic!("no plan") };
    let minimum = |juror: &str, available| Cut::Minimum { jurors: vec![juror.to_owned()], needed: 1, available };
    assert_eq!(shortage.cuts, [minimum("J1", 0)]);
    let lower = |juror: &str, by| Help::LowerMin { juror: juror.to_owned(), by };
    let lift = Help::Lift { application: "A0".to_owned(), juror: "J1".to_owned() };
    let steps: Vec<_> = shortage.remedies.iter().map(|remedy| remedy.steps.clone()).collect();
    assert_eq!(steps, [vec![lower("J1", 1)], vec![lift]]);
}

#[test]
fn nothing_is_planned_for_nobody() {
    let empty = Case::new(vec![Level::Load], 1);
    let plan = run(&empty).unwrap();
    assert_eq!((plan.pairs.len(), check(&empty, &plan)), (0, Ok(())));
    assert_eq!(overlap(&plan), Overlap { parts: vec![], strength: 0.0 });
    let mut lonely = Case::new(vec![], 1);
    lonely.application(Application { key: "X".to_owned(), seats: 1, project: None });
    let Err(Unsolved::Impossible(shortage)) = run(&lonely) else { panic!("no juror") };
    assert_eq!(shortage.cuts, [Cut::Seats { applications: vec!["X".to_owned()], needed: 1, jurors: vec![], free: 0 }]);
    assert_eq!(shortage.remedies.len(), 1);
}
