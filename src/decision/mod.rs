//! What follows from a result: the outcome by rule, its reasons, and the two people who stand for it.

mod answers;
pub mod commands;
mod computed;
mod exchange;
mod inputs;
pub mod late;
mod mutation;
mod objects;
pub mod remark;
mod replay;
pub mod rules;
mod sheet;
pub mod state;
mod store;
pub mod text;
pub mod texts;
mod told;

pub use computed::COMPUTED;
pub use mutation::ACTS;
pub use objects::{Decision, objects, roots};
pub use replay::replay_all;
pub use store::{
    Awarded, ERASED, erase_texts, get, holds_label, list_all_scores, list_awarded, list_bands, list_decisions, save,
    see_decisions,
};
pub use texts::{Advice, Hold, list_advice};
