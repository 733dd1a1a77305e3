//! Dates as people and spreadsheets write them. Whether the day or the month comes first is not always to be seen from one: what
//! a whole column shows is the [`Evidence`].

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Europe::Brussels;

use super::sheet::serial;
use crate::fold::plain;

/// What stands first in a date of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// 20/9/2026, as in Belgium.
    DayFirst,
    /// 9/20/2026, as a browser set to English writes.
    MonthFirst,
}

/// The bounds of a date that may be any.
pub const WHENEVER: (NaiveDate, NaiveDate) = (NaiveDate::MIN, NaiveDate::MAX);

/// What the dates of a column show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    day_first: usize,
    month_first: usize,
    twelve_hours: bool,
}

/// Looks at the dates of a column; with each the first and the last day that it can be.
pub fn evidence<'a>(dates: impl Iterator<Item = (&'a str, (NaiveDate, NaiveDate))>) -> Evidence {
    let mut seen = Evidence::default();
    for (text, within) in dates {
        let Some(written) = written(text) else { continue };
        seen.twelve_hours |= written.twelve_hours;
        match written.proof(within) {
            Some(Order::DayFirst) => seen.day_first += 1,
            Some(Order::MonthFirst) => seen.month_first += 1,
            None => {}
        }
    }
    seen
}

impl Evidence {
    /// The order that the column itself leaves no doubt of.
    pub fn proven(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (0, 0) => None,
            (_, 0) => Some(Order::DayFirst),
            (0, _) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// The order by which the column is read; `elsewhere` is what other columns of the file agree on. `None` where as many of
    /// its dates show the one as the other.
    pub fn order(self, elsewhere: Option<Order>) -> Option<Order> {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => Some(Order::DayFirst),
            std::cmp::Ordering::Less => Some(Order::MonthFirst),
            std::cmp::Ordering::Equal if self.day_first > 0 => None,
            std::cmp::Ordering::Equal if self.twelve_hours => Some(Order::MonthFirst),
            std::cmp::Ordering::Equal => Some(elsewhere.unwrap_or(Order::DayFirst)),
        }
    }

    /// Whether a date shows another order than most of its column.
    pub fn is_against(self, text: &str) -> bool {
        let proof = written(text).and_then(|written| written.proof(WHENEVER));
        proof.is_some() && proof != self.order(None)
    }
}

/// Reads a date with or without its time, by the clock of Brussels; one that has a single reading by that, whatever the order.
pub fn read(text: &str, order: Order) -> Option<NaiveDateTime> {
    let written = written(text)?;
    written.by(order).or_else(|| written.by(order.other())).map(|date| date.and_time(written.time))
}

/// What a date is by the other order, where both can be.
pub fn other(text: &str, order: Order) -> Option<NaiveDateTime> {
    let written = written(text)?;
    let (this, other) = (written.by(order)?, written.by(order.other())?);
    (this != other).then(|| other.and_time(written.time))
}

impl Order {
    fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

/// A date as it is written.
struct Written {
    date: Parts,
    time: NaiveTime,
    twelve_hours: bool,
}

enum Parts {
    /// It leaves no doubt.
    Date(NaiveDate),
    /// Two numbers, and the year.
    Pair {
        first: u32,
        second: u32,
        year: i32,
        /// Only the second has a zero in front: programs write months so, and never days.
        padded: bool,
    },
}

impl Written {
    fn by(&self, order: Order) -> Option<NaiveDate> {
        let date = match (&self.date, order) {
            (Parts::Date(date), _) => *date,
            (Parts::Pair { first, second, year, .. }, Order::DayFirst) => {
                NaiveDate::from_ymd_opt(*year, *second, *first)?
            }
            (Parts::Pair { first, second, year, .. }, Order::MonthFirst) => {
                NaiveDate::from_ymd_opt(*year, *first, *second)?
            }
        };
        is_likely(date).then_some(date)
    }

    fn proof(&self, (first, last): (NaiveDate, NaiveDate)) -> Option<Order> {
        let by = |order| self.by(order).filter(|date| (first..=last).contains(date));
        match (&self.date, by(Order::DayFirst), by(Order::MonthFirst)) {
            (Parts::Date(_), ..) | (_, None, None) | (Parts::Pair { padded: false, .. }, Some(_), Some(_)) => None,
            (Parts::Pair { .. }, Some(_), None) | (Parts::Pair { padded: true, .. }, Some(_), Some(_)) => {
                Some(Order::DayFirst)
            }
            (Parts::Pair { .. }, None, Some(_)) => Some(Order::MonthFirst),
        }
    }
}

/// Years of other centuries are slips.
fn is_likely(date: NaiveDate) -> bool {
    use chrono::Datelike;
    (2000..2100).contains(&date.year())
}

fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    // With a zone it says more than the clock of its writer.
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        let at = at.with_timezone(&Brussels).naive_local();
        return is_likely(at.date()).then(|| Written {
            date: Parts::Date(at.date()),
            time: at.time(),
            twelve_hours: false,
        });
    }
    if let Some(at) = text.replace(',', ".").parse().ok().and_then(|days| serial(days, false)) {
        return Some(Written { date: Parts::Date(at.date()), time: at.time(), twelve_hours: false });
    }
    let end = text.find(|letter: char| letter.is_whitespace() || letter == 'T').unwrap_or(text.len());
    let (day, rest) = text.split_at_checked(end)?;
    let (date, clock) = match numbers(day.trim_end_matches(',')) {
        Some(date) => (date, rest.trim_start_matches('T').to_owned()),
        None => words(text)?,
    };
    let (time, twelve_hours) = clock_time(&clock)?;
    Some(Written { date, time, twelve_hours })
}

/// Day, month and year in numbers, with one sign between them.
fn numbers(text: &str) -> Option<Parts> {
    let sign = text.find(|letter: char| !letter.is_ascii_digit())?;
    let sign = text.get(sign..)?.chars().next().filter(|sign| matches!(sign, '/' | '-' | '.'))?;
    let mut parts = text.split(sign);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || ![first, second, third].into_iter().all(is_number) {
        return None;
    }
    match (first.len(), second.len(), third.len()) {
        (4, 2, 2) => {
            NaiveDate::from_ymd_opt(first.parse().ok()?, second.parse().ok()?, third.parse().ok()?).map(Parts::Date)
        }
        (1 | 2, 1 | 2, 2 | 4) => {
            let year: i32 = third.parse().ok()?;
            let year = if third.len() == 2 { 2000 + year } else { year };
            let padded = first.len() == 1 && second.len() == 2 && second.starts_with('0');
            Some(Parts::Pair { first: first.parse().ok()?, second: second.parse().ok()?, year, padded })
        }
        _ => None,
    }
}

/// How the names of months begin, in the languages of Belgium and English.
const MONTHS: [&str; 12] = [
    "jan",
    "feb fev",
    "maart mars marz mrz mrt mar",
    "apr avr",
    "mei mai may",
    "jun juin",
    "jul juil",
    "aug aou",
    "sep",
    "okt oct",
    "nov",
    "dec dez",
];

/// "7 oktober 2026", "October 7, 2026 4:12 PM": the date, and what is left of the text.
fn words(text: &str) -> Option<(Parts, String)> {
    let (mut day, mut month, mut year, mut clock, mut is_begun) = (None, None, None, Vec::new(), false);
    for word in text.split(|letter: char| letter.is_whitespace() || letter == ',').filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '.');
        let begins = |names: &&str| {
            let word = plain(word);
            // A Tuesday in French is no March.
            word.chars().count() > 2 && word != "mardi" && names.split(' ').any(|name| word.starts_with(name))
        };
        let is_ordinal =
            matches!(word.get(digits.len()..), Some("" | "." | "e" | "er" | "ste" | "de" | "st" | "nd" | "rd" | "th"));
        if year.is_some() {
            clock.push(word);
        } else if let (None, Some(place)) = (month, MONTHS.iter().position(begins)) {
            month = u32::try_from(place + 1).ok();
        } else if digits.len() == 4 && month.is_some() {
            year = Some(digits.parse().ok()?);
        } else if day.is_none() && (1..=2).contains(&digits.len()) && is_ordinal {
            day = Some(digits.parse().ok()?);
        } else if is_begun || !word.chars().all(|letter| letter.is_alphabetic() || letter == '.') {
            // Before them may stand the name of a day, and nothing else.
            return None;
        }
        is_begun = true;
    }
    Some((Parts::Date(NaiveDate::from_ymd_opt(year?, month?, day?)?), clock.join(" ")))
}

/// The time of a day, and whether by a clock of twelve hours. No time is the beginning of the day.
fn clock_time(text: &str) -> Option<(NaiveTime, bool)> {
    let text: String = text.to_lowercase().chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    let text = text.strip_prefix("om").unwrap_or(&text).replace("a.m.", "am").replace("p.m.", "pm");
    if text.is_empty() {
        return Some((NaiveTime::MIN, false));
    }
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        (None, None) => (text.as_str(), None),
    };
    let mut parts = digits.split([':', 'u', 'h']);
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next().filter(|part| !part.is_empty()).unwrap_or("0").parse().ok()?;
    let seconds = parts.next().unwrap_or("0");
    let second: u32 = seconds.split(['.', ',']).next()?.parse().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        Some(half) => (1..=12).contains(&hour).then_some(hour % 12 + half)?,
        None => hour,
    };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, half.is_some()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_in_every_spelling_are_read_or_refused() {
        for (text, expected) in [
            ("2025-05-12", "2025-05-12T00:00:00"),
            ("2025-05-12T16:12:40", "2025-05-12T16:12:40"),
            ("2025-05-12T16:12:40.120", "2025-05-12T16:12:40"),
            ("2025-05-12T14:12:40Z", "2025-05-12T16:12:40"),
            ("2025-05-12 16:12", "2025-05-12T16:12:00"),
            ("12/5/2025", "2025-05-12T00:00:00"),
            ("12-05-25 4:12 PM", "2025-05-12T16:12:00"),
            ("12.05.2025 12:00:00 a.m.", "2025-05-12T00:00:00"),
            ("12/5/2025 om 16u12", "2025-05-12T16:12:00"),
            ("5/31/2025", "2025-05-31T00:00:00"),
            ("45789", "2025-05-12T00:00:00"),
            ("45789,5", "2025-05-12T12:00:00"),
            ("12 mei 2025", "2025-05-12T00:00:00"),
            ("maandag 12 mei 2025 16:12:40", "2025-05-12T16:12:40"),
            ("mardi 13 mai 2025", "2025-05-13T00:00:00"),
            ("1er août 2025", "2025-08-01T00:00:00"),
            ("12. März 2025", "2025-03-12T00:00:00"),
            ("May 12, 2025 4:12:40 PM", "2025-05-12T16:12:40"),
        ] {
            assert_eq!(read(text, Order::DayFirst), Some(expected.parse().unwrap()), "{text}");
        }
        for text in [
            "",
            "gisteren",
            "31/11/2025",
            "2025-5-12",
            "+20250-07-01",
            "-0005-01-02",
            "0000-01-01",
            "12/5/1925",
            "12/5/2125",
            "12/5",
            "12/5-2025",
            "13/13/2025",
            "12/5/2025 25:00",
            "12/5/2025 13:00 PM",
            "12/5/2025 straks",
            "mei 2025",
            "7",
            "de bijen 12 mei 2025",
        ] {
            assert_eq!(read(text, Order::DayFirst), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_none(text in "[0-9/. :TZapm,\\-]{0,24}") {
            if let Some(at) = read(&text, Order::MonthFirst) {
                prop_assert!(is_likely(at.date()));
            }
        }
    }
}
