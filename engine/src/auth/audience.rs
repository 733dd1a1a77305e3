//! The audiences that policies are written for.

use entity::kinds::Role;

/// A group of callers. A policy is a set of these groups; no group is above another.
/// Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, async_graphql::Enum)]
pub enum Audience {
    /// Not signed in.
    Anonymous,
    /// Signed in, in the role of a teacher.
    Teacher,
    /// Signed in, in the role of a juror.
    Juror,
    /// Signed in, in the role of staff of a community.
    Staff,
    /// Runs the system.
    Admin,
    /// A program, with an account of its own.
    Service,
}

impl Audience {
    /// All of them, in the order in which policies are printed.
    pub const ALL: [Audience; 6] =
        [Self::Anonymous, Self::Teacher, Self::Juror, Self::Staff, Self::Admin, Self::Service];

    /// As printed in `@policy`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Anonymous => "ANONYMOUS",
            Self::Teacher => "TEACHER",
            Self::Juror => "JUROR",
            Self::Staff => "STAFF",
            Self::Admin => "ADMIN",
            Self::Service => "SERVICE",
        }
    }

    /// The audience behind a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.word() == word)
    }
}

impl From<Role> for Audience {
    fn from(role: Role) -> Self {
        match role {
            Role::Teacher => Self::Teacher,
            Role::Juror => Self::Juror,
            Role::Staff => Self::Staff,
            Role::Admin => Self::Admin,
            Role::Service => Self::Service,
        }
    }
}
