//! Levels packed into one number, so that the least number is the least of the first level, then of the second, ...
//!
//! A plan is best when no cycle of moves makes it cheaper, and such a cycle passes each juror once at most. So a level
//! weighs more than all below it as soon as its unit outweighs what they can add up to *in one cycle*, not in a whole
//! plan. That is what makes seven levels fit into 128 bits, and it lets a cycle's price be unpacked again, exactly.

use sha2::{Digest, Sha256};

use super::case::{Flaw, Level, Table};

/// A packed cost.
pub(super) type Cost = i128;
/// Not to be had at any price.
pub(super) const NEVER: Cost = Cost::MAX / 4;
/// The least important level breaks ties; its costs are less than this.
const CHANCE: Cost = 1 << 16;
/// Times that a pair of jurors can have met before it costs no more: nobody counts further.
const MOST_MEETINGS: u32 = 255;

/// The costs of a table, packed.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    /// How many of the case's levels are in it.
    pub depth: usize,
    /// By row and column.
    pub pairs: Vec<Cost>,
    /// By column: the price of the n-th application, never falling with n.
    slots: Vec<Vec<Cost>>,
    /// What a unit of each level weighs: first whether everybody's bounds are kept, then the levels, then chance.
    units: Vec<Cost>,
    /// What a cycle can add up to at most in each.
    bounds: Vec<Cost>,
    columns: usize,
    /// Which level evens loads.
    load: Option<usize>,
}

impl Prices {
    /// The first so many levels of a table, and chance where they are all of them.
    pub fn new(table: &Table, depth: usize) -> Result<Self, Flaw> {
        let is_whole = depth == table.levels.len();
        let levels: Vec<&Level> = table.levels.iter().take(depth).collect();
        let columns = table.jurors();
        let ranges: Vec<Vec<(Cost, Cost)>> = (0..table.height()).map(|row| range(table, &levels, row)).collect();
        let cycle = Cost::try_from(columns).unwrap_or(NEVER) + 1;
        let mut bounds = vec![cycle + 6];
        for (index, level) in levels.iter().enumerate() {
            let spread = spread(table, level, ranges.iter().map(|range| range[index]));
            let most = table.limit.iter().max().copied().map_or(0, Cost::from);
            let slot = if **level == Level::Load { 2 * most + 1 } else { 0 };
            bounds.push(cycle.saturating_mul(spread).saturating_add(2 * slot));
        }
        bounds.push(if is_whole { cycle * CHANCE } else { 0 });
        let units = weigh(&bounds)?;
        let load = levels.iter().position(|level| **level == Level::Load);
        let mut prices = Self { depth, pairs: Vec::new(), slots: Vec::new(), units, bounds, columns, load };
        prices.slots = (0..columns).map(|column| prices.slots_of(table, column)).collect();
        prices.pairs = vec![NEVER; table.height() * columns];
        let by_juror: Vec<u64> = table.column_keys.iter().map(|key| draw(table.seed, "juror", key)).collect();
        for (row, range) in ranges.iter().enumerate() {
            let by_row = draw(table.seed, "application", &table.row_keys[row]);
            for column in (0..columns).filter(|column| table.is_allowed(row, *column)) {
                let own = own(table, &levels, row, column);
                let own = own.zip(range).zip(prices.units.iter().skip(1));
                let mut price: Cost = own.map(|((cost, (lowest, _)), unit)| (cost - lowest) * unit).sum();
                if table.is_soft(row, column) {
                    price += prices.units[0];
                }
                if is_whole {
                    price += Cost::from(mix(by_row ^ by_juror[column]) >> 48);
                }
                prices.pairs[row * columns + column] = price;
            }
        }
        Ok(prices)
    }

    /// How many levels at the start do not depend on several pairs at once: so many are solved exactly.
    pub fn exact(table: &Table) -> usize {
        table.levels.iter().take_while(|level| !level.is_pairwise()).count()
    }

    fn slots_of(&self, table: &Table, column: usize) -> Vec<Cost> {
        let (min, max) = (table.min[column], table.max[column]);
        let price = |n: u32| {
            // A minimum is worth more than a conflict to lift, so that a remedy lifts one for it.
            let bounds = if n < min { -2 } else { Cost::from(n >= max) };
            bounds * self.units[0] + self.beyond(n as usize)
        };
        (0..table.limit[column].min(u32::try_from(table.height()).unwrap_or(u32::MAX))).map(price).collect()
    }

    /// The price of one application more for a juror who has so many.
    pub fn next(&self, column: usize, load: usize) -> Cost {
        self.slots[column].get(load).copied().unwrap_or(NEVER)
    }

    /// The price of the last application of a juror who has so many.
    pub fn last(&self, column: usize, load: usize) -> Cost {
        load.checked_sub(1).and_then(|last| self.slots[column].get(last)).copied().unwrap_or(-NEVER)
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The price of a pair.
    pub fn pair(&self, row: usize, column: usize) -> Cost {
        self.pairs[row * self.columns + column]
    }

    /// What one application more would cost a juror if her maximum did not hold.
    pub fn beyond(&self, load: usize) -> Cost {
        let unit = self.load.map_or(0, |index| self.units[index + 1]);
        (2 * Cost::try_from(load).unwrap_or(0) + 1) * unit
    }

    /// What so much of a level weighs.
    pub fn weight(&self, level: usize, amount: u32) -> Cost {
        self.units.get(level + 1).map_or(0, |unit| unit * Cost::from(amount.min(MOST_MEETINGS)))
    }

    /// What a cycle of moves costs in each level of the case; first, whether it breaks or mends bounds. Levels that are
    /// not packed cost nothing.
    pub fn unpack(&self, mut cost: Cost) -> (i64, Vec<i64>) {
        let mut parts = Vec::new();
        for bound in self.bounds.iter().rev() {
            let base = 2 * bound + 1;
            let part = (cost + bound).rem_euclid(base) - bound;
            cost = (cost - part) / base;
            parts.push(i64::try_from(part).unwrap_or(i64::MAX));
        }
        parts.reverse();
        let broken = parts.first().copied().unwrap_or_default();
        (broken, parts.into_iter().skip(1).take(self.depth).collect())
    }
}

/// Weights in which each part of a cycle can be told from the others, or how many bits that would take.
fn weigh(bounds: &[Cost]) -> Result<Vec<Cost>, Flaw> {
    let bits = bounds.iter().map(|bound| 128 - (2 * bound.min(&(NEVER / 2)) + 1).leading_zeros()).sum();
    if bits > 120 {
        return Err(Flaw::TooLarge(bits));
    }
    let mut units = vec![1; bounds.len()];
    for level in (0..bounds.len().saturating_sub(1)).rev() {
        units[level] = units[level + 1] * (2 * bounds[level + 1] + 1);
    }
    Ok(units)
}

/// What a pair costs by itself in each of these levels.
pub(super) fn own<'a>(
    table: &'a Table,
    levels: &'a [&Level],
    row: usize,
    column: usize,
) -> impl Iterator<Item = Cost> + 'a {
    let mut given = table.given(row, column).iter();
    levels.iter().map(move |level| match level {
        Level::Pair(_) => given.next().copied().map_or(0, Cost::from),
        Level::Change => Cost::from(!table.before[row].contains(&column)),
        Level::Load | Level::Project(_) | Level::Overlap => 0,
    })
}

/// The lowest and the highest cost of an application's pairs in each level.
fn range(table: &Table, levels: &[&Level], row: usize) -> Vec<(Cost, Cost)> {
    let mut range: Vec<(Cost, Cost)> = Vec::new();
    for column in (0..table.jurors()).filter(|column| table.is_allowed(row, *column)) {
        let own = own(table, levels, row, column);
        if range.is_empty() {
            range = own.map(|cost| (cost, cost)).collect();
        } else {
            range.iter_mut().zip(own).for_each(|(range, cost)| *range = (range.0.min(cost), range.1.max(cost)));
        }
    }
    range.resize(levels.len(), (0, 0));
    range
}

/// The most by which two pairs of one application can differ in a level.
fn spread(table: &Table, level: &Level, ranges: impl Iterator<Item = (Cost, Cost)>) -> Cost {
    match level {
        Level::Load => 0,
        Level::Project(_) => {
            table.projects.iter().map(Vec::len).max().map_or(0, |most| Cost::try_from(most).unwrap_or(NEVER))
        }
        Level::Overlap => table.seats.iter().max().copied().map_or(0, Cost::from) * Cost::from(MOST_MEETINGS),
        Level::Pair(_) | Level::Change => ranges.map(|(lowest, highest)| highest - lowest).max().unwrap_or(0),
    }
}

/// A number that only the seed and the key decide.
fn draw(seed: u64, kind: &str, key: &str) -> u64 {
    let hash = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(kind).chain_update(key).finalize();
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The finisher of splitmix64: every bit of the result depends on every bit given.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}
