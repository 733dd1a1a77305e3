//! Wishes about several pairs at once, put into the prices of single pairs as the plan grows.
//!
//! No network has them: they make the problem hard in the strict sense. So they are priced against what is already
//! planned, and, from the second round on, against the round before for what is not planned yet.

use super::{
    board::Board,
    case::{Level, Project, Table},
};

/// The round before, and what this one has planned.
pub(super) struct Wishes<'a> {
    table: &'a Table,
    before: &'a [Vec<usize>],
    /// By column: its rows in the round before.
    held: Vec<Vec<usize>>,
    is_begun: Vec<bool>,
}

impl<'a> Wishes<'a> {
    pub fn new(table: &'a Table, before: &'a [Vec<usize>]) -> Self {
        let mut held = vec![Vec::new(); table.jurors()];
        super::plan::pairs(before).for_each(|(row, column)| held[column].push(row));
        Self { table, before, held, is_begun: vec![false; table.height()] }
    }

    /// The jurors of an application, of this round or of the one before.
    fn jurors<'b>(&'b self, board: &'b Board, row: usize) -> &'b [usize] {
        if self.is_begun[row] { &board.seated[row] } else { &self.before[row] }
    }

    /// Prices an application that is about to get its first seat.
    pub fn begin(&mut self, board: &mut Board, row: usize) {
        for (index, level) in self.table.levels.iter().enumerate() {
            let Level::Project(wish) = level else { continue };
            let Some(project) = self.table.projects.iter().find(|rows| rows.contains(&row)) else { continue };
            for other in project.iter().filter(|other| **other != row) {
                let theirs = self.jurors(board, *other).to_vec();
                let is_dear = |column: usize| match wish {
                    Project::Different => theirs.contains(&column),
                    Project::Same => !theirs.is_empty() && !theirs.contains(&column),
                };
                let by = board.prices.weight(index, 1);
                (0..board.jurors).filter(|column| is_dear(*column)).for_each(|column| board.raise(row, column, by));
            }
        }
        self.is_begun[row] = true;
        for index in 0..board.seated[row].len() {
            self.meet(board, row, board.seated[row][index]);
        }
    }

    /// Prices the other seats of an application by how often their jurors have met this one.
    pub fn meet(&self, board: &mut Board, row: usize, column: usize) {
        let Some(level) = self.table.levels.iter().position(|level| *level == Level::Overlap) else { return };
        let mut times = vec![0u32; board.jurors];
        let now = (0..self.table.height()).filter(|other| self.is_begun[*other] && board.has(*other, column));
        let then = self.held[column].iter().copied().filter(|other| !self.is_begun[*other]);
        for other in now.chain(then).filter(|other| *other != row) {
            self.jurors(board, other).iter().for_each(|juror| times[*juror] += 1);
        }
        for (other, times) in times.into_iter().enumerate().filter(|(other, _)| *other != column) {
            board.raise(row, other, board.prices.weight(level, times));
        }
    }
}
