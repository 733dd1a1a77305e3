//! The plan, what it comes to in each level, and its hash.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::case::{Level, Project, Table};

/// Who judges what. The pairs that were fixed are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Numbers of application and juror in the case, sorted by their keys.
    pub pairs: Vec<(usize, usize)>,
    /// What it comes to in each level of the case. Nothing is lower in the first level; among what is as low there,
    /// nothing is lower in the second; and so on for [`Plan::proven`] levels.
    pub objective: Vec<i128>,
    /// How many levels, from the first, are proven to be lowest.
    pub proven: usize,
    /// How often the wish for the jurors of one project was met, if the case has it.
    pub met: Option<Met>,
    /// What broke ties.
    pub seed: u64,
    /// SHA-256 of the case, whatever its order: the plan is stale when the case of today has another one.
    pub input: [u8; 32],
    /// SHA-256 of case and pairs, by which a plan is committed.
    pub hash: [u8; 32],
    /// The certificate: what one application more costs at each juror, by number; see [`super::check`].
    pub worth: Vec<i128>,
}

impl Plan {
    /// Pairs that another plan of the same case does not have.
    pub fn new_since(&self, earlier: &Self) -> Vec<(usize, usize)> {
        let known: BTreeSet<_> = earlier.pairs.iter().collect();
        self.pairs.iter().copied().filter(|pair| !known.contains(pair)).collect()
    }
}

/// Projects with several applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// Those for which the wish was met in full.
    pub projects: usize,
    /// All of them.
    pub of: usize,
}

/// An application handed on, by numbers of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which application.
    pub application: usize,
    /// Who no longer judges it.
    pub from: usize,
    /// Who does instead.
    pub to: usize,
}

/// What the jurors of each row come to in each level.
pub(super) fn objective(table: &Table, seated: &[Vec<usize>]) -> Vec<i128> {
    let mut given = 0;
    let sum = |level: &Level| match level {
        Level::Pair(_) => {
            given += 1;
            let costs = pairs(seated).filter_map(|(row, column)| table.given(row, column).get(given - 1));
            costs.copied().map(i128::from).sum()
        }
        Level::Load => loads(table, seated).into_iter().map(|load| i128::from(load) * i128::from(load)).sum(),
        Level::Change => {
            let new = pairs(seated).filter(|(row, column)| !table.before[*row].contains(column));
            new.map(|_| 1).sum()
        }
        Level::Project(wish) => table.projects.iter().map(|rows| unmet(table, seated, rows, *wish)).sum(),
        Level::Overlap => meetings(seated).into_values().map(|times| i128::from(times) - 1).sum(),
    };
    table.levels.iter().map(sum).collect()
}

/// Row and column of every pair.
pub(super) fn pairs(seated: &[Vec<usize>]) -> impl Iterator<Item = (usize, usize)> + '_ {
    seated.iter().enumerate().flat_map(|(row, columns)| columns.iter().map(move |column| (row, *column)))
}

/// How many applications each column has.
pub(super) fn loads(table: &Table, seated: &[Vec<usize>]) -> Vec<u32> {
    let mut loads = vec![0; table.jurors()];
    pairs(seated).for_each(|(_, column)| loads[column] += 1);
    loads
}

/// How many applications two jurors have together; only those who have any.
pub(super) fn meetings(seated: &[Vec<usize>]) -> BTreeMap<(usize, usize), u32> {
    let mut meetings = BTreeMap::new();
    for columns in seated {
        for one in columns {
            for other in columns.iter().filter(|other| *other > one) {
                *meetings.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    meetings
}

/// By how many seats the applications of a project miss the wish, each two of them compared.
fn unmet(table: &Table, seated: &[Vec<usize>], rows: &[usize], wish: Project) -> i128 {
    let mut unmet = 0;
    for (index, one) in rows.iter().enumerate() {
        for other in rows.iter().skip(index + 1) {
            let shared =
                seated[*one].iter().filter(|column| seated[*other].contains(column)).map(|_| 1i128).sum::<i128>();
            unmet += match wish {
                Project::Different => shared,
                Project::Same => i128::from(table.seats[*one].min(table.seats[*other])) - shared,
            };
        }
    }
    unmet
}

pub(super) fn met(table: &Table, seated: &[Vec<usize>]) -> Option<Met> {
    let wish = table.levels.iter().find_map(|level| match level {
        Level::Project(wish) => Some(*wish),
        Level::Pair(_) | Level::Load | Level::Change | Level::Overlap => None,
    })?;
    let projects = table.projects.iter().filter(|rows| unmet(table, seated, rows, wish) == 0).count();
    Some(Met { projects, of: table.projects.len() })
}

/// The hash of pairs of keys, and of the case that they solve.
pub(super) fn hash(table: &Table, input: &[u8; 32], seated: &[Vec<usize>]) -> [u8; 32] {
    let mut hash = Sha256::new().chain_update(input);
    for (row, columns) in seated.iter().enumerate() {
        let mut columns = columns.clone();
        columns.sort_unstable();
        for column in columns {
            for key in [&table.row_keys[row], &table.column_keys[column]] {
                hash.update((key.len() as u64).to_be_bytes());
                hash.update(key);
            }
        }
    }
    hash.finalize().into()
}
