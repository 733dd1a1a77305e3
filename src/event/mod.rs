//! The day on which those who hold a label are celebrated (R96): who is invited and comes, and who got the certificate and
//! the gift there (R98).
//!
//! Seats are counted, not people: of whoever comes along a number is kept, and nothing else. An invitation tells that somebody
//! holds a label; it is seen by its teacher, and by the offices that share the event.

mod answering;
mod answers;
pub mod commands;
mod computed;
mod defining;
mod door;
mod due;
mod inputs;
mod invitation;
mod mutation;
mod objects;
pub mod rules;
pub mod state;
mod store;

pub use answering::make_link;
pub use commands::{forget, look_again};
pub use computed::COMPUTED;
pub use due::{clean, due_to_clean, due_to_remind, remind};
pub use mutation::ACTS;
pub use objects::{objects, roots};
