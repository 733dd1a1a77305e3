//! Failures that pass by themselves: which they are, and what is remembered of them.

use std::{
    error::Error,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, error::DatabaseError, postgres::PgDatabaseError, sqlite::SqliteError},
};

/// Why the database did not do what it was asked, though nothing was wrong with that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The connection is gone. What was under way on it may have been done or not.
    Lost,
    /// The disk is full or broken, or the database takes no writes.
    Unwritable,
    /// Others were in the way for longer than anybody waits.
    Busy,
}

impl Trouble {
    /// The trouble behind an error, if it is one that passes.
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        if let Some(DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) = error.downcast_ref() {
            let RuntimeErr::SqlxError(error) = inner else { return None };
            return Self::of_sqlx(error);
        }
        match error.downcast_ref() {
            Some(error) => Self::of_sqlx(error),
            None => Self::of(error.source()?),
        }
    }

    pub(super) fn of_sqlx(error: &sqlx::Error) -> Option<Self> {
        if let sqlx::Error::Database(error) = error {
            return Self::of_database(error.as_ref());
        }
        let is_lost = matches!(
            error,
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::Protocol(_)
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        );
        let is_busy = matches!(error, sqlx::Error::PoolTimedOut);
        if is_lost { Some(Self::Lost) } else { is_busy.then_some(Self::Busy) }
    }

    fn of_database(error: &dyn DatabaseError) -> Option<Self> {
        let code = error.code()?;
        if error.try_downcast_ref::<PgDatabaseError>().is_some() {
            return match code.as_ref() {
                // Shut down by an operator, after a crash, starting up, or idle for too long.
                "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Some(Self::Lost),
                code if code.starts_with("08") => Some(Self::Lost),
                // Disk or memory full, damaged pages, or a standby.
                "53100" | "53200" | "XX001" | "XX002" | "25006" => Some(Self::Unwritable),
                code if code.starts_with("58") => Some(Self::Unwritable),
                // A timeout, a deadlock, or too many connections.
                "57014" | "55P03" | "40001" | "40P01" | "53300" | "53400" => Some(Self::Busy),
                _ => None,
            };
        }
        error.try_downcast_ref::<SqliteError>()?;
        // The lowest byte is the kind; what is above says more of it.
        match code.parse::<u32>().ok()? & 0xff {
            // BUSY, LOCKED, INTERRUPT
            5 | 6 | 9 => Some(Self::Busy),
            // NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB
            7 | 8 | 10 | 11 | 13 | 14 | 15 | 26 => Some(Self::Unwritable),
            _ => None,
        }
    }

    /// Whether a row was saved, or taken away, since it was read.
    pub fn is_stale(error: &(dyn Error + 'static)) -> bool {
        matches!(error.downcast_ref(), Some(DbErr::RecordNotUpdated)) || error.source().is_some_and(Self::is_stale)
    }

    /// Whether another write was in the way of this one: each waited for the other, or the other wrote first what the
    /// database keeps to one, or took away what this one builds on. Begun again, this one finds the other's work done, and
    /// is told by the rules what that means. On SQLite writes come one after the other: there a constraint that speaks is
    /// a fault of ours.
    pub fn is_overtaken(error: &(dyn Error + 'static)) -> bool {
        if Self::is_stale(error) {
            return true;
        }
        let sqlx = match error.downcast_ref() {
            Some(DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner)) => match inner {
                RuntimeErr::SqlxError(error) => Some(&**error),
                RuntimeErr::Internal(_) => None,
            },
            _ => error.downcast_ref::<sqlx::Error>(),
        };
        let Some(sqlx) = sqlx else { return error.source().is_some_and(Self::is_overtaken) };
        let sqlx::Error::Database(error) = sqlx else { return false };
        let (Some(code), Some(_)) = (error.code(), error.try_downcast_ref::<PgDatabaseError>()) else { return false };
        // Not serializable, a deadlock, or a constraint: a unique key, a reference, a guard.
        matches!(code.as_ref(), "40001" | "40P01") || code.starts_with("23")
    }

    /// Whether an error says that its connection must not be used again.
    pub(super) fn spoils(error: &sqlx::Error) -> bool {
        matches!(Self::of_sqlx(error), Some(Self::Lost | Self::Unwritable))
    }
}

/// What the last troubles say of the connections that nobody has tried since, and of the next write.
#[derive(Debug, Default)]
pub(super) struct Health {
    lost: Mutex<Option<Instant>>,
    is_doubtful: AtomicBool,
    tried: Mutex<Option<Instant>>,
}

impl Health {
    /// Remembers trouble.
    pub fn note(&self, trouble: Trouble, was_write: bool) {
        if trouble == Trouble::Lost {
            *self.lost.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        if was_write {
            self.is_doubtful.store(true, Ordering::Relaxed);
        }
    }

    /// A write is on disk.
    pub fn has_written(&self) {
        self.is_doubtful.store(false, Ordering::Relaxed);
    }

    /// Whether the last write met with trouble.
    pub fn is_doubtful(&self) -> bool {
        self.is_doubtful.load(Ordering::Relaxed)
    }

    /// Whether to try a write now: once in a while, however many ask.
    pub fn may_try(&self, pause: Duration) -> bool {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let may = tried.is_none_or(|tried| tried.elapsed() >= pause);
        if may {
            *tried = Some(Instant::now());
        }
        may
    }

    /// Whether a connection that has been idle for so long may have gone with another one.
    pub fn is_suspect(&self, idle: Duration) -> bool {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|lost| idle >= lost.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_known_through_every_layer() {
        let gone = || sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into());
        assert_eq!(Trouble::of(&gone()), Some(Trouble::Lost));
        let wrapped = DbErr::Query(RuntimeErr::SqlxError(std::sync::Arc::new(gone())));
        assert_eq!(Trouble::of(&wrapped), Some(Trouble::Lost));
        assert_eq!(Trouble::of(&crate::stop::Stop::from(wrapped)), Some(Trouble::Lost));
        assert_eq!(Trouble::of(&sqlx::Error::PoolTimedOut), Some(Trouble::Busy));
        assert_eq!(Trouble::of(&sqlx::Error::RowNotFound), None);
        assert_eq!(Trouble::of(&DbErr::Custom("a bug".to_owned())), None);
        assert_eq!(Trouble::of(&std::io::Error::other("a file")), None);
    }

    #[test]
    fn a_connection_is_suspect_until_it_was_used_after_the_loss() {
        let health = Health::default();
        assert!(!health.is_suspect(Duration::from_hours(1)));
        health.note(Trouble::Lost, false);
        assert!(health.is_suspect(Duration::from_hours(1)));
        std::thread::sleep(Duration::from_millis(5));
        assert!(!health.is_suspect(Duration::ZERO));
        assert!(!health.is_doubtful(), "nothing was written");
    }
}
