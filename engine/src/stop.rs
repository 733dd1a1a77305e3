//! What `?` carries in stores and commands: a failure ("we could not") or a verdict ("not you").

use std::error::Error;

use entity::language::Language;
use sea_orm::DbErr;

use crate::{
    api::{
        Code,
        fact::{Fact as _, Sentence},
    },
    db::Trouble,
};

/// The work stops here and is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// We could not: logged once with its chain, masked on the wire.
    #[error("failure")]
    Failure(#[source] Box<dyn Error + Send + Sync>),
    /// The caller may not do this; the sentence says why.
    #[error("forbidden: {}", .0.said(Language::En))]
    Forbidden(Sentence),
    /// The caller's rights have changed since the token was made: the caller signs in again.
    #[error("signed out")]
    SignedOut,
    /// There is no such row, or none that the caller may know of: the two answer alike (INV-34).
    #[error("not found")]
    NotFound,
    /// The request itself is wrong.
    #[error("bad input: {}", .0.said(Language::En))]
    BadInput(Sentence),
    /// An id is wrong, or means something else.
    #[error("`{given}` is no {prefix}")]
    WrongId {
        /// The one that was sent.
        given: String,
        /// What those begin with that are wanted.
        prefix: String,
    },
    /// Too often in a short time.
    #[error("too many; again in {retry_after} s")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The same idempotency key came with another input (INV-35).
    #[error("idempotency key reused")]
    KeyReused,
}

impl Stop {
    /// A failure that has no error of its own.
    pub fn failure(what: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failure(what.into())
    }

    /// The caller may not do this, and why.
    pub fn forbidden(why: impl Into<Sentence>) -> Self {
        Self::Forbidden(why.into())
    }

    /// The request is wrong, and in what.
    pub fn bad_input(why: impl Into<Sentence>) -> Self {
        Self::BadInput(why.into())
    }

    /// What this work builds on has changed since it was read.
    pub fn overtaken() -> Self {
        DbErr::RecordNotUpdated.into()
    }

    /// Whether the work was in the way of another one that is done by now: begun again, it is answered by the rules.
    pub fn is_overtaken(&self) -> bool {
        match self {
            Self::Failure(error) => Trouble::is_overtaken(error.as_ref()),
            Self::Forbidden(_)
            | Self::SignedOut
            | Self::NotFound
            | Self::BadInput(_)
            | Self::WrongId { .. }
            | Self::TooMany { .. }
            | Self::KeyReused => false,
        }
    }

    /// Whether it says that this is not for the caller.
    pub fn is_verdict(&self) -> bool {
        self.verdict().is_some()
    }

    /// In which way it is not for the caller, if it is that.
    pub fn verdict(&self) -> Option<Code> {
        match self {
            Self::Forbidden(_) => Some(Code::Forbidden),
            Self::NotFound => Some(Code::NotFound),
            Self::Failure(_)
            | Self::SignedOut
            | Self::BadInput(_)
            | Self::WrongId { .. }
            | Self::TooMany { .. }
            | Self::KeyReused => None,
        }
    }

    /// Too often: again in so many milliseconds.
    pub fn later(milliseconds: i64) -> Self {
        Self::TooMany { retry_after: milliseconds.max(1).unsigned_abs().div_ceil(1_000) }
    }
}

impl From<DbErr> for Stop {
    fn from(error: DbErr) -> Self {
        Self::Failure(Box::new(error))
    }
}

/// A command's result, or every reason why the rules refuse it; `?` carries failures and verdicts.
pub type Answer<T, R> = Result<Result<T, Vec<R>>, Stop>;

/// It, unless there are reasons why not.
pub fn unless<T, R>(refusals: Vec<R>, it: T) -> Result<T, Vec<R>> {
    if refusals.is_empty() { Ok(it) } else { Err(refusals) }
}

/// Of the reasons why not, those that hold.
pub fn reasons<R, const N: usize>(list: [(bool, R); N]) -> Vec<R> {
    list.into_iter().filter_map(|(holds, refusal)| holds.then_some(refusal)).collect()
}

/// Tells a row that is absent, or hidden, apart from a failure: both rows answer `NOT_FOUND`.
pub fn found<T>(row: Option<T>) -> Result<T, Stop> {
    row.ok_or(Stop::NotFound)
}
