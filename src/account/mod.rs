//! Users: who they are, which roles they hold, where they work.

pub mod access;
pub mod commands;
mod inputs;
mod mutation;
mod objects;
mod rules;
mod store;

pub use inputs::{ChangeRolesInput, CreateUserInput, LockUserInput, UnlockUserInput};
pub use mutation::AccountMutation;
pub use objects::{objects, roots};
pub use rules::EmailAddress;
pub use store::{
    find_by_email, get, get_both_locked, get_locked, holds, insert_nobody, move_school, roles, schools_of,
    schools_since,
};
