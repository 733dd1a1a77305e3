//! Why a pair was chosen, and why another one was not.

use std::collections::BTreeMap;

use super::{
    board::{Board, Step},
    case::{Case, Level, Project, Table, places},
    certificate::{self, Doubt},
    plan::{self, Move, Plan},
    price::{NEVER, own},
    solve::appraise,
};

/// Answers questions about one plan. It is made once for many questions.
///
/// Costs are lists with a number for each level of the case. Levels that are not proven (see [`Plan::proven`]) count
/// nothing in scarcity, regret and in [`WhyNot`].
#[derive(Debug)]
pub struct Reader {
    table: Table,
    board: Board,
    seated: Vec<Vec<usize>>,
    meetings: BTreeMap<(usize, usize), u32>,
    rows: Vec<usize>,
    columns: Vec<usize>,
}

/// Why a juror judges an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What the pair costs in each level: what was given; what the last application of this juror adds to even loads;
    /// whether it is new; in how many applications of the project the wish for it is not met; how often she has met
    /// the other jurors of the application elsewhere.
    pub parts: Vec<i64>,
    /// Whether it had started, so that nothing was decided.
    pub is_fixed: bool,
    /// What the plan would gain if this juror could take one application more: her scarcity. Nothing if she has room.
    pub scarcity: Vec<i64>,
    /// What the plan would lose without this pair, everybody else moving as is best. `None`: there is no plan without
    /// it, or it is fixed.
    pub regret: Option<Change>,
}

/// What a change costs, and who moves. The moves happen together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In each level.
    pub cost: Vec<i64>,
    /// All of them.
    pub moves: Vec<Move>,
}

/// Why a juror does not judge an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// She does.
    Judges,
    /// The case does not allow it (INV-10).
    Forbidden,
    /// A conflict that staff may lift.
    SoftConflict,
    /// There is no plan with this pair that keeps everybody's bounds and what has started.
    Impossible,
    /// It would cost more, or as much.
    Dearer(Change),
}

impl Reader {
    /// Reads a plan, unless it is not the best one for this case.
    pub fn new(case: &Case, plan: &Plan) -> Result<Self, Doubt> {
        certificate::check(case, plan)?;
        let table = Table::new(case).map_err(Doubt::Flawed)?;
        let seated = certificate::seated(&table, plan)?;
        let board = appraise(&table, &seated).ok_or(Doubt::Certificate)?;
        let (rows, columns) = (places(&table.rows), places(&table.columns));
        let meetings = plan::meetings(&seated);
        Ok(Self { table, board, seated, meetings, rows, columns })
    }

    /// Why a juror judges an application; `None` if she does not. Numbers are those of the case.
    pub fn explain(&mut self, application: usize, juror: usize) -> Option<Explanation> {
        let (row, column) = (*self.rows.get(application)?, *self.columns.get(juror)?);
        if !self.board.has(row, column) {
            return None;
        }
        let is_fixed = self.board.is_fixed(row, column);
        let regret = if is_fixed { None } else { self.regret(row, column) };
        Some(Explanation { parts: self.parts_of(row, column), is_fixed, scarcity: self.scarcity(column), regret })
    }

    /// Why a juror does not judge an application; `None` if there is no such juror or application.
    pub fn why_not(&mut self, application: usize, juror: usize) -> Option<WhyNot> {
        let (row, column) = (*self.rows.get(application)?, *self.columns.get(juror)?);
        if self.board.has(row, column) {
            return Some(WhyNot::Judges);
        }
        if !self.table.is_allowed(row, column) {
            let is_soft = self.table.is_soft(row, column);
            return Some(if is_soft { WhyNot::SoftConflict } else { WhyNot::Forbidden });
        }
        let entry = self.board.prices.pair(row, column);
        self.board.search(&[(column, entry + self.board.worth[column])], None);
        let leaves = self.seated[row].iter().copied().filter(|from| !self.board.is_fixed(row, *from));
        let costs =
            leaves.filter_map(|from| Some((self.board.distance(from)? - self.board.prices.pair(row, from), from)));
        let Some((cost, from)) = costs.min() else { return Some(WhyNot::Impossible) };
        let (broken, cost) = self.unpack(cost);
        if broken > 0 {
            return Some(WhyNot::Impossible);
        }
        let (_, mut steps) = self.board.trace(from);
        steps.push(Step { row, from, to: column });
        Some(WhyNot::Dearer(Change { cost, moves: self.moves(&steps) }))
    }

    /// What the plan comes to without a pair.
    fn regret(&mut self, row: usize, column: usize) -> Option<Change> {
        let leaving = self.board.prices.pair(row, column);
        let others = (0..self.board.jurors).filter(|other| !self.board.has(row, *other));
        let priced =
            others.map(|other| (other, self.board.prices.pair(row, other))).filter(|(_, price)| *price < NEVER);
        let starts: Vec<_> = priced.map(|(other, price)| (other, price - leaving + self.board.worth[other])).collect();
        self.board.search(&starts, Some(column));
        let (broken, cost) = self.unpack(self.board.distance(column)?);
        if broken > 0 {
            return None;
        }
        let (to, mut steps) = self.board.trace(column);
        steps.push(Step { row, from: column, to });
        Some(Change { cost, moves: self.moves(&steps) })
    }

    fn scarcity(&mut self, column: usize) -> Vec<i64> {
        let load = self.board.load[column];
        let mut gain = 0;
        if self.board.prices.next(column, load) >= NEVER {
            let seat = self.board.jurors;
            self.board.search(&[(seat, self.board.worth[seat])], Some(column));
            gain = self.board.distance(column).map_or(0, |cost| -(cost + self.board.prices.beyond(load))).max(0);
        }
        self.unpack(gain).1
    }

    fn unpack(&self, cost: i128) -> (i64, Vec<i64>) {
        let (broken, mut parts) = self.board.prices.unpack(cost);
        parts.resize(self.table.levels.len(), 0);
        (broken, parts)
    }

    fn moves(&self, steps: &[Step]) -> Vec<Move> {
        let real = steps.iter().filter(|step| step.row < self.table.height());
        let (rows, columns) = (&self.table.rows, &self.table.columns);
        real.map(|step| Move { application: rows[step.row], from: columns[step.from], to: columns[step.to] }).collect()
    }

    /// What a pair of the plan costs in each level; `None` if it is not in it.
    pub fn parts(&self, application: usize, juror: usize) -> Option<Vec<i64>> {
        let (row, column) = (*self.rows.get(application)?, *self.columns.get(juror)?);
        self.board.has(row, column).then(|| self.parts_of(row, column))
    }

    fn parts_of(&self, row: usize, column: usize) -> Vec<i64> {
        let levels: Vec<&Level> = self.table.levels.iter().collect();
        let own = own(&self.table, &levels, row, column);
        let others = || self.seated[row].iter().copied().filter(|other| *other != column);
        let parts = levels.iter().zip(own).map(|(level, own)| match level {
            Level::Pair(_) | Level::Change => own,
            Level::Load => 2 * self.board.load[column] as i128 - 1,
            Level::Project(wish) => {
                let project = self.table.projects.iter().find(|rows| rows.contains(&row)).into_iter().flatten();
                let missed = project
                    .filter(|other| **other != row)
                    .filter(|other| self.seated[**other].contains(&column) == (*wish == Project::Different));
                missed.map(|_| 1).sum()
            }
            Level::Overlap => {
                let pair = |other: usize| (column.min(other), column.max(other));
                others().filter_map(|other| self.meetings.get(&pair(other))).map(|times| i128::from(*times) - 1).sum()
            }
        });
        parts.map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect()
    }
}
