//! When an event can be answered, and who of those who wait gets a seat.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::campaign::rules::{day_of, end_of_day};

/// Seats of an event, at most.
pub const MOST_SEATS: i32 = 5_000;
/// Guests whom one teacher brings, at most.
pub const MOST_GUESTS: i32 = 20;
/// For so long after an event it is known what its guests needed.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// The days on which answers can end: not before today, nor after the event begins.
pub fn closing_days(now: DateTime<Utc>, starts_at: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
    (day_of(now), day_of(starts_at))
}

/// The days on which people can be reminded: after today, while they can answer.
pub fn reminding_days(now: DateTime<Utc>, closes_on: NaiveDate) -> (NaiveDate, NaiveDate) {
    (day_of(end_of_day(day_of(now))), closes_on)
}

/// Why an answer comes too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// The event has begun.
    Begun,
    /// The day to answer is past, and the answer asks for more seats than before.
    Closed,
}

/// Whether an answer comes too late. Who asks for fewer seats, or none, can say so until the event begins.
pub fn late(
    now: DateTime<Utc>,
    (answers_close_at, starts_at): (DateTime<Utc>, DateTime<Utc>),
    (seats_before, seats_now): (i32, i32),
) -> Option<Late> {
    if now >= starts_at {
        Some(Late::Begun)
    } else if now >= answers_close_at && seats_now > 0 && seats_now > seats_before {
        Some(Late::Closed)
    } else {
        None
    }
}

/// Who of those who wait comes in: in their order, each who fits.
pub fn admitted<T>(free: i32, waiting: impl IntoIterator<Item = (T, i32)>) -> Vec<T> {
    let mut free = free;
    let mut come_in = Vec::new();
    for (who, seats) in waiting {
        if seats <= free {
            free -= seats;
            come_in.push(who);
        }
    }
    come_in
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fewer_seats_are_given_back_until_the_event_begins() {
        let at = |hours: i64| DateTime::UNIX_EPOCH + TimeDelta::hours(hours);
        let times = (at(10), at(20));
        let table = [
            (9, (0, 3), None),
            (10, (0, 1), Some(Late::Closed)),
            (10, (2, 3), Some(Late::Closed)),
            (10, (3, 3), None),
            (19, (3, 1), None),
            (19, (3, 0), None),
            (19, (0, 0), None),
            (20, (3, 0), Some(Late::Begun)),
        ];
        for (hour, seats, expected) in table {
            assert_eq!(late(at(hour), times, seats), expected, "at {hour}, {seats:?}");
        }
    }

    proptest! {
        #[test]
        fn whoever_fits_comes_in_and_nobody_else(free in 0..50_i32, waiting in prop::collection::vec(1..12_i32, 0..20)) {
            let come_in = admitted(free, waiting.iter().copied().enumerate());
            let taken: i32 = come_in.iter().map(|place| waiting[*place]).sum();
            prop_assert!(taken <= free);
            prop_assert!(come_in.is_sorted());
            for (place, seats) in waiting.iter().enumerate().filter(|(place, _)| !come_in.contains(place)) {
                let before: i32 = come_in.iter().filter(|other| **other < place).map(|other| waiting[*other]).sum();
                prop_assert!(before + seats > free, "there was a seat for {place}");
            }
        }
    }
}
