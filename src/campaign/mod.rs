//! The yearly cycle: its deadlines, its rubric, and where it stands.
//!
//! A campaign is prepared as a draft. When it opens, its rules and its rubric freeze (INV-08); from then on
//! a deadline may only move later, for everybody, with a reason. Deadlines are kept as exclusive instants:
//! "1 July" is before 2 July 00:00 in Brussels (INV-01). All of its configuration is one document, which can be looked
//! through before it is applied; next year's campaign is a clone of this year's.

mod answers;
pub mod commands;
mod computed;
pub mod configuration;
pub mod eligibility;
mod inputs;
mod mutation;
mod objects;
mod reader;
pub mod rubric;
pub mod rules;
pub mod state;
mod store;

pub use computed::COMPUTED;
pub use inputs::EligibilityRuleInput;
pub use mutation::ACTS;
pub use objects::{Campaign, objects, roots};
pub use store::{
    Scored, get, get_locked, hold, list_in_evaluation, list_published_with, longest_look_back, rubric_of, rules_of,
    save_keep, scored, scored_items, texts_of_form,
};
