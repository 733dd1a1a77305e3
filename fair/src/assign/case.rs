//! What is to be planned, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

/// Something that is asked for, in the order of importance in which a case lists it: the least of an earlier one
/// always counts for more than all of the later ones together. Lower is better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// A cost that comes with every pair: language, subject, preference. The word names it in explanations.
    Pair(String),
    /// Even loads: the n-th application of a juror costs `2 n - 1`, so that the sum of the squared loads is least.
    Load,
    /// Stability: a pair that was not in the plan before costs 1 (see [`Case::keep`]).
    Change,
    /// The jurors of the applications of one project.
    Project(Project),
    /// Two jurors who meet again: each application after the first that they judge together costs 1. It spreads the
    /// overlaps, on which calibration rests.
    Overlap,
}

impl Level {
    /// Whether it depends on several pairs at once. Such a level is lowered, but not to a proven minimum; neither are
    /// the levels after it.
    pub fn is_pairwise(&self) -> bool {
        match self {
            Self::Pair(_) | Self::Load | Self::Change => false,
            Self::Project(_) | Self::Overlap => true,
        }
    }

    /// Its name in explanations and reports.
    pub fn word(&self) -> &str {
        match self {
            Self::Pair(word) => word,
            Self::Load => "load",
            Self::Change => "change",
            Self::Project(Project::Same) => "same jurors in a project",
            Self::Project(Project::Different) => "different jurors in a project",
            Self::Overlap => "repeated juror pairs",
        }
    }
}

/// Who should judge the applications of one project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Project {
    /// The same jurors: consistent, and less to read.
    Same,
    /// Different ones: independent.
    Different,
}

/// An application that needs jurors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its id or name; the plan does not depend on the order in which applications are given, but on this.
    pub key: String,
    /// How many jurors it needs (Q3).
    pub seats: u32,
    /// What it is about, where [`Level::Project`] counts.
    pub project: Option<String>,
}

/// A juror.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Juror {
    /// Id or name; see [`Application::key`].
    pub key: String,
    /// Fewest applications.
    pub min: u32,
    /// Most applications (Q20).
    pub max: u32,
}

/// What stands between a juror and an application of a [`Case`]. A hard conflict has no word: such a pair is not put
/// into the case at all (INV-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Nothing: the pair is allowed.
    None,
    /// Something that staff may lift (Q19): never planned, but proposed when nothing else helps.
    Soft,
}

/// What is wrong with a case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Two applications, or two jurors, of one key.
    #[error("{0} is there twice")]
    Twice(String),
    /// A number that no application or juror has.
    #[error("pair {application}, {juror}: there are {applications} applications and {jurors} jurors")]
    Unknown {
        /// The number given.
        application: usize,
        /// The number given.
        juror: usize,
        /// How many there are.
        applications: usize,
        /// How many there are.
        jurors: usize,
    },
    /// A pair has more or fewer costs than the case has levels of that kind.
    #[error("{application} with {juror} has {found} costs, {needed} are needed")]
    Costs {
        /// Key.
        application: String,
        /// Key.
        juror: String,
        /// Costs given.
        found: usize,
        /// Levels that need one.
        needed: usize,
    },
    /// A pair is given twice.
    #[error("{0} with {1} is there twice")]
    PairTwice(String, String),
    /// A juror's bounds contradict each other.
    #[error("{juror} has to take {min} applications at least and {max} at most")]
    Bounds {
        /// Key.
        juror: String,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// A fixed pair that is not allowed: a conflict came up after the start. Take it out of the fixed ones first.
    #[error("{0} with {1} is fixed and not allowed")]
    FixedConflict(String, String),
    /// More jurors are fixed than the application has seats.
    #[error("{application} has {fixed} fixed jurors and {seats} seats")]
    FixedSeats {
        /// Key.
        application: String,
        /// Fixed pairs.
        fixed: usize,
        /// Seats.
        seats: u32,
    },
    /// More is fixed than the juror may take.
    #[error("{juror} has {fixed} fixed applications and takes {max} at most")]
    FixedLoad {
        /// Key.
        juror: String,
        /// Fixed pairs.
        fixed: u32,
        /// Most.
        max: u32,
    },
    /// The costs are so large that their sums would not be exact.
    #[error("the costs are too large, or there are too many levels: {0} bits are needed and 120 are there")]
    TooLarge(u32),
}

/// A pair that may be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub application: usize,
    pub juror: usize,
    pub conflict: Conflict,
}

/// What is to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    levels: Vec<Level>,
    seed: u64,
    applications: Vec<Application>,
    jurors: Vec<Juror>,
    pairs: Vec<Pair>,
    /// For each pair as many as there are levels that need one.
    costs: Vec<i64>,
    fixed: Vec<(usize, usize)>,
    before: Vec<(usize, usize)>,
    /// Jurors of whom no remedy may ask more.
    firm: Vec<usize>,
    flaws: Vec<Flaw>,
}

impl Case {
    /// An empty one. The seed breaks ties: store it with the plan.
    pub fn new(levels: Vec<Level>, seed: u64) -> Self {
        let (applications, jurors, pairs, costs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (fixed, before, firm, flaws) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { levels, seed, applications, jurors, pairs, costs, fixed, before, firm, flaws }
    }

    /// Adds an application and gives its number.
    pub fn application(&mut self, application: Application) -> usize {
        self.applications.push(application);
        self.applications.len() - 1
    }

    /// Adds a juror and gives her number.
    pub fn juror(&mut self, juror: Juror) -> usize {
        self.jurors.push(juror);
        self.jurors.len() - 1
    }

    /// Lets a juror judge an application, at a cost for each [`Level::Pair`] in their order. A pair that is never
    /// let is impossible, at any cost (INV-10).
    pub fn allow(&mut self, application: usize, juror: usize, conflict: Conflict, costs: &[i64]) {
        if !self.knows(application, juror) {
            return;
        }
        let needed = self.width();
        if costs.len() != needed {
            let (application, juror) = self.keys(application, juror);
            self.flaws.push(Flaw::Costs { application, juror, found: costs.len(), needed });
            return;
        }
        self.pairs.push(Pair { application, juror, conflict });
        self.costs.extend_from_slice(costs);
    }

    /// Takes a pair out again, for a conflict that came up late (INV-11). Whether it was there makes no difference.
    pub fn forbid(&mut self, application: usize, juror: usize) {
        self.retain(|pair| pair.application != application || pair.juror != juror);
    }

    /// Lets a juror judge nothing but what is fixed.
    pub fn retire(&mut self, juror: usize) {
        let Some(found) = self.jurors.get_mut(juror) else { return };
        let held = self.fixed.iter().filter(|(_, who)| *who == juror).map(|(application, _)| *application);
        let held: BTreeSet<usize> = held.collect();
        found.min = 0;
        found.max = u32::try_from(held.len()).unwrap_or(u32::MAX);
        self.retain(|pair| pair.juror != juror || held.contains(&pair.application));
    }

    /// A pair that stays whatever the plan is: its evaluation has started.
    pub fn fix(&mut self, application: usize, juror: usize) {
        if self.knows(application, juror) {
            self.fixed.push((application, juror));
        }
    }

    /// A juror who takes no more than her most, whatever anybody agrees to: no remedy raises it. The plan does not depend
    /// on it.
    pub fn hold_firm(&mut self, juror: usize) {
        self.firm.push(juror);
    }

    /// A pair of the plan before, for [`Level::Change`].
    pub fn keep(&mut self, application: usize, juror: usize) {
        if self.knows(application, juror) {
            self.before.push((application, juror));
        }
    }

    /// Forgets the plan before and takes this one for it.
    pub(super) fn follow(&mut self, pairs: &[(usize, usize)]) {
        self.before = pairs.to_vec();
    }

    pub(super) fn set_fixed(&mut self, pairs: &[(usize, usize)]) {
        self.fixed.clear();
        for (application, juror) in pairs {
            self.fix(*application, *juror);
        }
    }

    /// Puts stability above everything else.
    pub(super) fn put_change_first(&mut self) {
        self.levels.retain(|level| *level != Level::Change);
        self.levels.insert(0, Level::Change);
    }

    fn retain(&mut self, stays: impl Fn(&Pair) -> bool) {
        let width = self.width();
        let mut kept = 0;
        for row in 0..self.pairs.len() {
            if stays(&self.pairs[row]) {
                self.pairs[kept] = self.pairs[row];
                self.costs.copy_within(row * width..(row + 1) * width, kept * width);
                kept += 1;
            }
        }
        self.pairs.truncate(kept);
        self.costs.truncate(kept * width);
    }

    fn knows(&mut self, application: usize, juror: usize) -> bool {
        let (applications, jurors) = (self.applications.len(), self.jurors.len());
        let known = application < applications && juror < jurors;
        if !known {
            self.flaws.push(Flaw::Unknown { application, juror, applications, jurors });
        }
        known
    }

    fn keys(&self, application: usize, juror: usize) -> (String, String) {
        (self.applications[application].key.clone(), self.jurors[juror].key.clone())
    }

    fn width(&self) -> usize {
        self.levels.iter().filter(|level| matches!(level, Level::Pair(_))).count()
    }

    /// The levels, most important first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Whether a pair stays whatever the plan is.
    pub fn is_fixed(&self, application: usize, juror: usize) -> bool {
        self.fixed.contains(&(application, juror))
    }

    /// Whether a pair was in the plan before.
    pub fn was_before(&self, application: usize, juror: usize) -> bool {
        self.before.contains(&(application, juror))
    }

    /// What breaks ties.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The applications, by their numbers.
    pub fn applications(&self) -> &[Application] {
        &self.applications
    }

    /// The jurors, by their numbers.
    pub fn jurors(&self) -> &[Juror] {
        &self.jurors
    }
}

/// A case in which nothing is wrong, its rows and columns sorted by key so that the order of the input is forgotten.
/// Everything but the face of this module counts by these rows and columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub levels: Vec<Level>,
    pub seed: u64,
    /// Row of each application, and column of each juror, in the case.
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
    pub row_keys: Vec<String>,
    pub column_keys: Vec<String>,
    pub seats: Vec<u32>,
    /// The rows of each project that has several.
    pub projects: Vec<Vec<usize>>,
    pub min: Vec<u32>,
    /// Above this a juror takes nothing, or only at a price when a remedy is looked for.
    pub max: Vec<u32>,
    /// Above this a juror takes nothing.
    pub limit: Vec<u32>,
    /// Jurors whose most stays as it is when a remedy is looked for.
    pub is_firm: Vec<bool>,
    /// By row and column: where its costs are.
    cells: Vec<Option<(usize, Conflict)>>,
    width: usize,
    costs: Vec<i64>,
    pub fixed: Vec<Vec<usize>>,
    pub before: Vec<Vec<usize>>,
    pub are_soft_open: bool,
}

impl Table {
    /// Everything that is wrong with the case, or its table.
    pub fn new(case: &Case) -> Result<Self, Vec<Flaw>> {
        let mut flaws = case.flaws.clone();
        let (rows, row_of) = sort(&mut flaws, case.applications.iter().map(|application| &application.key));
        let (columns, column_of) = sort(&mut flaws, case.jurors.iter().map(|juror| &juror.key));
        let application = |row: &usize| &case.applications[*row];
        let juror = |column: &usize| &case.jurors[*column];
        let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (row, number) in rows.iter().enumerate() {
            if let Some(project) = &application(number).project {
                named.entry(project).or_default().push(row);
            }
        }
        for Juror { key, min, max } in columns.iter().map(juror).filter(|juror| juror.min > juror.max) {
            flaws.push(Flaw::Bounds { juror: key.clone(), min: *min, max: *max });
        }
        let max: Vec<u32> = columns.iter().map(|column| juror(column).max).collect();
        let mut table = Self {
            levels: case.levels.clone(),
            seed: case.seed,
            row_keys: rows.iter().map(|row| application(row).key.clone()).collect(),
            column_keys: columns.iter().map(|column| juror(column).key.clone()).collect(),
            seats: rows.iter().map(|row| application(row).seats).collect(),
            projects: named.into_values().filter(|rows| rows.len() > 1).collect(),
            min: columns.iter().map(|column| juror(column).min).collect(),
            limit: max.clone(),
            is_firm: columns.iter().map(|column| case.firm.contains(column)).collect(),
            max,
            cells: vec![None; rows.len() * columns.len()],
            width: case.width(),
            costs: case.costs.clone(),
            fixed: vec![Vec::new(); rows.len()],
            before: vec![Vec::new(); rows.len()],
            are_soft_open: false,
            rows,
            columns,
        };
        for (at, pair) in case.pairs.iter().enumerate() {
            let cell = row_of[pair.application] * table.columns.len() + column_of[pair.juror];
            if table.cells[cell].replace((at, pair.conflict)).is_some() {
                let (application, juror) = case.keys(pair.application, pair.juror);
                flaws.push(Flaw::PairTwice(application, juror));
            }
        }
        let mut load = vec![0u32; table.columns.len()];
        for (application, juror) in &case.fixed {
            let (row, column) = (row_of[*application], column_of[*juror]);
            if !table.is_allowed(row, column) {
                let (application, juror) = case.keys(*application, *juror);
                flaws.push(Flaw::FixedConflict(application, juror));
            }
            table.fixed[row].push(column);
        }
        for (row, fixed) in table.fixed.iter_mut().enumerate() {
            fixed.sort_unstable();
            fixed.dedup();
            for column in fixed.iter() {
                load[*column] += 1;
            }
            let seats = table.seats[row];
            if fixed.len() > seats as usize {
                let application = table.row_keys[row].clone();
                flaws.push(Flaw::FixedSeats { application, fixed: fixed.len(), seats });
            }
        }
        for (column, fixed) in load.into_iter().enumerate().filter(|(column, load)| *load > table.max[*column]) {
            let (juror, max) = (table.column_keys[column].clone(), table.max[column]);
            flaws.push(Flaw::FixedLoad { juror, fixed, max });
        }
        for (application, juror) in &case.before {
            table.before[row_of[*application]].push(column_of[*juror]);
        }
        for before in &mut table.before {
            before.sort_unstable();
            before.dedup();
        }
        if flaws.is_empty() { Ok(table) } else { Err(flaws) }
    }

    pub fn height(&self) -> usize {
        self.rows.len()
    }

    pub fn jurors(&self) -> usize {
        self.columns.len()
    }

    /// Whether the pair may be planned.
    pub fn is_allowed(&self, row: usize, column: usize) -> bool {
        match self.cells[row * self.columns.len() + column] {
            Some((_, Conflict::None)) => true,
            Some((_, Conflict::Soft)) => self.are_soft_open,
            None => false,
        }
    }

    /// Whether something that staff may lift stands between them.
    pub fn is_soft(&self, row: usize, column: usize) -> bool {
        matches!(self.cells[row * self.columns.len() + column], Some((_, Conflict::Soft)))
    }

    /// What comes with the pair; nothing for a juror who does not exist yet.
    pub fn given(&self, row: usize, column: usize) -> &[i64] {
        let cell = self.cells[row * self.columns.len() + column];
        cell.and_then(|(at, _)| self.costs.get(at * self.width..(at + 1) * self.width)).unwrap_or_default()
    }

    /// Opens more than the case does: for remedies.
    pub fn open(&mut self, row: usize, column: usize) {
        let cell = row * self.columns.len() + column;
        if self.cells[cell].is_none() {
            self.cells[cell] = Some((usize::MAX / self.width.max(1) - 1, Conflict::None));
        }
    }

    /// Adds a juror who may judge everything and costs nothing but being there.
    pub fn add(&mut self, key: String) {
        let (old, limit) = (self.columns.len(), u32::try_from(self.height()).unwrap_or(u32::MAX));
        let cells = std::mem::take(&mut self.cells);
        let rows = cells.chunks(old.max(1)).flat_map(|row| row.iter().copied().chain([None]));
        self.cells = if old == 0 { vec![None; self.height()] } else { rows.collect() };
        self.columns.push(usize::MAX);
        self.column_keys.push(key);
        self.min.push(0);
        self.max.push(0);
        self.is_firm.push(false);
        self.limit.push(limit);
        (0..self.height()).for_each(|row| self.open(row, old));
    }

    /// A hash of all that the plan depends on, whatever the order in which it was given: a stored plan is stale when
    /// it no longer fits.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        let mut text = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        };
        text("nql assignment 1");
        self.levels.iter().for_each(|level| text(&format!("{level:?}")));
        self.row_keys.iter().chain(&self.column_keys).for_each(|key| text(key));
        let numbers = [self.levels.len() as u64, self.height() as u64, self.jurors() as u64, self.seed];
        for number in numbers {
            hash.update(number.to_be_bytes());
        }
        [&self.seats, &self.min, &self.max].into_iter().flatten().for_each(|bound| hash.update(bound.to_be_bytes()));
        let mut line = Vec::new();
        for row in 0..self.height() {
            line.clear();
            for column in 0..self.jurors() {
                line.push(match self.cells[row * self.jurors() + column] {
                    None => 0,
                    Some((_, Conflict::None)) => 1,
                    Some((_, Conflict::Soft)) => 2,
                });
                self.given(row, column).iter().for_each(|cost| put(&mut line, *cost));
            }
            let mut list = |columns: &[usize]| {
                line.extend((columns.len() as u64).to_be_bytes());
                line.extend(columns.iter().flat_map(|column| (*column as u64).to_be_bytes()));
            };
            list(&self.fixed[row]);
            list(&self.before[row]);
            hash.update(&line);
        }
        for project in &self.projects {
            hash.update((project.len() as u64).to_be_bytes());
            for row in project {
                hash.update((*row as u64).to_be_bytes());
            }
        }
        hash.finalize().into()
    }
}

/// Seven bits a byte, the lowest first, so that small costs are quick to hash.
fn put(line: &mut Vec<u8>, cost: i64) {
    let mut rest = cost.unsigned_abs();
    line.push(u8::from(cost < 0));
    while rest > 0x7f {
        line.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    line.push(rest.to_le_bytes()[0]);
}

/// The order by key, and the place of each in it.
fn sort<'a>(flaws: &mut Vec<Flaw>, keys: impl Iterator<Item = &'a String>) -> (Vec<usize>, Vec<usize>) {
    let keys: Vec<&String> = keys.collect();
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|number| keys[*number]);
    flaws.extend(
        order.windows(2).filter(|two| keys[two[0]] == keys[two[1]]).map(|two| Flaw::Twice(keys[two[0]].clone())),
    );
    let places = places(&order);
    (order, places)
}

/// Where each number stands in an order of all of them.
pub(super) fn places(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, number) in order.iter().enumerate() {
        places[*number] = place;
    }
    places
}
