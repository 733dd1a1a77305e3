//! Where no plan exists: what stands in the way, and what would help most cheaply.

use std::{fmt, ops::ControlFlow};

use super::{
    board::{Backward, Board},
    case::Table,
    plan,
    price::Prices,
    solve::{Start, fill},
};

/// Why a case has no plan. Applications and jurors are named by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// What stands in the way, each of it by itself.
    pub cuts: Vec<Cut>,
    /// What would help, each of it by itself, the one with the fewest steps first.
    pub remedies: Vec<Remedy>,
}

/// Something that cannot be, whatever the plan is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// These applications need more seats than the only jurors who may still judge them have left.
    Seats {
        /// Keys.
        applications: Vec<String>,
        /// Seats that other jurors can't give them.
        needed: u32,
        /// Keys; none where too few jurors may judge an application at all.
        jurors: Vec<String>,
        /// What these can take beside what is fixed.
        free: u32,
    },
    /// These jurors have to take more than the applications that they may judge can give them.
    Minimum {
        /// Keys.
        jurors: Vec<String>,
        /// Sum of the minima.
        needed: u32,
        /// What there is for them.
        available: u32,
    },
}

/// What makes a plan possible, all steps together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What to do.
    pub steps: Vec<Help>,
    /// What the best plan then comes to in each level; wishes about several pairs are counted, not sought.
    pub objective: Vec<i128>,
}

/// A step of a remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Help {
    /// Let a juror take so many more.
    RaiseMax {
        /// Key.
        juror: String,
        /// How many.
        by: u32,
    },
    /// Let a juror take so many less than she has to.
    LowerMin {
        /// Key.
        juror: String,
        /// How many.
        by: u32,
    },
    /// Lift a soft conflict (Q19).
    Lift {
        /// Key.
        application: String,
        /// Key.
        juror: String,
    },
    /// Find another juror for these.
    Add {
        /// Keys.
        applications: Vec<String>,
    },
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cuts: Vec<String> = self.cuts.iter().map(ToString::to_string).collect();
        write!(f, "there is no plan: {}", cuts.join("; "))?;
        for remedy in &self.remedies {
            let steps: Vec<String> = remedy.steps.iter().map(ToString::to_string).collect();
            write!(f, "\n  would help: {}", steps.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seats { applications, needed, jurors, free } if jurors.is_empty() => {
                write!(f, "{} more jurors must be allowed for {}", needed - free, applications.join(", "))
            }
            Self::Seats { applications, needed, jurors, free } => {
                let (applications, jurors) = (applications.join(", "), jurors.join(", "));
                write!(f, "{applications} need {needed} seats that only {jurors} can give, who have {free} free")
            }
            Self::Minimum { jurors, needed, available } => {
                let jurors = jurors.join(", ");
                write!(f, "{jurors} have to take {needed} applications, and there are {available} for them")
            }
        }
    }
}

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RaiseMax { juror, by } => write!(f, "let {juror} take {by} more"),
            Self::LowerMin { juror, by } => write!(f, "let {juror} take {by} less than the minimum"),
            Self::Lift { application, juror } => write!(f, "lift the conflict of {juror} with {application}"),
            Self::Add { applications } => write!(f, "find another juror for {}", applications.join(", ")),
        }
    }
}

/// What stands in the way of the seats and minima that a board could not fill, and what would help.
pub(super) fn shortage(table: &Table, board: &Board) -> Shortage {
    let mut cuts = seat_cuts(table, board);
    cuts.extend(minimum_cuts(table, board));
    let mut remedies: Vec<Remedy> = Vec::new();
    for remedy in candidates(table).iter().filter_map(remedy) {
        if remedies.iter().all(|known| known.steps != remedy.steps) {
            remedies.push(remedy);
        }
    }
    remedies.sort_by_key(|remedy| remedy.steps.len());
    Shortage { cuts, remedies }
}

fn is_short(table: &Table, board: &Board, row: usize) -> bool {
    board.seated[row].len() < table.seats[row] as usize
}

fn seat_cuts(table: &Table, board: &Board) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut is_told = vec![false; table.height()];
    for row in (0..table.height()).filter(|row| is_short(table, board, *row)) {
        if is_told[row] {
            continue;
        }
        let may = |row: usize| (0..table.jurors()).filter(move |column| table.is_allowed(row, *column));
        let starts: Vec<usize> = may(row).filter(|column| !board.has(row, *column)).collect();
        let inside = board.within_reach(&starts, Backward::No);
        let is_bound = |other: usize| {
            other == row || board.seated[other].iter().any(|column| inside[*column] && !board.is_fixed(other, *column))
        };
        let mut needed = 0;
        let mut applications = Vec::new();
        for other in (0..table.height()).filter(|other| is_bound(*other)) {
            is_told[other] = true;
            applications.push(table.row_keys[other].clone());
            let elsewhere = may(other).filter(|column| !inside[*column]).count();
            let fixed = table.fixed[other].iter().filter(|column| inside[**column]).count();
            needed += table.seats[other] as usize - elsewhere - fixed;
        }
        let fixed = |column: usize| table.fixed.iter().filter(|fixed| fixed.contains(&column)).count();
        let jurors = (0..table.jurors()).filter(|column| inside[*column]);
        let free = jurors.clone().map(|column| table.max[column] as usize - fixed(column)).sum();
        let jurors = jurors.map(|column| table.column_keys[column].clone()).collect();
        cuts.push(Cut::Seats { applications, needed: count(needed), jurors, free: count(free) });
    }
    cuts
}

fn minimum_cuts(table: &Table, board: &Board) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut is_told = vec![false; table.jurors()];
    for column in 0..table.jurors() {
        if board.load[column] >= table.min[column] as usize || is_told[column] {
            continue;
        }
        let inside = board.within_reach(&[column], Backward::Yes);
        let jurors = (0..table.jurors()).filter(|column| inside[*column]);
        jurors.clone().for_each(|column| is_told[column] = true);
        let needed = jurors.clone().map(|column| table.min[column]).sum();
        let available = jurors.clone().map(|column| board.load[column]).sum();
        let jurors = jurors.map(|column| table.column_keys[column].clone()).collect();
        cuts.push(Cut::Minimum { jurors, needed, available: count(available) });
    }
    cuts
}

/// The table with one kind of rule loosened: bounds, conflicts, who there is; or only the minima, which always are.
fn candidates(table: &Table) -> Vec<Table> {
    let mut plain = table.clone();
    plain.levels.retain(|level| !level.is_pairwise());
    let (mut raised, mut lifted, mut grown) = (plain.clone(), plain.clone(), plain.clone());
    let most = count(table.height());
    let limits = raised.limit.iter_mut().zip(&table.is_firm);
    limits.filter(|(_, is_firm)| !**is_firm).for_each(|(limit, _)| *limit = most.max(*limit));
    lifted.are_soft_open = true;
    let most = table.seats.iter().max().copied().unwrap_or(0);
    (0..most).for_each(|number| grown.add(format!("\u{10ffff}{number:09}")));
    vec![plain, raised, lifted, grown]
}

/// The best plan of a loosened table, and in what it differs from what is allowed. `None` if that is not enough.
fn remedy(table: &Table) -> Option<Remedy> {
    let prices = Prices::new(table, table.levels.len()).ok()?;
    let before = vec![Vec::new(); table.height()];
    let board = fill(table, prices, &before, Start::Empty, &mut || ControlFlow::Continue(()))?;
    if (0..table.height()).any(|row| is_short(table, &board, row)) {
        return None;
    }
    let mut steps = Vec::new();
    for (column, load) in board.load.iter().enumerate() {
        let (juror, load) = (table.column_keys[column].clone(), count(*load));
        let (min, max) = (table.min[column], table.max[column]);
        if table.columns[column] == usize::MAX {
            continue;
        }
        if load > max {
            steps.push(Help::RaiseMax { juror, by: load - max });
        } else if load < min {
            steps.push(Help::LowerMin { juror, by: min - load });
        }
    }
    for (row, column) in plan::pairs(&board.seated).filter(|(row, column)| table.is_soft(*row, *column)) {
        let (application, juror) = (table.row_keys[row].clone(), table.column_keys[column].clone());
        steps.push(Help::Lift { application, juror });
    }
    steps.extend(additions(table, &board.seated).into_iter().map(|applications| Help::Add { applications }));
    Some(Remedy { steps, objective: plan::objective(table, &board.seated) })
}

/// As few new jurors as can be: one for each seat that an application lacks.
fn additions(table: &Table, seated: &[Vec<usize>]) -> Vec<Vec<String>> {
    let mut jurors: Vec<Vec<String>> = Vec::new();
    for (row, columns) in seated.iter().enumerate() {
        let missing = columns.iter().filter(|column| table.columns[**column] == usize::MAX).count();
        if jurors.len() < missing {
            jurors.resize(missing, Vec::new());
        }
        jurors.iter_mut().take(missing).for_each(|applications| applications.push(table.row_keys[row].clone()));
    }
    jurors
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
