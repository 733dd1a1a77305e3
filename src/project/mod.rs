//! eTwinning projects: who started them, who takes part, and which label they can go for.

pub mod access;
mod address;
mod answers;
pub mod commands;
mod computed;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
mod store;

pub use computed::COMPUTED;
pub use inputs::{
    AddProjectMemberInput, AddProjectPartnerInput, CreateProjectInput, EndProjectInput, ProjectPartnerInput,
};
pub use mutation::ACTS;
pub use objects::{Project, objects, roots};
pub use store::{
    at_address, close_seats, get, get_locked, hand_in, is_member, lock_at, member, members, move_members, open_seats,
    partner_schools, partners, titles,
};
