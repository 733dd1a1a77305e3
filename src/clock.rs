//! Time and chance come from here and nowhere else.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU16, Ordering},
};

use chrono::{DateTime, SubsecRound, Utc};
use entity::ids::Id;
use rand::{RngCore, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// Tells the time, in whole milliseconds: what a database keeps is what the API shows.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of this machine.
    System,
    /// Stands still until it is set; for tests and demo data.
    Fixed(Arc<Mutex<DateTime<Utc>>>),
}

impl Clock {
    /// A clock that stands at `instant`.
    pub fn fixed(instant: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(instant.trunc_subsecs(3))))
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
            Self::System => Utc::now().trunc_subsecs(3),
            Self::Fixed(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a fixed clock; a system clock cannot be moved.
    pub fn set(&self, to: DateTime<Utc>) {
        match self {
            Self::System => {}
            Self::Fixed(instant) => *instant.lock().unwrap_or_else(PoisonError::into_inner) = to.trunc_subsecs(3),
        }
    }
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
