//! The juror graph of a plan in the making: what it costs to hand an application on from one juror to another, and
//! the cheapest way through.
//!
//! Its nodes are the jurors and the *open seat*, last. From juror `u` to `v` leads the cheapest move of one application
//! from `u` to `v`; from `u` to the open seat, taking one application more; from the open seat to `u`, taking one less.
//! The applications are not nodes: that keeps a search at J² steps, whatever their number.

use super::{
    case::Table,
    price::{Cost, NEVER, Prices},
};

/// No application.
const NOBODY: usize = usize::MAX;

/// An application handed on; the open seat as giver or taker means that the load changes, and no application moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub row: usize,
    pub from: usize,
    pub to: usize,
}

/// A plan in the making.
#[derive(Clone, Debug)]
pub(super) struct Board {
    pub prices: Prices,
    /// How many jurors there are; also the number of the open seat.
    pub jurors: usize,
    /// By node and node: the cheapest step, and whose it is.
    best: Vec<Cost>,
    who: Vec<usize>,
    /// By column: the applications that may move away.
    holds: Vec<Vec<usize>>,
    /// By row: all its jurors.
    pub seated: Vec<Vec<usize>>,
    fixed: Vec<Vec<usize>>,
    /// By row and column: whether the juror has the application.
    at: Vec<bool>,
    pub load: Vec<usize>,
    /// By node: what one application more costs there, as seen from the open seat. No step is cheaper than the
    /// difference of its ends.
    pub worth: Vec<Cost>,
    way: Way,
}

/// How far the last search came.
#[derive(Clone, Debug, Default)]
struct Way {
    distance: Vec<Cost>,
    from: Vec<usize>,
    is_settled: Vec<bool>,
}

impl Board {
    /// Only what is fixed is on it.
    pub fn new(table: &Table, prices: Prices) -> Self {
        let (jurors, rows) = (table.jurors(), table.height());
        let nodes = jurors + 1;
        let mut board = Self {
            prices,
            jurors,
            best: vec![NEVER; nodes * nodes],
            who: vec![NOBODY; nodes * nodes],
            holds: vec![Vec::new(); jurors],
            seated: table.fixed.clone(),
            fixed: table.fixed.clone(),
            at: vec![false; rows * jurors],
            load: vec![0; jurors],
            worth: vec![0; nodes],
            way: Way { distance: vec![0; nodes], from: vec![0; nodes], is_settled: vec![false; nodes] },
        };
        for (row, fixed) in table.fixed.iter().enumerate() {
            for column in fixed {
                board.at[row * jurors + column] = true;
                board.load[*column] += 1;
            }
        }
        for column in 0..jurors {
            board.set_ends(column);
            board.worth[column] = board.prices.next(column, board.load[column]).min(NEVER);
        }
        // Nobody moves yet, so a juror who takes nothing may be worth anything; the highest sum that is one will do.
        let most = board.worth.iter().filter(|worth| **worth < NEVER).max().copied().unwrap_or(0);
        board.worth.iter_mut().filter(|worth| **worth >= NEVER).for_each(|worth| *worth = most);
        board
    }

    /// Seats an application where the juror has room, without asking what it costs: [`Board::settle`] must follow.
    pub fn put(&mut self, row: usize, column: usize) {
        let is_free = self.prices.next(column, self.load[column]) < NEVER && self.prices.pair(row, column) < NEVER;
        if is_free && !self.has(row, column) {
            self.gain(row, column);
            self.load[column] += 1;
            self.set_ends(column);
        }
    }

    pub fn has(&self, row: usize, column: usize) -> bool {
        self.at[row * self.jurors + column]
    }

    pub fn is_fixed(&self, row: usize, column: usize) -> bool {
        self.fixed[row].contains(&column)
    }

    /// Gives one seat more to an application in the cheapest way; `false` where there is none.
    pub fn place(&mut self, row: usize) -> bool {
        let starts = self.entrances(row);
        let Some(length) = self.search(&starts, Some(self.jurors)) else { return false };
        for node in 0..self.jurors {
            if self.way.is_settled[node] && self.way.distance[node] < length {
                self.worth[node] += length - self.way.distance[node];
            }
        }
        let (first, steps) = self.trace(self.jurors);
        self.apply(&steps);
        self.gain(row, first);
        true
    }

    /// Where an application may enter, and for how much.
    fn entrances(&self, row: usize) -> Vec<(usize, Cost)> {
        let free = (0..self.jurors).filter(|column| !self.has(row, *column));
        let priced = free.map(|column| (column, self.prices.pair(row, column)));
        priced.filter(|(_, price)| *price < NEVER).map(|(column, price)| (column, price + self.worth[column])).collect()
    }

    /// Dijkstra from several nodes at given distances, to one node or to all. Distances include the worth of where
    /// they end, so that no step is negative.
    pub fn search(&mut self, starts: &[(usize, Cost)], goal: Option<usize>) -> Option<Cost> {
        let nodes = self.jurors + 1;
        let Way { distance, from, is_settled } = &mut self.way;
        distance.fill(NEVER);
        is_settled.fill(false);
        for (node, start) in starts {
            distance[*node] = *start;
            from[*node] = NOBODY;
        }
        let nearest = |distance: &[Cost], is_settled: &[bool]| {
            (0..nodes).filter(|node| !is_settled[*node]).min_by_key(|node| distance[*node])
        };
        let mut next = nearest(distance, is_settled);
        while let Some(node) = next.filter(|node| distance[*node] < NEVER) {
            is_settled[node] = true;
            if goal.is_some_and(|goal| distance[goal] <= distance[node]) {
                break;
            }
            let (start, row) = (distance[node] - self.worth[node], node * nodes..(node + 1) * nodes);
            let (mut least, mut closest) = (NEVER, None);
            let targets = distance.iter_mut().zip(from.iter_mut()).zip(is_settled.iter());
            let steps = self.best[row].iter().zip(&self.worth).zip(targets);
            for (other, ((step, worth), ((distance, from), is_settled))) in steps.enumerate() {
                if *is_settled {
                    continue;
                }
                if *step < NEVER && start + step + worth < *distance {
                    *distance = start + step + worth;
                    *from = node;
                }
                if *distance < least {
                    (least, closest) = (*distance, Some(other));
                }
            }
            next = closest;
        }
        goal.map(|goal| distance[goal]).filter(|length| *length < NEVER)
    }

    /// How far a node is in the last search, in real costs.
    pub fn distance(&self, node: usize) -> Option<Cost> {
        Some(self.way.distance[node]).filter(|length| *length < NEVER).map(|length| length - self.worth[node])
    }

    /// The way on which the last search came to a node: where it began, and its steps.
    pub fn trace(&self, goal: usize) -> (usize, Vec<Step>) {
        let (mut node, mut steps) = (goal, Vec::new());
        while self.way.from[node] != NOBODY {
            let from = self.way.from[node];
            steps.push(self.step(from, node));
            node = from;
        }
        steps.reverse();
        (node, steps)
    }

    fn step(&self, from: usize, to: usize) -> Step {
        Step { row: self.who[from * (self.jurors + 1) + to], from, to }
    }

    /// Hands applications on.
    pub fn apply(&mut self, steps: &[Step]) {
        let (ends, moves): (Vec<Step>, Vec<Step>) = steps.iter().partition(|step| step.row == NOBODY);
        for step in &moves {
            self.lose(step.row, step.from);
        }
        for step in &moves {
            self.gain(step.row, step.to);
        }
        for step in ends {
            if step.to == self.jurors {
                self.load[step.from] += 1;
                self.set_ends(step.from);
            } else {
                self.load[step.to] -= 1;
                self.set_ends(step.to);
            }
        }
    }

    fn set_ends(&mut self, column: usize) {
        let (nodes, load) = (self.jurors + 1, self.load[column]);
        self.best[column * nodes + self.jurors] = self.prices.next(column, load);
        let may_give = !self.holds[column].is_empty();
        self.best[self.jurors * nodes + column] = if may_give { -self.prices.last(column, load) } else { NEVER };
    }

    fn lose(&mut self, row: usize, column: usize) {
        self.at[row * self.jurors + column] = false;
        self.seated[row].retain(|seat| *seat != column);
        self.holds[column].retain(|held| *held != row);
        for other in 0..self.jurors {
            self.refresh(column, other, row);
        }
        for index in 0..self.seated[row].len() {
            let other = self.seated[row][index];
            if !self.is_fixed(row, other) {
                self.offer(row, other, column);
            }
        }
        self.set_ends(column);
    }

    fn gain(&mut self, row: usize, column: usize) {
        self.at[row * self.jurors + column] = true;
        self.holds[column].push(row);
        for other in 0..self.jurors {
            self.offer(row, column, other);
        }
        for index in 0..self.seated[row].len() {
            let other = self.seated[row][index];
            self.refresh(other, column, row);
        }
        self.seated[row].push(column);
        self.set_ends(column);
    }

    /// Takes note that this application could move.
    fn offer(&mut self, row: usize, from: usize, to: usize) {
        let Some(price) = step_price(&self.prices, &self.at, row, from, to) else { return };
        let cell = from * (self.jurors + 1) + to;
        if (price, row) < (self.best[cell], self.who[cell]) {
            (self.best[cell], self.who[cell]) = (price, row);
        }
    }

    /// Looks for the cheapest move anew where this application was it.
    fn refresh(&mut self, from: usize, to: usize, row: usize) {
        let cell = from * (self.jurors + 1) + to;
        if self.who[cell] != row {
            return;
        }
        let best = moves(&self.prices, &self.at, &self.holds[from], from, to).min();
        (self.best[cell], self.who[cell]) = best.unwrap_or((NEVER, NOBODY));
    }

    /// Makes a pair dearer that is not in the plan. What everything is worth stays true.
    pub fn raise(&mut self, row: usize, column: usize, by: Cost) {
        let cell = row * self.jurors + column;
        if self.at[cell] || self.prices.pairs[cell] >= NEVER || by == 0 {
            return;
        }
        self.prices.pairs[cell] += by;
        for index in 0..self.seated[row].len() {
            let from = self.seated[row][index];
            self.refresh(from, column, row);
        }
    }

    /// Takes every cycle of moves that makes the plan cheaper, and works out what everything is worth. Returns how
    /// many there were.
    pub fn settle(&mut self) -> usize {
        let mut cycles = 0;
        while let Some(steps) = self.relax() {
            self.apply(&steps);
            cycles += 1;
        }
        cycles
    }

    /// Bellman and Ford: what everything is worth, or a cycle that makes the plan cheaper.
    fn relax(&mut self) -> Option<Vec<Step>> {
        let nodes = self.jurors + 1;
        let mut worth = vec![0; nodes];
        let mut next = vec![NOBODY; nodes];
        loop {
            let mut is_changed = false;
            for node in 0..nodes {
                let steps = self.best[node * nodes..(node + 1) * nodes].iter().zip(&worth).enumerate();
                let steps = steps.filter(|(_, (step, _))| **step < NEVER);
                let best = steps.map(|(other, (step, worth))| (step + worth, other)).min();
                if let Some((price, other)) = best.filter(|(price, _)| *price < worth[node]) {
                    (worth[node], next[node]) = (price, other);
                    is_changed = true;
                }
            }
            if !is_changed {
                break;
            }
            if let Some(start) = on_cycle(&next) {
                let mut steps = vec![self.step(start, next[start])];
                while let Some(last) = steps.last().filter(|last| last.to != start) {
                    steps.push(self.step(last.to, next[last.to]));
                }
                return Some(steps);
            }
        }
        let seat = worth[self.jurors];
        self.worth = worth.into_iter().map(|worth| worth - seat).collect();
        None
    }

    /// The jurors to whom an application can be handed on from these; or, backwards, from whom it can come to these.
    pub fn within_reach(&self, starts: &[usize], is_backward: Backward) -> Vec<bool> {
        let nodes = self.jurors + 1;
        let mut is_seen = vec![false; self.jurors];
        let mut open = starts.to_vec();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut is_seen[node], true) {
                continue;
            }
            let cell = |other: usize| match is_backward {
                Backward::No => node * nodes + other,
                Backward::Yes => other * nodes + node,
            };
            open.extend((0..self.jurors).filter(|other| !is_seen[*other] && self.best[cell(*other)] < NEVER));
        }
        is_seen
    }
}

#[cfg(test)]
impl Board {
    /// Whether the table of moves is what counting anew gives, and no step is cheaper than the difference of its ends.
    pub fn is_kept_up(&self) -> bool {
        let nodes = self.jurors + 1;
        let is_right = |from: usize, to: usize| {
            let best = moves(&self.prices, &self.at, &self.holds[from], from, to).min().unwrap_or((NEVER, NOBODY));
            let cell = from * nodes + to;
            (self.best[cell], self.who[cell]) == best
        };
        let is_true = |cell: usize| {
            let (from, to) = (cell / nodes, cell % nodes);
            self.best[cell] >= NEVER || self.worth[from] <= self.best[cell] + self.worth[to]
        };
        (0..self.jurors).all(|from| (0..self.jurors).all(|to| is_right(from, to))) && (0..nodes * nodes).all(is_true)
    }
}

/// Which way to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backward {
    /// Where to.
    No,
    /// Where from.
    Yes,
}

fn step_price(prices: &Prices, at: &[bool], row: usize, from: usize, to: usize) -> Option<Cost> {
    let price = prices.pair(row, to);
    let is_taken = at.get(row * prices.columns() + to).copied().unwrap_or(true);
    (price < NEVER && !is_taken).then(|| price - prices.pair(row, from))
}

/// What each of these applications would cost to move, and which it is.
fn moves<'a>(
    prices: &'a Prices,
    at: &'a [bool],
    held: &'a [usize],
    from: usize,
    to: usize,
) -> impl Iterator<Item = (Cost, usize)> + 'a {
    held.iter().filter_map(move |row| Some((step_price(prices, at, *row, from, to)?, *row)))
}

/// A node of a cycle in a graph where each node has one way on, or none.
fn on_cycle(next: &[usize]) -> Option<usize> {
    let mut round = vec![NOBODY; next.len()];
    for start in 0..next.len() {
        let mut node = start;
        while next[node] != NOBODY && round[node] == NOBODY {
            round[node] = start;
            node = next[node];
        }
        if next[node] != NOBODY && round[node] == start {
            return Some(node);
        }
    }
    None
}
