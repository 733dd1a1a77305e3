//! Dates in Brussels and instants on the wire.

use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Brussels;

/// For how many months what is kept, unless an admin says otherwise (Q22).
pub const KEEP: Keep = Keep { drafts: 24, applications: 60, juror_links: 24, messages: 24 };
/// The months that an admin may say.
pub const MONTHS: std::ops::RangeInclusive<i32> = 1..=240;

/// For how many months a campaign keeps what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Drafts on which nothing was decided.
    pub drafts: i32,
    /// The texts of applications and of what the jury wrote on them.
    pub applications: i32,
    /// Who judged what.
    pub juror_links: i32,
    /// Address and content of mails.
    pub messages: i32,
}

/// The first instant at which `last_day` is over in Brussels: a deadline on that day is before this.
pub fn end_of_day(last_day: NaiveDate) -> DateTime<Utc> {
    start_of_day(last_day.checked_add_days(Days::new(1)).unwrap_or(last_day))
}

/// The first instant of `day` in Brussels.
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    match Brussels.from_local_datetime(&day.and_time(NaiveTime::MIN)) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => instant.with_timezone(&Utc),
        // No midnight was ever skipped in Brussels; were one to be, the day starts with the clock change.
        LocalResult::None => day.and_time(NaiveTime::MIN).and_utc(),
    }
}

/// The date in Brussels at `instant`.
pub fn day_of(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Brussels).date_naive()
}

/// Whether a deadline has passed: at or after it is too late (INV-01).
pub fn has_passed(deadline: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now >= deadline
}

/// Whether `text` is a school year such as `2025-2026`.
pub fn is_school_year(text: &str) -> bool {
    let years = text.split_once('-').and_then(|(from, to)| Some((from.parse::<u16>().ok()?, to.parse::<u16>().ok()?)));
    text.len() == 9 && years.is_some_and(|(from, to)| from >= 2000 && to == from + 1)
}

/// First and last day of a school year: 1 September to 31 August (Q11).
pub fn days_of_school_year(school_year: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first: i32 = school_year.split_once('-')?.0.parse().ok()?;
    Some((NaiveDate::from_ymd_opt(first, 9, 1)?, NaiveDate::from_ymd_opt(first + 1, 8, 31)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_at_midnight_in_brussels_in_summer_and_in_winter() {
        for (last_day, end) in [
            ("2025-07-01", "2025-07-01T22:00:00Z"),
            ("2025-12-31", "2025-12-31T23:00:00Z"),
            ("2025-03-29", "2025-03-29T23:00:00Z"),
            ("2025-03-30", "2025-03-30T22:00:00Z"),
            ("2025-10-25", "2025-10-25T22:00:00Z"),
            ("2025-10-26", "2025-10-26T23:00:00Z"),
        ] {
            assert_eq!(end_of_day(day(last_day)), end.parse::<DateTime<Utc>>().unwrap(), "{last_day}");
        }
    }

    #[test]
    fn the_last_second_is_in_time_and_the_deadline_itself_is_late() {
        let deadline = end_of_day(day("2025-07-01"));
        assert!(!has_passed(deadline, deadline - chrono::TimeDelta::milliseconds(1)));
        assert!(has_passed(deadline, deadline));
    }

    #[test]
    fn a_school_year_is_two_years_in_a_row() {
        assert!(is_school_year("2025-2026"));
        for text in ["2025-2027", "2025", "25-26", "2025/2026", "2025-2026 "] {
            assert!(!is_school_year(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_day_contains_its_start_and_not_its_end(days in 0i64..20_000) {
            let day = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + chrono::TimeDelta::days(days);
            prop_assert_eq!(day_of(start_of_day(day)), day);
            prop_assert_eq!(day_of(end_of_day(day)), day + chrono::TimeDelta::days(1));
            let hours = (end_of_day(day) - start_of_day(day)).num_hours();
            prop_assert!((23..=25).contains(&hours));
        }
    }
}
