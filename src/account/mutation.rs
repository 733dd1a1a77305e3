//! Mutations of users.

use entity::ids::UserId;

use super::{
    AnswerSchoolInvitationInput, ChangeRolesInput, CreateUserInput, InviteToSchoolInput, LockUserInput,
    UnlockUserInput,
    answers::Invited,
    commands::{self, ChangeRolesRefusal, CreateUserRefusal, LockUserRefusal, UnlockUserRefusal},
    invitation::{self, AnswerSchoolInvitationRefusal, InviteToSchoolRefusal},
};
use crate::acts;

acts! {
    /// Make a user. Staff make teachers and jurors; admins make all but jurors.
    createUser(CreateUserInput) -> UserId | CreateUserRefusal [Staff, Admin] = commands::create;

    /// Keep a user from signing in. Her sessions and tokens end at once.
    lockUser(LockUserInput) -> UserId | LockUserRefusal [Admin] = commands::lock;

    /// Let a user sign in again.
    unlockUser(UnlockUserInput) -> UserId | UnlockUserRefusal [Admin] = commands::unlock;

    /// Ask the owner of an account by mail whether they work at a school of your community: so an account that works
    /// elsewhere, or nowhere, becomes one that you may import for. Nothing changes before the owner confirms it
    /// (`answerSchoolInvitation`). The answer is the same for an address that nobody has.
    inviteToSchool(InviteToSchoolInput) -> Invited | InviteToSchoolRefusal [Staff] once = invitation::invite;

    /// Say whether you work at a school, when its office asks (`schoolInvitations` of `viewer`).
    answerSchoolInvitation(AnswerSchoolInvitationInput) -> UserId | AnswerSchoolInvitationRefusal [Teacher, Juror]
        = invitation::answer;

    /// Change what a user may act as. Her sessions and tokens end at once.
    changeRoles(ChangeRolesInput) -> UserId | ChangeRolesRefusal [Admin] = commands::change_roles;
}
