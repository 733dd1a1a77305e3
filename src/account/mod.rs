//! Users: who they are, which roles they hold, where they work.

pub mod access;
mod answers;
pub mod commands;
mod inputs;
mod invitation;
mod mutation;
mod objects;
mod rules;
mod store;

pub use inputs::{
    AnswerSchoolInvitationInput, ChangeRolesInput, CreateUserInput, InviteToSchoolInput, LockUserInput,
    UnlockUserInput, UpdateProfileInput,
};
pub use mutation::ACTS;
pub use objects::{User, objects, roots};
pub use rules::{Account, EmailAddress};
pub use store::{
    account_of, accounts, find_by_email, get, get_locked, get_to_bind, holds, insert_nobody, is_office, list,
    list_staff, move_school, roles, schools_of, schools_since, schools_told,
};
