//! Mutations of users.

use super::objects::{SchoolInvitation, User};
use entity::ids::UserId;

use super::{
    AnswerSchoolInvitationInput, ChangeRolesInput, CreateUserInput, InviteToSchoolInput, LockUserInput,
    UnlockUserInput, UpdateProfileInput,
    answers::Invited,
    commands::{self, ChangeRolesRefusal, CreateUserRefusal, LockUserRefusal, UnlockUserRefusal, UpdateProfileRefusal},
    invitation::{self, AnswerSchoolInvitationRefusal, InviteToSchoolRefusal},
};
use crate::acts;

acts! {
    /// Create a user. Staff create teachers and jurors; admins create users of every role but JUROR.
    createUser(CreateUserInput) -> UserId | CreateUserRefusal [Staff, Admin] = commands::create;

    /// Lock a user, so that the user cannot sign in. All sessions and tokens of the user end at once.
    lockUser(LockUserInput) -> UserId | LockUserRefusal [Admin; User::ADMINISTER(userId)] = commands::lock;

    /// Unlock a user, so that the user can sign in again.
    unlockUser(UnlockUserInput) -> UserId | UnlockUserRefusal [Admin; User::ADMINISTER(userId)] = commands::unlock;

    /// Ask somebody by mail whether they work at a school of your community. You can then import registrations for an
    /// account that belongs to no community or to another one. Nothing changes until the owner of the account confirms
    /// it (`answerSchoolInvitation`). The answer of this mutation is the same when nobody has the address.
    inviteToSchool(InviteToSchoolInput) -> Invited | InviteToSchoolRefusal [Staff] once = invitation::invite;

    /// Answer the question of staff whether you work at a school. The questions are in `schoolInvitations` of `viewer`.
    answerSchoolInvitation(AnswerSchoolInvitationInput) -> UserId | AnswerSchoolInvitationRefusal
        [Teacher, Juror; SchoolInvitation::ANSWER(schoolInvitationId)]
        = invitation::answer;

    /// Change your own name, and the language in which the system writes to you.
    updateProfile(UpdateProfileInput) -> UserId | UpdateProfileRefusal [Teacher, Juror, Staff, Admin]
        = commands::update_profile;

    /// Change the roles of a user. All sessions and tokens of the user end at once.
    changeRoles(ChangeRolesInput) -> UserId | ChangeRolesRefusal
        [Admin; User::ADMINISTER(userId)] = commands::change_roles;
}
