//! Attempts that were refused to nobody in particular. The log cannot be shortened, so whoever is refused a million
//! times must not make it a million rows longer: a sum is kept in memory, and becomes one row per kind and while.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Utc};

/// Networks that are told apart in one sum.
const NETWORKS: usize = 1_000;

/// Stands for what was refused to somebody who is known, and has been refused too much to tell of each.
pub const ANYTHING: &str = "ANYTHING";

/// What was refused, and why.
pub type Refused = (&'static str, &'static str);

/// How often one thing was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// How often.
    pub count: u64,
    /// From how many networks, or to how many users, at least; which ones is not told.
    pub networks: usize,
    /// The first time.
    pub since: DateTime<Utc>,
}

/// Sums that are not written yet.
#[derive(Debug, Default)]
pub struct Sums {
    open: Mutex<BTreeMap<Refused, (Sum, BTreeSet<String>)>>,
}

impl Sums {
    /// Counts one more refusal.
    pub fn count(&self, what: Refused, network: &str, now: DateTime<Utc>) {
        let (mutation, code) = what;
        metrics::counter!("refused_attempts_total", "mutation" => mutation, "code" => code).increment(1);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let nothing = || (Sum { count: 0, networks: 0, since: now }, BTreeSet::new());
        let (sum, networks) = open.entry(what).or_insert_with(nothing);
        sum.count += 1;
        if networks.len() < NETWORKS && !networks.contains(network) {
            networks.insert(network.to_owned());
            sum.networks = networks.len();
        }
    }

    /// Takes out what was counted.
    pub fn take(&self) -> Vec<(Refused, Sum)> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *open).into_iter().map(|(what, (sum, _))| (what, sum)).collect()
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, sums: Vec<(Refused, Sum)>) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for (what, earlier) in sums {
            let (sum, _) = open.entry(what).or_insert_with(|| (Sum { count: 0, ..earlier }, BTreeSet::new()));
            sum.count += earlier.count;
            sum.networks = sum.networks.max(earlier.networks);
            sum.since = sum.since.min(earlier.since);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_refusals_are_a_few_sums_and_none_is_lost() {
        let (sums, now) = (Sums::default(), DateTime::UNIX_EPOCH);
        let later = now + chrono::TimeDelta::seconds(1);
        for number in 0..1_000_000 {
            sums.count(("SignIn", "CREDENTIALS_WRONG"), &format!("network {}", number % 5_000), now);
        }
        sums.count(("SignOut", "SESSION_OVER"), "a", later);
        let wrong = Sum { count: 1_000_000, networks: NETWORKS, since: now };
        let taken = sums.take();
        assert_eq!(taken.len(), 2);
        assert_eq!(taken[0], (("SignIn", "CREDENTIALS_WRONG"), wrong));
        assert_eq!(sums.take(), Vec::new());
        sums.count(("SignOut", "SESSION_OVER"), "b", later + chrono::TimeDelta::seconds(1));
        sums.put_back(taken);
        assert_eq!(sums.take()[1], (("SignOut", "SESSION_OVER"), Sum { count: 2, networks: 1, since: later }));
    }
}
