//! What an estimate is rounded to.

use std::fmt;

/// A number in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed(i64);

impl Fixed {
    /// How many make one.
    pub const ONE: i64 = 1000;

    /// The nearest one. What is past the range of the type becomes its end, and what is not a number 0; the model
    /// gives neither.
    pub fn of(value: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the conversion saturates")]
        Self((value * 1000.0).round() as i64)
    }

    /// A quotient, rounded half up.
    pub(super) fn ratio(sum: u64, count: usize) -> Self {
        let (sum, count) = (i128::from(sum), i128::try_from(count.max(1)).unwrap_or(i128::MAX));
        Self(i64::try_from((2 * sum * i128::from(Self::ONE) + count) / (2 * count)).unwrap_or(i64::MAX))
    }

    /// Exactly this many.
    pub fn whole(value: i32) -> Self {
        Self(Self::ONE * i64::from(value))
    }

    /// How many thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }
}

/// `-0.250`.
impl fmt::Display for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let one = Self::ONE.unsigned_abs();
        f.pad(&format!("{sign}{}.{:03}", size / one, size % one))
    }
}
