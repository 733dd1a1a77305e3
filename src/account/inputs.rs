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
    /// Address to sign in with; in any case of letters.
    pub email: String,
    /// Name as others see it.
    pub name: String,
    /// Language of mails: `nl`, `fr`, `de` or `en`.
    #[graphql(default_with = "\"nl\".to_owned()")]
    pub locale: String,
    /// Roles; at least one.
    pub roles: Vec<Word<Role>>,
    /// The community that a member of staff works for; staff only.
    pub community: Option<Word<Community>>,
    /// The school where a teacher works.
    pub school_id: Option<Gid<SchoolId>>,
    /// Since when; today if left out.
    pub school_since: Option<Day>,
}

/// Somebody who may not sign in any more.
#[derive(Clone, InputObject)]
pub struct LockUserInput {
    /// Who.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; for the audit log.
    pub reason: String,
}

/// Somebody who may sign in again.
#[derive(Clone, InputObject)]
pub struct UnlockUserInput {
    /// Who.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Why; for the audit log.
    pub reason: String,
}

/// Other roles.
#[derive(Clone, InputObject)]
pub struct ChangeRolesInput {
    /// Whose.
    pub user_id: Gid<UserId>,
    /// The version that you saw.
    pub expected_version: i32,
    /// Every role that she is to hold from now on. JUROR can be left out, never added: staff invite jurors.
    pub roles: Vec<Word<Role>>,
    /// The community that a member of staff works for; staff only.
    pub community: Option<Word<Community>>,
    /// Why; for the audit log.
    pub reason: String,
}

/// Somebody who is asked where they work.
#[derive(Clone, InputObject)]
pub struct InviteToSchoolInput {
    /// The address of the account.
    pub email: String,
    /// The school, of your community.
    pub school_id: Gid<SchoolId>,
    /// Since when.
    pub from_on: Day,
}

/// What somebody says to the question whether they work at a school.
#[derive(Clone, InputObject)]
pub struct AnswerSchoolInvitationInput {
    /// The question.
    pub school_invitation_id: Gid<SchoolInvitationId>,
    /// The answer.
    pub answer: SchoolAnswer,
}

/// Whether somebody works at a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SchoolAnswer {
    /// I work there. The office of its community may import my registrations from now on, and sees me among its teachers.
    Confirm,
    /// I do not. Nothing changes.
    Deny,
}
