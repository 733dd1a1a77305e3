//! A second opinion: whether a plan keeps every rule and cannot be beaten, without the solver.
//!
//! It rests on duality. Give each juror a worth, so that nobody with room is worth less than her last application
//! cost her or more than her next one would. If then every application has the jurors that are cheapest for it, worth
//! included, no plan at all is cheaper. That is one pass over the pairs: less than the O(A J²) of trying every move,
//! and it covers all chains of moves as well.

use super::{
    case::{Case, Flaw, Table, places},
    plan::{self, Plan},
    price::{NEVER, Prices},
};

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The case itself makes no sense.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Flawed(Vec<Flaw>),
    /// It was made for another case, or for this one before it changed.
    #[error("the plan is for another case, or the case has changed")]
    Stale,
    /// Its pairs are not those it was hashed with.
    #[error("the pairs and the hash do not belong together")]
    Hash,
    /// A pair that is not allowed, or is there twice.
    #[error("{0} with {1} is not allowed, or is there twice")]
    Pair(String, String),
    /// A fixed pair is missing.
    #[error("{0} with {1} is fixed and is missing")]
    Fixed(String, String),
    /// An application has too few or too many jurors.
    #[error("{0} has {1} jurors, {2} are needed")]
    Seats(String, usize, u32),
    /// A juror has too much or too little.
    #[error("{0} has {1} applications, and takes {2} to {3}")]
    Load(String, u32, u32, u32),
    /// The sums are not right.
    #[error("the objective is not what the pairs come to")]
    Objective,
    /// There are not as many worths as jurors.
    #[error("the certificate does not have a worth for each juror")]
    Certificate,
    /// Another juror would be cheaper.
    #[error("{application} is cheaper with {to} than with {from}")]
    Beaten {
        /// Key.
        application: String,
        /// Key.
        from: String,
        /// Key.
        to: String,
    },
    /// It would be cheaper to give a juror more, or less.
    #[error("{0} has too much or too little for what she is worth")]
    Worth(String),
}

/// Proves a plan for a case, or says why not.
pub fn check(case: &Case, plan: &Plan) -> Result<(), Doubt> {
    let table = Table::new(case).map_err(Doubt::Flawed)?;
    let seated = seated(&table, plan)?;
    if table.fingerprint() != plan.input {
        return Err(Doubt::Stale);
    }
    if plan::hash(&table, &plan.input, &seated) != plan.hash {
        return Err(Doubt::Hash);
    }
    keeps_rules(&table, &seated)?;
    if plan::objective(&table, &seated) != plan.objective {
        return Err(Doubt::Objective);
    }
    if plan.worth.len() != table.jurors() {
        return Err(Doubt::Certificate);
    }
    let worth: Vec<i128> = table.columns.iter().map(|number| plan.worth[*number]).collect();
    let prices = Prices::new(&table, Prices::exact(&table)).map_err(|flaw| Doubt::Flawed(vec![flaw]))?;
    cannot_be_beaten(&table, &prices, &seated, &worth)
}

/// The columns of each row, out of numbers that may come from anywhere.
pub(super) fn seated(table: &Table, plan: &Plan) -> Result<Vec<Vec<usize>>, Doubt> {
    let (rows, columns) = (places(&table.rows), places(&table.columns));
    let mut seated = vec![Vec::new(); table.height()];
    for (application, juror) in &plan.pairs {
        let (Some(row), Some(column)) = (rows.get(*application), columns.get(*juror)) else {
            return Err(Doubt::Stale);
        };
        seated[*row].push(*column);
    }
    for columns in &mut seated {
        columns.sort_unstable();
    }
    Ok(seated)
}

fn keeps_rules(table: &Table, seated: &[Vec<usize>]) -> Result<(), Doubt> {
    let keys = |row: usize, column: usize| (table.row_keys[row].clone(), table.column_keys[column].clone());
    for (row, columns) in seated.iter().enumerate() {
        let twice = columns.windows(2).find(|two| two[0] == two[1]).map(|two| two[0]);
        let banned = columns.iter().copied().find(|column| !table.is_allowed(row, *column));
        if let Some(column) = twice.or(banned) {
            let (application, juror) = keys(row, column);
            return Err(Doubt::Pair(application, juror));
        }
        if let Some(column) = table.fixed[row].iter().find(|column| !columns.contains(column)) {
            let (application, juror) = keys(row, *column);
            return Err(Doubt::Fixed(application, juror));
        }
        if columns.len() != table.seats[row] as usize {
            return Err(Doubt::Seats(table.row_keys[row].clone(), columns.len(), table.seats[row]));
        }
    }
    for (column, load) in plan::loads(table, seated).into_iter().enumerate() {
        let (min, max) = (table.min[column], table.max[column]);
        if load < min || load > max {
            return Err(Doubt::Load(table.column_keys[column].clone(), load, min, max));
        }
    }
    Ok(())
}

fn cannot_be_beaten(table: &Table, prices: &Prices, seated: &[Vec<usize>], worth: &[i128]) -> Result<(), Doubt> {
    let mut movable = vec![false; table.jurors()];
    for (row, columns) in seated.iter().enumerate() {
        let with_worth = |column: usize| prices.pair(row, column) + worth[column];
        let moves = columns.iter().copied().filter(|column| !table.fixed[row].contains(column));
        moves.clone().for_each(|column| movable[column] = true);
        let Some(dearest) = moves.max_by_key(|column| with_worth(*column)) else { continue };
        let others = (0..table.jurors()).filter(|column| !columns.contains(column));
        let cheapest = others.filter(|column| prices.pair(row, *column) < NEVER).min_by_key(|c| with_worth(*c));
        if let Some(cheapest) = cheapest.filter(|cheapest| with_worth(*cheapest) < with_worth(dearest)) {
            let key = |column: usize| table.column_keys[column].clone();
            let application = table.row_keys[row].clone();
            return Err(Doubt::Beaten { application, from: key(dearest), to: key(cheapest) });
        }
    }
    for (column, load) in plan::loads(table, seated).into_iter().enumerate() {
        let load = load as usize;
        let is_less_better = movable[column] && worth[column] < prices.last(column, load);
        if is_less_better || worth[column] > prices.next(column, load) {
            return Err(Doubt::Worth(table.column_keys[column].clone()));
        }
    }
    Ok(())
}
