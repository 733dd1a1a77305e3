//! What the mutations of users take.

use async_graphql::{Enum, InputObject};
use entity::{
    ids::{SchoolId, SchoolInvitationId, UserId},
    kinds::{Community, Role},
};

use crate::api::{Day, Gid, Word};

/// A new user.
#[derive(Clone, InputObject)]
pub struct CreateUserInput {
    /// Mail address to sign in with. Capitals are ignored.
    pub email: String,
    /// Name, as other users see it.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Roles; at least one.
    pub roles: Vec<Word<Role>>,
    /// The community that a member of staff works for. Needed for staff; leave it out for all others.
    pub community: Option<Word<Community>>,
    /// The school where a teacher works. Null or left out: no school is noted.
    pub school_id: Option<Gid<SchoolId>>,
    /// First day at the school. Null or left out: today.
    pub joined_school_on: Option<Day>,
}

/// What the caller is called, and in which language the caller is written to.
#[derive(Clone, InputObject)]
pub struct UpdateProfileInput {
    /// Name, as other users see it. Null or left out: it stays as it is.
    pub name: Option<String>,
    /// Language of mails and messages: `nl`, `fr`, `de` or `en`. Null or left out: it stays as it is.
    pub locale: Option<String>,
}

/// The user to lock: the user cannot sign in any more.
#[derive(Clone, InputObject)]
pub struct LockUserInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; for the audit log.
    pub reason: String,
}

/// The user to unlock: the user can sign in again.
#[derive(Clone, InputObject)]
pub struct UnlockUserInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; for the audit log.
    pub reason: String,
}

/// The new roles of a user.
#[derive(Clone, InputObject)]
pub struct ChangeRolesInput {
    /// The user.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// All roles that the user has from now on. JUROR can be left out but not added: staff invite jurors
    /// (`inviteJuror`).
    pub roles: Vec<Word<Role>>,
    /// The community that a member of staff works for. Needed for staff; leave it out for all others.
    pub community: Option<Word<Community>>,
    /// Why; for the audit log.
    pub reason: String,
}

/// A question to somebody: do you work at this school?
#[derive(Clone, InputObject)]
pub struct InviteToSchoolInput {
    /// Mail address of the account.
    pub email: String,
    /// The school. It belongs to your community.
    pub school_id: Gid<SchoolId>,
    /// First day at the school.
    pub from_on: Day,
}

/// The answer of the caller to the question whether the caller works at a school.
#[derive(Clone, InputObject)]
pub struct AnswerSchoolInvitationInput {
    /// The question, from `User.schoolInvitations`.
    pub school_invitation_id: Gid<SchoolInvitationId>,
    /// The answer of the caller.
    pub answer: SchoolAnswer,
}

/// Whether somebody works at a school. Closed: no value will be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SchoolAnswer {
    /// Yes. Staff of the community of the school may import registrations for the caller from now on, and see the
    /// caller among the teachers of the school.
    Confirm,
    /// No. Nothing changes.
    Deny,
}
