//! The answer of an access rule.

use crate::stop::Stop;

/// May this caller do this?
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a verdict that nobody reads protects nothing"]
pub enum Verdict {
    /// Yes.
    Allow,
    /// No, and the caller may know why.
    Refuse(&'static str),
    /// No, and the caller must not learn that there is something here.
    Hide,
}

impl Verdict {
    /// Goes on only if the verdict is `Allow`.
    pub fn heed(self) -> Result<(), Stop> {
        match self {
            Self::Allow => Ok(()),
            Self::Refuse(why) => Err(Stop::forbidden(why)),
            Self::Hide => Err(Stop::NotFound),
        }
    }
}
