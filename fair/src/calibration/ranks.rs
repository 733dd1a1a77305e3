//! How firm the ranks are: drawn from the joint distribution of the true values, since the rank of one application
//! hangs on all others and on the jurors that they share, for which there is no formula.

use super::{Fixed, Look, Question, fit::Fit};
use crate::stop::{GoOn, Stopped};

/// Where one application stands.
pub(super) struct Standing {
    pub(super) expected_rank: Fixed,
    pub(super) rank_interval: (u32, u32),
    pub(super) wins_prize: Fixed,
}

/// Ranks in as many possible worlds as the look asks for. They come in pairs, mirrored at the estimate, which takes
/// most of the chance out of the expected rank.
pub(super) fn simulate(fit: &Fit, question: &Question, go_on: GoOn<'_>) -> Result<Vec<Standing>, Stopped> {
    let Look { seed, draws, interval_percent } = question.look;
    let count = fit.applications.len();
    if fit.variances.applications <= 0.0 {
        return Ok(tied(fit, question));
    }
    let pairs = usize::from(draws).div_ceil(2).max(1);
    let mut chance = Chance::new(seed);
    let mut ranks: Vec<Vec<u32>> = vec![Vec::with_capacity(2 * pairs); count];
    let mut wins = vec![0_u32; count];
    let mut order: Vec<u64> = Vec::with_capacity(count);
    for _ in 0..pairs {
        go_on()?;
        let moves = fit.posterior.draw(|| chance.normal());
        for side in [1.0, -1.0] {
            let value = |number: usize| {
                let estimate = fit.applications.get(number).map_or(0.0, |estimate| estimate.value);
                estimate + side * moves.get(number).copied().unwrap_or(0.0)
            };
            order.clear();
            order.extend((0..count).map(|number| key(value(number), number)));
            order.sort_unstable();
            for ((key, place), rank) in order.iter().zip(0..).zip(1_u32..) {
                let number = number(*key);
                if let Some(ranks) = ranks.get_mut(number) {
                    ranks.push(rank);
                }
                if place < question.prizes
                    && value(number) >= f64::from(question.threshold)
                    && let Some(wins) = wins.get_mut(number)
                {
                    *wins += 1;
                }
            }
        }
    }
    let outside = (2 * pairs * usize::from(100 - interval_percent.min(100)) / 200).min(pairs - 1);
    let share = |sum: u64| Fixed::ratio(sum, 2 * pairs);
    let standing = |(mut ranks, wins): (Vec<u32>, u32)| {
        let mut at = |place: usize| *ranks.select_nth_unstable(place).1;
        let rank_interval = (at(outside), at((2 * pairs - 1).saturating_sub(outside)));
        Standing {
            expected_rank: share(ranks.iter().map(|rank| u64::from(*rank)).sum()),
            rank_interval,
            wins_prize: share(u64::from(wins)),
        }
    };
    Ok(ranks.into_iter().zip(wins).map(standing).collect())
}

/// How many bits of a key tell whose it is: enough for a million.
const NUMBER_BITS: u32 = 20;

/// A number that sorts like the value, the highest first, and ends with whose value it is: whole numbers sort several
/// times faster than pairs. The value keeps nine digits.
fn key(value: f64, number: usize) -> u64 {
    let bits = value.to_bits();
    let rising = if value.is_sign_negative() { !bits } else { bits | (1 << 63) };
    (!rising >> NUMBER_BITS << NUMBER_BITS) | u64::try_from(number).unwrap_or(u64::MAX).min((1 << NUMBER_BITS) - 1)
}

/// Whose value a key is.
fn number(key: u64) -> usize {
    usize::try_from(key & ((1 << NUMBER_BITS) - 1)).unwrap_or(usize::MAX)
}

/// Where everybody stands when nothing tells one application from another: anywhere, all alike.
fn tied(fit: &Fit, question: &Question) -> Vec<Standing> {
    let count = fit.applications.len();
    let last = u32::try_from(count).unwrap_or(u32::MAX);
    let standing = |reaches: f64| Standing {
        expected_rank: Fixed::ratio(u64::from(last) + 1, 2),
        rank_interval: (1, last),
        wins_prize: Fixed::of(
            reaches * f64::from(u32::try_from(question.prizes.min(count)).unwrap_or(u32::MAX)) / f64::from(last),
        ),
    };
    fit.applications.iter().map(|estimate| standing(estimate.reaches(f64::from(question.threshold)))).collect()
}

/// Chance that is the same on every machine: the `SplitMix64` generator (Steele, Lea, Flood 2014).
pub(super) struct Chance {
    state: u64,
    spare: Option<f64>,
}

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed, spare: None }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From -1 to 1, neither included.
    fn signed(&mut self) -> f64 {
        let high = u32::try_from(self.bits() >> 32).unwrap_or(u32::MAX);
        (f64::from(high) + 0.5) / 2_147_483_648.0 - 1.0
    }

    /// A standard normal number: the polar method of Marsaglia, which makes two at once.
    pub(super) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (one, other) = (self.signed(), self.signed());
            let square = one * one + other * other;
            if square < 1.0 && square > 0.0 {
                let length = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(other * length);
                return one * length;
            }
        }
    }
}
