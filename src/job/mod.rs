//! What the system does by itself once it is due. Concepts say what that is, from their rows ([`Due`]); a row is kept for
//! each, so that staff see what comes, what was done and what went wrong, and so that each is done once, however many
//! servers there are. What does them is `due.rs` of the program.

pub mod commands;
mod inputs;
mod mutation;
mod objects;
mod rules;
mod store;

use chrono::{DateTime, Utc};
use entity::ids::{ApplicationId, CampaignId, PublicationBatchId};
pub use mutation::ACTS;
pub use objects::{objects, roots};
pub use store::{count_failed, find_taken, finish, give_back, keep, list_due, put_off, take};

/// Something that is due by itself, or will be.
#[derive(Clone, Debug)]
pub struct Due {
    /// What tells it from others of its kind: what has the same is done once.
    pub key: String,
    /// From when on.
    pub due_at: DateTime<Utc>,
    /// In which campaign.
    pub campaign_id: CampaignId,
    /// The release that it is about, if it is about one.
    pub batch_id: Option<PublicationBatchId>,
    /// The application that it is about, if it is about one.
    pub application_id: Option<ApplicationId>,
}
