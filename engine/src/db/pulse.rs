//! Who waits for a write hears of it: of those to the tables that they read, in whichever process they happen.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, watch};

/// Views: nothing is written to one of them by its name, so whoever reads one hears of every write.
pub const VIEWS: [&str; 4] = ["assignment_tie", "conflict_left", "latest_application", "latest_registration"];

/// Tables that were written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// These, or none.
    To(BTreeSet<String>),
    /// Nobody knows which.
    Anything,
}

impl Default for Written {
    fn default() -> Self {
        Self::To(BTreeSet::new())
    }
}

impl Written {
    /// What a statement writes to, as it is spelled by the library or by hand. What is not understood, or may take rows of
    /// other tables with it, may be anything.
    pub fn by(sql: &str) -> Self {
        let sql = sql.trim().trim_end_matches(';');
        let mut words = sql.split_ascii_whitespace();
        let first = words.next().unwrap_or_default().to_ascii_uppercase();
        if sql.contains(';') {
            return Self::Anything;
        }
        let table = match first.as_str() {
            "SELECT" | "LOCK" | "SAVEPOINT" | "RELEASE" | "ROLLBACK" | "BEGIN" | "COMMIT" | "PRAGMA" | "ANALYZE" => {
                return Self::default();
            }
            "INSERT" => words.find(|word| word.eq_ignore_ascii_case("INTO")).and_then(|_| words.next()),
            "UPDATE" => words.next(),
            _ => None,
        };
        let name = |word: &str| word.split('(').next().unwrap_or_default().trim_matches('"').to_owned();
        let is_name =
            |name: &String| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        table.map(name).filter(is_name).map_or(Self::Anything, |name| Self::To(BTreeSet::from([name])))
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::To(tables) if tables.is_empty())
    }

    /// Both together.
    pub fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::To(tables), Self::To(more)) => tables.extend(more),
            (Self::Anything, _) => {}
            (Self::To(_), Self::Anything) => *self = Self::Anything,
        }
    }

    /// As one process tells the others.
    fn word(&self) -> String {
        match self {
            Self::Anything => "*".to_owned(),
            Self::To(tables) => tables.iter().map(String::as_str).collect::<Vec<_>>().join(","),
        }
    }

    fn of_word(word: &str) -> Self {
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let tables: Vec<&str> = word.split(',').collect();
        if tables.iter().all(|table| is_name(table)) {
            Self::To(tables.into_iter().map(ToOwned::to_owned).collect())
        } else {
            Self::Anything
        }
    }
}

/// Beats after every write, so that whoever watches looks again. It says which tables were written to, and neither what nor
/// by whom.
#[derive(Clone, Debug)]
pub struct Pulse {
    beats: watch::Sender<u64>,
    last: Arc<Mutex<Last>>,
    /// What this process has written and not yet told the others.
    untold: Arc<Mutex<Written>>,
    beat_here: Arc<Notify>,
}

/// The last beat for each table.
#[derive(Debug, Default)]
struct Last {
    of: BTreeMap<String, u64>,
    of_anything: u64,
}

impl Pulse {
    pub(super) fn new() -> Self {
        Self { beats: watch::Sender::new(0), last: Arc::default(), untold: Arc::default(), beat_here: Arc::default() }
    }

    /// This process has written.
    pub(super) fn beat(&self, written: Written) {
        if written.is_nothing() {
            return;
        }
        self.hear(&written);
        self.untold.lock().unwrap_or_else(PoisonError::into_inner).add(written);
        self.beat_here.notify_one();
    }

    /// Everything may read otherwise: it is later all at once.
    pub fn beat_for_all(&self) {
        self.beat(Written::Anything);
    }

    /// Some process has written.
    fn hear(&self, written: &Written) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let beat = *self.beats.borrow() + 1;
        match written {
            Written::Anything => last.of_anything = beat,
            Written::To(tables) => last.of.extend(tables.iter().map(|table| (table.clone(), beat))),
        }
        self.beats.send_replace(beat);
    }

    /// Another process has written, as it says; after a while out of touch, when it says nothing, that may be anything.
    pub(super) fn hear_of(&self, word: Option<&str>) {
        self.hear(&word.map_or(Written::Anything, Written::of_word));
    }

    /// Waits until there is something to tell the others.
    pub(super) async fn to_tell(&self) -> String {
        self.beat_here.notified().await;
        std::mem::take(&mut *self.untold.lock().unwrap_or_else(PoisonError::into_inner)).word()
    }

    /// Wakes up after each write to one of these tables from now on; several writes may be one beat.
    pub fn feel(&self, tables: &[&'static str]) -> Feeling {
        let beats = self.beats.subscribe();
        let felt = *beats.borrow();
        Feeling { beats, last: Arc::clone(&self.last), tables: tables.to_vec(), felt }
    }
}

/// Somebody who waits for a write.
#[derive(Debug)]
pub struct Feeling {
    beats: watch::Receiver<u64>,
    last: Arc<Mutex<Last>>,
    tables: Vec<&'static str>,
    felt: u64,
}

impl Feeling {
    /// Waits until a table was written to since [`Self::settle`], or since the last time this came back.
    pub async fn changed(&mut self) {
        while !self.is_stirred() {
            if self.beats.changed().await.is_err() {
                // Nobody writes any more.
                return std::future::pending().await;
            }
        }
        self.settle();
    }

    /// What was written until now is known.
    pub fn settle(&mut self) {
        self.felt = *self.beats.borrow_and_update();
    }

    /// Waits for other tables from now on.
    pub fn turn_to(&mut self, tables: Vec<&'static str>) {
        self.tables = tables;
    }

    fn is_stirred(&self) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |table: &&'static str| {
            if VIEWS.contains(table) { *self.beats.borrow() } else { last.of.get(*table).copied().unwrap_or(0) }
        };
        last.of_anything > self.felt || self.tables.iter().map(of).any(|beat| beat > self.felt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(tables: &[&str]) -> Written {
        Written::To(tables.iter().map(|table| (*table).to_owned()).collect())
    }

    #[test]
    fn a_statement_says_what_it_writes_to() {
        for (sql, written) in [
            ("SELECT 1", to(&[])),
            ("LOCK TABLE a IN SHARE ROW EXCLUSIVE MODE", to(&[])),
            ("INSERT INTO \"user\" (\"id\") VALUES ($1) RETURNING \"id\"", to(&["user"])),
            ("insert or ignore into form_session(id) values (1);", to(&["form_session"])),
            ("UPDATE \"application\" SET \"version\" = $1", to(&["application"])),
            ("DELETE FROM \"evidence_link\" WHERE \"id\" = $1", Written::Anything),
            ("WITH a AS (DELETE FROM b) SELECT 1", Written::Anything),
            ("UPDATE a SET b = 1; UPDATE c SET b = 1", Written::Anything),
            ("", Written::Anything),
        ] {
            assert_eq!(Written::by(sql), written, "{sql}");
        }
        for written in [to(&["a", "b_c"]), Written::Anything] {
            assert_eq!(Written::of_word(&written.word()), written);
        }
        for odd in ["", "a,,b", "A", "a b"] {
            assert_eq!(Written::of_word(odd), Written::Anything, "{odd}");
        }
    }

    #[tokio::test]
    async fn whoever_waits_hears_of_the_own_tables_and_of_what_nobody_understood() {
        let pulse = Pulse::new();
        let mut feeling = pulse.feel(&["a", "b"]);
        let mut of_a_view = pulse.feel(&["assignment_tie"]);
        pulse.beat(to(&["c"]));
        assert!(!feeling.is_stirred() && of_a_view.is_stirred());
        of_a_view.settle();
        assert!(!of_a_view.is_stirred());
        pulse.beat(to(&["b", "c"]));
        feeling.changed().await;
        assert!(!feeling.is_stirred());
        pulse.hear_of(Some("a"));
        feeling.changed().await;
        pulse.hear_of(None);
        feeling.changed().await;
        assert_eq!(pulse.to_tell().await, "b,c");
    }
}
