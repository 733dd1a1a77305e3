//! Time and chance come from here and nowhere else.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, AtomicU16, Ordering},
};

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Brussels;
use entity::ids::Id;
use rand::{RngCore, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// Tells the time, in whole milliseconds: what a database keeps is what the API shows.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of this machine.
    System,
    /// The clock of this machine, so many milliseconds ahead of it (or behind, when there are fewer than none); for demos
    /// and rehearsals. It moves forward only.
    Shifted(Arc<AtomicI64>),
    /// Stands still until it is set; for tests, and while demo data are made.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `instant`.
    pub fn fixed(instant: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(instant.trunc_subsecs(3))))
    }

    /// A clock that runs so far ahead of that of this machine.
    pub fn shifted(ahead: TimeDelta) -> Self {
        Self::Shifted(Arc::new(AtomicI64::new(ahead.num_milliseconds())))
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System | Self::Fixed(_) => self.outside(),
            Self::Shifted(_) => self.outside() + self.ahead(),
        }
    }

    /// The present instant for the world outside, which knows nothing of a demo or a rehearsal: what an identity provider
    /// says of time, and the date of a mail. What certificates say is held against it too, by the library.
    pub fn outside(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Self::System | Self::Shifted(_) => Utc::now().trunc_subsecs(3),
            Self::Fixed(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// How far it is ahead of the world outside.
    pub fn ahead(&self) -> TimeDelta {
        match self {
            Self::System | Self::Fixed(_) => TimeDelta::zero(),
            Self::Shifted(ahead) => TimeDelta::milliseconds(ahead.load(Ordering::Relaxed)),
        }
    }

    /// Moves a fixed clock, and a shifted one if that is forward; a system clock cannot be moved.
    pub fn set(&self, to: DateTime<Utc>) {
        match self {
            Self::System => {}
            Self::Shifted(ahead) => {
                ahead.fetch_max((to - self.outside()).num_milliseconds(), Ordering::Relaxed);
            }
            Self::Fixed(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner) = to.trunc_subsecs(3),
        }
    }
}

/// Years of dates that mean something here: older and later ones are slips, and not every database sorts them as we do.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A local date as it comes in: `2026-07-01`, four digits and two and two, and nothing else.
pub fn day(text: &str) -> Option<NaiveDate> {
    let is_padded = text
        .bytes()
        .enumerate()
        .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let day = (text.len() == 10 && is_padded).then(|| text.parse::<NaiveDate>().ok()).flatten()?;
    YEARS.contains(&day.year()).then_some(day)
}

/// An instant as it comes in: RFC 3339 with its offset; to the millisecond. A leap second is none: no database keeps it.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    let (day_there, time) = text.split_at_checked(10)?;
    day(day_there)?;
    let is_leap = time.get(7..9) == Some("60");
    if !time.starts_with(['T', 't']) || is_leap {
        return None;
    }
    let instant = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    YEARS.contains(&instant.year()).then(|| instant.trunc_subsecs(3))
}

/// An instant as somebody in Brussels says it: `2026-10-30T09:00`. An hour that comes twice is the first one; what no clock
/// showed is none.
pub fn local_instant(text: &str) -> Option<DateTime<Utc>> {
    let (day_there, time) = text.split_once('T')?;
    let is_padded = time.len() == 5
        && time.bytes().enumerate().all(|(at, byte)| if at == 2 { byte == b':' } else { byte.is_ascii_digit() });
    let time = is_padded.then(|| NaiveTime::parse_from_str(time, "%H:%M").ok()).flatten()?;
    match Brussels.from_local_datetime(&day(day_there)?.and_time(time)) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Some(instant.with_timezone(&Utc)),
        LocalResult::None => None,
    }
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

/// The last day before a deadline, to be printed: "until 1 July" for 2 July 00:00 in Brussels (R64).
pub fn last_day_before(deadline: DateTime<Utc>) -> NaiveDate {
    day_of(deadline - TimeDelta::milliseconds(1))
}

/// The first instant at which something is over that people may do for so many days after the day of `from`, in Brussels: the
/// last of these days counts to its end, whatever the hour of `from` and whichever clock changes lie between.
pub fn end_of_days(from: DateTime<Utc>, days: u64) -> DateTime<Utc> {
    end_of_day(day_of(from).checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX))
}

/// Makes ids and other random values.
#[derive(Clone, Debug)]
pub struct Ids {
    rng: Arc<Mutex<StdRng>>,
    count: Arc<AtomicU16>,
}

impl Ids {
    /// Ids that nobody can guess.
    pub fn random() -> Self {
        Self::from_rng(StdRng::from_os_rng())
    }

    /// The same ids in every run; for tests and demo data.
    pub fn seeded(seed: u64) -> Self {
        Self::from_rng(StdRng::seed_from_u64(seed))
    }

    fn from_rng(rng: StdRng) -> Self {
        Self { rng: Arc::new(Mutex::new(rng)), count: Arc::default() }
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A new id; ids made at one instant sort in the order of their making, unless they are not to tell that.
    pub fn next<T: Id>(&self, now: DateTime<Utc>) -> T {
        let mut chance: [u8; 10] = self.bytes();
        let [high, low] = self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        if !T::TELLS_TIME {
            let mut random = [0; 16];
            for (to, from) in random.iter_mut().zip(Sha256::digest([&chance[..], &[high, low]].concat())) {
                *to = from;
            }
            return uuid::Builder::from_random_bytes(random).into_uuid().into();
        }
        [chance[0], chance[1]] = [high, low];
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid().into()
    }
}

#[cfg(test)]
mod tests {
    use entity::ids::{EvaluationId, ProjectId};

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_time_in_brussels_is_an_instant_if_a_clock_showed_it() {
        for (text, instant) in [
            ("2026-10-30T09:00", Some("2026-10-30T08:00:00Z")),
            ("2026-07-01T00:05", Some("2026-06-30T22:05:00Z")),
            // This hour came twice, and that one never.
            ("2026-10-25T02:30", Some("2026-10-25T00:30:00Z")),
            ("2026-03-29T02:30", None),
            ("2026-10-30", None),
            ("2026-10-30T9:00", None),
            ("2026-10-30T24:00", None),
            ("2026-10-30T09:00:00", None),
            ("2026-10-30T09:00Z", None),
            ("2026-02-30T09:00", None),
            ("2026-10-30 09:00", None),
        ] {
            assert_eq!(local_instant(text), instant.map(|instant| instant.parse().unwrap()), "{text}");
        }
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
            assert_eq!(end_of_day(date(last_day)), end.parse::<DateTime<Utc>>().unwrap(), "{last_day}");
        }
    }

    #[test]
    fn days_that_people_have_are_days_of_the_calendar() {
        for (from, days, over) in [
            ("2026-03-20T23:30:00Z", 0, "2026-03-21T23:00:00Z"),
            ("2026-03-20T10:00:00Z", 9, "2026-03-29T22:00:00Z"),
            ("2026-10-24T10:00:00Z", 1, "2026-10-25T23:00:00Z"),
            ("2026-10-01T10:00:00Z", 30, "2026-10-31T23:00:00Z"),
        ] {
            let (from, over): (DateTime<Utc>, DateTime<Utc>) = (from.parse().unwrap(), over.parse().unwrap());
            assert_eq!(end_of_days(from, days), over, "{from} {days}");
        }
    }

    #[test]
    fn a_shifted_clock_runs_on_and_never_goes_back() {
        let clock = Clock::shifted(TimeDelta::days(-40));
        let (begun, outside) = (clock.now(), clock.outside());
        assert_eq!((outside - begun).num_hours(), 40 * 24);
        std::thread::sleep(std::time::Duration::from_millis(5));
        assert!(clock.now() > begun);
        let other = clock.clone();
        other.set(outside + TimeDelta::days(30));
        assert!(clock.now() >= outside + TimeDelta::days(30), "all that hold it see it move");
        assert_eq!((clock.ahead(), clock.outside() < outside + TimeDelta::days(1)), (other.ahead(), true));
        clock.set(begun);
        assert!(clock.now() >= outside + TimeDelta::days(30));
    }

    #[test]
    fn ids_of_one_instant_sort_in_the_order_of_their_making() {
        let (ids, now) = (Ids::seeded(1), DateTime::UNIX_EPOCH);
        let made: Vec<ProjectId> = (0..100).map(|_| ids.next(now)).collect();
        assert!(made.is_sorted());
    }

    #[test]
    fn an_id_of_what_jurors_see_of_each_other_tells_no_instant_and_no_order() {
        let (ids, now) = (Ids::seeded(1), "2026-07-01T10:00:00Z".parse().unwrap());
        let made: Vec<EvaluationId> = (0..100).map(|_| ids.next(now)).collect();
        assert!(made.iter().all(|id| id.0.get_version_num() == 4 && id.0.get_timestamp().is_none()));
        assert!(!made.is_sorted());
    }
}
