//! Until when a teacher may ask to look at a result again.

use chrono::{DateTime, Utc};

use crate::clock::end_of_days;

/// The first instant that is too late for a result that is out since `from`, with so many days to ask; `None` if it is not
/// offered.
pub fn closes_at(from: DateTime<Utc>, days: i32) -> Option<DateTime<Utc>> {
    u64::try_from(days).ok().filter(|days| *days > 0).map(|days| end_of_days(from, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_counts_to_its_end_also_when_clocks_change_and_no_days_are_none() {
        let from: DateTime<Utc> = "2026-10-20T21:30:00Z".parse().unwrap();
        assert_eq!(closes_at(from, 15), Some("2026-11-04T23:00:00Z".parse().unwrap()));
        assert_eq!((closes_at(from, 0), closes_at(from, -1)), (None, None));
    }
}
