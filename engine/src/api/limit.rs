//! How much somebody may ask for: in one operation, and in a minute (C11, C40). Kept per process (C41): behind several
//! processes everybody has several times as much.

use std::{net::IpAddr, num::NonZeroU32, str::FromStr, time::Duration};

use async_graphql::SimpleObject;
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::UserId;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::{StateInformationMiddleware, StateSnapshot},
    state::keyed::DefaultKeyedStateStore,
};

use super::{Instant, policy::policy};
use crate::{auth::Audience, stop::Stop};

/// What every request costs, whatever it asks for.
const REQUEST: u64 = 10;
const MINUTE: Duration = Duration::from_mins(1);
/// Networks that are counted one by one within the same minutes; all others count as one.
const NETWORKS: usize = 100_000;

/// What an audience may ask for. Costs are fields, times the length of the lists that they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// In a minute.
    pub per_minute: u32,
    /// In one operation.
    pub per_operation: u64,
}

/// What everybody may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    allowances: [Allowance; Audience::ALL.len()],
    /// Whether the minute counts at all.
    is_metered: bool,
}

impl Default for Limits {
    fn default() -> Self {
        let allowances = Audience::ALL.map(|audience| match audience {
            Audience::Anonymous => Allowance { per_minute: 20_000, per_operation: 5_000 },
            Audience::Teacher | Audience::Juror => Allowance { per_minute: 200_000, per_operation: 20_000 },
            Audience::Staff | Audience::Admin => Allowance { per_minute: 2_000_000, per_operation: 50_000 },
            Audience::Service => Allowance { per_minute: 5_000_000, per_operation: 50_000 },
        });
        Self { allowances, is_metered: true }
    }
}

impl Limits {
    /// The largest operations for everybody, as many as they like.
    pub fn generous() -> Self {
        let all = Allowance { per_minute: u32::MAX, per_operation: 50_000 };
        Self { allowances: [all; Audience::ALL.len()], is_metered: false }
    }

    /// What an audience may ask for.
    pub fn of(&self, audience: Audience) -> Allowance {
        self.allowances.get(place(audience)).copied().unwrap_or(Allowance { per_minute: 0, per_operation: 0 })
    }
}

/// Where an audience stands in a list of all.
fn place(audience: Audience) -> usize {
    Audience::ALL.iter().position(|known| *known == audience).unwrap_or_default()
}

/// Reads `STAFF=2000000/50000,TEACHER=...` (a minute, an operation) over the defaults, or `off`.
impl FromStr for Limits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut limits, mut named) = (Self::default(), Vec::new());
        if text.trim() == "off" {
            return Ok(Self::generous());
        }
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = || format!("`{part}` is not of the form STAFF=2000000/50000");
            let (word, numbers) = part.split_once('=').ok_or_else(wrong)?;
            let (minute, operation) = numbers.split_once('/').ok_or_else(wrong)?;
            let audience = Audience::of(word).ok_or_else(wrong)?;
            let allowance = Allowance {
                per_minute: minute.parse().map_err(|_| wrong())?,
                per_operation: operation.parse().map_err(|_| wrong())?,
            };
            if allowance.per_minute == 0 || allowance.per_operation == 0 {
                return Err(format!("`{part}` allows nothing; `off` takes all limits away"));
            }
            if named.contains(&audience) {
                return Err(format!("`{part}` gives {word} a second time"));
            }
            named.push(audience);
            if let Some(known) = limits.allowances.get_mut(place(audience)) {
                *known = allowance;
            }
        }
        Ok(limits)
    }
}

/// Who is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A user, wherever she calls from.
    User(UserId),
    /// Everybody at an address who is not signed in.
    Network(String),
}

impl Subject {
    /// Who a request counts for.
    pub fn of(user: Option<UserId>, address: Option<IpAddr>) -> Self {
        user.map_or_else(|| Self::Network(address.map(network).unwrap_or_default()), Self::User)
    }
}

/// Whom an address stands for: a house has 2^64 addresses of version 6.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Where somebody stands in the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What a minute allows.
    pub limit: u32,
    /// What is left of it.
    pub remaining: u32,
}

impl Standing {
    /// Seconds until all of it is there again.
    pub fn reset(self) -> u64 {
        let used = u64::from(self.limit.saturating_sub(self.remaining));
        (used * MINUTE.as_secs()).div_ceil(u64::from(self.limit.max(1)))
    }
}

type Bucket = RateLimiter<Subject, DefaultKeyedStateStore<Subject>, DefaultClock, StateInformationMiddleware>;

/// Counts what everybody asks for.
pub struct Meter {
    limits: Limits,
    buckets: Vec<Option<Bucket>>,
}

impl Meter {
    /// A meter with nothing counted yet.
    pub fn new(limits: Limits) -> Self {
        let buckets = limits.allowances.map(|allowance| {
            let quota = NonZeroU32::new(allowance.per_minute).filter(|_| limits.is_metered)?;
            Some(RateLimiter::keyed(Quota::per_minute(quota)).with_middleware::<StateInformationMiddleware>())
        });
        Self { buckets: buckets.into_iter().collect(), limits }
    }

    /// Whether anything is counted.
    pub fn is_metered(&self) -> bool {
        self.limits.is_metered
    }

    /// What one operation may cost.
    pub fn per_operation(&self, audience: Audience) -> u64 {
        self.limits.of(audience).per_operation
    }

    /// Counts a request that has come in.
    pub fn request(&self, audience: Audience, subject: &Subject) -> Result<Option<Standing>, Stop> {
        self.spend(audience, subject, REQUEST)
    }

    /// Counts what an operation costs; refuses it when the minute has not that much left.
    pub fn spend(&self, audience: Audience, subject: &Subject, cost: u64) -> Result<Option<Standing>, Stop> {
        let Some(bucket) = self.buckets.get(place(audience)).and_then(Option::as_ref) else { return Ok(None) };
        let limit = self.limits.of(audience).per_minute;
        let cost = u32::try_from(cost).unwrap_or(u32::MAX).clamp(1, limit.max(1));
        let cost = NonZeroU32::new(cost).unwrap_or(NonZeroU32::MIN);
        let crowd = Subject::Network(String::new());
        let is_full = || bucket.len() >= NETWORKS;
        let subject = if matches!(subject, Subject::Network(_)) && is_full() { &crowd } else { subject };
        let late = |wait: Duration| Stop::TooMany { retry_after: wait.as_secs() + 1 };
        let standing = |state: StateSnapshot| Standing { limit, remaining: state.remaining_burst_capacity() };
        match bucket.check_key_n(subject, cost) {
            Ok(Ok(state)) => Ok(Some(standing(state))),
            Ok(Err(refused)) => Err(late(refused.wait_time_from(DefaultClock::default().now()))),
            Err(_) => Err(late(MINUTE)),
        }
    }

    /// How long it takes until `cost` is no more than one part in `parts` of what an audience may ask for in that time.
    pub fn share(&self, audience: Audience, cost: u64, parts: u64) -> Duration {
        if !self.is_metered() {
            return Duration::ZERO;
        }
        let minute = u64::from(self.limits.of(audience).per_minute).max(1);
        Duration::from_millis(cost.saturating_mul(parts).saturating_mul(60_000) / minute).min(MINUTE)
    }

    /// Forgets who has asked for nothing lately.
    pub fn prune(&self) {
        for bucket in self.buckets.iter().flatten() {
            bucket.retain_recent();
            bucket.shrink_to_fit();
        }
    }
}

/// How much the caller may still ask for in this minute. The unit is a cost point: one field costs one point, times the
/// lengths of the lists around it.
#[derive(Clone, Debug, SimpleObject)]
pub struct RateLimit {
    /// What this operation costs, in points.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    cost: i32,
    /// Points that the caller has in a minute.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    limit: i32,
    /// Points that are left after this operation.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    remaining: i32,
    /// Points that are used.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    used: i32,
    /// When all points are back, if the caller asks for nothing more.
    #[graphql(directive = policy::apply(Audience::ALL.to_vec()))]
    reset_at: Instant,
}

impl RateLimit {
    /// What `standing` says after an operation.
    pub fn new(cost: u64, standing: Standing, now: DateTime<Utc>) -> Self {
        let number = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        let reset = TimeDelta::seconds(i64::try_from(standing.reset()).unwrap_or(60));
        Self {
            cost: number(cost),
            limit: number(standing.limit.into()),
            remaining: number(standing.remaining.into()),
            used: number(standing.limit.saturating_sub(standing.remaining).into()),
            reset_at: Instant(now + reset),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_over_the_defaults() {
        let limits: Limits = "STAFF=10/5, ANONYMOUS=7/3".parse().unwrap();
        assert_eq!(limits.of(Audience::Staff), Allowance { per_minute: 10, per_operation: 5 });
        assert_eq!(limits.of(Audience::Anonymous), Allowance { per_minute: 7, per_operation: 3 });
        assert_eq!(limits.of(Audience::Juror), Limits::default().of(Audience::Juror));
        assert_eq!("off".parse::<Limits>().unwrap(), Limits::generous());
        for wrong in
            ["STAFF", "STAFF=1", "CHEF=1/1", "STAFF=x/1", "STAFF=1/-1", "STAFF=0/1", "STAFF=1/0", "STAFF=1/1,STAFF=2/2"]
        {
            assert!(wrong.parse::<Limits>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_minute_is_used_up_and_nobody_pays_for_another() {
        let meter = Meter::new("TEACHER=100/50".parse().unwrap());
        let (an, bo) =
            (Subject::User(UserId(uuid::Uuid::from_u128(1))), Subject::User(UserId(uuid::Uuid::from_u128(2))));
        let spend = |who: &Subject, cost| meter.spend(Audience::Teacher, who, cost);
        assert_eq!(spend(&an, 60).unwrap(), Some(Standing { limit: 100, remaining: 40 }));
        let Err(Stop::TooMany { retry_after }) = spend(&an, 60) else { panic!("it was too much") };
        assert!((10..=13).contains(&retry_after), "{retry_after}");
        assert_eq!(spend(&bo, 100).unwrap(), Some(Standing { limit: 100, remaining: 0 }));
        // More than a minute allows is as much as a minute allows.
        assert!(spend(&Subject::Network("x".to_owned()), 1_000).is_ok());
    }

    #[test]
    fn what_costs_much_is_looked_at_less_often() {
        let meter = Meter::new("STAFF=60000/5".parse().unwrap());
        let share = |cost| meter.share(Audience::Staff, cost, 10);
        // A tenth of 1,000 in a second.
        assert_eq!(
            (share(10), share(100), share(u64::MAX)),
            (Duration::from_millis(100), Duration::from_secs(1), MINUTE)
        );
        assert_eq!(Meter::new(Limits::generous()).share(Audience::Staff, u64::MAX, 10), Duration::ZERO);
    }

    #[test]
    fn a_house_is_one_network() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
