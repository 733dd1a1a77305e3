//! Jurors, their conflicts of interest, and who judges what.

pub mod access;
mod answers;
pub mod clearance;
pub mod commands;
mod computed;
mod ending;
mod inputs;
mod mutation;
mod objects;
pub mod plan_file;
pub mod planning;
pub mod profile;
pub mod reminders;
pub mod rules;
pub mod state;
mod store;

pub use computed::COMPUTED;
pub use inputs::{
    DeclareConflictInput, InviteJurorInput, RecordConflictInput, RecordJurorSchoolInput, RespondToAssignmentInput,
    ScreenConflictsInput, WithdrawJurorInput,
};
pub use mutation::ACTS;
pub use objects::{Assignment, Juror, NOTED, objects, opens, roots};
pub use store::{
    count_running, erase_texts, forget, get_locked, hold, list_live, list_of_people, lock_at, move_school, unlink,
};

/// States of an assignment that count as work of a juror, as far as she knows of it.
pub const LIVE_AND_KNOWN: &[&str] = &["INVITED", "ACCEPTED", "IN_PROGRESS", "SUBMITTED"];
