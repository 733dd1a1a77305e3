//! From a case to a plan.

use std::ops::ControlFlow;

use super::{
    board::Board,
    case::{Case, Flaw, Level, Table},
    pairwise::Wishes,
    plan::{self, Plan},
    price::Prices,
    relax::{self, Shortage},
};

/// Times that a plan with wishes about several pairs is made; the best one is kept.
const ROUNDS: usize = 3;

/// How far a run is, told before every seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Seats planned in all rounds.
    pub done: usize,
    /// Seats to plan in all rounds.
    pub of: usize,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsolved {
    /// The case makes no sense.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Flawed(Vec<Flaw>),
    /// Nobody could plan this; it says why and what would help.
    #[error("{0}")]
    Impossible(Box<Shortage>),
    /// Whoever asked wants no answer any more.
    #[error("the run was stopped")]
    Stopped,
}

/// Plans. `watch` is called before every seat, thousands of times a second; it shows progress or stops the run.
pub fn solve(case: &Case, watch: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Plan, Unsolved> {
    run(case, Start::Empty, watch)
}

/// From where a run starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// From what is fixed.
    Empty,
    /// From what is left of the plan before: quick where little has changed, and as exact.
    Before,
}

pub(super) fn run(
    case: &Case,
    start: Start,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, Unsolved> {
    let table = Table::new(case).map_err(Unsolved::Flawed)?;
    let prices = Prices::new(&table, table.levels.len()).map_err(|flaw| Unsolved::Flawed(vec![flaw]))?;
    let rounds = if table.levels.iter().any(Level::is_pairwise) && start == Start::Empty { ROUNDS } else { 1 };
    let seats = table.seats.iter().map(|seats| *seats as usize).sum::<usize>();
    let mut done = 0;
    let mut tell = || {
        done += 1;
        watch(Progress { done: done - 1, of: seats * rounds })
    };
    let mut best: Option<(Vec<i128>, Vec<Vec<usize>>)> = None;
    for _ in 0..rounds {
        let before = match (&best, start) {
            (Some((_, seated)), _) => seated,
            (None, Start::Before) => &table.before,
            (None, Start::Empty) => &vec![Vec::new(); table.height()],
        };
        let filled = fill(&table, prices.clone(), before, start, &mut tell).ok_or(Unsolved::Stopped)?;
        if !filled.is_complete(&table) {
            return Err(Unsolved::Impossible(Box::new(relax::shortage(&table, &filled))));
        }
        let objective = plan::objective(&table, &filled.seated);
        if best.as_ref().is_some_and(|(least, _)| *least <= objective) {
            break;
        }
        best = Some((objective, filled.seated));
    }
    let (objective, seated) = best.ok_or(Unsolved::Stopped)?;
    Ok(seal(&table, objective, seated))
}

/// Gives every seat that can be given. `None`: stopped.
pub(super) fn fill(
    table: &Table,
    prices: Prices,
    before: &[Vec<usize>],
    start: Start,
    tell: &mut dyn FnMut() -> ControlFlow<()>,
) -> Option<Board> {
    let mut board = Board::new(table, prices);
    let mut wishes = table.levels.iter().any(Level::is_pairwise).then(|| Wishes::new(table, before));
    if start == Start::Before {
        for row in 0..table.height() {
            if let Some(wishes) = &mut wishes {
                wishes.begin(&mut board, row);
            }
        }
        for (row, column) in plan::pairs(before) {
            if board.seated[row].len() < table.seats[row] as usize {
                board.put(row, column);
            }
        }
        board.settle();
    }
    for row in 0..table.height() {
        if let (Some(wishes), Start::Empty) = (&mut wishes, start) {
            wishes.begin(&mut board, row);
        }
        while board.seated[row].len() < table.seats[row] as usize {
            if tell().is_break() {
                return None;
            }
            if !board.place(row) {
                break;
            }
            if let (Some(wishes), Some(column)) = (&wishes, board.seated[row].last().copied()) {
                wishes.meet(&mut board, row, column);
            }
        }
    }
    Some(board)
}

impl Board {
    /// Whether everybody has what the bounds ask for.
    pub(super) fn is_complete(&self, table: &Table) -> bool {
        let is_seated = self.seated.iter().zip(&table.seats).all(|(seated, seats)| seated.len() == *seats as usize);
        is_seated && self.load.iter().zip(&table.min).all(|(load, min)| *load >= *min as usize)
    }
}

/// The board of a plan that is given, with what everything is worth in the levels that are solved exactly; and
/// whether it is the best one.
pub(super) fn appraise(table: &Table, seated: &[Vec<usize>]) -> Option<Board> {
    let mut board = Board::new(table, Prices::new(table, Prices::exact(table)).ok()?);
    plan::pairs(seated).for_each(|(row, column)| board.put(row, column));
    (board.settle() == 0).then_some(board)
}

fn seal(table: &Table, objective: Vec<i128>, mut seated: Vec<Vec<usize>>) -> Plan {
    for columns in &mut seated {
        columns.sort_unstable();
    }
    let mut worth = vec![0; table.jurors()];
    if let Some(board) = appraise(table, &seated) {
        table.columns.iter().zip(&board.worth).for_each(|(number, price)| worth[*number] = *price);
    }
    let input = table.fingerprint();
    Plan {
        pairs: plan::pairs(&seated).map(|(row, column)| (table.rows[row], table.columns[column])).collect(),
        objective,
        proven: Prices::exact(table),
        met: plan::met(table, &seated),
        seed: table.seed,
        input,
        hash: plan::hash(table, &input, &seated),
        worth,
    }
}
