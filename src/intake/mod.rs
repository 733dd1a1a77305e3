//! Intake: step 1 as it comes from the registration form that ran elsewhere, in a spreadsheet.
//!
//! A file is sent over HTTP ([`keep_upload`]) and read into a batch, with a report per row; nothing else is written.
//! Committed, the rows without errors become what teachers would have entered themselves, by the same rules. Rows with
//! errors stay and can be fixed. The same file again, or a longer one, makes nothing twice.

pub mod access;
pub mod commands;
mod dates;
mod inputs;
mod mutation;
mod objects;
pub mod rules;
pub mod sheet;
mod store;
mod words;

pub use commands::{get_own, keep_photo, keep_upload, see_upload, take_upload, used};
pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::forget;
