//! Step 1 and step 2: registration, the draft that is never lost, and the revisions that were handed in.

pub mod access;
mod answers;
pub mod carry;
pub mod commands;
mod compared;
mod comparison;
mod computed;
mod document;
pub mod draft;
pub mod eligibility;
pub mod export;
pub mod form;
mod inputs;
mod mutation;
mod objects;
pub mod period;
pub mod registration;
pub mod remark;
pub mod rules;
pub mod screening;
pub mod state;
mod store;
mod told;

pub use computed::COMPUTED;
pub use draft::language_of;
pub use mutation::ACTS;
pub use objects::{Application, Registration, lacks_esep_form, objects, roots};
pub use store::{
    Judges, await_admission, erase_drafts, erase_registrations, erase_texts, get, get_locked, hold, judges_of, list,
    list_all_of_teacher_locked, list_complete, list_of_campaign, move_school, names_a_juror, send_to_jury, set_stage,
    stakes, title_of_hand_in, titles_of_hand_in,
};
