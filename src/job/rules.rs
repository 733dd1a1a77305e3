//! When what went wrong is tried again, and when that ends.

use chrono::{DateTime, TimeDelta, Utc};

/// Whoever took something has this long to do it; then anybody may take it again.
pub const LEASE: TimeDelta = TimeDelta::minutes(10);
/// Between an attempt and the next.
const PAUSES: [TimeDelta; 5] =
    [TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(30), TimeDelta::hours(2), TimeDelta::hours(8)];
/// Between two attempts at most.
pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(8);

/// When something that was tried so often is tried again; `None` when that was the last time.
pub fn next_attempt(attempts: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let before = usize::try_from(attempts - 1).ok()?;
    PAUSES.get(before).map(|pause| now + *pause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_tried_six_times_at_ever_longer_intervals() {
        let begin = DateTime::UNIX_EPOCH;
        let tried: Vec<_> = (1..).map_while(|attempts| next_attempt(attempts, begin)).collect();
        assert_eq!(tried.len(), 5);
        assert!(tried.is_sorted() && tried.last() == Some(&(begin + LONGEST_PAUSE)));
        assert!(LEASE < LONGEST_PAUSE);
    }
}
